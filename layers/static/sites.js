// Draws teaching sites on top of the areas: a shape for each kind, so that colour says nothing alone.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const TILE = 256;
  const WORLD_M = 40075016.685578488;
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const REACH_PX = 12;

  // Shapes by position of the kind: diamond, circle, triangle, small ring.
  const shapes = [
    (pen, r) => {
      pen.moveTo(0, -r * 1.25);
      pen.lineTo(r * 1.25, 0);
      pen.lineTo(0, r * 1.25);
      pen.lineTo(-r * 1.25, 0);
      pen.closePath();
    },
    (pen, r) => pen.arc(0, 0, r, 0, 7),
    (pen, r) => {
      pen.moveTo(0, -r * 1.15);
      pen.lineTo(r * 1.1, r * 0.85);
      pen.lineTo(-r * 1.1, r * 0.85);
      pen.closePath();
    },
    (pen, r) => pen.arc(0, 0, r * 0.62, 0, 7),
  ];

  cs.drawSite = function (pen, kind, x, y, radius, theme) {
    pen.save();
    pen.translate(x, y);
    pen.beginPath();
    shapes[kind](pen, radius);
    pen.lineWidth = Math.min(3, radius * 0.9);
    pen.strokeStyle = theme.halo;
    pen.stroke();
    pen.fillStyle = kind === 3 ? theme.halo : theme.ink;
    pen.fill();
    pen.lineWidth = Math.min(1.25, radius * 0.4);
    pen.strokeStyle = theme.ink;
    pen.stroke();
    pen.restore();
  };

  cs.SiteLayer = L.GridLayer.extend({
    options: { tileSize: TILE, keepBuffer: 1, updateWhenZooming: false, pane: "overlayPane" },

    // What to draw: { sites, kinds: [true ...], partTime, theme }.
    show(what) {
      this._what = what;
      this.redraw();
    },

    _setView(center, zoom, noPrune, noUpdate) {
      L.GridLayer.prototype._setView.call(this, center, Math.ceil(zoom - 1e-6), noPrune, noUpdate);
      this._setZoomTransforms(center, zoom);
    },

    createTile(coords) {
      const canvas = L.DomUtil.create("canvas", "cs-tile");
      canvas.width = canvas.height = TILE * ratio;
      if (this._what) this._paint(canvas.getContext("2d"), coords);
      return canvas;
    },

    _paint(pen, coords) {
      const { sites, theme } = this._what;
      pen.scale(ratio, ratio);
      const half = (TILE / 2) * 2 ** coords.z;
      const k = (sites.cell_m * TILE * 2 ** coords.z) / WORLD_M;
      const radius = siteRadius(coords.z);
      for (let kind = shapes.length - 1; kind >= 0; kind--) {
        for (let i = 0; i < sites.sites; i++) {
          if (sites.kind[i] !== kind || !this.shows(i)) continue;
          const x = sites.x[i] * k + half - coords.x * TILE;
          const y = sites.y[i] * k + half - coords.y * TILE;
          if (x < -REACH_PX || y < -REACH_PX || x > TILE + REACH_PX || y > TILE + REACH_PX) continue;
          cs.drawSite(pen, kind, x, y, radius, theme);
        }
      }
    },

    shows(i) {
      const { sites, kinds, partTime } = this._what;
      return kinds[sites.kind[i]] && (!partTime || sites.partTime[i] === 1);
    },

    count() {
      if (!this._what) return 0;
      let shown = 0;
      for (let i = 0; i < this._what.sites.sites; i++) shown += this.shows(i) ? 1 : 0;
      return shown;
    },

    // The shown site nearest to a point of the screen, or -1.
    at(map, point) {
      if (!this._what) return -1;
      const { sites } = this._what;
      let best = -1;
      let nearest = siteRadius(Math.ceil(map.getZoom())) + 4;
      for (let i = 0; i < sites.sites; i++) {
        if (!this.shows(i)) continue;
        const where = map.latLngToContainerPoint(cs.toLatLng(sites.x[i], sites.y[i], sites.cell_m));
        const distance = where.distanceTo(point);
        if (distance < nearest) {
          nearest = distance;
          best = i;
        }
      }
      return best;
    },
  });

  const siteRadius = (zoom) => Math.max(2.1, Math.min(6.5, zoom * 0.8 - 3.4));
  cs.siteRadius = siteRadius;
})();

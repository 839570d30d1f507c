// Draws teaching sites on top of the areas: a shape for each kind, so that colour says nothing alone.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});

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

  // What to draw: { sites, kinds: [true ...], partTime, theme }.
  cs.SiteLayer = cs.Overlay.extend({
    _paint(pen, size) {
      const { sites, theme } = this._what;
      const f = this._frame(sites.cell_m);
      const radius = siteRadius(this._map.getZoom());
      for (let kind = shapes.length - 1; kind >= 0; kind--) {
        for (let i = 0; i < sites.sites; i++) {
          if (sites.kind[i] !== kind || !this.shows(i)) continue;
          const x = sites.x[i] * f.k - f.ox;
          const y = sites.y[i] * f.k - f.oy;
          if (x < 0 || y < 0 || x > size.x || y > size.y) continue;
          cs.drawSite(pen, kind, x, y, radius, theme);
        }
      }
    },

    _nothing() {
      return this.count() === 0;
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
      let nearest = siteRadius(map.getZoom()) + 4;
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

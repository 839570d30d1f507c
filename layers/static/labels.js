// Writes the names of places over the map, the most populous first, where they do not collide.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const ratio = Math.min(window.devicePixelRatio || 1, 2);

  cs.LabelLayer = L.Layer.extend({
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "cs-labels leaflet-zoom-hide", map.getPane("overlayPane"));
      this._canvas.setAttribute("aria-hidden", "true");
      this._draw();
    },

    onRemove() {
      this._canvas.remove();
    },

    getEvents() {
      return { moveend: this._draw, zoomend: this._draw, resize: this._draw };
    },

    // What to write: { places, theme }.
    show(what) {
      this._what = what;
      this._draw();
    },

    written() {
      return this._written || [];
    },

    _draw() {
      if (!this._map || !this._what) return;
      const map = this._map;
      const size = map.getSize();
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
      this._canvas.width = size.x * ratio;
      this._canvas.height = size.y * ratio;
      this._canvas.style.width = size.x + "px";
      this._canvas.style.height = size.y + "px";
      const pen = this._canvas.getContext("2d");
      pen.scale(ratio, ratio);
      this._written = this._choose(pen, size);
      const { theme } = this._what;
      for (const { name, x, y } of this._written) {
        pen.lineWidth = 3;
        pen.lineJoin = "round";
        pen.strokeStyle = theme.halo;
        pen.strokeText(name, x, y);
        pen.fillStyle = theme.ink;
        pen.fillText(name, x, y);
      }
    },

    _choose(pen, size) {
      const { places } = this._what;
      const zoom = this._map.getZoom();
      const air = zoom < 7 ? 7 : 9;
      pen.font = '600 12px "Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      const taken = [];
      for (let i = 0; i < places.places; i++) {
        if (zoom < places.from[i] || zoom >= places.to[i]) continue;
        const at = this._map.latLngToContainerPoint(cs.toLatLng(places.x[i], places.y[i], places.cell_m));
        const half = pen.measureText(places.names[i]).width / 2;
        if (at.x < half + 4 || at.y < 12 || at.x > size.x - half - 4 || at.y > size.y - 12) continue;
        const box = { name: places.names[i], x: at.x, y: at.y, half };
        const hits = (other) =>
          Math.abs(other.x - box.x) < other.half + box.half + air && Math.abs(other.y - box.y) < 14 + air;
        if (!taken.some(hits)) taken.push(box);
      }
      return taken;
    },
  });
})();

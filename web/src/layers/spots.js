// Draws zones of cold spots as circles, larger for more young people, while their areas are specks.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  // Zoom from which areas are large enough to be seen by themselves.
  const UNTIL = 8;
  // Pixels of the radius of a zone with a thousand young people, and the least of any.
  const RADIUS = 5.2;
  const LEAST = 2;

  cs.spotRadius = (young) => Math.max(LEAST, RADIUS * Math.sqrt(young / 1000));

  // What to draw: { zones, mask, shown (codes, or null for all), classes, theme }.
  cs.SpotLayer = cs.Overlay.extend({
    _nothing() {
      return !this._what.zones || this._map.getZoom() >= UNTIL;
    },

    // Zones with an area in the place, the largest first, so that none hides a smaller one.
    circles() {
      const { zones, mask } = this._what;
      if (this._nothing()) return [];
      const f = this._frame(zones.arcs.cell);
      const here = new Uint8Array(zones.count);
      zones.ofArea.forEach((zone, area) => {
        if (zone && (!mask || mask[area])) here[zone - 1] = 1;
      });
      const found = [];
      for (let zone = 0; zone < zones.count; zone++) {
        if (!here[zone]) continue;
        const [west, north, east, south] = zones.boxes.subarray(zone * 4, zone * 4 + 4);
        const [x, y] = [((west + east) / 2) * f.k - f.ox, ((north + south) / 2) * f.k - f.oy];
        found.push({ zone, x, y, radius: cs.spotRadius(zones.young[zone]), code: zones.code[zone] });
      }
      return found;
    },

    _paint(pen) {
      const { classes, theme } = this._what;
      for (const { x, y, radius, code } of this.circles()) {
        pen.beginPath();
        pen.arc(x, y, radius, 0, 7);
        pen.globalAlpha = 0.82;
        pen.fillStyle = classes[code].fill;
        pen.fill();
        pen.globalAlpha = 1;
        pen.lineWidth = 0.8;
        pen.strokeStyle = theme.ink;
        pen.stroke();
      }
    },

    // The zone whose circle is at a point of the map, the smallest first; -1 for none.
    at(map, point) {
      if (!this._what) return -1;
      const away = L.point(cs.OVERLAY_MARGIN_PX, cs.OVERLAY_MARGIN_PX).add(point);
      const hit = this.circles().filter(({ x, y, radius }) => Math.hypot(x - away.x, y - away.y) <= radius + 1);
      return hit.length ? hit[hit.length - 1].zone : -1;
    },
  });
})();

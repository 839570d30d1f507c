// Draws zones of cold spots as circles, larger for more young people, while their areas are specks.
import { circlesOf, hitCircle } from "./circles.js";
import { OVERLAY_MARGIN_PX, Overlay } from "./overlay.js";

// Zoom from which areas are large enough to be seen by themselves.
const UNTIL = 8;

// What to draw: { zones, mask, shown (codes, or null for all), classes, theme }.
export class SpotLayer extends Overlay {
  _nothing() {
    return !this._what.zones || this.map.getZoom() >= UNTIL;
  }

  // Zones with an area in the place, the largest first, so that none hides a smaller one.
  circles() {
    const { zones, mask } = this._what;
    if (this._nothing()) return [];
    return circlesOf(zones, mask, this._frame(zones.arcs.cell));
  }

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
  }

  // The zone whose circle is at a point of the map, the smallest first; -1 for none.
  at(map, point) {
    if (!this._what) return -1;
    return hitCircle(this.circles(), L.point(OVERLAY_MARGIN_PX, OVERLAY_MARGIN_PX).add(point));
  }
}

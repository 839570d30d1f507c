// The outlines of the place and of the chosen area: a line round the outside, which leaves inlets
// narrower than itself free.
import { outlineOf } from "../painting/geometry.js";
import { penOf, ratio } from "../painting/screen.js";
import { OVERLAY_MARGIN_PX, Overlay } from "./overlay.js";

// Pixels between an area and the line round it, and of the light edge on each side of the line.
const AWAY_PX = 3;
const EDGE_PX = 1.25;

// Draw the line round a path. All that lies within `AWAY_PX` of the area is taken out again, so
// that the banks of a narrow estuary do not run together into one black mark.
export function drawOutline(pen, path, weight, { ink, halo }) {
  const line = (width, colour) => {
    pen.lineWidth = 2 * width;
    pen.strokeStyle = colour;
    pen.stroke(path);
  };
  pen.save();
  pen.lineJoin = pen.lineCap = "round";
  line(AWAY_PX + weight + EDGE_PX, halo);
  line(AWAY_PX + weight, ink);
  line(AWAY_PX, halo);
  pen.globalCompositeOperation = "destination-out";
  line(AWAY_PX - EDGE_PX, "#000");
  pen.fill(path, "evenodd");
  pen.restore();
}

// What to draw: { outlines: [{ level, area, weight }], theme }.
export class OutlineLayer extends Overlay {
  _nothing() {
    return !this._what.outlines.length;
  }

  // Each line is drawn by itself: taking out what lies under one must not take out another.
  _paint(pen, size) {
    const sheet = (this._sheet = this._sheet || document.createElement("canvas"));
    for (const { level, area, weight } of this._what.outlines) {
      Object.assign(sheet, { width: size.x * ratio, height: size.y * ratio });
      const own = penOf(sheet);
      own.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawOutline(own, this._path(level, area), weight, this._what.theme);
      pen.drawImage(sheet, 0, 0, size.x, size.y);
    }
  }

  _path(level, area) {
    const path = new Path2D();
    for (const ring of outlineOf(level, area, this.map.getZoom())) {
      ring.forEach((place, at) => {
        const { x, y } = this.map.latLngToContainerPoint(place).add([OVERLAY_MARGIN_PX, OVERLAY_MARGIN_PX]);
        if (at) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      path.closePath();
    }
    return path;
  }
}

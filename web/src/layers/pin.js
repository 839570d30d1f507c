// A pin where a postcode, a site or a school that was found lies, until something else is found.
import { Overlay } from "./overlay.js";

const TALL_PX = 22;
const HEAD_PX = 7.5;

// What to draw: { lat, lng, theme }, or null for none.
export class PinLayer extends Overlay {
  put(at) {
    this._at = at;
    this._draw();
  }

  _nothing() {
    return !this._at;
  }

  _paint(pen) {
    const { theme } = this._what;
    const corner = this.map.getPixelBounds().getTopLeft();
    const origin = this.map.containerPointToLayerPoint([0, 0]);
    const at = this.map.project(this._at).subtract(corner);
    const shift = L.DomUtil.getPosition(this._canvas);
    const [x, y] = [at.x + origin.x - shift.x, at.y + origin.y - shift.y];
    const head = y - TALL_PX + HEAD_PX;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.quadraticCurveTo(x - HEAD_PX, head + HEAD_PX * 0.9, x - HEAD_PX, head);
    pen.arc(x, head, HEAD_PX, Math.PI, 0);
    pen.quadraticCurveTo(x + HEAD_PX, head + HEAD_PX * 0.9, x, y);
    pen.closePath();
    pen.lineWidth = 3;
    pen.strokeStyle = theme.halo;
    pen.stroke();
    pen.fillStyle = theme.pin;
    pen.fill();
    pen.beginPath();
    pen.arc(x, head, HEAD_PX * 0.36, 0, 7);
    pen.fillStyle = theme.halo;
    pen.fill();
  }
}

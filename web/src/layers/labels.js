// Writes the names of places over the map, the most populous first, where they do not collide.
import { Overlay } from "./overlay.js";

const FONT = '600 12px "Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

// What to write: { places, theme }.
export class LabelLayer extends Overlay {
  onAdd(map) {
    super.onAdd(map);
    // A canvas does not wait for a typeface that is still on its way.
    document.fonts.load(FONT).then((faces) => faces.length && this._draw(), console.warn);
    return this;
  }

  written() {
    return this._written || [];
  }

  _paint(pen, size) {
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
  }

  _choose(pen, size) {
    const { places } = this._what;
    const zoom = this.map.getZoom();
    const f = this._frame(places.cell_m);
    const air = zoom < 7 ? 7 : zoom < 12 ? 9 : 16;
    pen.font = FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const taken = [];
    for (let i = 0; i < places.places; i++) {
      if (zoom < places.from[i] || zoom >= places.to[i]) continue;
      const at = { x: places.x[i] * f.k - f.ox, y: places.y[i] * f.k - f.oy };
      if (at.x < 4 || at.y < 12 || at.x > size.x - 4 || at.y > size.y - 12) continue;
      const half = pen.measureText(places.names[i]).width / 2;
      if (at.x < half + 4 || at.x > size.x - half - 4) continue;
      const box = { name: places.names[i], x: at.x, y: at.y, half };
      const hits = (other) =>
        Math.abs(other.x - box.x) < other.half + box.half + air && Math.abs(other.y - box.y) < 14 + air;
      if (!taken.some(hits)) taken.push(box);
    }
    return taken;
  }
}

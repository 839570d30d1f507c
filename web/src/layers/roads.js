// Draws motorways over the areas, under sites and names, where the server has them.
import { pathOf } from "../painting/lines.js";
import { Overlay } from "./overlay.js";

// Width of a line in pixels, at the farthest zoom and at the nearest, and of the edge beside it.
const WIDTH_PX = [0.7, 1.9];
const EDGE_PX = 0.7;
const WIDEST_ZOOM = 13;

/**
 * What to draw: how to get the lines, the zoom that they begin at, and their colours.
 * @typedef {{ from: number, open: () => Promise<Lines>, ink: string, casing: string }} Roads
 */
export class RoadLayer extends Overlay {
  /** @type {Lines | null} */ _lines = null;

  _nothing() {
    const { roads } = this._what;
    return !roads || this.map.getZoom() < roads.from;
  }

  _draw() {
    this._open();
    super._draw();
  }

  // Lines are fetched when somebody has come near enough to see them, once.
  _open() {
    /** @type {Roads | null | undefined} */
    const roads = this._what?.roads;
    if (!roads || this.map.getZoom() < roads.from || this._asked === roads.open) return;
    this._asked = roads.open;
    roads.open().then((lines) => {
      this._lines = lines;
      this._draw();
    }, console.warn);
  }

  _paint(pen, size) {
    if (!this._lines) return;
    const { roads } = this._what;
    const zoom = this.map.getZoom();
    const near = Math.min(1, Math.max(0, (zoom - roads.from) / (WIDEST_ZOOM - roads.from)));
    const width = WIDTH_PX[0] + near * (WIDTH_PX[1] - WIDTH_PX[0]);
    const path = pathOf(this._lines, this._frame(this._lines.cell_m), size);
    pen.lineJoin = pen.lineCap = "round";
    for (const [colour, wide] of [[roads.casing, width + 2 * EDGE_PX], [roads.ink, width]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = wide;
      pen.stroke(path);
    }
  }
}

// A canvas over the map, a little larger than what is seen, drawn anew after each move.
import { WORLD_M, worldPx } from "../painting/geometry.js";
import { penOf, ratio } from "../painting/screen.js";

// How far the canvas reaches beyond the map, so that a drag shows no bare edge.
export const OVERLAY_MARGIN_PX = 160;
const MARGIN_PX = OVERLAY_MARGIN_PX;

export class Overlay extends L.Layer {
  /** @type {L.Map} */ map;
  /** @type {HTMLCanvasElement} */ _canvas;
  /** What to draw; each layer says which. @type {any} */ _what;

  /** @param {L.Map} map */
  onAdd(map) {
    this.map = map;
    this._canvas = L.DomUtil.create("canvas", "cs-overlay leaflet-zoom-hide", map.getPane("overlayPane"));
    this._canvas.setAttribute("aria-hidden", "true");
    this._draw();
    return this;
  }

  onRemove() {
    this._canvas.remove();
    return this;
  }

  getEvents() {
    return { moveend: this._draw, zoomend: this._draw, resize: this._draw };
  }

  show(what) {
    this._what = what;
    this._draw();
  }

  _draw() {
    if (!this._canvas?.isConnected || !this._what) return;
    this._canvas.hidden = this._nothing();
    if (this._canvas.hidden) return;
    const size = this.map.getSize().add([2 * MARGIN_PX, 2 * MARGIN_PX]);
    L.DomUtil.setPosition(this._canvas, this.map.containerPointToLayerPoint([-MARGIN_PX, -MARGIN_PX]));
    this._canvas.width = size.x * ratio;
    this._canvas.height = size.y * ratio;
    this._canvas.style.width = size.x + "px";
    this._canvas.style.height = size.y + "px";
    const pen = penOf(this._canvas);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this._paint(pen, size);
  }

  /** Draw on the canvas, so many pixels of the page large. @type {(pen: CanvasRenderingContext2D, size: L.Point) => void} */
  _paint() {}

  // Whether there is nothing to draw at all.
  _nothing() {
    return false;
  }

  // Cells to the pixels of the canvas: px = cell * k - ox.
  _frame(cell) {
    const world = worldPx(this.map.getZoom());
    const k = (cell * world) / WORLD_M;
    const corner = this.map.getPixelBounds().getTopLeft().subtract([MARGIN_PX, MARGIN_PX]);
    return { k, ox: corner.x - world / 2, oy: corner.y - world / 2 };
  }
}

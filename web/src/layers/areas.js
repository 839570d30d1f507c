// Paints areas on the tiles of one Leaflet GridLayer, a few tiles a frame: from the borders between
// classes, and once a tile was cut in full from the shares of its areas.
import { TileLayer } from "../leaflet/tiles.js";
import { TILE, frameOf } from "../painting/geometry.js";
import { Painter, passesFor } from "../painting/painter.js";
import { ratio } from "../painting/screen.js";
import { Cuts } from "./cuts.js";

// Milliseconds that the tiles of one frame may take, the next one reckoned like the last.
const FRAME_MS = 58;
// Pixels along a tile.
const SIDE = Math.round(TILE * ratio);

export class AreaLayer extends TileLayer {
  /** @type {{ canvas: HTMLCanvasElement, coords: L.Coords, done?: Function }[]} */ _queue = [];
  /** Which areas were met. @type {Uint8Array} */ _seen;
  /** @type {any} */ _what;
  /** @type {any[] | null} */ _passes = null;
  _pumping = false;
  _painter = new Painter(SIDE);
  _stats = { painted: 0, longest: 0, busy: true };
  _cuts = new Cuts((canvas) => this._cut(canvas));

  /** @param {L.GridLayerOptions} options */
  constructor(options) {
    super({ tileSize: TILE, keepBuffer: 1, updateWhenZooming: false, pane: "tilePane", ...options });
    this.on("tileunload", (event) => this._cuts.drop(event.tile));
  }

  // Nothing is cut while the map moves.
  onAdd(map) {
    map.on("movestart", () => this._cuts.stop());
    map.on("moveend", () => !this._stats.busy && this._startCuts());
    return super.onAdd(map);
  }

  // What to paint: { level, codes, uncertain, mask, land, frame, style }; see classing.js. Tiles are
  // painted anew, one at a time.
  show(what) {
    this._cuts.stop();
    if (this._what?.level !== what.level || this._what.land !== what.land) {
      this._cuts.clear();
      this._seen = new Uint8Array(what.level.count);
    }
    this._what = what;
    this._passes = null;
    this._stats = { painted: 0, longest: 0, busy: true };
    for (const { canvas, coords } of this.tiles()) this._enqueue(canvas, coords);
    this._pump();
  }

  // How many areas were met and how long one tile took, whether any waits to be painted, the bytes
  // kept of those that were cut in full, and how many are still to be cut.
  stats() {
    return { ...this._stats, kept: this._cuts.bytes, uncut: this._cuts.waiting() };
  }

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas", "cs-tile");
    canvas.width = canvas.height = SIDE;
    this._enqueue(canvas, coords, done);
    return canvas;
  }

  // A tile waits once, with the newest state; Leaflet hears of its first painting.
  _enqueue(canvas, coords, done) {
    if (!this._queue.some((job) => job.canvas === canvas)) {
      this._queue.push({ canvas, coords, done });
    }
    this._stats.busy = true;
    this._cuts.stop();
    this._pump();
  }

  _pump() {
    if (this._pumping || !this._what) return;
    this._pumping = true;
    requestAnimationFrame(() => {
      this._pumping = false;
      const begin = performance.now();
      this._passes = this._passes || passesFor(this._what);
      let last = 0;
      while (this._queue.length && performance.now() - begin + last < FRAME_MS) {
        const job = this._queue.shift();
        if (!job || !this.stands(job.canvas, job.coords)) continue;
        const started = performance.now();
        this._paint(job.canvas, job.coords);
        last = performance.now() - started;
        this._stats.longest = Math.max(this._stats.longest, last);
        if (job.done) job.done(null, job.canvas);
      }
      if (this._queue.length) this._pump();
      else this._settle();
    });
  }

  _settle() {
    let painted = 0;
    for (const seen of this._seen) painted += seen;
    this._stats.painted = painted;
    this._stats.busy = false;
    this.fire("painted", this._stats);
    this._startCuts();
  }

  _frame(coords) {
    return frameOf(coords, this._what.level.arcs.cell);
  }

  _paint(canvas, coords) {
    const kept = this._cuts.of(canvas);
    const seen = kept ? null : this._seen;
    this._painter.paint(canvas, this._what, this._passes, this._frame(coords), coords.z, { seen, kept });
  }

  _startCuts() {
    this._cuts.start(this.tiles().filter(({ coords }) => coords.z === this.sharpest()).map(({ canvas }) => canvas));
  }

  _cut(canvas) {
    const tile = this.tiles().find((one) => one.canvas === canvas);
    return tile ? this._painter.cut(this._what, this._frame(tile.coords), tile.coords.z) : null;
  }
}

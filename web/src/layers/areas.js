// Paints areas on the tiles of one Leaflet GridLayer: from the borders between classes, summed beside
// the page where the browser lets it, and once a tile was cut in full from the shares of its areas.
import { TileLayer } from "../leaflet/tiles.js";
import { TILE, frameOf } from "../painting/geometry.js";
import { Painter, passesFor } from "../painting/painter.js";
import { ratio } from "../painting/screen.js";
import workerScript from "worker:../painting/worker.js";
import { Beside } from "./beside.js";
import { Cuts, whenIdle } from "./cuts.js";

/** @typedef {import("./beside.js").Job} Job */

// Milliseconds that the tiles of one frame may take, the next one reckoned like the last: fewer where
// they only wait to be drawn.
const FRAME_MS = 58;
const DRAWING_MS = 16;
// Pixels along a tile.
const SIDE = Math.round(TILE * ratio);

export class AreaLayer extends TileLayer {
  /** @type {Job[]} */ _queue = [];
  /** Those whose pixels were summed. @type {Job[]} */ _ready = [];
  /** Which areas were met. @type {Uint8Array} */ _seen;
  /** @type {any} */ _what;
  /** @type {any[] | null} */ _passes = null;
  _pumping = false;
  // Milliseconds that the last tile took which was summed here.
  _here = DRAWING_MS;
  _painter = new Painter(SIDE);
  _stats = { painted: 0, longest: 0, busy: true };
  _cuts = new Cuts((canvas) => this._cut(canvas));
  _beside = new Beside(
    SIDE,
    () => new Worker(URL.createObjectURL(new Blob([workerScript], { type: "text/javascript" }))),
    (job) => this._summed(job),
    (jobs) => this._again(jobs)
  );

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
    this._passes = passesFor(what);
    this._stats = { painted: 0, longest: 0, busy: true };
    this._beside.show(this._passes);
    // What is under way was asked for in other classes.
    const back = [...this._ready.splice(0), ...this._beside.takeBack()];
    this._queue.unshift(...back.map(({ canvas, coords, done }) => ({ canvas, coords, done })));
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
    // Leaflet knows of a tile when it has got it.
    queueMicrotask(() => this._feed());
    this._pump();
  }

  // Send what waits and is not kept to be summed beside the page.
  _feed() {
    while (this._what && this._beside.free()) {
      const at = this._queue.findIndex(({ canvas }) => !this._cuts.of(canvas));
      if (at < 0) return;
      const [job] = this._queue.splice(at, 1);
      if (this.stands(job.canvas, job.coords)) this._beside.send(job, this._frame(job.coords));
    }
  }

  _summed(job) {
    this._ready.push(job);
    this._feed();
    this._pump();
  }

  // The worker is gone: what it had is painted here.
  _again(jobs) {
    this._queue.unshift(...jobs);
    this._pump();
  }

  // The next tile that can be painted in some milliseconds: what the worker has no time for is summed
  // here too.
  _next(left) {
    if (this._ready.length) return this._ready.shift();
    const here = !this._beside.works() || this._here < left;
    const at = this._queue.findIndex(({ canvas }) => here || this._cuts.of(canvas));
    // A tile that took long is no reason never to try another.
    if (at < 0) this._here *= 0.98;
    return at < 0 ? undefined : this._queue.splice(at, 1)[0];
  }

  _pump() {
    if (this._pumping || !this._what) return;
    this._pumping = true;
    requestAnimationFrame(() => {
      this._pumping = false;
      const begin = performance.now();
      const most = this._beside.works() ? DRAWING_MS : FRAME_MS;
      let last = 0;
      while (performance.now() - begin + last < most) {
        const job = this._next(most - (performance.now() - begin));
        if (!job) break;
        if (!this.stands(job.canvas, job.coords)) continue;
        const started = performance.now();
        this._paint(job);
        last = performance.now() - started;
        if (job.pixels === undefined && !this._cuts.of(job.canvas)) this._here = last;
        this._stats.longest = Math.max(this._stats.longest, last);
        if (job.done) job.done(null, job.canvas);
      }
      this._feed();
      if (this._ready.length || this._queue.length) this._pump();
      else if (!this._beside.busy()) this._settle();
    });
  }

  _settle() {
    let painted = 0;
    for (const seen of this._seen) painted += seen;
    this._stats.painted = painted;
    this._stats.busy = false;
    this.fire("painted", this._stats);
    this._startCuts();
    // The first view is there sooner without a worker that must be handed all borders.
    whenIdle(() => this._beside.start(this._passes, this._framesNow()));
  }

  _framesNow() {
    return this._standing().map(({ coords }) => this._frame(coords));
  }

  // The tiles of the zoom that is drawn.
  _standing() {
    return this.tiles().filter(({ coords }) => coords.z === this.sharpest());
  }

  _frame(coords) {
    return frameOf(coords, this._what.level.arcs.cell);
  }

  /** @param {Job} job */
  _paint({ canvas, coords, pixels }) {
    const kept = this._cuts.of(canvas);
    const seen = kept ? null : this._seen;
    const summed = pixels && new ImageData(new Uint8ClampedArray(pixels), SIDE);
    this._painter.paint(canvas, this._what, this._passes, this._frame(coords), coords.z, { seen, kept, summed });
  }

  _startCuts() {
    this._cuts.start(this._standing().map(({ canvas }) => canvas));
  }

  _cut(canvas) {
    const tile = this.tiles().find((one) => one.canvas === canvas);
    return tile ? this._painter.cut(this._what, this._frame(tile.coords), tile.coords.z) : null;
  }
}

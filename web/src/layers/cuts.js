// Cuts the tiles that stand on a map in full while the browser has nothing else to do, a few
// milliseconds at a time, and keeps what it cut until the tile goes.
import { bytesOf } from "../painting/shares.js";

// Milliseconds of one slice; its last step may take it some beyond.
const SLICE_MS = 4;
// Milliseconds after which a slice is due though the browser was never idle.
const WAIT_MS = 2000;
// Bytes beyond which no more is kept: the tiles that are left are painted from their borders.
const MOST_BYTES = 96e6;

// Not every browser says when it is idle.
export const whenIdle = (task) =>
  "requestIdleCallback" in globalThis
    ? requestIdleCallback(task, { timeout: WAIT_MS })
    : setTimeout(() => task({ didTimeout: true, timeRemaining: () => 0 }), 24);

export class Cuts {
  /** @type {Map<HTMLCanvasElement, Kept>} */ _kept = new Map();
  /** @type {HTMLCanvasElement[]} */ _waiting = [];
  /** @type {Generator<undefined, Kept> | null} */ _steps = null;
  _turn = 0;
  // Bytes of what is kept.
  bytes = 0;

  /**
   * @param {(canvas: HTMLCanvasElement) => Generator<undefined, Kept> | null} cut cuts a tile; null for
   *   one that stands no more
   * @param {(task: (deadline: IdleDeadline) => void) => unknown} idle
   */
  constructor(cut, idle = whenIdle) {
    this._cut = cut;
    this._idle = idle;
  }

  of(canvas) {
    return this._kept.get(canvas);
  }

  // Cut some tiles, but for those that are: until `stop`.
  start(canvases) {
    this.stop();
    this._waiting = canvases.filter((canvas) => !this._kept.has(canvas));
    this._next();
  }

  // Leave off; what is cut in part is dropped.
  stop() {
    this._turn++;
    this._steps = null;
    this._waiting = [];
  }

  // How many tiles are still to be cut.
  waiting() {
    return this._waiting.length;
  }

  drop(canvas) {
    if (this._waiting[0] === canvas) this._steps = null;
    this._waiting = this._waiting.filter((one) => one !== canvas);
    const kept = this._kept.get(canvas);
    if (!kept) return;
    this._kept.delete(canvas);
    this.bytes -= sizeOf(kept);
  }

  clear() {
    this.stop();
    this._kept.clear();
    this.bytes = 0;
  }

  _next() {
    if (!this._waiting.length) return;
    const turn = this._turn;
    this._idle((deadline) => {
      if (turn === this._turn) this._slice(deadline);
    });
  }

  _slice(deadline) {
    const given = deadline.didTimeout ? SLICE_MS : Math.min(SLICE_MS, deadline.timeRemaining());
    const end = performance.now() + given;
    do {
      const [canvas] = this._waiting;
      if (!canvas || this.bytes > MOST_BYTES) return this.stop();
      this._steps = this._steps || this._cut(canvas);
      const step = this._steps?.next();
      if (step && !step.done) continue;
      if (step?.value) {
        this._kept.set(canvas, step.value);
        this.bytes += sizeOf(step.value);
      }
      this._steps = null;
      this._waiting.shift();
    } while (performance.now() < end);
    this._next();
  }
}

const sizeOf = ({ cut, ground }) => bytesOf(cut) + (ground ? bytesOf(ground) : 0);

// Has the pixels of tiles summed beside the page, where the browser lets it.

/** @typedef {{ canvas: HTMLCanvasElement, coords: L.Coords, done?: Function, pixels?: ArrayBuffer | null }} Job */

// Tiles under way: one is summed while others wait, and what is not wanted any more is not begun.
const AHEAD = 3;

export class Beside {
  /** @type {Worker | null} */ _worker = null;
  /** What the worker knows, by number: levels and arcs. @type {Map<any, number>} */ _known = new Map();
  /** @type {Map<number, Job>} */ _jobs = new Map();
  _number = 0;
  _begun = false;

  /**
   * @param {number} side pixels along a tile
   * @param {() => Worker} make makes the worker; where it throws, nothing is summed beside the page
   * @param {(job: Job) => void} ready hears of a tile with its pixels
   * @param {(jobs: Job[]) => void} failed hears, once, that the worker is gone, and what it had
   */
  constructor(side, make, ready, failed) {
    this._side = side;
    this._make = make;
    this._ready = ready;
    this._failed = failed;
  }

  // Begin, once: with what is painted, and some frames to rehearse on, since a browser compiles what
  // was run some times.
  start(passes, frames) {
    if (this._begun) return;
    this._begun = true;
    let worker;
    try {
      worker = this._make();
    } catch {
      return;
    }
    this._worker = worker;
    worker.onmessage = ({ data: { tile, pixels } }) => {
      const job = this._jobs.get(tile);
      // A rehearsal, or one that was taken back.
      if (!job) return;
      this._jobs.delete(tile);
      this._ready({ ...job, pixels });
    };
    worker.onerror = () => {
      worker.terminate();
      this._worker = null;
      this._failed(this.takeBack());
    };
    this.show(passes);
    for (const frame of frames) worker.postMessage({ tile: 0, frame });
  }

  works() {
    return this._worker !== null;
  }

  // Whether another tile may be sent.
  free() {
    return this._worker !== null && this._jobs.size < AHEAD;
  }

  busy() {
    return this._jobs.size > 0;
  }

  // What was sent and has not come back; it is not waited for any more.
  takeBack() {
    const jobs = [...this._jobs.values()];
    this._jobs.clear();
    return jobs;
  }

  // What to paint from now on: passes of the painter.
  show(passes) {
    if (!this._worker) return;
    const levels = [...new Set(passes.map(({ level }) => level))];
    const used = new Set([...levels, ...levels.map(({ arcs }) => arcs)]);
    for (const one of this._known.keys()) if (!used.has(one)) this._known.delete(one);
    const arcs = [...new Set(levels.map((level) => level.arcs))].filter((one) => !this._known.has(one));
    const added = levels.filter((one) => !this._known.has(one));
    for (const one of [...arcs, ...added]) this._known.set(one, ++this._number);
    const numberOf = (one) => this._known.get(one);
    this._worker.postMessage({
      side: this._side,
      arcs: arcs.map((one) => {
        const { cell, starts, x, y, boxes } = one;
        return [numberOf(one), { cell, starts, x, y, boxes }];
      }),
      levels: added.map((level) => {
        const { count, left, right, used: borders } = level;
        return [numberOf(level), { count, left, right, used: borders, arcs: numberOf(level.arcs) }];
      }),
      passes: passes.map(({ how, codes, shares, patterns, level }) => ({ how, codes, shares, patterns, level: numberOf(level) })),
    });
  }

  /** @param {Job} job @param {Frame} frame */
  send(job, frame) {
    this._jobs.set(++this._number, job);
    this._worker?.postMessage({ tile: this._number, frame });
  }
}

// Tiles that are summed beside the page: the same pixels, what the worker is sent, and what comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Beside } from "../src/layers/beside.js";
import { Fill } from "../src/painting/fill.js";
import { fillerOf } from "../src/painting/filler.js";
import { sharesOf } from "../src/painting/raster.js";

// Node has no images: pixels alone.
globalThis.ImageData = class {
  constructor(width, height) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
};

const SIDE = 4;
const FRAME = { k: 128, ox: 0, oy: 0, west: -1, north: -1, east: 5, south: 5 };
const BELOW = { ...FRAME, oy: 512 * 10, north: 39, south: 45 };

// Areas of 4 cells across, side by side: one west of `at`, one east of it.
function levelOf(at) {
  const lines = [[[at, 0], [at, 4]], [[at, 0], [0, 0], [0, 4], [at, 4]], [[at, 0], [4, 0], [4, 4], [at, 4]]];
  const flat = lines.flat();
  return {
    count: 2,
    // Walked southwards, the area on the left is the one in the east.
    left: Int32Array.of(1, 0, -1),
    right: Int32Array.of(0, -1, 1),
    used: Int32Array.of(0, 1, 2),
    arcs: {
      cell: 1,
      starts: Int32Array.of(0, 2, 6, 10),
      x: Int32Array.from(flat, ([x]) => x),
      y: Int32Array.from(flat, ([, y]) => y),
      boxes: Int32Array.of(at, 0, at, 4, 0, 0, at, 4, at, 0, 4, 4),
    },
    // What no worker can be sent.
    bands: undefined,
    texts: () => [],
  };
}

function passOf(level, red, blue) {
  const shares = sharesOf();
  shares.set([red, 0, 0, 1], 0);
  shares.set([0, 0, blue, 1], 4);
  return { how: "put", level, codes: Uint8Array.of(0, 1), shares };
}

// A worker on this thread, which is sent copies as a real one is; it answers when told to.
function workerOf() {
  const answers = [];
  const hear = fillerOf((answer) => answers.push(answer));
  const worker = {
    sent: [],
    gone: false,
    postMessage(message) {
      worker.sent.push(message);
      hear(structuredClone(message));
    },
    terminate: () => (worker.gone = true),
    answer: () => answers.splice(0).forEach((data) => worker.onmessage({ data })),
  };
  return worker;
}

function besideOf(worker) {
  const found = { ready: [], failed: [] };
  const beside = new Beside(SIDE, () => worker, (job) => found.ready.push(job), (jobs) => found.failed.push(...jobs));
  return [beside, found];
}

const pixelsOf = (passes, frame) => [...(new Fill(SIDE).of(passes, frame)?.data ?? [])];

test("pixels summed beside the page are those summed in it, and of an empty tile there are none", () => {
  const passes = [passOf(levelOf(2), 200, 100)];
  const worker = workerOf();
  const [beside, { ready }] = besideOf(worker);
  beside.start(passes, []);
  beside.send({ canvas: "one" }, FRAME);
  beside.send({ canvas: "two" }, BELOW);
  worker.answer();
  assert.deepEqual(ready.map(({ canvas }) => canvas), ["one", "two"]);
  const found = [...new Uint8Array(ready[0].pixels)];
  assert.deepEqual(found, pixelsOf(passes, FRAME));
  assert.deepEqual(found.slice(0, 4), [200, 0, 0, 255]);
  assert.deepEqual(found.slice(12, 16), [0, 0, 100, 255]);
  assert.equal(ready[1].pixels, null);
});

test("borders are sent once while they are painted, and again after others were", () => {
  const [first, other] = [levelOf(2), levelOf(3)];
  const worker = workerOf();
  const [beside, { ready }] = besideOf(worker);
  beside.start([passOf(first, 200, 100)], []);
  beside.show([passOf(first, 50, 100)]);
  beside.show([passOf(other, 50, 100)]);
  beside.show([passOf(first, 60, 100)]);
  assert.deepEqual(worker.sent.map(({ levels, arcs }) => [levels.length, arcs.length]), [[1, 1], [0, 0], [1, 1], [1, 1]]);
  beside.send({ canvas: "one" }, FRAME);
  worker.answer();
  assert.deepEqual([...new Uint8Array(ready[0].pixels)], pixelsOf([passOf(first, 60, 100)], FRAME));
});

test("levels that share their arcs have them sent once", () => {
  const first = levelOf(2);
  const land = { ...levelOf(2), arcs: first.arcs };
  const worker = workerOf();
  const [beside] = besideOf(worker);
  beside.start([passOf(first, 200, 100), passOf(land, 1, 1)], []);
  assert.deepEqual([worker.sent[0].levels.length, worker.sent[0].arcs.length], [2, 1]);
});

test("a few tiles are under way at a time, and what was taken back does not come", () => {
  const worker = workerOf();
  const [beside, { ready }] = besideOf(worker);
  assert.equal(beside.free(), false);
  beside.start([passOf(levelOf(2), 200, 100)], [FRAME]);
  for (const canvas of ["one", "two", "three"]) {
    assert.equal(beside.free(), true);
    beside.send({ canvas }, FRAME);
  }
  assert.equal(beside.free(), false);
  assert.equal(beside.busy(), true);
  assert.deepEqual(beside.takeBack().map(({ canvas }) => canvas), ["one", "two", "three"]);
  assert.equal(beside.busy(), false);
  // The rehearsal and the three answer into the void.
  worker.answer();
  assert.deepEqual(ready, []);
});

test("a worker that ends or cannot begin leaves the tiles to the page", () => {
  const worker = workerOf();
  const [beside, { failed }] = besideOf(worker);
  beside.start([passOf(levelOf(2), 200, 100)], []);
  beside.send({ canvas: "one" }, FRAME);
  worker.onerror();
  assert.deepEqual([failed.map(({ canvas }) => canvas), beside.works(), beside.free(), worker.gone], [["one"], false, false, true]);
  const none = new Beside(SIDE, () => { throw new Error("not allowed"); }, () => {}, () => {});
  none.start([], []);
  assert.equal(none.works(), false);
});

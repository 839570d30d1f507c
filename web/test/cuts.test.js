// Tiles cut while a browser is idle: in slices, until something moves, within bounds.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Cuts } from "../src/layers/cuts.js";

const tile = (name) => /** @type {any} */ ({ name });
const keptOf = (byteLength) => ({ cut: { parts: { byteLength } }, ground: { parts: { byteLength: 1 } } });

let now = 0;
/** What waits for the browser to be idle. */
let tasks = [];
let made = [];
let bytes = 100;

// Cuts a tile in five steps of a millisecond.
function* five(canvas) {
  for (let step = 1; step <= 4; step++) {
    now++;
    made.push(`${canvas.name}${step}`);
    yield;
  }
  now++;
  made.push(`${canvas.name}!`);
  return keptOf(bytes);
}

const idle = (left = 50, didTimeout = false) => {
  const [task, ...others] = tasks;
  tasks = others;
  task({ didTimeout, timeRemaining: () => left });
};
const cutsOf = (cut = five) => new Cuts(cut, (task) => tasks.push(task));

mock.method(performance, "now", () => now);
beforeEach(() => {
  [now, tasks, made, bytes] = [0, [], [], 100];
});

test("a slice ends within its milliseconds, and the next goes on where it ended", () => {
  const cuts = cutsOf();
  const [a, b] = [tile("a"), tile("b")];
  cuts.start([a, b]);
  assert.deepEqual([made, cuts.waiting()], [[], 2]);
  idle();
  assert.deepEqual(made, ["a1", "a2", "a3", "a4"]);
  idle();
  assert.deepEqual(made.slice(4), ["a!", "b1", "b2", "b3"]);
  assert.ok(cuts.of(a) && !cuts.of(b));
  idle();
  assert.equal(made.at(-1), "b!");
  assert.deepEqual([cuts.waiting(), cuts.bytes, tasks.length], [0, 202, 0]);
});

test("a browser with less time is taken less of, and one that is never idle a whole slice", () => {
  const cuts = cutsOf();
  cuts.start([tile("a"), tile("b")]);
  idle(2);
  assert.equal(made.length, 2);
  idle(0);
  assert.equal(made.length, 3);
  idle(0, true);
  assert.equal(made.length, 7);
});

test("what moves leaves off at once, drops what is cut in part, and a later start begins it anew", () => {
  const cuts = cutsOf();
  const a = tile("a");
  cuts.start([a]);
  idle(2);
  cuts.stop();
  idle();
  assert.deepEqual([made, cuts.of(a), tasks, cuts.waiting()], [["a1", "a2"], undefined, [], 0]);
  cuts.start([a]);
  while (tasks.length) idle();
  assert.deepEqual(made.slice(2), ["a1", "a2", "a3", "a4", "a!"]);
});

test("a start while another is under way leaves one of them at work, and cuts no tile twice", () => {
  const cuts = cutsOf();
  const [a, b] = [tile("a"), tile("b")];
  cuts.start([a]);
  while (tasks.length) idle();
  cuts.start([a, b]);
  cuts.start([a, b]);
  idle();
  assert.equal(made.length, 5);
  while (tasks.length) idle();
  assert.deepEqual(made.slice(5), ["b1", "b2", "b3", "b4", "b!"]);
});

test("a tile that goes takes with it what was kept, and new data all of it", () => {
  const cuts = cutsOf();
  const all = [tile("a"), tile("b"), tile("c")];
  cuts.start(all);
  while (tasks.length) idle();
  assert.equal(cuts.bytes, 303);
  cuts.drop(all[1]);
  cuts.drop(all[1]);
  cuts.drop(tile("never cut"));
  assert.deepEqual([all.map((one) => Boolean(cuts.of(one))), cuts.bytes], [[true, false, true], 202]);
  cuts.clear();
  assert.deepEqual([all.map((one) => cuts.of(one)), cuts.bytes], [[undefined, undefined, undefined], 0]);
});

test("a tile that goes while it is cut is cut no further, nor one that waits", () => {
  const cuts = cutsOf();
  const [a, b, c] = [tile("a"), tile("b"), tile("c")];
  cuts.start([a, b, c]);
  idle(2);
  cuts.drop(a);
  cuts.drop(b);
  while (tasks.length) idle();
  assert.deepEqual(made, ["a1", "a2", "c1", "c2", "c3", "c4", "c!"]);
  assert.deepEqual([a, b, c].map((one) => Boolean(cuts.of(one))), [false, false, true]);
});

test("no more is kept than a phone has room for", () => {
  bytes = 40e6;
  const cuts = cutsOf();
  cuts.start([..."abcdef"].map(tile));
  while (tasks.length) idle();
  assert.deepEqual(made.filter((one) => one.endsWith("!")), ["a!", "b!", "c!"]);
  assert.equal(cuts.waiting(), 0);
});

test("a tile that stands no more is passed over", () => {
  const gone = tile("gone");
  const cuts = cutsOf((canvas) => (canvas === gone ? null : five(canvas)));
  const a = tile("a");
  cuts.start([gone, a]);
  while (tasks.length) idle();
  assert.deepEqual([cuts.of(gone), Boolean(cuts.of(a))], [undefined, true]);
});

test("nothing to cut asks for nothing", () => {
  cutsOf().start([]);
  assert.deepEqual(tasks, []);
});

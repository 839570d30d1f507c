// Which area a point is in, which zone, which area is next, and where there is room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { circlesOf, hitCircle, spotRadius } from "../src/layers/circles.js";
import { arcsNear } from "../src/painting/bands.js";
import { areaIn, frameAt } from "../src/painting/geometry.js";
import { freeRoom, meets } from "../src/view/room.js";
import { actionOf, nextArea } from "../src/view/steps.js";

// Two areas of 10 by 10 cells side by side; the western one has a hole of 2 by 2.
const ARCS = [
  [[10, 0], [10, 10]],
  [[10, 0], [0, 0], [0, 10], [10, 10]],
  [[10, 0], [20, 0], [20, 10], [10, 10]],
  [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]],
];
const flat = ARCS.flat();
const LEVEL = {
  count: 2,
  boxes: Int32Array.of(0, 0, 10, 10, 10, 0, 20, 10),
  arcsByArea: { from: Int32Array.of(0, 3, 5), list: Int32Array.of(0, 1, 3, 0, 2) },
  used: Int32Array.of(0, 1, 2, 3),
  arcs: {
    cell: 1,
    starts: Int32Array.of(0, 2, 6, 10, 15),
    x: Int32Array.from(flat, ([x]) => x),
    y: Int32Array.from(flat, ([, y]) => y),
    boxes: Int32Array.of(10, 0, 10, 10, 0, 0, 10, 10, 10, 0, 20, 10, 4, 4, 6, 6),
  },
};

test("a point is in the area whose borders lie round it, and in none in a hole or outside", () => {
  const at = [[1, 1], [19, 9], [5, 5], [3.9, 5], [6.1, 5], [-1, 5], [21, 5], [5, 11]];
  assert.deepEqual(at.map(([x, y]) => areaIn(LEVEL, { x, y })), [0, 1, -1, 0, 0, -1, -1, -1]);
});

test("each border near a frame is handed on once", () => {
  const taken = (north, east, south) => {
    const found = [];
    arcsNear({ ...LEVEL }, { north, east, south }, (arc) => found.push(arc));
    return found.sort();
  };
  assert.deepEqual(taken(0, 30, 10), [0, 1, 2, 3]);
  assert.deepEqual(taken(0, 3, 10), [1]);
  assert.deepEqual(taken(7, 30, 10), [0, 1, 2]);
});

test("a zoom more is twice as many pixels a cell", () => {
  const [far, near] = [5, 6].map((zoom) => frameAt(0, 0, 512, 512, zoom, 2).k);
  assert.equal(near, 2 * far);
});

test("four times as many young people make a circle twice as wide, none too small to see", () => {
  assert.deepEqual([1000, 4000, 9000, 100, 0].map(spotRadius).map((r) => Math.round(r * 10) / 10), [5.2, 10.4, 15.6, 2, 2]);
});

const ZONES = {
  count: 3, ofArea: [1, 2, 0, 3], young: [4000, 1000, 1000], code: [0, 0, 1],
  boxes: Int32Array.of(0, 0, 20, 40, 10, 20, 12, 24, 100, 0, 120, 10),
};
const AS_IS = { k: 1, ox: 0, oy: 0 };

test("a circle stands in the middle of its zone, and the smallest of two is hit", () => {
  const circles = circlesOf(ZONES, null, AS_IS);
  assert.deepEqual(circles.map(({ x, y }) => [x, y]), [[10, 20], [11, 22], [110, 5]]);
  const hit = [[11, 22], [11, 28.1], [11, 28.3], [10, 31.5]].map(([x, y]) => hitCircle(circles, { x, y }));
  assert.deepEqual(hit, [1, 1, 0, -1]);
});

test("zones without an area in the place have no circle", () => {
  assert.deepEqual(circlesOf(ZONES, [0, 1, 1, 0], AS_IS).map(({ zone }) => zone), [1]);
});

// Nine areas in rows of three; north is the lesser of a box.
const GRID = {
  count: 9,
  boxes: Int32Array.from({ length: 36 }, (_, i) => {
    const [area, side] = [Math.floor(i / 4), i % 4];
    return (side % 2 ? Math.floor(area / 3) : area % 3) * 10 + (side > 1 ? 10 : 0);
  }),
};

test("shift with an arrow goes to the area on that side", () => {
  const next = (key) => nextArea(GRID, 4, actionOf({ key, shiftKey: true }).direction, null);
  assert.deepEqual(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].map(next), [1, 7, 3, 5]);
});

test("at the rim there is no next area, and only what is shown is one", () => {
  assert.equal(nextArea(GRID, 1, [0, -1], null), -1);
  assert.equal(nextArea(GRID, 7, [0, -1], [1, 1, 1, 1, 0, 1, 1, 1, 1]), 1);
});

test("the next area is the nearest with distance aside counted twice, and lies more along than aside", () => {
  const boardOf = (middles) => ({ count: middles.length, boxes: Int32Array.from(middles.flatMap(([x, y]) => [x - 1, y - 1, x + 1, y + 1])) });
  // 1: 10 away, 3 aside: 16. 2: 17 away: 17. 3: 5 away but 10 aside: not on that side. 4: 5 and 9: 23.
  const board = boardOf([[0, 0], [3, -10], [0, -17], [10, -5], [9, -5]]);
  const upwards = (shown) => nextArea(board, 0, [0, -1], shown);
  assert.deepEqual([null, [1, 0, 1, 1, 1], [1, 0, 0, 1, 1], [1, 0, 0, 1, 0]].map(upwards), [1, 2, 4, -1]);
  // 4 aside is 10 away; straight on is 13 away, which is less than 10 and twice 4.
  assert.equal(nextArea(boardOf([[0, 0], [4, -10], [0, -13]]), 0, [0, -1], null), 2);
});

test("keys act alone: with control, alt or command they are the browser's", () => {
  assert.equal(actionOf({ key: "Enter" }).act, "inside");
  assert.equal(actionOf({ key: "Backspace" }).act, "out");
  assert.equal(actionOf({ key: "Escape" }).act, "close");
  for (const more of [{}, { shiftKey: true, ctrlKey: true }, { shiftKey: true, altKey: true }, { shiftKey: true, metaKey: true }]) {
    assert.equal(actionOf({ key: "ArrowUp", ...more }).act, "none");
  }
});

const box = (left, top, right, bottom) => ({ left, top, right, bottom });

test("the largest part that no panel covers is room, and what would leave none is let be", () => {
  const panels = [box(10, 10, 990, 44), box(10, 54, 310, 400), box(690, 0, 1000, 700)];
  assert.deepEqual(freeRoom({ x: 1000, y: 700 }, panels), box(310, 44, 690, 700));
  assert.deepEqual(freeRoom({ x: 344, y: 300 }, [box(6, 6, 338, 80), box(6, 100, 338, 290)]), box(0, 80, 344, 300));
});

test("boxes that only touch do not meet", () => {
  assert.equal(meets(box(0, 0, 10, 10), box(10, 0, 20, 10)), false);
  assert.equal(meets(box(0, 0, 10, 10), box(9, 9, 20, 20)), true);
});

test("an arrow with shift is a step, and another key with it is what it is alone", () => {
  assert.deepEqual(actionOf({ key: "ArrowLeft", shiftKey: true }), { act: "step", direction: [-1, 0] });
  assert.deepEqual(actionOf({ key: "Enter", shiftKey: true }), { act: "inside" });
  assert.deepEqual(actionOf({ key: "toString", shiftKey: true }), { act: "none" });
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    assert.deepEqual(actionOf({ key: "Enter", ...more }), { act: "none" });
  }
});

test("a circle is moved and scaled with the picture, and has its code", () => {
  const [one] = circlesOf({ ...ZONES, count: 1 }, [1, 0, 0, 0], { k: 2, ox: 5, oy: 7 });
  assert.deepEqual(one, { zone: 0, x: 15, y: 33, radius: 5.2 * 2, code: 0 });
});

test("a point on the west or north edge of an area is in it, and one on its east in the next", () => {
  assert.deepEqual([[0, 5], [10, 5], [5, 0]].map(([x, y]) => areaIn(LEVEL, { x, y })), [0, 1, 0]);
  assert.deepEqual([[20.5, 5], [5, -1], [15, 10.5]].map(([x, y]) => areaIn(LEVEL, { x, y })), [-1, -1, -1]);
});

test("a slanted border parts two areas where it runs", () => {
  const slanted = { ...LEVEL, count: 1, arcs: { cell: 1, starts: Int32Array.of(0, 4), x: [0, 20, 0, 0], y: [0, 10, 10, 0] }, arcsByArea: { from: Int32Array.of(0, 1), list: Int32Array.of(0) }, boxes: Int32Array.of(0, 0, 20, 10) };
  assert.deepEqual([[9, 5], [11, 5], [15, 8], [17, 8]].map(([x, y]) => areaIn(slanted, { x, y })), [0, -1, 0, -1]);
});

test("borders that only touch a frame are handed on, and those beside it are not", () => {
  // 1,024 rows of borders, two a band, each two high.
  const count = 1024;
  const boxes = Int32Array.from({ length: count * 4 }, (_, i) => [0, Math.floor(i / 4), 5, Math.floor(i / 4) + 2][i % 4]);
  const level = { used: Int32Array.from({ length: count }, (_, i) => i), arcs: { boxes } };
  const taken = (north, south, east = 9) => {
    const found = [];
    arcsNear(level, { north, east, south }, (arc) => found.push(arc));
    return found;
  };
  assert.deepEqual(taken(500, 503), [498, 499, 500, 501, 502, 503]);
  assert.deepEqual(taken(0, 0), [0]);
  assert.deepEqual(taken(1025, 2000), [1023]);
  assert.deepEqual(taken(1026, 2000), []);
  assert.deepEqual([taken(500, 500, 0).length, taken(500, 500, -1).length], [3, 0]);
  // The bands are made once.
  const { bands } = level;
  taken(0, 9);
  assert.equal(level.bands, bands);
});

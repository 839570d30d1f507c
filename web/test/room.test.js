// Where panels lie over the map, and what they leave of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { boxesOver, freeRoom, isClear, marginsOf, meets, onPanel, roomOf, uncover } from "../src/view/room.js";

const box = (left, top, right, bottom) => ({ left, top, right, bottom });
const panel = (rect, { card = false, open = false, hidden = false } = {}) => ({
  open,
  checkVisibility: () => !hidden,
  classList: { contains: (name) => card && name === "cs-card" },
  getBoundingClientRect: () => rect,
});

// A map whose corner lies at (100, 50) of the window.
function mapOf(width, height, { bars = [], sides = [] } = {}) {
  const moved = [];
  return {
    moved,
    getSize: () => ({ x: width, y: height }),
    getContainer: () => ({
      getBoundingClientRect: () => ({ ...box(100, 50, 100 + width, 50 + height), width, height }),
      querySelectorAll: (names) => (names.includes(".cs-side") ? sides : bars),
    }),
    latLngToContainerPoint: ({ x, y }) => ({ x, y, subtract: ([left, top]) => [x - left, y - top] }),
    panBy: (by, options) => moved.push([by, options]),
  };
}

test("boxes are in the map's own pixels, and those that are not seen do not count", () => {
  const map = mapOf(1000, 700, { bars: [panel(box(110, 60, 300, 90)), panel(box(0, 0, 9, 9), { hidden: true })] });
  assert.deepEqual(boxesOver(map), [box(10, 10, 200, 40)]);
});

test("on a wide map a card has its whole column, and so has a list that is open", () => {
  const rect = box(700, 100, 1090, 300);
  const over = (more) => boxesOver(mapOf(1000, 700, { sides: [panel(rect, more)] }));
  assert.deepEqual(over({ card: true }), [box(600, 0, 990, 700)]);
  assert.deepEqual(over({ open: true }), [box(600, 0, 990, 700)]);
  assert.deepEqual(over({}), [box(600, 50, 990, 250)]);
});

test("on a phone a card has a sheet of 44% of the height, even while it is short", () => {
  const over = (width, rect, more) => boxesOver(mapOf(width, 500, { sides: [panel(rect, more)] }));
  assert.deepEqual(over(600, box(100, 500, 700, 550), { card: true }), [box(0, 280, 600, 500)]);
  assert.deepEqual(over(600, box(100, 250, 700, 550), { card: true }), [box(0, 200, 600, 500)]);
  assert.deepEqual(over(600, box(100, 500, 700, 550), { open: true }), [box(0, 450, 600, 500)]);
  assert.deepEqual(over(601, box(100, 500, 700, 550), { card: true }), [box(0, 0, 600, 500)]);
});

const CARD = { sides: [panel(box(700, 100, 1100, 300), { card: true })] };

test("room is what the panels leave, with twelve pixels of air at each side", () => {
  assert.deepEqual(roomOf(mapOf(1000, 700, CARD)), box(0, 0, 600, 700));
  assert.deepEqual(marginsOf(mapOf(1000, 700, CARD)), { paddingTopLeft: [12, 12], paddingBottomRight: [412, 12] });
  const bar = { bars: [panel(box(100, 50, 1100, 90))], sides: [panel(box(100, 100, 300, 200), { open: true })] };
  assert.deepEqual(marginsOf(mapOf(1000, 700, bar)), { paddingTopLeft: [212, 52], paddingBottomRight: [12, 12] });
});

test("110 pixels are room, and less is none", () => {
  assert.deepEqual(freeRoom({ x: 500, y: 400 }, [box(110, 0, 500, 400)]), box(0, 0, 110, 400));
  assert.deepEqual(freeRoom({ x: 500, y: 400 }, [box(109, 0, 500, 400)]), box(0, 0, 500, 400));
  assert.deepEqual(freeRoom({ x: 500, y: 400 }, [box(0, 110, 500, 400)]), box(0, 0, 500, 110));
  assert.deepEqual(freeRoom({ x: 500, y: 400 }, [box(0, 109, 500, 400)]), box(0, 0, 500, 400));
});

test("the largest box is cut off first", () => {
  // Cut off first, the small one would leave the room east of it; the large one leaves the south.
  const boxes = [box(0, 0, 100, 300), box(0, 0, 1000, 250)];
  assert.deepEqual(freeRoom({ x: 1000, y: 700 }, boxes), box(100, 250, 1000, 700));
  assert.deepEqual(freeRoom({ x: 1000, y: 700 }, [box(1000, 0, 1200, 700)]), box(0, 0, 1000, 700));
});

test("boxes meet on all four sides, and do not where they only touch", () => {
  const middle = box(10, 10, 20, 20);
  const others = [box(0, 10, 10, 20), box(20, 10, 30, 20), box(10, 0, 20, 10), box(10, 20, 20, 30)];
  assert.deepEqual(others.map((one) => meets(middle, one)), [false, false, false, false]);
  const over = [box(0, 10, 11, 20), box(19, 10, 30, 20), box(10, 0, 20, 11), box(10, 19, 20, 30)];
  assert.deepEqual(over.map((one) => meets(middle, one)), [true, true, true, true]);
});

const ground = (left, top, right, bottom) => ({
  getNorthWest: () => ({ x: left, y: top }),
  getSouthEast: () => ({ x: right, y: bottom }),
  getCenter: () => ({ x: (left + right) / 2, y: (top + bottom) / 2 }),
});

test("ground is clear that lies in the room up to its edges", () => {
  const clear = (...sides) => isClear(mapOf(1000, 700, CARD), ground(...sides));
  assert.equal(clear(0, 0, 600, 700), true);
  assert.deepEqual([clear(-1, 0, 600, 700), clear(0, -1, 600, 700), clear(0, 0, 601, 700), clear(0, 0, 600, 701)], [false, false, false, false]);
});

test("what a panel covers comes to the middle of the room, and what it does not stays", () => {
  const movedFor = (x, y) => {
    const map = mapOf(1000, 700, CARD);
    uncover(map, ground(x - 5, y - 5, x + 5, y + 5));
    return map.moved;
  };
  assert.deepEqual(movedFor(700, 400), [[[400, 50], { animate: false }]]);
  assert.deepEqual([movedFor(0, 0), movedFor(600, 700)], [[], []]);
  for (const [x, y] of [[-1, 9], [601, 9], [9, -1], [9, 701]]) assert.equal(movedFor(x, y).length, 1);
});

test("what is done on a panel is known by what it was done on", () => {
  const node = { closest: (names) => (names.includes(".cs-legend") && names.includes(".cs-many") ? "panel" : null) };
  assert.equal(onPanel({ originalEvent: { target: node } }), "panel");
  assert.ok(!onPanel({ originalEvent: { target: {} } }));
  assert.ok(!onPanel({ originalEvent: {} }));
  assert.ok(!onPanel({}));
});

// An outline drawn on a map: its corners, where they lie, and what of the map is seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { degreesOf, fitted, namesIn, zoomed } from "../src/drawing/frame.js";
import { crosses, hint, pressed } from "../src/drawing/outline.js";

const SLOW = { near: 2, quick: false, most: 10 };
const SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]];

test("a press sets a corner, and a press on the first one closes the outline", () => {
  assert.deepEqual(pressed([], [5, 5], SLOW), { corners: [[5, 5]], done: false });
  assert.deepEqual(pressed(SQUARE, [0, 2], SLOW), { corners: SQUARE, done: true });
  assert.deepEqual(pressed(SQUARE, [0, 3], SLOW), { corners: [...SQUARE, [0, 3]], done: false });
  // Two corners are no outline yet.
  assert.equal(pressed(SQUARE.slice(0, 2), [0, 1], SLOW).done, false);
});

test("two quick presses in one place close it, two slow ones set two corners", () => {
  const quick = { ...SLOW, quick: true };
  assert.deepEqual(pressed(SQUARE, [1, 10], quick), { corners: SQUARE, done: true });
  assert.deepEqual(pressed(SQUARE, [1, 10], SLOW), { corners: [...SQUARE, [1, 10]], done: false });
  assert.deepEqual(pressed(SQUARE.slice(0, 2), [10, 1], quick), { corners: SQUARE.slice(0, 2), done: false });
  assert.equal(pressed(SQUARE, [30, 30], quick).corners.length, 5);
});

test("no more corners are set than there is room for", () => {
  assert.equal(pressed(SQUARE, [5, 20], { ...SLOW, most: 4 }).corners.length, 4);
  assert.equal(pressed(SQUARE, [5, 20], { ...SLOW, most: 5 }).corners.length, 5);
  assert.match(hint(4, 4), /no more/);
  assert.match(hint(1, 4), /^1 corner\. Set at least 3/);
  assert.match(hint(0, 4), /^Click or tap/);
});

test("an outline that crosses itself is known", () => {
  assert.equal(crosses(SQUARE), false);
  assert.equal(crosses([[0, 0], [10, 10], [10, 0], [0, 10]]), true);
  assert.equal(crosses(SQUARE.slice(0, 3)), false);
  // Its last line, from the last corner to the first, counts as well.
  assert.equal(crosses([[0, 0], [10, 0], [10, 10], [5, -5]]), true);
});

test("a point of Web Mercator has the degrees that its formulas give", () => {
  assert.deepEqual(degreesOf([0, 0], [0, 0], 10), [0, 0]);
  // Lincoln Cathedral, by pyproj.
  assert.deepEqual(degreesOf([0, 0], [-59717.34, 7026449.64], 10), [-0.53645, 53.23427]);
  assert.deepEqual(degreesOf([100, 0], [-59717.34, 7026449.64], 10)[1], 53.23427);
});

test("a frame holds the whole map, and stays at the point that it is zoomed to", () => {
  assert.deepEqual(fitted([100, 100], 2), { x: -50, y: 0, w: 200, h: 100 });
  assert.deepEqual(fitted([300, 100], 2), { x: 0, y: -25, w: 300, h: 150 });
  assert.deepEqual(zoomed({ x: 0, y: 0, w: 200, h: 100 }, 0.5, [50, 50], 300), { x: 25, y: 25, w: 100, h: 50 });
  assert.equal(zoomed({ x: 0, y: 0, w: 200, h: 100 }, 4, [50, 50], 300).w, 300);
  assert.equal(zoomed({ x: 0, y: 0, w: 200, h: 100 }, 0.01, [50, 50], 300).w, 40);
});

test("names that would collide leave the leading one", () => {
  const frame = { x: 0, y: 0, w: 400, h: 200 };
  const names = [["Lincoln", 200, 100], ["Bracebridge", 210, 105], ["Saxilby", 200, 160], ["Far", 900, 100]];
  assert.deepEqual(namesIn(names, frame, 1).map(({ name }) => name), ["Lincoln", "Saxilby"]);
});

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

test("what can be done next is said", () => {
  assert.equal(hint(2, 4), "2 corners. Set at least 3.");
  assert.equal(hint(3, 4), "3 corners. Press the first one, double click or press Finish to close the outline.");
  assert.equal(hint(5, 4), "5 corners. There is room for no more: press Finish.");
  assert.match(hint(0, 4), /one after another\. Drag moves the map\.$/);
});

test("a second press on the very point of the last sets no corner", () => {
  assert.deepEqual(pressed(SQUARE, [0, 10], SLOW), { corners: SQUARE, done: false });
  assert.deepEqual(pressed([[5, 5]], [5, 5], SLOW), { corners: [[5, 5]], done: false });
});

test("the same place is up to so far, both ways", () => {
  const quick = { ...SLOW, quick: true };
  assert.equal(pressed(SQUARE, [2, 10], quick).done, true);
  assert.equal(pressed(SQUARE, [3, 10], quick).done, false);
  assert.equal(pressed(SQUARE.slice(0, 3), [12, 10], quick).done, true);
  assert.equal(pressed(SQUARE.slice(0, 3), [2, 0], SLOW).done, true);
});

test("lines that only touch do not cross", () => {
  // The last corner lies on the first line.
  assert.equal(crosses([[0, 0], [10, 0], [10, 10], [5, 0]]), false);
  // A bow tie of five corners: the crossing lines are the second and the fourth.
  assert.equal(crosses([[0, 0], [0, 10], [10, 0], [10, 10], [-5, 5]]), true);
});

test("steps go south, and a point lies to the east by as many metres", () => {
  // A radian of longitude is 6,378,137 m; the same in the north is 49.605 degrees: 2 atan(e) less 90.
  assert.deepEqual(degreesOf([6378137, 0], [0, 0], 1), [57.29578, 0]);
  assert.deepEqual(degreesOf([0, -6378137], [0, 0], 1), [0, 49.60494]);
  assert.deepEqual(degreesOf([1, 2], [100, 200], 50), degreesOf([0, 0], [150, 100], 50));
});

test("a frame is zoomed round a point off its corner", () => {
  assert.deepEqual(zoomed({ x: 100, y: 60, w: 200, h: 100 }, 0.5, [150, 80], 300), { x: 125, y: 70, w: 100, h: 50 });
  assert.deepEqual(fitted([100, 300], 0.5), { x: -25, y: 0, w: 150, h: 300 });
});

test("a name has its middle in pixels of the frame, and room for all its letters", () => {
  const frame = { x: 100, y: 50, w: 400, h: 200 };
  // "Ely" is 2 by 16.8 pixels wide; a pixel is two steps, so the frame has 200 by 100 of them.
  assert.deepEqual(namesIn([["Ely", 300, 150]], frame, 2), [{ name: "Ely", x: 100, y: 50, half: 3 * 3.6 + 6 }]);
  const stands = (x, y) => namesIn([["Ely", 100 + 2 * x, 50 + 2 * y]], frame, 2).length;
  assert.deepEqual([[17, 50], [16.5, 50], [183, 50], [183.5, 50]].map(([x, y]) => stands(x, y)), [1, 0, 1, 0]);
  assert.deepEqual([[100, 12], [100, 11.5], [100, 88], [100, 88.5]].map(([x, y]) => stands(x, y)), [1, 0, 1, 0]);
});

test("names may stand 20 pixels under each other and their own width beside each other", () => {
  const frame = { x: 0, y: 0, w: 400, h: 200 };
  const both = (x, y) => namesIn([["Ely", 100, 100], ["Ely", x, y]], frame, 1).length;
  assert.deepEqual([[100, 120], [100, 121], [100, 79], [100, 80]].map(([x, y]) => both(x, y)), [1, 2, 2, 1]);
  assert.deepEqual([[133, 100], [134, 100], [66, 100], [67, 100]].map(([x, y]) => both(x, y)), [1, 2, 2, 1]);
});

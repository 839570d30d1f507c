// Which lines of the roads come near the canvas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isOutside, pathOf } from "../src/painting/lines.js";

// A line from the north-west to the south-east, and one far to the west.
const LINES = {
  lines: 2, cell_m: 1, starts: Int32Array.of(0, 2, 4),
  x: Int32Array.of(10, 20, -90, -80), y: Int32Array.of(10, 30, 0, 0),
};
const size = { x: 100, y: 50 };
const outside = (ox, oy, k = 1) => isOutside(LINES, 0, 2, { k, ox, oy }, size);

test("a line is outside when all of it lies beyond one edge", () => {
  assert.equal(outside(0, 0), false);
  // It ends at 20 across, and begins at 10; it ends at 30 down, and begins at 10.
  assert.deepEqual([outside(20, 0), outside(21, 0)], [false, true]);
  assert.deepEqual([outside(-90, 0), outside(-91, 0)], [false, true]);
  assert.deepEqual([outside(0, 30), outside(0, 31)], [false, true]);
  assert.deepEqual([outside(0, -40), outside(0, -41)], [false, true]);
  // Twice as near, it lies twice as far from where the canvas begins.
  assert.deepEqual([outside(40, 0, 2), outside(41, 0, 2)], [false, true]);
});

test("a path goes along the vertices of the lines that are near", () => {
  const steps = [];
  globalThis.Path2D = /** @type {any} */ (class {
    moveTo(x, y) { steps.push(["move", x, y]); }
    lineTo(x, y) { steps.push(["line", x, y]); }
  });
  pathOf(LINES, { k: 2, ox: 5, oy: 6 }, size);
  assert.deepEqual(steps, [["move", 15, 14], ["line", 35, 54]]);
});

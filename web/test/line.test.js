// The small line of a measure over its years.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOf } from "../src/panels/line.js";

test("the least figure is at the foot of the line, the greatest at its head", () => {
  assert.equal(pathOf([0, 1], 100), "M4.0 60.0L104.0 4.0");
});

test("a year without a figure breaks the line", () => {
  assert.equal(pathOf([0.5, null, 0.5, 0.5], 10), "M4.0 32.0M24.0 32.0L34.0 32.0");
});

test("no figures make no line", () => {
  assert.equal(pathOf([null, null], 10), "");
});

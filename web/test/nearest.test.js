// Which mark of a chart the pointer means.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, REACH_PX } from "../src/charts/nearest.js";

const spots = { Blackpool: [0.5, 0.5], Burnley: [0.6, 0.5] };

test("the nearest mark is meant", () => {
  assert.equal(nearest(spots, 52, 50, 100, 100), "Blackpool");
  assert.equal(nearest(spots, 57, 50, 100, 100), "Burnley");
});

test("none is meant beyond its reach", () => {
  assert.equal(nearest(spots, 500, 500 + REACH_PX, 1000, 1000), "Blackpool");
  assert.equal(nearest(spots, 500, 500 + REACH_PX + 1, 1000, 1000), "");
});

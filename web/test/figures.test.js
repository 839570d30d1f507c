// Figures of an area as texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { belowText, modelIntervalText, valueText } from "../src/classing/figures.js";

const model = {
  values: [5, 65535, 5, 5, 5, 5], none: 65535, least: 300, decimals: 1, prefix: "", suffix: "%",
  low: [283, 0, 1, 1, 1, 1], high: [1000, 0, 1, 1, 1, 1], below: [5050, 0, 99, 100, 9900, 9901],
};

test("the model's rate and its interval are written to a tenth of a percent", () => {
  assert.equal(valueText(model, 0), "30.5%");
  assert.equal(modelIntervalText(model, 0), "28.3% to 100.0%");
});

test("an area without a rate has no figures of the model", () => {
  assert.equal(valueText(model, 1), null);
  assert.equal(modelIntervalText(model, 1), null);
  assert.equal(belowText(model, 1), null);
});

test("a chance is in whole percents, half rounded up, and never certain", () => {
  assert.deepEqual([0, 2, 3, 4, 5].map((area) => belowText(model, area)), ["51%", "under 1%", "1%", "99%", "over 99%"]);
});

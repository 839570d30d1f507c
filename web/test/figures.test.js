// Figures of an area as texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { belowText, endsText, modelIntervalText, sureText, valuesText, valueText } from "../src/classing/figures.js";

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

const ends = { values: [0, 65535, 12], none: 65535, least: 359, decimals: 1, prefix: "", suffix: "%", span: [34, 0, 0] };

test("the ends of an interval are written as the figure is, the high one by how far it lies", () => {
  assert.equal(endsText(ends, 0), "35.9% to 39.3%");
  assert.equal(endsText(ends, 1), null);
  assert.equal(endsText(ends, 2), "37.1% to 37.1%");
});

test("beside chances the ends are whole percents", () => {
  const sure = { ...ends, low: [35, 0], high: [39, 0], rankLow: [900, 0], rankHigh: [1200, 0] };
  assert.equal(endsText(sure, 0), "35% to 39%");
  assert.equal(endsText(sure, 1), null);
});

test("a gain has its plus at both ends, and a loss has none", () => {
  const change = { ...ends, prefix: "+", suffix: " points", least: -12, values: [0, 24], span: [40, 5] };
  assert.equal(endsText(change, 0), "-1.2 points to +2.8 points");
  assert.equal(endsText(change, 1), "+1.2 points to +1.7 points");
});

const drawn = { values: [215], none: 65535, least: 0, decimals: 1, prefix: "", suffix: "%" };
const viewOf = (kind, code) => ({
  what: { columns: [drawn, { ...drawn, decimals: 0 }, drawn], codes: [code] },
  state: { paint: { kind }, legend: { rows: [{ code: 0, label: "Lowest fifth" }, { code: 3, label: "Neither" }] } },
});

test("a map of one measure has one figure, one of two has two, each with the words of its class", () => {
  assert.deepEqual(valuesText(viewOf("one", 0), 0), { texts: ["21.5%"], label: "Lowest fifth" });
  assert.deepEqual(valuesText(viewOf("both", 3), 0), { texts: ["21.5%", "215%"], label: "Neither" });
  assert.equal(valuesText(viewOf("disagree", 9), 0).label, "");
});

test("no change has no plus", () => {
  const change = { ...ends, prefix: "+", least: 0, values: [0, 1], suffix: "" };
  assert.deepEqual([0, 1].map((area) => valueText(change, area)), ["0.0", "+0.1"]);
});

test("how sure a rate is takes three lines", () => {
  const sure = { ...ends, low: [35], high: [39], rankLow: [900], rankHigh: [1200], least: 384 };
  assert.equal(sureText(sure, 0), "95% interval 35% to 39%\nRank 900 to 1,200, 1 being the lowest\nChance of the lowest fifth of true rates, by the model: 38.4%");
});

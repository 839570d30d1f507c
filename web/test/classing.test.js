// Classes by limits, of two measures, inside a place; and how figures are written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codesOf, maskOf, shownOf } from "../src/classing/classing.js";
import { intervalText, nameOf, rankText, sureText, valueText } from "../src/classing/figures.js";
import { MISSING, NO_VALUE, UNKNOWN } from "../src/constants.js";

const column = (values, classes, least = 0) => ({ values, classes: new Uint8Array(classes), none: NO_VALUE, least });

test("the class below a limit holds it, and the worst class is the first", () => {
  const held = [column([15, 16, 35, 36, NO_VALUE, NO_VALUE], [0, 0, 0, 0, 254, 1], 5)];
  const codes = (worse) => [...codesOf({ kind: "one", limits: [[20, 40]], worse: [worse] }, held)];
  assert.deepEqual(codes("low"), [0, 1, 1, 2, 254, UNKNOWN]);
  assert.deepEqual(codes("high"), [2, 1, 1, 0, 254, UNKNOWN]);
});

test("without limits the classes are those of the pack", () => {
  assert.deepEqual([...codesOf({ kind: "one", limits: [[]], worse: ["low"] }, [column([1, 2], [4, 3])])], [4, 3]);
});

test("nine classes are three of participation by three of deprivation", () => {
  const paint = { kind: "both", limits: [[20, 40], [10, 30]], worse: ["low", "high"] };
  const up = column([10, 30, 50, 50, NO_VALUE, 10], [0, 0, 0, 0, MISSING, 0]);
  const across = column([40, 20, 40, 5, 5, NO_VALUE], [0, 0, 0, 0, 0, 254]);
  assert.deepEqual([...codesOf(paint, [up, across])], [0, 4, 6, 8, MISSING, UNKNOWN]);
});

test("measures disagree where one alone is in its worst class", () => {
  const low = column([], [0, 1, 0, 4, MISSING]);
  const poor = column([], [1, 0, 0, 4, 0]);
  assert.deepEqual([...codesOf({ kind: "disagree" }, [low, low, poor])], [0, 1, 2, 3, MISSING]);
});

test("a mask is runs of areas outside and inside the place in turn", () => {
  const text = Buffer.from([2, 3, 1]).toString("base64");
  assert.deepEqual([...maskOf(text, 6)], [0, 0, 1, 1, 1, 0]);
  assert.equal(maskOf("", 6), null);
});

test("what is picked shows inside the place alone", () => {
  const picked = Uint8Array.of(1, 0, 1, 0);
  const mask = Uint8Array.of(1, 1, 0, 0);
  assert.deepEqual([...shownOf({ what: { mask }, picked })], [1, 0, 0, 0]);
  assert.equal(shownOf({ what: { mask }, picked: null }), mask);
  assert.equal(shownOf({ what: { mask: null }, picked }), picked);
});

test("a figure has its decimals, its signs and commas, and no figure is none", () => {
  const score = { values: [0, 996000, NO_VALUE], none: NO_VALUE, least: -400, decimals: 1, prefix: "£", suffix: "k" };
  assert.deepEqual([0, 1, 2].map((area) => valueText(score, area)), ["£-40.0k", "£99,560.0k", null]);
});

test("how sure a rate is is said with interval, rank and chance", () => {
  const sure = {
    low: [21, 0], high: [34, 0], rankLow: [1, 0], rankHigh: [1900, 0],
    values: [384, NO_VALUE], none: NO_VALUE, least: 0, decimals: 1, prefix: "", suffix: "%",
  };
  assert.equal(intervalText(sure, 0), "21% to 34%");
  assert.equal(rankText(sure, 0), "1 to 1,900");
  assert.match(sureText(sure, 0), /by the model: 38\.4%$/);
  assert.deepEqual([intervalText(sure, 1), rankText(sure, 1), sureText(sure, 1)], [null, null, ""]);
});

test("a neighbourhood goes by its number, a larger area by its local name", () => {
  const level = { names: ["Leeds 001A"], localNames: ["Otley"] };
  assert.equal(nameOf({ ...level, geography: "lsoa21" }, 0), "Leeds 001A");
  assert.equal(nameOf({ ...level, geography: "msoa21" }, 0), "Otley");
  assert.equal(nameOf({ ...level, localNames: [""], geography: "lad24" }, 0), "Leeds 001A");
});

test("figures that are missing keep their reason, of either measure", () => {
  const paint = { kind: "both", limits: [[20], [10]], worse: ["low", "low"] };
  const up = column([10, NO_VALUE, 30], [0, MISSING, 0]);
  const across = column([NO_VALUE, 5, 20], [MISSING, 0, 0]);
  assert.deepEqual([...codesOf(paint, [up, across])], [UNKNOWN, MISSING, 4]);
  const of = (low, poor) => [...codesOf({ kind: "disagree" }, [column([], [low]), null, column([], [poor])])][0];
  assert.deepEqual([of(MISSING, 0), of(0, MISSING), of(MISSING + 1, MISSING)], [MISSING, UNKNOWN, MISSING + 1]);
});

test("a figure that is not shown, of an area that has a class, is unknown", () => {
  const held = column([NO_VALUE, NO_VALUE, NO_VALUE], [MISSING - 1, MISSING, MISSING + 1]);
  assert.deepEqual([...codesOf({ kind: "one", limits: [[1]], worse: ["low"] }, [held])], [UNKNOWN, MISSING, MISSING + 1]);
});

test("runs longer than a byte holds make a mask too", () => {
  // 300 outside, 2 inside, 1 outside, 1 inside.
  const mask = maskOf(Buffer.from([172, 2, 2, 1, 1]).toString("base64"), 305);
  assert.deepEqual([...mask].flatMap((yes, area) => (yes ? [area] : [])), [300, 301, 303]);
});

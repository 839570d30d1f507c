// The small line of a measure over its years.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf, pathOf } from "../src/panels/line.js";

test("the least figure is at the foot of the line, the greatest at its head", () => {
  assert.equal(pathOf([0, 1], 100), "M4.0 60.0L104.0 4.0");
});

test("a year without a figure breaks the line", () => {
  assert.equal(pathOf([0.5, null, 0.5, 0.5], 10), "M4.0 32.0M24.0 32.0L34.0 32.0");
});

test("no figures make no line", () => {
  assert.equal(pathOf([null, null], 10), "");
});

test("years stand from edge to edge, and the area's own line lies on top", () => {
  // A template of a page, as far as it is used.
  globalThis.document = {
    createElement: () => ({
      set innerHTML(html) {
        const said = {};
        this.content = { firstElementChild: { html, said, setAttribute: (name, text) => (said[name] = text) } };
      },
    }),
  };
  const series = { years: [2021, 2022, 2023], rows: [{ values: [0, 1, 0] }, { values: [null, 0, 1] }], text: "Up" };
  const { html, said } = lineOf(series);
  assert.equal(html, '<svg viewBox="0 0 264 64" role="img"><path class="cs-line-1" d="M132.0 60.0L260.0 4.0"/><path class="cs-line-own" d="M4.0 60.0L132.0 4.0L260.0 60.0"/></svg>');
  assert.deepEqual(said, { "aria-label": "Up" });
  delete globalThis.document;
});

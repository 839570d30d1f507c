// A level of more areas than two bytes can number: 280 by 250 squares, which are packed, painted and
// pointed at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readArcs, readLevel } from "../src/packs/decode.js";
import { Fill } from "../src/painting/fill.js";
import { areaIn } from "../src/painting/geometry.js";
import { sharesOf } from "../src/painting/raster.js";

globalThis.ImageData = class {
  constructor(width, height) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
};

const [WIDE, HIGH, CELLS] = [280, 250, 8];
const COUNT = WIDE * HIGH;

// Whole numbers with variable length, as geo/packs/codec.py writes them.
function integers(values) {
  const bytes = [];
  for (let value of values) {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}
const fold = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
const differences = (values) => values.map((value, at) => fold(value - (at ? values[at - 1] : 0)));

// Each square has the borders to its west and north, and those of the rim: two vertices each, with the
// square on the left.
function packed() {
  const arcs = [];
  for (let area = 0; area < COUNT; area++) {
    const [column, row] = [area % WIDE, Math.floor(area / WIDE)];
    const [west, north] = [column * CELLS, row * CELLS];
    const [east, south] = [west + CELLS, north + CELLS];
    const to = (there, member) => (there ? member : -1);
    arcs.push({ from: [east, south], to: [east, north], left: area, right: to(column + 1 < WIDE, area + 1) });
    arcs.push({ from: [west, south], to: [east, south], left: area, right: to(row + 1 < HIGH, area + WIDE) });
    if (column === 0) arcs.push({ from: [west, north], to: [west, south], left: area, right: -1 });
    if (row === 0) arcs.push({ from: [east, north], to: [west, north], left: area, right: -1 });
  }
  const parts = {
    counts: integers(arcs.map(() => 2)),
    arcs_of_member: integers(arcs.reduce((own, { left }) => (own[left]++, own), new Array(COUNT).fill(0))),
    across: integers(arcs.map(({ left, right }) => (right < 0 ? 0 : right - left))),
  };
  for (const [axis, name] of ["x", "y"].entries()) {
    const begins = arcs.map(({ from }, at) => from[axis] - (at ? arcs[at - 1].to[axis] : 0));
    parts["begin_" + name] = integers(begins.map(fold));
    parts[name] = Uint8Array.from(arcs, ({ from, to }) => fold(to[axis] - from[axis]));
    parts[name + "_low"] = parts[name + "_high"] = new Uint8Array();
  }
  return { header: { arcs: arcs.length, cell_m: 1 }, parts };
}

function level() {
  const arcs = readArcs(packed());
  const parts = { groups: integers(differences(Array.from({ length: COUNT }, (_, area) => area))), context: integers([0]) };
  for (const name of ["codes", "names", "local_names"]) {
    for (const part of ["back", "kept", "tails"]) parts[`${name}.${part}`] = new Uint8Array();
  }
  return { ...readLevel({ header: { areas: COUNT, contexts: [""] }, parts }, arcs), arcs };
}

const LEVEL = level();
const LAST = COUNT - 1;

test("areas beyond 65,535 keep their numbers and their boxes", () => {
  assert.equal(Math.max(...LEVEL.left.subarray(-4)), LAST);
  assert.equal(LEVEL.used.length, 2 * COUNT + WIDE + HIGH);
  assert.deepEqual([...LEVEL.boxes.subarray(4 * LAST)], [2232, 1992, 2240, 2000]);
});

test("areas beyond 65,535 are found where they lie", () => {
  for (const area of [0, 65_535, 65_536, 65_999, LAST]) {
    const at = { x: (area % WIDE) * CELLS + 3.5, y: Math.floor(area / WIDE) * CELLS + 3.5 };
    assert.equal(areaIn(LEVEL, at), area);
  }
  assert.equal(areaIn(LEVEL, { x: 2240.5, y: 3 }), -1);
});

test("areas beyond 65,535 are painted in their own colours", () => {
  // The frame of 64 pixels is the south-eastern corner: a pixel is a cell, and half of it is beyond.
  const side = 64;
  const f = { k: 512 / side, ox: (2240 - 32) * 8, oy: (2000 - 32) * 8, west: 2206, north: 1966, east: 2274, south: 2034 };
  const codes = Uint8Array.from({ length: COUNT }, (_, area) => (area * 7) % 5);
  const shares = sharesOf();
  for (let code = 0; code < 5; code++) shares.set([40 * code, 200 - 40 * code, 9, 1], 4 * code);
  const image = new Fill(side).of([{ how: "put", level: LEVEL, codes, shares }], f);
  for (const [x, y] of [[4, 4], [28, 28], [12, 20], [31, 0]]) {
    const area = Math.floor((1968 + y) / CELLS) * WIDE + Math.floor((2208 + x) / CELLS);
    assert.ok(area > 65_535);
    const pixel = image.data.subarray(4 * (y * side + x), 4 * (y * side + x) + 4);
    assert.deepEqual([...pixel], [40 * codes[area], 200 - 40 * codes[area], 9, 255]);
  }
  assert.equal(image.data[4 * (40 * side + 40) + 3], 0);
});

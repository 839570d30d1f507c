// Tiles that are cut in full, and painted in classes from the shares that were kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TILE } from "../src/painting/geometry.js";
import { Pixels } from "../src/painting/pixels.js";
import { Raster, bordersOf, sharesOf } from "../src/painting/raster.js";
import { bytesOf, coverOf, cutTile } from "../src/painting/shares.js";

globalThis.ImageData = class {
  constructor(width, height) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
};

const SIDE = 48;

// The same figures in every run.
function drawer(seed) {
  let state = seed + 1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) / 4294967296;
  };
}

// Arcs with an area on either side: `arcs` are [points, left, right], walked southwards with the area
// in the east on the left.
function levelOf(arcs, count) {
  const flat = arcs.flatMap(([points]) => points);
  const starts = [0];
  for (const [points] of arcs) starts.push(starts[starts.length - 1] + points.length);
  const boxOf = (points) => {
    const [x, y] = [0, 1].map((axis) => points.map((point) => point[axis]));
    return points.length ? [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] : [0, 0, 0, 0];
  };
  const areaBoxes = Array.from({ length: count }, (_, area) =>
    boxOf(arcs.filter(([, left, right]) => left === area || right === area).flatMap(([points]) => points)));
  return {
    count,
    left: Int32Array.from(arcs, ([, left]) => left),
    right: Int32Array.from(arcs, ([, , right]) => right),
    used: Int32Array.from(arcs, (_, arc) => arc),
    boxes: Int32Array.from(areaBoxes.flat()),
    arcs: {
      starts: Int32Array.from(starts),
      x: Int32Array.from(flat, ([x]) => x),
      y: Int32Array.from(flat, ([, y]) => y),
      boxes: Int32Array.from(arcs.flatMap(([points]) => boxOf(points))),
    },
  };
}

// A field of crooked cells, some joined into one area and some of none, with crooked borders.
function fieldOf(draw, cells, step, count) {
  const jog = () => Math.round((draw() - 0.5) * step * 0.8);
  const owner = Array.from({ length: cells * cells }, () => Math.floor(draw() * (count + 1)) - 1);
  const areaAt = (i, j) => (i < 0 || j < 0 || i >= cells || j >= cells ? -1 : owner[j * cells + i]);
  const corners = Array.from({ length: (cells + 1) ** 2 }, (_, n) => [(n % (cells + 1)) * step + jog(), Math.floor(n / (cells + 1)) * step + jog()]);
  const at = (i, j) => corners[j * (cells + 1) + i];
  const between = (from, to) => [from, [Math.round((from[0] + to[0]) / 2) + Math.round(jog() / 3), Math.round((from[1] + to[1]) / 2) + Math.round(jog() / 3)], to];
  const arcs = [];
  for (let j = 0; j <= cells; j++) {
    for (let i = 0; i <= cells; i++) {
      if (j < cells && areaAt(i, j) !== areaAt(i - 1, j)) arcs.push([between(at(i, j), at(i, j + 1)), areaAt(i, j), areaAt(i - 1, j)]);
      if (i < cells && areaAt(i, j) !== areaAt(i, j - 1)) arcs.push([between(at(i, j), at(i + 1, j)), areaAt(i, j - 1), areaAt(i, j)]);
    }
  }
  return levelOf(arcs, count);
}

// A tile of SIDE pixels whose corner lies at a pixel, some cells a pixel.
function frameOf(cells, left, top) {
  const grown = TILE / SIDE;
  return {
    k: grown / cells, ox: left * grown, oy: top * grown,
    west: (left - 1) * cells, north: (top - 1) * cells, east: (left + SIDE + 1) * cells, south: (top + SIDE + 1) * cells,
  };
}

function cutWhole(...how) {
  const steps = cutTile(...how);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const COLOURS = [[200, 30, 7], [13, 90, 251], [255, 255, 255], [0, 0, 0]];
const put = { how: "put", shares: sharesOf() };
COLOURS.forEach((colour, code) => put.shares.set([...colour, 1], 4 * code));
const one = (code) => {
  const shares = sharesOf();
  shares[4 * code] = 1;
  return shares;
};
const PATTERN = { width: 3, height: 2, data: [9, 80, 200, 255, 0, 0, 0, 0, 70, 20, 9, 100, 0, 0, 0, 0, 250, 3, 99, 255, 9, 9, 9, 255] };

// Painted from borders, and from shares that are kept.
function painted(passes, f) {
  const raster = new Raster(SIDE);
  const [today, later] = [new Pixels(SIDE), new Pixels(SIDE)];
  for (const pass of passes) {
    const how = today[pass.how];
    raster.add({ ...pass }, f, pass.patterns ? (...row) => how(pass.patterns, ...row) : how);
    later.addCut({ ...pass }, pass.cut);
  }
  return [today.image()?.data, later.image()?.data];
}

// The colours of classes as they are before they are rounded, and covers.
function exactOf(pass, f) {
  const { Float32Array } = globalThis;
  globalThis.Float32Array = Float64Array;
  const raster = new Raster(SIDE);
  globalThis.Float32Array = Float32Array;
  const exact = new Float64Array(SIDE * SIDE * 4);
  raster.add({ ...pass }, f, (row, changes, marks, from) => {
    const sums = [0, 0, 0, 0];
    for (let x = 0; x < SIDE; x++) {
      for (let c = 0; c < 4; c++) sums[c] += changes[(from + x) * 4 + c];
      for (let c = 0; c < 4; c++) exact[(row * SIDE + x) * 4 + c] = c < 3 ? sums[c] / sums[3] : 255 * sums[3];
    }
  });
  return exact;
}

const views = Array.from({ length: 40 }, (_, seed) => {
  const draw = drawer(seed);
  const level = fieldOf(draw, 14, 100, 60);
  const codes = Uint8Array.from({ length: level.count }, () => Math.floor(draw() * 4));
  const f = frameOf([3, 11, 30, 80][seed % 4], Math.floor(draw() * 20) - 8, Math.floor(draw() * 20) - 8);
  return { draw, level, codes, f, cut: cutWhole(level, f, SIDE) };
});

test("classes painted from kept shares are those painted from borders, and as near to exact as can be", () => {
  let seen = 0;
  for (const { level, codes, f, cut } of views) {
    const pass = { ...put, level, codes };
    const [today, later] = painted([{ ...pass, cut }], f);
    const exact = exactOf(pass, f);
    for (let i = 0; i < later.length; i++) {
      const cover = exact[i | 3];
      if (Math.abs(cover * 512 - 255) < 1e-3) continue;
      assert.ok(Math.abs(today[i] - later[i]) <= 1, `${today[i]} and ${later[i]}`);
      if (cover < 254.99) continue;
      assert.ok(Math.abs(later[i] - exact[i]) <= 0.5 + 1e-3, `${later[i]} for ${exact[i]}`);
      seen++;
    }
  }
  assert.ok(seen > 100_000);
});

test("any other classes are painted from the same shares; where it differs, the kept is nearer to exact", () => {
  let off = 0;
  let all = 0;
  for (const { draw, level, f, cut } of views) {
    const codes = Uint8Array.from({ length: level.count }, () => Math.floor(draw() * 4));
    const pass = { ...put, level, codes };
    const [today, later] = painted([{ ...pass, cut }], f);
    const exact = exactOf(pass, f);
    for (let i = 0; i < later.length; i++) {
      all++;
      if (today[i] === later[i] || Math.abs(exact[i | 3] * 512 - 255) < 1e-3) continue;
      off++;
      const [further, nearer] = [today[i], later[i]].map((value) => Math.abs(value - exact[i]));
      // At a half either way is as near.
      assert.ok(nearer <= further + 1e-3, `${later[i]}, not ${today[i]}, for ${exact[i]}`);
    }
  }
  assert.ok(off < all / 2000, `${off} of ${all}`);
});

test("land, patterns and hatching are painted from kept shares as they are from borders", () => {
  for (const { draw, level, codes, f, cut } of views) {
    const land = fieldOf(draw, 5, 280, 2);
    const ground = cutWhole(land, f, SIDE, coverOf(cut, SIDE));
    const shares = sharesOf();
    shares.set([90, 120, 60, 1]);
    const unsure = Uint8Array.from(codes, () => (draw() < 0.4 ? 1 : 0));
    const passes = [
      { ...put, level, codes, cut },
      { how: "under", level: land, codes: new Uint8Array(land.count), shares, cut: ground },
      { how: "weave", level, codes, cut, shares: one(2), patterns: [{ fill: COLOURS[2], tile: PATTERN }] },
      { how: "lay", level, codes: unsure, cut, shares: one(1), patterns: PATTERN },
    ];
    const [today, later] = painted(passes, f);
    for (let i = 0; i < later.length; i++) assert.ok(Math.abs(today[i] - later[i]) <= 1, `${today[i]} and ${later[i]}`);
  }
});

// A square of two areas with a border down its middle, and nothing round it.
const HALVES = levelOf([
  [[[20, 10], [20, 30]], 1, 0],
  [[[20, 10], [10, 10], [10, 30], [20, 30]], 0, -1],
  [[[20, 30], [30, 30], [30, 10], [20, 10]], 1, -1],
], 2);

test("whole pixels of an area are one run a row, and others list what lies in them", () => {
  // Two cells a pixel: the border lies between two pixels, and the edges do too.
  const plain = cutWhole(HALVES, frameOf(2, 0, 0), SIDE);
  assert.deepEqual([plain.runs.length / 3, plain.pixels.length], [20, 0]);
  assert.deepEqual([...plain.runs.slice(0, 6)], [5 * SIDE + 5, 5 * SIDE + 10, 0, 5 * SIDE + 10, 5 * SIDE + 15, 1]);
  // Three cells a pixel: it lies two thirds into the seventh; the square begins a third into the fourth.
  const mixed = cutWhole(HALVES, frameOf(3, 0, 0), SIDE);
  const at = (pixel) => {
    const cells = [];
    let [n, first] = [0, 0];
    mixed.groups.forEach((pixels, size) => {
      for (let m = 0; m < pixels; m++, n++, first += size) {
        if (mixed.pixels[n] === pixel) for (let a = first; a < first + size; a++) cells.push([mixed.areas[a], Math.round(mixed.parts[a] * 9)]);
      }
    });
    return cells.sort();
  };
  assert.deepEqual(at(5 * SIDE + 6), [[0, 6], [1, 3]]);
  assert.deepEqual(at(5 * SIDE + 3), [[0, 6]]);
  assert.deepEqual(at(3 * SIDE + 3), [[0, 4]]);
  assert.deepEqual(at(5 * SIDE + 5), []);
});

test("what is kept of a tile is told in bytes: twelve a run, and ten or so a mixed pixel and area", () => {
  const whole = levelOf([[[[-900, -900], [-900, 900], [900, 900], [900, -900], [-900, -900]], 0, -1]], 1);
  const cut = cutWhole(whole, frameOf(2, 0, 0), SIDE);
  assert.equal(bytesOf(cut), 12 * SIDE);
  for (const { cut: one } of views) {
    assert.equal(bytesOf(one), 4 * (one.runs.length + one.groups.length + one.pixels.length + one.parts.length) + 2 * one.areas.length);
    assert.equal(one.groups.reduce((sum, n) => sum + n, 0), one.pixels.length);
  }
});

test("a border of more pieces than there is room for at first is cut all the same", () => {
  // To and fro over the tile, round itself many times.
  const zigzag = Array.from({ length: 3_000 }, (_, n) => [n % 2 ? 100 : -4, n % 90]);
  const level = levelOf([[[...zigzag, zigzag[0]], 0, -1]], 1);
  const f = frameOf(2, 0, 0);
  let pieces = 0;
  new Raster(SIDE, () => pieces++).trace(level.arcs, 0, f);
  assert.ok(pieces > 2 ** 17);
  const cut = cutWhole(level, f, SIDE);
  const covers = new Float64Array(SIDE * SIDE);
  for (let n = 0; n < cut.runs.length; n += 3) covers.fill(1, cut.runs[n], cut.runs[n + 1]);
  cut.pixels.forEach((pixel, n) => (covers[pixel] = cut.parts[n]));
  const exact = exactOf({ ...put, level, codes: [0] }, f);
  covers.forEach((cover, pixel) => assert.ok(Math.abs(cover - exact[4 * pixel + 3] / 255) < 1e-3));
});

test("many areas have wider numbers", () => {
  const cut = cutWhole({ ...HALVES, count: 65_537, boxes: new Int32Array(4 * 65_537) }, frameOf(3, 0, 0), SIDE);
  assert.equal(cut.areas.BYTES_PER_ELEMENT, 4);
});

test("land under areas is kept where it shows alone", () => {
  const f = frameOf(3, 0, 0);
  const cut = cutWhole(HALVES, f, SIDE);
  const land = levelOf([[[[0, 0], [0, 36], [36, 36], [36, 0], [0, 0]], 0, -1]], 1);
  const ground = cutWhole(land, f, SIDE, coverOf(cut, SIDE));
  const bare = new Set(ground.pixels);
  for (let n = 0; n < ground.runs.length; n += 3) for (let at = ground.runs[n]; at < ground.runs[n + 1]; at++) bare.add(at);
  // Of twelve by twelve pixels six by six are covered whole.
  assert.equal(bare.size, 144 - 36);
  assert.deepEqual([3, 4, 9, 10].map((x) => bare.has(5 * SIDE + x)), [true, false, false, true]);
});

test("patterns repeat from the tile's edge in every row", () => {
  // Five columns of which the first is inked, beside a tile of 48 pixels.
  const stripes = { width: 5, height: 1, data: [90, 0, 0, 255, ...new Array(16).fill(0)] };
  const level = levelOf([[[[-9, -9], [-9, 200], [200, 200], [200, -9], [-9, -9]], 0, -1]], 1);
  const f = frameOf(2, 0, 0);
  const cut = cutWhole(level, f, SIDE);
  const white = { ...put, level, codes: [2], cut };
  const shares = one(2);
  for (const more of [{ how: "lay", patterns: stripes }, { how: "weave", patterns: [{ fill: [255, 0, 0], tile: stripes }] }]) {
    for (const data of painted([white, { ...more, level, codes: [2], shares, cut }], f)) {
      const inked = (row) => Array.from({ length: 11 }, (_, x) => x).filter((x) => data[(row * SIDE + x) * 4] === 90);
      assert.deepEqual([0, 1, 7].map(inked), [[0, 5, 10], [0, 5, 10], [0, 5, 10]]);
    }
  }
});

test("a tile without areas keeps nothing and has no picture, and one within an area rests between rows", () => {
  const f = frameOf(2, 400, 400);
  const cut = cutWhole(HALVES, f, SIDE);
  assert.equal(bytesOf(cut), 0);
  assert.equal(painted([{ ...put, level: HALVES, codes: [0, 1], cut }], f)[1], undefined);
  assert.ok([...cutTile(HALVES, frameOf(2, 0, 0), SIDE)].length >= SIDE / 8);
});

test("borders of today are found when they are first needed, and those that are given stand", () => {
  const pass = { ...put, level: HALVES, codes: [0, 0] };
  const raster = new Raster(SIDE);
  raster.add(pass, frameOf(2, 0, 0), () => {});
  assert.deepEqual([...pass.borders], [...bordersOf(HALVES, [0, 0], put.shares)]);
  assert.deepEqual([...pass.borders], [0, 1, 1]);
});

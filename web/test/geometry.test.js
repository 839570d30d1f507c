// Frames of tiles, borders that are drawn, outlines and boxes of areas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WORLD_M, areaAt, areaBounds, frameAt, frameOf, mark, outlineOf, toCells, toLatLng, traceBorders, worldPx } from "../src/painting/geometry.js";

// A flat Earth in Leaflet's place: a metre is a degree, and north is up.
globalThis.L = {
  CRS: { EPSG3857: { project: ({ lat, lng }) => ({ x: lng, y: lat }), unproject: ({ x, y }) => ({ lat: y, lng: x }) } },
  point: (x, y) => ({ x, y }),
  latLngBounds: (one, other) => [one, other],
};

// Two areas of 10 by 10 cells side by side, each on the left of what its arcs go round; the western
// one has a hole.
const ARCS = [
  [[10, 0], [10, 10]],
  [[10, 0], [0, 0], [0, 10], [10, 10]],
  [[10, 10], [20, 10], [20, 0], [10, 0]],
  [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]],
];
const flat = ARCS.flat();
const levelOf = (cell = 1) => ({
  count: 2,
  boxes: Int32Array.of(0, 0, 10, 10, 10, 0, 20, 10),
  arcsByArea: { from: Int32Array.of(0, 3, 5), list: Int32Array.of(0, 1, 3, 0, 2) },
  used: Int32Array.of(0, 1, 2, 3),
  left: Int32Array.of(1, 0, 1, 0),
  arcs: {
    cell,
    starts: Int32Array.of(0, 2, 6, 10, 15),
    x: Int32Array.from(flat, ([x]) => x),
    y: Int32Array.from(flat, ([, y]) => y),
    boxes: Int32Array.of(10, 0, 10, 10, 0, 0, 10, 10, 10, 0, 20, 10, 4, 4, 6, 6),
  },
});
const HALF = WORLD_M / 1024; // a cell of half a pixel at zoom 1

test("the world is 256 pixels wide at zoom 0, and twice as wide at each further one", () => {
  assert.deepEqual([0, 1, 3].map(worldPx), [256, 512, 2048]);
});

test("a frame begins at its corner and has two pixels more on every side", () => {
  // The middle of the world is pixel 256; a pixel is two cells.
  assert.deepEqual(frameAt(300, 100, 50, 20, 1, HALF), { k: 0.5, ox: 44, oy: -156, west: 84, north: -316, east: 192, south: -268 });
});

test("a tile is 512 pixels wide and high", () => {
  assert.deepEqual(frameOf({ x: 2, y: 1, z: 1 }, HALF), frameAt(1024, 512, 512, 512, 1, HALF));
});

test("areas meet a frame that they touch, and none beside it", () => {
  const seen = (west, north, east, south) => {
    const marks = new Uint8Array(2);
    mark(levelOf(), { west, north, east, south }, marks);
    return [...marks];
  };
  assert.deepEqual(seen(2, 2, 3, 3), [1, 0]);
  assert.deepEqual(seen(10, 2, 30, 3), [1, 1]);
  assert.deepEqual(seen(11, 2, 30, 3), [0, 1]);
  assert.deepEqual(seen(-9, 2, 0, 3), [1, 0]);
  assert.deepEqual(seen(-9, 2, -1, 3), [0, 0]);
  assert.deepEqual(seen(2, 10, 3, 30), [1, 0]);
  assert.deepEqual(seen(2, 11, 3, 30), [0, 0]);
  assert.deepEqual(seen(2, -9, 3, 0), [1, 0]);
  assert.deepEqual(seen(2, -9, 3, -1), [0, 0]);
});

function drawn(frame) {
  const lines = [];
  const ctx = { moveTo: (...at) => lines.push([at]), lineTo: (...at) => lines.at(-1).push(at) };
  traceBorders(ctx, levelOf(), { west: -100, north: -100, east: 100, south: 100, ox: 0, oy: 0, ...frame });
  return lines;
}

test("borders are drawn in pixels of the picture, from vertex to vertex", () => {
  assert.deepEqual(drawn({ k: 2, ox: 1, oy: 3 }), ARCS.map((arc) => arc.map(([x, y]) => [2 * x - 1, 2 * y - 3])));
});

test("vertices within 0.7 pixels of the last are left out, and an end is not", () => {
  // Two cells are 0.7 pixels.
  assert.deepEqual(drawn({ k: 0.35 })[3].length, 5);
  assert.deepEqual(drawn({ k: 0.34 })[3].map(([x]) => Math.round(x / 0.34)), [4, 6, 4]);
  assert.deepEqual(drawn({ k: 0.2 })[3].map(([x]) => Math.round(x / 0.2)), [4, 4]);
});

test("borders west of the frame are not drawn, and one that touches it is", () => {
  assert.equal(drawn({ k: 1, west: 10 }).length, 3);
  assert.equal(drawn({ k: 1, west: 11 }).length, 1);
});

test("cells are metres by their size, and run south", () => {
  assert.deepEqual(toCells({ lat: 6, lng: 8 }, 2), { x: 4, y: -3 });
  assert.deepEqual(toLatLng(4, -3, 2), { lat: 6, lng: 8 });
});

test("a point on the ground is in its area", () => {
  const at = (lat, lng) => areaAt(levelOf(2), { lat, lng });
  assert.deepEqual([at(-2, 2), at(-2, 38), at(2, 2), at(-10, 10)], [0, 1, -1, -1]);
});

test("the box of an area goes from its south west to its north east", () => {
  assert.deepEqual(areaBounds(levelOf(2), 1), [{ lat: -20, lng: 20 }, { lat: -0, lng: 40 }]);
});

const ringsOf = (area, zoom) => outlineOf(levelOf(), area, zoom).map((ring) => ring.map(({ lat, lng }) => [lng, -lat + 0]));

test("an outline is a ring of all its borders, each walked with the area on its left, and one for each hole", () => {
  assert.deepEqual(ringsOf(1, 20), [[[10, 0], [10, 10], [10, 10], [20, 10], [20, 0], [10, 0]]]);
  // At zoom 14 and beyond 0.7 pixels are 6.7 cells: the hole has no corner but its first.
  const west = [[[10, 10], [10, 0], [10, 0], [0, 0], [0, 10], [10, 10]], [[4, 4], [4, 4]]];
  assert.deepEqual(ringsOf(0, 20), west);
  assert.deepEqual(ringsOf(0, 12.2), west);
});

test("an outline is as fine as the next zoom shows", () => {
  // Two zooms further out 0.7 pixels are 13.4 cells, and then 26.8.
  assert.deepEqual(ringsOf(0, 12)[0], [[10, 10], [10, 0], [10, 0], [0, 10], [10, 10]]);
  assert.deepEqual(ringsOf(0, 11)[0], [[10, 10], [10, 0], [10, 0], [10, 10]]);
});

test("areas that share one corner have a ring each", () => {
  // Two triangles of one area that meet in (5, 5).
  const shapes = [[[5, 5], [0, 0], [0, 10], [5, 5]], [[5, 5], [10, 10], [10, 0], [5, 5]]].flat();
  const level = {
    arcsByArea: { from: Int32Array.of(0, 2), list: Int32Array.of(0, 1) }, left: Int32Array.of(0, 0),
    arcs: { cell: 100, starts: Int32Array.of(0, 4, 8), x: shapes.map(([x]) => x), y: shapes.map(([, y]) => y) },
  };
  assert.deepEqual(outlineOf(level, 0, 14).map((ring) => ring.length), [8]);
});

// Geometry of packed areas: frames of tiles, borders, outlines, which area a point is in.
import { arcsNear } from "./bands.js";

export const WORLD_M = 40075016.685578488;
// Vertices nearer than this to the one before are left out of lines, in pixels.
const THIN_PX = 0.7;
export const TILE = 512;
// Width of the world at a zoom, in pixels.
export const worldPx = (zoom) => 256 * 2 ** zoom;

// Cells to the pixels of a picture whose corner lies at a pixel of the world: px = cell * k - ox.
/** @returns {Frame} */
export function frameAt(left, top, width, height, zoom, cell) {
  const half = worldPx(zoom) / 2;
  const k = (cell * worldPx(zoom)) / WORLD_M;
  const ox = left - half;
  const oy = top - half;
  const margin = 2;
  return {
    k, ox, oy,
    west: (ox - margin) / k, north: (oy - margin) / k,
    east: (ox + width + margin) / k, south: (oy + height + margin) / k,
  };
}

export const frameOf = (coords, cell) => frameAt(coords.x * TILE, coords.y * TILE, TILE, TILE, coords.z, cell);

const meets = (boxes, at, f) =>
  boxes[at] <= f.east && boxes[at + 2] >= f.west && boxes[at + 1] <= f.south && boxes[at + 3] >= f.north;

/** Note which areas meet a frame. @param {Level} level @param {Frame} f @param {Uint8Array} seen */
export function mark(level, f, seen) {
  const { boxes } = level;
  for (let area = 0, at = 0; area < level.count; area++, at += 4) if (meets(boxes, at, f)) seen[area] = 1;
}

// The next vertex of an arc that shows, where `limit` is the square of a length in cells.
function next(arcs, i, end, limit) {
  const { x, y } = arcs;
  let at = i + 1;
  for (; at < end - 1; at++) {
    const dx = x[at] - x[i];
    const dy = y[at] - y[i];
    if (dx * dx + dy * dy >= limit) break;
  }
  return at;
}

const thinLimit = (k) => (THIN_PX / k) ** 2;

/** @param {CanvasPath} ctx @param {Level} level @param {Frame} f */
export function traceBorders(ctx, level, f) {
  const { arcs } = level;
  const { x, y, starts, boxes } = arcs;
  const limit = thinLimit(f.k);
  arcsNear(level, f, (arc) => {
    if (boxes[arc * 4 + 2] < f.west) return;
    const end = starts[arc + 1];
    let i = starts[arc];
    ctx.moveTo(x[i] * f.k - f.ox, y[i] * f.k - f.oy);
    while (i < end - 1) {
      i = next(arcs, i, end, limit);
      ctx.lineTo(x[i] * f.k - f.ox, y[i] * f.k - f.oy);
    }
  });
}

/** The arcs of each area. @param {Level} level */
function listArcs({ count, left, right, used }) {
  const counts = new Int32Array(count);
  for (const arc of used) {
    if (left[arc] >= 0) counts[left[arc]]++;
    if (right[arc] >= 0) counts[right[arc]]++;
  }
  const from = new Int32Array(count + 1);
  for (let area = 0; area < count; area++) from[area + 1] = from[area] + counts[area];
  const list = new Int32Array(from[count]);
  for (const arc of used) {
    if (left[arc] >= 0) list[from[left[arc]] + --counts[left[arc]]] = arc;
    if (right[arc] >= 0) list[from[right[arc]] + --counts[right[arc]]] = arc;
  }
  return { from, list };
}

// They are listed when an area is first pointed at or outlined: no first paint waits for it.
function arcsOf(level, area) {
  const { from, list } = (level.arcsByArea = level.arcsByArea || listArcs(level));
  return list.subarray(from[area], from[area + 1]);
}

/** @param {Level} level @param {number} area @param {number} x @param {number} y */
function insideArea(level, area, x, y) {
  const { arcs } = level;
  let inside = false;
  for (const arc of arcsOf(level, area)) {
    for (let i = arcs.starts[arc] + 1; i < arcs.starts[arc + 1]; i++) {
      const y0 = arcs.y[i - 1];
      const y1 = arcs.y[i];
      if (y0 > y === y1 > y) continue;
      if (x < ((arcs.x[i] - arcs.x[i - 1]) * (y - y0)) / (y1 - y0) + arcs.x[i - 1]) inside = !inside;
    }
  }
  return inside;
}

export function toCells(latlng, cell) {
  const metres = L.CRS.EPSG3857.project(latlng);
  return { x: metres.x / cell, y: -metres.y / cell };
}

export function toLatLng(x, y, cell) {
  return L.CRS.EPSG3857.unproject(L.point(x * cell, -y * cell));
}

/**
 * Position of the area at a point in cells, or -1.
 * @param {Level} level
 * @param {{ x: number, y: number }} at
 */
export function areaIn(level, { x, y }) {
  for (let area = 0; area < level.count; area++) {
    const at = area * 4;
    if (level.boxes[at] > x || level.boxes[at + 2] < x) continue;
    if (level.boxes[at + 1] > y || level.boxes[at + 3] < y) continue;
    if (insideArea(level, area, x, y)) return area;
  }
  return -1;
}

// Position of the area at a point on the ground, or -1.
export const areaAt = (level, latlng) => areaIn(level, toCells(latlng, level.arcs.cell));

/** @param {Level} level @param {number} area */
export function areaBounds(level, area) {
  const [west, north, east, south] = level.boxes.subarray(area * 4, area * 4 + 4);
  const { cell } = level.arcs;
  return L.latLngBounds(toLatLng(west, south, cell), toLatLng(east, north, cell));
}

// Vertices of an arc as positions, walked with the area on the left.
function walk(level, area, arc, limit) {
  const { arcs } = level;
  const end = arcs.starts[arc + 1];
  const line = [arcs.starts[arc]];
  while (line[line.length - 1] < end - 1) line.push(next(arcs, line[line.length - 1], end, limit));
  return level.left[arc] === area ? line : line.reverse();
}

// The outline of one area, on top: for the area pointed at, and for the one chosen. Arcs are
// joined head to tail into rings.
export function outlineOf(level, area, zoom) {
  const { x, y, cell } = level.arcs;
  const limit = thinLimit((cell * worldPx(Math.min(14, Math.ceil(zoom) + 1))) / WORLD_M);
  const place = (i) => x[i] * 2 ** 26 + y[i];
  const leaving = new Map();
  const lines = Array.from(arcsOf(level, area), (arc) => walk(level, area, arc, limit));
  for (const line of lines) {
    const from = place(line[0]);
    leaving.set(from, [...(leaving.get(from) || []), line]);
  }
  const rings = [];
  for (const first of lines) {
    if (!leaving.get(place(first[0])).includes(first)) continue;
    const ring = [];
    for (let at = place(first[0]); leaving.get(at) && leaving.get(at).length; ) {
      const line = leaving.get(at).pop();
      for (const i of line) ring.push(toLatLng(x[i], y[i], cell));
      at = place(line[line.length - 1]);
    }
    rings.push(ring);
  }
  return rings;
}

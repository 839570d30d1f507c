// Fills areas into the pixels of a tile: each pixel gets the exact mixture of the areas it covers.
//
// Along a row of pixels a share changes only at borders. Each piece of border adds, to the pixel that
// it crosses, the difference between its two sides times the part of the pixel that lies east of it;
// summing the row from west to east gives every pixel its shares. A border is walked once for both
// its sides, so neighbours leave no seam, and no order matters. (The sums are those of the font
// rasterisers FreeType and font-rs.)
import { arcsNear, bandsWith } from "./bands.js";
import { TILE } from "./geometry.js";

// Vertices nearer than this to the one before are left out, in pixels of the tile.
const THIN_PX = 0.7;
// Codes are a byte; outside all areas there is one more.
const OUTSIDE = 256;

// Shares by code, four of them: colours times cover and cover, or four covers.
export const sharesOf = () => new Float64Array(4 * (OUTSIDE + 1));

// Where `note` is given, each piece of a border is told to it instead of being summed: `note(at, part)`,
// a pixel of rows of side + 1, and the part of it that lies east of the border, less what it changes
// already.
/** @param {number} side @param {((at: number, part: number) => void) | null} note */
export function Raster(side, note = null) {
  // One pixel more, for borders that run along the eastern edge.
  const stride = side + 1;
  const sums = new Float32Array(note ? 0 : stride * side * 4);
  const touched = new Uint8Array(side);
  // Pixels at which a row changes.
  const marks = new Uint8Array(stride * side);
  const change = new Float64Array(4);

  function put(at, part) {
    if (note) return note(at, part);
    const i = at * 4;
    marks[at] = 1;
    sums[i] += part * change[0];
    sums[i + 1] += part * change[1];
    sums[i + 2] += part * change[2];
    sums[i + 3] += part * change[3];
  }

  // A border crosses `height` of a row from `west` to `east`.
  function cross(row, west, east, height) {
    touched[row] = 1;
    let x = Math.floor(west);
    let at = row * stride + x;
    let before = 0;
    if (east > x + 1) {
      const density = height / (east - west);
      for (; x < east - 1; x++, at++) {
        const from = x > west ? x : west;
        const part = density * (from - west + (x + 1 - from) * ((x + 1 - from) / 2));
        put(at, part - before);
        before = part;
      }
      const within = east - x;
      const part = density * (x - west + within * (1 - within / 2));
      put(at, part - before);
      before = part;
    } else {
      before = height * (x + 1 - (west + east) / 2);
      put(at, before);
    }
    if (x + 1 < stride) put(at + 1, height - before);
  }

  // West of the tile a border counts on the tile's edge; east of it, it changes nothing.
  function clip(row, west, east, height) {
    if (west >= side) return;
    if (east <= 0) return cross(row, 0, 0, height);
    const density = height / (east - west);
    const from = west > 0 ? west : 0;
    const to = east < side ? east : side;
    if (west < 0) cross(row, 0, 0, density * -west);
    cross(row, from, to, density * (to - from));
  }

  // A straight piece of border from a northern to a southern point, or the other way if `sign` is -1.
  function edge(x0, y0, x1, y1, sign) {
    if (y1 <= 0 || y0 >= side || y0 === y1) return;
    const slope = (x1 - x0) / (y1 - y0);
    const end = y1 < side ? y1 : side;
    let top = y0 > 0 ? y0 : 0;
    let from = x0 + (top - y0) * slope;
    for (let row = Math.floor(top); row < end; row++) {
      const bottom = row + 1 < end ? row + 1 : end;
      const to = x0 + (bottom - y0) * slope;
      const west = from < to ? from : to;
      const east = from < to ? to : from;
      const height = sign * (bottom - top);
      if (west >= 0 && east < side) cross(row, west, east, height);
      else clip(row, west, east, height);
      from = to;
      top = bottom;
    }
  }

  // Walk a border.
  const trace = (this.trace = function (arcs, arc, f) {
    const { x, y, starts, boxes } = arcs;
    const beyond = boxes[arc * 4 + 2] < f.west;
    const scale = side / TILE;
    const k = f.k * scale;
    const ox = f.ox * scale;
    const oy = f.oy * scale;
    const limit = (THIN_PX / k) ** 2;
    const end = starts[arc + 1] - 1;
    // Of a border that lies west of the tile, only the rows matter that it leads past.
    let at = beyond ? end : starts[arc] + 1;
    let i = starts[arc];
    let x0 = x[i] * k - ox;
    let y0 = y[i] * k - oy;
    for (; at <= end; at++) {
      const dx = x[at] - x[i];
      const dy = y[at] - y[i];
      if (at < end && dx * dx + dy * dy < limit) continue;
      const x1 = x[at] * k - ox;
      const y1 = y[at] * k - oy;
      if (y0 < y1) edge(x0, y0, x1, y1, 1);
      else edge(x1, y1, x0, y0, -1);
      i = at;
      x0 = x1;
      y0 = y1;
    }
  });

  // Sum the shares of areas by their codes, over the borders at which they change, and hand on
  // each row that anything is in: `take(row, changes, marks, from)`, four changes from each pixel to
  // the next, which pixels have any, and the pixel that the row begins with.
  this.add = function (pass, f, take) {
    const { level, codes, shares } = pass;
    const { left, right, arcs } = level;
    const borders = (pass.borders = pass.borders || bordersOf(level, codes, shares));
    const bands = (pass.bands = pass.bands || bandsWith(level, borders));
    const sum = (arc) => {
      const here = 4 * codeOf(codes, left[arc]);
      const there = 4 * codeOf(codes, right[arc]);
      // Walked southwards, the area on the left is the one in the east.
      for (let c = 0; c < 4; c++) change[c] = shares[here + c] - shares[there + c];
      trace(arcs, arc, f);
    };
    arcsNear(level, f, sum, bands);
    for (let row = 0; row < side; row++) {
      if (touched[row] === 0) continue;
      const from = row * stride;
      take(row, sums, marks, from);
      for (let at = from; at < from + stride; at++) {
        if (marks[at] === 0) continue;
        marks[at] = 0;
        sums[at * 4] = sums[at * 4 + 1] = sums[at * 4 + 2] = sums[at * 4 + 3] = 0;
      }
      touched[row] = 0;
    }
  };
}

const codeOf = (codes, area) => (area < 0 ? OUTSIDE : codes[area]);

// Of each arc, 1 if the shares of codes change at it: where a level needs tracing at all.
export function bordersOf(level, codes, shares) {
  const { left, right, used } = level;
  const borders = new Uint8Array(left.length);
  const alike = likenessOf(shares);
  for (let n = 0; n < used.length; n++) {
    const arc = used[n];
    if (alike[codeOf(codes, left[arc])] !== alike[codeOf(codes, right[arc])]) borders[arc] = 1;
  }
  return borders;
}

// Of each code, the first that has the same shares.
function likenessOf(shares) {
  const firsts = new Map();
  return Uint16Array.from({ length: OUTSIDE + 1 }, (_, code) => {
    const own = shares.subarray(4 * code, 4 * code + 4).join();
    if (!firsts.has(own)) firsts.set(own, code);
    return firsts.get(own);
  });
}

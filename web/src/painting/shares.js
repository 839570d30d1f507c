// Cuts a tile into the exact shares of areas in its pixels: classes mix them into colours without
// walking any border again (see pixels.js).
import { arcsNear } from "./bands.js";
import { mark } from "./geometry.js";
import { LEAST } from "./pixels.js";
import { Raster } from "./raster.js";

// Shares are whole steps of this, which single precision holds: what is left of an area by rounding
// alone is none.
const STEPS = 2 ** 24;
// Borders or rows from one rest to the next: well under a millisecond.
const REST_ARCS = 64;
const REST_ROWS = 8;

// Pieces of borders that there is room for at first: all those of most tiles.
const FIRST_PIECES = 2 ** 17;

// A run with room for twice as much.
function twice(run) {
  const more = new run.constructor(2 * run.length);
  more.set(run);
  return more;
}

/**
 * Cut a tile of `side` pixels, with rests: a browser goes on with it when nothing else is to be done.
 * Pixels of one area alone are in runs; others list their areas.
 * @param {Level} level
 * @param {Frame} f
 * @param {number} side
 * @param {Uint8ClampedArray | null} above how far each pixel is covered by what lies over it: what is
 *   covered is left out
 * @returns {Generator<undefined, Cut>}
 */
export function* cutTile(level, f, side, above = null) {
  const { left, right, arcs, count } = level;
  const stride = side + 1;
  // The pieces of borders, in a list for each pixel: the next one, and the areas in the east and west.
  const heads = new Int32Array(stride * side).fill(-1);
  let links = new Int32Array(3 * FIRST_PIECES);
  let pieces = new Float64Array(FIRST_PIECES);
  let last = 0;
  let east = -1;
  let west = -1;
  const raster = new Raster(side, (at, part) => {
    if (last === pieces.length) [links, pieces] = [twice(links), twice(pieces)];
    links[3 * last] = heads[at];
    links[3 * last + 1] = east;
    links[3 * last + 2] = west;
    pieces[last] = part;
    heads[at] = last++;
  });
  const near = [];
  arcsNear(level, f, (arc) => near.push(arc));
  const met = new Uint8Array(count);
  mark(level, f, met);
  for (const [n, arc] of near.entries()) {
    // Areas that do not meet the tile have no share in it.
    east = met[left[arc]] ? left[arc] : -1;
    west = met[right[arc]] ? right[arc] : -1;
    if (east !== west) raster.trace(arcs, arc, f);
    if (n % REST_ARCS === 0) yield;
  }

  const runs = [];
  // Pixels by how many areas they have: a loop that is always as long is twice as fast.
  /** @type {{ pixels: number[], areas: number[], parts: number[] }[]} */
  const groups = [];
  const shares = new Float64Array(count);
  const isHere = new Uint8Array(count);
  let here = [];
  const add = (area, part) => {
    if (area < 0) return;
    shares[area] += part;
    if (!isHere[area]) here.push(area);
    isHere[area] = 1;
  };
  // Whether an area that was met has a share still, of a step at least.
  const stays = (area) => {
    if (Math.abs(shares[area]) * STEPS >= 0.5) return true;
    shares[area] = isHere[area] = 0;
    return false;
  };
  for (let row = 0; row < side; row++) {
    let cover = 0;
    let whole = false;
    for (let x = 0, pixel = row * side; x < side; x++, pixel++) {
      let piece = heads[pixel + row];
      if (piece >= 0) {
        for (; piece >= 0; piece = links[3 * piece]) {
          add(links[3 * piece + 1], pieces[piece]);
          add(links[3 * piece + 2], -pieces[piece]);
        }
        here = here.filter(stays);
        cover = 0;
        for (const area of here) cover += Math.round(shares[area] * STEPS) / STEPS;
        whole = here.length === 1 && cover === 1;
      }
      if (!here.length || (above && cover - above[pixel] / 255 < LEAST)) continue;
      if (!whole) {
        while (groups.length <= here.length) groups.push({ pixels: [], areas: [], parts: [] });
        const group = groups[here.length];
        group.pixels.push(pixel);
        for (const area of here) {
          group.areas.push(area);
          group.parts.push(Math.round(shares[area] * STEPS) / STEPS);
        }
      } else if (x > 0 && runs[runs.length - 2] === pixel && runs[runs.length - 1] === here[0]) {
        runs[runs.length - 2]++;
      } else runs.push(pixel, pixel + 1, here[0]);
    }
    for (const area of here) shares[area] = isHere[area] = 0;
    here = [];
    if (row % REST_ROWS === 0) yield;
  }
  const sizes = groups.map((group) => group.pixels.length);
  const total = sizes.reduce((sum, pixels, size) => sum + pixels * size, 0);
  const cut = {
    runs: Int32Array.from(runs),
    groups: Int32Array.from(sizes),
    pixels: new Int32Array(sizes.reduce((sum, pixels) => sum + pixels, 0)),
    areas: new (count > 65_536 ? Uint32Array : Uint16Array)(total),
    parts: new Float32Array(total),
  };
  let pixel = 0;
  let first = 0;
  for (const { pixels, areas, parts } of groups) {
    yield;
    cut.pixels.set(pixels, pixel);
    cut.areas.set(areas, first);
    cut.parts.set(parts, first);
    pixel += pixels.length;
    first += areas.length;
  }
  return cut;
}

/** How far a cut covers each pixel, in steps of 1/255 as an image has it. @param {Cut} cut @param {number} side */
export function coverOf({ runs, groups, pixels, parts }, side) {
  const covers = new Uint8ClampedArray(side * side);
  for (let n = 0; n < runs.length; n += 3) covers.fill(255, runs[n], runs[n + 1]);
  let pixel = 0;
  let at = 0;
  for (let size = 0; size < groups.length; size++) {
    for (let n = 0; n < groups[size]; n++, pixel++) {
      let cover = 0;
      for (let m = 0; m < size; m++) cover += parts[at++];
      if (cover >= LEAST) covers[pixels[pixel]] = 255 * cover;
    }
  }
  return covers;
}

/** @param {Cut} cut */
export const bytesOf = (cut) => Object.values(cut).reduce((sum, part) => sum + part.byteLength, 0);

// Which class each area is in, whether it lies in the place, and whether its class is uncertain.
import { MISSING, UNKNOWN } from "../constants.js";
import { fromBase64 } from "../packs/base64.js";

// The class of each area by limits in shown steps: the class below a limit holds it.
/** @param {Column} column @param {number[]} limits @param {"low" | "high"} worse */
function byLimits(column, limits, worse) {
  const codes = new Uint8Array(column.classes.length);
  for (let area = 0; area < codes.length; area++) {
    const stored = column.values[area];
    if (stored === column.none) {
      codes[area] = column.classes[area] >= MISSING ? column.classes[area] : UNKNOWN;
      continue;
    }
    const value = stored + column.least;
    let place = 0;
    while (place < limits.length && value > limits[place]) place++;
    codes[area] = worse === "high" ? limits.length - place : place;
  }
  return codes;
}

const missingOf = (first) => (first >= MISSING ? first : UNKNOWN);

/** @param {Column[]} columns @param {Paint} paint */
function both(columns, paint) {
  const [p, d] = columns.map((column, i) => byLimits(column, paint.limits[i], paint.worse[i]));
  return p.map((low, area) => (low >= MISSING || d[area] >= MISSING ? missingOf(low) : 3 * low + d[area]));
}

/** 0: low participation only, 1: deprived only, 2: both, 3: neither. @param {Column[]} columns */
function disagree([participation, , deprivation]) {
  return participation.classes.map((low, area) => {
    const poor = deprivation.classes[area];
    if (low >= MISSING || poor >= MISSING) return missingOf(low);
    if (low === 0) return poor === 0 ? 2 : 0;
    return poor === 0 ? 1 : 3;
  });
}

/** @param {Paint} paint @param {Column[]} columns */
export function codesOf(paint, columns) {
  if (paint.kind === "both") return both(columns, paint);
  if (paint.kind === "disagree") return disagree(columns);
  if (!paint.limits[0].length) return columns[0].classes;
  return byLimits(columns[0], paint.limits[0], paint.worse[0]);
}

// Whole numbers of variable length (see geo/packs/codec.py).
function integers(bytes) {
  const values = [];
  for (let i = 0, value = 0, shift = 0; i < bytes.length; i++) {
    value |= (bytes[i] & 127) << shift;
    shift += 7;
    if (bytes[i] > 127) continue;
    values.push(value);
    value = shift = 0;
  }
  return values;
}

// Runs of areas outside and inside the place in turn, as base64 (see layers/browser/state.py).
/** @param {string} text @param {number} count */
export function maskOf(text, count) {
  if (!text) return null;
  const mask = new Uint8Array(count);
  let at = 0;
  integers(fromBase64(text)).forEach((length, turn) => {
    if (turn % 2) mask.fill(1, at, at + length);
    at += length;
  });
  return mask;
}

// What is painted in colour: inside the place, and among what a legend or a plot picked out.
/**
 * @param {{ what: { mask: Uint8Array | null }, picked: Uint8Array | null }} view
 * @returns {Uint8Array | null}
 */
export function shownOf(view) {
  const { mask } = view.what;
  const { picked } = view;
  if (!picked) return mask;
  return mask ? picked.map((yes, area) => yes & mask[area]) : picked;
}

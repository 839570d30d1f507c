// Which part of a drawn map is seen, and where on Earth its points lie.

/** @typedef {{ x: number, y: number, w: number, h: number }} Frame in steps of the map */

const EARTH_M = 6378137;
const DEGREES = 180 / Math.PI;
/** The narrowest frame, in steps. */
const LEAST_STEPS = 40;

/**
 * Returns the least frame of a shape, width by height, that holds a whole map in its middle.
 * @param {[number, number]} size of the map
 * @param {number} ratio of the frame's width to its height
 * @returns {Frame}
 */
export function fitted([width, height], ratio) {
  const w = Math.max(width, height * ratio);
  const h = w / ratio;
  return { x: (width - w) / 2, y: (height - h) / 2, w, h };
}

/**
 * Returns a frame made larger or smaller round a point that stays where it is.
 * @param {Frame} frame
 * @param {number} factor below 1 to come nearer
 * @param {[number, number]} at
 * @param {number} most the widest that it may be
 * @returns {Frame}
 */
export function zoomed(frame, factor, [x, y], most) {
  const w = Math.min(Math.max(frame.w * factor, LEAST_STEPS), most);
  const by = w / frame.w;
  return { x: x - (x - frame.x) * by, y: y - (y - frame.y) * by, w, h: frame.h * by };
}

/**
 * Returns longitude and latitude of a point of the map.
 * @param {[number, number]} point in steps, to the right and downwards
 * @param {[number, number]} origin of the map, in metres of Web Mercator
 * @param {number} step in the same metres
 * @returns {[number, number]}
 */
export function degreesOf([x, y], [east, north], step) {
  const round = (value) => Math.round(value * 1e5) / 1e5;
  const up = (north - y * step) / EARTH_M;
  return [round(((east + x * step) / EARTH_M) * DEGREES), round((2 * Math.atan(Math.exp(up)) - Math.PI / 2) * DEGREES)];
}

/**
 * Chooses the names that have room in a frame, those that come first before others.
 * @param {[string, number, number][]} names
 * @param {Frame} frame
 * @param {number} pixel width of a pixel, in steps
 * @returns {{ name: string, x: number, y: number }[]} with the middle of each in pixels
 */
export function namesIn(names, frame, pixel) {
  /** @type {{ name: string, x: number, y: number, half: number }[]} */
  const kept = [];
  for (const [name, east, south] of names) {
    const [x, y] = [(east - frame.x) / pixel, (south - frame.y) / pixel];
    const half = name.length * 3.6 + 6;
    if (x < half || y < 12 || x > frame.w / pixel - half || y > frame.h / pixel - 12) continue;
    if (kept.every((other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - y) > 20)) {
      kept.push({ name, x, y, half });
    }
  }
  return kept;
}

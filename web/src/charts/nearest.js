// Which mark of a chart is meant.

/** Pixels within which a mark is meant. */
export const REACH_PX = 28;

/**
 * Returns the name of the mark nearest to a point; empty where none is near.
 *
 * @param {Record<string, number[]>} spots where each mark lies, in shares of the sides
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @returns {string}
 */
export function nearest(spots, x, y, width, height) {
  let [found, least] = ["", REACH_PX];
  for (const [name, [a, b]] of Object.entries(spots)) {
    const away = Math.hypot(a * width - x, b * height - y);
    if (away <= least) [found, least] = [name, away];
  }
  return found;
}

// An outline as it is drawn corner by corner, in whatever steps its points have.

/** @typedef {[number, number]} Point */

/** Corners without which there is no outline. */
export const LEAST = 3;

/** @param {Point} one @param {Point} other */
export const apart = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);

/**
 * Returns the corners after a press on the map, and whether the outline is done with it: a press on
 * the first corner closes it, and so does the second of two quick ones in one place.
 * @param {Point[]} corners
 * @param {Point} point
 * @param {{ near: number, quick: boolean, most: number }} press how far counts as the same place,
 *   whether it follows another at once, and how many corners there may be
 * @returns {{ corners: Point[], done: boolean }}
 */
export function pressed(corners, point, { near, quick, most }) {
  const last = corners.at(-1);
  const again = last !== undefined && apart(last, point) <= near;
  if (again && quick) return { corners, done: corners.length >= LEAST };
  if (corners.length >= LEAST && apart(corners[0], point) <= near) return { corners, done: true };
  if (corners.length >= most || (last !== undefined && apart(last, point) === 0)) return { corners, done: false };
  return { corners: [...corners, point], done: false };
}

/** @param {Point} a @param {Point} b @param {Point} c */
const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

/**
 * Tests whether a closed outline crosses its own line.
 * @param {Point[]} corners
 */
export function crosses(corners) {
  const count = corners.length;
  const line = (at) => [corners[at], corners[(at + 1) % count]];
  for (let one = 0; one < count; one += 1) {
    for (let other = one + 2; other < count; other += 1) {
      if (one === 0 && other === count - 1) continue;
      const [[a, b], [c, d]] = [line(one), line(other)];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}

/**
 * Says what can be done next.
 * @param {number} count corners so far
 * @param {number} most
 */
export function hint(count, most) {
  if (count === 0) return "Click or tap the corners of your outline, one after another. Drag moves the map.";
  const so = count === 1 ? "1 corner." : `${count} corners.`;
  if (count < LEAST) return `${so} Set at least ${LEAST}.`;
  if (count >= most) return `${so} There is room for no more: press Finish.`;
  return `${so} Press the first one, double click or press Finish to close the outline.`;
}

// Finds the arcs of a level near a frame: bands of equal height, each with the arcs that lie in it.
const BANDS = 512;

/**
 * The arcs of each band, one band after the other; `~arc` in all bands but the first that it meets.
 * @typedef {{ from: Int32Array, list: Int32Array, bandAt: (y: number) => number }} Bands
 */

/** @param {Level} level @returns {Bands} */
function build({ arcs: { boxes }, used }) {
  let top = Infinity;
  let bottom = -Infinity;
  for (const arc of used) {
    if (boxes[arc * 4 + 1] < top) top = boxes[arc * 4 + 1];
    if (boxes[arc * 4 + 3] > bottom) bottom = boxes[arc * 4 + 3];
  }
  const height = Math.max(1, (bottom - top) / BANDS);
  const bandAt = (y) => Math.max(0, Math.min(BANDS - 1, Math.floor((y - top) / height)));
  const firsts = new Uint16Array(used.length);
  const lasts = new Uint16Array(used.length);
  const from = new Int32Array(BANDS + 1);
  for (let n = 0; n < used.length; n++) {
    firsts[n] = bandAt(boxes[used[n] * 4 + 1]);
    lasts[n] = bandAt(boxes[used[n] * 4 + 3]);
    for (let band = firsts[n]; band <= lasts[n]; band++) from[band + 1]++;
  }
  for (let band = 0; band < BANDS; band++) from[band + 1] += from[band];
  const list = new Int32Array(from[BANDS]);
  const next = from.slice();
  for (let n = 0; n < used.length; n++) {
    list[next[firsts[n]]++] = used[n];
    for (let band = firsts[n] + 1; band <= lasts[n]; band++) list[next[band]++] = ~used[n];
  }
  return { from, list, bandAt };
}

/** @param {Level} level @returns {Bands} */
const bandsOf = (level) => (level.bands = level.bands || build(level));

// The bands of a level with some of its arcs only: those that have a 1.
/** @param {Level} level @param {Uint8Array} chosen @returns {Bands} */
export function bandsWith(level, chosen) {
  const { from, list, bandAt } = bandsOf(level);
  const fewer = { from: new Int32Array(BANDS + 1), list: new Int32Array(list.length), bandAt };
  let count = 0;
  for (let band = 0, n = 0; band < BANDS; band++) {
    for (; n < from[band + 1]; n++) {
      const arc = list[n] < 0 ? ~list[n] : list[n];
      if (chosen[arc]) fewer.list[count++] = list[n];
    }
    fewer.from[band + 1] = count;
  }
  return { ...fewer, list: fewer.list.slice(0, count) };
}

// Hand on each arc of a level that lies between two heights and not east of a frame, once:
// `take(arc)`; of all its arcs or of those in some bands.
/** @param {Level} level @param {Frame} f @param {(arc: number) => void} take @param {Bands} [bands] */
export function arcsNear(level, f, take, bands = bandsOf(level)) {
  const { from, list, bandAt } = bands;
  const { boxes } = level.arcs;
  const { north, east, south } = f;
  const first = bandAt(north);
  const last = bandAt(south);
  for (let n = from[first]; n < from[last + 1]; n++) {
    // An arc stands in each band that it meets, and counts in the first that is looked at.
    let arc = list[n];
    if (arc < 0) {
      if (n >= from[first + 1]) continue;
      arc = ~arc;
    }
    const at = arc * 4;
    if (boxes[at + 1] > south || boxes[at + 3] < north || boxes[at] > east) continue;
    take(arc);
  }
}

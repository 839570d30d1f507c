// Finds the arcs of a level near a frame: bands of equal height, each with the arcs that lie in it.
const BANDS = 512;

/** @param {Level} level */
function build({ arcs: { boxes }, used }) {
  let top = Infinity;
  let bottom = -Infinity;
  for (const arc of used) {
    top = Math.min(top, boxes[arc * 4 + 1]);
    bottom = Math.max(bottom, boxes[arc * 4 + 3]);
  }
  const height = Math.max(1, (bottom - top) / BANDS);
  const bandAt = (y) => Math.max(0, Math.min(BANDS - 1, Math.floor((y - top) / height)));
  const from = new Int32Array(BANDS + 1);
  for (const arc of used) {
    const last = bandAt(boxes[arc * 4 + 3]);
    for (let band = bandAt(boxes[arc * 4 + 1]); band <= last; band++) from[band + 1]++;
  }
  for (let band = 0; band < BANDS; band++) from[band + 1] += from[band];
  const list = new Int32Array(from[BANDS]);
  const next = from.slice();
  for (const arc of used) {
    const last = bandAt(boxes[arc * 4 + 3]);
    for (let band = bandAt(boxes[arc * 4 + 1]); band <= last; band++) list[next[band]++] = arc;
  }
  return { from, list, bandAt };
}

// Hand on each arc of a level that lies between two heights and not east of a frame, once:
// `take(arc)`.
/** @param {Level} level @param {Frame} f @param {(arc: number) => void} take */
export function arcsNear(level, f, take) {
  const { from, list, bandAt } = (level.bands = level.bands || build(level));
  const { boxes } = level.arcs;
  const { north, east, south } = f;
  const first = bandAt(north);
  const last = bandAt(south);
  for (let band = first; band <= last; band++) {
    for (let n = from[band]; n < from[band + 1]; n++) {
      const arc = list[n];
      const at = arc * 4;
      if (boxes[at + 1] > south || boxes[at + 3] < north || boxes[at] > east) continue;
      // An arc stands in each band that it meets, and counts in the first that is looked at.
      if (band > first && bandAt(boxes[at + 1]) < band) continue;
      take(arc);
    }
  }
}

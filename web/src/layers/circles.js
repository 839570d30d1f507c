// Where the circles of zones lie, how large they are, and which of them is hit.

// Pixels of the radius of a zone with a thousand young people, and the least of any.
const RADIUS = 5.2;
const LEAST = 2;

/** @param {number} young */
export const spotRadius = (young) => Math.max(LEAST, RADIUS * Math.sqrt(young / 1000));

// Zones with an area in the place, the largest first, so that none hides a smaller one.
/** @param {Zones} zones @param {Mask} mask @param {{ k: number, ox: number, oy: number }} f */
export function circlesOf(zones, mask, f) {
  const here = new Uint8Array(zones.count);
  zones.ofArea.forEach((zone, area) => {
    if (zone && (!mask || mask[area])) here[zone - 1] = 1;
  });
  const found = [];
  for (let zone = 0; zone < zones.count; zone++) {
    if (!here[zone]) continue;
    const [west, north, east, south] = zones.boxes.subarray(zone * 4, zone * 4 + 4);
    const [x, y] = [((west + east) / 2) * f.k - f.ox, ((north + south) / 2) * f.k - f.oy];
    found.push({ zone, x, y, radius: spotRadius(zones.young[zone]), code: zones.code[zone] });
  }
  return found;
}

// The zone whose circle is at a point, the smallest first; -1 for none.
export function hitCircle(circles, point) {
  const hit = circles.filter(({ x, y, radius }) => Math.hypot(x - point.x, y - point.y) <= radius + 1);
  return hit.length ? hit[hit.length - 1].zone : -1;
}

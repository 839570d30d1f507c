// What a key asks of the map, and which area lies next in a direction.

// Directions on the map: north is up, and upwards is less.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// What a key pressed on the map means: an arrow without Shift moves the map itself.
export function actionOf({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return { act: "none" };
  if (shiftKey && Object.hasOwn(STEPS, key)) return { act: "step", direction: STEPS[key] };
  if (key === "Enter") return { act: "inside" };
  if (key === "Backspace") return { act: "out" };
  if (key === "Escape") return { act: "close" };
  return { act: "none" };
}

/** @param {Level} level @param {number} area */
const middle = (level, area) => {
  const [west, north, east, south] = level.boxes.subarray(area * 4, area * 4 + 4);
  return { x: (west + east) / 2, y: (north + south) / 2 };
};

// The nearest area in a direction: distance aside counts twice.
/** @param {Level} level @param {number} from @param {number[]} direction @param {Mask} shown */
export function nextArea(level, from, [dx, dy], shown) {
  const here = middle(level, from);
  let best = -1;
  let nearest = Infinity;
  for (let area = 0; area < level.count; area++) {
    if (area === from || (shown && !shown[area])) continue;
    const there = middle(level, area);
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (along <= aside / 2) continue;
    if (along + 2 * aside < nearest) [best, nearest] = [area, along + 2 * aside];
  }
  return best;
}

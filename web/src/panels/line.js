// The small line of a measure over its years, and of what holds the area.
const WIDE = 264, HIGH = 64, EDGE = 4;

// Lines of shares of the height, broken where a year has no figure.
export function lineOf(series) {
  const step = (WIDE - 2 * EDGE) / (series.years.length - 1);
  const paths = series.rows.map((row, at) => `<path class="cs-line-${at || "own"}" d="${pathOf(row.values, step)}"/>`);
  const holder = document.createElement("template");
  // Numbers alone; the area's own line lies on top.
  holder.innerHTML = `<svg viewBox="0 0 ${WIDE} ${HIGH}" role="img">${paths.reverse().join("")}</svg>`;
  const svg = /** @type {Element} */ (holder.content.firstElementChild);
  svg.setAttribute("aria-label", series.text);
  return svg;
}

/** @param {(number | null)[]} values @param {number} step */
export function pathOf(values, step) {
  let down = false;
  const parts = [];
  values.forEach((value, at) => {
    if (value === null) {
      down = false;
      return;
    }
    const x = (EDGE + at * step).toFixed(1), y = (EDGE + (1 - value) * (HIGH - 2 * EDGE)).toFixed(1);
    parts.push(`${down ? "L" : "M"}${x} ${y}`);
    down = true;
  });
  return parts.join("");
}

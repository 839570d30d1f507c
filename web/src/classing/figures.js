// Figures of an area, as a page writes them.

const number = (value) => value.toLocaleString("en-GB");

/** @param {Sure} sure @param {number} area */
export const intervalText = (sure, area) => (sure.rankLow[area] ? `${sure.low[area]}% to ${sure.high[area]}%` : null);
/** @param {Sure} sure @param {number} area */
export const rankText = (sure, area) => (sure.rankLow[area] ? `${number(sure.rankLow[area])} to ${number(sure.rankHigh[area])}` : null);

// What the spatial model says of a larger area: its 90% interval, and the chance of being below England.
/** @param {Model} model @param {number} area */
export const modelIntervalText = (model, area) =>
  model.values[area] === model.none ? null : `${(model.low[area] / 10).toFixed(1)}% to ${(model.high[area] / 10).toFixed(1)}%`;
/** @param {Model} model @param {number} area */
export function belowText(model, area) {
  if (model.values[area] === model.none) return null;
  const percent = model.below[area] / 100;
  if (percent < 1) return "under 1%";
  return percent > 99 ? "over 99%" : `${Math.floor(percent + 0.5)}%`;
}

// The ends of a figure's interval: in whole percents beside chances, else as the figure is shown.
/** @param {Ends | Sure} ends @param {number} area */
export function endsText(ends, area) {
  if ("rankLow" in ends) return intervalText(ends, area);
  const low = valueText(ends, area);
  if (low === null) return null;
  return `${low} to ${valueText({ ...ends, least: ends.least + ends.span[area] }, area)}`;
}

// How sure a rate is, in the words of the card.
/** @param {Sure} sure @param {number} area */
export function sureText(sure, area) {
  const interval = intervalText(sure, area);
  const lines = [`95% interval ${interval}`, `Rank ${rankText(sure, area)}, 1 being the lowest`, `Chance of the lowest fifth of true rates, by the model: ${valueText(sure, area)}`];
  return interval ? lines.join("\n") : "";
}

// The figures of an area as a page writes them: a text for each column that is drawn.
/** @param {{ what: What, state: State }} view @param {number} area */
export function valuesText(view, area) {
  const { columns, codes } = view.what;
  const { paint, legend } = view.state;
  const row = legend.rows.find((item) => item.code === codes[area]);
  const texts = columns.slice(0, paint.kind === "one" ? 1 : 2).map((column) => valueText(column, area));
  return { texts, label: row ? row.label : "" };
}

/** @param {Column} column @param {number} area */
export function valueText(column, area) {
  const stored = column.values[area];
  if (stored === column.none) return null;
  const value = (stored + column.least) / 10 ** column.decimals;
  const shown = value.toLocaleString("en-GB", {
    minimumFractionDigits: column.decimals,
    maximumFractionDigits: column.decimals,
  });
  // A plus stands before gains alone.
  const prefix = column.prefix === "+" && value <= 0 ? "" : column.prefix;
  return prefix + shown + column.suffix;
}

// The name by which an area is known: a neighbourhood has a number, the others a local name.
/** @param {Level} level @param {number} area */
export const nameOf = (level, area) =>
  level.geography === "lsoa21" ? level.names[area] : level.localNames[area] || level.names[area];

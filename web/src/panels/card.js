// The card of the chosen area: at once what the browser knows, then what Python says of it.
import { valuesText } from "../classing/figures.js";
import { alone } from "../view/address.js";
import { lineOf } from "./line.js";
import { make } from "./make.js";

export class Card {
  /** @param {import("../view/view.js").View} view @param {HTMLElement} parent */
  constructor(view, parent) {
    this._view = view;
    this.node = make("section", "cs-card", undefined, parent);
    this.node.setAttribute("aria-label", "Chosen area");
    this.node.hidden = true;
  }

  show(card) {
    this.node.hidden = !card;
    if (!card) return this.node.replaceChildren();
    const focused = this.node.contains(document.activeElement);
    this.node.replaceChildren();
    this.node.dataset.code = card.code;
    this.node.dataset.full = String(!card.brief);
    const head = make("div", "cs-card-head", undefined, this.node);
    const title = make("h2", "", card.name, head);
    title.tabIndex = -1;
    this._button("cs-close", "×", head, () => this._view.choose("")).setAttribute("aria-label", "Close");
    make("p", "cs-where", card.where, this.node);
    make("p", "cs-value", card.value, this.node);
    make("p", "cs-measure", card.measure, this.node);
    const lines = make("ul", "cs-lines", undefined, this.node);
    for (const line of [...card.lines, ...(card.own || [])]) make("li", "", line, lines);
    if (card.zone) this._button("cs-inside cs-to-zone", `Zone: ${card.zone.name}`, this.node, () => this._view.chooseZone(card.zone.code));
    if (card.inside) this._button("cs-inside", card.inside, this.node, () => this._view.inside(card.code));
    this._line(card.series);
    this._rows("Beside what holds it", card.beside);
    this._rows("Places most like it", card.alike);
    if (card.alike && card.alike.length) make("p", "cs-basis", card.basis, this.node);
    if (focused) title.focus();
  }

  _button(name, text, parent, act) {
    const button = make("button", name, text, parent);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  // A measure over its years: the area's own line, and thinner ones for what holds it.
  _line(series) {
    if (!series || !series.rows) return;
    make("h3", "", series.title || "Over the years", this.node);
    const figure = make("figure", "cs-line", undefined, this.node);
    figure.append(lineOf(series));
    const caption = make("figcaption", "", undefined, figure);
    make("span", "", series.years[0], caption);
    make("span", "", series.years[series.years.length - 1], caption);
    const list = make("ul", "cs-line-key", undefined, figure);
    for (const row of series.rows) make("li", "", row.name, list);
  }

  // Places with their figures, and a bar as long as each figure.
  _rows(heading, rows) {
    if (!rows || !rows.length) return;
    make("h3", "", heading, this.node);
    const list = make("ul", "cs-beside", undefined, this.node);
    for (const row of rows) {
      const item = make("li", "", undefined, list);
      const name = make("span", "cs-beside-name", undefined, item);
      if (row.where && !alone) {
        this._button("cs-go", row.name, name, () => this._view.find({ code: row.code }));
        make("span", "cs-beside-where", row.where, name);
      } else {
        name.textContent = row.name;
      }
      make("span", "cs-beside-value", row.value, item);
      const bar = make("span", "cs-beside-bar", undefined, item);
      bar.style.setProperty("--cs-share", String(Math.max(0, Math.min(1, row.share))));
      bar.setAttribute("aria-hidden", "true");
    }
  }
}

// What the browser itself knows of an area, until Python has answered.
export function briefCard(view, area) {
  const { level } = view.what;
  const local = level.localNames[area];
  const { texts, label } = valuesText(view, area);
  return {
    brief: true,
    code: level.codes[area],
    name: level.geography === "lsoa21" ? level.names[area] : local || level.names[area],
    where: [level.geography === "lsoa21" ? local : "", level.contexts[level.context[area]]]
      .filter(Boolean)
      .join(", "),
    value: texts[0] || label,
    measure: view.state.legend.title,
    lines: texts[0] ? [`Class: ${label}.`] : [],
  };
}

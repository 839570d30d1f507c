// The table twin: the same areas, figures and classes as the map, sortable and filterable.
import { shownOf } from "../classing/classing.js";
import { belowText, endsText, intervalText, modelIntervalText, nameOf, rankText, valueText, valuesText } from "../classing/figures.js";
import { make, shield } from "./make.js";

const PAGE = 50;
const order = new Intl.Collator("en-GB", { numeric: true });
let tables = 0;

/**
 * A column besides the figures that are drawn.
 * @typedef {object} More
 * @property {string} title
 * @property {(area: number) => string | null} text
 * @property {(area: number) => number} key what to sort by
 * @property {(area: number) => any} known whether there is a figure
 */

export class Table {
  /** @type {HTMLElement} */ _heading;
  /** @type {HTMLElement} */ _words;
  /** @type {HTMLElement} */ _status;
  /** @type {HTMLInputElement} */ _input;
  /** @type {HTMLTableSectionElement} */ _head;
  /** @type {HTMLTableSectionElement} */ _body;
  /** @type {HTMLButtonElement} */ _back;
  /** @type {HTMLButtonElement} */ _on;
  /** How many figures are drawn. */ _figures = 0;
  /** @type {More[]} */ _more = [];
  /** @type {string[]} */ _headings = [];
  /** @type {Zones | null} */ _zones = null;

  /** @param {import("../view/view.js").View} view */
  constructor(view) {
    this._view = view;
    this.node = make("section", "cs-table", undefined, view.map.getContainer());
    this.node.hidden = true;
    shield(this.node);
    this._sort = { by: 2, down: false };
    this._filter = "";
    this._page = 0;
    this._frame();
  }

  _frame() {
    const id = `cs-table-filter-${++tables}`;
    this._heading = make("h2", "", "", this.node);
    this._words = make("p", "cs-words", "", this.node);
    const tools = make("div", "cs-table-tools", undefined, this.node);
    const label = make("label", "", "Show only names or codes with", tools);
    label.htmlFor = id;
    this._input = make("input", "", undefined, tools);
    this._input.id = id;
    this._input.type = "search";
    this._input.addEventListener("input", () => {
      this._filter = this._input.value;
      this._page = 0;
      this._fill();
    });
    this._status = make("p", "cs-table-status", "", tools);
    this._status.setAttribute("role", "status");
    const scroll = make("div", "cs-table-scroll", undefined, this.node);
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Table of areas");
    const table = make("table", "", undefined, scroll);
    this._head = make("thead", "", undefined, table);
    this._body = make("tbody", "", undefined, table);
    const pages = make("div", "cs-pages", undefined, this.node);
    this._back = this._turn("Previous", -1, pages);
    this._on = this._turn("Next", 1, pages);
  }

  _turn(text, by, parent) {
    const button = make("button", "", text, parent);
    button.type = "button";
    button.addEventListener("click", () => {
      this._page += by;
      this._fill();
    });
    return button;
  }

  show(visible) {
    this.node.hidden = !visible;
    if (!visible) return;
    const { state } = this._view;
    this._heading.textContent = `${state.legend.title}, ${state.legend.place}`;
    const why = state.ends.filter((one) => one.why).map((one) => this._view.doubts.text(one, 0));
    this._words.textContent = [...state.words, ...why].join(" ");
    const labels = state.paint.kind === "one" ? state.paint.labels.slice(0, 1) : state.paint.labels.slice(0, 2);
    const { sure, model, zones } = this._view.what;
    this._figures = labels.length;
    this._view.doubts.ready(() => state.look === "table" && this._fill());
    this._more = [
      ...state.ends.filter(({ file }) => file).map((one) => this._ends(one)),
      ...(sure ? [{ title: "95% interval", text: (area) => intervalText(sure, area), key: (area) => sure.low[area], known: (area) => sure.rankLow[area] }] : []),
      ...(sure ? [{ title: "Rank, 95% interval", text: (area) => rankText(sure, area), key: (area) => sure.rankLow[area], known: (area) => sure.rankLow[area] }] : []),
    ];
    if (sure) {
      const chance = (area) => sure.values[area];
      this._more.push({ title: "Chance of the lowest fifth of true rates", text: (area) => valueText(sure, area), key: chance, known: (area) => chance(area) !== sure.none });
    }
    if (model) {
      const known = (area) => model.values[area] !== model.none;
      this._more.push(
        { title: "By the model", text: (area) => valueText(model, area), key: (area) => model.values[area], known },
        { title: "90% interval", text: (area) => modelIntervalText(model, area), key: (area) => model.low[area], known },
        { title: "Chance of being below England", text: (area) => belowText(model, area), key: (area) => model.below[area], known },
      );
    }
    this._zones = zones;
    this._headings = ["Name", "In", ...labels, ...this._more.map(({ title }) => title), "Class", ...(zones ? ["Zone"] : [])];
    if (this._sort.by >= this._headings.length) this._sort = { by: 2, down: false };
    this._headRow();
    this._fill();
  }

  // The interval of a figure, which comes when somebody reads the table.
  /** @param {Doubt} one @returns {More} */
  _ends(one) {
    const pack = () => this._view.doubts.pack(one);
    const low = (area) => {
      const ends = pack();
      if (!ends) return 0;
      return "rankLow" in ends ? ends.low[area] : ends.values[area];
    };
    return {
      title: `${one.width} interval`,
      text: (area) => {
        const ends = pack();
        return ends ? endsText(ends, area) : "…";
      },
      key: low,
      known: (area) => Boolean(pack() && endsText(/** @type {Ends} */ (pack()), area)),
    };
  }

  _headRow() {
    const row = make("tr", "", undefined);
    this._headings.forEach((text, at) => {
      const figure = at >= 2 && at < 2 + this._figures + this._more.length;
      const cell = make("th", figure ? "cs-figure" : "", undefined, row);
      cell.scope = "col";
      const button = make("button", "", text, cell);
      button.type = "button";
      button.addEventListener("click", () => {
        this._sort = { by: at, down: this._sort.by === at ? !this._sort.down : false };
        this._page = 0;
        this._fill();
      });
    });
    this._head.replaceChildren(row);
  }

  // Positions of the areas to list, in order.
  rows() {
    const { level, codes, columns } = this._view.what;
    const shown = shownOf(this._view);
    const wanted = this._filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = [];
    for (let area = 0; area < level.count; area++) {
      if (shown && !shown[area]) continue;
      if (wanted.length) {
        const text = [level.codes[area], level.names[area], level.localNames[area], level.contexts[level.context[area]]];
        const all = text.join(" ").toLowerCase();
        if (!wanted.every((word) => all.includes(word))) continue;
      }
      found.push(area);
    }
    const figures = this._figures;
    const zones = this._zones;
    const zoneAt = this._headings.length - 1;
    const { by, down } = this._sort;
    const more = this._more[by - 2 - figures];
    const key = (area) => {
      if (by === 0) return nameOf(level, area);
      if (by === 1) return level.contexts[level.context[area]];
      if (by < 2 + figures) return columns[by - 2].values[area];
      if (more) return more.key(area);
      return zones && by === zoneAt ? zones.ofArea[area] : codes[area];
    };
    const absent = (area) => {
      if (by >= 2 && by < 2 + figures) return columns[by - 2].values[area] === columns[by - 2].none;
      if (more) return !more.known(area);
      return zones ? by === zoneAt && !zones.ofArea[area] : false;
    };
    /** @type {Map<number, any>} */
    const keys = new Map(found.map((area) => [area, key(area)]));
    /** @type {(a: number, b: number) => number} */
    const compare = by < 2 ? (a, b) => order.compare(keys.get(a), keys.get(b)) : (a, b) => keys.get(a) - keys.get(b);
    const turn = down ? -1 : 1;
    return found.sort((a, b) => Number(absent(a)) - Number(absent(b)) || turn * compare(a, b) || a - b);
  }

  _fill() {
    const rows = this.rows();
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    this._page = Math.max(0, Math.min(this._page, pages - 1));
    const first = this._page * PAGE;
    const here = rows.slice(first, first + PAGE);
    this._status.textContent = rows.length
      ? `${(first + 1).toLocaleString("en-GB")} to ${(first + here.length).toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} ${this._view.state.legend.counted}`
      : "No area has that in its name or code.";
    this._back.disabled = this._page === 0;
    this._on.disabled = this._page >= pages - 1;
    this._body.replaceChildren(...here.map((area) => this._row(area)));
    [...this._head.rows[0].cells].forEach((cell, at) => {
      const sorted = at === this._sort.by ? (this._sort.down ? "descending" : "ascending") : "none";
      cell.setAttribute("aria-sort", sorted);
    });
  }

  /**
   * What stands on paper: which rows these are, and the rows as text, with nothing to press.
   * @param {boolean} hasFile whether the page around it offers the areas as a file
   * @returns {HTMLElement[]}
   */
  printed(hasFile) {
    const table = /** @type {HTMLTableElement} */ (this._body.parentElement).cloneNode(true);
    for (const button of /** @type {HTMLElement} */ (table).querySelectorAll("button")) button.replaceWith(button.textContent ?? "");
    const isWhole = this._back.disabled && this._on.disabled;
    const rest = hasFile && !isWhole ? " The CSV of the map holds them all." : "";
    return [make("p", "", `${this._status.textContent?.replace(/\.$/, "")}.${rest}`), /** @type {HTMLElement} */ (table)];
  }

  _zoneCell(zones, area, row) {
    const cell = make("td", "", undefined, row);
    const zone = zones.ofArea[area] - 1;
    if (zone < 0) return;
    const button = make("button", "cs-go", zones.names[zone], cell);
    button.type = "button";
    button.addEventListener("click", () => this._view.chooseZone(zones.codes[zone]));
  }

  _row(area) {
    const { level } = this._view.what;
    const { texts, label } = valuesText(this._view, area);
    const row = make("tr");
    row.dataset.code = level.codes[area];
    const name = make("th", "", undefined, row);
    name.scope = "row";
    const button = make("button", "cs-go", nameOf(level, area), name);
    button.type = "button";
    button.addEventListener("click", () => this._view.choose(level.codes[area]));
    const local = level.geography === "lsoa21" ? level.localNames[area] : "";
    make("td", "", [local, level.contexts[level.context[area]]].filter(Boolean).join(", "), row);
    for (const text of texts) make("td", "cs-figure", text === null ? "–" : text, row);
    for (const { text } of this._more) make("td", "cs-figure", text(area) || "–", row);
    make("td", "", label, row);
    if (this._zones) this._zoneCell(this._zones, area, row);
    return row;
  }
}

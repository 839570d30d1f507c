// The key of the map: its classes, how many areas and people each holds, and its signs.
import { drawSite } from "../layers/sites.js";
import { alone } from "../view/address.js";
import { make, shield } from "./make.js";
import { penOf } from "../painting/screen.js";

const number = (value) => value.toLocaleString("en-GB");

export function swatch(look, parent) {
  const node = make("span", "cs-swatch", undefined, parent);
  node.setAttribute("aria-hidden", "true");
  node.style.backgroundColor = look.fill;
  if (look.pattern) {
    node.classList.add("cs-" + look.pattern);
    node.style.setProperty("--cs-ink", look.ink);
  }
}

export function mark(kind, theme, parent) {
  const canvas = make("canvas", "cs-mark", undefined, parent);
  canvas.setAttribute("aria-hidden", "true");
  canvas.width = canvas.height = 36;
  const pen = penOf(canvas);
  pen.scale(2, 2);
  drawSite(pen, kind, 9, 9, 5, theme);
}

export class Legend extends L.Control {
  /** @type {HTMLDetailsElement} */ _box;

  constructor() {
    super({ position: "topleft" });
  }

  onAdd() {
    const box = make("details", "cs-legend leaflet-bar");
    // Where there is less room a page that stands alone has a key below its map.
    box.open = window.innerWidth > 800;
    shield(box);
    this._box = box;
    return box;
  }

  show(view) {
    const { legend, style } = view.state;
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = this._box.contains(active) && active?.dataset.code;
    this._box.replaceChildren();
    const title = make("summary", "cs-title", undefined, this._box);
    make("span", "cs-full", legend.title, title);
    if (alone) make("span", "cs-brief", "Key with counts", title);
    make("p", "cs-period", legend.period, this._box);
    make("p", "cs-period", `${legend.place}, by ${legend.counted}`, this._box);
    if (legend.grid) this._grid(view);
    const rows = legend.grid ? legend.rows.filter((row) => row.code > 8) : legend.rows;
    if (rows.length) this._rows(view, rows);
    if (legend.doubt) make("p", "cs-rule", legend.doubt, this._box);
    for (const line of legend.scales) make("p", "cs-rule", line, this._box);
    if (legend.peopleNote) make("p", "cs-rule", legend.peopleNote, this._box);
    if (legend.hatch) {
      const note = make("p", "cs-hatch-note", undefined, this._box);
      swatch({ fill: style.classes[2].fill, pattern: "hatch", ink: style.hatch.ink }, note);
      make("span", "", legend.hatch, note);
    }
    if (legend.circles) this._circles(legend.circles, style);
    if (legend.sites.length) this._sites(legend.sites, style);
    make("p", "cs-rule", legend.rule, this._box);
    if (focused) /** @type {HTMLElement | null} */ (this._box.querySelector(`button[data-code="${focused}"]`))?.focus();
  }

  // A row a class, with bars for its areas and its young people; pressing it shows only that class.
  _rows(view, rows) {
    const { legend, style } = view.state;
    const people = rows.some((row) => row.young_people > 0);
    const doubt = rows.some((row) => row.doubt);
    const table = make("table", "cs-classes", undefined, this._box);
    const head = make("tr", "", undefined, make("thead", "", undefined, table));
    make("th", "cs-key", "class", head).scope = "col";
    make("th", "", "areas", head).scope = "col";
    if (people) make("th", "", legend.people, head).scope = "col";
    if (doubt) make("th", "", "unsure", head).scope = "col";
    const body = make("tbody", "", undefined, table);
    const most = (name) => Math.max(1, ...rows.map((row) => row[name]));
    const [areas, young] = [most("areas"), most("young_people")];
    for (const row of rows) {
      const line = make("tr", "cs-row", undefined, body);
      line.dataset.code = row.code;
      const key = make("th", "cs-key", undefined, line);
      key.scope = "row";
      const button = this._button(view, row, key);
      swatch(style.classes[row.code], button);
      make("span", "cs-label", row.label, button);
      this._figure(row.areas, areas, line);
      if (people) this._figure(row.young_people, young, line);
      if (doubt) make("td", "cs-doubt", row.doubt, line);
    }
  }

  _button(view, row, parent) {
    const button = make("button", "cs-only", undefined, parent);
    button.type = "button";
    button.dataset.code = row.code;
    button.setAttribute("aria-pressed", String(view.only === row.code));
    button.title = view.only === row.code ? "Show all classes" : "Show only this class";
    button.addEventListener("click", () => view.showOnly(row.code));
    return button;
  }

  _figure(value, most, parent) {
    const cell = make("td", "cs-count", number(value), parent);
    cell.style.setProperty("--cs-share", String(value / most));
  }

  // Nine classes: participation falls to the left, deprivation grows upwards.
  _grid(view) {
    const { legend, style } = view.state;
    const box = make("div", "cs-grid", undefined, this._box);
    make("span", "cs-grid-y", "More deprived →", box);
    const cells = make("div", "cs-grid-cells", undefined, box);
    for (let d = 0; d < 3; d++) {
      for (let p = 2; p >= 0; p--) {
        const row = legend.rows.find((item) => item.code === 3 * p + d);
        const button = this._button(view, row, cells);
        button.style.backgroundColor = style.classes[row.code].fill;
        button.setAttribute("aria-label", `${row.label}: ${number(row.areas)} ${legend.counted}`);
        make("span", "", number(row.areas), button);
      }
    }
    make("span", "cs-grid-x", "Lower participation →", box);
  }

  _circles(text, style) {
    const note = make("p", "cs-hatch-note", undefined, this._box);
    const mark = make("span", "cs-circle", undefined, note);
    mark.setAttribute("aria-hidden", "true");
    mark.style.backgroundColor = style.classes[0].fill;
    make("span", "", text, note);
  }

  _sites(rows, style) {
    const marks = make("ul", "cs-rows cs-sites", undefined, this._box);
    for (const row of rows) {
      const item = make("li", "cs-site", undefined, marks);
      mark(row.kind, style.sites, item);
      make("span", "cs-label", row.label, item);
      make("span", "cs-count", number(row.count), item);
    }
  }
}

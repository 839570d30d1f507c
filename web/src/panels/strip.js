// Above and below the map of a page that stands alone: title and period, the key in brief, and the
// credit. Styles hide what the panels on a wide map say already; an editor's own words always stand.
import { make } from "./make.js";
import { mark, swatch } from "./legend.js";

export class Strip {
  /** @param {L.Map} map */
  constructor(map) {
    document.body.classList.add("cs-alone");
    this._held = map;
    this._head = make("header", "cs-head");
    this._foot = make("footer", "cs-foot");
    map.getContainer().before(this._head);
    map.getContainer().after(this._foot);
  }

  /** @param {import("../view/view.js").View} view */
  show({ state }) {
    const { manySaid, look } = state;
    document.body.dataset.theme = state.theme;
    // Small maps have their own title, keys and credit.
    const many = Boolean(manySaid) && look === "many";
    this._head.replaceChildren();
    this._foot.replaceChildren();
    this._head.hidden = this._foot.hidden = many;
    if (!many) this._fill(state);
    // The map has what is left: it is told before it goes anywhere.
    this._held.invalidateSize({ animate: false });
  }

  _fill(state) {
    const { legend, own } = state;
    this._head.classList.toggle("cs-own", Boolean(own.mark));
    make("h1", "", own.title || legend.title, this._head);
    if (own.subtitle) make("p", "", own.subtitle, this._head);
    const shown = [own.title ? legend.title : "", `${legend.place}, by ${legend.counted}`, legend.period];
    make("p", "cs-of", shown.filter(Boolean).join("; "), this._head);
    if (own.mark) make("p", "cs-mark-own", own.mark, this._head);
    this._key(state);
    make("p", "cs-credit", state.credit, this._foot);
  }

  _key({ legend, style }) {
    const list = make("ul", "cs-key-brief", undefined, this._foot);
    list.setAttribute("aria-label", "Key");
    if (legend.grid) this._grid(legend, style, list);
    for (const row of legend.rows) {
      if (legend.grid && row.code <= 8) continue;
      const item = make("li", "", undefined, list);
      swatch(style.classes[row.code], item);
      make("span", "", row.label, item);
    }
    if (legend.hatch) {
      const item = make("li", "", undefined, list);
      swatch({ fill: style.classes[2].fill, pattern: "hatch", ink: style.hatch.ink }, item);
      make("span", "", legend.hatch, item);
    }
    for (const row of legend.sites) {
      const item = make("li", "", undefined, list);
      mark(row.kind, style.sites, item);
      make("span", "", row.label, item);
    }
    for (const line of [...legend.scales, legend.circles].filter(Boolean)) make("li", "", line, list);
  }

  // Nine classes: participation falls to the left, deprivation grows upwards.
  _grid(legend, style, list) {
    const item = make("li", "cs-nine", undefined, list);
    const cells = make("span", "", undefined, item);
    for (let d = 2; d >= 0; d--) {
      for (let p = 2; p >= 0; p--) {
        const cell = make("i", "", undefined, cells);
        cell.style.backgroundColor = style.classes[3 * p + d].fill;
      }
    }
    make("span", "", "Upwards: more deprived. To the right: lower participation.", item);
  }
}

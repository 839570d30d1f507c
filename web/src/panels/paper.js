// The map on paper: what was painted, at a size that a page holds, and its key whole below or beside it.
// A table on paper: its rows as a page's own text, as a frame would cut off what it has no room for.
import { make } from "./make.js";

// A page of A4 within its margins is 718 px wide and 1,047 px high; title and sentences have the rest.
const WIDEST_PX = 700;
const HIGHEST_PX = 540;
const LEAST_PX = 320;
const PAGE_PX = 900;
const GAP_PX = 12;
// The page around a frame has none of the map's styles.
const TABLE_LOOK = `
  .cs-paper-table { display: none; }
  @media print {
    .cs-paper-table { display: block; color: #16202c; font: 12px/1.35 "Source Sans 3", "Segoe UI", Arial, sans-serif; }
    .cs-paper-table p { margin: 0 0 6px; }
    .cs-paper-table table { border-collapse: collapse; width: 100%; }
    .cs-paper-table thead { display: table-header-group; }
    .cs-paper-table tr { break-inside: avoid; }
    .cs-paper-table :is(th, td) { padding: 2px 6px; border-bottom: 1px solid #c6ced6; text-align: left; vertical-align: top; font-weight: 400; }
    .cs-paper-table thead th { font-weight: 600; }
    .cs-paper-table .cs-figure { text-align: right; font-variant-numeric: tabular-nums; }
    .cs-under-table { position: absolute !important; visibility: hidden !important; }
  }
`;

export class Paper {
  /** @param {import("../view/view.js").View} view */
  constructor(view) {
    this._view = view;
    this._node = make("div", "cs-on-paper");
    /** What is on paper, each with its parent and what followed it. @type {[Element, Element | null, Node | null][]} */
    this._moved = [];
    /** @type {boolean[]} */ this._open = [];
    /** The table as text, in the page around the frame. @type {HTMLElement | null} */ this._table = null;
    addEventListener("beforeprint", () => this.show());
    addEventListener("afterprint", () => this.hide());
    const print = window.matchMedia("print");
    print.addEventListener("change", () => (print.matches ? this.show() : this.hide()));
  }

  // A browser may tell twice. Small maps are painted again at the size of the paper, and a table
  // needs no key.
  show() {
    const map = this._view.map.getContainer();
    if (map.dataset.look === "table") this._showTable(map);
    if (this._node.isConnected || map.dataset.look !== "map") return;
    const [width, height] = [map.clientWidth, map.clientHeight];
    if (!width || !height) return;
    const parts = map.querySelectorAll(".cs-legend, .cs-card, .cs-scatter[open], .leaflet-control-attribution");
    for (const part of parts) this._moved.push([part, part.parentElement, part.nextSibling]);
    this._open = this._moved.map(([part]) => /** @type {any} */ (part).open);
    for (const [part] of this._moved) {
      this._node.append(part);
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
    map.after(this._node);
    document.documentElement.classList.add("cs-printing");
    const key = this._height() + 2 * GAP_PX;
    const room = Math.max(LEAST_PX, Math.min(HIGHEST_PX, PAGE_PX - key));
    const scale = Math.min(WIDEST_PX / width, room / height);
    // Painted anew it might not be ready when the page is printed: it keeps its size and is scaled.
    for (const [name, px] of Object.entries({ width, height })) map.style.setProperty(name, `${px}px`, "important");
    map.style.setProperty("zoom", String(scale));
    const tall = scale * height + key;
    /** @type {HTMLElement | null} */ (window.frameElement)?.style.setProperty("--cs-paper-height", `${Math.ceil(tall)}px`);
  }

  // How high the key is below the map.
  _height() {
    Object.assign(this._node.style, { clear: "both", width: `${WIDEST_PX}px` });
    const height = this._node.offsetHeight;
    this._node.removeAttribute("style");
    return height;
  }

  /** @param {HTMLElement} map */
  _showTable(map) {
    if (this._table) return;
    const under = /** @type {HTMLElement} */ (window.frameElement ?? map);
    this._table = make("section", "cs-paper-table");
    make("style", "", TABLE_LOOK, this._table);
    this._table.append(...this._view.table.printed(under !== map));
    under.after(this._table);
    under.classList.add("cs-under-table");
    // A page of the map alone is as high as the window, and would cut the table off.
    if (under === map) document.documentElement.classList.add("cs-printing");
  }

  _hideTable() {
    if (!this._table) return;
    this._table.previousElementSibling?.classList.remove("cs-under-table");
    document.documentElement.classList.remove("cs-printing");
    this._table.remove();
    this._table = null;
  }

  hide() {
    this._hideTable();
    if (!this._node.isConnected) return;
    document.documentElement.classList.remove("cs-printing");
    const map = this._view.map.getContainer();
    for (const name of ["width", "height", "zoom"]) map.style.removeProperty(name);
    // The last first: what followed a node may have moved as well.
    for (let at = this._moved.length - 1; at >= 0; at--) {
      const [part, parent, next] = this._moved[at];
      parent?.insertBefore(part, next);
      if (part instanceof HTMLDetailsElement) part.open = this._open[at];
    }
    this._node.remove();
    this._moved = [];
  }
}

// Small maps of several measures, side by side, each over what the large map shows.
import { maskOf } from "../classing/classing.js";
import { drawSites } from "../layers/sites.js";
import { open } from "../packs/packs.js";
import { TILE, areaBounds, frameAt } from "../painting/geometry.js";
import { Painter, passesFor } from "../painting/painter.js";
import { ratio } from "../painting/screen.js";
import { alone } from "../view/address.js";
import { make, shield } from "./make.js";

// The bounds of the areas of a place.
function boundsOf(level, mask) {
  const bounds = L.latLngBounds([]);
  mask.forEach((inside, area) => inside && bounds.extend(areaBounds(level, area)));
  return bounds;
}

export class Many {
  /** @param {import("../view/view.js").View} view */
  constructor(view) {
    this._view = view;
    this.node = make("section", "cs-many", undefined, view.map.getContainer());
    this.node.setAttribute("aria-label", "Small maps");
    this.node.hidden = true;
    if (alone) this.node.tabIndex = 0;
    this._turn = 0;
    shield(this.node);
    const again = () => !this.node.hidden && this._paintAll();
    new ResizeObserver(again).observe(this.node);
    // On paper the large map has its new size, and shows other ground, after this panel has its own.
    view.map.on("moveend", again);
  }

  show(visible) {
    this.node.hidden = !visible;
    if (!visible) return;
    this.node.replaceChildren();
    const said = this._view.state.manySaid;
    if (said) {
      const head = make("header", "cs-many-said", undefined, this.node);
      make("h2", "", said.title, head);
      make("p", "", said.hint, head);
    }
    this._figures = this._view.state.many.map((entry) => this._figure(entry));
    if (said) make("p", "cs-many-said cs-many-credit", said.credit, this.node);
    this._paintAll();
  }

  _figure(entry) {
    const figure = make("figure", "", undefined, this.node);
    // A page that stands alone has nobody to ask for another map: there it is no button.
    const button = alone ? make("figcaption", "cs-small", undefined, figure) : make("button", "cs-small", undefined, figure);
    if (!alone) {
      /** @type {HTMLButtonElement} */ (button).type = "button";
      button.addEventListener("click", () => this._view.tell(entry.event));
    }
    const canvas = make("canvas", "", undefined, button);
    canvas.setAttribute("aria-hidden", "true");
    const caption = make("span", "cs-small-title", entry.title, button);
    make("span", "cs-small-period", entry.period, button);
    const ends = make("span", "cs-ends", undefined, button);
    make("span", "", entry.ends[0], ends);
    const scale = make("span", "cs-scale", undefined, ends);
    scale.setAttribute("aria-hidden", "true");
    for (const colour of entry.colours) make("span", "", undefined, scale).style.backgroundColor = colour;
    make("span", "", entry.ends[1], ends);
    caption.id = `cs-small-${entry.id}`;
    return { entry, canvas };
  }

  async _paintAll() {
    const turn = ++this._turn;
    this.node.dataset.painted = "0";
    const columns = [];
    const points = [];
    for (const { entry } of this._figures) {
      columns.push(await open(this._view.state.base, entry.file, () => {}));
      points.push(entry.sites && (await open(this._view.state.base, entry.sites.file, () => {})));
    }
    await new Promise(requestAnimationFrame);
    if (turn !== this._turn || this.node.hidden) return;
    // All at once over one window: maps beside each other are equal in size and of one scale.
    const sides = this._figures.map(({ canvas }) => [canvas.clientWidth, canvas.clientHeight]);
    const [width, height] = [0, 1].map((side) => Math.min(...sides.map((size) => size[side])));
    if (!width || !height) return;
    const joint = this._window(width, height);
    this._figures.forEach(({ entry, canvas }, at) => {
      const mask = maskOf(entry.mask, this._view.what.level.count);
      const shown = mask ? this._fit(boundsOf(this._view.what.level, mask).pad(0.03), width, height) : joint;
      this._paint(canvas, columns[at], entry.colours, shown, mask);
      if (entry.sites) this._dot(canvas, { ...entry.sites, sites: points[at] }, shown);
    });
    this.node.dataset.painted = String(columns.length);
  }

  // Middle and zoom at which bounds fill a canvas.
  _fit(bounds, width, height) {
    const { map } = this._view;
    const [a, b] = [map.project(bounds.getNorthWest(), 0), map.project(bounds.getSouthEast(), 0)];
    const zoom = Math.log2(Math.min(width / (b.x - a.x), height / (b.y - a.y)));
    return { center: map.unproject(a.add(b).divideBy(2), 0), zoom };
  }

  // What the large map shows, but never more than the place.
  _window(width, height) {
    const seen = this._fit(this._view.map.getBounds(), width, height);
    const place = this._fit(this._view.placeBounds().pad(0.03), width, height);
    return place.zoom > seen.zoom ? place : seen;
  }

  // Painted as a square as wide or high as the canvas, whichever is more; the rest falls off.
  _paint(canvas, column, colours, { center, zoom }, mask) {
    const { map, what, state } = this._view;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const most = Math.max(width, height);
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const grown = TILE / most;
    const near = zoom + Math.log2(grown);
    const middle = map.project(center, near);
    const corner = middle.subtract([(width * grown) / 2, (height * grown) / 2]);
    const f = frameAt(corner.x, corner.y, TILE, TILE, near, what.level.arcs.cell);
    const classes = { ...state.style.classes };
    colours.forEach((fill, code) => (classes[code] = { fill }));
    const style = { ...state.style, classes };
    const shown = { ...what, codes: column.classes, uncertain: null, style, mask: mask || what.mask };
    const painter = new Painter(Math.round(most * ratio));
    painter.paint(canvas, shown, passesFor(shown), f, zoom);
  }
  // The sites that a small map has of its own, over its areas.
  _dot(canvas, sites, { center, zoom }) {
    const { map, state } = this._view;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const corner = map.project(center, zoom).subtract([width / 2, height / 2]);
    const pen = canvas.getContext("2d");
    // The painter leaves its own scale behind.
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const f = frameAt(corner.x, corner.y, width, height, zoom, sites.sites.cell_m);
    drawSites(pen, { ...sites, theme: state.style.sites }, f, { x: width, y: height }, zoom);
  }
}

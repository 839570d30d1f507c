// A plot of participation against deprivation, tied to the map: what is chosen in one shows in both.
import { penOf, ratio } from "../painting/screen.js";
import { make } from "./make.js";

const WIDTH = 272;
const HEIGHT = 208;
const EDGE = { left: 34, right: 8, top: 8, bottom: 30 };
const NEAR_PX = 7;

/** @typedef {{ from: number, to: number }} Span */

export class Scatter {
  /** Where each area's dot is, in pixels. @type {Float32Array} */ x;
  /** @type {Float32Array} */ y;
  /** Where each axis begins and ends, in steps. @type {{ x: Span, y: Span }} */ _axes;
  _count = 0;
  /** The dots, painted once. @type {HTMLCanvasElement | null} */ _dots = null;
  /** Where a drag began, and its box. @type {{ x: number, y: number } | null} */ _from = null;
  /** @type {{ left: number, top: number, width: number, height: number } | null} */ _box = null;

  /** @param {import("../view/view.js").View} view @param {HTMLElement} parent */
  constructor(view, parent) {
    this._view = view;
    this.node = make("details", "cs-scatter", undefined, parent);
    this.node.open = window.innerWidth > 700;
    this.node.hidden = true;
    this._title = make("summary", "", "Plot", this.node);
    this._canvas = make("canvas", "", undefined, this.node);
    this._canvas.width = WIDTH * ratio;
    this._canvas.height = HEIGHT * ratio;
    this._canvas.setAttribute("role", "img");
    this._status = make("p", "cs-scatter-status", "", this.node);
    this._clear = make("button", "cs-go", "Show all", this.node);
    this._clear.type = "button";
    this._clear.addEventListener("click", () => view.pick(null));
    this._canvas.addEventListener("pointerdown", (event) => this._down(event));
    this._canvas.addEventListener("pointermove", (event) => this._move(event));
    this._canvas.addEventListener("pointerup", (event) => this._up(event));
    this._canvas.addEventListener("pointerleave", () => !this._from && view.unpoint());
  }

  show() {
    const { state, what } = this._view;
    this.node.hidden = state.paint.kind === "one";
    if (this.node.hidden) return;
    this._place(what);
    this._dots = null;
    this._canvas.setAttribute(
      "aria-label",
      `${state.paint.labels[0]} (upwards) against ${state.paint.labels[1]} (to the right), a dot for each of ${this._count} ${state.legend.counted}. The table lists the same figures.`
    );
    this.draw();
  }

  // Where each area's dot is, in pixels; NaN without both figures or outside the place.
  _place({ level, columns, mask }) {
    const [y, x] = columns;
    const span = (column) => {
      let most = 0;
      for (const value of column.values) if (value !== column.none && value > most) most = value;
      return { from: column.least, to: column.least + most };
    };
    this._axes = { x: span(x), y: span(y) };
    this.x = new Float32Array(level.count).fill(NaN);
    this.y = new Float32Array(level.count).fill(NaN);
    this._count = 0;
    for (let area = 0; area < level.count; area++) {
      if (x.values[area] === x.none || y.values[area] === y.none || (mask && !mask[area])) continue;
      this.x[area] = EDGE.left + (x.values[area] / Math.max(1, this._axes.x.to - this._axes.x.from)) * (WIDTH - EDGE.left - EDGE.right);
      this.y[area] = HEIGHT - EDGE.bottom - (y.values[area] / Math.max(1, this._axes.y.to - this._axes.y.from)) * (HEIGHT - EDGE.top - EDGE.bottom);
      this._count++;
    }
  }

  draw() {
    if (this.node.hidden) return;
    const { what, state, picked } = this._view;
    const pen = penOf(this._canvas);
    if (!this._dots) this._dots = this._paintDots(what, state, picked);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this._canvas.width, this._canvas.height);
    pen.drawImage(this._dots, 0, 0);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const [area, radius] of [[this._view.over ?? -1, 4], [this._view.chosenArea, 6]]) {
      if (area < 0 || Number.isNaN(this.x[area])) continue;
      pen.beginPath();
      pen.arc(this.x[area], this.y[area], radius, 0, 7);
      pen.lineWidth = 4;
      pen.strokeStyle = state.style.sites.halo;
      pen.stroke();
      pen.lineWidth = 2;
      pen.strokeStyle = state.style.sites.ink;
      pen.stroke();
    }
    if (this._box) {
      const { left, top, width, height } = this._box;
      pen.setLineDash([4, 3]);
      pen.lineWidth = 1.5;
      pen.strokeStyle = getComputedStyle(this.node).color;
      pen.strokeRect(left, top, width, height);
      pen.setLineDash([]);
    }
    let count = 0;
    if (picked) for (let area = 0; area < picked.length; area++) count += picked[area] && !Number.isNaN(this.x[area]) ? 1 : 0;
    this._status.textContent = picked
      ? `${count.toLocaleString("en-GB")} of ${this._count.toLocaleString("en-GB")} ${state.legend.counted} shown.`
      : "Drag over dots to show only those places; click one to choose it.";
    this._clear.hidden = !picked;
  }

  _paintDots({ level, codes }, state, picked) {
    const sheet = document.createElement("canvas");
    sheet.width = WIDTH * ratio;
    sheet.height = HEIGHT * ratio;
    const pen = penOf(sheet);
    pen.scale(ratio, ratio);
    const side = this._count > 5000 ? 1.4 : this._count > 500 ? 2.4 : 4;
    pen.fillStyle = getComputedStyle(this.node).color;
    pen.globalAlpha = 0.35;
    if (picked) {
      for (let area = 0; area < level.count; area++) {
        if (!picked[area]) pen.fillRect(this.x[area] - side / 2, this.y[area] - side / 2, side, side);
      }
    }
    const each = (draw) => {
      for (let area = 0; area < level.count; area++) {
        if (!Number.isNaN(this.x[area]) && (!picked || picked[area])) draw(area);
      }
    };
    // The darkest class would be lost on a dark panel: a light edge goes round every dot there.
    const edge = side + 1.6;
    pen.globalAlpha = 0.6;
    if (state.theme === "dark") each((area) => pen.fillRect(this.x[area] - edge / 2, this.y[area] - edge / 2, edge, edge));
    pen.globalAlpha = 1;
    each((area) => {
      pen.fillStyle = state.style.classes[codes[area]].fill;
      pen.fillRect(this.x[area] - side / 2, this.y[area] - side / 2, side, side);
    });
    this._paintAxes(pen, state);
    return sheet;
  }

  _paintAxes(pen, state) {
    const [y, x] = this._view.what.columns;
    pen.fillStyle = pen.strokeStyle = getComputedStyle(this.node).color;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(EDGE.left, EDGE.top);
    pen.lineTo(EDGE.left, HEIGHT - EDGE.bottom);
    pen.lineTo(WIDTH - EDGE.right, HEIGHT - EDGE.bottom);
    pen.stroke();
    pen.font = '11px "Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
    const text = (column, stored) => (stored / 10 ** column.decimals).toFixed(0) + column.suffix;
    pen.textAlign = "right";
    pen.fillText(text(y, this._axes.y.to), EDGE.left - 4, EDGE.top + 9);
    pen.fillText(text(y, this._axes.y.from), EDGE.left - 4, HEIGHT - EDGE.bottom);
    pen.fillText(text(x, this._axes.x.to), WIDTH - EDGE.right, HEIGHT - EDGE.bottom + 13);
    pen.textAlign = "left";
    pen.fillText(text(x, this._axes.x.from), EDGE.left, HEIGHT - EDGE.bottom + 13);
    pen.textAlign = "center";
    pen.fillText(`${state.paint.labels[1]} →`, (WIDTH + EDGE.left) / 2, HEIGHT - 4);
    pen.save();
    pen.translate(10, (HEIGHT - EDGE.bottom) / 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText("Participation →", 0, 0);
    pen.restore();
  }

  // The area whose dot is nearest to a point, or -1.
  at(x, y) {
    let best = -1;
    let nearest = NEAR_PX ** 2;
    for (let area = 0; area < this.x.length; area++) {
      const away = (this.x[area] - x) ** 2 + (this.y[area] - y) ** 2;
      if (away < nearest) [best, nearest] = [area, away];
    }
    return best;
  }

  _point(event) {
    const box = this._canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * WIDTH) / box.width, y: ((event.clientY - box.top) * HEIGHT) / box.height };
  }

  _down(event) {
    this._from = this._point(event);
    this._canvas.setPointerCapture(event.pointerId);
  }

  _move(event) {
    const at = this._point(event);
    if (!this._from) {
      const area = this.at(at.x, at.y);
      return area < 0 ? this._view.unpoint() : this._view.pointAt(area);
    }
    const left = Math.min(at.x, this._from.x);
    const top = Math.min(at.y, this._from.y);
    this._box = { left, top, width: Math.abs(at.x - this._from.x), height: Math.abs(at.y - this._from.y) };
    this.draw();
  }

  _up(event) {
    const at = this._point(event);
    const box = this._box;
    this._from = this._box = null;
    if (!box || box.width + box.height < 6) {
      const area = this.at(at.x, at.y);
      if (area >= 0) this._view.choose(this._view.what.level.codes[area]);
      return;
    }
    const inside = this.x.length;
    const picked = new Uint8Array(inside);
    for (let area = 0; area < inside; area++) {
      const dx = this.x[area] - box.left;
      const dy = this.y[area] - box.top;
      picked[area] = dx >= 0 && dx <= box.width && dy >= 0 && dy <= box.height ? 1 : 0;
    }
    this._view.pick(picked);
  }

  repick() {
    this._dots = null;
    this.draw();
  }
}

// The label at the pointer.
import { meets } from "../view/room.js";
import { make } from "./make.js";

export class Label {
  // `side` holds the panels that a label stays clear of.
  /** @param {L.Map} map @param {HTMLElement} side */
  constructor(map, side) {
    this.map = map;
    this.side = side;
    this._node = make("div", "cs-tip", undefined, map.getContainer());
    this._node.setAttribute("role", "status");
    this._node.hidden = true;
  }

  show(point, lines) {
    this._node.replaceChildren();
    make("strong", "cs-tip-name", lines.name, this._node);
    if (lines.where) make("span", "cs-tip-where", lines.where, this._node);
    if (lines.value) make("span", "cs-tip-value", lines.value, this._node);
    if (lines.note) make("span", "cs-tip-note", lines.note, this._node);
    if (lines.more) make("span", "cs-tip-more", lines.more, this._node);
    this._node.hidden = false;
    const size = this.map.getSize();
    const box = this._node.getBoundingClientRect();
    const left = point.x + 16 + box.width > size.x ? point.x - 16 - box.width : point.x + 16;
    const top = point.y + 16 + box.height > size.y ? point.y - 16 - box.height : point.y + 16;
    const at = this._beside({ left: Math.max(4, left), top: Math.max(4, top) }, box);
    this._node.style.transform = `translate(${at.left}px, ${at.top}px)`;
  }

  // Where a label goes that would lie over a panel: to the left of it, else above it.
  _beside(at, { width, height }) {
    const home = this.map.getContainer().getBoundingClientRect();
    for (const panel of this.side.children) {
      const box = panel.getBoundingClientRect();
      const [left, top] = [box.left - home.left, box.top - home.top];
      const own = { ...at, right: at.left + width, bottom: at.top + height };
      if (!box.width || !meets(own, { left, top, right: left + box.width, bottom: top + box.height })) continue;
      if (left - 8 - width >= 4) at = { ...at, left: left - 8 - width };
      else at = { ...at, top: Math.max(4, top - 8 - height) };
    }
    return at;
  }

  hide() {
    this._node.hidden = true;
  }
}

// The bar over the map: where one is, from England down, and the three looks of the same data.
import { alone } from "../view/address.js";
import { make, shield } from "./make.js";

export class Bar {
  /** @param {import("../view/view.js").View} view */
  constructor(view) {
    this._view = view;
    this.node = make("div", "cs-bar", undefined, view.map.getContainer());
    shield(this.node);
    this.find = make("div", "cs-bar-find", undefined, this.node);
    this._crumbs = make("nav", "cs-crumbs", undefined, this.node);
    this._crumbs.setAttribute("aria-label", "Place");
    const fade = () => this._crumbs.classList.toggle("cs-cut", this._crumbs.scrollLeft > 0);
    this._crumbs.addEventListener("scroll", fade, { passive: true });
    this._looks = make("div", "cs-looks", undefined, this.node);
    this._looks.setAttribute("role", "group");
    this._looks.setAttribute("aria-label", "Look");
  }

  /** @param {State} state */
  show({ crumbs, look, looks }) {
    this._showCrumbs(crumbs);
    this._looks.replaceChildren();
    for (const [name, label] of Object.entries(looks)) {
      if (alone && name === "many" && !this._view.state.many.length) continue;
      const button = make("button", "cs-look", label, this._looks);
      button.type = "button";
      button.setAttribute("aria-pressed", String(name === look));
      button.addEventListener("click", () => this._view.look(name));
    }
  }

  _showCrumbs(crumbs) {
    const focused = this._crumbs.contains(document.activeElement);
    this._crumbs.replaceChildren();
    const list = make("ol", "", undefined, this._crumbs);
    crumbs.forEach(({ code, name }, at) => {
      const item = make("li", "", undefined, list);
      if (alone || !crumbs[at + 1]) {
        const here = make("span", "cs-here", name, item);
        here.setAttribute("aria-current", "location");
        return;
      }
      const button = make("button", "", name, item);
      button.type = "button";
      button.addEventListener("click", () => this._view.inside(code));
    });
    // Without buttons the keyboard has nothing else to scroll it by.
    if (alone) this._crumbs.tabIndex = 0;
    const toEnd = () => (this._crumbs.scrollLeft = 1e9);
    toEnd();
    // The typeface may come later, and the trail be longer in it.
    document.fonts.ready.then(toEnd);
    // The button that was pressed is gone: the keyboard stays in the trail.
    if (focused) {
      const here = /** @type {HTMLElement} */ (list.lastElementChild?.firstElementChild);
      here.tabIndex = -1;
      here.focus();
    }
  }
}

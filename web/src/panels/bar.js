// The bar over the map: where one is, from England down, and the three looks of the same data.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});

  cs.Bar = L.Class.extend({
    initialize(view) {
      this._view = view;
      this.node = cs.make("div", "cs-bar", undefined, view.map.getContainer());
      cs.shield(this.node);
      this.find = cs.make("div", "cs-bar-find", undefined, this.node);
      this._crumbs = cs.make("nav", "cs-crumbs", undefined, this.node);
      this._crumbs.setAttribute("aria-label", "Place");
      this._looks = cs.make("div", "cs-looks", undefined, this.node);
      this._looks.setAttribute("role", "group");
      this._looks.setAttribute("aria-label", "Look");
    },

    show({ crumbs, look, looks }) {
      this._showCrumbs(crumbs);
      this._looks.replaceChildren();
      for (const [name, label] of Object.entries(looks)) {
        if (cs.alone && name === "many" && !this._view.state.many.length) continue;
        const button = cs.make("button", "cs-look", label, this._looks);
        button.type = "button";
        button.setAttribute("aria-pressed", String(name === look));
        button.addEventListener("click", () => this._view.look(name));
      }
    },

    _showCrumbs(crumbs) {
      const focused = this._crumbs.contains(document.activeElement);
      this._crumbs.replaceChildren();
      const list = cs.make("ol", "", undefined, this._crumbs);
      crumbs.forEach(({ code, name }, at) => {
        const item = cs.make("li", "", undefined, list);
        if (at === crumbs.length - 1 || cs.alone) {
          const here = cs.make("span", "cs-here", name, item);
          here.setAttribute("aria-current", "location");
          return;
        }
        const button = cs.make("button", "", name, item);
        button.type = "button";
        button.addEventListener("click", () => this._view.inside(code));
      });
      const toEnd = () => (this._crumbs.scrollLeft = this._crumbs.scrollWidth);
      toEnd();
      // The typeface may come later, and the trail be longer in it.
      document.fonts.ready.then(toEnd);
      // The button that was pressed is gone: the keyboard stays in the trail.
      if (focused) {
        const here = list.lastElementChild.firstElementChild;
        here.tabIndex = -1;
        here.focus();
      }
    },
  });
})();

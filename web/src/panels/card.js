// The card of the chosen area: at once what the browser knows, then what Python says of it.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});

  cs.Card = L.Class.extend({
    initialize(view, parent) {
      this._view = view;
      this.node = cs.make("section", "cs-card", undefined, parent);
      this.node.setAttribute("aria-label", "Chosen area");
      this.node.hidden = true;
    },

    show(card) {
      this.node.hidden = !card;
      if (!card) return this.node.replaceChildren();
      const focused = this.node.contains(document.activeElement);
      this.node.replaceChildren();
      this.node.dataset.code = card.code;
      this.node.dataset.full = String(!card.brief);
      const head = cs.make("div", "cs-card-head", undefined, this.node);
      const title = cs.make("h2", "", card.name, head);
      title.tabIndex = -1;
      this._button("cs-close", "×", head, () => this._view.choose("")).setAttribute("aria-label", "Close");
      cs.make("p", "cs-where", card.where, this.node);
      cs.make("p", "cs-value", card.value, this.node);
      cs.make("p", "cs-measure", card.measure, this.node);
      const lines = cs.make("ul", "cs-lines", undefined, this.node);
      for (const line of card.lines) cs.make("li", "", line, lines);
      if (card.zone) this._button("cs-inside cs-to-zone", `Zone: ${card.zone.name}`, this.node, () => this._view.chooseZone(card.zone.code));
      if (card.inside) this._button("cs-inside", card.inside, this.node, () => this._view.inside(card.code));
      this._rows("Beside what holds it", card.beside);
      this._rows("Places most like it", card.alike);
      if (card.alike && card.alike.length) cs.make("p", "cs-basis", card.basis, this.node);
      if (focused) title.focus();
    },

    _button(name, text, parent, act) {
      const button = cs.make("button", name, text, parent);
      button.type = "button";
      button.addEventListener("click", act);
      return button;
    },

    // Places with their figures, and a bar as long as each figure.
    _rows(heading, rows) {
      if (!rows || !rows.length) return;
      cs.make("h3", "", heading, this.node);
      const list = cs.make("ul", "cs-beside", undefined, this.node);
      for (const row of rows) {
        const item = cs.make("li", "", undefined, list);
        const name = cs.make("span", "cs-beside-name", undefined, item);
        if (row.where && !cs.alone) {
          this._button("cs-go", row.name, name, () => this._view.find({ code: row.code }));
          cs.make("span", "cs-beside-where", row.where, name);
        } else {
          name.textContent = row.name;
        }
        cs.make("span", "cs-beside-value", row.value, item);
        const bar = cs.make("span", "cs-beside-bar", undefined, item);
        bar.style.setProperty("--cs-share", String(Math.max(0, Math.min(1, row.share))));
        bar.setAttribute("aria-hidden", "true");
      }
    },
  });

  // What the browser itself knows of an area, until Python has answered.
  cs.briefCard = function (view, area) {
    const { level } = view.what;
    const local = level.localNames[area];
    const { texts, label } = cs.valuesText(view, area);
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
  };
})();

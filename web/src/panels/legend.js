// What stands around the map: legend, the label at the pointer, progress. Names come in as data and
// reach the page through textContent only.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});

  function make(tag, name, text, parent) {
    const node = document.createElement(tag);
    node.className = name;
    if (text !== undefined) node.textContent = text;
    if (parent) parent.append(node);
    return node;
  }

  cs.make = make;

  // Keep what is done on a panel from the map under it. Leaflet looks for a panel above what was
  // clicked, which a button that its own click replaced no longer has.
  cs.shield = function (node) {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    node.addEventListener("click", (event) => event.stopPropagation());
  };

  const number = (value) => value.toLocaleString("en-GB");

  function swatch(look, parent) {
    const node = make("span", "cs-swatch", undefined, parent);
    node.setAttribute("aria-hidden", "true");
    node.style.backgroundColor = look.fill;
    if (look.pattern) {
      node.classList.add("cs-" + look.pattern);
      node.style.setProperty("--cs-ink", look.ink);
    }
  }

  function mark(kind, theme, parent) {
    const canvas = make("canvas", "cs-mark", undefined, parent);
    canvas.setAttribute("aria-hidden", "true");
    canvas.width = canvas.height = 36;
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    cs.drawSite(pen, kind, 9, 9, 5, theme);
  }

  cs.Legend = L.Control.extend({
    options: { position: "topleft" },

    onAdd() {
      const box = make("details", "cs-legend leaflet-bar");
      // An article has no controls and no sentences beside its map: the key stands open there.
      box.open = window.innerWidth > (cs.alone ? 600 : 800);
      cs.shield(box);
      this._box = box;
      return box;
    },

    show(view) {
      const { legend, style } = view.state;
      const focused = this._box.contains(document.activeElement) && document.activeElement.dataset.code;
      this._box.replaceChildren();
      const title = make("summary", "cs-title", undefined, this._box);
      make("span", "", legend.title, title);
      make("p", "cs-period", legend.period, this._box);
      make("p", "cs-period", `${legend.place}, by ${legend.counted}`, this._box);
      if (legend.grid) this._grid(view);
      const rows = legend.grid ? legend.rows.filter((row) => row.code > 8) : legend.rows;
      if (rows.length) this._rows(view, rows);
      if (legend.peopleNote) make("p", "cs-rule", legend.peopleNote, this._box);
      if (legend.hatch) {
        const note = make("p", "cs-hatch-note", undefined, this._box);
        swatch({ fill: style.classes[2].fill, pattern: "hatch", ink: style.hatch.ink }, note);
        make("span", "", legend.hatch, note);
      }
      if (legend.circles) this._circles(legend.circles, style);
      if (legend.sites.length) this._sites(legend.sites, style);
      make("p", "cs-rule", legend.rule, this._box);
      if (focused) this._box.querySelector(`button[data-code="${focused}"]`)?.focus();
    },

    // A row a class, with bars for its areas and its young people; pressing it shows only that class.
    _rows(view, rows) {
      const { legend, style } = view.state;
      const people = rows.some((row) => row.young_people > 0);
      const table = make("table", "cs-classes", undefined, this._box);
      const head = make("tr", "", undefined, make("thead", "", undefined, table));
      make("th", "cs-key", "class", head).scope = "col";
      make("th", "", "areas", head).scope = "col";
      if (people) make("th", "", legend.people, head).scope = "col";
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
      }
    },

    _button(view, row, parent) {
      const button = make("button", "cs-only", undefined, parent);
      button.type = "button";
      button.dataset.code = row.code;
      button.setAttribute("aria-pressed", String(view.only === row.code));
      button.title = view.only === row.code ? "Show all classes" : "Show only this class";
      button.addEventListener("click", () => view.showOnly(row.code));
      return button;
    },

    _figure(value, most, parent) {
      const cell = make("td", "cs-count", number(value), parent);
      cell.style.setProperty("--cs-share", String(value / most));
    },

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
    },

    _circles(text, style) {
      const note = make("p", "cs-hatch-note", undefined, this._box);
      const mark = make("span", "cs-circle", undefined, note);
      mark.setAttribute("aria-hidden", "true");
      mark.style.backgroundColor = style.classes[0].fill;
      make("span", "", text, note);
    },

    _sites(rows, style) {
      const marks = make("ul", "cs-rows cs-sites", undefined, this._box);
      for (const row of rows) {
        const item = make("li", "cs-site", undefined, marks);
        mark(row.kind, style.sites, item);
        make("span", "cs-label", row.label, item);
        make("span", "cs-count", number(row.count), item);
      }
    },
  });

  cs.Label = L.Class.extend({
    // `side` holds the panels that a label stays clear of.
    initialize(map, side) {
      Object.assign(this, { _map: map, _side: side });
      this._node = make("div", "cs-tip", undefined, map.getContainer());
      this._node.setAttribute("role", "status");
      this._node.hidden = true;
    },

    show(point, lines) {
      this._node.replaceChildren();
      make("strong", "cs-tip-name", lines.name, this._node);
      if (lines.where) make("span", "cs-tip-where", lines.where, this._node);
      if (lines.value) make("span", "cs-tip-value", lines.value, this._node);
      if (lines.note) make("span", "cs-tip-note", lines.note, this._node);
      if (lines.more) make("span", "cs-tip-more", lines.more, this._node);
      this._node.hidden = false;
      const size = this._map.getSize();
      const box = this._node.getBoundingClientRect();
      const left = point.x + 16 + box.width > size.x ? point.x - 16 - box.width : point.x + 16;
      const top = point.y + 16 + box.height > size.y ? point.y - 16 - box.height : point.y + 16;
      const at = this._beside({ left: Math.max(4, left), top: Math.max(4, top) }, box);
      this._node.style.transform = `translate(${at.left}px, ${at.top}px)`;
    },

    // Where a label goes that would lie over a panel: to the left of it, else above it.
    _beside(at, { width, height }) {
      const home = this._map.getContainer().getBoundingClientRect();
      for (const panel of this._side.children) {
        const box = panel.getBoundingClientRect();
        const [left, top] = [box.left - home.left, box.top - home.top];
        const own = { ...at, right: at.left + width, bottom: at.top + height };
        if (!box.width || !cs.meets(own, { left, top, right: left + box.width, bottom: top + box.height })) continue;
        if (left - 8 - width >= 4) at = { ...at, left: left - 8 - width };
        else at = { ...at, top: Math.max(4, top - 8 - height) };
      }
      return at;
    },

    hide() {
      this._node.hidden = true;
    },
  });

  // A bar over the map while packs come in; after `failed` a sentence that says what to do.
  cs.Progress = L.Class.extend({
    initialize(map) {
      this._node = make("div", "cs-progress", undefined, map.getContainer());
      this._node.setAttribute("role", "status");
      this._text = make("span", "", "", this._node);
      this._bar = make("progress", "", undefined, this._node);
      this._bar.setAttribute("aria-label", "Loading the map");
      this._node.hidden = true;
      this._got = 0;
    },

    begin(what, bytes) {
      clearTimeout(this._timer);
      this._got = 0;
      this._bytes = bytes;
      this._bar.hidden = false;
      this._bar.max = Math.max(1, bytes);
      this._bar.value = 0;
      this._text.textContent = "Loading " + what;
      this._timer = setTimeout(() => (this._node.hidden = false), 250);
    },

    more(bytes) {
      this._got += bytes;
      this._bar.value = Math.min(this._got, this._bar.max);
    },

    end() {
      clearTimeout(this._timer);
      this._node.hidden = true;
    },

    failed(text) {
      clearTimeout(this._timer);
      this._text.textContent = text;
      this._bar.hidden = true;
      this._node.hidden = false;
    },
  });
})();

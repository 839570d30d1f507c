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
      box.open = window.innerWidth > 600;
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      this._box = box;
      return box;
    },

    show(state) {
      const { legend, style } = state;
      this._box.replaceChildren();
      const title = make("summary", "cs-title", undefined, this._box);
      make("span", "", legend.title, title);
      make("p", "cs-period", legend.period, this._box);
      const list = make("ul", "cs-rows", undefined, this._box);
      make("li", "cs-head", legend.counted, list);
      for (const row of legend.rows) {
        const item = make("li", "cs-row", undefined, list);
        item.dataset.code = row.code;
        swatch(style.classes[row.code], item);
        make("span", "cs-label", row.label, item);
        make("span", "cs-count", number(row.areas), item);
      }
      if (legend.sites.length) {
        const marks = make("ul", "cs-rows cs-sites", undefined, this._box);
        for (const row of legend.sites) {
          const item = make("li", "cs-row", undefined, marks);
          mark(row.kind, style.sites, item);
          make("span", "cs-label", row.label, item);
          make("span", "cs-count", number(row.count), item);
        }
      }
      make("p", "cs-rule", legend.rule, this._box);
    },
  });

  cs.Label = L.Class.extend({
    initialize(map) {
      this._map = map;
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
      this._node.hidden = false;
      const size = this._map.getSize();
      const box = this._node.getBoundingClientRect();
      const left = point.x + 16 + box.width > size.x ? point.x - 16 - box.width : point.x + 16;
      const top = point.y + 16 + box.height > size.y ? point.y - 16 - box.height : point.y + 16;
      this._node.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
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

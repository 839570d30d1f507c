// Where on the map there is room: what stands over it must not hide what is looked at.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const AIR_PX = 12;
  // Less than this of the map's width or height is no room: rather let a panel cover something.
  const LEAST_PX = 110;
  // The share of a phone's height that a card may have, as panels.css says.
  const SHEET = 0.44;
  const PANELS = ".cs-side, .cs-legend, .cs-bar, .cs-table, .cs-many";

  const meets = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  cs.meets = meets;

  // The largest part of the map that no box covers, found by cutting each off at one side.
  cs.freeRoom = function (size, boxes) {
    let room = { left: 0, top: 0, right: size.x, bottom: size.y };
    const area = ({ left, top, right, bottom }) => (right - left) * (bottom - top);
    for (const box of [...boxes].sort((one, other) => area(other) - area(one))) {
      if (!meets(box, room)) continue;
      const rest = [
        { ...room, left: box.right },
        { ...room, top: box.bottom },
        { ...room, right: box.left },
        { ...room, bottom: box.top },
      ].filter(({ left, top, right, bottom }) => right - left >= LEAST_PX && bottom - top >= LEAST_PX);
      if (rest.length) room = rest.reduce((best, one) => (area(one) > area(best) ? one : best));
    }
    return room;
  };

  // Whether something that was done on the map was done on a panel over it.
  cs.onPanel = (event) => {
    const node = event.originalEvent && event.originalEvent.target;
    return node && node.closest ? node.closest(PANELS) : null;
  };

  // The boxes over a map, in its own pixels. A card has a whole column, or on a phone a sheet, even
  // while it is still short.
  cs.boxesOver = function (map) {
    const node = map.getContainer();
    const home = node.getBoundingClientRect();
    const boxOf = (one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      return { left: left - home.left, top: top - home.top, right: right - home.left, bottom: bottom - home.top };
    };
    const all = (names) => [...node.querySelectorAll(names)].filter((one) => one.checkVisibility());
    const boxes = all(".cs-bar > *, .cs-legend, .leaflet-control-attribution").map(boxOf);
    const wide = map.getSize().x > 600;
    for (const one of all(".cs-side > *")) {
      const box = boxOf(one);
      const card = one.classList.contains("cs-card");
      if (!wide && card) box.top = Math.min(box.top, box.bottom - SHEET * home.height);
      if (wide && (card || one.open)) Object.assign(box, { top: 0, bottom: map.getSize().y });
      boxes.push(box);
    }
    return boxes;
  };

  cs.View.include({
    _room() {
      return cs.freeRoom(this.map.getSize(), cs.boxesOver(this.map));
    },

    // The same as room to leave at each side, as Leaflet asks for it.
    _margins() {
      const { x, y } = this.map.getSize();
      const { left, top, right, bottom } = this._room();
      return {
        paddingTopLeft: [left + AIR_PX, top + AIR_PX],
        paddingBottomRight: [x - right + AIR_PX, y - bottom + AIR_PX],
      };
    },

    // Go to what is looked at: the chosen area, else the place. False where neither is.
    _goToShown() {
      const chosen = this._boundsOf(this.what.select, this.state.select);
      const place = this._boundsOf(this.what.place, this.state.place);
      if (chosen) this.map.fitBounds(chosen.pad(this._air()), { maxZoom: 13.5, animate: false, ...this._margins() });
      else if (place) this.map.fitBounds(place.pad(0.04), { animate: false, ...this._margins() });
      return Boolean(chosen || place);
    },

    // Whether what is looked at is whole on the map, and no panel is over it.
    _isClear() {
      if (!this.state || !this.what) return false;
      const shown = this._boundsOf(this.what.select, this.state.select) || this._boundsOf(this.what.place, this.state.place);
      if (!shown) return false;
      const corner = (place) => this.map.latLngToContainerPoint(place);
      const [from, to] = [corner(shown.getNorthWest()), corner(shown.getSouthEast())];
      const room = this._room();
      return from.x >= room.left && from.y >= room.top && to.x <= room.right && to.y <= room.bottom;
    },

    // Bring the middle of an area out from under a panel that has just opened over it.
    _uncover(level, area) {
      const at = this.map.latLngToContainerPoint(cs.areaBounds(level, area).getCenter());
      const { left, top, right, bottom } = this._room();
      if (at.x >= left && at.x <= right && at.y >= top && at.y <= bottom) return;
      this.map.panBy(at.subtract([(left + right) / 2, (top + bottom) / 2]), { animate: false });
    },
  });
})();

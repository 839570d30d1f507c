// Where on the map there is room: what stands over it must not hide what is looked at.
const AIR_PX = 12;
// Less than this of the map's width or height is no room: rather let a panel cover something.
const LEAST_PX = 110;
// The share of a phone's height that a card may have, as panels.css says.
const SHEET = 0.44;
const PANELS = ".cs-side, .cs-legend, .cs-bar, .cs-table, .cs-many";

/** @param {Box} one @param {Box} other */
export const meets = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

// The largest part of the map that no box covers, found by cutting each off at one side.
/** @param {{ x: number, y: number }} size @param {Box[]} boxes */
export function freeRoom(size, boxes) {
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
}

// Whether something that was done on the map was done on a panel over it.
export const onPanel = (event) => {
  const node = event.originalEvent && event.originalEvent.target;
  return node && node.closest ? node.closest(PANELS) : null;
};

// The boxes over a map, in its own pixels. A card has a whole column, or on a phone a sheet, even
// while it is still short.
export function boxesOver(map) {
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
}

export const roomOf = (map) => freeRoom(map.getSize(), boxesOver(map));

/**
 * The same as room to leave at each side, as Leaflet asks for it.
 * @param {L.Map} map
 * @returns {L.FitBoundsOptions}
 */
export function marginsOf(map) {
  const { x, y } = map.getSize();
  const { left, top, right, bottom } = roomOf(map);
  return {
    paddingTopLeft: [left + AIR_PX, top + AIR_PX],
    paddingBottomRight: [x - right + AIR_PX, y - bottom + AIR_PX],
  };
}

// Whether a box of the ground is whole on the map, and no panel is over it.
export function isClear(map, bounds) {
  const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((place) => map.latLngToContainerPoint(place));
  const room = roomOf(map);
  return from.x >= room.left && from.y >= room.top && to.x <= room.right && to.y <= room.bottom;
}

// Bring the middle of a box of the ground out from under a panel that has just opened over it.
export function uncover(map, bounds) {
  const at = map.latLngToContainerPoint(bounds.getCenter());
  const { left, top, right, bottom } = roomOf(map);
  if (at.x >= left && at.x <= right && at.y >= top && at.y <= bottom) return;
  map.panBy(at.subtract([(left + right) / 2, (top + bottom) / 2]), { animate: false });
}

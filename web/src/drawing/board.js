// A map to draw an outline on: borders and names, corners that are pressed, dragged past and undone.
import { degreesOf, fitted, namesIn, zoomed } from "./frame.js";
import { LEAST, crosses, hint, pressed } from "./outline.js";

/**
 * @typedef {import("./outline.js").Point} Point
 * @typedef {object} Board what Python sends
 * @property {Point} origin
 * @property {number} step
 * @property {Point} size
 * @property {string} districts
 * @property {string} fine
 * @property {string} patch
 * @property {[string, number, number][]} names
 * @property {number} most
 * @property {boolean} refused
 */

/** Pixels that a press may move, and within which two are in one place. */
const STILL_PX = 6;
const NEAR_PX = 12;
const QUICK_MS = 450;
const ZOOM = 0.6;
const PAN = 0.15;
/** How much wider than the map a frame may be. */
const WIDEST = 1.5;

/**
 * Makes a board in an element that holds the parts of one, and returns what shows a map on it.
 * @param {HTMLElement | ShadowRoot} within
 * @param {(corners: Point[]) => void} finished takes longitude and latitude of each corner
 */
export function makeBoard(within, finished) {
  const find = (name) => /** @type {HTMLElement} */ (within.querySelector(`.${name}`));
  const [box, said] = [find("board"), find("said")];
  const base = /** @type {SVGSVGElement} */ (within.querySelector(".base"));
  const above = /** @type {SVGSVGElement} */ (within.querySelector(".above"));
  const [undo, cancel, finish] = ["undo", "cancel", "finish"].map((name) => /** @type {HTMLButtonElement} */ (find(name)));

  /** @type {Board} */
  let map;
  let frame = { x: 0, y: 0, w: 1, h: 1 };
  /** @type {Point[]} */
  let corners = [];
  /** @type {Point[]} */
  let sent = [];
  let warning = "";
  /** Where the pointer is, in steps; none where it is not over the map. @type {Point | null} */
  let over = null;
  let pressedAt = 0;
  /** @type {Map<number, { x: number, y: number }>} */
  const held = new Map();
  let moved = false;

  const pixel = () => frame.w / (box.clientWidth || 1);
  const middle = () => /** @type {Point} */ ([frame.x + frame.w / 2, frame.y + frame.h / 2]);
  const widest = () => fitted(map.size, frame.w / frame.h).w * WIDEST;

  /** @param {{ clientX: number, clientY: number }} event @returns {Point} */
  function pointOf({ clientX, clientY }) {
    const at = box.getBoundingClientRect();
    return [frame.x + (clientX - at.left) * pixel(), frame.y + (clientY - at.top) * pixel()];
  }

  function drawn(name, attributes, text = "") {
    const made = document.createElementNS(above.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = text;
    return made;
  }

  function draw() {
    const [one, { x, y, w, h }] = [pixel(), frame];
    base.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    const onScreen = ([east, south]) => [(east - x) / one, (south - y) / one];
    const line = corners.map(onScreen);
    const shapes = namesIn(map.names, frame, one).map((place) => drawn("text", { x: place.x, y: place.y + 4 }, place.name));
    if (line.length) {
      const next = over && corners.length < map.most ? [onScreen(over)] : [];
      shapes.push(drawn("polygon", { class: "inside", points: [...line, ...next].join(" ") }));
      shapes.push(drawn("polyline", { class: "line", points: [...line, ...next].join(" ") }));
    }
    for (const [at, [cx, cy]] of line.entries()) {
      shapes.push(drawn("circle", { class: at ? "corner" : "corner first", cx, cy, r: at ? 5 : 7 }));
    }
    above.replaceChildren(...shapes);
    said.textContent = warning || hint(corners.length, map.most);
    said.classList.toggle("warning", Boolean(warning));
    undo.disabled = cancel.disabled = !corners.length;
    finish.disabled = corners.length < LEAST;
  }

  function change(made) {
    [corners, warning] = [made, ""];
    draw();
  }

  /** @param {Point} point @param {boolean} quick */
  function set(point, quick) {
    const next = pressed(corners, point, { near: NEAR_PX * pixel(), quick, most: map.most });
    change(next.corners);
    if (next.done) close();
  }

  function close() {
    if (corners.length < LEAST) return;
    if (crosses(corners)) {
      warning = "The outline crosses its own line. Undo the last corners, and set them elsewhere.";
      draw();
      return;
    }
    sent = corners;
    change([]);
    finished(sent.map((corner) => degreesOf(corner, map.origin, map.step)));
  }

  /** @param {number} factor @param {Point} at */
  function zoom(factor, at) {
    frame = zoomed(frame, factor, at, widest());
    draw();
  }

  /** @param {number} right @param {number} down in steps */
  function pan(right, down) {
    frame = { ...frame, x: frame.x + right, y: frame.y + down };
    draw();
  }

  // ---- pointers ----

  box.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    box.setPointerCapture(event.pointerId);
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    moved = held.size > 1;
  });
  box.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    over = event.pointerType === "mouse" ? pointOf(event) : null;
    if (!before) {
      if (corners.length) draw();
      return;
    }
    const [right, down] = [event.clientX - before.x, event.clientY - before.y];
    if (!moved && Math.hypot(right, down) < STILL_PX) return;
    moved = true;
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (other) {
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      zoom(was / Math.max(is, 1), pointOf({ clientX: (event.clientX + other.x) / 2, clientY: (event.clientY + other.y) / 2 }));
    } else pan(-right * pixel(), -down * pixel());
  });
  box.addEventListener("pointerup", (event) => {
    if (!held.delete(event.pointerId) || moved) return;
    const quick = event.timeStamp - pressedAt < QUICK_MS;
    pressedAt = event.timeStamp;
    set(pointOf(event), quick);
  });
  box.addEventListener("pointercancel", (event) => held.delete(event.pointerId));
  box.addEventListener("pointerleave", () => {
    over = null;
    if (corners.length) draw();
  });
  box.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(Math.exp(event.deltaY / 400), pointOf(event));
    },
    { passive: false },
  );

  // ---- keys and buttons ----

  const back = () => change(corners.slice(0, -1));
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: () => pan(-PAN * frame.w, 0),
    ArrowRight: () => pan(PAN * frame.w, 0),
    ArrowUp: () => pan(0, -PAN * frame.h),
    ArrowDown: () => pan(0, PAN * frame.h),
    "+": () => zoom(ZOOM, middle()),
    "=": () => zoom(ZOOM, middle()),
    "-": () => zoom(1 / ZOOM, middle()),
    " ": () => set(middle(), false),
    Enter: close,
    Backspace: back,
    Escape: () => change([]),
  };
  box.addEventListener("keydown", (event) => {
    const plain = !event.altKey && !event.metaKey && !event.ctrlKey;
    const act = plain ? keys[event.key] : event.key === "z" && event.ctrlKey ? back : undefined;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  undo.addEventListener("click", back);
  cancel.addEventListener("click", () => change([]));
  finish.addEventListener("click", close);
  find("nearer").addEventListener("click", () => zoom(ZOOM, middle()));
  find("further").addEventListener("click", () => zoom(1 / ZOOM, middle()));
  new ResizeObserver(() => {
    if (!map || !box.clientWidth) return;
    const [x, y] = middle();
    const h = (frame.w * box.clientHeight) / box.clientWidth;
    frame = { x: x - frame.w / 2, y: y - h / 2, w: frame.w, h };
    draw();
  }).observe(box);

  /** @param {Board} next */
  return (next) => {
    const other = !map || [0, 1].some((at) => map.origin[at] !== next.origin[at] || map.size[at] !== next.size[at]);
    map = next;
    for (const name of ["districts", "fine", "patch"]) base.querySelector(`.${name}`)?.setAttribute("d", map[name]);
    if (other) {
      frame = fitted(map.size, (box.clientWidth || 1) / (box.clientHeight || 1));
      corners = [];
    }
    if (map.refused && !corners.length && !other) corners = sent;
    sent = [];
    draw();
  };
}

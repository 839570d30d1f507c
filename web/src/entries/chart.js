// Shows a place of a chart: the one whose mark is nearest to the pointer, or the one chosen in a list.
import { nearest } from "../charts/nearest.js";

const held = JSON.parse(document.getElementById("spots")?.textContent ?? "null");
const choose = /** @type {HTMLElement} */ (document.querySelector(".choose"));
const list = /** @type {HTMLSelectElement} */ (document.getElementById("chosen"));
const said = /** @type {HTMLOutputElement} */ (choose.querySelector("output"));

/** Adds an element that only eyes need: what it says is said by the list. */
function unspoken(within, name) {
  const made = within.appendChild(document.createElement("div"));
  made.className = name;
  made.hidden = true;
  made.setAttribute("aria-hidden", "true");
  return made;
}

const drawings = [...document.querySelectorAll(".drawn")].map((box, at) => ({
  box: /** @type {HTMLElement} */ (box),
  spots: held.drawn[at],
  ring: unspoken(box, "ring"),
  tip: unspoken(box, "tip"),
}));

function show(name, pointed) {
  for (const { box, spots, ring, tip } of drawings) {
    const spot = spots[name];
    ring.hidden = tip.hidden = !spot;
    if (!spot) continue;
    const [x, y] = [spot[0] * box.clientWidth, spot[1] * box.clientHeight];
    ring.style.left = `${x}px`;
    ring.style.top = `${y}px`;
    tip.textContent = `${name}: ${held.texts[name]}`;
    // Inside the drawing, and not over the mark.
    tip.style.left = `${Math.max(4, Math.min(x + 14, box.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y > tip.offsetHeight + 18 ? y - tip.offsetHeight - 14 : y + 16}px`;
  }
  if (!pointed) said.textContent = name ? `${name}: ${held.texts[name]}` : "";
}

for (const { box, spots } of drawings) {
  box.addEventListener("pointermove", (event) => {
    const at = box.getBoundingClientRect();
    const name = nearest(spots, event.clientX - at.left, event.clientY - at.top, at.width, at.height);
    show(name || list.value, true);
    box.style.cursor = name ? "pointer" : "";
  });
  box.addEventListener("pointerleave", () => show(list.value, true));
  box.addEventListener("click", (event) => {
    const at = box.getBoundingClientRect();
    list.value = nearest(spots, event.clientX - at.left, event.clientY - at.top, at.width, at.height);
    show(list.value, false);
  });
}
list.addEventListener("change", () => show(list.value, false));
window.addEventListener("resize", () => show(list.value, true));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  list.value = "";
  show("", false);
});
choose.hidden = false;

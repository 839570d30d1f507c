// Everything the mouse reaches, by keyboard: the next area, its inside, and out again.
import { shownOf } from "../classing/classing.js";
import { areaAt, areaBounds } from "../painting/geometry.js";
import { actionOf, nextArea } from "./steps.js";

const HELP =
  "Map of areas. Arrow keys move it, plus and minus zoom. Shift with an arrow key chooses the next " +
  "area, Enter looks inside it, Backspace goes out, Escape closes it. Slash finds a place. " +
  "The table has the same figures.";

function step(view, direction) {
  const { level } = view.what;
  const { map } = view;
  const shown = shownOf(view);
  let area = view.chosenArea;
  if (area === undefined || area < 0) area = areaAt(level, map.getCenter());
  else area = nextArea(level, area, direction, shown);
  if (area < 0) return;
  view.choose(level.codes[area]);
  const bounds = areaBounds(level, area);
  if (!map.getBounds().pad(-0.1).contains(bounds.getCenter())) map.panTo(bounds.getCenter(), { animate: false });
  view.pointAt(area);
}

export function listen(view) {
  const node = view.map.getContainer();
  node.setAttribute("role", "application");
  node.setAttribute("aria-label", HELP);
  node.addEventListener(
    "keydown",
    (event) => {
      if (!view.what || event.target !== node) return;
      const asked = actionOf(event);
      if (asked.act === "step") step(view, asked.direction);
      else if (asked.act === "inside" && view.chosenArea >= 0) view.inside(view.what.level.codes[view.chosenArea]);
      else if (asked.act === "out") view.tell({ kind: "out" });
      else if (asked.act === "close") view.choose("");
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true
  );
}

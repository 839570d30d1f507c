// Everything the mouse reaches, by keyboard: the next area, its inside, and out again.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const HELP =
    "Map of areas. Arrow keys move it, plus and minus zoom. Shift with an arrow key chooses the next " +
    "area, Enter looks inside it, Backspace goes out, Escape closes it. Slash finds a place. " +
    "The table has the same figures.";

  const middle = (level, area) => {
    const [west, north, east, south] = level.boxes.subarray(area * 4, area * 4 + 4);
    return { x: (west + east) / 2, y: (north + south) / 2 };
  };

  // The nearest area in a direction: distance aside counts twice.
  cs.nextArea = function (level, from, [dx, dy], shown) {
    const here = middle(level, from);
    let best = -1;
    let nearest = Infinity;
    for (let area = 0; area < level.count; area++) {
      if (area === from || (shown && !shown[area])) continue;
      const there = middle(level, area);
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      if (along <= aside / 2) continue;
      if (along + 2 * aside < nearest) [best, nearest] = [area, along + 2 * aside];
    }
    return best;
  };

  function step(view, direction) {
    const { level } = view.what;
    const { map } = view;
    const shown = cs.shownOf(view);
    let area = view.chosenArea;
    if (area === undefined || area < 0) area = cs.areaAt(level, map.getCenter());
    else area = cs.nextArea(level, area, direction, shown);
    if (area < 0) return;
    view.choose(level.codes[area]);
    const bounds = cs.areaBounds(level, area);
    if (!map.getBounds().pad(-0.1).contains(bounds.getCenter())) map.panTo(bounds.getCenter(), { animate: false });
    view.pointAt(area);
  }

  cs.listen = function (view) {
    const node = view.map.getContainer();
    node.setAttribute("role", "application");
    node.setAttribute("aria-label", HELP);
    node.addEventListener(
      "keydown",
      (event) => {
        if (!view.what || event.target !== node || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.shiftKey && STEPS[event.key]) step(view, STEPS[event.key]);
        else if (event.key === "Enter" && view.chosenArea >= 0) view.inside(view.what.level.codes[view.chosenArea]);
        else if (event.key === "Backspace") view.tell({ kind: "out" });
        else if (event.key === "Escape") view.choose("");
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
      true
    );
  };
})();

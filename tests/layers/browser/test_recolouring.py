"""Another measure painted from the shares of areas that were kept, pixel by pixel."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.packs import binary as pack
from layers.browser.area_layer import Command
from layers.browser.state import read_packs, state_of
from layers.exports.html import page_of
from layers.view import MapView
from tests.browsing import Visit, hand_over

pytestmark = pytest.mark.browser

# Missing figures and uncertain classes are in both: patterns and hatching.
FIRST = MapView(sites=())
MEASURES = ("iod25_decile", "wimd25_environment_decile")
VIEWS = [
    (52.9, -1.5, 6),
    *[(lat, lng, 7.5) for lat, lng in [(51.5, -0.1), (50.6, -4.2)]],
    *[(lat, lng, 8) for lat, lng in [(53.0, -3.4), (52.6, 1.2), (51.4, -2.8), (55.0, -1.9)]],
    *[(lat, lng, 9) for lat, lng in [(53.5, -2.2), (52.48, -1.9), (50.7, -1.3)]],
    *[(lat, lng, 10) for lat, lng in [(53.75, -0.3), (51.5, -0.12), (54.1, -3.2)]],
    *[(lat, lng, 11) for lat, lng in [(51.5, -3.0), (53.8, -1.55), (50.4, -4.1), (54.6, -1.2)]],
    *[(lat, lng, 12.3) for lat, lng in [(54.97, -1.61), (52.2, 0.12)]],
    (53.48, -2.24, 14),
]

MAP = "Object.values(window).find((x) => x && x.coldspots && x.getZoom)"
SETTLED = """
(key) => {
  const map = window.map_div = window.map_div || MAP, { uncut, busy } = map.coldspots.areas.stats();
  return map.getContainer().dataset.shown === key && !busy && uncut === 0;
}
""".replace("MAP", MAP)
GO = """
([lat, lng, zoom]) => {
  map_div.setMaxBounds(null);
  map_div.setView([lat, lng], zoom, { animate: false });
}
"""
# Tiles are cut a few milliseconds at a time while the browser is idle: here it is so all the time, or
# never, so that nothing but the painting takes time.
ALWAYS_IDLE = """
() => {
  const { port1, port2 } = new MessageChannel(), tasks = [];
  port1.onmessage = () => tasks.shift()({ didTimeout: false, timeRemaining: () => 50 });
  window.requestIdleCallback = (task) => { tasks.push(task); port2.postMessage(0); };
}
"""
NEVER_IDLE = """
() => {
  map_div.coldspots.areas._cuts.clear();
  window.requestIdleCallback = () => 0;
}
"""
PAINTED = """
(key) => map_div.getContainer().dataset.shown === key && !map_div.coldspots.areas.stats().busy
"""
APPLY = "(command) => { coldspots.apply(map_div, command); }"
NOTE = """
() => {
  const { areas } = map_div.coldspots;
  window.pixelsOf = () => new Map(Object.entries(areas._tiles)
    .filter(([, tile]) => tile.coords.z === areas._tileZoom)
    .map(([key, { el }]) => [key, el.getContext("2d").getImageData(0, 0, el.width, el.height).data]));
  // A number that other pixels would hardly have, of each tile in view: of those beside it, left from
  // the view before, a page keeps as many as it likes.
  const inView = ([key]) => areas._tiles[key].current;
  window.marks = () => [...pixelsOf()].filter(inView).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, data]) => {
    let mark = 0;
    for (const word of new Uint32Array(data.buffer)) mark = (Math.imul(mark, 31) + word) | 0;
    return [key, mark];
  });
}
"""
# The map as it is painted now, from what is kept, and from its borders, which are told.
COMPARED = """
async () => {
  const { areas } = map_div.coldspots, what = areas._what;
  const kept = [...areas._cuts._kept.keys()].length, before = pixelsOf();
  areas._cuts.clear();
  const done = new Promise((resolve) => areas.once("painted", resolve));
  areas.show(what);
  areas._cuts.stop();
  await done;
  const after = pixelsOf(), found = { kept, tiles: before.size, painted: 0, off: 0, most: 0, further: 0, marks: marks() };
  // The same with sums in double precision.
  const { Float32Array } = window;
  window.Float32Array = Float64Array;
  const raster = new coldspots.Raster(512);
  window.Float32Array = Float32Array;
  const [put] = areas._passes;
  for (const [key, one] of before) {
    const other = after.get(key), exact = new Float64Array(one.length);
    for (let i = 3; i < one.length; i += 4) if (one[i]) found.painted++;
    if (one.every((value, i) => value === other[i])) continue;
    const tile = areas._tiles[key];
    raster.add({ ...put, borders: null }, areas._frame(tile.coords), (row, changes, marks, from) => {
      const sums = [0, 0, 0, 0];
      for (let x = 0; x < 512; x++) {
        for (let c = 0; c < 4; c++) sums[c] += changes[(from + x) * 4 + c];
        for (let c = 0; c < 4; c++) exact[(row * 512 + x) * 4 + c] = c < 3 ? sums[c] / sums[3] : 255 * sums[3];
      }
    });
    for (let i = 0; i < one.length; i++) {
      if (one[i] === other[i]) continue;
      found.off++;
      found.most = Math.max(found.most, Math.abs(one[i] - other[i]));
      // Away from patterns, lines and coasts the exact colour is a mixture of classes alone; at a half,
      // either way is as near.
      const plain = Math.abs(one[i] - exact[i]) < 1 && Math.abs(other[i] - exact[i]) < 1 && exact[i | 3] > 254.99;
      if (plain && Math.abs(one[i] - exact[i]) > Math.abs(other[i] - exact[i]) + 1e-4) found.further++;
    }
  }
  return found;
}
"""


def view_of(measure: str) -> MapView:
    return dataclasses.replace(FIRST, indicator=measure)


def opened(browser: object, file: Path, view: MapView) -> Visit:
    file.write_text(page_of(view, read_packs()), encoding="utf-8")
    visit = Visit(browser, width=1280, offline=True)
    visit.open(file.as_uri())
    visit.tab.wait_for_function(SETTLED, arg=state_of(view, read_packs(), dark=False)["key"])
    visit.tab.evaluate(NOTE)
    return visit


@pytest.fixture(scope="module")
def recoloured(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A page that holds the columns of all measures."""
    visit = opened(browser, tmp_path_factory.mktemp("first") / "map.html", FIRST)
    for measure in MEASURES:
        names = state_of(view_of(measure), read_packs(), dark=False)
        files = filter(None, [*names["paint"]["columns"], names["uncertain"]])
        hand_over(visit.tab, {name: (pack.folder() / name).read_bytes() for name in files})
    visit.tab.evaluate(ALWAYS_IDLE)
    yield visit
    visit.close()


def shown(visit: Visit, view: MapView) -> None:
    state = state_of(view, read_packs(), dark=False)
    # The map stays where it is.
    state["go"]["token"] = visit.tab.evaluate("() => map_div.coldspots.state.go.token")
    visit.tab.evaluate(APPLY, Command(state).command)
    visit.tab.wait_for_function(SETTLED, arg=state["key"])


def gone_to(
    visit: Visit, place: tuple[float, float, float], key: str, until: str = SETTLED
) -> None:
    visit.tab.evaluate(GO, place)
    # Leaflet asks for tiles in the same breath, and they are painted in the next frames.
    visit.tab.wait_for_function(until, arg=key)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_painted_from_kept_shares_is_as_on_a_fresh_page(
    browser: object, recoloured: Visit, tmp_path: Path, measure: str
) -> None:
    second = view_of(measure)
    fresh = opened(browser, tmp_path / "map.html", second)
    fresh.tab.evaluate(NEVER_IDLE)
    first_key, second_key = (
        state_of(view, read_packs(), dark=False)["key"] for view in (FIRST, second)
    )
    found: list[dict[str, Any]] = []
    for place in VIEWS:
        shown(recoloured, FIRST)
        gone_to(recoloured, place, first_key)
        shown(recoloured, second)
        one = recoloured.tab.evaluate(COMPARED)
        gone_to(fresh, place, second_key, PAINTED)
        assert len(one["marks"]) > 1
        assert one["marks"] == fresh.tab.evaluate("() => marks()"), place
        found.append(one)
    fresh.close()
    assert all(one["kept"] == one["tiles"] > 0 for one in found)
    assert all(one["most"] <= 1 and one["further"] == 0 for one in found)
    painted, off = (sum(one[name] for one in found) for name in ("painted", "off"))
    assert painted > 1_000_000
    assert off < painted / 5_000

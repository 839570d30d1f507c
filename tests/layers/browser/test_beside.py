"""Tiles summed in a worker beside the page: the same pixels, and a page that goes on without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.browser.state import read_packs, state_of
from layers.exports.html import page_of
from layers.view import MapView
from tests.browsing import Visit
from tests.layers.browser.test_recolouring import GO, NOTE, SETTLED

pytestmark = pytest.mark.browser

# Hatching, patterns, land and borders are on it.
VIEW = MapView(sites=())
PLACES = [(52.9, -1.5, 6), (53.0, -3.4, 8), (53.48, -2.24, 9.5), (51.5, -0.12, 11)]
# Counts the tiles that come from the worker.
COUNT = """
() => {
  const { areas } = map_div.coldspots, ready = areas._beside._ready;
  window.fromWorker = 0;
  areas._beside._ready = (job) => { window.fromWorker++; ready(job); };
}
"""
WORKS = "() => map_div.coldspots.areas._beside.works()"
# Without a worker for its tiles, as in a browser that has none.
WITHOUT = """
window.Worker = class {
  constructor() { throw new Error("not allowed"); }
};
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("beside") / "map.html"
    file.write_text(page_of(VIEW, read_packs()), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def key() -> str:
    return str(state_of(VIEW, read_packs(), dark=False)["key"])


def opened(browser: object, file: Path, key: str, script: str = "") -> Visit:
    visit = Visit(browser, width=1280, fresh=True, offline=True)
    if script:
        visit.tab.add_init_script(script)
    visit.open(file.as_uri())
    visit.tab.wait_for_function(SETTLED, arg=key)
    visit.tab.evaluate(NOTE)
    return visit


def test_tiles_of_the_worker_are_those_of_the_page(browser: object, file: Path, key: str) -> None:
    beside, alone = opened(browser, file, key), opened(browser, file, key, WITHOUT)
    beside.tab.wait_for_function(WORKS)
    assert alone.tab.evaluate(WORKS) is False
    beside.tab.evaluate(COUNT)
    for place in PLACES:
        marks = []
        for visit in (beside, alone):
            visit.tab.evaluate(GO, place)
            visit.tab.wait_for_function(SETTLED, arg=key)
            marks.append(visit.tab.evaluate("() => marks()"))
        assert len(marks[0]) > 4
        assert marks[0] == marks[1], place
    assert beside.tab.evaluate("() => window.fromWorker") > 20
    beside.close()
    alone.close()


def test_a_worker_that_ends_leaves_no_tile_blank(browser: object, file: Path, key: str) -> None:
    visit = opened(browser, file, key)
    visit.tab.wait_for_function(WORKS)
    # It ends while tiles are under way.
    visit.tab.evaluate(GO, PLACES[2])
    visit.tab.wait_for_function("() => map_div.coldspots.areas._beside.busy()", polling=1)
    visit.tab.evaluate("() => map_div.coldspots.areas._beside._worker.onerror()")
    visit.tab.wait_for_function(SETTLED, arg=key)
    assert visit.tab.evaluate(WORKS) is False
    blank = (
        "() => [...pixelsOf().values()].filter((one) => one.every((value) => value === 0)).length"
    )
    assert visit.tab.evaluate(blank) == 0
    visit.tab.evaluate(GO, PLACES[3])
    visit.tab.wait_for_function(SETTLED, arg=key)
    assert visit.tab.evaluate(blank) == 0
    visit.close()


# Zooms in as a double click does; of the tiles of the next level, how many were asked for and how many
# painted when the zoom ended, and whether the old ones were scaled meanwhile.
ZOOM = """
() => new Promise((done) => {
  const { areas } = map_div.coldspots;
  const next = () => Object.values(areas._tiles).filter(({ coords }) => coords.z === areas._tileZoom);
  const old = [...document.querySelectorAll(".leaflet-tile-container")][0];
  const before = areas._tileZoom;
  let scaled = "";
  const look = () => {
    if (map_div._animatingZoom && old.isConnected) scaled = old.style.transform;
    if (map_div._animatingZoom) requestAnimationFrame(look);
  };
  map_div.once("zoomanim", () => requestAnimationFrame(look));
  map_div.once("zoomend", () => done({
    zoomed: areas._tileZoom - before, asked: next().length, scaled,
    painted: next().filter(({ loaded }) => loaded).length,
  }));
  map_div.setZoom(map_div.getZoom() + 1);
})
"""


def test_the_next_tiles_are_begun_before_a_zoom_ends(browser: object, file: Path, key: str) -> None:
    visit = opened(browser, file, key)
    visit.tab.wait_for_function(WORKS)
    visit.tab.evaluate(GO, (53.48, -2.24, 8))
    visit.tab.wait_for_function(SETTLED, arg=key)
    found = visit.tab.evaluate(ZOOM)
    assert found["zoomed"] == 1
    assert found["asked"] >= 6
    assert "scale(2)" in found["scaled"]
    assert 0 < found["painted"] <= found["asked"]
    visit.close()

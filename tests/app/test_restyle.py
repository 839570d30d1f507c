"""Commands restyle the map in a browser: codes, colours, commands that overtake, commands that fail."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pandas as pd
import pytest
import shapely

from geo.boundaries import outlines as boundaries
from geo.packs import binary as pack
from geo.settings import DISPLAY_CRS
from layers.browser.area_layer import Command
from layers.browser.state import FAILED, read_packs, state_of
from layers.exports.html import page_of
from layers.view import MapView
from tests.browsing import READ, Visit, hand_over

pytestmark = pytest.mark.browser

FIRST = MapView(geography="utla23", indicator="he19_rate", sites=())
SECOND = dataclasses.replace(FIRST, indicator="iod25_score")
SETTLED = """
(key) => map_div.getContainer().dataset.shown === key && !map_div.coldspots.areas.stats().busy
"""
APPLY = "(command) => { coldspots.apply(map_div, command); }"


@pytest.fixture(scope="module")
def page(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The first view as a page on its own, with the second view's column in it too."""
    file = tmp_path_factory.mktemp("alone") / "map.html"
    packs = read_packs()
    file.write_text(page_of(FIRST, packs), encoding="utf-8")
    visit = Visit(browser, offline=True)
    visit.open(file.as_uri())
    visit.tab.wait_for_selector('[data-shown="utla23.he19_rate"]')
    visit.tab.evaluate(
        "() => { window.map_div = Object.values(window).find((x) => x && x.coldspots && x.getZoom); }"
    )
    name = packs["columns"]["utla23"]["iod25_score"]["file"]
    hand_over(visit.tab, {name: (pack.folder() / name).read_bytes()})
    yield visit
    visit.close()


@pytest.fixture
def alone(page: Visit) -> Visit:
    """That page, with its first view shown."""
    page.tab.evaluate(APPLY, command_of(FIRST))
    page.tab.wait_for_function(SETTLED, arg="utla23.he19_rate")
    return page


def command_of(view: MapView, dark: bool = False) -> str:
    return Command(state_of(view, read_packs(), dark=dark)).command


def check_painted(visit: Visit, view: MapView, dark: bool = False) -> None:
    """Codes and colours on the canvas are those of the packed column and the legend's style."""
    state = state_of(view, read_packs(), dark=dark)
    _, parts = pack.read_pack((pack.folder() / state["paint"]["columns"][0]).read_bytes())
    codes = visit.tab.evaluate("() => [...map_div.coldspots.what.codes]")
    assert bytes(codes) == parts["classes"]
    outlines = boundaries.load(view.geography)
    # Middles of the ten roundest large areas of each class.
    points = shapely.maximum_inscribed_circle(shapely.simplify(outlines.geometry.array, 500))
    room = pd.Series(shapely.length(points), index=outlines.index)
    middles = outlines.set_geometry(shapely.get_point(points, 0), crs=outlines.crs)
    middles = middles.to_crs(DISPLAY_CRS).assign(room=room, code=codes)
    chosen = middles.sort_values("room").groupby("code").tail(10)
    seen = set()
    for code, row in chosen[chosen["room"] > 9_000].iterrows():
        look = state["style"]["classes"][row["code"]]
        if "pattern" in look:
            continue
        found = visit.tab.evaluate(READ, [row.geometry.y, row.geometry.x])
        assert found["colour"] == look["fill"], code
        seen.add(row["code"])
    assert len(seen) >= 4


def test_a_command_restyles(alone: Visit) -> None:
    check_painted(alone, FIRST)
    alone.tab.evaluate(APPLY, command_of(SECOND, dark=True))
    alone.tab.wait_for_function(SETTLED, arg="utla23.iod25_score")
    check_painted(alone, SECOND, dark=True)


def test_of_two_commands_the_later_is_shown_though_the_earlier_arrives_last(alone: Visit) -> None:
    slow = state_of(SECOND, read_packs(), dark=False)["paint"]["columns"][0]
    alone.tab.evaluate(
        """async ([one, two, slow]) => {
          const { open } = coldspots;
          let release;
          const later = new Promise((done) => { release = done; });
          coldspots.open = (base, name, ...more) =>
            name === slow ? later.then(() => open(base, name, ...more)) : open(base, name, ...more);
          const earlier = coldspots.apply(map_div, one);
          await coldspots.apply(map_div, two);
          release();
          await earlier;
          coldspots.open = open;
        }""",
        [command_of(SECOND), command_of(FIRST), slow],
    )
    alone.tab.wait_for_function(SETTLED, arg="utla23.he19_rate")
    check_painted(alone, FIRST)


def test_a_failed_command_leaves_the_map_and_says_so(alone: Visit) -> None:
    third = dataclasses.replace(FIRST, indicator="attainment8")
    alone.tab.evaluate(APPLY, command_of(third))
    alone.tab.get_by_text(FAILED).wait_for()
    assert alone.tab.evaluate(SETTLED, "utla23.he19_rate")
    alone.tab.evaluate(APPLY, command_of(SECOND))
    alone.tab.wait_for_function(SETTLED, arg="utla23.iod25_score")
    assert not alone.tab.get_by_text(FAILED).is_visible()

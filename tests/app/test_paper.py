"""A map on paper: its key is whole, and nothing stands there that only a screen can use."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pypdf
import pytest

from layers.browser import read_packs
from layers.exports.html import page_of
from layers.view import MapView
from tests.browsing import Visit, settled

pytestmark = pytest.mark.browser

BLACKPOOL = "E06000009"
FIFTHS = [
    "Lowest fifth",
    "Second lowest fifth",
    "Middle fifth",
    "Second highest fifth",
    "Highest fifth",
]

PRINTED = """() => {
  const seen = (name) => [...document.querySelectorAll(name)].filter((one) => one.checkVisibility()).length;
  const key = document.querySelector(".cs-legend"), box = key.getBoundingClientRect();
  const map = document.querySelector(".leaflet-container").getBoundingClientRect();
  return {
    rows: [...key.querySelectorAll(".cs-label")].filter((one) => one.checkVisibility()).map((one) => one.textContent),
    cut: key.scrollHeight > key.clientHeight + 1 || box.bottom > document.documentElement.scrollHeight,
    type: parseFloat(getComputedStyle(key.querySelector(".cs-only")).fontSize) * (key.currentCSSZoom ?? 1),
    overMap: box.top < map.bottom && box.left < map.right,
    controls: seen(".cs-bar, .leaflet-control-zoom, .cs-find, .cs-tip, .cs-strip button, .cs-brief"),
    map: [Math.round(map.width), Math.round(map.height)],
  };
}"""
HOMES = """() => [".cs-legend", ".leaflet-control-attribution", ".leaflet-container"].map((name) => {
  const node = document.querySelector(name);
  return [node.parentElement.className, [...node.parentElement.children].indexOf(node), node.open, node.style.zoom];
})"""


def _is_whole(printed: dict[str, object]) -> None:
    assert printed["rows"][:5] == FIFTHS
    assert (printed["cut"], printed["overMap"], printed["controls"]) == (False, False, 0)
    assert printed["type"] >= 12
    assert max(printed["map"]) <= 700
    assert min(printed["map"]) >= 260


def _text(page: pypdf.PageObject) -> str:
    """Return the text of a printed page, without ligatures."""
    return " ".join(unicodedata.normalize("NFKC", page.extract_text()).split())


@pytest.mark.parametrize("width", [1440, 390])
def test_a_page_of_a_map_is_printed_with_its_key(
    browser: object, tmp_path: Path, width: int
) -> None:
    """A narrow page has folded its key: on paper nobody can open it."""
    page = tmp_path / "map.html"
    view = MapView(geography="lsoa21", within=BLACKPOOL)
    page.write_text(page_of(view, read_packs()), encoding="utf-8")
    visit = Visit(browser, width, 800, offline=True)
    visit.open(page.as_uri())
    visit.tab.locator(".leaflet-container[data-painted]").wait_for()
    before = visit.tab.evaluate(HOMES)
    visit.tab.emulate_media(media="print")
    visit.tab.locator(".cs-on-paper .cs-legend").wait_for()
    _is_whole(visit.tab.evaluate(PRINTED))
    visit.tab.emulate_media(media="screen")
    visit.tab.locator(".cs-on-paper").wait_for(state="detached")
    assert visit.tab.evaluate(HOMES) == before
    printed = pypdf.PdfReader(io.BytesIO(visit.tab.pdf(format="A4"))).pages
    text = _text(printed[0])
    assert len(printed) == 1
    assert "each holds a fifth of the pupils" in text
    assert "Office for Students" in text
    assert "Key with counts" not in text
    visit.close()


def test_the_map_of_the_app_is_printed_on_one_page_with_its_key(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?in={BLACKPOOL}")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    before = visit.frame.evaluate(HOMES)
    visit.tab.emulate_media(media="print")
    visit.inside.locator(".cs-on-paper .cs-legend").wait_for()
    _is_whole(visit.frame.evaluate(PRINTED))
    visit.tab.emulate_media(media="screen")
    visit.inside.locator(".cs-on-paper").wait_for(state="detached")
    assert visit.frame.evaluate(HOMES) == before
    first = pypdf.PdfReader(io.BytesIO(visit.tab.pdf(format="A4"))).pages[0]
    text = _text(first)
    assert "Young participation (TUNDRA), Blackpool" in text
    assert "each holds a fifth of the pupils" in text
    assert "two-page profile" not in text

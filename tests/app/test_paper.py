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


def test_a_table_in_the_app_is_printed_row_by_row(visit: Visit, address: str) -> None:
    """A frame shows the rows that it has room for: on paper nobody can scroll."""
    visit.turn(f"{address}/?level=utla23&show=he19_rate&as=table")
    visit.inside.locator(".cs-table tbody tr").nth(49).wait_for()
    visit.tab.emulate_media(media="print")
    paper = visit.tab.locator(".cs-paper-table")
    paper.wait_for()
    names = paper.locator("tbody th").all_text_contents()
    assert names[:2] == ["Knowsley", "Blackpool"]
    assert len(names) == 50
    assert paper.locator("button").count() == 0
    assert paper.locator("p").inner_text() == (
        "1 to 50 of 175 counties and unitary authorities. The CSV of the map holds them all."
    )
    assert not visit.tab.get_by_text("or click an area").is_visible()
    text = " ".join(
        _text(page) for page in pypdf.PdfReader(io.BytesIO(visit.tab.pdf(format="A4"))).pages
    )
    assert all(name in text for name in names)
    assert "Next" not in text
    visit.tab.emulate_media(media="screen")
    paper.wait_for(state="detached")
    visit.inside.locator(".cs-table").wait_for()
    assert visit.tab.get_by_text("or click an area").is_visible()


def test_a_table_alone_is_printed_row_by_row(browser: object, tmp_path: Path) -> None:
    """No file of it is promised where none is offered."""
    page = tmp_path / "map.html"
    view = MapView(geography="lsoa21", within=BLACKPOOL, look="table")
    page.write_text(page_of(view, read_packs()), encoding="utf-8")
    visit = Visit(browser, 1440, 800, offline=True)
    visit.open(page.as_uri())
    visit.tab.locator(".cs-table tbody tr").nth(49).wait_for()
    visit.tab.emulate_media(media="print")
    paper = visit.tab.locator(".cs-paper-table")
    paper.wait_for()
    assert paper.locator("p").inner_text() == "1 to 50 of 94 neighbourhoods."
    assert not visit.tab.locator(".cs-pages").is_visible()
    # The columns are many, so a name may be parted: its last word is one line's.
    ends = [name.split()[-1] for name in paper.locator("tbody th").all_text_contents()]
    text = " ".join(
        _text(sheet) for sheet in pypdf.PdfReader(io.BytesIO(visit.tab.pdf(format="A4"))).pages
    )
    assert [end for end in ends if end not in text] == []
    visit.close()


def test_the_question_is_printed_without_its_box(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?start=ask")
    box = visit.tab.locator(".st-key-start input")
    box.wait_for()
    visit.tab.emulate_media(media="print")
    assert not box.is_visible()
    assert not visit.tab.get_by_text("Go straight to the map").is_visible()
    assert visit.tab.locator(".st-key-start h1").is_visible()
    visit.tab.emulate_media(media="screen")
    assert box.is_visible()


@pytest.mark.parametrize(
    ("page", "title", "example"),
    [
        ("story", "Story of a place", "Blackpool"),
        ("profile", "Profile of a place", "Blackpool"),
        ("schools", "Schools: who works where", "Blackpool"),
        ("what-if", "What if", "Lincoln with a hub in Gainsborough"),
    ],
)
def test_what_to_begin_with_is_not_printed(
    visit: Visit, address: str, page: str, title: str, example: str
) -> None:
    visit.turn(f"{address}/{page}")
    visit.tab.get_by_role("heading", name=title, exact=True).wait_for()
    visit.tab.get_by_role("link", name=example, exact=True).wait_for()
    visit.tab.emulate_media(media="print")
    printed = visit.tab.locator(".stMain").inner_text()
    visit.tab.emulate_media(media="screen")
    assert title in printed
    assert example not in printed
    assert "egin with one" not in printed
    assert "Find a place" not in printed

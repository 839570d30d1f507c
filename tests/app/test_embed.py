"""A map's page in a newsroom's article: as high as it needs, and apart from the article."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers.browser.state import read_packs
from layers.exports.embed import embed_snippet
from layers.exports.files import read_link
from layers.exports.html import page_of
from layers.style.legend import legend_of
from layers.view import MapView
from tests.browsing import Visit

pytestmark = pytest.mark.browser

INNER = MapView(geography="msoa21", within="E07000145")
VIEW = MapView(geography="region", indicator="iod25_most_deprived_share")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def article(tmp_path: Path) -> Iterator[str]:
    """Serve an article with the snippet in it; give its address."""
    (tmp_path / "a map.html").write_text(page_of(VIEW, read_packs()), encoding="utf-8")
    (tmp_path / "inner.html").write_text(page_of(INNER, read_packs()), encoding="utf-8")
    (tmp_path / "column.html").write_text(
        f"<!doctype html><html lang=en><title>Article</title>{embed_snippet(INNER, 'inner.html')}",
        encoding="utf-8",
    )
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=en><title>Article</title><body style='margin:0'>"
        f"<h1>Who goes on</h1>{embed_snippet(VIEW, 'a map.html')}<p>More text</p>",
        encoding="utf-8",
    )
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def height_of(visit: Visit) -> str:
    return visit.tab.evaluate("document.querySelector('iframe').style.height")


def test_a_frame_is_as_high_as_its_width_asks(browser: object, article: str) -> None:
    visit = Visit(browser, width=1000)
    visit.open(article)
    visit.tab.wait_for_function("document.querySelector('iframe').style.height === '700px'")
    shown = visit.tab.frame_locator("iframe").locator("[data-painted]")
    shown.wait_for()
    assert shown.get_attribute("data-painted") == "9"
    box = shown.bounding_box()
    assert (round(box["width"]), round(box["height"])) == (1000, 700)
    visit.tab.set_viewport_size({"width": 400, "height": 800})
    visit.tab.wait_for_function("document.querySelector('iframe').style.height === '760px'")
    assert visit.tab.evaluate("document.documentElement.scrollWidth") <= 400
    visit.close()


def test_in_a_column_of_620_pixels_key_trail_and_search_are_there(
    browser: object, article: str
) -> None:
    visit = Visit(browser, width=636)
    visit.open(f"{article}column.html")
    page = visit.tab.frame_locator("iframe")
    page.locator("[data-painted]").wait_for()
    assert page.locator("body").evaluate("(body) => body.clientWidth") == 620
    assert page.locator(".cs-key-brief").is_visible()
    trail = page.locator(".cs-crumbs")
    assert trail.inner_text().split() == [
        "England",
        "East",
        "of",
        "England",
        "Norfolk",
        "Great",
        "Yarmouth",
    ]
    assert trail.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0
    # Nobody answers a page in an article: it finds places by itself, and its trail leads nowhere.
    assert page.locator(".cs-crumbs button").count() == 0
    page.locator(".cs-find-input").fill("gorleston")
    page.locator(".cs-find-option").first.wait_for()
    visit.close()


WIDTHS = [320, 600, 1200]
STANDING = {
    "measure": "level=utla23&show=he19_rate",
    "place": "level=msoa21&in=E07000145",
    "zones": "with=cold&in=E12000002",
    "two": "with=both&level=msoa21&in=E12000003",
}


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a page of each kind in an article of its own; give the address of the folder."""
    folder = tmp_path_factory.mktemp("standing")
    for name, link in STANDING.items():
        view = read_link(link)[0]
        (folder / f"{name}.map.html").write_text(page_of(view, read_packs()), encoding="utf-8")
        snippet = embed_snippet(view, f"{name}.map.html")
        article = f"<!doctype html><html lang=en><title>A</title><body style='margin:0'>{snippet}"
        (folder / f"{name}.html").write_text(article, encoding="utf-8")
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


SEEN = """() => {
  const text = (name) => [...document.querySelectorAll(name)]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 0)
    .map((one) => one.innerText).join(" ");
  const map = document.querySelector(".folium-map").getBoundingClientRect();
  const middle = document.elementFromPoint(map.left + map.width / 2, map.top + map.height / 2);
  const inside = (name) => [...document.querySelectorAll(name)]
    .filter((one) => one.checkVisibility())
    .every((one) => {
      const box = one.getBoundingClientRect();
      return box.left >= 0 && box.right <= innerWidth + 0.5 && box.top >= 0 && box.bottom <= innerHeight + 0.5;
    });
  return {
    head: text(".cs-head, .cs-legend[open]"),
    key: text(".cs-key-brief, .cs-legend[open] .cs-classes, .cs-legend[open] .cs-grid"),
    credit: text(".cs-credit, .leaflet-control-attribution"),
    onMap: !middle.closest(".cs-legend, .cs-bar, .cs-side, .leaflet-control, .cs-head, .cs-foot"),
    wide: document.documentElement.scrollWidth - innerWidth,
    whole: inside(".cs-head, .cs-foot, .cs-legend[open]"),
    tall: map.height,
    swatches: document.querySelectorAll(".cs-key-brief .cs-swatch, .cs-key-brief .cs-nine i").length,
  };
}"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", STANDING)
def test_a_map_stands_alone_in_a_column_of_any_width(
    browser: object, standing: str, name: str, width: int
) -> None:
    visit = Visit(browser, width=width, height=1200)
    visit.open(f"{standing}{name}.html")
    page = visit.tab.frame_locator("iframe")
    page.locator("[data-painted]").wait_for()
    visit.tab.wait_for_function("document.querySelector('iframe').style.height !== '600px'")
    seen = visit.tab.frames[1].evaluate(SEEN)
    view = read_link(STANDING[name])[0]
    legend = legend_of(view, read_packs())
    for words in (legend["title"], legend["place"], legend["period"]):
        assert words in seen["head"].replace("\n", " ")
    if not legend["grid"]:
        for row in legend["rows"]:
            assert row["label"] in seen["key"].replace("\n", " ")
    assert "Open Government Licence" in seen["credit"]
    assert "Contains OS data" in seen["credit"]
    assert seen["onMap"]
    assert seen["wide"] <= 0
    assert seen["whole"]
    assert seen["tall"] >= 300
    # What is looked at is whole on the map that is left.
    if view.within:
        clear = """() => {
          const name = Object.keys(window).find((one) => one.startsWith("map_"));
          const { map, what, state } = window[name].coldspots;
          const at = what.place.codes.indexOf(state.place.code);
          return map.getBounds().contains(coldspots.areaBounds(what.place, at));
        }"""
        assert visit.tab.frames[1].evaluate(clear)
    visit.close()


def test_other_messages_and_other_frames_set_no_height(browser: object, article: str) -> None:
    visit = Visit(browser, width=1000)
    visit.open(article)
    visit.tab.wait_for_function("document.querySelector('iframe').style.height === '700px'")
    visit.tab.evaluate(
        """() => {
          const frame = document.querySelector("iframe");
          window.heights = [];
          const note = () => heights.push(frame.style.height);
          new MutationObserver(note).observe(frame, { attributeFilter: ["style"] });
        }"""
    )
    visit.tab.evaluate("postMessage({coldspots: 'height', px: 333}, '*')")
    visit.tab.frames[1].evaluate("parent.postMessage({other: 'height', px: 334}, '*')")
    visit.tab.frames[1].evaluate("parent.postMessage('height', '*')")
    # Messages are taken in the order in which they come.
    visit.tab.frames[1].evaluate("parent.postMessage({coldspots: 'height', px: 99999}, '*')")
    visit.tab.wait_for_function("document.querySelector('iframe').style.height === '1200px'")
    assert visit.tab.evaluate("() => heights") == ["1200px"]
    visit.close()


def test_a_map_has_no_part_in_the_article(browser: object, article: str) -> None:
    visit = Visit(browser, width=1000)
    visit.open(article)
    visit.tab.frame_locator("iframe").locator("[data-painted]").wait_for()
    assert visit.tab.frames[1].evaluate("origin") == "null"
    assert visit.tab.locator("iframe").get_attribute("title") == "Share in worst tenth, England"
    visit.close()


def test_a_page_by_itself_tells_nobody(browser: object, article: str) -> None:
    visit = Visit(browser, width=1000, fresh=True)
    visit.tab.add_init_script("onmessage = ({ data }) => (window.told = data)")
    visit.open(f"{article}a%20map.html")
    visit.tab.wait_for_selector("[data-painted]")
    assert visit.tab.evaluate("window.told") is None
    visit.close()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("map.html", "map.html"),
        ("a map.html", "a%20map.html"),
        (
            "https://news.example/maps/a.html?b=1&c=2",
            "https://news.example/maps/a.html?b=1&amp;c=2",
        ),
        ('"><script>alert(1)</script>', "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
    ],
)
def test_names_are_inert_in_the_snippet(name: str, source: str) -> None:
    first, script = embed_snippet(VIEW, name).split("\n")
    assert f' src="{source}" ' in first
    assert first.count("<") == 2
    assert script.startswith("<script>addEventListener(")

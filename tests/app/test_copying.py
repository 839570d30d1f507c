"""Buttons that copy what an address shows, and an editor's own words on the page."""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from layers.browser.query import from_query
from layers.exports.embed import embed_snippet
from layers.exports.newsroom import pack_name
from tests.browsing import Visit
from views.panels.copying import copies_html

pytestmark = pytest.mark.browser

PAGES = {
    "/?level=utla23&show=he19_rate": True,
    "/cold-spots?in=E12000002": True,
    "/reach?with=reach&in=E06000009": True,
    "/where-next?with=sites&in=E06000009": True,
    "/compare?with=E06000009,E06000010": False,
    "/charts?chart=ranked&level=utla23&show=he19_rate&in=E06000009": True,
    "/profile?in=E06000009": False,
    "/story?in=E06000009": False,
}


def allowed(browser: object, address: str) -> Visit:
    visit = Visit(browser, fresh=True)
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    return visit


def pressed(visit: Visit, name: str) -> str:
    """Press a button by the keyboard, wait until it is said, and return what was copied."""
    button = visit.tab.locator(".cs-copies").get_by_role("button", name=name, exact=True)
    button.wait_for()
    visit.tab.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    button.focus()
    visit.tab.keyboard.press("Enter")
    status = visit.tab.locator('.cs-copies [role="status"]')
    status.get_by_text("Copied", exact=True).wait_for()
    assert visit.tab.evaluate("document.activeElement.textContent") == name
    return str(visit.tab.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("link", PAGES)
def test_each_page_copies_its_absolute_address(browser: object, address: str, link: str) -> None:
    visit = allowed(browser, address)
    visit.open(f"{address}{link}")
    copied = urlsplit(pressed(visit, "Copy link"))
    assert f"{copied.scheme}://{copied.netloc}" == address
    assert copied.path == urlsplit(link).path
    wanted, got = (dict(parse_qsl(query)) for query in (urlsplit(link).query, copied.query))
    got.pop("at", None)
    now = dict(parse_qsl(urlsplit(visit.tab.url).query))
    now.pop("at", None)
    assert got == now
    assert got.get("in", "") == wanted.get("in", "")
    embeds = visit.tab.locator(".cs-copies").get_by_role("button", name="Copy embed code")
    assert embeds.count() == PAGES[link]
    visit.close()


def test_the_embed_code_is_that_of_the_page_to_take_along(browser: object, address: str) -> None:
    visit = allowed(browser, address)
    visit.open(f"{address}/?level=region&title=Ynys+M%C3%B4n+%E2%80%93+12%25")
    visit.painted("region.tundra_rate")
    copied = pressed(visit, "Copy embed code")
    view = from_query({"level": "region", "title": "Ynys Môn – 12%"})[0]
    assert copied == embed_snippet(view, pack_name(view).replace(".zip", ".html"))
    visit.close()


def test_where_pages_may_not_use_the_clipboard_a_selection_does(
    browser: object, address: str
) -> None:
    visit = allowed(browser, address)
    visit.tab.add_init_script("Object.defineProperty(navigator.clipboard, 'writeText', "
                              "{ value: () => Promise.reject(new Error('not secure')) })")  # fmt: skip
    visit.open(f"{address}/compare?with=E06000009,E06000010")
    assert pressed(visit, "Copy link").startswith(f"{address}/compare?with=")
    assert visit.tab.locator("body > textarea").count() == 0
    visit.close()


def test_a_click_on_the_map_goes_into_what_is_copied(browser: object, address: str) -> None:
    visit = allowed(browser, address)
    visit.open(f"{address}/?level=utla23&show=he19_rate&sites=none")
    visit.painted("utla23.he19_rate")
    visit.frame.evaluate("() => map_div.coldspots.choose('E06000051')")
    visit.tab.wait_for_function("location.search.includes('area=E06000051')")
    assert "area=E06000051" in pressed(visit, "Copy link")
    visit.close()


HOSTILE = "<img src=x onerror=window.bad=1> **bold** [a](javascript:1) $x$"


def test_an_editors_words_are_text_and_marked_on_the_page(visit: Visit, address: str) -> None:
    query = "level=region&title=%3Cimg+src%3Dx+onerror%3Dwindow.bad%3D1%3E+**bold**"
    query += "&subtitle=%5Ba%5D(javascript:1)+%24x%24&credit=%3Cb%3EPA%3C/b%3E"
    visit.turn(f"{address}/?{query}")
    visit.painted("region.tundra_rate")
    heading = visit.tab.get_by_role("heading", level=1)
    assert heading.inner_text().strip() == "<img src=x onerror=window.bad=1> **bold**"
    assert visit.tab.get_by_text("[a](javascript:1) $x$").count() == 1
    assert visit.tab.get_by_text("Headline, subtitle, credit: the editor's.").count() == 1
    credit = visit.inside.locator(".leaflet-control-attribution")
    assert credit.inner_text().startswith("<b>PA</b>. ")
    assert credit.locator("b").count() == 0
    assert visit.tab.evaluate("window.bad") is None


def test_a_headline_leaves_with_the_map_that_it_was_written_of(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=region&title=Our+line&credit=PA")
    visit.painted("region.tundra_rate")
    visit.tab.get_by_role("heading", name="Our line").wait_for()
    visit.frame.evaluate("() => map_div.coldspots.inside('E12000001')")
    visit.tab.wait_for_function("location.search.includes('in=E12000001')")
    query = visit.tab.evaluate("location.search")
    assert "title=" not in query
    assert "credit=PA" in query


def test_a_headline_that_misleads_is_left_with_the_reason(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=region&title=12,000+young+people+reached")
    visit.painted("region.tundra_rate")
    visit.tab.get_by_text("Say within range.").wait_for()
    assert visit.tab.get_by_role("heading", name="reached").count() == 0


def test_no_markup_stands_in_the_attributes_of_buttons() -> None:
    html = copies_html('in=E06000009&title="><script>', "<script>1</script>")
    assert html.count("<") == 8
    assert "<script" not in html
    held = re.search(r'data-text="([^"]+)"', html)
    assert held is not None
    assert base64.b64decode(held[1]).decode() == "<script>1</script>"

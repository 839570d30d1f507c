"""The pages of the gallery, and how each is seen: three widths, light, dark and on paper."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.browsing import CHROMIUM, OPTIONS, PAGES_OF_MAPS, Visit, serving


class Page(NamedTuple):
    """A page of the gallery."""

    name: str
    path: str
    """What stands after the address of the server."""


class Look(NamedTuple):
    """How a page is seen."""

    name: str
    width: int
    height: int
    scheme: str = "light"
    media: str = "screen"


PAGES = (
    Page("start", "/"),
    Page("map-england", "/?level=utla23&show=he19_rate"),
    Page("map-place", "/?in=E06000009"),
    Page("map-area", "/?in=E06000009&area=E01012737"),
    Page("map-kingdom", "/?with=nations&level=pcon24&in=K02000001"),
    Page("map-scotland", "/?in=S92000003&level=iz11&show=simd20_university"),
    Page("map-many", "/?level=msoa21&in=E06000009&as=many"),
    Page("map-before-after", "/?level=utla23&show=he19_rate&with=change&as=many"),
    Page("map-table", "/?level=lad24&in=E12000003&as=table"),
    Page("cold-spots", "/cold-spots?with=cold&in=E06000009"),
    Page("reach", "/reach?with=reach&providers=10007795&km=10&in=E08000035"),
    Page("new-sites", "/where-next?with=sites&add=2&in=E06000009"),
    Page("schools", "/schools?in=E06000009"),
    Page("regions", "/regions"),
    Page("taught-where", "/taught-where?with=taught&subject=CAH07-01&in=E12000006"),
    Page("compare", "/compare?with=E06000009,E06000010"),
    Page("charts", "/charts?chart=years&show=he19_rate&in=E06000009"),
    Page("story", "/story?in=E06000009"),
    Page("check-copy", "/check-copy"),
    Page("profile", "/profile?in=E06000009"),
    Page("method", "/method"),
    Page("data", "/data"),
    Page("notices", "/notices"),
)
LOOKS = (
    Look("1440", 1440, 900),
    Look("768", 768, 1024),
    Look("360", 360, 740),
    Look("dark", 1440, 900, scheme="dark"),
    Look("print", 794, 1123, media="print"),
)
PAINTED = """() => {
  const many = document.querySelector(".cs-many");
  const all = many.hidden || +many.dataset.painted === many.querySelectorAll("figure").length;
  return all && !map_div.coldspots.areas.stats().busy && document.querySelector(".cs-progress").hidden;
}"""
"""Whether the map, or every small map, is painted."""


def shoot(folder: Path, progress: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Photograph every page in every look; return their paths, a page after the other."""
    from playwright.sync_api import sync_playwright

    made = []
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as (url, _),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for page in PAGES:
            progress(page.name)
            for look in LOOKS:
                path = folder / f"page-{page.name}-{look.name}.png"
                _shoot(browser, url + page.path, look, path, newcomer=page.name == "start")
                made.append(path)
        browser.close()
    return made


def _shoot(browser: object, url: str, look: Look, path: Path, *, newcomer: bool) -> None:
    visit = Visit(browser, look.width, look.height, look.scheme, fresh=True, newcomer=newcomer)
    visit.open(url)
    visit.tab.locator('[data-testid="stMain"] :is(h1, h2, iframe)').first.wait_for()
    if urlsplit(url).path in PAGES_OF_MAPS:
        visit.inside.locator("#map_div[data-shown]").wait_for()
        visit.frame.wait_for_function(PAINTED)
    visit.tab.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    visit.tab.emulate_media(media=look.media, color_scheme=look.scheme)
    # A page that becomes narrower on paper paints its maps anew.
    visit.tab.wait_for_timeout(1_500 if look.media == "print" else 600)
    if urlsplit(url).path in PAGES_OF_MAPS:
        visit.frame.wait_for_function(PAINTED)
    visit.tab.screenshot(path=path, full_page=look.media == "print")
    visit.close()

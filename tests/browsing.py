"""The app served and visited in a real browser, every other machine out of reach: shared fixtures.

One server and one browser for all the tests of a process. A page error or a request to elsewhere
fails the test, whatever else it checks.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import SplitResult, parse_qsl, urlsplit

import pandas as pd
import pytest

from geo.areas.cache import area_table
from geo.areas.classes import classify
from geo.boundaries import outlines as boundaries
from geo.registry.indicators import indicator
from geo.settings import DISPLAY_CRS, project_dir
from layers.browser.state import read_packs, state_of
from layers.browser.static_files import MAP, READER, STATIC
from layers.view import MapView

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but this machine's own is found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
FRAME = 'iframe[title="streamlit_folium.st_folium"]'

# Put before everything that the server runs: writes down any address elsewhere that it turns to.
WATCH = """
import os, socket
connect, look_up = socket.socket.connect, socket.getaddrinfo
def note(host):
    if str(host) not in ("127.0.0.1", "::1", "localhost", "None", "", "0.0.0.0"):
        with open(os.environ["COLDSPOTS_WATCH"], "a") as log:
            log.write(f"{host}\\n")
def watched(self, address):
    if self.family != socket.AF_UNIX:
        note(address[0])
    return connect(self, address)
def watched_look_up(host, *more, **others):
    note(host)
    return look_up(host, *more, **others)
socket.socket.connect, socket.getaddrinfo = watched, watched_look_up
"""

# The colour of the painted tile under a point, and where the point is on the page.
READ = """
([lat, lng]) => {
  const map = map_div, layer = map.coldspots.areas;
  const zoom = layer._tileZoom;
  const at = map.project([lat, lng], zoom);
  const side = layer.getTileSize().x;
  const key = `${Math.floor(at.x / side)}:${Math.floor(at.y / side)}:${zoom}`;
  const tile = layer._tiles[key];
  if (!tile) return null;
  const ratio = tile.el.width / side;
  const [x, y] = [(at.x % side) * ratio, (at.y % side) * ratio];
  const [r, g, b, a] = tile.el.getContext("2d").getImageData(x, y, 1, 1).data;
  const hex = (n) => n.toString(16).padStart(2, "0");
  const on = map.latLngToContainerPoint([lat, lng]);
  return { colour: a === 255 ? "#" + hex(r) + hex(g) + hex(b) : "none", x: on.x, y: on.y };
}
"""


# Goes to another address of the app as the back button does.
TURN = """(url) => {
  history.pushState({}, "", url);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""

# The menu that a visit leaves open would lie over a phone's page at the next one.
FORGET_MENU = """() => Object.keys(localStorage)
  .filter((key) => key.startsWith("stSidebarCollapsed"))
  .forEach((key) => localStorage.removeItem(key))"""

PAGES_OF_MAPS = ("/", "/cold-spots", "/reach", "/where-next")

# Which move the map in the frame has made last; -1 where there is no map.
MOVED = f"""() => {{
  const shown = document.querySelector('{FRAME}')?.contentWindow?.map_div;
  return shown?.coldspots?.state?.go.token ?? -1;
}}"""


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(url: str) -> bool:
    """Test whether a server takes connections, answered at once or not."""
    try:
        with urllib.request.urlopen(url, timeout=0.02):
            return True
    except TimeoutError:
        return True
    except urllib.error.URLError as error:
        return not isinstance(error.reason, ConnectionRefusedError)


def wait_for_health(url: str, server: subprocess.Popen, said: Path | None = None) -> None:
    """Wait until a server answers that it is well, for a minute at most."""
    for _ in range(1_200):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended: {said.read_text() if said else ''}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("the server did not answer within a minute")


@contextlib.contextmanager
def serving(home: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Serve the app as `make app` does, on a free port; give its address and its process.

    Parameters
    ----------
    home
        An empty folder. What the server asks of other machines is written to `asked.txt` in it,
        and what it says itself to `said.txt`.
    settings
        Variables of its environment.
    """
    (home / "sitecustomize.py").write_text(WATCH)
    (home / "asked.txt").touch()
    environment = {
        **os.environ,
        "PYTHONPATH": str(home),
        "COLDSPOTS_WATCH": str(home / "asked.txt"),
        "HOME": str(home),
        **settings,
    }
    port = free_port()
    with (home / "said.txt").open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve", "--port", str(port)],
            cwd=project_dir(),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://localhost:{port}"
    try:
        wait_for_health(url, server, home / "said.txt")
        yield url, server.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's home, where `asked.txt` lists what it asked of other machines."""
    return tmp_path_factory.mktemp("watch")


@pytest.fixture(scope="session")
def address(watch: Path) -> Iterator[str]:
    """The app's address."""
    with serving(watch) as (url, _):
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[object, asyncio.AbstractEventLoop]]:
    """Chromium, as Debian has it, and the loop that Playwright speaks to it in."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield opened, loop
        asyncio._set_running_loop(loop)
        opened.close()


@pytest.fixture(scope="module")
def browser(chromium: tuple[object, asyncio.AbstractEventLoop]) -> Iterator[object]:
    """Chromium, for a file of tests; the next file finds the app's scripts in its cache.

    Between files Playwright's loop counts as not running, for tests that run a loop of their own.
    """
    opened, loop = chromium
    asyncio._set_running_loop(loop)
    try:
        yield opened
    finally:
        Visit.put_away(opened)
        kept = Visit.kept(opened)
        for context in opened.contexts:
            # What a file opened itself and left to the end of its browser.
            if context not in kept:
                context.close()
        asyncio._set_running_loop(None)


@pytest.fixture(scope="module")
def scripts(browser: object) -> Iterator[object]:
    """A bare page with the map's own scripts and nothing drawn."""
    tab = browser.new_page(viewport={"width": 800, "height": 600})
    tab.set_default_timeout(45_000)
    for name in (READER, *MAP):
        tab.add_script_tag(path=STATIC / name)
    yield tab
    tab.close()


# As an exported page does it: a piece of a pack in an element, then the script that takes it.
HAND_OVER = """
(packs) => {
  for (const [name, text] of Object.entries(packs)) {
    const piece = document.createElement("script"), take = document.createElement("script");
    piece.type = "application/gzip;base64";
    Object.assign(piece.dataset, { pack: name, last: "" });
    piece.textContent = text;
    take.textContent = "coldspots.take();";
    document.head.append(piece, take);
  }
}
"""


def hand_over(tab: object, packs: dict[str, bytes]) -> None:
    """Pass packs to a page under their names, so that its scripts open them without a server."""
    texts = {name: base64.b64encode(content).decode() for name, content in packs.items()}
    tab.evaluate(HAND_OVER, texts)


def let_images_fail(frame: object) -> None:
    """Wait until every broken image of a page has failed, and run what it runs when it does.

    They fail in the order in which they came, and the last is one of our own.
    """
    frame.evaluate(
        """() => new Promise((done) => {
          const image = new Image();
          image.onerror = () => setTimeout(done);
          image.src = "data:image/png;base64,";
        })"""
    )


def let_animations_end(frame: object) -> None:
    """Wait until nothing moves, and what stands still is drawn."""
    frame.evaluate(
        """async () => {
          await Promise.allSettled(document.getAnimations().map((one) => one.finished));
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          await frame();
          await frame();
        }"""
    )


def until_gone(elements: object) -> None:
    """Wait until a page has none of some elements, old copies on their way out among them."""
    from playwright.sync_api import expect

    expect(elements).to_have_count(0, timeout=45_000)


class Visit:
    """One visitor's tab, with everything that must not happen written down.

    A tab that was closed is taken up again by the next visit of the same kind to the same browser,
    so that the page's scripts come from its cache: half of what a page load costs. A visit that
    opens its first page has cookies and a session on the server of its own; one that turns to it
    goes on with those of the visit before.

    Parameters
    ----------
    width, height
        The window's, in pixels.
    color_scheme
        What the visitor's system prefers, `light` or `dark`.
    fresh
        Whether the tab must be new: for tests that change it for good or start from an empty cache.
    newcomer
        Whether the browser has never been here: a bare address then begins with the question.
        Others have chosen the map alone.
    ends
        Whether the visit is over on the server too when it is closed, as a closed tab's is.
    more
        Options of Playwright's `new_context`.
    """

    _idle: ClassVar[weakref.WeakKeyDictionary[object, dict[frozenset, list]]] = (
        weakref.WeakKeyDictionary()
    )

    def __init__(
        self,
        browser: object,
        width: int = 1440,
        height: int = 900,
        color_scheme: str = "light",
        fresh: bool = False,
        newcomer: bool = False,
        ends: bool = False,
        **more: object,
    ) -> None:
        self._shelf = self._idle.setdefault(browser, {}).setdefault(frozenset(more.items()), [])
        self._fresh = fresh
        self._ends = ends
        self._newcomer = newcomer
        self._began = False
        if self._shelf and not fresh:
            self.context, self.tab = self._shelf.pop()
        else:
            self.context = browser.new_context(**more)
            self.tab = self.context.new_page()
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.emulate_media(color_scheme=color_scheme, media="screen")
        self.tab.set_default_timeout(int(os.environ.get("COLDSPOTS_PATIENCE_MS", "45000")))
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.tab.on("pageerror", self._note_error)
        # Seen, not routed: a browser whose requests are routed keeps no cache. Other machines are
        # out of reach by OPTIONS.
        self.context.on("request", self._note_request)

    @classmethod
    def put_away(cls, browser: object) -> None:
        """Leave no page open in a browser, nor what pages stored; keep plain tabs' caches."""
        for kind, shelf in cls._idle.get(browser, {}).items():
            for context, tab in shelf:
                if kind:
                    context.close()
                    continue
                tab.evaluate(
                    """() => {
                      if (location.protocol === "http:") { localStorage.clear(); }
                    }"""
                )
                tab.goto("about:blank")
            if kind:
                shelf.clear()

    @classmethod
    def kept(cls, browser: object) -> list[object]:
        """The contexts of the tabs that a browser keeps for later visits."""
        return [context for shelf in cls._idle.get(browser, {}).values() for context, _ in shelf]

    def _note_error(self, error: object) -> None:
        self.errors.append(str(error))

    def _note_request(self, request: object) -> None:
        if not request.url.startswith(("http://localhost:", "data:", "blob:", "file:")):
            self.outside.append(request.url)

    def open(self, url: str) -> None:
        """Load an address, as a visitor with a link does: a visit of its own to the server."""
        if not self._began:
            self.context.clear_cookies()
            if urlsplit(self.tab.url).netloc == urlsplit(url).netloc != "":
                self.tab.evaluate(FORGET_MENU)
            if not self._newcomer and url.startswith("http"):
                alone = {"name": "coldspots_place", "value": "map", "url": url}
                self.context.add_cookies([alone])
            self._began = True
        self.tab.goto(url)

    def turn(self, url: str) -> None:
        """Go to an address of the app without loading the page: a fifth of what a load costs.

        Where the tab is at the app, from an earlier test of the file too, the visit goes on as it
        does when the back button is pressed: the server reads the address anew, and the map goes
        where it says. Elsewhere the address is loaded. For tests that are about a page, not about
        how one comes to it, and that leave nothing open when they pass.
        """
        from playwright.sync_api import TimeoutError as TookTooLongError

        if not self._may_turn(url):
            self.open(url)
            return
        self._began = True
        before = self.tab.evaluate(MOVED)
        self.tab.evaluate(TURN, url)
        # An address that ends with the port is the map's too.
        if (urlsplit(url).path or "/") not in PAGES_OF_MAPS:
            return
        try:
            moved = f"(before) => ({MOVED})() > before"
            self.tab.wait_for_function(moved, arg=before, timeout=10_000)
        except TookTooLongError:
            # What was done last on the page was still under way, and counts for more.
            self.open(url)

    def _may_turn(self, url: str) -> bool:
        """Test whether the tab is at the app of an address, at rest, and would have work to do."""
        now, then = urlsplit(self.tab.url), urlsplit(url)
        if (now.scheme, now.netloc) != (then.scheme, then.netloc):
            return False
        if self._asks(now) == self._asks(then):
            return False
        if self.tab.locator('[role="dialog"]').count():
            return False
        self.at_rest()
        return True

    @staticmethod
    def _asks(address: SplitResult) -> tuple[str, list[tuple[str, str]]]:
        """What the server reads of an address."""
        return address.path or "/", sorted(
            pair for pair in parse_qsl(address.query, keep_blank_values=True) if pair[0] != "at"
        )

    @property
    def map(self) -> object:
        return self.tab.frame_locator(FRAME).locator("#map_div")

    @property
    def inside(self) -> object:
        """What stands in the map's frame."""
        return self.tab.frame_locator(FRAME)

    @property
    def frame(self) -> object:
        return next(frame for frame in self.tab.frames if "st_folium" in frame.url)

    def painted(self, key: str) -> int:
        """Wait until a measure is painted whole; return the number of areas painted."""
        self.tab.frame_locator(FRAME).locator(f'#map_div[data-shown="{key}"]').wait_for()
        self.frame.wait_for_function("() => !map_div.coldspots.areas.stats().busy")
        self.at_rest()
        return int(self.map.get_attribute("data-painted"))

    def at_rest(self) -> None:
        """Wait until the server has drawn the page whole.

        Only after something that the new page alone has: before a press is noticed, the old one
        is at rest as well.
        """
        self.tab.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()

    def close(self) -> None:
        """End the visit: nothing went wrong on its pages, and nothing was asked of elsewhere."""
        if self._fresh or self.tab.is_closed():
            self.context.close()
        else:
            self.tab.remove_listener("pageerror", self._note_error)
            self.context.remove_listener("request", self._note_request)
            for page in self.context.pages:
                if page != self.tab:
                    page.close()
            self.context.unroute_all()
            self.tab.unroute_all()
            if self._ends:
                self.tab.goto("about:blank")
            self._shelf.append((self.context, self.tab))
        assert self.errors == []
        assert self.outside == []


def settled(visit: Visit, key: str, within: str = "") -> None:
    """Wait until the map shows a measure inside a place."""
    visit.painted(key)
    visit.frame.wait_for_function(
        """([key, within]) => {
          const { state } = map_div.coldspots;
          return state.key === key && (state.place ? state.place.code : "") === within;
        }""",
        arg=[key, within],
    )


def address_holds(visit: Visit, *parts: str) -> None:
    """Wait until the address holds each of some texts."""
    for part in parts:
        visit.tab.wait_for_function(
            "(part) => decodeURIComponent(location.search).includes(part)", arg=part
        )


def address_lacks(visit: Visit, part: str) -> None:
    """Wait until a text has gone from the address."""
    visit.tab.wait_for_function(
        "(part) => !decodeURIComponent(location.search).includes(part)", arg=part
    )


@pytest.fixture
def visit(browser: object) -> Iterator[Visit]:
    made = Visit(browser)
    yield made
    made.close()


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """The joined table of neighbourhoods."""
    return area_table("lsoa21")


@pytest.fixture(scope="session")
def spots(table: pd.DataFrame) -> pd.DataFrame:
    """Large neighbourhoods with a point well inside each, as longitude and latitude."""
    layer = boundaries.load("lsoa21")
    layer = layer[layer.index.str.startswith("E")]
    large = layer[layer.area > 90e6]
    inside = large.geometry.apply(lambda shape: shape.buffer(-2_500))
    large = large[~inside.is_empty]
    point = inside[~inside.is_empty].representative_point().to_crs(DISPLAY_CRS)
    return pd.DataFrame({"lon": point.x, "lat": point.y}, index=large.index).join(table)


def expected_colours(table: pd.DataFrame, name: str, dark: bool = False) -> pd.Series:
    """Return the expected colour of each neighbourhood, from the table and the legend."""
    entry = indicator(name)
    codes = classify(table, entry).of_area
    style = state_of(MapView(indicator=name), read_packs(), dark=dark)["style"]["classes"]
    return pd.Series([style[int(code)]["fill"] for code in codes], index=table.index)

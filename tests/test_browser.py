"""The app in a real browser, every other machine out of reach.

Counts painted areas, reads colours back from the canvas, points, clicks, types; any page error and
any request to elsewhere fails the test.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from geo import boundaries, pack
from geo.areas import build_areas
from geo.classes import classify
from geo.indicators import indicator
from geo.settings import DISPLAY_CRS, project_dir
from layers.area_layer import FAILED, read_packs, state_of
from layers.export_html import page_of
from layers.view import MapView

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
if CHROMIUM is None:
    pytest.skip("no chromium here: apt-get install chromium", allow_module_level=True)

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
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


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watch")
    (folder / "sitecustomize.py").write_text(WATCH)
    (folder / "asked.txt").touch()
    return folder


@pytest.fixture(scope="module")
def address(watch: Path) -> Iterator[str]:
    """The app, served as `make app` serves it, on a free port."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(watch),
        "COLDSPOTS_WATCH": str(watch / "asked.txt"),
        "HOME": str(watch),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "cli.py", "serve", "--port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=project_dir(),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    url = f"http://localhost:{port}"
    try:
        for _ in range(240):
            if server.poll() is not None:
                assert server.stdout is not None
                pytest.fail(f"the server ended: {server.stdout.read()}")
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        else:
            pytest.fail("the server did not answer within a minute")
        yield url
    finally:
        subprocess.run(["pkill", "-P", str(server.pid)], check=False)
        server.terminate()
        server.wait(timeout=20)
        assert server.stdout is not None
        server.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        opened.close()


class Visit:
    """One visitor's tab, with everything that must not happen written down."""

    def __init__(
        self, browser: object, width: int = 1440, height: int = 900, **more: object
    ) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, **more)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(45_000)
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.context.route("**/*", self._guard)

    def _guard(self, route: object) -> None:
        url = route.request.url
        if url.startswith(("http://localhost:", "data:", "blob:", "file:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def open(self, url: str) -> None:
        self.tab.goto(url)

    @property
    def map(self) -> object:
        return self.tab.frame_locator(FRAME).locator("#map_div")

    @property
    def frame(self) -> object:
        return next(frame for frame in self.tab.frames if "st_folium" in frame.url)

    def painted(self, key: str) -> int:
        """Wait until a measure is painted whole; return the number of areas painted."""
        self.tab.frame_locator(FRAME).locator(f'#map_div[data-shown="{key}"]').wait_for()
        self.frame.wait_for_function("() => !map_div.coldspots.areas.stats().busy")
        return int(self.map.get_attribute("data-painted"))

    def close(self) -> None:
        self.context.close()
        assert self.errors == []
        assert self.outside == []


@pytest.fixture
def visit(browser: object) -> Iterator[Visit]:
    made = Visit(browser)
    yield made
    made.close()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return build_areas("lsoa21")[0].table


@pytest.fixture(scope="module")
def spots(table: pd.DataFrame) -> pd.DataFrame:
    """Large neighbourhoods with a point well inside each, as longitude and latitude."""
    layer = boundaries.load("lsoa21")
    layer = layer[layer.index.str.startswith("E")]
    large = layer[layer.area > 90e6]
    inside = large.geometry.apply(lambda shape: shape.buffer(-2_500))
    large = large[~inside.is_empty]
    point = inside[~inside.is_empty].representative_point().to_crs(DISPLAY_CRS)
    return pd.DataFrame({"lon": point.x, "lat": point.y}, index=large.index).join(table)


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


def expected_colours(table: pd.DataFrame, name: str, dark: bool = False) -> pd.Series:
    entry = indicator(name)
    codes = classify(table, entry).of_area
    style = state_of(MapView(indicator=name), read_packs(), dark=dark)["style"]["classes"]
    return pd.Series([style[int(code)]["fill"] for code in codes], index=table.index)


def check_colours(visit: Visit, spots: pd.DataFrame, table: pd.DataFrame, name: str) -> None:
    colours = expected_colours(table, name)
    coloured = spots[spots[name].notna()]
    per_class = coloured.groupby(colours[coloured.index]).head(3)
    assert len(per_class) >= 9
    for code, row in per_class.iterrows():
        found = visit.frame.evaluate(READ, [row["lat"], row["lon"]])
        assert found["colour"] == colours[code], (code, row["area_name"])


def test_every_neighbourhood_is_painted_in_its_colour(
    visit: Visit, address: str, spots: pd.DataFrame, table: pd.DataFrame
) -> None:
    visit.open(address)
    assert visit.painted("lsoa21.tundra_rate") == 35_672
    check_colours(visit, spots, table, "tundra_rate")
    suppressed = spots[(spots["tundra_rate"].isna()) & spots["tundra_basis"].notna()]
    for _, row in suppressed.head(3).iterrows():
        found = visit.frame.evaluate(READ, [row["lat"], row["lon"]])
        palette = set(expected_colours(table, "tundra_rate")[table["tundra_rate"].notna()])
        assert found["colour"] not in palette


def test_pointing_at_an_area_names_it_and_gives_its_value(
    visit: Visit, address: str, spots: pd.DataFrame
) -> None:
    visit.open(f"{address}/?sites=none")
    visit.painted("lsoa21.tundra_rate")
    for code in spots.index[:40:13]:
        row = spots.loc[code]
        at = visit.frame.evaluate(READ, [row["lat"], row["lon"]])
        box = visit.map.bounding_box()
        visit.tab.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
        tip = visit.tab.frame_locator(FRAME).locator(".cs-tip")
        tip.get_by_text(row["area_name"]).wait_for()
        text = tip.inner_text()
        assert row["local_name"] in text
        assert indicator("tundra_rate").text(row["tundra_rate"]) in text


def test_another_question_restyles_the_same_map(
    visit: Visit, address: str, spots: pd.DataFrame, table: pd.DataFrame
) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    visit.frame.evaluate("() => { window.sameFrame = true; }")
    visit.tab.get_by_text("Deprivation", exact=True).first.click()
    assert visit.painted("lsoa21.iod25_decile") == 35_672
    check_colours(visit, spots, table, "iod25_decile")
    assert visit.frame.evaluate("() => window.sameFrame") is True
    assert "show=iod25_decile" in visit.tab.url
    visit.tab.get_by_role("heading", name="IMD decile").wait_for()
    legend = visit.tab.frame_locator(FRAME).locator(".cs-legend")
    assert "6,751" in legend.inner_text()


@pytest.mark.parametrize(
    ("level", "name", "areas"),
    [
        ("msoa21", "tundra_rate", 7_264),
        ("ward24", "tundra_rate", 7_536),
        ("utla23", "he19_rate", 175),
        ("cauth25", "tundra_rate", 15),
        ("region", "attainment8", 9),
    ],
)
def test_levels_open_from_a_link(
    visit: Visit, address: str, level: str, name: str, areas: int
) -> None:
    visit.open(f"{address}/?level={level}&show={name}")
    assert visit.painted(f"{level}.{name}") == areas


def test_choosing_a_level_keeps_the_frame(visit: Visit, address: str) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    visit.frame.evaluate("() => { window.sameFrame = true; }")
    visit.tab.get_by_role("combobox", name="Areas").click()
    visit.tab.get_by_role("option", name="Regions").click()
    assert visit.painted("region.tundra_rate") == 9
    assert visit.frame.evaluate("() => window.sameFrame") is True


def test_a_postcode_lands_on_its_neighbourhood(visit: Visit, address: str) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    visit.tab.get_by_label("Find a postcode").fill("fy1 1aa")
    visit.tab.keyboard.press("Enter")
    visit.tab.get_by_text("FY1 1AA is in Central Blackpool").wait_for()
    visit.frame.wait_for_function("() => map_div.getZoom() >= 12")
    visit.frame.wait_for_function("() => map_div.coldspots.chosen.getLayers().length === 2")
    middle = visit.frame.evaluate(
        "() => cs_at(map_div.getCenter())".replace(
            "cs_at(map_div.getCenter())",
            "coldspots.areaAt(map_div.coldspots.what.level, map_div.coldspots.chosen"
            ".getLayers()[0].getBounds().getCenter())",
        )
    )
    code = visit.frame.evaluate(f"() => map_div.coldspots.what.level.codes[{middle}]")
    assert code == "E01012737"
    assert "area=E01012737" in visit.tab.url


def test_sites_stand_on_top_by_kind(visit: Visit, address: str) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    shown = state_of(MapView(), read_packs(), dark=False)["legend"]["sites"]
    assert visit.frame.evaluate("() => map_div.coldspots.sites.count()") == sum(
        row["count"] for row in shown
    )
    visit.tab.get_by_role("button", name="Universities").click()
    colleges = next(row["count"] for row in shown if row["label"].startswith("Colleges"))
    visit.frame.wait_for_function(f"() => map_div.coldspots.sites.count() === {colleges}")
    visit.tab.get_by_text("Only where part-time courses are taught").click()
    part = state_of(MapView(sites=("college",), part_time=True), read_packs(), dark=False)
    count = part["legend"]["sites"][0]["count"]
    visit.frame.wait_for_function(f"() => map_div.coldspots.sites.count() === {count}")
    assert "parttime=yes" in visit.tab.url


def test_pointing_at_a_site_names_it(visit: Visit, address: str) -> None:
    from geo import tables

    visit.open(f"{address}/?sites=university&area=E01012737")
    visit.painted("lsoa21.tundra_rate")
    site = tables.load("sites")
    site = site[(site["kind"] == "university") & site["placed"]].iloc[0]
    at = visit.frame.evaluate(
        """() => {
          const { points } = map_div.coldspots.what, i = points.kind.indexOf(0);
          map_div.setView(coldspots.toLatLng(points.x[i], points.y[i], points.cell_m), 15, {animate: false});
          const on = map_div.latLngToContainerPoint(map_div.getCenter());
          return { x: on.x, y: on.y, name: points.names[i] };
        }"""
    )
    box = visit.map.bounding_box()
    visit.tab.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    visit.tab.frame_locator(FRAME).locator(".cs-tip-name").get_by_text(at["name"]).wait_for()


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1440, 900, 2 / 3), (1024, 768, 2 / 3), (360, 740, 0.9)]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_the_page(
    browser: object, address: str, width: int, height: int, least: float, scheme: str
) -> None:
    visit = Visit(browser, width, height, color_scheme=scheme)
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    box = visit.tab.locator(FRAME).bounding_box()
    assert box["width"] >= least * width
    assert box["height"] >= 0.7 * height
    assert box["y"] + box["height"] <= height + 30
    assert visit.map.get_attribute("data-theme") == scheme
    assert visit.tab.evaluate("() => document.documentElement.scrollWidth") <= width
    visit.close()


def test_what_cannot_be_loaded_is_said_in_words(browser: object, address: str) -> None:
    visit = Visit(browser)
    visit.context.route("**/arcs-*.bin.gz", lambda route: route.abort())
    visit.open(address)
    visit.tab.frame_locator(FRAME).get_by_text(FAILED).wait_for()
    visit.close()


def test_the_data_page_opens(visit: Visit, address: str) -> None:
    visit.open(f"{address}/data")
    visit.tab.get_by_role("heading", name="Where it comes from").wait_for()
    assert "Office for Students" in visit.tab.content()


def test_answers_carry_protecting_headers(address: str) -> None:
    for path in ("/", "/_stcore/health"):
        with urllib.request.urlopen(address + path, timeout=10) as answer:
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    name = read_packs()["levels"]["region"]["file"]
    with urllib.request.urlopen(f"{address}/app/static/packs/{name}", timeout=10) as answer:
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] is None
        assert answer.read() == (pack.folder() / name).read_bytes()


def test_the_server_turns_to_no_other_machine(visit: Visit, address: str, watch: Path) -> None:
    """Not even when a stranger's page knocks, which makes Streamlit look itself up by default."""
    import http.client

    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    host = address.removeprefix("http://")
    knock = http.client.HTTPConnection(host, timeout=20)
    headers = {
        "Origin": "http://stranger.example",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c2l4dGVlbiBieXRlcyEhIQ==",
    }
    knock.request("GET", "/_stcore/stream", headers=headers)
    assert knock.getresponse().status == 403
    knock.close()
    assert (watch / "asked.txt").read_text() == ""


def test_no_file_outside_the_two_folders_is_served(address: str) -> None:
    for path in ("/app/static/packs/../provenance.json", "/app/static/map/%2e%2e/view.py"):
        try:
            with urllib.request.urlopen(address + path, timeout=10) as answer:
                body = answer.read(300)
        except urllib.error.HTTPError as error:
            body = error.read(300)
        assert b"sha256" not in body
        assert b"MapView" not in body


HOSTILE = [
    "<img src=x onerror=window.PWN=1>",
    "{{ 7919*7907 }}",
    "${window.PWN=1}",
    "Queen`s \\ College</script><script>window.PWN=1</script>",
    "Ynys Môn",
]


def test_hostile_names_are_text(
    browser: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of areas, places and sites that are markup, template or script stay what they are."""
    packs = read_packs()
    for path in pack.folder().iterdir():
        (tmp_path / path.name).symlink_to(path)
    level = packs["levels"]["region"]
    header, parts = pack.read_pack((pack.folder() / level["file"]).read_bytes())
    names = "\n".join((HOSTILE * 2)[:9]).encode()
    spoilt = pack._assemble(
        {**header, "contexts": [HOSTILE[0]] * len(header["contexts"])},
        {**parts, "names": names, "local_names": names},
    )
    (tmp_path / "spoilt.bin.gz").write_bytes(spoilt)
    monkeypatch.setattr(pack, "folder", lambda *_: tmp_path)
    packs["levels"]["region"] = {**level, "file": "spoilt.bin.gz"}
    packs["bytes"]["spoilt.bin.gz"] = len(spoilt)
    page = tmp_path / "page.html"
    page.write_text(page_of(MapView(geography="region", sites=()), packs), encoding="utf-8")
    assert "62615533" not in page.read_text(encoding="utf-8")
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    seen = visit.tab.evaluate(
        """() => {
          const map = Object.values(window).find((x) => x && x.coldspots && x.getZoom);
          const { level } = map.coldspots.what, seen = [];
          for (let i = 0; i < level.count; i++) {
            map.fire("mousemove", { latlng: coldspots.areaBounds(level, i).getCenter(),
                                    containerPoint: L.point(400, 300) });
            map.coldspots.label.show(L.point(400, 300), {
              name: level.localNames[i], where: level.contexts[level.context[i]] });
            seen.push(document.querySelector(".cs-tip-name").textContent);
          }
          return seen;
        }"""
    )
    assert seen == (HOSTILE * 2)[:9]
    visit.tab.wait_for_timeout(300)
    assert visit.tab.evaluate("() => window.PWN") is None
    assert "62615533" not in visit.tab.content()
    assert visit.tab.locator(".cs-tip img").count() == 0
    visit.close()


def test_a_page_alone_opens_from_disk_with_the_network_off(browser: object, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    view = dataclasses.replace(MapView(), geography="lad24", indicator="iod25_score")
    page.write_text(page_of(view, read_packs()), encoding="utf-8")
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector('[data-shown="lad24.iod25_score"]')
    assert int(visit.tab.locator(".folium-map").get_attribute("data-painted")) >= 300
    assert "IMD score" in visit.tab.locator(".cs-legend").inner_text()
    visit.close()

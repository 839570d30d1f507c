"""A basemap from a tile server that speaks HTTP, below the areas of the map in a real browser."""

from __future__ import annotations

import io
import re
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers.browser.compose import build_map
from layers.browser.state import read_packs
from layers.view import MapView
from serving.hosting import Hosting
from serving.notices import notices
from tests.browsing import FRAME, Visit, serving
from tests.commands import run

TILE_INK = (250, 90, 10)
CREDIT = "© Example <b>mappers</b>"


def tile() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (256, 256), TILE_INK).save(held, "PNG")
    return held.getvalue()


@pytest.fixture
def tile_server() -> Iterator[tuple[str, list[tuple[int, int, int]]]]:
    """A tile server on this machine: its address, and which tiles it was asked for."""
    asked: list[tuple[int, int, int]] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = re.fullmatch(r"/base/(\d+)/(\d+)/(\d+)\.png", self.path)
            if found is None:
                self.send_error(404)
                return
            asked.append(tuple(map(int, found.groups())))
            content = tile()
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.browser
@pytest.mark.slow
def test_tiles_stand_below_the_areas(
    browser: object, tmp_path: Path, tile_server: tuple[str, list[tuple[int, int, int]]]
) -> None:
    origin, asked = tile_server
    settings = {
        "COLDSPOTS_TILES": f"{origin}/base/{{z}}/{{x}}/{{y}}.png",
        "COLDSPOTS_TILES_CREDIT": CREDIT,
    }
    with serving(tmp_path, **settings) as (url, _):
        policy = urllib.request.urlopen(url).headers["Content-Security-Policy"]
        assert f"; img-src 'self' data: blob: {origin}" in policy
        assert policy.count("http://") == 1
        assert not asked
        visit = Visit(browser, fresh=True)
        visit.open(f"{url}/?level=lad24")
        visit.painted("lad24.tundra_rate")
        base = visit.inside.locator(".leaflet-basemap-pane img.leaflet-tile-loaded")
        base.first.wait_for()
        visit.frame.wait_for_function(
            "() => [...document.querySelectorAll('.leaflet-basemap-pane img')]"
            ".every((one) => one.complete && one.naturalWidth === 256)"
        )
        credit = visit.inside.locator(".leaflet-control-attribution")
        assert f"Basemap: {CREDIT}" in credit.inner_text()
        assert credit.locator("b").count() == 0
        sea, land = colours(visit)
        assert np.abs(sea - TILE_INK).max() <= 2
        # The areas lie over it, and let it through.
        plain = visit.frame.evaluate(
            "() => { map_div.getContainer().classList.remove('cs-based');"
            "document.querySelector('.leaflet-basemap-pane').style.display = 'none'; }"
        )
        assert plain is None
        _, bare = colours(visit)
        through = 0.72 * bare + 0.28 * np.array(TILE_INK)
        assert np.abs(land - through).max() <= 3
        outside, visit.outside = visit.outside, []
        visit.close()
    assert {one[: len(origin)] for one in outside} == {origin}
    assert len(outside) == len(asked)
    assert all(0 <= x < 2**z and 0 <= y < 2**z for z, x, y in asked)
    assert (tmp_path / "asked.txt").read_text() == ""


def colours(visit: Visit) -> tuple[np.ndarray, np.ndarray]:
    """The colours of the North Sea and of Norfolk on the map."""
    visit.frame.wait_for_function(
        "() => [...document.querySelectorAll('.leaflet-tile')]"
        ".every((one) => getComputedStyle(one).opacity === '1')"
    )
    places = visit.frame.evaluate(
        """() => [[54.6, 1.2], [52.78, 1.0]].map((at) => {
          const point = map_div.latLngToContainerPoint(at);
          return [point.x, point.y];
        })"""
    )
    box = visit.tab.locator(FRAME).bounding_box()
    shot = np.asarray(Image.open(io.BytesIO(visit.tab.screenshot())).convert("RGB")).astype(int)
    sea, land = (shot[round(box["y"] + y), round(box["x"] + x)] for x, y in places)
    return sea, land


def test_without_the_setting_no_state_has_tiles() -> None:
    packs = read_packs()
    _, plain = build_map(MapView(geography="region"), packs, dark=False)
    _, based = build_map(
        MapView(geography="region"), packs, dark=False, tiles="https://a.example/{z}/{x}/{y}",
        tiles_credit="© A",
    )  # fmt: skip
    assert plain.command != based.command


def test_a_server_does_not_start_with_tiles_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from serving.hosting import hosting

    hosting.cache_clear()
    monkeypatch.setenv("COLDSPOTS_TILES", "http://tiles.example.org/{z}/{x}/{y}.png")
    monkeypatch.setenv("COLDSPOTS_TILES_CREDIT", "© A")
    code, _, error = run("serve", "--port", "1")
    hosting.cache_clear()
    assert code == 3
    assert "Write it as in https://" in error


def test_the_notices_say_who_else_hears_of_a_visit() -> None:
    served = Hosting(operator="Shire Council")
    based = Hosting(
        operator="Shire Council", tiles="https://a.example/{z}/{x}/{y}", tiles_credit="© A"
    )
    told = [" ".join(notices(one)[0].paragraphs) for one in (served, based)]
    assert "Nobody else is told anything" in told[0]
    assert "Nobody else is told anything" not in told[1]
    assert "The basemap comes from https://a.example, by © A" in told[1]
    own = Hosting(tiles="https://a.example/{z}/{x}/{y}", tiles_credit="© A")
    assert "The basemap comes from" in " ".join(notices(own)[0].paragraphs)

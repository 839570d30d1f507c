"""A picture of England's neighbourhoods: drawn by us, against a screenshot of the folium map.

Both are PNG files of 1280 by 900 pixels. The peer writes its page as its users do, opens it in a
headless Chromium that is started for it, waits until every neighbourhood is drawn, and takes the
screenshot. Ours includes title, legend, names, scale and sources. Modules and tables are loaded.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.first_paint import LIMIT_S, OPTIONS, PAINTED, peer_layer, peer_page, peer_table
from benchmarks.timing import Row, in_turn
from layers.pictures import draw_static
from layers.view import MapView

AREAS = 33_755


def ours(out: Path) -> float:
    """Draw the map; return the seconds."""
    begin = time.perf_counter()
    draw_static(MapView(sites=()), out)
    return time.perf_counter() - begin


def theirs(folder: Path) -> float:
    """Photograph the folium map; return the seconds, the page's making and all."""
    begin = time.perf_counter()
    page = folder / "folium.html"
    page.write_text(peer_page(), encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        tab = browser.new_context(
            viewport={"width": 640, "height": 450}, device_scale_factor=2, offline=True
        ).new_page()
        tab.set_default_timeout(LIMIT_S * 1000)
        tab.goto(page.as_uri(), wait_until="commit")
        tab.evaluate(PAINTED, AREAS)
        tab.screenshot(path=folder / "folium.png")
        browser.close()
    return time.perf_counter() - begin


def run(runs: int = 3) -> list[Row]:
    """Measure both, in turn, after one of each that is not counted."""
    peer_layer()
    peer_table()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        ours(folder / "map.png")
        fast, slow = in_turn(lambda: ours(folder / "map.png"), lambda: theirs(folder), runs)
    return [
        Row(
            "static PNG of 33,755 neighbourhoods, 640 by 450 at 2x, no browser",
            f"{fast:.1f} s",
            f"Chromium's screenshot of folium.GeoJson: {slow:.1f} s",
            f"{slow / fast:.1f} times faster",
            "3 times",
            slow / fast >= 3,
        )
    ]


if __name__ == "__main__":
    for line in run():
        print(line)

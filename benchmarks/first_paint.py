"""First full paint of England's neighbourhoods: our page against `folium.GeoJson` with a tooltip.

Both are single files opened from disk in headless Chromium with the network off, with Leaflet
inside them. The peer gets the same full-detail outlines, six decimals, and the same colours. On
ours, another measure is then painted, at once and after the browser was idle.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from functools import cache
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks.timing import Row, in_turn
from geo.areas import build_areas, classify
from geo.boundaries import outlines as boundaries
from geo.registry import indicator
from geo.settings import DISPLAY_CRS
from layers.browser import embedded, read_packs
from layers.exports import page_of
from layers.style import class_colours
from layers.view import MapView

LIMIT_S = 120
# A new window loads pages of its own, such as the address bar's suggestions: they are let finish.
SETTLED_MS = 2_000
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
VIEWPORT = {"width": 1440, "height": 900}


@cache
def peer_layer() -> gpd.GeoDataFrame:
    """Load what the peer draws: England's neighbourhoods at full detail, six decimals."""
    layer = boundaries.load("lsoa21")
    layer = layer[layer.index.str.startswith("E")].to_crs(DISPLAY_CRS)
    return layer.assign(geometry=layer.geometry.set_precision(1e-6, mode="pointwise"))


@cache
def peer_table() -> pd.DataFrame:
    """Load the peer's figures."""
    return build_areas("lsoa21")[0].table


def peer_page(name: str = "tundra_rate") -> str:
    """Write the page that folium makes of an indicator, its scripts supplied locally."""
    entry, table = indicator(name), peer_table()
    codes = classify(table, entry).of_area
    values = table[name].astype("float64").to_numpy(na_value=float("nan"))
    colours = dict(enumerate(class_colours(entry.theme, 5)))
    shown = pd.DataFrame(
        {
            "name": table["area_name"],
            "value": [entry.text(value) for value in values],
            "colour": [colours.get(int(code), "#e3e6ea") for code in codes],
        },
        index=table.index,
    )
    drawn = folium.Map(location=[52.9, -1.8], zoom_start=6, tiles=None)
    drawn.default_js = [("leaflet", embedded("leaflet/leaflet.js"))]
    drawn.default_css = [("leaflet_css", embedded("leaflet/leaflet.css"))]
    folium.GeoJson(
        peer_layer().join(shown),
        style_function=lambda feature: {
            "fillColor": feature["properties"]["colour"],
            "fillOpacity": 1,
            "weight": 0.3,
            "color": "#ffffff",
        },
        tooltip=folium.GeoJsonTooltip(["name", "value"]),
    ).add_to(drawn)
    page: str = drawn.get_root().render()
    return page


PAINTED = """
(areas) => new Promise((done) => {
  const look = () => document.querySelectorAll("path.leaflet-interactive").length >= areas
    ? requestAnimationFrame(() => requestAnimationFrame(done)) : setTimeout(look, 20);
  look();
})
"""
OURS_PAINTED = """
() => new Promise((done) => {
  const look = () => document.querySelector("[data-painted]")
    ? requestAnimationFrame(() => requestAnimationFrame(done)) : setTimeout(look, 5);
  look();
})
"""


RESTYLED = """
async () => {
  const map = Object.values(window).find((x) => x && x.coldspots && x.getZoom);
  const { areas, what, state } = map.coldspots;
  const blocks = [0];
  const note = (list) => blocks.push(...list.getEntries().map((entry) => entry.duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
  const codes = what.codes.map((c) => (c < 5 ? 4 - c : c));
  const begin = performance.now(), paint = areas._paint;
  let first = null;
  areas._paint = (...tile) => {
    paint.apply(areas, tile);
    first = first || performance.now() - begin;
  };
  const painted = new Promise((done) => areas.once("painted", done));
  areas.show({ ...what, codes, style: state.style });
  await painted;
  const all = performance.now() - begin;
  areas._paint = paint;
  await new Promise((done) => setTimeout(done, 200));
  return [first, all, Math.max(...blocks)];
}
"""


# Once every tile was cut while the browser was idle: milliseconds of script.
RECOLOURED = """
async () => {
  const map = Object.values(window).find((x) => x && x.coldspots && x.getZoom);
  const { areas, what, state } = map.coldspots, raf = window.requestAnimationFrame;
  const rest = () => new Promise((done) => setTimeout(done, 50));
  while (areas.stats().busy || areas.stats().uncut) await rest();
  const codes = what.codes.map((c) => (c < 5 ? 4 - c : c));
  let script = 0;
  const timed = (task) => (...more) => {
    const begin = performance.now();
    task(...more);
    script += performance.now() - begin;
  };
  window.requestAnimationFrame = (task) => raf(timed(task));
  const painted = new Promise((done) => areas.once("painted", done));
  timed(() => areas.show({ ...what, codes, style: state.style }))();
  await painted;
  window.requestAnimationFrame = raf;
  await rest();
  return script;
}
"""


def recoloured(browser: Browser, page: Path, runs: int) -> float:
    """Paint other classes on our page when it has been idle; return the median ms of script."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    tab = context.new_page()
    tab.wait_for_timeout(SETTLED_MS)
    tab.goto(page.as_uri())
    tab.evaluate(OURS_PAINTED)
    script = statistics.median(tab.evaluate(RECOLOURED) for _ in range(runs))
    context.close()
    return script


def restyled(browser: Browser, page: Path, runs: int) -> tuple[float, float, float]:
    """Paint other classes on our page; return median ms to the first tile, to all, of a block."""
    context = browser.new_context(viewport=VIEWPORT, offline=True)
    tab = context.new_page()
    tab.wait_for_timeout(SETTLED_MS)
    tab.goto(page.as_uri())
    tab.evaluate(OURS_PAINTED)
    figures = [tab.evaluate(RESTYLED) for _ in range(runs)]
    context.close()
    first, every, block = (statistics.median(column) for column in zip(*figures, strict=True))
    return first, every, block


def seconds(browser: Browser, page: Path, painted: str, argument: int | None = None) -> float:
    """Open a page in a fresh context; return the seconds to its full paint."""
    context = browser.new_context(viewport=VIEWPORT, offline=True)
    try:
        tab = context.new_page()
        tab.set_default_timeout(LIMIT_S * 1000)
        tab.wait_for_timeout(SETTLED_MS)
        begin = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="commit")
        tab.evaluate(painted, argument)
        return time.perf_counter() - begin
    except Error:
        return float("inf")
    finally:
        context.close()


def run(runs: int = 5) -> list[Row]:
    """Measure both, in turn."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        ours, theirs = Path(folder) / "ours.html", Path(folder) / "folium.html"
        ours.write_text(page_of(MapView(sites=()), read_packs()), encoding="utf-8")
        theirs.write_text(peer_page(), encoding="utf-8")
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        seconds(browser, ours, OURS_PAINTED)
        fast, slow = in_turn(
            lambda: seconds(browser, ours, OURS_PAINTED),
            lambda: seconds(browser, theirs, PAINTED, 33_755),
            runs,
        )
        first, every, block = restyled(browser, ours, runs)
        script = recoloured(browser, ours, runs)
        sizes = ours.stat().st_size / 1e6, theirs.stat().st_size / 1e6
        browser.close()
    peer = "folium.GeoJson with tooltip, full detail"
    peer_time = f"{peer}: {slow:.1f} s" if slow < LIMIT_S else f"{peer}: not in {LIMIT_S} s"
    return [
        Row(
            "first full paint, 33,755 neighbourhoods",
            f"{fast:.2f} s",
            peer_time,
            f"{slow / fast:.1f} times faster"
            if slow < LIMIT_S
            else f"over {LIMIT_S / fast:.0f} times",
            "12 times",
            slow / fast >= 12,
        ),
        Row(
            "size of that page",
            f"{sizes[0]:.1f} MB",
            f"{sizes[1]:.1f} MB",
            f"{sizes[1] / sizes[0]:.1f} times smaller",
            "10 times",
            sizes[1] / sizes[0] >= 10,
        ),
        Row(
            "another measure painted on it: first tile, all, longest block",
            f"{first:.0f}, {every:.0f}, {block:.0f} ms",
            "none",
            "",
            "250, 700, 100 ms",
            first < 250 and every < 700 and block < 100,
        ),
        Row(
            "another measure on a map that was idle: script",
            f"{script:.0f} ms",
            "none",
            "",
            "16 ms",
            script <= 16,
        ),
    ]

"""Pages of places: how large each local authority's is, and how soon one opens from disk."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.first_paint import OPTIONS, SETTLED_MS, VIEWPORT
from benchmarks.timing import Row
from geo.areas import area_table, name_of
from layers.browser import read_packs
from layers.exports import page_of, read_link
from layers.view import MapView

MOST_MB = 0.6
MOST_S = 1.5
MOST_AREAS = 60
"""Authorities whose pages are written: those with most neighbourhoods, whose pages are largest."""
LARGEST = 6
"""Authorities whose pages of other modes are written as well."""
OTHERS = ("with=cold", "with=both", "with=disagree", "level=msoa21", "level=ward24")


def _size_mb(view: MapView) -> float:
    return len(page_of(view, read_packs()).encode()) / 1e6


def sizes() -> list[Row]:
    """Write the pages of the largest local authorities, and some of them in each mode."""
    held = area_table("lsoa21")["lad24_code"].value_counts()
    codes = list(held.index[held.index.str.startswith("E")][:MOST_AREAS])
    usual = sorted(((_size_mb(MapView(within=code)), code) for code in codes), reverse=True)
    largest = [code for _, code in usual[:LARGEST]]
    views = [(query, read_link(query)[0]) for query in OTHERS]
    others = [
        (_size_mb(replace(view, within=code)), code, query)
        for query, view in views
        for code in largest
    ]
    return [
        _row(
            f"pages of the {len(codes)} local authorities with most neighbourhoods", *usual[0], ""
        ),
        _row(f"pages of the {LARGEST} largest of them in {len(OTHERS)} other modes", *max(others)),
    ]


def _row(what: str, size_mb: float, code: str, query: str) -> Row:
    said = f"at most {size_mb:.3f} MB ({' '.join([name_of('lad24', code), query]).strip()})"
    return Row(what, said, "none", "", f"under {MOST_MB} MB", size_mb < MOST_MB)


def opening(runs: int = 5) -> Row:
    """Open the page of England from disk, until it is painted."""
    took = []
    with tempfile.TemporaryDirectory() as home, sync_playwright() as play:
        path = Path(home) / "england.html"
        path.write_text(page_of(MapView(), read_packs()), encoding="utf-8")
        size_mb = path.stat().st_size / 1e6
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        for _ in range(runs):
            tab = browser.new_page(viewport=VIEWPORT)
            tab.wait_for_timeout(SETTLED_MS)
            begin = time.perf_counter()
            tab.goto(path.as_uri())
            tab.wait_for_selector("[data-painted]")
            took.append(time.perf_counter() - begin)
            tab.close()
        browser.close()
    middle = statistics.median(took)
    said = f"{middle:.2f} s ({min(took):.2f} to {max(took):.2f}), {size_mb:.2f} MB"
    met = middle < MOST_S and size_mb < 6
    what = "page of England, from disk to painted"
    return Row(what, said, "none", "", f"under {MOST_S} s, 6 MB", met)


def run() -> list[Row]:
    """Measure."""
    return [opening(), *sizes()]


if __name__ == "__main__":
    for line in run():
        print(line)

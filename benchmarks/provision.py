"""What is taught where: every subject at five limits for the whole Kingdom, and what closes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.first_paint import OPTIONS, VIEWPORT
from benchmarks.timing import Row
from geo.provision import closures, find_overview, load_courses, load_homes
from geo.settings import project_dir
from tests.browsing import serving

_WHOLE = """
import time
from pathlib import Path
from geo.provision import find_overview
begin = time.perf_counter()
overview = find_overview()
took = time.perf_counter() - begin
for line in Path("/proc/self/status").read_text().splitlines():
    if line.startswith("VmHWM"):
        print(took, int(line.split()[1]) / 1024, len(overview.homes), len(overview.subjects))
"""
"""A process that has read nothing yet."""


def overview(runs: int) -> list[Row]:
    """Count providers in range of every small area, subject by subject, in a new process."""
    told = []
    for _ in range(runs):
        done = subprocess.run(
            [sys.executable, "-c", _WHOLE],
            check=True,
            cwd=project_dir(),
            capture_output=True,
            text=True,
        )
        told.append([float(one) for one in done.stdout.split()])
    took = statistics.median(row[0] for row in told)
    most = max(row[1] for row in told)
    areas, subjects = told[0][2:]
    return [
        Row(
            f"{subjects:.0f} subjects at five limits for {areas:,.0f} small areas of four nations",
            f"{took:.1f} s, {most:.0f} MB in all",
            "none",
            "",
            "under 5 s, 500 MB",
            took < 5 and most < 500,
        )
    ]


def closing(runs: int) -> list[Row]:
    """Count who would lose what if each provider stopped teaching each of its subjects."""
    load_homes()
    load_courses()
    took, pairs = [], 0
    for _ in range(runs):
        begin = time.perf_counter()
        pairs = len(closures(find_overview()))
        took.append(time.perf_counter() - begin)
    middle = statistics.median(took)
    return [
        Row(
            f"what closes, for each of {pairs:,} subjects at a provider",
            f"{middle:.1f} s",
            "none",
            "",
            "under 60 s",
            middle < 60,
        )
    ]


SUBJECTS = (
    *("Chemistry", "Law", "Economics", "Engineering", "Computing", "Psychology"),
    *("Allied health", "Creative arts and design"),
)
_CLICKED = """
() => addEventListener("click", () => (window.clickedAt = performance.now()), { capture: true })
"""
# When the key on the map names the subject, and every tile of it is painted.
_PAINTED = """
(name) => new Promise((done) => {
  const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow.map_div);
  const { map_div: map } = frame.contentWindow;
  const ready = () => !map.coldspots.areas.stats().busy
    && map.getContainer().querySelector(".cs-title").textContent.toLowerCase().includes(name);
  const look = () => ready()
    ? requestAnimationFrame(() => requestAnimationFrame(() =>
        done((performance.now() - window.clickedAt) / 1000)))
    : requestAnimationFrame(look);
  look();
})
"""


def choosing(tab: Page, name: str) -> float:
    """Choose a subject; return the seconds from the click to the last tile of it."""
    field = tab.get_by_label("Subject", exact=True)
    field.click()
    field.press_sequentially(name)
    option = tab.get_by_role("option", name=name, exact=True)
    option.click()
    return float(tab.evaluate(_PAINTED, name.lower()))


def repaint(runs: int) -> list[Row]:
    """Choose one subject after another, each for the first time on that server, all of England."""
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as (url, _),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        tab = browser.new_page(viewport=VIEWPORT)
        tab.goto(f"{url}/taught-where")
        tab.get_by_role("heading", name="Providers in range").wait_for()
        tab.evaluate(_CLICKED)
        tab.wait_for_timeout(5_000)
        took = []
        for name in SUBJECTS[: runs + 1]:
            took.append(choosing(tab, name))
            tab.wait_for_timeout(3_000)
        browser.close()
    # The first loads what is loaded once.
    middle, most = statistics.median(took[1:]), max(took[1:])
    return [
        Row(
            "another subject on the page, from the click to the last tile, all of England",
            f"{middle:.2f} s (at most {most:.2f} s)",
            "none",
            "",
            "under 0.6 s",
            middle < 0.6,
        )
    ]


def run(runs: int = 5) -> list[Row]:
    """Measure all of it."""
    return [*overview(runs), *closing(runs), *repaint(runs)]


if __name__ == "__main__":
    for line in run():
        print(line)

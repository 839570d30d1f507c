"""From the command to the first page: until the server listens, and until its map is painted.

The command is `coldspots serve`; once it takes connections, a browser that runs already opens the
page as a link does. Nothing of the browser's is kept from one start to the next.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from playwright.sync_api import Browser, sync_playwright

from benchmarks.timing import Row
from geo.settings import project_dir
from tests.browsing import FRAME, free_port, listens

LATE_S = 60
PAINTED = """
() => new Promise((done) => {
  const ready = () => window.map_div?.coldspots?.what && !map_div.coldspots.areas.stats().busy;
  const look = () => ready()
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now() / 1000)))
    : setTimeout(look, 10);
  look();
})
"""


def started(browser: Browser) -> tuple[float, float]:
    """Start the app once; return the seconds until it listens and until the map is painted."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    begin = time.time()
    server = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve", "--port", str(port)],
        cwd=project_dir(),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not listens(url):
            assert server.poll() is None, "the server ended"
            time.sleep(0.02)
        listening = time.time() - begin
        tab.goto(url, wait_until="commit")
        tab.frame_locator(FRAME).locator("#map_div").wait_for(state="attached")
        inside = next(frame for frame in tab.frames if "st_folium" in frame.url)
        return listening, float(inside.evaluate(PAINTED)) - begin
    finally:
        context.close()
        server.terminate()
        server.wait(timeout=LATE_S)


def run(runs: int = 5) -> list[Row]:
    """Start the app several times, once before to have Python's compiled files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        started(browser)
        listening, painted = map(
            statistics.median, zip(*(started(browser) for _ in range(runs)), strict=True)
        )
        browser.close()
    return [
        Row("`coldspots serve` until it listens", f"{listening:.2f} s", "none", "", "none", True),
        Row(
            "`coldspots serve` until the first page's map is painted",
            f"{painted:.2f} s",
            "none",
            "",
            "under 4 s",
            painted < 4,
        ),
    ]

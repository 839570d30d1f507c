"""The page of reach: from the choice of another partner to its numbers on the map and in words.

The clock runs in the page, from the click on an institution to the frame after the legend and the
text under the map both tell of it. Each choice is one that nobody made before on that server.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.first_paint import OPTIONS, VIEWPORT
from benchmarks.timing import Row
from tests.browsing import FRAME, serving

PARTNERS = [
    "University of Leeds",
    "Leeds Beckett University",
    "University of York",
    "University of Bradford",
    "University of Hull",
    "Sheffield Hallam University",
    "University of Sunderland",
]

# Since when the name stands in the text under the map, and the map is whole and speaks of it.
WAIT = """
(name) => new Promise((done) => {
  const begun = performance.now();
  const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow.map_div);
  const { map_div: map } = frame.contentWindow;
  const told = () => {
    const said = [...document.querySelectorAll(".stMarkdown p")].some((one) =>
      one.textContent.includes("live within") && one.textContent.includes(name));
    const title = map.getContainer().querySelector(".cs-title").textContent;
    return said && title.includes(name) && !map.coldspots.areas.stats().busy;
  };
  const look = () => told()
    ? requestAnimationFrame(() => done((performance.now() - begun) / 1000))
    : requestAnimationFrame(look);
  look();
})
"""


def choosing(tab: Page, name: str) -> float:
    """Choose one institution alone; return the seconds until its numbers stand there."""
    field = tab.get_by_role("combobox", name="Whose reach")
    field.click()
    field.fill(name)
    option = tab.get_by_role("option", name=name).first
    option.wait_for()
    option.click()
    took = float(tab.evaluate(WAIT, name))
    tab.keyboard.press("Escape")
    # Taken out again, so that the next stands alone.
    field.click()
    tab.keyboard.press("Backspace")
    tab.keyboard.press("Escape")
    tab.frame_locator(FRAME).locator(".cs-title", has_text="everyone").wait_for()
    return took


def run() -> list[Row]:
    """Measure the page; the first choice is not counted."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        with serving(Path(home)) as (url, _):
            tab = browser.new_context(viewport=VIEWPORT).new_page()
            tab.goto(f"{url}/reach")
            inside = tab.frame_locator(FRAME)
            inside.locator('#map_div[data-shown="lsoa21.reach.gaps"]').wait_for()
            taken = [choosing(tab, name) for name in PARTNERS][1:]
        browser.close()
    took = statistics.median(taken)
    what = "reach page: another partner, to new numbers and map"
    found = f"{took:.2f} s (at most {max(taken):.2f} s)"
    return [Row(what, found, "none", "", "under 1 s", took < 1)]


if __name__ == "__main__":
    for line in run():
        print(line)

"""The map in the page itself, a component of today's Streamlit, against the map in its frame.

Streamlit's components of the second kind stand in the page, without a frame. The app's own map is
mounted as one here, with the same scripts, packs and commands, and opened and recoloured in turn
with the map in its frame, as the app draws it. Both run on the page's one thread: what differs is
when the scripts come, what the page's styles touch and what Streamlit does around it.

Run it with `python -m benchmarks.mounted`: the app takes the way that wins.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.sync_api import Browser, CDPSession, Frame, Page, sync_playwright

from benchmarks.first_paint import OPTIONS, VIEWPORT
from benchmarks.in_app import CLICKED, FIRST, LATE_MS, NEIGHBOURHOODS, NOTE, SECOND, SETTLED
from benchmarks.timing import Row
from geo.settings import project_dir
from tests.browsing import serving

PATCH = f"""
import sys
sys.path.insert(0, {str(project_dir())!r})
from benchmarks.mounted import instead_of_the_frame
instead_of_the_frame()
"""
"""Put before everything that the other server runs."""

# Loads what the map needs, once; makes the map, once; then follows commands and hands on events.
MOUNT = """
const add = (name, looks) => new Promise((done) => {
  const node = Object.assign(document.createElement(name), looks);
  document.head.append(Object.assign(node, { onload: done, onerror: done }));
});
let loading = null, group = null, hears = false;
async function load({ css_links, js_links }) {
  for (const href of css_links) await add("link", { rel: "stylesheet", href });
  for (const src of js_links) await add("script", { src });
}
export default async function ({ data, parentElement, setStateValue }) {
  await (loading ??= load(data));
  const node = parentElement.querySelector("#map_div");
  if (!node.dataset.made) {
    node.dataset.made = "yes";
    node.style.height = Math.max(420, innerHeight - 156) + "px";
    (0, eval)(data.script);
    window.map = map_div;
  }
  if (group !== data.feature_group) {
    group = data.feature_group;
    for (const one of window.feature_group ?? []) map_div.removeLayer(one);
    window.feature_group = [];
    (0, eval)(group);
  }
  if (hears) return;
  hears = true;
  addEventListener("message", ({ data: told }) => {
    if (told?.type === "streamlit:setComponentValue") setStateValue("value", told.value);
  });
}
"""


def instead_of_the_frame() -> None:
    """Mount maps in the page where the app asks for one in a frame."""
    import streamlit as st
    import streamlit_folium

    framed = streamlit_folium.st_folium

    def mounted(drawn: Any, key: str, **how: Any) -> None:
        with mock.patch.object(streamlit_folium, "_component_func", return_value={}) as component:
            framed(drawn, key=key, **{**how, "on_change": None})
        given = component.call_args.kwargs
        data = {name: given[name] for name in ("script", "feature_group")}
        for name in ("css_links", "js_links"):
            data[name] = [link.replace("../../", "/") for link in given[name]]
        html = '<div id="map_div"></div>'
        mount = st.components.v2.component("map", html=html, js=MOUNT, isolate_styles=False)
        mount(key="mounted", data=data, on_value_change=lambda: None)

    streamlit_folium.st_folium = mounted


def _holder(tab: Page) -> Frame:
    """Return the frame of the page that holds the map."""
    return next((one for one in tab.frames if "st_folium" in one.url), tab.main_frame)


def _settled(tab: Page, key: str) -> float:
    """Wait until a view is painted whole; return when that was, in seconds."""
    for _ in range(LATE_MS // 10):
        with contextlib.suppress(Exception):
            if _holder(tab).evaluate("() => Boolean(window.map_div)"):
                break
        tab.wait_for_timeout(10)
    return float(_holder(tab).evaluate(SETTLED, [key, LATE_MS])) / 1000


class Measured:
    """A page of one server, and what opening and changing it took, in seconds."""

    def __init__(self, browser: Browser, url: str) -> None:
        context = browser.new_context(viewport=VIEWPORT)
        context.add_init_script(f"({NOTE})()")
        self.tab, self.url = context.new_page(), f"{url}/{NEIGHBOURHOODS}"
        self.wire: CDPSession = context.new_cdp_session(self.tab)
        self.wire.send("Performance.enable")
        self.opened: list[float] = []
        self.changed: list[float] = []
        self.worked: list[float] = []

    def _work(self) -> float:
        found = self.wire.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))

    def open(self) -> None:
        """Open the app's map."""
        self.tab.goto(self.url, wait_until="commit")
        end = _settled(self.tab, FIRST)
        self.opened.append(end - float(self.tab.evaluate("() => performance.timeOrigin")) / 1000)
        # Until its tiles are cut.
        self.tab.wait_for_timeout(4_000)

    def change(self, key: str) -> None:
        """Choose another measure."""
        before = self._work()
        self.tab.get_by_text(CLICKED[key], exact=True).first.click()
        end = _settled(self.tab, key)
        self.changed.append(end - float(self.tab.evaluate("() => noted.clicked")) / 1000)
        self.tab.wait_for_timeout(1_500)
        self.worked.append(self._work() - before)


def run(runs: int = 7) -> list[Row]:
    """Measure both in turn."""
    with contextlib.ExitStack() as stack:
        homes = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)]
        (homes[2] / "sitecustomize.py").write_text(PATCH)
        framed, _ = stack.enter_context(serving(homes[0]))
        mounted, _ = stack.enter_context(serving(homes[1], PYTHONPATH=str(homes[2])))
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        both = [Measured(browser, url) for url in (framed, mounted)]
        for number in range(runs + 1):
            for one in both:
                one.open()
                for key in (SECOND, FIRST, SECOND, FIRST):
                    one.change(key)
                if number == 0:
                    # The first time servers read what they read once.
                    one.opened, one.changed, one.worked = [], [], []
        browser.close()
    rows = []
    for what, name in (
        ("opening the app, warm", "opened"),
        ("another measure: every tile", "changed"),
        ("another measure: work of the page's thread", "worked"),
    ):
        frame, page = (statistics.median(getattr(one, name)) for one in both)
        ratio = f"{page / frame:.2f} times as long in the page"
        rows.append(
            Row(what, f"in a frame: {frame:.2f} s", f"in the page: {page:.2f} s", ratio, "", True)
        )
    return rows


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 7):
        print(line)

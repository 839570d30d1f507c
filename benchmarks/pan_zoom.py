"""Panning 300 px and zooming one level: our page against PMTiles drawn by protomaps-leaflet.

Both show England's neighbourhoods in the colours of one measure, on the same Leaflet, from the same
server on this machine, in fresh contexts of headless Chromium. Each pan brings a city in from
beyond the edge of the window, so that there is something to draw; each zoom is into a city. The
clock runs from the action to the frame after the last drawing on a tile, when no tile is missing
and nothing has been drawn for a third of a second. Ours draws borders and place names as well.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.first_paint import OPTIONS, VIEWPORT
from benchmarks.peer import tiles
from benchmarks.timing import Row
from layers.browser import read_packs
from layers.exports import page_of
from layers.view import MapView

CITIES = [[53.48, -2.24], [52.48, -1.90], [53.80, -1.55], [51.50, -0.12], [54.97, -1.61]]
ZOOMS = (7, 11)
# Shows a city, or has it 150 px beyond the eastern edge.
GO = """
(map, [at, zoom, beyond]) => {
  map.setMaxBounds(null);
  const from = beyond ? map.getSize().x / 2 + 150 : 0;
  const centre = map.unproject(map.project(at, zoom).subtract([from, 0]), zoom);
  map.setView(centre, zoom, { animate: false });
}
"""
ACTIONS = {
    "pan": "(map) => map.panBy([300, 0], { animate: false })",
    "zoom": "(map) => map.setZoom(map.getZoom() + 1, { animate: false })",
}

# Notes each drawing on a tile, and the longest time between two frames.
NOTE = """
() => {
  window.noted = { begin: 0, last: 0, shown: 0, longest: 0 };
  for (const name of ["fill", "stroke", "putImageData"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...how) {
      draw.apply(this, how);
      if (this.canvas.classList.contains("leaflet-tile")) noted.last = performance.now();
    };
  }
  let before = performance.now(), drawn = 0;
  const frame = () => {
    const now = performance.now();
    if (noted.last > drawn) [noted.shown, drawn] = [0, noted.last];
    else if (!noted.shown && drawn) noted.shown = now;
    if (noted.begin) noted.longest = Math.max(noted.longest, now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
"""
# ACTION is one of the functions above.
ACT = """
(argument) => new Promise((done) => {
  const map = window.theMap, layer = map.areas || map.coldspots.areas;
  noted.begin = noted.last = performance.now();
  noted.shown = noted.longest = 0;
  (ACTION)(map, argument);
  const look = () => {
    const waiting = layer._loading || Object.values(layer._tiles).some((tile) => !tile.loaded);
    const idle = noted.shown && performance.now() - noted.last > 350;
    if (waiting || !idle) return setTimeout(look, 30);
    const { begin, shown, longest } = noted;
    noted.begin = 0;
    done([(shown - begin) / 1000, longest]);
  };
  look();
})
"""
READY = """
() => {
  window.theMap = window.theMap || Object.values(window).find((x) => x && x.coldspots && x.getZoom);
  return window.theMap && (theMap.areas || theMap.coldspots.what);
}
"""


Taken = dict[tuple[str, int], list[tuple[float, float]]]


def act_on(browser: Browser, url: str, number: int, found: Taken) -> None:
    """Pan to every city and zoom into one with a page; note seconds and the longest frame in ms.

    One pan takes a few frames, so it is the mean over the cities that counts.
    """
    for zoom in ZOOMS:
        context = browser.new_context(viewport=VIEWPORT)
        context.add_init_script(f"({NOTE})()")
        tab = context.new_page()
        tab.set_default_timeout(120_000)
        tab.goto(url)
        tab.wait_for_function(READY)
        for name, action in ACTIONS.items():
            taken = []
            for city in CITIES if name == "pan" else [CITIES[number % len(CITIES)]]:
                tab.evaluate(ACT.replace("ACTION", GO), [city, zoom, name == "pan"])
                taken.append(tab.evaluate(ACT.replace("ACTION", action)))
            seconds = statistics.mean(took for took, _ in taken)
            found.setdefault((name, zoom), []).append((seconds, max(one for _, one in taken)))
        context.close()


def medians(found: Taken) -> dict[tuple[str, int], tuple[float, float]]:
    """Return the median seconds, and the median longest frame, of each action at each zoom."""
    return {
        key: (statistics.median(s for s, _ in rows), statistics.median(f for _, f in rows))
        for key, rows in found.items()
    }


def run(runs: int = 5) -> list[Row]:
    """Measure both in one run; only ours where npm cannot get the peer."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as play:
        folder = Path(home)
        (folder / "ours.html").write_text(page_of(MapView(sites=()), read_packs()), "utf-8")
        with_peer = tiles.fill(folder)
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        ours: Taken = {}
        theirs: Taken = {}
        with tiles.serving(folder) as url:
            for number in range(runs):
                act_on(browser, f"{url}/ours.html", number, ours)
                if with_peer:
                    act_on(browser, f"{url}/peer.html", number, theirs)
        browser.close()
    rows, peers = [], medians(theirs)
    for (name, zoom), (took, longest) in medians(ours).items():
        what = f"pan 300 px at zoom {zoom}" if name == "pan" else f"zoom {zoom} to {zoom + 1}"
        peer = peers.get((name, zoom))
        rows.append(
            Row(
                what,
                f"{took:.3f} s, longest frame {longest:.0f} ms",
                f"PMTiles, protomaps-leaflet: {peer[0]:.3f} s, {peer[1]:.0f} ms"
                if peer
                else "not measured: npm could not get protomaps-leaflet",
                f"{peer[0] / took:.1f} times faster" if peer else "",
                "no slower",
                peer is None or took <= peer[0],
            )
        )
    return rows


if __name__ == "__main__":
    for line in run():
        print(line)

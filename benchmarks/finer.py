"""First paint of 189,000 areas: our page against MapLibre GL with PMTiles, and deck.gl.

All three come from the same server on this machine, in fresh contexts of headless Chromium, with
the same colours, and show England at about the same size. The peers load no names, no key and no
borders, and draw by WebGL in software. The areas are neighbourhoods cut up (see
`benchmarks.pieces`), packed by the product's own code in the place of the neighbourhoods.
"""

from __future__ import annotations

import copy
import statistics
import tempfile
import time
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Browser, sync_playwright

from benchmarks.first_paint import LIMIT_S, OPTIONS, OURS_PAINTED, SETTLED_MS, VIEWPORT
from benchmarks.peer import areas as peers
from benchmarks.peer.tiles import serving
from benchmarks.pieces import neighbourhoods, pieces
from benchmarks.timing import Row
from geo.areas import NOT_PUBLISHED, Classes, area_table
from geo.boundaries import to_degrees, topology
from geo.packs import binary as pack
from geo.packs import pack_arcs
from geo.registry import indicator
from layers.browser import read_packs, runtime_packs
from layers.exports import page_of
from layers.style import class_colours
from layers.view import MapView

MEASURE = "tundra_rate"
ZOOM = 5.7
"""Of the peers, in tiles of 512 pixels: ours shows England as large."""
_SEED = 2026


@cache
def figures() -> tuple[pd.Series, Classes]:
    """Return a figure of each piece, that of its neighbourhood and chance, and fifths of them."""
    _, owners = pieces()
    rates = area_table("lsoa21").loc[neighbourhoods().index, MEASURE].astype("float64")
    chance = np.random.default_rng(_SEED).normal(0, 0.08, len(owners))
    values = (rates.to_numpy()[owners] + chance).clip(0, 1)
    codes = np.searchsorted(np.nanquantile(values, [0.2, 0.4, 0.6, 0.8]), values)
    of_area = np.where(np.isnan(values), NOT_PUBLISHED, codes).astype(np.uint8)
    return pd.Series(values, name=MEASURE), Classes("", (), (), {}, of_area)


def packs() -> dict[str, Any]:
    """Pack the pieces in the place of the neighbourhoods."""
    outlines, owners = pieces()
    names = neighbourhoods().index
    table = area_table("lsoa21").loc[names].iloc[owners]
    number = pd.Series(owners).groupby(owners).cumcount() + 1
    codes = table.index + "." + number.astype(str).to_numpy()
    areas = pd.DataFrame(
        {
            "area_name": (table["area_name"] + " " + number.astype(str).to_numpy()).to_numpy(),
            "local_name": table["local_name"].to_numpy(),
            "context": table["lad24_name"].to_numpy(),
        },
        index=codes,
    )
    arcs = runtime_packs.keep("arcs-pieces", pack_arcs(topology.build(outlines)))
    level = pack.pack_level("lsoa21", areas, np.arange(len(areas)), arcs)
    values, classes = figures()
    column = pack.pack_column(values, classes, indicator(MEASURE))
    districts = area_table("lad24")
    districts = districts[districts["nation"] == "England"].assign(context="England")
    held = pd.Index(districts.index).get_indexer(table["lad24_code"])
    frame = pack.pack_level("lad24", districts, held, arcs)
    made = copy.deepcopy(read_packs())
    made["levels"]["lsoa21"] = {
        "file": runtime_packs.keep("pieces", level),
        "arcs": arcs,
        "areas": len(areas),
        "land": made["levels"]["pcon24"]["land"],
        "frame": {"file": runtime_packs.keep("frame-pieces", frame), "arcs": arcs},
    }
    made["columns"]["lsoa21"][MEASURE]["file"] = runtime_packs.keep("pieces.column", column)
    made["uncertain"].pop("lsoa21")
    return made


# Which area our page finds at points, and the colour that it painted there.
FOUND = """
async (points) => {
  const map = Object.values(window).find((x) => x && x.coldspots && x.getZoom);
  const { areas, what } = map.coldspots, side = 512;
  const found = [];
  for (const at of points) {
    map.setView(at, 13, { animate: false });
    await new Promise((done) => setTimeout(done, 20));
    while (areas.stats().busy) await new Promise((done) => setTimeout(done, 5));
    const { x, y } = map.project(at, 13);
    const { canvas } = areas.tiles().find(({ coords: c }) =>
      c.z === 13 && c.x === Math.floor(x / side) && c.y === Math.floor(y / side));
    const ratio = canvas.width / side;
    const [left, top] = [x, y].map((pixel) => (pixel % side) * ratio);
    const ink = canvas.getContext("2d").getImageData(left, top, 1, 1).data;
    found.push([map.coldspots.areaAt(L.latLng(at)), ...ink.slice(0, 3)]);
  }
  return found;
}
"""
POINTS = 400
_APART_M = 40
"""So far from a border is a point that its pixel at zoom 13 has one colour."""


def right(browser: Browser, page: str, colours: dict[int, str]) -> tuple[int, int, int]:
    """Look up points on our page; return how many, and of how many area and colour are right."""
    outlines, of_area = pieces()[0], figures()[1].of_area
    draw = np.random.default_rng(_SEED)
    chosen = draw.permutation(np.flatnonzero(of_area < NOT_PUBLISHED))[: 4 * POINTS]
    at = shapely.point_on_surface(outlines[chosen])
    apart = shapely.distance(at, shapely.boundary(outlines[chosen])) > _APART_M
    at = at[apart][:POINTS]
    point, area = shapely.STRtree(outlines).query(at, predicate="within")
    assert (point == np.arange(len(at))).all()
    tab = browser.new_page(viewport=VIEWPORT)
    tab.goto(page)
    tab.evaluate(OURS_PAINTED)
    longitude, latitude = to_degrees(shapely.get_x(at), shapely.get_y(at))
    found = np.array(tab.evaluate(FOUND, np.stack([latitude, longitude], axis=1).tolist()))
    inks = np.array([list(bytes.fromhex(colours[int(of_area[one])][1:])) for one in area])
    tab.close()
    return len(at), int((found[:, 0] == area).sum()), int((found[:, 1:] == inks).all(axis=1).sum())


def seconds(browser: Browser, page: str) -> float:
    """Open a page in a fresh context; return the seconds to its full paint."""
    context = browser.new_context(viewport=VIEWPORT)
    tab = context.new_page()
    tab.set_default_timeout(LIMIT_S * 1000)
    tab.wait_for_timeout(SETTLED_MS)
    begin = time.perf_counter()
    tab.goto(page, wait_until="commit")
    tab.evaluate(OURS_PAINTED)
    taken = time.perf_counter() - begin
    context.close()
    return taken


def run(runs: int = 5) -> list[Row]:
    """Measure ours and the peers in turn; no row where a peer cannot be had."""
    colours = dict(enumerate(class_colours(indicator(MEASURE).theme, 5)))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        (folder / "ours.html").write_text(page_of(MapView(sites=()), packs()), encoding="utf-8")
        codes = figures()[1].of_area.astype(np.int32)
        pages = ["ours.html", *(peers.PEERS if peers.fill(folder, codes, colours, ZOOM) else ())]
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        with serving(folder) as address:
            points, areas, inks = right(browser, f"{address}/ours.html", colours)
            # The last takes so long that three times say enough.
            times = [
                [
                    seconds(browser, f"{address}/{page}")
                    for page in pages
                    if turn < 3 or page != peers.DECK
                ]
                for turn in range(runs)
            ]
        browser.close()
    columns = zip_longest(*times)
    ours, *theirs = (
        statistics.median(one for one in column if one is not None) for column in columns
    )
    what = f"first full paint, {len(codes):,} areas"
    rows = [Row(what, f"{ours:.2f} s", "none", "", "under 1 s", ours < 1)]
    said = f"{areas}, {inks} of {points}"
    met = areas == inks == points
    rows.append(Row("points with their area, and with its colour", said, "shapely", "", "all", met))
    for peer, taken in zip(peers.PEERS.values(), theirs, strict=False):
        ratio = f"{taken / ours:.1f} times faster"
        fast = taken >= 3 * ours
        rows.append(Row(what, f"{ours:.2f} s", f"{peer}: {taken:.2f} s", ratio, "3 times", fast))
    return rows

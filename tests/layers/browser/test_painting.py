"""The exported page in a real browser: what it decodes and paints, pixel by pixel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import tables
from geo.areas.cache import area_table
from geo.areas.classes import classify
from geo.boundaries import outlines as boundaries
from geo.packs import binary as pack
from geo.packs.codec import decode_integers, decode_short, unfold
from geo.registry.indicators import indicator
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from layers.browser.state import read_packs, state_of
from layers.exports.html import page_of
from layers.view import MapView

pytestmark = pytest.mark.browser

VIEW = MapView(sites=(), hatch=False)
MAP = "Object.values(window).find((x) => x && x.coldspots && x.getZoom)"

# The four bytes of the painted tile's pixel under each point.
READ = """
(points) => {
  const map = MAP, layer = map.coldspots.areas, zoom = layer._tileZoom;
  const side = layer.getTileSize().x;
  return points.map(([lat, lng]) => {
    const at = map.project([lat, lng], zoom);
    const tile = layer._tiles[`${Math.floor(at.x / side)}:${Math.floor(at.y / side)}:${zoom}`];
    if (!tile) return null;
    const ratio = tile.el.width / side;
    const pen = tile.el.getContext("2d");
    return Array.from(pen.getImageData((at.x % side) * ratio, (at.y % side) * ratio, 1, 1).data);
  });
}
""".replace("MAP", MAP)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(page_of(VIEW, read_packs()), encoding="utf-8")
    return path


def opened(browser: object, page: Path, before: str = "", **more: object) -> object:
    """Open the page with the network off; wait until it is painted."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, **more)
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.add_init_script(f"window.errors = []; onerror = (text) => errors.push(text); {before}")
    tab.goto(page.as_uri())
    tab.wait_for_selector("[data-painted]")
    assert tab.evaluate("() => errors") == []
    return tab


@pytest.fixture(scope="module")
def tab(browser: object, page: Path) -> Iterator[object]:
    made = opened(browser, page)
    yield made
    made.context.close()


@pytest.fixture(scope="module")
def inside() -> pd.DataFrame:
    """A point at least three kilometres inside each of the largest neighbourhoods, and its colour."""
    layer = boundaries.load("lsoa21")
    layer = layer[layer.index.str.startswith("E") & (layer.area > 90e6)]
    core = layer.geometry.buffer(-3_000)
    points = core[~core.is_empty].representative_point().to_crs(DISPLAY_CRS)
    table = area_table("lsoa21")
    codes = pd.Series(classify(table, indicator(VIEW.indicator)).of_area, table.index)
    classes = state_of(VIEW, read_packs(), dark=False)["style"]["classes"]
    found = pd.DataFrame({"lat": points.y, "lng": points.x, "code": codes[points.index]})
    return found.assign(colour=[classes[code]["fill"] for code in found["code"]])


def hexed(pixel: list[int]) -> str:
    assert pixel[3] == 255
    return "#" + "".join(f"{channel:02x}" for channel in pixel[:3])


def test_every_neighbourhood_is_painted(tab: object) -> None:
    painted = tab.locator(".folium-map").get_attribute("data-painted")
    assert int(painted) == read_packs()["levels"]["lsoa21"]["areas"] == 35_672


def test_colours_are_the_legends_to_the_bit(tab: object, inside: pd.DataFrame) -> None:
    coloured = inside[inside["code"] < 250]
    assert set(coloured["code"]) == {0, 1, 2, 3, 4}
    pixels = tab.evaluate(READ, coloured[["lat", "lng"]].to_numpy().tolist())
    assert [hexed(pixel) for pixel in pixels] == coloured["colour"].tolist()


def test_no_seam_shows_between_neighbours(tab: object) -> None:
    """Along a line through England, away from its coasts, nothing shines through."""
    # The strip of England about the line is all that is needed of its outline.
    strip = shapely.clip_by_rect(boundaries.load("region").geometry, 402_000, 0, 412_000, 600_000)
    inland = shapely.buffer(shapely.union_all(strip), -2_000)
    line = shapely.LineString([(407_000, 110_000), (407_000, 570_000)]).intersection(inland)
    along = shapely.line_interpolate_point(line, np.linspace(0, 1, 900), normalized=True)
    points = gpd.GeoSeries(along, crs=ANALYSIS_CRS).to_crs(DISPLAY_CRS)
    pixels = tab.evaluate(READ, [[point.y, point.x] for point in points])
    assert len(pixels) == 900
    assert all(pixel[3] == 255 for pixel in pixels)


def test_where_areas_meet_a_pixel_mixes_their_colours(tab: object) -> None:
    """A raster of eight pixels and two areas, whose shares of each pixel can be told by eye."""
    found = tab.evaluate(
        """() => {
          // A square of 4 by 4 pixels, cut by a slanting border from (1, 0) to (3, 4).
          const level = { left: [0, 0, 1], right: [-1, 1, -1], used: [0, 1, 2], count: 2, arcs: {
            x: [100, 0, 0, 300, 300, 100, 300, 400, 400, 100], y: [0, 0, 400, 400, 400, 0, 400, 400, 0, 0],
            starts: [0, 4, 6, 10], boxes: [0, 0, 300, 400, 100, 0, 300, 400, 100, 0, 400, 400],
          } };
          const codes = [7, 9], shares = coldspots.sharesOf(), tile = coldspots.TILE;
          shares.set([200, 100, 0, 1], 7 * 4);
          shares.set([0, 100, 40, 1], 9 * 4);
          const f = { k: tile / 800, ox: 0, oy: 0, west: 0, north: 0, east: 800, south: 800 };
          const raster = new coldspots.Raster(8), pixels = new coldspots.Pixels(8);
          const borders = coldspots.bordersOf(level, codes, shares);
          raster.add({ level, codes, shares, borders }, f, pixels.put);
          return Array.from(pixels.image().data);
        }"""
    )
    pixels = np.array(found).reshape(8, 8, 4)
    assert (pixels[:, :4][:4, :, 3] == 255).all()
    assert pixels[4:].max() == pixels[:, 4:].max() == 0
    # The border enters each row half a pixel further east than the one above: in the first two rows
    # it crosses the second pixel, a quarter and then three quarters of which lie west of it.
    assert pixels[:4, :4, 0].tolist() == [
        [200, 50, 0, 0],
        [200, 150, 0, 0],
        [200, 200, 50, 0],
        [200, 200, 150, 0],
    ]
    assert (pixels[:4, :4, 1] == 100).all()


def test_tiles_are_cut_from_one_picture(tab: object) -> None:
    """A flat slope, which crosses several pixels of a row, looks the same however tiles cut it."""
    found = tab.evaluate(
        """() => {
          // Walked with the area on the left: down a side, along the bottom, up the slope.
          const level = { left: [0], right: [-1], used: [0], count: 1, arcs: {
            x: [130, 130, 1210, 130], y: [110, 470, 470, 110], starts: [0, 4], boxes: [130, 110, 1210, 470],
          } };
          const shares = coldspots.sharesOf();
          shares.set([200, 100, 40, 1], 0);
          const picture = (side, east, south) => {
            // A hundred cells a pixel.
            const grown = coldspots.TILE / side, cells = 100 * side;
            const f = { k: grown / 100, ox: east * grown, oy: south * grown,
                        west: east * 100, north: south * 100, east: east * 100 + cells, south: south * 100 + cells };
            const raster = new coldspots.Raster(side), pixels = new coldspots.Pixels(side);
            const borders = coldspots.bordersOf(level, [0], shares);
            raster.add({ level, codes: [0], shares, borders }, f, pixels.put);
            return Array.from(pixels.image().data);
          };
          return [picture(16, 0, 0), ...[[0, 0], [2, 1], [5, 2], [8, 0]].map(([x, y]) => picture(8, x, y))];
        }"""
    )
    whole = np.array(found[0]).reshape(16, 16, 4)
    # A pixel of the slope in part, one within, and one outside.
    assert 0 < whole[2, 4, 3] < 255
    assert whole[3, 2].tolist() == [200, 100, 40, 255]
    assert whole[1, 8].tolist() == [0, 0, 0, 0]
    for tile, (x, y) in zip(found[1:], [(0, 0), (2, 1), (5, 2), (8, 0)], strict=True):
        cut = np.array(tile).reshape(8, 8, 4)
        # A half may be rounded either way.
        assert np.abs(cut - whole[y : y + 8, x : x + 8]).max() <= 1


def test_the_browser_decodes_what_was_packed(tab: object) -> None:
    entry = read_packs()["levels"]["lsoa21"]
    _, parts = pack.read_pack((pack.folder() / entry["arcs"]).read_bytes())
    found = tab.evaluate(
        """() => {
          const { level } = MAP.coldspots.what, { arcs } = level;
          const last = (axis) => Array.from(arcs.starts).slice(1).map((end) => axis[end - 1]);
          const sum = (run) => run.reduce((total, value) => total + value, 0);
          return { x: last(arcs.x), y: last(arcs.y), sum: sum(arcs.x) + sum(arcs.y),
                   left: Array.from(level.left), right: Array.from(level.right),
                   codes: level.codes, names: level.names, local: level.localNames };
        }""".replace("MAP", MAP)
    )
    counts = decode_integers(parts["counts"])
    ends = np.cumsum(counts) - 1
    total = 0
    for axis in "xy":
        steps = np.empty(counts.sum(), np.int64)
        begins = np.zeros(len(steps), np.bool_)
        begins[ends - counts + 1] = True
        steps[begins] = unfold(decode_integers(parts[f"begin_{axis}"]))
        runs = (parts[axis], parts[f"{axis}_low"], parts[f"{axis}_high"])
        steps[~begins] = unfold(decode_short(*runs))
        cells = np.cumsum(steps)
        assert found[axis] == cells[ends].tolist()
        total += int(cells.sum())
    assert found["sum"] == total
    owners = decode_integers(parts["arcs_of_member"])
    left = np.repeat(np.arange(len(owners)), owners)
    across = decode_integers(parts["across"])
    lsoas = entry["areas"]
    assert found["left"] == np.where(left < lsoas, left, -1).tolist()
    right = np.where(across, left + across, -1)
    assert found["right"] == np.where(right < lsoas, right, -1).tolist()
    areas = tables.load("areas_lsoa21", ["area_name", "local_name"])
    assert found["codes"] == areas.index.tolist()
    assert found["names"] == areas["area_name"].tolist()
    assert found["local"] == areas["local_name"].tolist()


def test_an_area_is_found_and_outlined_where_it_lies(tab: object, inside: pd.DataFrame) -> None:
    some = inside.iloc[::40]
    found = tab.evaluate(
        """(points) => points.map(([lat, lng]) => {
          const { level } = MAP.coldspots.what, area = coldspots.areaAt(level, L.latLng(lat, lng));
          const rings = coldspots.outlineOf(level, area, 14);
          return [level.codes[area], rings.map((ring) => ring.map(({ lat, lng }) => [lng, lat]))];
        })""".replace("MAP", MAP),
        some[["lat", "lng"]].to_numpy().tolist(),
    )
    assert [code for code, _ in found] == some.index.tolist()
    outlines = boundaries.load("lsoa21").loc[some.index].to_crs(DISPLAY_CRS).geometry
    for (_, rings), outline in zip(found, outlines, strict=True):
        assert all(ring[0] == ring[-1] for ring in rings)
        drawn = shapely.Polygon(rings[0])
        for ring in rings[1:]:
            drawn = shapely.symmetric_difference(drawn, shapely.Polygon(ring))
        off = shapely.symmetric_difference(shapely.make_valid(drawn), outline).area
        assert off < 0.001 * outline.area


def test_another_measure_repaints_every_tile(browser: object, page: Path) -> None:
    tab = opened(browser, page)
    before, after = tab.evaluate(
        """async () => {
          const { areas, what } = MAP.coldspots;
          const read = () => Object.values(areas._tiles).map(({ el }) => el.toDataURL());
          const first = read();
          const codes = what.codes.map((c) => c < 5 ? 4 - c : c);
          const done = new Promise((resolve) => areas.once("painted", resolve));
          areas.show({ ...what, codes, style: MAP.coldspots.state.style });
          await done;
          return [first, read()];
        }""".replace("MAP", MAP)
    )
    assert len(before) == len(after)
    changed = [one != other for one, other in zip(before, after, strict=True)]
    assert sum(changed) >= 6
    tab.context.close()


@pytest.mark.parametrize("ratio", [1.25, 2])
def test_finer_screens_get_finer_tiles(
    browser: object, page: Path, inside: pd.DataFrame, ratio: float
) -> None:
    tab = opened(browser, page, device_scale_factor=ratio)
    assert tab.evaluate("() => document.querySelector('canvas.cs-tile').width") == 512 * ratio
    coloured = inside[inside["code"] < 250]
    pixels = tab.evaluate(READ, coloured[["lat", "lng"]].to_numpy().tolist())
    assert [hexed(pixel) for pixel in pixels] == coloured["colour"].tolist()
    tab.context.close()


@pytest.mark.parametrize(
    "gone", ["delete window.Worker;", "Worker = function () { throw new Error('not allowed'); };"]
)
def test_a_page_that_may_have_no_worker_reads_its_packs_itself(
    browser: object, page: Path, gone: str
) -> None:
    tab = opened(browser, page, before=gone)
    assert tab.locator(".folium-map").get_attribute("data-painted") == "35672"
    tab.context.close()

"""Which area a point is in: the browser's answer at every level against shapely's.

The packed outlines lie on a grid of 2 m in web mercator, 1 to 1.3 m on the ground: points nearer to a
border than 3 m are left out.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import shapely

from geo.boundaries import outlines as boundaries
from geo.packs import binary as pack
from geo.registry.geographies import GEOGRAPHIES
from geo.settings import DISPLAY_CRS
from layers.browser.state import read_packs
from tests.browsing import hand_over

pytestmark = pytest.mark.browser

LEVELS = [entry.id for entry in GEOGRAPHIES if entry.on_map]
CLEAR_M = 3.0
"""How near a border the browser must be right."""

AT = """
([name, places]) => places.map(([lat, lng]) => {
  const area = coldspots.areaAt(window[name], L.latLng(lat, lng));
  return area < 0 ? "" : window[name].codes[area];
})
"""


@pytest.fixture(scope="module", params=LEVELS)
def level(scripts: object, request: pytest.FixtureRequest) -> str:
    """A level, opened in the page under its name."""
    entry = read_packs()["levels"][request.param]
    names = (entry["arcs"], entry["file"])
    hand_over(scripts, {name: (pack.folder() / name).read_bytes() for name in names})
    scripts.evaluate(
        """async ([level, arcs, file]) => {
          const open = (name, more) => coldspots.open("", name, () => {}, more);
          window[level] = await open(file, open(arcs));
        }""",
        [request.param, *names],
    )
    return request.param


def named_in_browser(scripts: object, level: str, points: npt.NDArray[np.object_]) -> list[str]:
    """Return the area of each point by the map's script; all points in one call."""
    there = gpd.GeoSeries(points, crs=boundaries.load("region").crs).to_crs(DISPLAY_CRS)
    return scripts.evaluate(AT, [level, np.stack([there.y, there.x], axis=1).tolist()])


def test_a_point_inside_every_area_names_it(scripts: object, level: str) -> None:
    """Every part of every area, islands too, if it is wide enough to have a clear middle."""
    outlines = boundaries.load(level).geometry
    parts, owner = shapely.get_parts(outlines.array, return_index=True)
    points = shapely.point_on_surface(parts)
    room = shapely.distance(points, shapely.boundary(parts))
    narrow = np.flatnonzero(room < CLEAR_M)
    circles = shapely.maximum_inscribed_circle(parts[narrow])
    points[narrow], room[narrow] = shapely.get_point(circles, 0), shapely.length(circles)
    clear = room >= CLEAR_M
    assert set(owner[clear]) == set(range(len(outlines)))
    codes = outlines.index.to_numpy()[owner[clear]]
    found = named_in_browser(scripts, level, points[clear])
    wrong = [(code, at) for code, at in zip(codes, found, strict=True) if code != at]
    assert wrong == []


def test_points_anywhere_are_named_as_shapely_names_them(scripts: object, level: str) -> None:
    """As many points over the country as close to borders; fewer where each takes long."""
    outlines = boundaries.load(level).geometry
    many = 2_000 if len(outlines) > 1_000 else 500
    random = np.random.default_rng(20)
    west, south, east, north = outlines.total_bounds
    corners = shapely.get_coordinates(outlines.array)
    away = random.normal(0, 10 + CLEAR_M, (many, 2))
    near = corners[random.integers(0, len(corners), many)] + away
    anywhere = random.uniform([west, south], [east, north], (many, 2))
    points = shapely.points(np.concatenate([anywhere, near]))
    tree = shapely.STRtree(shapely.boundary(outlines.array))
    at_border, _ = tree.query(points, predicate="dwithin", distance=CLEAR_M)
    points = np.delete(points, np.unique(at_border))
    assert len(points) > 1.2 * many
    places = pd.DataFrame({"easting_m": shapely.get_x(points), "northing_m": shapely.get_y(points)})
    positions = boundaries.locate(places, outlines.to_numpy())
    expected = ["" if place < 0 else outlines.index[place] for place in positions]
    assert named_in_browser(scripts, level, points) == expected
    assert len(set(expected)) > min(40, len(outlines) // 2)

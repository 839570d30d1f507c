"""Points in areas by a grid of cells: known places, and outlines as shapely judges them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import outlines as boundaries
from geo.counting.grid import ASK, CELL_M, NEAR_M, NOWHERE, Grid, borders_of
from geo.settings import SNAP_PER_M

WEST = shapely.Polygon(
    [(0, 0), (730, 0), (730, 900), (0, 900)], [[(210, 210), (210, 390), (390, 390), (390, 210)]]
)
EAST = shapely.MultiPolygon([shapely.box(730, 0, 1500, 900), shapely.box(5000, 42, 5010, 52)])
HOLE = shapely.box(210, 210, 390, 390)


def areas(*outlines: Any) -> np.ndarray:
    """Return outlines as an array, and moved to where England is."""
    moved = shapely.transform(np.array(outlines, dtype=object), lambda xy: xy + [400_000, 300_000])
    return np.asarray(moved)


def expected(outlines: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Find the only area that holds each point, by the outlines."""
    held = np.array([shapely.contains_xy(one, *points.T) for one in outlines])
    return np.where(held.any(axis=0), held.argmax(axis=0), NOWHERE)


@pytest.mark.parametrize(
    ("point", "area"),
    [
        ((100.0, 100.0), 0),
        ((729.9, 450.5), 0),
        ((730.1, 450.5), 1),
        ((729.998, 899.998), 0),
        ((1499.9, 0.1), 1),
        ((1500.1, 0.1), NOWHERE),
        ((300.0, 300.0), 2),
        ((209.9, 300.0), 0),
        ((210.1, 300.0), 2),
        ((5005.0, 45.0), 1),
        ((5005.0, 55.0), NOWHERE),
        ((4000.0, 45.0), NOWHERE),
        ((-1e7, 45.0), NOWHERE),
        ((np.nan, 45.0), NOWHERE),
        ((730.0, 450.5), ASK),
        ((730.0, 900.0), ASK),
        ((390.0, 390.0), ASK),
        ((730.0 + NEAR_M / 2, 450.5), ASK),
    ],
)
def test_whose_each_point_is(point: tuple[float, float], area: int) -> None:
    grid = Grid(areas(WEST, EAST, HOLE))
    assert grid.find(np.array([point]) + [400_000, 300_000]).tolist() == [area]


def test_where_two_areas_overlap_the_outlines_must_tell() -> None:
    one, other = shapely.box(0, 0, 1000, 1000), shapely.box(970, 0, 2000, 1000)
    grid = Grid(areas(one, other))
    where = np.array([[940.0, 520.0], [980.0, 520.0], [999.0, 540.0], [1010.0, 520.0]])
    assert grid.find(where + [400_000, 300_000]).tolist() == [0, ASK, ASK, 1]


def test_a_middle_on_a_border_is_not_started_from() -> None:
    # The border goes through the middle of a cell, (450, 450).
    grid = Grid(areas(shapely.box(0, 0, 450, 900), shapely.box(450, 0, 900, 900)))
    where = np.array([[401.0, 410.0], [499.0, 490.0], [350.0, 410.0], [550.0, 410.0]])
    found = grid.find(where + [400_000, 300_000]).tolist()
    assert found == [ASK, ASK, 0, 1]


@pytest.mark.parametrize("off", [(-NEAR_M / 2, 0.0), (0.0, 0.0), (NEAR_M / 2, 0.0)])
@pytest.mark.parametrize("corner", [(800.0, 430.0), (460.0, 480.0)])
def test_near_a_corner_the_outlines_must_tell(
    corner: tuple[float, float], off: tuple[float, float]
) -> None:
    # The first is on the side of two cells; the second is a tip that the way from the middle of
    # its cell, (450, 450), passes by.
    grid = Grid(areas(shapely.Polygon([corner, (890, 470), (890, 495)])))
    assert grid.find(np.array([corner]) + off + [400_000, 300_000]).tolist() == [ASK]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([30.0, 300.0, 6_000.0]))
def test_areas_of_any_size_and_the_outlines_agree(seed: int, apart_m: float) -> None:
    rng = np.random.default_rng(seed)
    corner = np.array([400_000, 300_000]) + rng.integers(0, 100, 2)
    seeds = shapely.MultiPoint(corner + rng.random((30, 2)) * apart_m * 6)
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds))
    cells = shapely.set_precision(
        shapely.intersection(cells, shapely.convex_hull(seeds)), 1 / SNAP_PER_M
    )
    outlines = cells[(shapely.area(cells) > 0) & (rng.random(len(cells)) < 0.8)]
    vertices = shapely.get_coordinates(outlines)
    some = vertices[rng.integers(0, len(vertices), 600)]
    points = np.concatenate(
        [
            corner + rng.random((1_000, 2)) * apart_m * 7,
            some + rng.normal(0, 0.02, some.shape),
            some + rng.normal(0, 20, some.shape),
            np.round(some / CELL_M) * CELL_M - 1e-10,
            np.round(some / CELL_M) * CELL_M + CELL_M / 2,
        ]
    )
    found = Grid(outlines).find(points)
    told = found != ASK
    assert (found[told] == expected(outlines, points[told])).all()
    assert (Grid(outlines).find(vertices) == ASK).all()


def test_a_border_that_two_share_is_listed_once() -> None:
    borders = borders_of(areas(WEST, EAST, HOLE))
    ends = {frozenset([tuple(one[:2]), tuple(one[2:])]) for one in borders.ends.tolist()}
    # 8 of the west, 8 of the east, 4 of the hole, of which 5 are shared.
    assert len(borders.ends) == len(ends) == 15


def test_neighbourhoods_lose_no_digit_in_single_precision() -> None:
    vertices = shapely.get_coordinates(boundaries.load_stored("lsoa21").all())
    assert (vertices * SNAP_PER_M % 1 == 0).all()

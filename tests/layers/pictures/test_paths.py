"""The rim of a coverage, and lines parted by it; lines of text that keep short brackets whole."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from matplotlib.path import Path as Drawn

from geo.boundaries import outlines as boundaries
from layers.pictures.areas import _coast_of
from layers.pictures.looks import GREYS
from layers.pictures.marks import districts, stored
from layers.pictures.paths import parted, rim_of
from layers.pictures.sheet import wrapped

# Two squares side by side that share one edge, the second turned the other way.
PAIR = np.array(
    [
        shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)]),
        shapely.Polygon([(10, 0), (10, 10), (20, 10), (20, 0)]),
    ],
    dtype=object,
)


def length(path: Drawn | None) -> float:
    if path is None:
        return 0.0
    steps = np.hypot(*np.diff(path.vertices, axis=0).T)
    return float(steps[path.codes[1:] == Drawn.LINETO].sum())


def test_the_shared_edge_is_inside_and_the_others_are_the_rim() -> None:
    rim = rim_of(PAIR)
    assert len(rim) == 6
    inner, outer = parted(PAIR, rim, 0.1)
    # Once for each square.
    assert length(inner) == 20
    assert length(outer) == 60
    alone = parted(PAIR[:1], rim, 0.1)
    assert [length(one) for one in alone] == [10, 30]


def test_without_a_rim_all_is_inside_and_a_coarse_grid_loses_no_end() -> None:
    inner, outer = parted(PAIR, np.empty(0, np.uint64), 0.1)
    assert outer is None
    assert length(inner) == 80
    inner, outer = parted(PAIR, rim_of(PAIR), 10.0)
    assert (length(inner), length(outer)) == (20, 60)


def test_the_coast_and_the_land_border_of_a_county_make_up_its_outline() -> None:
    all_districts = boundaries.load("lad24").geometry.to_numpy()
    norfolk = boundaries.load("utla23").geometry.loc[["E10000020"]].to_numpy()
    inner, outer = parted(norfolk, rim_of(all_districts), 1e-6)
    whole = shapely.length(norfolk[0].boundary)
    assert abs(length(inner) + length(outer) - whole) < 1e-3 * whole
    neighbours = ("E10000029", "E10000003", "E10000019")
    shared = shapely.union_all(boundaries.load("utla23").geometry.loc[[*neighbours]].to_numpy())
    land = shapely.length(shapely.intersection(norfolk[0].boundary, shared.boundary))
    assert abs(length(inner) - land) < 0.02 * land


def test_short_brackets_stay_whole() -> None:
    assert wrapped("Most deprived fifth (deciles 1, 2)", 10.5, 140) == [
        "Most deprived fifth", "(deciles 1, 2)",
    ]  # fmt: skip
    # Long ones break as other words do, and nothing is lost.
    text = "Not low (chance 5% to 95%, by the model) and (LSOA 2021), ended"
    assert " ".join(wrapped(text, 10.5, 90)) == text
    assert any("(LSOA 2021)," in line for line in wrapped(text, 10.5, 90))


def test_black_names_are_read_on_the_darkest_grey() -> None:
    """The darkest has at least a third of white's lightness, so that a black border stands out."""
    linear = (int(GREYS[0][1:3], 16) / 255 + 0.055) / 1.055
    lightness = 116 * (linear**2.4) ** (1 / 3) - 16
    assert lightness >= 30


@pytest.mark.parametrize("code", ["E07000138", "E06000009", "S12000049", "W06000015"])
def test_the_coast_near_a_district_is_that_of_all_districts(code: str) -> None:
    shape = stored("lad24").of([code])
    near, whole = _coast_of("lsoa21", shape), rim_of(districts())
    assert len(near) < len(whole) / 3
    for one, other in zip(parted(shape, near, 5.0), parted(shape, whole, 5.0), strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            np.testing.assert_array_equal(one.vertices, other.vertices)
            np.testing.assert_array_equal(one.codes, other.codes)

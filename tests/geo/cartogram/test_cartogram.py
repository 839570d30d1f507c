"""The cartogram of constituencies, and how one is laid out."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import tables
from geo.areas import area_table
from geo.boundaries import outlines as boundaries
from geo.cartogram.cells import hexagons_at, middles_of, steps_between
from geo.cartogram.layout import lay_out, neighbours_of
from geo.cartogram.stretch import equal_areas


@pytest.fixture(scope="module")
def groups() -> pd.Series:
    table = area_table("pcon24")
    return table["region_code"].where(table["region_code"] != "", table["nation"])


@pytest.fixture(scope="module")
def cells(groups: pd.Series) -> pd.DataFrame:
    return tables.load("hexagons_pcon24").loc[groups.index]


@pytest.fixture(scope="module")
def hexagons(cells: pd.DataFrame) -> np.ndarray:
    return hexagons_at(middles_of(cells.to_numpy(dtype="int64")), 1.0)


@pytest.fixture(scope="module")
def touching(hexagons: np.ndarray) -> set[tuple[int, int]]:
    one, other = shapely.STRtree(hexagons).query(hexagons, predicate="intersects")
    shared = shapely.length(shapely.intersection(hexagons[one], hexagons[other]))
    edges = (one < other) & (shared > 0.5)
    return set(zip(one[edges].tolist(), other[edges].tolist(), strict=True))


def test_each_constituency_has_a_hexagon_of_its_own(
    cells: pd.DataFrame, hexagons: np.ndarray
) -> None:
    assert cells.shape == (650, 2)
    assert not cells.duplicated().any()
    assert shapely.area(shapely.union_all(hexagons)) == pytest.approx(650 * np.sqrt(3) / 2)
    assert cells.min().tolist()[0] == 0
    assert cells["row"].min() in (0, 1)


def pieces(members: set[int], pairs: set[tuple[int, int]]) -> list[set[int]]:
    """Split members into pieces that hang together."""
    left, found = set(members), []
    while left:
        piece, edge = set(), {min(left)}
        while edge:
            piece |= edge
            edge = {b for a, b in (*pairs, *((b, a) for a, b in pairs)) if a in edge} & left - piece
        found.append(piece)
        left -= piece
    return found


def test_regions_hang_together_and_islands_lie_apart(
    touching: set[tuple[int, int]], groups: pd.Series
) -> None:
    names = area_table("pcon24")["area_name"]
    for group in groups.unique():
        held = pieces(set(np.flatnonzero(group == groups).tolist()), touching)
        alone = sorted(names.iloc[at] for piece in held if len(piece) < 3 for at in piece)
        assert len([piece for piece in held if len(piece) >= 3]) == 1, group
        assert set(alone) <= {
            "Isle of Wight East", "Isle of Wight West", "Na h-Eileanan an Iar",
            "Orkney and Shetland", "Ynys Môn",
        }  # fmt: skip
    land = pieces(set(range(650)), touching)
    assert sorted(map(len, land)) == [1, 1, 1, 2, 18, 627]


def test_neighbours_stay_neighbours_as_far_as_the_manual_says(
    touching: set[tuple[int, int]], groups: pd.Series
) -> None:
    pairs = neighbours_of(boundaries.load("pcon24").geometry.loc[groups.index].to_numpy())
    assert len(pairs) == 1_694
    kept = [tuple(pair) in touching for pair in pairs.tolist()]
    assert np.mean(kept) == pytest.approx(0.643, abs=0.0005)
    # Handed out by chance, hardly any would.
    shuffled = np.random.default_rng(1).permutation(650)[pairs]
    assert np.mean([tuple(sorted(pair)) in touching for pair in shuffled.tolist()]) < 0.02


def test_it_looks_like_the_united_kingdom(cells: pd.DataFrame) -> None:
    nation, name = area_table("pcon24")["nation"], area_table("pcon24")["area_name"]
    x = pd.Series(middles_of(cells.to_numpy(dtype="int64"))[:, 0], cells.index)
    y, region = cells["row"], area_table("pcon24")["region_code"]
    cell = pd.DataFrame({"x": x, "y": y}).set_index(name)
    assert y[nation == "Scotland"].min() >= y[region == "E12000001"].mean()
    assert x[nation == "Northern Ireland"].max() < x[region == "E12000002"].min()
    assert x[nation == "Wales"].mean() < x[region == "E12000005"].mean()
    assert cell["y"].idxmax() == "Orkney and Shetland"
    assert cell.loc["St Ives", "x"] < cell.loc["Exeter", "x"] < cell.loc["Dover and Deal", "x"]
    down = ["Caithness, Sutherland and Easter Ross", "Edinburgh South", "Leeds East",
            "Birmingham Ladywood", "Swindon North", "Southampton Test"]  # fmt: skip
    assert all(upper > lower for upper, lower in pairwise(cell.loc[down, "y"]))


def squares(side: int) -> gpd.GeoSeries:
    made = [shapely.box(x, y, x + 1_000, y + 1_000)
            for y in range(0, side * 1_000, 1_000) for x in range(0, side * 1_000, 1_000)]  # fmt: skip
    return gpd.GeoSeries(made, [f"S{at:02}" for at in range(side**2)], crs="EPSG:27700")


def test_a_chessboard_keeps_its_neighbours() -> None:
    board = squares(6)
    groups = pd.Series(np.repeat(["south", "north"], 18), board.index)
    cells, quality = lay_out(board, groups)
    assert not cells.duplicated().any()
    assert (quality.split, quality.displacement < 0.7) == (0, True)
    assert quality.touching > 0.85
    found = cells.to_numpy()
    near = [(at, at + 1) for at in range(36) if at % 6 < 5] + [(at, at + 6) for at in range(30)]
    steps = steps_between(found[[a for a, _ in near]], found[[b for _, b in near]])
    assert np.mean(steps == 1) == quality.touching
    again, _ = lay_out(board, groups)
    assert again.equals(cells)


def test_small_and_large_areas_become_equal_and_stay_neighbours() -> None:
    wide = [shapely.box(0, 0, 1, 4), shapely.box(1, 0, 4, 4), shapely.box(4, 0, 12, 4)]
    fine = shapely.segmentize(np.array(wide, object), 1)
    stretched, carried = equal_areas(fine, np.array([[0.5, 2.0]]))
    before, after = (shapely.area(shapes) for shapes in (fine, stretched))
    assert before.max() / before.min() == 8
    assert after.max() / after.min() < 1.6
    assert len(neighbours_of(stretched)) == 2
    assert shapely.contains_xy(stretched[0], *carried[0])


@pytest.mark.slow
def test_the_stored_layout_is_what_the_build_lays_out(
    cells: pd.DataFrame, groups: pd.Series
) -> None:
    made, quality = lay_out(boundaries.load("pcon24").geometry.loc[groups.index], groups)
    assert made.astype("int64").equals(cells.astype("int64"))
    assert quality.displacement == pytest.approx(0.60, abs=0.005)
    assert quality.split == 0

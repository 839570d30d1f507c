from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.boundaries import outlines as boundaries
from geo.errors import BadInputError, IntegrityError, UnknownAreaError
from tests.geo.boundaries.test_topology import grid
from tests.records import record


@pytest.mark.fault(23)
def test_a_bow_tie_is_mended_and_snapped() -> None:
    tie = shapely.Polygon([(0, 0), (10.001, 10.001), (10.001, 0), (0, 10.001)])
    cleaned, mended = boundaries.clean(np.array([tie], dtype=object), coverage=False)
    assert mended == 1
    assert cleaned[0].is_valid
    assert cleaned[0].area == pytest.approx(50, abs=0.1)
    vertices = shapely.get_coordinates(cleaned)
    assert (vertices * 64 == np.round(vertices * 64)).all()


def test_whole_outlines_are_left_as_they_are() -> None:
    cleaned, mended = boundaries.clean(grid(3))
    assert mended == 0
    assert shapely.equals_exact(cleaned, grid(3)).all()


def test_overlapping_outlines_are_refused() -> None:
    pair = np.array([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)], dtype=object)
    with pytest.raises(IntegrityError, match="2 .*overlap"):
        boundaries.clean(pair)


def test_neighbours_that_miss_a_vertex_are_refused() -> None:
    left = shapely.box(0, 0, 1, 2)
    right = [shapely.box(1, 0, 2, 1), shapely.box(1, 1, 2, 2)]
    with pytest.raises(IntegrityError):
        boundaries.clean(np.array([left, *right], dtype=object))


@pytest.mark.fault(23)
def test_an_outline_without_area_is_refused() -> None:
    flat = shapely.Polygon([(0, 0), (5, 0), (0, 0)])
    with pytest.raises(BadInputError, match="no area"):
        boundaries.clean(np.array([flat], dtype=object), coverage=False)


def test_upper_areas_are_the_exact_union() -> None:
    codes, upper = boundaries.dissolve(grid(2), pd.Series(["E2", "E1", "E2", "E1"]))
    assert codes == ["E1", "E2"]
    assert [shape.bounds for shape in upper] == [(100, 0, 200, 200), (0, 0, 100, 200)]


def test_points_fall_in_the_first_area_or_none() -> None:
    points = pd.DataFrame(
        {"easting_m": [50, 150, 100, 999, np.nan], "northing_m": [50, 50, 50, 0, 0]}
    )
    assert boundaries.locate(points, grid(2)).tolist() == [0, 1, 0, -1, -1]


def test_outlines_are_stored_in_code_order_and_loaded(tmp_path: Path) -> None:
    path = boundaries.path_of("region", tmp_path)
    boundaries.store(["E12000002", "E12000001"], grid(2)[:2], path)
    first = path.read_bytes()
    boundaries.store(["E12000002", "E12000001"], grid(2)[:2], path)
    assert path.read_bytes() == first
    record(tmp_path)
    loaded = boundaries.load("region", tmp_path)
    assert loaded.index.tolist() == ["E12000001", "E12000002"]
    assert loaded.crs.to_epsg() == 27700
    assert loaded.geometry.iloc[1].equals(grid(2)[0])


def test_broken_bundled_outlines_say_what_to_do(tmp_path: Path) -> None:
    path = boundaries.path_of("region", tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"not parquet")
    record(tmp_path)
    with pytest.raises(IntegrityError, match="outlines of region cannot be read"):
        boundaries.load("region", tmp_path)
    path.unlink()
    with pytest.raises(IntegrityError, match="Restore the data folder"):
        boundaries.load("region", tmp_path)


def test_nations_are_exactly_the_union_of_what_they_hold() -> None:
    nations = boundaries.load("nation").geometry
    assert nations.index.tolist() == ["E92000001", "N92000002", "S92000003", "W92000004"]
    regions = boundaries.load("region").geometry.to_numpy()
    assert shapely.equals(nations["E92000001"], shapely.union_all(regions))
    assert nations.area.sum() == pytest.approx(boundaries.load("lad24").area.sum(), rel=1e-5)
    assert nations.is_valid.all()


def test_uniting_needs_no_coverage() -> None:
    outlines = np.array([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)], dtype=object)
    assert boundaries.unite(outlines, coverage=False).area == 6
    assert boundaries.unite(outlines[:1], coverage=True).area == 4


def wavy(rows: int, columns: int) -> np.ndarray:
    """Squares of 100 m whose every border has a vertex each metre, a little off the line."""
    rng = np.random.default_rng(7)
    across = rng.integers(-8, 9, (rows + 1, columns, 99)) / 64
    along = rng.integers(-8, 9, (rows, columns + 1, 99)) / 64
    steps = np.arange(1, 100)

    def flat(y: int, x: int) -> np.ndarray:
        return np.column_stack([x * 100 + steps, y * 100 + across[y, x]])

    def upright(y: int, x: int) -> np.ndarray:
        return np.column_stack([x * 100 + along[y, x], y * 100 + steps])

    made = []
    for y in range(rows):
        for x in range(columns):
            west, south, east, north = x * 100, y * 100, x * 100 + 100, y * 100 + 100
            ring = [
                *([(west, south)], flat(y, x), [(east, south)], upright(y, x + 1)),
                *([(east, north)], flat(y + 1, x)[::-1], [(west, north)], upright(y, x)[::-1]),
            ]
            made.append(shapely.Polygon(np.concatenate(ring)))
    return np.array(made, dtype=object)


def test_a_coverage_is_thinned_to_so_many_vertices_and_stays_one() -> None:
    fine = wavy(3, 4)
    boundaries.check_coverage(fine, "the example")
    assert shapely.get_num_coordinates(fine).sum() == 12 * 401
    thinned = boundaries.thin(fine, 12 * 21)
    boundaries.check_coverage(thinned, "the result")
    assert shapely.get_num_coordinates(thinned).sum() <= 12 * 21
    # No border went further off than its own waves of an eighth of a metre.
    assert np.abs(shapely.area(thinned) - 10_000).max() <= 4 * 100 / 8
    assert shapely.area(shapely.union_all(thinned)) == pytest.approx(
        shapely.area(thinned).sum(), rel=1e-12
    )
    # Vertices are left out, never moved: they are on the grid still.
    there = {tuple(xy) for xy in shapely.get_coordinates(fine)}
    assert {tuple(xy) for xy in shapely.get_coordinates(thinned)} <= there


def test_a_coverage_with_few_vertices_is_left_as_it_is() -> None:
    fine = wavy(2, 2)
    assert boundaries.thin(fine, 4 * 401) is fine
    assert boundaries.thin(fine, 4 * 401 - 1) is not fine


def test_a_coverage_that_cannot_be_thinned_so_far_is_thinned_as_far_as_it_can() -> None:
    thinned = boundaries.thin(wavy(2, 2), 3)
    assert shapely.get_num_coordinates(thinned).sum() >= 4 * 4
    boundaries.check_coverage(thinned, "the result")


@pytest.mark.parametrize("level", ["lad24", "nation", "dea14"])
def test_stored_outlines_are_those_that_are_loaded_in_code_order(level: str) -> None:
    loaded = boundaries.load(level).geometry.sort_index()
    stored = boundaries.load_stored(level)
    assert stored.index.tolist() == loaded.index.tolist()
    wanted = np.arange(len(loaded)) % 3 == 1
    assert shapely.equals_exact(stored.at(wanted), loaded.to_numpy()[wanted]).all()
    # What was made before, and the rest of it.
    assert shapely.equals_exact(stored.all(), loaded.to_numpy()).all()
    backwards = loaded.index[::-1].tolist()
    assert shapely.equals_exact(stored.of(backwards), loaded.to_numpy()[::-1]).all()


def test_only_the_outlines_that_are_asked_for_become_shapes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []
    real = shapely.from_wkb
    monkeypatch.setattr(shapely, "from_wkb", lambda coded: made.append(len(coded)) or real(coded))
    stored = boundaries.load_stored("region")
    for codes in (["E12000007"], ["E12000007", "E12000001"], ["E12000001"]):
        assert len(stored.of(codes)) == len(codes)
    assert made == [1, 1]
    with pytest.raises(UnknownAreaError, match="No outline is stored of .*E12000099"):
        stored.of(["E12000001", "E12000099"])

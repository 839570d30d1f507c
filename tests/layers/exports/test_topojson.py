"""TopoJSON as pages read it: rings that run as d3 wants them, areas that keep their size."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geo.areas.join import AreaTable, build_areas
from geo.boundaries import outlines as boundaries
from geo.settings import DISPLAY_CRS, project_dir
from layers.exports import tables as export_data
from layers.exports.topojson import write_map_csv, write_topojson
from tests.commands import run

WEB = project_dir() / "web"
QUICK = ("region", "lad24", "utla23", "smc205", "nation", "lad24 E12000002", "msoa21 E12000003")
WHOLE = ("lsoa21 E12000007", "msoa21", "lsoa21")
"""Levels and places: England's coast and islands, the areas with holes, the smallest areas."""
every = pytest.mark.parametrize(
    "written",
    [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in WHOLE)],
    indirect=True,
)


class Written(NamedTuple):
    """A file, read once for all the tests of it, and what its areas measure on the ground."""

    areas: AreaTable
    path: Path
    rings: dict[str, list[list[np.ndarray]]]
    km2: pd.Series


@pytest.fixture(scope="module")
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    level, _, within = request.param.partition(" ")
    areas = build_areas(level, within=within or None)[0]
    path = tmp_path_factory.mktemp("topojson") / "map.topojson"
    write_topojson(areas, path)
    return Written(areas, path, features(path), true_km2(areas))


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def features(path: Path) -> dict[str, list[list[np.ndarray]]]:
    """Return the rings of the polygons of each area, in degrees, as TopoJSON's page defines them."""
    content = read(path)
    scale, low = (np.array(content["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + low for arc in content["arcs"]]

    def ring(walk: list[int]) -> np.ndarray:
        parts = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in walk]
        for one, other in zip(parts, [*parts[1:], parts[0]], strict=True):
            assert (one[-1] == other[0]).all()
        return np.concatenate([parts[0][:1], *(part[1:] for part in parts)])

    (holder,) = content["objects"].values()
    return {
        shape["id"]: [
            [ring(walk) for walk in polygon]
            for polygon in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])
        ]
        for shape in holder["geometries"]
    }


def turned(ring: np.ndarray) -> float:
    """Return the signed area of a ring in square degrees, positive where it runs clockwise."""
    x, y = (ring - ring[0]).T
    return float((x[1:] * y[:-1] - x[:-1] * y[1:]).sum() / 2)


def rings(written: Written) -> Iterator[tuple[str, bool, np.ndarray]]:
    for code, polygons in written.rings.items():
        for polygon in polygons:
            for at, found in enumerate(polygon):
                yield code, at == 0, found


def true_km2(areas: AreaTable) -> pd.Series:
    """Measure the full outlines on the ellipsoid: each ring, holes against what holds them."""
    shapes = boundaries.load(areas.geography).geometry.loc[areas.table.index].to_crs(DISPLAY_CRS)
    polygons, owner = shapely.get_parts(
        shapely.orient_polygons(shapes.to_numpy()), return_index=True
    )
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    points = shapely.get_coordinates(rings)
    ends = np.cumsum(shapely.get_num_coordinates(rings))
    ground = Geod(ellps="WGS84")
    size = [ground.polygon_area_perimeter(*ring.T)[0] / 1e6 for ring in np.split(points, ends[:-1])]
    return pd.Series(
        np.abs(np.bincount(owner[polygon], size, minlength=len(shapes))), index=shapes.index
    )


@every
def test_outer_rings_run_clockwise_and_holes_the_other_way(
    written: Written,
) -> None:
    found = [(code, outer, turned(ring)) for code, outer, ring in rings(written)]
    wrong = [code for code, outer, size in found if (size > 0) != outer]
    flat = [code for code, _, size in found if abs(size) < 1e-10]
    assert (wrong, flat) == ([], [])


@every
def test_every_area_and_every_part_of_it_is_there(written: Written) -> None:
    areas, found = written.areas, written.rings
    full = boundaries.load(areas.geography).geometry.loc[list(found)]
    english = areas.table.index[areas.table["nation"] == "England"]
    assert set(english) <= set(found)
    parts = pd.Series({code: len(polygons) for code, polygons in found.items()})
    # Under 50 square metres an islet may be lost: half a cell of the publisher's 20 m.
    polygons, owner = shapely.get_parts(full.to_numpy(), return_index=True)
    seen = np.bincount(owner[shapely.area(polygons) > 50], minlength=len(full))
    assert (parts.to_numpy() >= seen).all()


@every
def test_areas_keep_their_size(written: Written) -> None:
    ground = Geod(ellps="WGS84")
    found = pd.Series(
        {
            code: sum(
                -ground.polygon_area_perimeter(*ring.T)[0] / 1e6
                for polygon in polygons
                for ring in polygon
            )
            for code, polygons in written.rings.items()
        }
    )
    assert (found / written.km2[found.index]).to_numpy() == pytest.approx(1, abs=0.006)


@every
def test_d3_reads_every_area_as_large_as_it_is(written: Written) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    if not (WEB / "node_modules").is_dir():
        pytest.skip("d3-geo and topojson-client are not installed: tests/browsers.sh")
    done = subprocess.run(
        [node, "areas.js", str(written.path)], cwd=WEB, capture_output=True, text=True, check=True
    )
    (shapes,) = json.loads(done.stdout)
    found = pd.Series({shape["id"]: shape["km2"] for shape in shapes})
    # d3 measures on a sphere, which alone makes half a hundredth in England.
    assert (found / written.km2[found.index]).to_numpy() == pytest.approx(1, abs=0.01)
    bounds = np.array([shape["bounds"] for shape in shapes])
    assert (bounds.min(axis=0) > [-9, 49, -9, 49]).all()
    assert (bounds.max(axis=0) < [2, 61, 2, 61]).all()


def test_each_arc_is_there_once_and_needed(tmp_path: Path) -> None:
    write_topojson(build_areas("lad24", within="E12000002")[0], tmp_path / "a.topojson")
    content = read(tmp_path / "a.topojson")
    used = {
        arc if arc >= 0 else ~arc
        for shape in content["objects"]["lad24"]["geometries"]
        for arc in np.array(list(numbers(shape["arcs"])))
    }
    assert used == set(range(len(content["arcs"])))


def numbers(found: Any) -> Iterator[int]:
    if isinstance(found, int):
        yield found
    else:
        for part in found:
            yield from numbers(part)


def test_other_nations_without_figures_are_left_out(tmp_path: Path) -> None:
    whole = build_areas("lad24")[0]
    columns = ["area_name", "local_name", "geography", "nation", "tundra_rate"]
    areas = AreaTable("lad24", whole.table[columns])
    write_topojson(areas, tmp_path / "a.topojson")
    write_map_csv(areas, tmp_path / "a.csv")
    codes = list(features(tmp_path / "a.topojson"))
    assert len(codes) == 296
    assert {code[0] for code in codes} == {"E"}
    assert pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig")["area_code"].tolist() == codes


@pytest.mark.parametrize(
    ("level", "within", "count"), [("smc205", None, 205), ("lad24", "W92000004", 22)]
)
def test_other_nations_stay_where_they_have_figures_or_nobody_else_is_there(
    level: str, within: str | None, count: int, tmp_path: Path
) -> None:
    write_topojson(build_areas(level, within=within)[0], tmp_path / "a.topojson")
    assert len(features(tmp_path / "a.topojson")) == count


@pytest.mark.parametrize("suffix", [".topojson", ".geojson"])
def test_a_file_that_is_too_large_for_a_page_says_so_and_what_to_ask_for(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"wards{suffix}"
    verb = ["export", "--link", "level=ward24&in=E06000009", "--out", str(out)]
    assert run(*verb)[2] == ""
    monkeypatch.setattr(export_data, "MOST_BYTES", 5_000)
    code, _, said = run(*verb)
    assert code == 0
    assert f"wards{suffix} is 0." in said
    assert "ask for one place, such as a region, or local authority districts (lad24)" in said
    assert out.is_file()


@pytest.mark.parametrize(("size", "says"), [(5_000_000, False), (5_000_001, True)])
def test_five_megabytes_are_the_limit(size: int, says: bool, tmp_path: Path) -> None:
    for name in ("a.topojson", "a.csv"):
        with (tmp_path / name).open("wb") as handle:
            handle.truncate(size)
    assert bool(export_data.remark_on(tmp_path / "a.topojson", "region")) is says
    assert export_data.remark_on(tmp_path / "a.csv", "region") == ""

"""Motorways of Great Britain and Northern Ireland: archives, services, and what is read of them."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pytest_httpserver import HTTPServer
from shapely import LineString, MultiLineString, Point

from geo.errors import BadInputError, IntegrityError, SourceUnavailableError
from geo.fetch import cache as fetched
from geo.fetch.run import fetch, hand_over
from geo.publishers.landmarks.motorways import read_irish_motorways, read_motorways
from geo.publishers.ons.shapefiles import read_lines
from geo.registry.datasets import dataset
from geo.registry.datasets.sources import source
from geo.settings import project_dir
from tests.geo.doubles import Layer, Publishers

NAME, IRISH = "os_open_roads", "dfi_motorways"
Link = tuple[str, str, str, shapely.Geometry]
"""Class, number, form and line of a link."""
# A square with two links of one road, one of them in two pieces, and one without motorways.
SQUARES: dict[str, list[Link]] = {
    "NY": [
        ("Motorway", "M6", "Dual Carriageway", LineString([(340_000, 550_000, 9), (341_000, 551_000, 8)])),
        ("A Road", "A66", "Roundabout", LineString([(341_000, 551_000, 8), (342_000, 551_000, 8)])),
        (
            "Motorway", "M6", "Dual Carriageway",
            MultiLineString([[(341_000, 551_000, 8), (341_000, 553_000.4, 8)], [(0, 0, 1), (10, 10, 2)]]),
        ),
        ("Motorway", "M6", "Slip Road", LineString([(341_000, 551_000, 8), (341_100, 551_400, 8)])),
    ],
    "SK": [("A Road", "A38", "Single Carriageway", LineString([(420_000, 310_000, 3), (421_000, 310_000, 3)]))],
    "SP": [("Motorway", "M6 TOLL", "Dual Carriageway", LineString([(420_000, 290_000, 3), (430_000, 290_000, 3)]))],
}  # fmt: skip


def squares(folder: Path, links: dict[str, list[Link]], epsg: int = 27700) -> dict[str, bytes]:
    """Let GDAL write a shapefile of each square, in a process that still has its driver."""
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[tuple[str, dict[str, Any]]] = []
    for square, rows in links.items():
        columns = [
            np.array(column, dtype=object)
            for column in zip(*(row[:3] for row in rows), strict=True)
        ]
        what = {
            "geometry": np.array([shapely.to_wkb(row[3]) for row in rows], dtype=object),
            "field_data": columns,
            "fields": ["class", "roadNumber", "formOfWay"],
            "geometry_type": "LineString Z",
            "crs": f"EPSG:{epsg}",
            "driver": "ESRI Shapefile",
            "encoding": "UTF-8",
        }
        parts.append((str(folder / f"{square}_RoadLink.shp"), what))
    script = (
        "import pickle, sys; from pyogrio.raw import write;"
        "[write(path, **what) for path, what in pickle.load(sys.stdin.buffer)]"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps(parts),
        cwd=project_dir(),
        env={key: text for key, text in os.environ.items() if key != "GDAL_SKIP"},
        check=True,
    )
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    """Pack files as Ordnance Survey does, beside others."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("oproad_essh_gb/readme.txt", "OS Open Roads")
        for name, content in parts.items():
            made.writestr(f"oproad_essh_gb/data/{name}", content)
    return path


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return squares(tmp_path_factory.mktemp("squares"), SQUARES)


@pytest.fixture
def here(httpserver: HTTPServer) -> Iterator[Publishers]:
    double = Publishers(httpserver)
    yield double
    double.ended.set()


def written(raw: Path, name: str, rows: list[tuple[dict[str, Any], dict[str, Any] | None]]) -> Path:
    """Write features as they lie in the cache."""
    path = raw / dataset(name).file
    path.parent.mkdir(parents=True, exist_ok=True)
    features = [{"type": "Feature", "properties": a, "geometry": b} for a, b in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return raw


def line(*vertices: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": vertices}


# The archive


def test_lines_with_a_text_in_a_column_are_read_of_every_square(
    tmp_path: Path, parts: dict[str, bytes]
) -> None:
    path = archive(tmp_path / "roads.zip", parts)
    read = read_lines(path, "_RoadLink", ("class", "Motorway"), "EPSG:27700")
    assert read["roadNumber"].tolist() == ["M6", "M6", "M6", "M6 TOLL"]
    assert read["formOfWay"].tolist()[2] == "Slip Road"
    assert list(read.columns) == ["class", "roadNumber", "formOfWay", "geometry"]
    there = [row[3] for rows in SQUARES.values() for row in rows if row[0] == "Motorway"]
    for found, made in zip(read.geometry, there, strict=True):
        assert found.equals_exact(shapely.force_2d(made), 0)
    assert read.crs.to_epsg() == 27700


def changed(parts: dict[str, bytes], name: str, at: int, content: bytes) -> dict[str, bytes]:
    old = parts[name]
    return {**parts, name: old[:at] + content + old[at + len(content) :]}


LINKS = "NY_RoadLink"
BROKEN: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "no square": (lambda all_: {"x.dbf": all_[f"{LINKS}.dbf"]}, "there is no ..._RoadLink.dbf"),
    "no column": (
        lambda all_: changed(all_, f"{LINKS}.dbf", 32, b"Class"),
        "NY_RoadLink has no column class, but Class, roadNumber, formOfWay",
    ),
    "no index": (lambda all_: {**all_, f"{LINKS}.shx": b""}, "NY_RoadLink is cut short"),
    "polygons": (
        lambda all_: changed(all_, f"{LINKS}.shp", 108, b"\5\0\0\0"),
        "shape 1 is of type 5, not a line",
    ),
    "half of the lines": (
        lambda all_: {**all_, f"{LINKS}.shp": all_[f"{LINKS}.shp"][:260]},
        "cut short",
    ),
    "one vertex": (
        lambda all_: changed(all_, f"{LINKS}.shp", 148, b"\1\0\0\0"),
        "shape 1 is cut short",
    ),
    "parts in disorder": (
        lambda all_: changed(all_, f"{LINKS}.shp", 152, b"\1\0\0\0"),
        "shape 1 has a line of fewer than two vertices",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_archive_is_refused_and_leaves_what_there_was(
    tmp_path: Path, parts: dict[str, bytes], kind: str
) -> None:
    spoil, said = BROKEN[kind]
    cache = tmp_path / "cache"
    hand_over(NAME, archive(tmp_path / "good.zip", parts), cache)
    before = (fetched.raw_dir(cache) / dataset(NAME).file).read_bytes()
    path = archive(tmp_path / "bad.zip", spoil(parts))
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        read_lines(path, "_RoadLink", ("class", "Motorway"), "EPSG:27700")
    with pytest.raises(IntegrityError, match="Nothing was overwritten"):
        hand_over(NAME, path, cache)
    assert (fetched.raw_dir(cache) / dataset(NAME).file).read_bytes() == before


def test_lines_in_another_projection_are_refused(tmp_path: Path) -> None:
    made = archive(tmp_path / "x.zip", squares(tmp_path / "x", SQUARES, 29902))
    with pytest.raises(IntegrityError, match="os_open_roads: x.zip .* expected EPSG:27700"):
        hand_over(NAME, made, tmp_path / "cache")


def test_an_archive_without_motorways_is_refused(tmp_path: Path) -> None:
    made = squares(tmp_path / "x", {"SK": SQUARES["SK"]})
    with pytest.raises(IntegrityError, match="no Motorway in it"):
        hand_over(NAME, archive(tmp_path / "x.zip", made), tmp_path / "cache")


# Fetched and handed over


def test_the_archive_is_fetched_and_its_motorways_are_kept_to_the_metre(
    here: Publishers, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    cache = tmp_path / "cache"
    content = archive(tmp_path / "roads.zip", parts).read_bytes()
    here.files[dataset(NAME).url.partition("?")[0]] = content
    (outcome,) = fetch([source(NAME)], cache, here.client())
    assert outcome.status == "fetched", outcome.said
    assert dict(here.asked[0].args) == {
        "area": "GB", "format": "ESRI® Shapefile", "redirect": "",
    }  # fmt: skip
    roads = read_motorways(fetched.raw_dir(cache))
    # The A roads stay away, and the slip road is no part of the road itself.
    assert roads["road"].tolist() == ["M6", "M6", "M6 Toll"]
    assert roads["geometry"][0].wkt == "LINESTRING (340000 550000, 341000 551000)"
    assert roads["geometry"][1].wkt == (
        "MULTILINESTRING ((341000 551000, 341000 553000), (0 0, 10 10))"
    )
    # Only the lines are kept of it, and it is not asked for again.
    assert not list(cache.rglob("*.zip"))
    assert fetched.record(cache)[NAME]["bytes"] == len(content)
    (again,) = fetch([source(NAME)], cache, here.client())
    assert again.status == "unchanged"


def test_lines_that_were_kept_are_handed_over_as_they_are(
    tmp_path: Path, parts: dict[str, bytes]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    hand_over(NAME, archive(tmp_path / "roads.zip", parts), first)
    kept = fetched.raw_dir(first) / dataset(NAME).file
    assert hand_over(NAME, kept, second).status == "handed over"
    assert (fetched.raw_dir(second) / dataset(NAME).file).read_bytes() == kept.read_bytes()


def test_the_motorways_of_northern_ireland_come_from_a_service(
    here: Publishers, tmp_path: Path
) -> None:
    rows = [
        {"Section_Code": code} for code in ("7060M0001_01", "7035M0008_02", "7060A0008_02", None)
    ]
    shapes = [line((-5.95, 54.60), (-6.00, 54.58)) for _ in rows]
    here.layers[dataset(IRISH).url] = Layer(rows, shapes)
    (outcome,) = fetch([source(IRISH)], tmp_path, here.client())
    assert outcome.status == "fetched", outcome.said
    asked = [dict(one.args) for one in here.asked if one.path.endswith("/query")]
    assert {one["where"] for one in asked} == {"CLASS_NAME='Motorway'"}
    roads = read_irish_motorways(fetched.raw_dir(tmp_path))
    assert roads["road"].tolist() == ["M1", "A8(M)"]
    # Belfast on the British grid: some 146,000 east and 530,000 north.
    assert Point(146_000, 530_000).distance(roads["geometry"][0]) < 3_000


# The readers


def test_whoever_has_no_copy_is_told_where_it_is(tmp_path: Path) -> None:
    for read, name in ((read_motorways, NAME), (read_irish_motorways, IRISH)):
        with pytest.raises(SourceUnavailableError, match=name):
            read(tmp_path)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "it has no rows"),
        ([({"road": "A38", "form": ""}, line((0, 0), (1, 1)))], "no link has a motorway's number, but 'A38'"),
        ([({"road": "M6"}, line((0, 0), (1, 1)))], "not GeoJSON with road, form"),
        ([({"road": "M6", "form": ""}, None)], "not GeoJSON with road, form"),
        (
            [
                ({"road": "M6", "form": ""}, line((0, 0), (1, 1))),
                ({"road": "M6", "form": ""}, {"type": "Point", "coordinates": [0, 0]}),
            ],
            "row 2 is no line",
        ),
        ([({"road": "M6", "form": ""}, {"type": "LineString", "coordinates": [[0, 0]]})], "not GeoJSON with road"),
    ],
)  # fmt: skip
def test_a_copy_that_is_not_as_declared_is_refused(tmp_path: Path, rows: Any, said: str) -> None:
    written(tmp_path, NAME, rows)
    with pytest.raises(BadInputError, match=f"os_open_roads .*{said}"):
        read_motorways(tmp_path)


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    written(tmp_path, NAME, [])
    (tmp_path / dataset(NAME).file).write_text("<html>")
    with pytest.raises(BadInputError, match="not GeoJSON"):
        read_motorways(tmp_path)
    (tmp_path / dataset(NAME).file).write_text("[]")
    with pytest.raises(BadInputError, match="not GeoJSON"):
        read_motorways(tmp_path)


@pytest.mark.parametrize(
    ("road", "kept"),
    [("M6", True), ("A1(M)", True), ("M6 TOLL", True), ("M8 ", True), ("A1", False), ("M", False), ("", False), ("B6(M)", False), ("M1234", False)],
)  # fmt: skip
def test_numbers_are_those_of_motorways(tmp_path: Path, road: str, kept: bool) -> None:
    rows = [({"road": one, "form": ""}, line((0, 0), (1, 1))) for one in ("M999", road)]
    read = read_motorways(written(tmp_path, NAME, rows))
    assert len(read) == 1 + kept

"""Shapefiles of the publishers' own, written by GDAL and read without it; and broken ones."""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS
from shapely import MultiPolygon, Polygon, box

from geo.errors import BadInputError
from geo.publishers import archives
from geo.publishers.ons.boundaries import read_boundaries
from geo.publishers.ons.shapefiles import read_shapefile
from geo.registry.datasets import dataset
from geo.settings import project_dir
from tests.geo.publishers.test_publishers import Declare

IRISH, BRITISH = 29902, 27700
NAME, FILE = "boundaries_soa01", "SOA2011"
ISLANDS = MultiPolygon(
    [
        # A ring road with a square in its middle that belongs to it again.
        Polygon(box(0, 0, 90, 90).exterior, [box(30, 30, 60, 60).exterior.reverse()]),
        box(40, 40, 50, 50),
        box(200, 0, 210, 10),
    ]
)
AREAS = {
    "95AA01S1": ("Aldergrove_1", ISLANDS),
    "95AA01S2": ("Dún_Laoghaire ", box(90, 0, 150, 90)),
    "95AA01S3": ("Lough", box(30, 30, 60, 60).difference(box(40, 40, 50, 50))),
}


def placed() -> list[shapely.Geometry]:
    """The areas, in the middle of the Irish Grid."""
    shapes = [shape for _, shape in AREAS.values()]
    return list(shapely.transform(shapes, lambda xy: xy + 300_000))


def _write(folder: Path, encoding: str) -> dict[str, bytes]:
    """Let GDAL write a shapefile, in a process that still has its driver."""
    columns = {
        "SOA_CODE": np.array(list(AREAS), dtype=object),
        "SOA_LABEL": np.array([name for name, _ in AREAS.values()], dtype=object),
        "Area_ha": np.array([shape.area / 1e4 for _, shape in AREAS.values()]),
    }
    what = {
        "geometry": np.array(shapely.to_wkb(placed()), dtype=object),
        "field_data": list(columns.values()),
        "fields": list(columns),
        "geometry_type": "MultiPolygon",
        "crs": f"EPSG:{IRISH}",
        "driver": "ESRI Shapefile",
        "encoding": encoding,
    }
    folder.mkdir(parents=True, exist_ok=True)
    script = (
        "import pickle, sys; from pyogrio.raw import write;"
        "write(sys.argv[1], **pickle.load(sys.stdin.buffer))"
    )
    subprocess.run(
        [sys.executable, "-c", script, folder / "made.shp"],
        input=pickle.dumps(what),
        cwd=project_dir(),
        env={key: text for key, text in os.environ.items() if key != "GDAL_SKIP"},
        check=True,
    )
    return {path.suffix: path.read_bytes() for path in folder.glob("made.*")}


@pytest.fixture(scope="module")
def irish(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _write(tmp_path_factory.mktemp("irish"), "UTF-8")


def archive(path: Path, parts: dict[str, bytes], name: str = FILE, folder: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for suffix, content in parts.items():
            made.writestr(f"{folder}{name}{suffix}", content)
    return path


def test_the_outlines_are_those_that_were_written(tmp_path: Path, irish: dict[str, bytes]) -> None:
    read = read_shapefile(archive(tmp_path / "x.zip", irish), FILE, f"EPSG:{IRISH}")
    assert read["SOA_CODE"].tolist() == list(AREAS)
    assert read["SOA_LABEL"].tolist() == ["Aldergrove_1", "Dún_Laoghaire", "Lough"]
    assert list(read.columns) == ["SOA_CODE", "SOA_LABEL", "Area_ha", "geometry"]
    for found, there in zip(read.geometry, placed(), strict=True):
        assert found.is_valid
        assert found.equals(there)
    # Nothing was filled in: 8,100 less the hole of 900, the square of 100 in it, and the island.
    assert read.geometry.area.tolist() == [8_100 - 900 + 100 + 100, 5_400, 800]


def test_a_shapefile_of_western_letters_is_read(tmp_path: Path) -> None:
    parts = _write(tmp_path / "western", "ISO-8859-1")
    read = read_shapefile(archive(tmp_path / "x.zip", parts), FILE, f"EPSG:{IRISH}")
    assert read["SOA_LABEL"].iloc[1] == "Dún_Laoghaire"


def test_the_publishers_own_are_read_in_metres_in_code_order(
    tmp_path: Path, declare: Declare, irish: dict[str, bytes]
) -> None:
    declare(NAME, rows=3)
    archive(tmp_path / dataset(NAME).own_file, irish, folder="SOA2011_Esri_Shapefile/")
    read = read_boundaries(tmp_path, NAME)
    assert read.index.tolist() == list(AREAS)
    assert read["area_name"].iloc[1] == "Dún_Laoghaire"
    assert read.crs.to_epsg() == BRITISH
    moved = gpd.GeoSeries(placed(), index=list(AREAS), crs=IRISH).to_crs(BRITISH)
    assert (read.geometry.symmetric_difference(moved).area < 0.01).all()


def test_the_irish_grid_is_where_it_is() -> None:
    # Belfast's City Hall: J338 740 on the Irish Grid; 54.597 north, 5.930 west.
    hall = gpd.GeoSeries([shapely.Point(333_850, 374_050)], crs=IRISH).to_crs(4326)[0]
    assert (round(hall.x, 2), round(hall.y, 2)) == (-5.93, 54.6)


def changed(parts: dict[str, bytes], suffix: str, at: int, content: bytes) -> dict[str, bytes]:
    old = parts[suffix]
    return {**parts, suffix: old[:at] + content + old[at + len(content) :]}


BROKEN: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "no table": (lambda all_: {".shp": all_[".shp"]}, "there is no SOA2011.dbf in it"),
    "no outlines": (lambda all_: {".dbf": all_[".dbf"]}, "there is no SOA2011.shp in it"),
    "another start": (
        lambda all_: changed(all_, ".shp", 0, b"PK"),
        "it does not begin as a shapefile does",
    ),
    "lines": (
        lambda all_: changed(all_, ".shp", 108, struct.pack("<i", 3)),
        "shape 1 is of type 3, not a polygon",
    ),
    "an endless record": (
        lambda all_: changed(all_, ".shp", 104, struct.pack(">i", -4)),
        "shape 1 is cut short",
    ),
    "too many points": (
        lambda all_: changed(all_, ".shp", 148, struct.pack("<i", 2**31 - 1)),
        "shape 1 is cut short",
    ),
    "fewer than no points": (
        lambda all_: changed(all_, ".shp", 148, struct.pack("<i", -1)),
        "shape 1 is cut short",
    ),
    "rings in disorder": (
        lambda all_: changed(all_, ".shp", 156, struct.pack("<i", 10_000)),
        "shape 1 has a ring of fewer than four vertices",
    ),
    "half of the outlines": (
        lambda all_: {**all_, ".shp": all_[".shp"][: len(all_[".shp"]) // 2]},
        "cut short",
    ),
    "half of the table": (
        lambda all_: {**all_, ".dbf": all_[".dbf"][:-90]},
        "its table is cut short",
    ),
    "a table of nothing": (lambda all_: {**all_, ".dbf": b"\x03"}, "it is cut short"),
    "a row that is struck out": (
        lambda all_: changed(all_, ".dbf", struct.unpack_from("<H", all_[".dbf"], 8)[0], b"*"),
        "rows of its table are struck out",
    ),
    "fewer rows than outlines": (
        lambda all_: changed(all_, ".dbf", 4, struct.pack("<I", 2)),
        "3 outlines and 2 rows of its table",
    ),
    "another heading": (
        lambda all_: {**all_, ".dbf": all_[".dbf"].replace(b"SOA_CODE", b"OTHER\0\0\0")},
        "no property 'SOA_CODE', found ['OTHER', 'SOA_LABEL'",
    ),
    "no projection that can be read": (
        lambda all_: {**all_, ".prj": b"PROJCS["},
        "its coordinate system cannot be read",
    ),
}


@pytest.mark.fault(25)
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_shapefile_is_refused_with_what_is_wrong(
    tmp_path: Path, declare: Declare, irish: dict[str, bytes], what: str
) -> None:
    declare(NAME, rows=3)
    change, text = BROKEN[what]
    archive(tmp_path / dataset(NAME).own_file, change(irish))
    with pytest.raises(BadInputError) as refused:
        read_boundaries(tmp_path, NAME)
    assert text in str(refused.value)
    assert "boundaries_soa01 (SOA2011_Esri_Shapefile_0.zip)" in str(refused.value)


def test_another_number_of_areas_than_declared_is_refused(
    tmp_path: Path, declare: Declare, irish: dict[str, bytes]
) -> None:
    declare(NAME, rows=4)
    archive(tmp_path / dataset(NAME).own_file, irish)
    with pytest.raises(BadInputError, match="3 areas, expected 4"):
        read_boundaries(tmp_path, NAME)


@pytest.mark.parametrize("epsg", [BRITISH, 4326, 2157])
def test_another_projection_than_declared_is_refused(
    tmp_path: Path, declare: Declare, irish: dict[str, bytes], epsg: int
) -> None:
    declare(NAME, rows=3)
    told = CRS.from_epsg(epsg).to_wkt("WKT1_ESRI").encode()
    archive(tmp_path / dataset(NAME).own_file, {**irish, ".prj": told})
    with pytest.raises(BadInputError, match="expected EPSG:29902"):
        read_boundaries(tmp_path, NAME)


@pytest.mark.fault(25)
def test_an_archive_that_is_none_or_broken_is_refused(
    tmp_path: Path, declare: Declare, irish: dict[str, bytes]
) -> None:
    declare(NAME, rows=3)
    path = archive(tmp_path / dataset(NAME).own_file, irish)
    whole = path.read_bytes()
    middle = whole.find(b"SOA2011.shp") + 60
    spoilt = whole[:middle] + bytes(40) + whole[middle + 40 :]
    for content in (b"<html>", whole[: len(whole) // 2], spoilt):
        path.write_bytes(content)
        with pytest.raises(BadInputError, match="not a boundary file that can be read"):
            read_boundaries(tmp_path, NAME)


def test_a_member_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, declare: Declare, irish: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(NAME, rows=3)
    archive(tmp_path / dataset(NAME).own_file, irish)
    monkeypatch.setattr(archives, "MOST_MEMBER", 100)
    with pytest.raises(BadInputError, match="Nothing was unpacked"):
        read_boundaries(tmp_path, NAME)


def test_without_a_projection_it_is_taken_to_be_in_the_declared_one(
    tmp_path: Path, irish: dict[str, bytes]
) -> None:
    parts = {suffix: irish[suffix] for suffix in (".shp", ".dbf")}
    read = read_shapefile(archive(tmp_path / "x.zip", parts), FILE, f"EPSG:{IRISH}")
    assert read.crs.to_epsg() == IRISH


def raw_shape(*rings: object) -> bytes:
    """Write one polygon by the format's own words, rings as they are given."""
    points = [np.asarray(ring, dtype="<f8") for ring in rings]
    starts = np.cumsum([0, *map(len, points)])[:-1].astype("<i4")
    count = sum(map(len, points))
    body = struct.pack("<i4d2i", 5, 0, 0, 0, 0, len(points), count)
    body += starts.tobytes() + b"".join(one.tobytes() for one in points)
    return struct.pack(">i", 9994) + bytes(96) + struct.pack(">2i", 1, len(body) // 2) + body


def shapefile(shape: Polygon, row: dict[str, str], epsg: int) -> dict[str, bytes]:
    """Write one area by the format's own words."""
    fields = b"".join(
        name.encode().ljust(11, b"\0") + b"C" + bytes(4) + bytes([40]) + bytes(15) for name in row
    )
    begin, width = 32 + len(fields) + 1, 1 + 40 * len(row)
    head = bytes([3, 126, 1, 1]) + struct.pack("<IHH", 1, begin, width) + bytes(20)
    cells = b" " + b"".join(text.encode().ljust(40) for text in row.values())
    return {
        ".shp": raw_shape(
            shape.exterior.reverse().coords if shape.exterior.is_ccw else shape.exterior.coords
        ),
        ".dbf": head + fields + b"\r" + cells + b"\x1a",
        ".prj": CRS.from_epsg(epsg).to_wkt("WKT1_ESRI").encode(),
    }


@pytest.mark.parametrize(
    ("rings", "area"),
    [
        # All the wrong way round: outer rings they are.
        ([box(0, 0, 10, 10).exterior.coords], 100),
        # A hole outside of everything is an outer ring too.
        ([box(0, 0, 10, 10).exterior.reverse().coords, box(20, 0, 30, 10).exterior.coords], 200),
        (
            [
                box(0, 0, 10, 10).exterior.reverse().coords,
                box(20, 0, 30, 10).exterior.reverse().coords,
                box(22, 2, 24, 4).exterior.coords,
            ],
            196,
        ),
    ],
)
def test_rings_find_their_places(
    tmp_path: Path, irish: dict[str, bytes], rings: list[object], area: float
) -> None:
    table = changed(irish, ".dbf", 4, struct.pack("<I", 1))[".dbf"]
    parts = {".shp": raw_shape(*rings), ".dbf": table}
    read = read_shapefile(archive(tmp_path / "x.zip", parts), FILE, f"EPSG:{IRISH}")
    assert read.geometry.area.tolist() == [area]
    assert read.geometry.is_valid.all()

"""Outlines in parquet, as readers of others see them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo.areas.join import build_areas
from geo.boundaries import outlines as boundaries
from geo.compare.intervals import with_intervals
from geo.reach.contacts_result import contacts_for_place
from layers.exports.tables import write_areas

BLACKPOOL = "E06000009"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "a.parquet"
    write_areas(build_areas("msoa21", within=BLACKPOOL)[0], path)
    return path


def test_the_header_is_that_of_geoparquet_1_1(file: Path) -> None:
    geo = json.loads(pq.read_schema(file).metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert column["encoding"] == "WKB"
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 27700}
    assert set(column["geometry_types"]) <= {"Polygon", "MultiPolygon"}
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


def test_outlines_and_figures_come_back(file: Path) -> None:
    read = gpd.read_parquet(file)
    table = with_intervals(build_areas("msoa21", within=BLACKPOOL)[0]).table
    pd.testing.assert_frame_equal(pd.DataFrame(read.drop(columns="geometry")), table)
    outlines = boundaries.load("msoa21").geometry[read.index]
    assert read.crs == outlines.crs
    assert read.geometry.geom_equals(outlines).all()
    boxes = pd.read_parquet(file, columns=["bbox"])["bbox"]
    found = [[box[side] for side in ("xmin", "ymin", "xmax", "ymax")] for box in boxes]
    assert np.array(found) == pytest.approx(read.geometry.bounds.to_numpy())


def test_a_box_reads_its_areas_alone(file: Path) -> None:
    whole = gpd.read_parquet(file)
    x, y = whole.geometry.iloc[0].representative_point().coords[0]
    read = gpd.read_parquet(file, bbox=(x - 1, y - 1, x + 1, y + 1))
    assert 0 < len(read) < len(whole)
    assert whole.index[0] in read.index


def test_the_same_table_makes_the_same_bytes(file: Path, tmp_path: Path) -> None:
    write_areas(build_areas("msoa21", within=BLACKPOOL)[0], tmp_path / "b.parquet")
    assert (tmp_path / "b.parquet").read_bytes() == file.read_bytes()


def test_a_table_without_outlines_stays_a_plain_one(tmp_path: Path) -> None:
    write_areas(contacts_for_place(BLACKPOOL).sheet, tmp_path / "c.parquet")
    assert b"geo" not in pq.read_schema(tmp_path / "c.parquet").metadata

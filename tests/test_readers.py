"""Every file that is handed out, opened by readers that are not ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from PIL import Image

from geo.areas.join import AreaTable
from geo.boundaries import outlines as boundaries
from layers.exports.files import write_view
from layers.exports.map_table import build_map_table
from layers.exports.tables import write_areas
from layers.view import MapView
from tests.office import read_by_office

NAMES = [
    "Ynys Môn, Tŷ Ŵyn",
    "<img src=x onerror=window.PWN=1>",
    "{{ 7919*7907 }}",
    "=HYPERLINK(1)",
    "Queen`s \\ “College”\u202e",
]
VIEW = MapView(geography="msoa21", within="E06000009")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One table with hostile and with Welsh names in each format, and one map in each."""
    home = tmp_path_factory.mktemp("read")
    shown = build_map_table(VIEW)
    names = shown.table["area_name"].astype("object").to_numpy().copy()
    names[: len(NAMES)] = NAMES
    table = AreaTable("msoa21", shown.table.assign(area_name=pd.array(names, dtype="str")))
    for suffix in (".csv", ".parquet", ".xlsx", ".geojson", ".gpkg"):
        write_areas(table, home / f"table{suffix}")
    for suffix in (".png", ".svg", ".pdf"):
        write_view(VIEW, home / f"map{suffix}")
    return home


@pytest.fixture(scope="module")
def outlines() -> gpd.GeoSeries:
    return boundaries.load("msoa21").geometry.loc[build_map_table(VIEW).table.index]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet"])
def test_outlines_and_names_are_read_by_gdal_and_arrow(
    folder: Path, outlines: gpd.GeoSeries, suffix: str
) -> None:
    path = folder / f"table{suffix}"
    read = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path)
    read = read.set_index("area_code") if "area_code" in read else read
    assert read["area_name"].tolist()[: len(NAMES)] == NAMES
    assert read.crs is not None
    assert str(read.crs.to_epsg()) == ("4326" if suffix == ".geojson" else "27700")
    found = read.geometry.to_crs(27700).area
    assert found.to_numpy() == pytest.approx(outlines.area.to_numpy(), rel=1e-4)


def test_geojson_is_as_its_standard_says(folder: Path) -> None:
    """RFC 7946: no crs member, longitude first, outer rings anticlockwise, seven decimals at most."""
    content = json.loads((folder / "table.geojson").read_text(encoding="utf-8"))
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content
    for feature in content["features"]:
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for part in parts:
            x, y = np.array(part[0]).T
            assert ((x > -3.2) & (x < -2.9)).all()
            assert ((y > 53.7) & (y < 53.9)).all()
            assert (x[:-1] * y[1:] - x[1:] * y[:-1]).sum() > 0
            assert (np.round(part[0], 7) == part[0]).all()


def test_a_workbook_holds_text_and_no_formula(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "table.xlsx")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    cells = [row[heads.index("area_name")] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][: len(NAMES)] == [
        f"'{name}" if name.startswith("=") else name for name in NAMES
    ]
    assert len(book.sheetnames) >= 3


def test_an_office_reads_workbook_and_csv_alike(folder: Path, tmp_path: Path) -> None:
    read = {}
    for name in ("table.xlsx", "table.csv"):
        read[name] = pd.read_csv(read_by_office(folder / name, tmp_path), index_col="area_code")
    for table in read.values():
        names = table["area_name"].str.removeprefix("'").tolist()
        assert names[: len(NAMES)] == NAMES
    rates = [table["tundra_rate"].to_numpy() for table in read.values()]
    assert rates[0] == pytest.approx(rates[1], abs=1e-4)


def poppler(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip("poppler is not installed")
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_poppler_reads_text_and_typefaces_of_a_map(folder: Path) -> None:
    text = poppler("pdftotext", "-layout", str(folder / "map.pdf"), "-")
    for said in ("Lowest fifth", "Blackpool", "GCSE leavers 2010 to 2014", "OGL v3.0"):
        assert said in text
    rows = poppler("pdffonts", str(folder / "map.pdf")).splitlines()[2:]
    assert rows
    assert all("FiraSans" in row for row in rows)
    # name, type, encoding, then emb, sub and uni.
    assert all(row.split()[-5] == "yes" for row in rows)


def test_poppler_paints_the_map_as_the_png_is(folder: Path, tmp_path: Path) -> None:
    poppler("pdftoppm", "-png", "-r", "96", str(folder / "map.pdf"), str(tmp_path / "page"))
    pages = list(tmp_path.glob("page*.png"))
    assert len(pages) == 1
    painted = Image.open(pages[0]).convert("RGB").resize((640, 450))
    ours = Image.open(folder / "map.png").convert("RGB").resize((640, 450))
    apart = np.abs(np.asarray(painted).astype(int) - np.asarray(ours).astype(int))
    # Letters and borders are smoothed otherwise.
    assert (apart > 60).any(axis=2).mean() < 0.06
    assert len(np.unique(np.asarray(painted).reshape(-1, 3), axis=0)) > 20


def test_an_svg_is_whole_and_asks_for_nothing(folder: Path) -> None:
    root = ElementTree.parse(folder / "map.svg").getroot()
    links = {
        value
        for part in root.iter()
        for name, value in part.attrib.items()
        if name.endswith("href")
    }
    assert all(link.startswith("#") for link in links)
    assert not [part for part in root.iter() if part.tag.endswith("}script")]

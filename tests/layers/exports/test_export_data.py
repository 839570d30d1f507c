from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas.join import AreaTable, build_areas
from geo.errors import BadInputError
from geo.uploads.spreadsheet_safety import inert
from layers.exports.tables import write_areas

ATTACKS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\tx", "\rx", "|x", "%x"]


def hostile() -> AreaTable:
    table = pd.DataFrame(
        {"area_name": [*ATTACKS, "Ynys Môn", "{{ 7919*7907 }}"], "tundra_rate": [-0.5] * 10},
        index=pd.Index([f"E060000{number:02}" for number in range(1, 11)], name="area_code"),
    )
    return AreaTable("lad24", table)


@pytest.mark.fault(12)
@given(st.text(max_size=20))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    made = inert(pd.Series([text], dtype="str")).iloc[0]
    assert made.removeprefix("'") == text or made == text
    first = made[:1]
    assert first not in "=@\t\r|%" or not first
    if first in ("+", "-") and first:
        float(made.rstrip("%").replace(",", ""))


@pytest.mark.fault(12)
@pytest.mark.parametrize("text", ["-3", "+1,234.5", "-0.5%", "Leeds", "", "a=b"])
def test_numbers_and_words_are_left_alone(text: str) -> None:
    assert inert(pd.Series([text], dtype="str")).iloc[0] == text


@pytest.mark.fault(12, 0)
def test_attacks_arrive_inert_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_areas(hostile(), path)
    book = openpyxl.load_workbook(path)
    cells = [row[1] for row in book["lad24"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * 10
    assert cells[8].value == "Ynys Môn"
    assert cells[9].value == "{{ 7919*7907 }}"
    assert book["lad24"]["C2"].value == -0.5
    book.close()


@pytest.mark.fault(12, 0)
def test_attacks_arrive_inert_in_csv_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_areas(hostile(), path)
    names = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")["area_name"]
    assert names.tolist() == [*(f"'{text}" for text in ATTACKS), "Ynys Môn", "{{ 7919*7907 }}"]


def test_an_unknown_suffix_is_refused_before_anything_is_written(kept: Path) -> None:
    with pytest.raises(BadInputError, match=r"\.csv, \.parquet"):
        write_areas(hostile(), kept.with_suffix(".exe"))
    assert not kept.with_suffix(".exe").exists()


@pytest.mark.parametrize(("level", "within"), [("msoa21", "E06000009"), ("lad24", "E12000002")])
def test_topojson_is_read_by_gdal_and_holds_the_outlines(
    level: str, within: str, tmp_path: Path
) -> None:
    areas = build_areas(level, within=within)[0]
    write_areas(areas, tmp_path / "map.topojson")
    read = gpd.read_file(tmp_path / "map.topojson", engine="pyogrio").set_index("area_code")
    outlines = areas.with_geometry()
    assert read.index.tolist() == outlines.index.tolist()
    assert read["area_name"].tolist() == outlines["area_name"].tolist()
    assert read["tundra_rate"].to_numpy() == pytest.approx(
        outlines["tundra_rate"].to_numpy(dtype="float64"), rel=1e-5
    )
    found = read.geometry.set_crs(4326, allow_override=True).to_crs(27700)
    assert found.area.to_numpy() == pytest.approx(outlines.area.to_numpy(), rel=5e-3)
    apart = found.centroid.distance(outlines.geometry.centroid)
    assert apart.max() < 50
    content = json.loads((tmp_path / "map.topojson").read_text(encoding="utf-8"))
    assert content["type"] == "Topology"
    # Each border is there once: the arcs that several areas have are shared.
    used = [abs_of(arc) for arc in arcs_of(content["objects"][level]["geometries"])]
    assert len(set(used)) == len(content["arcs"]) < len(used)


def abs_of(arc: int) -> int:
    return ~arc if arc < 0 else arc


def arcs_of(found: object) -> list[int]:
    if isinstance(found, dict):
        return arcs_of(found["arcs"])
    if isinstance(found, list):
        return [arc for part in found for arc in arcs_of(part)]
    assert isinstance(found, int)
    return [found]


def test_a_table_to_join_stands_beside_topojson(tmp_path: Path) -> None:
    """A key that is the geometry's id, a name, and numbers: what Datawrapper and Flourish take."""
    areas = build_areas("msoa21", within="E06000009")[0]
    write_areas(areas, tmp_path / "map.topojson")
    table = pd.read_csv(tmp_path / "map.map.csv", encoding="utf-8-sig")
    content = json.loads((tmp_path / "map.topojson").read_text(encoding="utf-8"))
    shapes = content["objects"]["msoa21"]["geometries"]
    assert table["area_code"].tolist() == [shape["id"] for shape in shapes]
    assert table["tundra_rate"].tolist() == [shape["properties"]["tundra_rate"] for shape in shapes]


def test_hostile_names_are_text_in_topojson(tmp_path: Path) -> None:
    areas = build_areas("region")[0]
    names = (ATTACKS + ["<b>{{ 7919*7907 }}</b>"])[: len(areas.table)]
    spoilt = AreaTable("region", areas.table.assign(area_name=pd.array(names, dtype="str")))
    write_areas(spoilt, tmp_path / "map.topojson")
    content = json.loads((tmp_path / "map.topojson").read_text(encoding="utf-8"))
    shapes = content["objects"]["region"]["geometries"]
    assert [shape["properties"]["area_name"] for shape in shapes] == names
    cells = (tmp_path / "map.map.csv").read_text(encoding="utf-8-sig")
    assert ",=1+1" not in cells
    assert "'=1+1" in cells

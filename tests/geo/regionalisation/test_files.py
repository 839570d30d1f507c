"""Maps of one's own: tables and polygons as people have them, and what is refused with what to do."""

from __future__ import annotations

import io
import json
from typing import Any

import pandas as pd
import pyproj
import pytest
import shapely
from openpyxl import Workbook

from geo import tables
from geo.boundaries import outlines
from geo.errors import GeoError
from geo.regionalisation import (
    LONGEST_REGION,
    Edit,
    Regionalisation,
    clean_region,
    edit_map,
    edits_text,
    map_id,
    map_json,
    map_rows,
    official_map,
    read_edits,
    read_map,
    region_outlines,
)
from geo.regionalisation.edits import MOST_EDITS
from geo.regionalisation.model import english_areas

LINCOLN, WEST_LINDSEY = "E07000138", "E07000142"


def neighbourhoods(district: str) -> pd.Index:
    areas = english_areas()
    return areas.index[areas["lad24_code"] == district]


def members(made: Regionalisation, name: str) -> pd.Index:
    return made.region_of.index[made.region_of == name]


@pytest.mark.parametrize(
    "text",
    [
        "code,region\nE07000138,Humber\nE07000142,Humber\nE12000001,North",
        "District;Partnership\nLincoln;Humber\nwest lindsey;Humber\nE12000001;North",
        "LAD24CD,LAD24NM,Proposed region\nE07000138,Lincoln,Humber\nE07000142,West Lindsey,humber\n"
        "E12000001,,North",
        "Our map\nregion,area\nHumber,E07000138\nHumber,West Lindsey\nNorth,E12000001",
    ],
)
def test_a_table_as_people_have_it(text: str) -> None:
    made = read_map(text.encode())
    assert made.regions == ("Humber", "North")
    both = neighbourhoods(LINCOLN).union(neighbourhoods(WEST_LINDSEY))
    assert members(made, "Humber").equals(both)
    north = official_map("region").region_of == "North East"
    assert members(made, "North").equals(north.index[north])


def test_a_workbook_is_read_as_its_table() -> None:
    book = Workbook()
    for row in (["district", "region"], ["Lincoln", "A"], [WEST_LINDSEY, "B"]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    assert read_map(held.getvalue()).regions == ("A", "B")


def test_areas_of_any_level_make_a_region() -> None:
    area = english_areas().loc["E01026112"]
    for column in ("msoa21_code", "ward24_code", "lad24_code", "utla23_code", "lsip23_code"):
        made = read_map(f"code,region\n{area[column]},A".encode())
        own = english_areas()[column] == area[column]
        assert members(made, "A").equals(own.index[own])
    assert read_map(b"code,region\nE01026112,A").regions == ("A",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,region\nE99999999,A", "line 2: 'E99999999'"),
        ("code,region\nE07000138,A\nNowhere,B", "1 of 2 areas are none of England: line 3"),
        ("code,region\nW06000001,A", "no part of England's regions"),
        ("code,region\nE92000001,A", "no part of England's regions"),
        ("code,region\nE07000026,A", "became part of Cumberland. Give E06000063"),
        (
            "district,region\nLincoln,A\nE07000138,B",
            r"Lincoln \(E07000138\) is in 'A' \(line 2: Lincoln\) and in 'B' \(line 3: E07000138\)",
        ),
        ("code,region\nE10000019,A\nE07000138,B", "Lincoln .* Keep one of the lines"),
        ("code,region\n,A\nE07000138,B", "Line 2 gives a region and no area"),
        ("a,b\n1,2", "No column names areas"),
        ("code,b,c\nE07000138,up,in\nE07000142,up,out", "No column says which region"),
        ("E07000138,A\nE07000142,B", "no headings: its first line names"),
        ("code,region\nE07000138,", "at least one"),
        (f"code,region\nE07000138,{'x' * (LONGEST_REGION + 1)}", "letters"),
    ],
)
def test_a_table_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(GeoError, match=said):
        read_map(text.encode())


def test_a_name_may_be_as_long_as_that() -> None:
    name = "x" * LONGEST_REGION
    assert read_map(f"code,region\nE07000138,{name}".encode()).regions == (name,)


def test_half_a_district_is_told() -> None:
    codes = neighbourhoods(LINCOLN)
    rows = "\n".join(f"{code},A" for code in codes[:10])
    made = read_map(f"code,region\n{rows}".encode())
    assert made.notices[0].startswith("1 district is in the map in part alone: of Lincoln")
    assert f"10 of {len(codes)} neighbourhoods" in made.notices[0]
    rows = "\n".join(f"{code},A" for code in codes)
    assert read_map(f"code,region\n{rows}".encode()).notices == ()


def test_an_area_left_out_on_purpose_is_told() -> None:
    made = read_map(b"code,region\nE07000138,A\nE07000142,")
    assert made.notices == ("1 row has no region: those areas are left out.",)
    assert not members(made, "A").isin(neighbourhoods(WEST_LINDSEY)).any()


def square(west: float, east: float, name: str | None = "A") -> dict[str, Any]:
    shape = shapely.box(west, 49.0, east, 56.0)
    return {
        "type": "Feature",
        "properties": {} if name is None else {"name": name},
        "geometry": shapely.geometry.mapping(shape),
    }


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_polygons_take_where_people_live() -> None:
    made = read_map(collection(square(-7, -1.5, "West"), square(-1.5, 2, "East")))
    points = tables.load("centroids_lsoa21").loc[english_areas().index]
    turn = pyproj.Transformer.from_crs(27700, 4326, always_xy=True).transform
    east = turn(points["easting_m"].to_numpy(), points["northing_m"].to_numpy())[0] > -1.5
    assert (made.region_of[east] == "East").all()
    assert (made.region_of[~east] == "West").all()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (collection(square(-3, -1), square(-2, 0, "B")), "lie in two regions"),
        (collection(square(-3, -1, None)), "Feature 1 has no name"),
        (collection(square(20, 21)), "No neighbourhood"),
        (b'{"type": "Feature"}', "not GeoJSON with features"),
        (b"{", "not JSON"),
        (
            collection({**square(0, 1), "geometry": {"type": "Point", "coordinates": [0, 52]}}),
            "no polygon",
        ),
        (collection({**square(0, 1), "geometry": None}), "no polygon"),
    ],
)
def test_polygons_are_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(GeoError, match=said):
        read_map(content)


def drawn() -> Regionalisation:
    edits = read_edits(f"move~{LINCOLN}~Humber;merge~Cumbria~Lancashire;rename~Solent~The Solent")
    return edit_map(official_map("lsip23"), edits)


def test_a_map_that_is_written_is_read_as_it_was() -> None:
    codes = neighbourhoods(LINCOLN)
    made = drawn()
    region = made.region_of.copy()
    region[codes[:10]] = ""
    cut = Regionalisation("own", "Cut", "", region)
    for one in (made, cut):
        rows = map_rows(one)
        read = read_map(rows.to_csv().encode())
        assert (read.region_of == one.region_of).all()
        again = read_map(map_json(one))
        assert (again.region_of == one.region_of).all()
        assert set(again.regions) == set(one.regions)
    assert (rows.index.str.startswith("E01")).sum() == len(codes)


def test_outlines_are_those_of_what_they_hold() -> None:
    made = drawn()
    shapes = region_outlines(made)
    districts = outlines.load("lad24").geometry
    lancashire = english_areas()["lad24_code"][made.region_of == "Lancashire"].unique()
    assert shapes["Lancashire"].area == pytest.approx(districts[lancashire].area.sum())
    assert shapes["Humber"].area == pytest.approx(districts[LINCOLN].area)
    # Those of an official map are the bundled ones.
    bundled = outlines.load("region").geometry
    assert region_outlines(official_map("region"))["London"].equals(bundled["E12000007"])


def test_changes_of_a_map() -> None:
    base = official_map("region")
    made = edit_map(base, read_edits(f"move~{LINCOLN}~Humber;move~{WEST_LINDSEY}~"))
    assert members(made, "Humber").equals(neighbourhoods(LINCOLN))
    assert members(made, "").equals(neighbourhoods(WEST_LINDSEY))
    assert made.regions == (*base.regions, "Humber")
    assert len(members(base, "")) == 0
    merged = edit_map(base, [Edit("merge", "North East", "London")])
    assert len(members(merged, "London")) == len(members(base, "London")) + len(
        members(base, "North East")
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("move~E07009999~London", "Change 1: 'E07009999' is no district"),
        (f"move~{LINCOLN}~Humber;merge~Nowhere~London", "Change 2: no region is called 'Nowhere'"),
        ("merge~London~London", "can be merged with another"),
        ("merge~London~Nowhere", "can be merged with another"),
        ("rename~London~South East", "merge the two"),
        ("rename~London~", "give the name"),
        (f"rename~London~{'x' * (LONGEST_REGION + 1)}", "letters"),
        ("turn~London~York", "Change 1 of the map cannot be read"),
        ("move~London", "cannot be read"),
        (";".join([f"move~{LINCOLN}~A"] * (MOST_EDITS + 1)), "is the most"),
    ],
)
def test_a_change_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(GeoError, match=said):
        edit_map(official_map("region"), read_edits(text))


def test_as_many_changes_as_that() -> None:
    text = ";".join([f"move~{LINCOLN}~A", f"move~{LINCOLN}~B"] * (MOST_EDITS // 2))
    assert len(read_edits(text)) == MOST_EDITS
    assert edits_text(read_edits(text)) == text


@pytest.mark.parametrize("text", ["a~b", "x;y", "\x1b[2J", "new\nline", "  "])
def test_a_name_holds_nothing_that_parts_changes(text: str) -> None:
    name = clean_region(text)
    assert not set(name) & set("~;\n\x1b")
    assert read_edits(edits_text([Edit("rename", "London", name)])) == (
        Edit("rename", "London", name),
    )


@pytest.mark.parametrize(
    ("word", "level"), [("region", "region"), ("LSIPs", "lsip23"), (" counties ", "utla23")]
)
def test_words_for_maps(word: str, level: str) -> None:
    assert map_id(word) == level
    with pytest.raises(GeoError, match="Choose one of region"):
        map_id("ward24")

"""Markup, templates and formulas in every text that a file or a person supplies, in every export."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pypdf
import pytest

from geo.areas.cache import area_table
from geo.areas.join import AreaTable
from geo.errors import GeoError
from geo.reach.activity import read_activity
from geo.reach.partnerships import load_partnership
from geo.siting.demand import read_demand
from geo.uploads.sites import bad_to_csv, read_sites
from geo.uploads.spreadsheet_safety import plain_cells
from layers.browser.query import from_query
from layers.exports.files import write_view
from layers.exports.tables import write_areas
from layers.new_sites.options import UPLOADED, SitingOptions
from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.uploads import Uploads, with_uploads
from layers.view import MapView
from tests.faults.own_files import GOOD
from tests.faults.payloads import MARKUP, RESULT, TEXTS, partnership, sites, table

TABLES = (".csv", ".xlsx", ".parquet", ".geojson", ".gpkg")
LEEDS = "E08000035"


def read(path: Path) -> pd.DataFrame:
    """Read a table back as a stranger would, cells as they stand."""
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
        rows = list(sheet.values)
        book.close()
        return pd.DataFrame(rows[1:], columns=rows[0])
    if path.suffix == ".parquet":
        return pd.read_parquet(path).reset_index()
    import geopandas

    return geopandas.read_file(path)


def everything(path: Path) -> str:
    """All text of a file, whatever it is packed in."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    if path.suffix == ".gpkg":
        with sqlite3.connect(path) as opened:
            content = "\n".join(opened.iterdump()).encode()
        opened.close()
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return content.decode("utf-8", "replace")


@pytest.mark.fault(0, 1, 2, 3, 12)
@pytest.mark.parametrize("suffix", TABLES)
def test_names_of_areas_in_a_table(tmp_path: Path, suffix: str) -> None:
    areas = area_table("region")
    names = (TEXTS * 2)[: len(areas)]
    path = tmp_path / f"areas{suffix}"
    write_areas(AreaTable("region", areas.assign(area_name=names)), path)
    there = read(path)["area_name"].astype("str")
    safe = plain_cells(there) if suffix in (".csv", ".xlsx") else there
    assert safe.tolist() == names
    if suffix in (".csv", ".xlsx"):
        assert not there.str.match(r"[=+\-@|%]").any()
    assert RESULT not in everything(path)


@cache
def own_views() -> dict[str, MapView]:
    """Maps of rows of one's own whose names are the payloads: of reach, and of new sites."""
    own, bad, _ = read_sites(sites())
    assert (len(own), len(bad)) == (len(TEXTS), len(TEXTS))
    activity = read_activity(GOOD["activity"][1])[0]
    asked = SitingOptions(add=2, candidates=UPLOADED, demand=UPLOADED)
    far = ReachOptions(providers=("10005790",), km=1)
    with_sites = with_uploads(MapView(sites=()), Uploads(sites=own, activity=activity))
    with_choice = with_uploads(MapView(sites=()), Uploads(candidates=own, demand=demand()))
    return {
        "reach": with_reach(with_sites, options=(ReachOptions(km=2),), within=LEEDS),
        "sites": with_reach(with_choice, "sites", options=(far, asked), within=LEEDS),
    }


def demand() -> pd.DataFrame:
    rows = [[430_000 + 900 * at, 433_000 + 500 * at, 5 + at] for at in range(12)]
    return read_demand(table(["easting", "northing", "weight"], rows))


@pytest.mark.fault(0, 1, 2, 3, 12)
@pytest.mark.parametrize("suffix", [*TABLES, ".html", ".svg", ".pdf"])
@pytest.mark.parametrize("kind", ["reach", "sites"])
def test_ones_own_names_in_a_map_and_its_table(tmp_path: Path, kind: str, suffix: str) -> None:
    path = tmp_path / f"own{suffix}"
    view = own_views()[kind]
    write_view(view, path, size="640x450", link=f"http://localhost/?x={MARKUP[1]}{MARKUP[0]}")
    text = everything(path)
    assert RESULT not in text
    if suffix in TABLES:
        column = "name" if kind == "sites" else "nearest_site"
        cells = read(path)[column].dropna().astype("str")
        plain = plain_cells(cells) if suffix in (".csv", ".xlsx") else cells
        assert set(plain) <= {*TEXTS, ""}
        assert len(set(plain) & set(TEXTS)) >= (2 if kind == "sites" else 5)
    if suffix == ".svg":
        tags = {one.tag.split("}")[-1].lower() for one in ElementTree.fromstring(text).iter()}
        assert not tags & {"script", "img", "foreignobject", "a"}
        names = {key for one in ElementTree.fromstring(text).iter() for key in one.attrib}
        assert not [name for name in names if name.lower().startswith("on")]


@pytest.mark.fault(0, 1, 12)
def test_rows_to_mend() -> None:
    _, bad, _ = read_sites(sites())
    text = bad_to_csv(bad).decode("utf-8-sig")
    assert RESULT not in text
    back = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    assert not back.apply(lambda column: column.str.match(r"[=+\-@|%]")).any(axis=None)
    assert plain_cells(back["name"]).tolist() == TEXTS


@pytest.mark.fault(0, 1)
def test_a_partnership_keeps_its_texts() -> None:
    found = load_partnership(partnership())
    assert found.name == " ".join(MARKUP)[:200]
    assert found.own["name"].tolist() == TEXTS
    assert load_partnership(json.dumps(found.to_json()).encode()).own.equals(found.own)


@pytest.mark.fault(0, 1, 17)
@pytest.mark.parametrize("text", TEXTS)
def test_a_note_about_an_address_does_not_repeat_it(text: str) -> None:
    keys = (
        "level",
        "show",
        "with",
        "in",
        "area",
        "at",
        "classes",
        "limits",
        "providers",
        "without",
    )
    for key in keys:
        view, notes = from_query({key: text})
        assert not any(text in note or RESULT in note for note in notes)
        assert text not in view.to_query()


@pytest.mark.fault(0, 1)
@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("text", TEXTS)
def test_an_error_about_a_file_is_one_plain_line(kind: str, text: str) -> None:
    """It may quote what is in the file; nothing in it was run."""
    reader, _ = GOOD[kind]
    for content in (
        table([text, "b"], [["x", "y"]]),
        table(["postcode", "weight"], [[text, text]]),
    ):
        with pytest.raises(GeoError) as caught:
            reader(content)
        assert RESULT not in str(caught.value)
        assert "\n" not in str(caught.value)

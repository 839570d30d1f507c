"""Cells that a spreadsheet might run: wide signs, and signs behind what nobody sees."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geo.areas.join import AreaTable
from geo.uploads.spreadsheet_safety import inert, plain_cells
from layers.exports.tables import write_areas
from tests.commands import quick
from tests.office import read_by_office

WIDE = ["＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "﹦1+1", "﹢1+1", "﹣1+1", "﹫SUM(1)"]
HIDDEN = [
    "\n",
    "\v",
    "\f",
    "\r",
    "\t",
    " ",
    "\xa0",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u3000",
    "\0",
    "\x1b",
]
BEHIND = [f"{blank}=1+1" for blank in HIDDEN] + [
    "\ufeff\u200b \xa0=1+1",
    "\u200b＠SUM(1)",
    "\n\n-1+1",
]
NUMBERS = ["-3", "+1,234.5", "-0.5%", " -3", "−7", "－7"]
WORDS = ["Leeds", "", "a=b", "\u200bLeeds", " Ynys Môn", "A\n=B", "“=1+1”"]


@pytest.mark.fault(66)
@pytest.mark.parametrize("text", WIDE + BEHIND, ids=ascii)
@pytest.mark.parametrize("kind", ["str", "object"])
def test_a_sign_in_disguise_is_inert_and_comes_back(text: str, kind: str) -> None:
    made = inert(pd.Series([text, "Leeds"], dtype=kind))
    assert made.tolist() == [f"'{text}", "Leeds"]
    assert plain_cells(made).tolist() == [text, "Leeds"]


@pytest.mark.fault(66)
@pytest.mark.parametrize("text", NUMBERS + WORDS, ids=ascii)
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert inert(pd.Series([text], dtype="str")).tolist() == [text]


@pytest.mark.fault(66)
def test_a_counted_column_forges_no_row_and_no_heading(tmp_path: Path) -> None:
    """A lone carriage return would end the row where it is not quoted."""
    path, out = tmp_path / "people.csv", tmp_path / "out.csv"
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["postcode", "=kind"])
        writer.writerows([["S1 2HH", "club\r=1+1"]] * 20 + [["S1 2HH", "\u200b=1+1"]] * 20)
    quick("count", str(path), "--by", "=kind", "--out", str(out))
    with out.open(newline="", encoding="utf-8-sig") as handle:
        rows = list(csv.reader(handle))
    assert rows == [
        ["area_code", "'=kind", "records"],
        ["E01033264", "club\r=1+1", "20"],
        ["E01033264", "'\u200b=1+1", "20"],
    ]
    assert b'"club\r=1+1"' in out.read_bytes()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV file and a workbook, one name a row."""
    home = tmp_path_factory.mktemp("formulas")
    # A workbook's XML holds no control character but these.
    names = WIDE + [text for text in BEHIND if text[0] not in "\0\x1b\v\f"]
    index = pd.Index([f"E{number:08}" for number in range(len(names))], name="area_code")
    table = AreaTable("lad24", pd.DataFrame({"area_name": names, "tundra_rate": 0.5}, index=index))
    for suffix in (".csv", ".xlsx"):
        write_areas(table, home / f"table{suffix}")
    return home


@pytest.mark.fault(66)
def test_a_workbook_holds_them_as_text(hostile: Path) -> None:
    book = openpyxl.load_workbook(hostile / "table.xlsx")
    rows = list(book["lad24"].iter_rows())
    assert [cell.value for cell in rows[0]] == [
        "area_code", "area_name", "tundra_rate", "no_interval",
    ]  # fmt: skip
    for row in rows[1:]:
        assert row[1].data_type == "s"
        assert row[1].value.startswith("'")
    book.close()


@pytest.mark.slow
@pytest.mark.fault(66)
def test_an_office_evaluates_none_of_them(hostile: Path, tmp_path: Path) -> None:
    """Every cell that LibreOffice shows still begins with the apostrophe; none became a 2 or a 1."""
    for name in ("table.xlsx", "table.csv"):
        out = read_by_office(hostile / name, tmp_path, looking_for_formulas=True)
        with out.open(newline="", encoding="utf-8") as handle:
            rows = list(csv.reader(handle))
        assert len(rows) == 1 + len(WIDE) + len(
            [one for one in BEHIND if one[0] not in "\0\x1b\v\f"]
        )
        assert all(row[1].startswith("'") for row in rows[1:]), rows
        assert {row[2] for row in rows[1:]} == {"0.5"}

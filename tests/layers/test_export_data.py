from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas import AreaTable
from geo.errors import BadInputError
from layers.export_data import inert, write_areas

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

"""Workbooks: what is written is what two readers find, whatever the text."""

from __future__ import annotations

import io
import math
import zipfile
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadInputError
from layers.exports import workbook as module
from layers.exports.workbook import MOST_CELL_CHARACTERS, workbook


def values_of(made: bytes, sheet: int = 0) -> list[tuple[object, ...]]:
    """Read a sheet with openpyxl."""
    return list(openpyxl.load_workbook(io.BytesIO(made)).worksheets[sheet].values)


def calamine(made: bytes) -> list[list[object]]:
    return python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()


def test_each_kind_of_value_comes_back_as_itself() -> None:
    table = pd.DataFrame({
        "text": pd.Series(["0113", "", None, "Ynys Môn"], dtype="str"),
        "share": [0.25, np.nan, 1e-9, 1 / 3],
        "whole": pd.Series([1, 2, None, 2**40], dtype="Int64"),
        "flag": pd.Series([True, None, False, True], dtype="boolean"),
        "mixed": pd.Series([1, True, "1", None], dtype=object),
        "kind": pd.Categorical(["b", "a", None, "b"]),
    })  # fmt: skip
    made = workbook("Areas", table, {})
    assert values_of(made) == [
        ("text", "share", "whole", "flag", "mixed", "kind"),
        ("0113", 0.25, 1, True, 1, "b"),
        (None, None, 2, None, True, "a"),
        (None, 1e-9, None, False, "1", None),
        ("Ynys Môn", 1 / 3, 2**40, True, None, "b"),
    ]
    assert [type(row[4]) for row in values_of(made)[1:3]] == [int, bool]


TEXTS = (
    "<r>", "<r><t>bold</t></r>", "<r>torn</r>", "a & b", "<b>", "]]>", '"', "'", " before", "after ",
    "two\nlines", "a\tb", "\x07bell", "_x0007_", "_x005F_", "_x00zz_", "\ufffe", "\U0001f600", "=1+1",
    "a\rb", "\u00a0", "é" * 40,
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_kept_to_the_letter(text: str) -> None:
    made = workbook("Areas", pd.DataFrame({"text": [text], text: ["x"]}), {"Page": [[text]]})
    # openpyxl leaves _xHHHH_ as it stands in the file; XlsxWriter wrote the page.
    unescaped = openpyxl.utils.escape.unescape
    assert [unescaped(str(one)) for one in values_of(made)[0]] == ["text", text]
    assert unescaped(str(values_of(made)[1][0])) == text
    assert values_of(made)[1][0] == values_of(made, 1)[0][0]


@given(st.lists(st.tuples(st.text(max_size=8), st.floats(allow_nan=False, allow_infinity=False))))
@settings(max_examples=60, deadline=None)
def test_another_reader_finds_any_text_and_number(rows: list[tuple[str, float]]) -> None:
    rows = [(text.encode("utf-8", "ignore").decode(), number) for text, number in rows]
    table = pd.DataFrame(rows, columns=["text", "number"]).astype({"text": "str"})
    unescaped = openpyxl.utils.escape.unescape
    found = values_of(workbook("A", table, {}))[1:]
    assert [unescaped(str(text or "")) for text, _ in found] == [text for text, _ in rows]
    assert [number for _, number in found] == [number for _, number in rows]


def test_two_readers_agree_on_a_table_of_many_blocks_and_columns() -> None:
    rows = 2_345
    table = pd.DataFrame({f"c{at}": np.arange(rows) * (at + 1.5) for at in range(30)})
    table["name"] = pd.Series([f"Place {at % 7}" for at in range(rows)], dtype="str")
    seen: list[float] = []
    made = workbook("Areas", table, {}, progress=seen.append)
    assert [list(row) for row in values_of(made)] == calamine(made)
    assert calamine(made)[1:] == table.astype(object).to_numpy().tolist()
    assert seen == pytest.approx([999 / rows, 1_999 / rows])


def test_a_sheet_says_its_size_and_keeps_headings_in_sight() -> None:
    table = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    made = workbook("Areas", table, {"Words": [["x", "y"], ["z", "w"]], "Notes": [["n"]]},
                    properties={"title": "Two areas"}, frozen_columns=1)  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Areas", "Words", "Notes"]
    assert [sheet.freeze_panes for sheet in book] == ["B2", "B2", None]
    assert book["Words"]["B2"].value == "w"
    assert book.properties.title == "Two areas"
    assert str(book.properties.created) == "1980-01-01 00:00:00"
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = [
            ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{at}.xml")) for at in (1, 2, 3)
        ]
    assert [sheet[0].attrib["ref"] for sheet in sheets] == ["A1:B3", "A1:B2", "A1"]
    assert sheets[0][-1][0].attrib == {"sqref": "A1:XFD3", "numberStoredAsText": "1"}


@pytest.mark.parametrize("table", [
    pd.DataFrame({"a": pd.Series([], dtype="str")}), pd.DataFrame(index=[0, 1]),
])  # fmt: skip
def test_a_table_of_nothing_is_a_sheet_all_the_same(table: pd.DataFrame) -> None:
    assert values_of(workbook("Areas", table, {})) == [("a",)] * len(table.columns)


def test_the_same_table_makes_the_same_bytes() -> None:
    table = pd.DataFrame({"a": ["x", "y"], "b": [1.5, math.inf]})
    assert workbook("Areas", table, {}) == workbook("Areas", table, {})
    assert values_of(workbook("Areas", table, {}))[2] == ("y", "inf")


def test_a_cell_at_the_limit_is_written_and_one_beyond_it_refused() -> None:
    kept = pd.DataFrame({"Notes": pd.Series(["a", "é" * MOST_CELL_CHARACTERS], dtype="str")})
    assert values_of(workbook("Areas", kept, {}))[2][0] == "é" * MOST_CELL_CHARACTERS
    # An emoji is two UTF-16 units.
    for text in ("a" * (MOST_CELL_CHARACTERS + 1), "\U0001f600" * 16_384):
        long = pd.DataFrame({"Notes": pd.Series(["a", text], dtype="str")})
        with pytest.raises(BadInputError, match="Row 3 has .* in the column 'Notes'.*32,767"):
            workbook("Areas", long, {})


def test_a_sheet_at_its_limit_is_written_and_one_beyond_it_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_SHEET_ROWS", 4)
    monkeypatch.setattr(module, "MOST_SHEET_COLUMNS", 2)
    assert len(values_of(workbook("A", pd.DataFrame({"a": [1, 2, 3], "b": 1}), {}))) == 4
    for shape in ((4, 2), (3, 3)):
        with pytest.raises(BadInputError, match=r"A table of . rows and . columns.*csv"):
            workbook("A", pd.DataFrame(np.zeros(shape)), {})

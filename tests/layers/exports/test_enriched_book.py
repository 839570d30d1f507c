"""The workbook of a list: its rows are byte for byte those that xlsxwriter writes cell by cell."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import xlsxwriter

from geo.enrich import EnrichOptions, enrich
from layers.exports.enriched import list_as_xlsx

ODD = [
    "plain", "", " blank before", "blank after ", "two\nlines", "a\ttab", "bell\x07", "_x0041_",
    "_xylophone", "a & b < c > d", '"quoted"', "café ☕", "07700 900123", "no\u00a0break", "a\rb",
    "\ufffe", "half \u2028 line", "x" * 32_767,
]  # fmt: skip


def sheet_of(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as pack:
        assert pack.testzip() is None
        return pack.read("xl/worksheets/sheet1.xml")


def cell_by_cell(table: pd.DataFrame) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("List")
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(table) + 1}"})
        for at, heading in enumerate(table.columns):
            sheet.write_string(0, at, heading)
        sheet.freeze_panes(1, 0)
        for row, cells in enumerate(table.itertuples(index=False), 1):
            for at, cell in enumerate(cells):
                if isinstance(cell, str) and cell:
                    sheet.write_string(row, at, cell)
                elif not isinstance(cell, str) and not pd.isna(cell):
                    sheet.write_number(row, at, cell)
    return sheet_of(held.getvalue())


def test_odd_cells_are_written_as_the_library_writes_them() -> None:
    made = enrich(b"name,postcode\nHub,FY1 1AA", EnrichOptions(("imd_decile",)))
    rows = 1_000 // len(ODD) + 60
    table = pd.DataFrame(
        {
            "text": pd.Series(ODD[:-1] * rows, dtype="str"),
            "share": np.resize([0.1, np.nan, 1 / 3, 5e-324, 1e22, -0.0], len(ODD[:-1]) * rows),
            "count": pd.array(np.resize([1, 250_000], len(ODD[:-1]) * rows), dtype="Int64"),
        }
    )
    table.loc[3, :] = ["", np.nan, pd.NA]
    assert len(table) > 1_000
    assert sheet_of(list_as_xlsx(replace(made, table=table))) == cell_by_cell(table)
    longest = pd.DataFrame({"text": pd.Series([ODD[-1], "☕" + "x" * 40_000], dtype="str")})
    kept = longest.assign(text=longest["text"].str[:32_767])
    assert sheet_of(list_as_xlsx(replace(made, table=longest))) == cell_by_cell(kept)
    # The library takes a text that begins so for its own marks.
    marked = pd.DataFrame({"text": pd.Series(["<r>bold</r>"], dtype="str")})
    assert b"&lt;r&gt;bold&lt;/r&gt;" in sheet_of(list_as_xlsx(replace(made, table=marked)))


def test_the_book_tells_how_far_it_is() -> None:
    made = enrich(b"name,postcode\n" + b"Hub,FY1 1AA\n" * 2_500, EnrichOptions(()))
    heard: list[float] = []
    assert list_as_xlsx(made, heard.append) == list_as_xlsx(made)
    assert len(heard) == 3
    assert all(one < other for one, other in pairwise(heard))

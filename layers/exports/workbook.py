"""A workbook (XLSX): one table as a sheet, and pages of words beside it.

XlsxWriter lays out the workbook. The rows of the table, of which there may be hundreds of
thousands, are put into its sheet here: a column's distinct values are formatted once each.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import TypeAlias

import numpy as np
import pandas as pd

from geo.errors import BadInputError
from geo.stops import look

Page: TypeAlias = Sequence[Sequence[str]]
"""Rows of words."""

MOST_SHEET_ROWS, MOST_SHEET_COLUMNS, MOST_CELL_CHARACTERS = 1_048_576, 16_384, 32_767
"""What a sheet holds at most (Excel specifications and limits); characters are UTF-16 units."""
_MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""The time of writing would make each file another one."""
_ROWS_A_LOOK, _ROWS_A_BLOCK = 10, 1_000
# A sheet without cells, as XlsxWriter writes it.
_NO_SIZE, _NO_ROWS = b'<dimension ref="A1"/>', b"<sheetData/>"
# ECMA-376, part 1, 22.9.2.19: a character that XML cannot hold is written _xHHHH_, and so is the
# underscore of a text that looks like one.
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def workbook(
    name: str,
    table: pd.DataFrame,
    pages: Mapping[str, Page],
    *,
    properties: Mapping[str, str] | None = None,
    frozen_columns: int = 0,
    progress: Callable[[float], object] = lambda _: None,
) -> bytes:
    r"""Return a workbook with a table and pages of words.

    Parameters
    ----------
    name
        Name of the table's sheet.
    table
        What the sheet holds: headings, then a row each; the index is left out. Text stays text, so
        a telephone number keeps its zeros, and never runs. Missing values and empty text are blank.
    pages
        Rows of words by name of the sheet; of a page with several columns the first row and column
        stay in sight.
    properties
        Of the document, such as `title`.
    frozen_columns
        How many columns stay in sight beside the first row.
    progress
        Called with the share of rows that is done.

    Raises
    ------
    BadInputError
        If a sheet cannot hold the table.

    Examples
    --------
    >>> import openpyxl
    >>> made = workbook("Areas", pd.DataFrame({"code": ["007"], "rate": [0.25]}), {})
    >>> list(openpyxl.load_workbook(io.BytesIO(made)).active.values)
    [('code', 'rate'), ('007', 0.25)]
    """
    import xlsxwriter

    _check_size(table)
    columns = [_cells(heading, values) for heading, values in table.items()]
    sheets = [(_size(len(table) + 1, len(columns)), _table_rows(table, columns, progress))]
    for page in pages.values():
        sheets.append((_size(len(page), max(map(len, page), default=0)), _page_rows(page)))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    laid_out, made = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(laid_out, options) as book:
        book.set_properties({"created": _MADE, **(properties or {})})
        sheet = book.add_worksheet(name)
        # Numbers that are text, such as telephone numbers, are meant to be.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(table) + 1}"})
        sheet.freeze_panes(1, frozen_columns)
        for title, page in pages.items():
            sheet = book.add_worksheet(title)
            if max(map(len, page), default=0) > 1:
                sheet.freeze_panes(1, 1)
    waiting = {f"xl/worksheets/sheet{at}.xml": one for at, one in enumerate(sheets, 1)}
    with (
        zipfile.ZipFile(laid_out) as parts,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as filled,
    ):
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename not in waiting:
                filled.writestr(part, content)
                continue
            size, rows = waiting[part.filename]
            before, after = content.split(_NO_ROWS)
            with filled.open(part, "w") as held:
                held.write(before.replace(_NO_SIZE, size) + b"<sheetData>")
                for block in rows:
                    held.write(block.encode())
                held.write(b"</sheetData>" + after)
    return made.getvalue()


def _check_size(table: pd.DataFrame) -> None:
    rows, columns = table.shape
    if rows >= MOST_SHEET_ROWS or columns > MOST_SHEET_COLUMNS:
        raise BadInputError(
            f"A table of {rows:,} rows and {columns:,} columns; a sheet of a workbook holds "
            f"{MOST_SHEET_ROWS - 1:,} rows below its headings and {MOST_SHEET_COLUMNS:,} columns. "
            "Write it as .csv."
        )


def _size(rows: int, columns: int) -> bytes:
    from xlsxwriter.utility import xl_range

    return f'<dimension ref="{xl_range(0, 0, max(rows, 1) - 1, max(columns, 1) - 1)}"/>'.encode()


def _cells(heading: object, values: pd.Series) -> list[str]:
    """Return each cell as it stands after its reference; empty where a value is missing."""
    if values.dtype == object:
        # A value may equal one of another type, as 1 and True.
        found = [_cell(one) if pd.notna(one) else "" for one in values]
    else:
        positions, distinct = pd.factorize(values)
        found = np.array([*map(_cell, distinct), ""], dtype=object)[positions].tolist()
    if any(2 * len(one) > MOST_CELL_CHARACTERS for one in found):
        _check_characters(heading, values)
    return found


def _check_characters(heading: object, values: pd.Series) -> None:
    for row, one in enumerate(values, 2):
        if isinstance(one, str) and len(one.encode("utf-16-le")) > 2 * MOST_CELL_CHARACTERS:
            raise BadInputError(
                f"Row {row:,} has {len(one):,} characters in the column {str(heading)!r}; a cell "
                f"of a workbook holds {MOST_CELL_CHARACTERS:,}. Shorten it, or write .csv."
            )


def _cell(value: object) -> str:
    if isinstance(value, str):
        return _text_cell(value)
    if isinstance(value, (bool, np.bool_)):
        return f'" t="b"><v>{int(value)}</v></c>'
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        return _text_cell(str(number))
    whole = number.is_integer() and abs(number) < 1e15
    return f'"><v>{int(number) if whole else number!r}</v></c>'


def _text_cell(text: str) -> str:
    if not text:
        return ""
    kept = _NOT_XML.sub(lambda one: f"_x{ord(one[0]):04X}_", _LIKE_ESCAPED.sub("_x005F_", text))
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f'" t="inlineStr"><is><t{space}>{escape(kept, quote=False)}</t></is></c>'


def _table_rows(
    table: pd.DataFrame, columns: Sequence[Sequence[str]], progress: Callable[[float], object]
) -> Iterator[str]:
    """Yield the rows of a table's sheet as XML, its headings first, in blocks."""
    begun = _begun(len(columns))
    block = [_row("1", begun, [_text_cell(str(one)) for one in table])]
    for number, row in enumerate(zip(*columns, strict=True), 2):
        block.append(_row(str(number), begun, row))
        if not number % _ROWS_A_LOOK:
            look()
        if len(block) >= _ROWS_A_BLOCK:
            progress((number - 1) / len(table))
            yield "".join(block)
            block = []
    yield "".join(block)


def _page_rows(page: Page) -> Iterator[str]:
    """Yield the rows of a page of words as XML."""
    for number, row in enumerate(page, 1):
        yield _row(str(number), _begun(len(row)), [_text_cell(one) for one in row])


def _begun(count: int) -> list[str]:
    """Return how a cell of each column begins, up to the number of its row."""
    from xlsxwriter.utility import xl_col_to_name

    return [f'<c r="{xl_col_to_name(column)}' for column in range(count)]


def _row(number: str, begun: Sequence[str], cells: Sequence[str]) -> str:
    written = [start + number + cell for start, cell in zip(begun, cells, strict=True) if cell]
    return f'<row r="{number}">{"".join(written)}</row>'

"""Files that people bring: bytes to rows of text, or one line of why not.

Nothing here touches GDAL, runs a formula or keeps anything; whatever the bytes are, the answer is
a table or a `BadInputError`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import BadInputError
from geo.stops import look
from geo.uploads.headings import LOOKED, MOST_COLUMNS, Body, find_head, known, too_many
from geo.uploads.json_shape import check_shape
from geo.uploads.regular_files import read_most
from geo.uploads.spreadsheet_safety import plain_cells
from geo.uploads.spreadsheet_xml import Book
from geo.uploads.workbooks import open_book

MOST_BYTES = 20_000_000
MOST_ROWS = 50_000
MOST_CELLS = 16_384
"""Cells of a row, empty ones too: as many columns as a spreadsheet has."""
MOST_EMPTY = 1_048_576
"""Empty rows of a file: as many rows as a spreadsheet has."""
_LOOK = 1_000
"""Lines after which a reader looks whether it is still wanted."""
_HEAD = 20_000
"""Signs in which the heading is looked for."""
_ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_SIGNS = 2_000
"""Signs that one cell may have."""

PROBLEM_COLUMNS = ("line", "problem_value", "problem")
"""What a list of bad rows adds to them; left out when it is read again."""
EAST, NORTH = "easting", "northing"
LONGITUDE, LATITUDE = "longitude", "latitude"
_SAVE_AS = 'Open it in a spreadsheet and save it as "CSV UTF-8".'


@dataclass(frozen=True)
class Rows:
    """What a file holds."""

    table: pd.DataFrame
    """Text columns under the file's own headings, indexed by `line`: the first line of each row in
    a CSV file, the number of the row of a sheet or of the feature in GeoJSON, from 1. A missing
    cell is `""`."""
    notices: list[str]
    """What was assumed, in words."""
    faults: dict[int, str] = field(default_factory=dict)
    """Lines that could not be told apart into cells, and why."""
    mark: str = ","
    """What parts its cells (`geo.uploads.decimals`)."""
    sheet: str = ""
    """Name of the sheet of a workbook that was read."""
    sheets: tuple[str, ...] = ()
    """Names of all its sheets."""


def content_of(source: bytes | Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file, not more than `most`.

    Raises
    ------
    BadInputError
        If there are more, or the file cannot be read.
    """
    if isinstance(source, Path):
        try:
            content = read_most(source, most)
        except BadInputError:
            raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "no such file"
            raise BadInputError(
                f"{source.name}: the file cannot be read ({reason}). Give the path of a CSV, "
                "XLSX, ODS or GeoJSON file."
            ) from error
    else:
        content = source
    if len(content) <= most:
        return content
    raise BadInputError(
        f"The file has more than {most:,} bytes: {most / 1e6:,.0f} MB is the most. Leave out "
        "columns or rows that are not needed."
    )


def read_rows(content: bytes, *, most: int = MOST_ROWS, sheet: str = "") -> Rows:
    r"""Read CSV, GeoJSON, or a sheet of a workbook (XLSX, ODS).

    Points of GeoJSON stand in `longitude` and `latitude`, or in `easting` and `northing` if the
    file says that it is in EPSG:27700; `geometry_type` says what each feature is.

    Parameters
    ----------
    content
        The whole file.
    most
        Rows that it may have.
    sheet
        Name of the sheet to read; without one, that with the most headings that are known.

    Raises
    ------
    BadInputError
        If it is none of them, has no such sheet, is empty, or has too many rows.

    Examples
    --------
    >>> read_rows(b"name,postcode\nHub,FY1 1AA").table.to_dict("index")
    {2: {'name': 'Hub', 'postcode': 'FY1 1AA'}}
    """
    if content.startswith(_ZIPPED):
        return _filled(_workbook_rows(content, most, sheet))
    text, notices = _decode(content)
    read = _geojson_rows if text.lstrip()[:1] in ("{", "[") else _csv_rows
    rows = read(text, most)
    return _filled(replace(rows, notices=notices + rows.notices))


def _filled(rows: Rows) -> Rows:
    if rows.table.empty:
        raise BadInputError("The file has no row of data. Give a heading and at least one row.")
    return rows


def _decode(content: bytes) -> tuple[str, list[str]]:
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadInputError("The file is empty. Give a CSV, XLSX, ODS or GeoJSON file with rows.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInputError(
            "This is a workbook of an older kind (XLS), or one with a password, not CSV, XLSX or "
            f"ODS. {_SAVE_AS}"
        )
    if content.startswith(b"%PDF"):
        raise BadInputError("This is a PDF, not a table. Give a CSV, XLSX, ODS or GeoJSON file.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise BadInputError(f"The file is in UTF-16 or is not text. {_SAVE_AS}")
    if content.lstrip()[:1] == b"<":
        raise BadInputError("This is a page or XML, not a CSV or GeoJSON file.")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), [
            "The file is not UTF-8: it was read as Windows text (cp1252). Look at names with "
            "accents."
        ]
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"The file is neither UTF-8 nor Windows text (byte {error.start + 1:,}). {_SAVE_AS}"
        ) from error


class _Lines:
    """Lines of a CSV file; a row is refused before it is cut, if it has too many cells."""

    def __init__(self, text: str, mark: str) -> None:
        self.lines, self.mark = io.StringIO(text, newline=""), mark
        self.number = 0
        self.next_row()

    def next_row(self) -> None:
        """Begin to count the cells of another row."""
        self.cells, self.quoted = 1, 0

    def __iter__(self) -> Iterator[str]:
        """Yield the lines.

        Raises
        ------
        BadInputError
            If a row has too many cells.
        """
        for line in self.lines:
            self.number += 1
            if '"' in line:
                pieces = line.split('"')
                self.cells += sum(piece.count(self.mark) for piece in pieces[self.quoted :: 2])
                self.quoted ^= (len(pieces) - 1) % 2
            elif not self.quoted:
                self.cells += line.count(self.mark)
            if self.cells > MOST_CELLS:
                raise BadInputError(
                    f"Line {self.number:,} has more than {MOST_CELLS:,} cells, as many as a "
                    "spreadsheet has columns. Keep those that are needed."
                )
            yield line


def _csv_rows(text: str, most: int) -> Rows:
    mark = _mark_of(text)
    body = Body(most)
    before = empty = 0
    given = _Lines(text, mark)
    reader = csv.reader(iter(given), delimiter=mark)
    try:
        for row in reader:
            line, before = before + 1, reader.line_num
            if not line % _LOOK:
                look()
            given.next_row()
            if any(map(str.strip, row)):
                body.add(line, row)
                continue
            empty += 1
            if empty > MOST_EMPTY:
                raise BadInputError(
                    f"The file has more than {MOST_EMPTY:,} empty rows. Delete them."
                )
    except csv.Error as error:
        raise BadInputError(
            f"Line {reader.line_num:,} cannot be read as CSV: {error}. {_SAVE_AS}"
        ) from error
    return replace(_of_body(body), mark=mark)


def _mark_of(text: str) -> str:
    """Return what parts the cells: the mark that the first line has most of, a title left out."""
    first = re.split(r"[\r\n]+", text.lstrip("\r\n")[:_HEAD], maxsplit=9)[:9]
    counts = {mark: [line.count(mark) for line in first] for mark in ",;\t"}
    for at in range(len(first)):
        if any(count[at] for count in counts.values()):
            return max(counts, key=lambda mark: counts[mark][at])
    return ","


def _workbook_rows(content: bytes, most: int, sheet: str) -> Rows:
    body = Body(most)
    with open_book(content) as book:
        if sheet and sheet not in book.names:
            raise BadInputError(
                f"The workbook has no sheet {sheet[:60]!r}. Choose one of {list(book.names)[:12]}."
            )
        at = book.names.index(sheet) if sheet else _sheet_with_headings(book)
        for line, row in book.rows(at):
            if any(map(str.strip, row)):
                body.add(line, row)
        said = _which_sheet(book.names, at, chosen=bool(sheet))
    rows = _of_body(body)
    notices = [said, *rows.notices]
    return replace(rows, notices=notices, sheet=book.names[at], sheets=book.names)


def _sheet_with_headings(book: Book) -> int:
    """Return the position of the sheet with the most headings that are known.

    Of several the fuller one is meant, and of as full ones the first; a hidden one never is where
    one is shown.
    """
    shown = len(book.names) - book.hidden or len(book.names)
    if shown == 1:
        return 0
    counts = []
    for head in book.heads(LOOKED)[:shown]:
        rows = [row for row in head if any(map(str.strip, row))]
        counts.append((len(_known_in(rows)), sum(map(len, rows))))
    return counts.index(max(counts))


def _known_in(rows: list[list[str]]) -> frozenset[str]:
    try:
        return known(find_head(rows).names) if len(rows) > 1 else frozenset()
    except BadInputError:
        return frozenset()


def _which_sheet(names: tuple[str, ...], at: int, *, chosen: bool) -> str:
    """Return which sheet was read, and why."""
    if len(names) == 1:
        return f"The sheet {names[at]!r} was read."
    why = "as chosen" if chosen else "which has the headings that are known best"
    return f"Of {len(names)} sheets {names[at]!r} was read, {why}."


def _of_body(body: Body) -> Rows:
    """Make a table of what came."""
    body.end()
    made = _table(body.names or [], body.rows, body.lines, body.long)
    return replace(made, notices=body.notices)


def _table(
    names: list[str], rows: list[list[str]], lines: list[int], long: frozenset[int] | set[int]
) -> Rows:
    """Make a table; cells that are missing at the end of a row are empty."""
    width = len(names)
    said = f"has more cells than the heading's {width}: put quotation marks round text that holds "
    faults = dict.fromkeys(sorted(long), said + "commas")
    padded = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    index = pd.Index(lines, dtype="int64", name="line")
    table = pd.DataFrame(padded, columns=names, index=index, dtype="str")
    told = set(PROBLEM_COLUMNS) <= set(names)
    kept = [name for name in names if not (told and name in PROBLEM_COLUMNS)]
    table = table[kept].apply(lambda column: plain_cells(column.str.slice(0, _MOST_SIGNS)))
    return Rows(table, [], faults)


def _geojson_rows(text: str, most: int) -> Rows:
    check_shape(text.encode())

    def no_constant(name: str) -> Any:
        raise ValueError(f"{name} is not a number of JSON")

    try:
        content = json.loads(text, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]
        raise BadInputError(f"This is not valid GeoJSON: {reason}. Export it again.") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise BadInputError(
            'This is JSON, but not GeoJSON: it has no list of "features". Export a collection of '
            "points."
        )
    if len(features) > most:
        raise too_many(most)
    metres = _in_metres(content.get("crs"))
    rows = [_feature(feature, metres) for feature in features]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) > MOST_COLUMNS:
        raise BadInputError(f"The features have more than {MOST_COLUMNS} properties. Keep fewer.")
    cells = [[row.get(name, "") for name in names] for row in rows]
    table = _table(names, cells, list(range(1, len(rows) + 1)), frozenset()).table
    said = ["Coordinates were read as metres of the British grid (EPSG:27700), as the file says."]
    return Rows(table, said if metres else [])


def _in_metres(crs: object) -> bool:
    """Test whether a file of the older standard says that it is in metres of the British grid."""
    if crs is None:
        return False
    name = json.dumps(crs).upper()
    if "27700" in name:
        return True
    if "CRS84" in name or "4326" in name:
        return False
    raise BadInputError(
        f"The file's coordinate system is {name[:80]}. Export it in longitude and latitude "
        "(EPSG:4326) or on the British grid (EPSG:27700)."
    )


def _feature(feature: object, metres: bool) -> dict[str, str]:
    """Make a row of one feature; where it is no point its coordinates stay empty."""
    entry = feature if isinstance(feature, dict) else {}
    properties, shape = entry.get("properties"), entry.get("geometry")
    row = {
        _clean(str(name)).strip()[:100] or "unnamed": "" if value is None else _clean(str(value))
        for name, value in (properties if isinstance(properties, dict) else {}).items()
        if value is None or isinstance(value, str | int | float)
    }
    kind = shape.get("type") if isinstance(shape, dict) else None
    where = shape.get("coordinates") if isinstance(shape, dict) else None
    point = where if kind == "Point" and isinstance(where, list) and len(where) >= 2 else ["", ""]
    # The geometry is where a feature is, whatever its properties say.
    row |= dict.fromkeys([EAST, NORTH, LONGITUDE, LATITUDE], "")
    row["geometry_type"] = _clean(str(kind or ""))[:40]
    row[EAST if metres else LONGITUDE] = _number(point[0])
    row[NORTH if metres else LATITUDE] = _number(point[1])
    return row


def _clean(text: str) -> str:
    """Replace what JSON can write but no text can hold: halves of a sign."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _number(value: object) -> str:
    """Write a coordinate as text; anything but a number is empty."""
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""

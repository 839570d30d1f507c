"""Workbooks (XLSX) that people bring: the rows of the first sheet as text, and nothing else of it.

The file is never unpacked to disk or at once: its members are sized by their headers, then read as
a stream, cell by cell, so that a cell far out costs nothing. No formula runs; what a program saved
as its result is what is read. No entity is expanded.

python-calamine reads the publishers' workbooks (`geo.publishers.reading`) and is not used for a
visitor's: it lays a sheet out whole, and a workbook of 5 KB with one cell far out makes it ask for
32 GB and end the process.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from xml.parsers import expat

from geo.errors import BadInputError
from geo.publishers.archives import UNREADABLE, check_sizes
from geo.stops import look

MOST_UNPACKED = 100_000_000
"""Bytes that what is read of a workbook may unpack to: 50,000 rows of 20 columns take 40 million.
"""
MOST_TEXTS = 1_000_000
"""Different texts that a workbook may hold."""
MOST_COLUMN = 16_384
"""Columns that a sheet may have: as many as a spreadsheet has."""
_MOST_SIGNS = 2_000
_PIECE = 65_536
_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_BROKEN = (
    *UNREADABLE,
    *(OSError, RuntimeError, EOFError, KeyError, ValueError, IndexError, OverflowError),
    *(expat.ExpatError, zlib.error),
)
"""What a file raises that only looks like a workbook, is locked, or is cut off."""
_DATED = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Numbers of the built-in formats that show a date or a time."""
_LEAVE_OUT = "Leave out rows, columns and sheets that are not needed."
_SAVE_AS = 'Open it in a spreadsheet and save its first sheet as "CSV UTF-8".'

Start = Callable[[str, dict[str, str]], object]


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a workbook that is shown."""

    name: str
    of: int
    """How many sheets there are."""
    rows: Iterator[tuple[int, list[str]]]
    """Number of each row that has cells, as a spreadsheet counts, and its cells as text."""


@contextmanager
def first_sheet(content: bytes) -> Iterator[Sheet]:
    """Open the first sheet of a workbook.

    Raises
    ------
    BadInputError
        If it is no workbook, unpacks to too much, or cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            there = {member.filename: member for member in book.infolist()}
            if _BOOK not in there:
                raise BadInputError(
                    f"This is a workbook or a zip archive that has no sheet of XLSX. {_SAVE_AS}"
                )
            check_sizes([there[_BOOK]], "The workbook", MOST_UNPACKED, _LEAVE_OUT)
            sheets, from_1904 = _sheets(book)
            name, path = sheets[0]
            parts = [there[part] for part in (_BOOK, _TEXTS, _STYLES, path) if part in there]
            check_sizes(parts, "The workbook", MOST_UNPACKED, _LEAVE_OUT)
            texts = _texts(book) if _TEXTS in there else []
            dated = _dated(book) if _STYLES in there else []
            reader = _Reader(texts, dated, datetime(1904, 1, 1) if from_1904 else _DAY_0)
            yield Sheet(name, len(sheets), reader.rows(book, path))
    except BadInputError:
        raise
    except _BROKEN as error:
        raise BadInputError(
            f"The workbook cannot be read ({str(error)[:100] or type(error).__name__}): it may be "
            f"damaged or locked. {_SAVE_AS}"
        ) from error


_DAY_0 = datetime(1899, 12, 30)


def _sheets(book: zipfile.ZipFile) -> tuple[list[tuple[str, str]], bool]:
    """List name and path of each sheet, shown ones first, and whether days count from 1904."""
    shown: list[tuple[str, str]] = []
    hidden: list[tuple[str, str]] = []
    of_1904: list[str] = []
    targets: dict[str, str] = {}

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given["Id"]] = given["Target"]

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "workbookPr":
            of_1904.append(given.get("date1904", ""))
        elif tag == "sheet":
            target = targets[given["id"]]
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            listed = shown if given.get("state", "visible") == "visible" else hidden
            listed.append((given.get("name", "")[:100], path))

    _run(book, _RELATIONS, relation)
    _run(book, _BOOK, sheet)
    return [*shown, *hidden], bool({"1", "true"} & set(of_1904))


def _texts(book: zipfile.ZipFile) -> list[str]:
    """Read the texts that cells point to, without how they look and how they are said."""
    texts: list[str] = []
    part = _Text()

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            part.pieces.clear()
        part.enter(tag)

    def end(tag: str) -> None:
        part.leave(tag)
        if tag == "si":
            texts.append(part.whole())
            if len(texts) > MOST_TEXTS:
                raise BadInputError(
                    f"The workbook holds more than {MOST_TEXTS:,} different texts. Leave out "
                    "sheets and columns that are not needed."
                )

    _run(book, _TEXTS, start, end, part.add)
    return texts


@dataclass
class _Text:
    """Text that is being read."""

    pieces: list[str] = field(default_factory=list)
    inside: bool = False
    spoken: int = 0
    """Whether it is how a text is said, which some languages write beside it."""

    def enter(self, tag: str) -> None:
        self.spoken += tag == "rPh"
        self.inside = tag == "t" and not self.spoken

    def leave(self, tag: str) -> None:
        self.spoken -= tag == "rPh"
        self.inside = False

    def add(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)

    def whole(self) -> str:
        return "".join(self.pieces)[:_MOST_SIGNS]


def _dated(book: zipfile.ZipFile) -> list[bool]:
    """Return whether each style of a cell shows a number as a date."""
    own: dict[str, bool] = {}
    styles: list[bool] = []
    inside: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        inside.append(tag)
        if tag == "numFmt":
            # What stands in quotation marks or brackets is no part of a date.
            code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", given.get("formatCode", "")[:255])
            own[given.get("numFmtId", "")] = bool(re.search("[dmyDMY]", code))
        elif tag == "xf" and "cellXfs" in inside:
            number = given.get("numFmtId", "0")
            styles.append(own.get(number, number.isdigit() and int(number) in _DATED))

    _run(book, _STYLES, start, lambda _: inside.pop())
    return styles


class _Reader:
    """The rows of a sheet, as they come."""

    def __init__(self, texts: list[str], dated: list[bool], day_0: datetime) -> None:
        self.texts, self.dated, self.day_0 = texts, dated, day_0
        self.done: list[tuple[int, list[str]]] = []
        self.row: dict[int, str] = {}
        self.line = self.column = 0
        self.kind = self.style = ""
        self.value: list[str] = []
        self.text = _Text()
        self.in_value = False

    def rows(self, book: zipfile.ZipFile, path: str) -> Iterator[tuple[int, list[str]]]:
        parser = _parser(self._start, self._end, self._add)
        with book.open(path) as stream:
            while piece := stream.read(_PIECE):
                look()
                parser.Parse(piece, False)
                yield from self.done
                self.done.clear()
            parser.Parse(b"", True)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        self.text.enter(tag)
        if tag == "row":
            self.line = int(given.get("r", self.line + 1))
            self.row, self.column = {}, -1
        elif tag == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            if self.column >= MOST_COLUMN:
                raise BadInputError(
                    f"Row {self.line:,} has more than {MOST_COLUMN:,} cells, as many as a "
                    "spreadsheet has columns. Keep those that are needed."
                )
            self.kind, self.style = given.get("t", "n"), given.get("s", "")
            self.value.clear()
            self.text.pieces.clear()
        self.in_value = tag == "v"

    def _end(self, tag: str) -> None:
        self.text.leave(tag)
        self.in_value = False
        if tag == "c":
            text = self._cell()
            if text:
                self.row[self.column] = text
        elif tag == "row" and self.row:
            width = max(self.row) + 1
            self.done.append((self.line, [self.row.get(at, "") for at in range(width)]))

    def _add(self, text: str) -> None:
        self.text.add(text)
        if self.in_value:
            self.value.append(text)

    def _cell(self) -> str:
        if self.kind == "inlineStr":
            return self.text.whole()
        value = "".join(self.value)[:_MOST_SIGNS]
        if self.kind == "s":
            return self.texts[int(value)] if value else ""
        if self.kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self._number(value) if self.kind == "n" and value else value

    def _number(self, value: str) -> str:
        number = float(value)
        style = int(self.style) if self.style.isdigit() else -1
        if 0 <= style < len(self.dated) and self.dated[style] and 0 < number < 2_958_466:
            day = self.day_0 + timedelta(seconds=round(number * 86_400))
            return f"{day:%Y-%m-%d}" if number.is_integer() else f"{day:%Y-%m-%d %H:%M}"
        # 100001.0 is how some programs save the whole number that they show.
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _column(reference: str) -> int:
    """Return which column a cell is in, from 0.

    Examples
    --------
    >>> _column("A1"), _column("AA20")
    (0, 26)
    """
    number = 0
    for letter in reference[:8].upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _run(
    book: zipfile.ZipFile,
    path: str,
    start: Start,
    end: Callable[[str], object] = lambda _: None,
    text: Callable[[str], object] = lambda _: None,
) -> None:
    parser = _parser(start, end, text)
    with book.open(path) as stream:
        while piece := stream.read(_PIECE):
            look()
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _parser(start: Start, end: Callable[[str], object], text: Callable[[str], object]) -> Any:
    def local(name: str) -> str:
        return name.rpartition(":")[2]

    def refuse(*_: object) -> None:
        raise BadInputError(
            f"The workbook declares a document type, as no spreadsheet does. {_SAVE_AS}"
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, given: start(
        local(tag), {local(name): value for name, value in given.items()}
    )
    parser.EndElementHandler = lambda tag: end(local(tag))
    parser.CharacterDataHandler = text
    return parser

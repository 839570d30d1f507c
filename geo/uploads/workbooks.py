"""Workbooks (XLSX, ODS) that people bring: the rows of a sheet as text, and nothing else of it.

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from xml.parsers import expat

from geo.errors import BadInputError
from geo.publishers.archives import UNREADABLE, check_sizes
from geo.uploads.opendocument import CONTENT, open_ods
from geo.uploads.spreadsheet_xml import (
    LEAVE_OUT,
    MOST_COLUMN,
    MOST_SIGNS,
    MOST_UNPACKED,
    SAVE_AS,
    Book,
    SheetRows,
    make_parser,
    number_text,
    pieces,
    run,
    too_wide,
)

MOST_TEXTS = 1_000_000
"""Different texts that a workbook may hold."""
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
_LOOKED = 16
"""Pieces of a sheet in which its first rows are looked for."""
_DATED = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Numbers of the built-in formats that show a date or a time."""


@contextmanager
def open_book(content: bytes) -> Iterator[Book]:
    """Open a workbook: XLSX, or a spreadsheet of OpenDocument.

    Raises
    ------
    BadInputError
        If it is no workbook, unpacks to too much, or cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            there = {member.filename: member for member in book.infolist()}
            if _BOOK in there:
                yield _open_xlsx(book, there)
            elif CONTENT in there:
                check_sizes([there[CONTENT]], "The workbook", MOST_UNPACKED, LEAVE_OUT)
                made = open_ods(book)
                if not made.names:
                    raise BadInputError(f"This document has no sheet. {SAVE_AS}")
                yield made
            else:
                raise BadInputError(
                    "This is a workbook or a zip archive that has no sheet of XLSX or ODS. "
                    f"{SAVE_AS}"
                )
    except BadInputError:
        raise
    except _BROKEN as error:
        raise BadInputError(
            f"The workbook cannot be read ({str(error)[:100] or type(error).__name__}): it may be "
            f"damaged or locked. {SAVE_AS}"
        ) from error


def _open_xlsx(book: zipfile.ZipFile, there: dict[str, zipfile.ZipInfo]) -> Book:
    check_sizes([there[_BOOK]], "The workbook", MOST_UNPACKED, LEAVE_OUT)
    sheets, hidden, from_1904 = _sheets(book)
    shared = [there[part] for part in (_BOOK, _TEXTS, _STYLES) if part in there]
    check_sizes(shared, "The workbook", MOST_UNPACKED, LEAVE_OUT)
    texts = _texts(book) if _TEXTS in there else []
    dated = _dated(book) if _STYLES in there else []
    day_0 = datetime(1904, 1, 1) if from_1904 else _DAY_0

    def rows(at: int) -> SheetRows:
        path = sheets[at][1]
        parts = [*shared, *([there[path]] if path in there else [])]
        check_sizes(parts, "The workbook", MOST_UNPACKED, LEAVE_OUT)
        return _Reader(texts, dated, day_0).rows(book, path)

    def heads(count: int) -> list[list[list[str]]]:
        found: list[list[list[str]]] = []
        for _, path in sheets:
            # A chart has no rows, and a sheet of nothing may be large: the one that is read is
            # sized, and of the others no more than a piece is looked at.
            reader = _Reader(texts, dated, day_0, most_pieces=_LOOKED)
            some = reader.rows(book, path) if path in there else iter(())
            found.append([row for _, row in islice(some, count)])
        return found

    return Book(tuple(name for name, _ in sheets), heads, rows, hidden)


_DAY_0 = datetime(1899, 12, 30)


def _sheets(book: zipfile.ZipFile) -> tuple[list[tuple[str, str]], int, bool]:
    """List name and path of each sheet, shown ones first, and how many are hidden.

    The last is whether days count from 1904.
    """
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

    run(book, _RELATIONS, relation)
    run(book, _BOOK, sheet)
    return [*shown, *hidden], len(hidden), bool({"1", "true"} & set(of_1904))


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

    run(book, _TEXTS, start, end, part.add)
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
        return "".join(self.pieces)[:MOST_SIGNS]


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

    run(book, _STYLES, start, lambda _: inside.pop())
    return styles


class _Reader:
    """The rows of a sheet, as they come."""

    def __init__(
        self, texts: list[str], dated: list[bool], day_0: datetime, most_pieces: int | None = None
    ) -> None:
        self.texts, self.dated, self.day_0, self.most_pieces = texts, dated, day_0, most_pieces
        self.done: list[tuple[int, list[str]]] = []
        self.row: dict[int, str] = {}
        self.line = self.column = 0
        self.kind = self.style = ""
        self.value: list[str] = []
        self.text = _Text()
        self.in_value = False

    def rows(self, book: zipfile.ZipFile, path: str) -> SheetRows:
        parser = make_parser(self._start, self._end, self._add)
        with book.open(path) as stream:
            for piece in islice(pieces(stream), self.most_pieces):
                parser.Parse(piece, False)
                yield from self.done
                self.done.clear()
            if self.most_pieces is None:
                parser.Parse(b"", True)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        self.text.enter(tag)
        if tag == "row":
            self.line = int(given.get("r", self.line + 1))
            self.row, self.column = {}, -1
        elif tag == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            if self.column >= MOST_COLUMN:
                raise too_wide(self.line)
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
        value = "".join(self.value)[:MOST_SIGNS]
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
        return number_text(value)


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

"""What XLSX and ODS share: a book of sheets, read from XML as a stream, and the limits of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from geo.errors import BadInputError
from geo.stops import look

MOST_UNPACKED = 100_000_000
"""Bytes that what is read of a workbook may unpack to: 50,000 rows of 20 columns take 40 million.
"""
MOST_COLUMN = 16_384
"""Columns that a sheet may have: as many as a spreadsheet has."""
MOST_SIGNS = 2_000
"""Signs that one cell may have."""
LEAVE_OUT = "Leave out rows, columns and sheets that are not needed."
SAVE_AS = 'Open it in a spreadsheet and save its sheet as "CSV UTF-8".'
_PIECE = 65_536

Start = Callable[[str, dict[str, str]], object]
SheetRows = Iterator[tuple[int, list[str]]]
"""Number of each row that has cells, as a spreadsheet counts, and its cells as text."""


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook, those that are shown first."""

    names: tuple[str, ...]
    heads: Callable[[int], list[list[list[str]]]]
    """Takes how many rows, and returns the first of each sheet that have cells."""
    rows: Callable[[int], SheetRows]
    """Takes the position of a sheet."""
    hidden: int = 0
    """How many of them, at the end, are hidden."""


def pieces(stream: Any) -> Iterator[bytes]:
    """Yield a stream piece by piece, as long as it is wanted."""
    while piece := stream.read(_PIECE):
        look()
        yield piece


def run(
    book: zipfile.ZipFile,
    path: str,
    start: Start,
    end: Callable[[str], object] = lambda _: None,
    text: Callable[[str], object] = lambda _: None,
) -> None:
    """Parse a member of a workbook whole."""
    parser = make_parser(start, end, text)
    with book.open(path) as stream:
        for piece in pieces(stream):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def make_parser(
    start: Start, end: Callable[[str], object], text: Callable[[str], object]
) -> expat.XMLParserType:
    """Make a parser that names tags and attributes without their prefix, and knows no entity.

    Raises
    ------
    BadInputError
        While parsing, if the document declares its type.
    """

    def local(name: str) -> str:
        return name.rpartition(":")[2]

    def refuse(*_: object) -> None:
        raise BadInputError(
            f"The workbook declares a document type, as no spreadsheet does. {SAVE_AS}"
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


def number_text(value: str) -> str:
    """Write a number as a spreadsheet shows it: `100001.0` is how some programs save `100001`.

    Examples
    --------
    >>> number_text("100001.0"), number_text("2.5")
    ('100001', '2.5')
    """
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def too_wide(line: int) -> BadInputError:
    """Return the refusal of a row with too many cells."""
    return BadInputError(
        f"Row {line:,} has more than {MOST_COLUMN:,} cells, as many as a spreadsheet has columns. "
        "Keep those that are needed."
    )

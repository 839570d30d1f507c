"""Sheets of OpenDocument (ODS): rows as text, read as a stream, repeats within limits.

All sheets stand in one document, one after the other. A row or cell that repeats is written once
with its number of times, so that a small file can stand for a huge table: what is empty costs
nothing, and what is filled is counted.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from geo.errors import BadInputError
from geo.uploads.spreadsheet_xml import (
    LEAVE_OUT,
    MOST_COLUMN,
    MOST_SIGNS,
    Book,
    SheetRows,
    make_parser,
    number_text,
    pieces,
    run,
    too_wide,
)

CONTENT = "content.xml"
MOST_REPEATED = 2_000_000
"""Filled cells that stand there only because one before them repeats."""
_ASIDE = frozenset({"annotation", "change-info"})
"""What stands in a cell and is none of its text."""


def open_ods(book: zipfile.ZipFile) -> Book:
    """Open the sheets of an OpenDocument spreadsheet."""
    names: list[str] = []
    hidden: list[bool] = []
    off: set[str] = set()
    style = ""

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal style
        if tag == "style":
            style = given.get("name", "")
        elif tag == "table-properties" and given.get("display") == "false":
            off.add(style)
        elif tag == "table" and "name" in given:
            names.append(given["name"][:100])
            hidden.append(given.get("style-name", "") in off)

    run(book, CONTENT, start)
    order = sorted(range(len(names)), key=hidden.__getitem__)

    def heads(count: int) -> list[list[list[str]]]:
        found: list[list[list[str]]] = [[] for _ in names]
        for at, _, row in _Reader(count).rows(book):
            found[at].append(row)
        return [found[at] for at in order]

    def rows(at: int) -> SheetRows:
        for _, line, row in _Reader(None, order[at]).rows(book):
            yield line, row

    return Book(tuple(names[at] for at in order), heads, rows, sum(hidden))


@dataclass
class _Reader:
    """The rows of all sheets or of one, as they come."""

    most: int | None
    """Rows to give of each sheet; all of them for none."""
    only: int | None = None
    at: int = -1
    line: int = 0
    given: int = 0
    column: int = 0
    row_times: int = 1
    cell_times: int = 1
    repeated: int = 0
    row: dict[int, str] = field(default_factory=dict)
    done: list[tuple[int, int, list[str], int]] = field(default_factory=list)
    value: str | None = None
    text: list[str] | None = None
    aside: int = 0
    inside: int = 0
    """How many paragraphs are open."""
    paragraphs: int = 0
    over: bool = False

    def rows(self, book: zipfile.ZipFile) -> Iterator[tuple[int, int, list[str]]]:
        """Yield sheet, number and cells of each row that has any."""
        parser = make_parser(self._start, self._end, self._add)
        with book.open(CONTENT) as stream:
            for piece in pieces(stream):
                parser.Parse(piece, False)
                for at, line, row, times in self.done:
                    for more in range(times):
                        yield at, line + more, row
                self.done.clear()
                if self.over:
                    return
            parser.Parse(b"", True)

    @property
    def _wanted(self) -> bool:
        return (self.only is None or self.at == self.only) and (
            self.most is None or self.given < self.most
        )

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table" and "name" in given:
            self.at += 1
            self.line = self.given = 0
        elif not self._wanted or self.at < 0:
            return
        elif tag == "table-row":
            self.row, self.column = {}, 0
            self.row_times = _times(given, "number-rows-repeated")
        elif tag in ("table-cell", "covered-table-cell"):
            self.cell_times = _times(given, "number-columns-repeated")
            self.value, self.text, self.paragraphs = _value(given), [], 0
        elif self.text is not None:
            self._within(tag, given)

    def _within(self, tag: str, given: dict[str, str]) -> None:
        if tag in _ASIDE:
            self.aside += 1
        elif self.aside or self.text is None:
            return
        elif tag == "p":
            if self.paragraphs:
                self.text.append("\n")
            self.paragraphs += 1
            self.inside += 1
        elif tag == "s":
            self.text.append(" " * min(_times(given, "c"), MOST_SIGNS))
        elif tag in ("tab", "line-break"):
            self.text.append("\t" if tag == "tab" else "\n")

    def _end(self, tag: str) -> None:
        if tag == "table" and self.only is not None and self.at == self.only:
            self.over = True
        if tag in ("table-cell", "covered-table-cell") and self.text is not None:
            self._cell()
        elif tag == "table-row" and self.at >= 0 and self._wanted:
            self._row()
        elif tag in _ASIDE and self.aside:
            self.aside -= 1
        elif tag == "p" and self.inside and not self.aside:
            self.inside -= 1

    def _add(self, text: str) -> None:
        if self.text is not None and self.inside and not self.aside:
            self.text.append(text)

    def _cell(self) -> None:
        text = self.value if self.value is not None else "".join(self.text or ())[:MOST_SIGNS]
        self.text, self.value, self.inside, self.aside = None, None, 0, 0
        first, self.column = self.column, self.column + self.cell_times
        if not text:
            return
        if self.column > MOST_COLUMN:
            raise too_wide(self.line + 1)
        self._count(self.cell_times - 1)
        for at in range(first, self.column):
            self.row[at] = text

    def _row(self) -> None:
        line = self.line + 1
        self.line += self.row_times
        if not self.row:
            return
        times = self.row_times
        if self.most is not None:
            times = min(times, self.most - self.given)
        self._count((times - 1) * len(self.row))
        self.given += times
        cells = [self.row.get(at, "") for at in range(max(self.row) + 1)]
        self.done.append((self.at, line, cells, times))

    def _count(self, more: int) -> None:
        self.repeated += more
        if self.repeated > MOST_REPEATED:
            raise BadInputError(
                f"The workbook repeats cells more than {MOST_REPEATED:,} times. {LEAVE_OUT}"
            )


def _times(given: dict[str, str], name: str) -> int:
    return max(1, int(given.get(name, "1")[:12]))


def _value(given: dict[str, str]) -> str | None:
    """Return the value that a cell has beside its text; None for one that is its text."""
    kind = given.get("value-type", "")
    if kind in ("float", "percentage", "currency") and given.get("value"):
        return number_text(given["value"][:MOST_SIGNS])
    if kind == "date" and given.get("date-value"):
        day, _, clock = given["date-value"][:40].partition("T")
        return day if clock[:5] in ("", "00:00") else f"{day} {clock[:5]}"
    if kind == "boolean" and given.get("boolean-value"):
        return "TRUE" if given["boolean-value"] == "true" else "FALSE"
    return None

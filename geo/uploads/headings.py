"""Where the headings of a table are: titles over them left out, two lines of them read as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from geo.errors import BadInputError
from geo.uploads.columns import SPELLINGS, recognise

LOOKED = 12
"""Lines that are not empty among which headings are looked for."""
MOST_TITLES = 5
"""Lines of one cell over a heading, at most."""
MOST_COLUMNS = 200
_HEADING_SIGNS = 100
_ALONE = ("postcode", "address", "urn", "area_code")
"""What a file of one column can be of, so that its heading is known under a title too."""
_DATUM = re.compile(
    r"[+-]?[\d,.]+%?|\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?(?: .*)?|"
    r".*\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""A cell that no heading is: a number, a day, or something with a postcode in it."""
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d(?: .*)?")


@dataclass(frozen=True)
class Head:
    """The headings of a table, and the lines that they stand in."""

    names: list[str]
    first: int
    """Position of their first line, titles being those before it."""
    lines: int = 1

    @property
    def notices(self) -> list[str]:
        """Return in sentences which lines were read as a title and which as headings."""
        said = []
        if self.first:
            lines = "The first line was" if self.first == 1 else f"{self.first} lines were"
            heading = "heading" if self.lines == 1 else "headings"
            said.append(f"{lines} taken for a title, and the next for the {heading}.")
        if self.lines > 1:
            said.append("Two lines of headings were read as one.")
        return said


def known(row: Sequence[str]) -> frozenset[str]:
    """Return what the cells of a row are headings of."""
    return frozenset(recognise(pd.Index([cell for cell in row if cell.strip()]), (*SPELLINGS,)))


def find_head(rows: list[list[str]]) -> Head:
    """Find the headings among the first lines of a table that are not empty.

    Parameters
    ----------
    rows
        One or more lines.

    Raises
    ------
    BadInputError
        If two columns are called the same, or there are too many.

    Examples
    --------
    >>> groups = ["", "Autumn", "", "Spring", ""]
    >>> below = ["School", "Pupils", "Date", "Pupils", "Date"]
    >>> found = find_head([["Visits of our partners"], groups, below, ["Montgomery"]])
    >>> found.names[:3], found.first, found.lines
    (['School', 'Autumn: Pupils', 'Autumn: Date'], 1, 2)
    """
    first = _first_line(rows)
    below = rows[first + 1] if first + 1 < len(rows) else []
    if _stand_over(rows[first], below):
        return Head(_checked(_joined(rows[first], below)), first, 2)
    return Head(_checked(rows[first]), first)


def _first_line(rows: list[list[str]]) -> int:
    first = 0
    while (
        first < min(len(rows), MOST_TITLES) and _filled(rows[first]) == 1 and not known(rows[first])
    ):
        first += 1
    if first == len(rows):
        return 0
    if first and _filled(rows[first]) == 1 and not known(rows[first]) & {*_ALONE}:
        # One column: what looked like titles is its heading and its rows.
        return 0
    best = len(known(rows[first]))
    for at in range(first + 1, len(rows)):
        count = len(known(rows[at]))
        # Lines over the table may have several cells, as "Date:" and a day.
        if count >= max(2, best + 2) and not any(map(_is_datum, rows[at])):
            over = rows[at - 1]
            return at - 1 if at - 1 >= first and _stand_over(over, rows[at]) else at
    return first


def _stand_over(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Test whether a row is of headings that stand over those of the next, as merged cells do."""
    width = len(lower)
    wide = [*upper[:width], *[""] * (width - len(upper))]
    gaps = [not one.strip() and bool(two.strip()) for one, two in zip(wide, lower, strict=True)]
    inner = any(gaps)
    if any(_DAY.fullmatch(cell.strip()) for cell in upper):
        return False
    if not inner or any(map(_is_datum, lower)) or len(known(lower)) < 1:
        return False
    # A heading that was forgotten over its column is no group: the next line is then of data, and
    # has no more that is known than a name or two have by chance.
    return len(known(lower)) >= 2 or any(
        gap and known([cell]) for gap, cell in zip(gaps, lower, strict=True)
    )


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Make one line of two: a heading of the lower one says whose it is where two are called so."""
    width = max(len(upper), len(lower))
    over = [*upper, *[""] * (width - len(upper))]
    under = [*lower, *[""] * (width - len(lower))]
    group, groups = "", []
    for one, two in zip(over, under, strict=True):
        group = one.strip() or group
        groups.append(group if two.strip() else "")
    plain = [two.strip() or one.strip() for one, two in zip(over, under, strict=True)]
    return [
        f"{whose}: {name}" if plain.count(name) > 1 and whose and whose != name else name
        for whose, name in zip(groups, plain, strict=True)
    ]


def _checked(heading: Sequence[str]) -> list[str]:
    """Strip the headings; refuse those that stand twice, and more than make sense."""
    width = max((at for at, name in enumerate(heading, 1) if name.strip()), default=0)
    if width > MOST_COLUMNS:
        raise BadInputError(
            f"The heading has {width:,} columns, and {MOST_COLUMNS} is the most. Keep those that "
            "are needed."
        )
    names = [
        " ".join(name.split())[:_HEADING_SIGNS] or f"column {at}"
        for at, name in enumerate(heading[:width], 1)
    ]
    twice = [name for at, name in enumerate(names) if name in names[:at]]
    if twice:
        raise BadInputError(f"Two columns are called {twice[0]!r}. Give each its own heading.")
    return names


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, map(str.strip, row)))


def _is_datum(cell: str) -> bool:
    return _DATUM.fullmatch(cell.strip()) is not None


@dataclass
class Body:
    """Headings and rows of a table, as they come."""

    most: int
    names: list[str] | None = None
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    long: set[int] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)
    _held: list[tuple[int, list[str]]] = field(default_factory=list)

    def add(self, line: int, row: list[str]) -> None:
        """Add a row that is not empty.

        Raises
        ------
        BadInputError
            If there are too many, or the headings cannot be used.
        """
        if self.names is not None:
            self._add(self.names, line, row)
            return
        self._held.append((line, row))
        if len(self._held) == LOOKED:
            self.end()

    def end(self) -> None:
        """Find the headings among the first lines, where that is not done."""
        if self.names is not None or not self._held:
            return
        head = find_head([row for _, row in self._held])
        self.names, self.notices = head.names, head.notices
        for line, row in self._held[head.first + head.lines :]:
            self._add(head.names, line, row)
        self._held.clear()

    def _add(self, names: list[str], line: int, row: list[str]) -> None:
        if len(self.rows) == self.most:
            raise too_many(self.most)
        width = len(names)
        # What no heading stands over is not kept while the rest is read.
        if len(row) > width:
            if any(row[width:]):
                self.long.add(line)
            row = row[:width]
        self.rows.append(row)
        self.lines.append(line)


def too_many(most: int) -> BadInputError:
    """Return the refusal of a file with too many rows."""
    return BadInputError(f"The file has more than {most:,} rows. Divide it.")

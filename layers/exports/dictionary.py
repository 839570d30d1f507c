"""The data dictionary: what each column of a file is, from the registries that the app reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from geo.areas import AreaTable
from geo.compare import measured_rates
from geo.errors import BadInputError
from geo.registry import (
    ANSWER_WORDS,
    AREA_WORDS,
    INDICATORS,
    OWN_INDICATORS,
    Indicator,
    Words,
)

Kind = Literal["text", "whole", "number", "flag"]
HEADINGS = (
    *("column", "label", "about", "unit", "direction", "missing", "period", "datasets"),
    "caveat",
)
"""Columns of the dictionary as a table."""


@dataclass(frozen=True)
class Entry:
    """One column of one file."""

    column: str
    kind: Kind
    words: Words

    def row(self) -> list[str]:
        """Write it as a row of the dictionary, in the order of `HEADINGS`."""
        words = self.words
        return [
            *(self.column, words.label, words.about, words.unit, words.direction, words.missing),
            *(words.period, " ".join(words.datasets), words.caveat),
        ]


def words_of(column: str) -> Words:
    """Return what a column is.

    Raises
    ------
    BadInputError
        If no registry tells of it.

    Examples
    --------
    >>> words_of("tundra_rate").unit, words_of("iod25_crime_rank").direction
    ('share, 0 to 1', '1 = most deprived')
    """
    if column in _OF_INDICATORS:
        return _OF_INDICATORS[column]
    found = AREA_WORDS.get(column) or ANSWER_WORDS.get(column) or _OF_ENDS.get(column)
    if found is None:
        raise BadInputError(
            f"No registry tells what the column {column!r} is. Add it to column_words.py or "
            "answer_words.py in geo/registry."
        )
    return found


def entries_of(areas: AreaTable) -> list[Entry]:
    """List the columns of a table as a file has them, the index first.

    Raises
    ------
    BadInputError
        If no registry tells of a column.
    """
    table = areas.table
    index = table.index.to_series() if table.index.name else None
    columns: Iterable[tuple[str, pd.Series]] = ((str(name), table[name]) for name in table.columns)
    first = [(str(table.index.name), index)] if index is not None else []
    return [Entry(name, kind_of(values), words_of(name)) for name, values in [*first, *columns]]


def kind_of(values: pd.Series) -> Kind:
    """Return what a column holds."""
    if pd.api.types.is_bool_dtype(values):
        return "flag"
    if pd.api.types.is_integer_dtype(values):
        return "whole"
    return "number" if pd.api.types.is_float_dtype(values) else "text"


_UNITS = {"rate": "share, 0 to 1", "rank": "rank", "decile": "tenth, 1 to 10"}


def _of_indicator(entry: Indicator) -> Words:
    ends = {"low": "low is of concern", "high": "high is of concern"}
    firsts = {"rank": "1 = most of concern", "decile": "1 = most deprived"}
    return Words(
        entry.label,
        entry.meaning,
        _UNITS.get(entry.kind, entry.suffix.strip() or "score"),
        firsts.get(entry.kind, ends[entry.worse]),
        f"{entry.missing_text}; or outside {' and '.join(entry.nations)}"
        if len(entry.nations) == 1
        else entry.missing_text,
        entry.period,
        entry.datasets,
        entry.caveat,
    )


_OF_INDICATORS = {entry.id: _of_indicator(entry) for entry in (*INDICATORS, *OWN_INDICATORS)}


def _of_end(entry: Indicator, end: str) -> Words:
    words = _OF_INDICATORS[entry.id]
    return replace(
        words,
        label=f"{entry.label}, {end} end",
        about=f"{end} end of the 95% interval ({'Newcombe' if 'gap' in entry.id else 'Wilson'})",
        missing=f"{words.missing}; or nobody counts whom the figure is of",
    )


_OF_ENDS = {
    f"{entry.id}_{column}": _of_end(entry, end)
    for entry in measured_rates(_OF_INDICATORS)
    for column, end in (("low", "lower"), ("high", "upper"))
}

"""Numbers of a user's own file: which sign is decimal depends on what parts its cells.

Where commas part cells, a full stop is decimal and a comma may group by threes. Where semicolons or
tabs do, as where a comma is decimal, a comma is decimal and full stops may group by threes. What
could be two numbers is none.
"""

from __future__ import annotations

import pandas as pd

COULD_BE_TWO = "a number that could be two: write it without signs for thousands"
_GROUPED = r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?"
_GROUPED_BY_STOPS = r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d*|[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}"
_ONE_GROUP = r"[+-]?[1-9]\d{0,2}\.\d{3}"
_WITH_COMMA = r"[+-]?\d*,\d+"


def numbers(cells: pd.Series, mark: str = ",", *, degrees: bool = False) -> pd.Series:
    """Read numbers; what is none, or could be two, is missing.

    Parameters
    ----------
    cells
        Text.
    mark
        What parts the cells of its file.
    degrees
        Whether they are too small for thousands: a full stop is then decimal everywhere.

    Examples
    --------
    >>> numbers(pd.Series(["1,234", "12.5", "12,5"])).tolist()
    [1234.0, 12.5, nan]
    >>> numbers(pd.Series(["12,5", "1.234,5", "12.5", "1.234"]), ";").tolist()
    [12.5, 1234.5, 12.5, nan]
    """
    text = cells.str.strip()
    if mark in ";\t":
        by_stops = text.str.fullmatch(_GROUPED_BY_STOPS)
        text = text.mask(could_be_two(text, mark, degrees=degrees), "")
        text = text.mask(by_stops, text.str.replace(".", "", regex=False))
        comma = text.str.fullmatch(_WITH_COMMA)
        text = text.mask(comma, text.str.replace(",", ".", regex=False))
    elif not degrees:
        grouped = text.str.fullmatch(_GROUPED)
        text = text.mask(grouped, text.str.replace(",", "", regex=False))
    return pd.to_numeric(text, errors="coerce").astype("float64")


def could_be_two(cells: pd.Series, mark: str = ",", *, degrees: bool = False) -> pd.Series:
    """Return which cells could be two numbers: `1.234` by a decimal comma, `12,5` by a point."""
    text = cells.str.strip()
    if degrees:
        return pd.Series(False, index=text.index)
    if mark in ";\t":
        return text.str.fullmatch(_ONE_GROUP).astype(bool)
    return text.str.fullmatch(_WITH_COMMA).astype(bool) & ~text.str.fullmatch(_GROUPED).astype(bool)

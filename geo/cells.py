"""Cells of a spreadsheet: what would run as a formula is made inert, and read back as it was."""

from __future__ import annotations

import re

import pandas as pd

_RISKY = re.compile(r"^[=+\-@\t\r|%]")
_NUMBER = re.compile(r"^[+-]?\d[\d,.]*%?$")


def inert(values: pd.Series) -> pd.Series:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> inert(pd.Series(["=1+1", "Leeds", "-3"])).tolist()
    ["'=1+1", 'Leeds', '-3']
    """
    risky = values.str.match(_RISKY.pattern, na=False) & ~values.str.match(
        _NUMBER.pattern, na=False
    )
    return values.mask(risky, "'" + values) if risky.any() else values


def plain_cells(values: pd.Series) -> pd.Series:
    """Take off the apostrophe that `inert` put before a cell.

    Examples
    --------
    >>> plain_cells(pd.Series(["'=1+1", "'Appleby", "-3"])).tolist()
    ['=1+1', "'Appleby", '-3']
    """
    return values.str.replace(rf"^'(?={_RISKY.pattern[1:]})", "", regex=True)

"""Cells of a spreadsheet: what would run as a formula is made inert, and read back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

# Signs that begin a formula, and their wide and small forms, which some programs take for them.
_SIGNS = "=+\\-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05\ufe66\ufe62\ufe63\ufe6b\ufe6a\u2212"
# What may be dropped before a cell is read: blanks of every width, control characters, marks that
# nobody sees.
_BLANKS = (
    "\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
_RISKY = re.compile(f"^(?:[{_BLANKS}]*[{_SIGNS}]|[\t\n\v\f\r])")
_NUMBER = re.compile("^ *[+\\-\uff0b\uff0d\u2212]?[0-9][0-9,. ]*%? *$")


def inert(values: pd.Series) -> pd.Series:
    r"""Prefix text that a spreadsheet would run as a formula with an apostrophe.

    Examples
    --------
    >>> inert(pd.Series(["=1+1", "Leeds", "-3"])).tolist()
    ["'=1+1", 'Leeds', '-3']
    >>> inert(pd.Series(["\u200b=1+1", "\uff1d1+1"])).str[0].tolist()
    ["'", "'"]
    """
    risky = values.str.match(_RISKY.pattern, na=False) & ~values.str.match(
        _NUMBER.pattern, na=False
    )
    return values.mask(risky, "'" + values) if risky.any() else values


def inert_names(names: Iterable[object]) -> list[str]:
    """Make headings inert, as `inert` does cells."""
    return [str(name) for name in inert(pd.Series([str(name) for name in names], dtype="str"))]


def plain_cells(values: pd.Series) -> pd.Series:
    """Remove the apostrophe that `inert` put before a cell.

    Examples
    --------
    >>> plain_cells(pd.Series(["'=1+1", "'Appleby", "-3"])).tolist()
    ['=1+1', "'Appleby", '-3']
    """
    return values.str.replace(rf"^'(?={_RISKY.pattern[1:]})", "", regex=True)

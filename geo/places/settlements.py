"""Cities, towns, suburbs and villages: which lie within a place, the leading ones first."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from geo import tables
from geo.areas import area_table, holds, inside_of

SHORT_NAMES = MappingProxyType({"Kingston upon Hull": "Hull"})
"""Names as a map writes them."""
_LEVELS = ("lsoa21", "dz11", "sdz21")


def settlements_within(code: str) -> pd.DataFrame:
    """Return the settlements within a place, cities and towns before suburbs and villages.

    Parameters
    ----------
    code
        Code of an area of any level; empty for the United Kingdom.

    Returns
    -------
    settlements
        Rows of the bundled table `settlements`, by `settlement`, those that lead first.

    Examples
    --------
    >>> settlements_within("E06000009")["name"].iloc[0]
    'Blackpool'
    """
    whole = tables.load("settlements")
    if code:
        inside = [
            area_table(level).index[inside_of(level, code)]
            for level in _LEVELS
            if holds(level, code)
        ]
        within = set().union(*inside)
        whole = whole[[area in within for area in whole["area_code"]]]
    minor = ~whole["kind"].isin(["city", "town"])
    return whole.assign(minor=minor).sort_values("minor", kind="stable").drop(columns="minor")

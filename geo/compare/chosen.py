"""The places that are compared: two to eight, of any level and nation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from geo import tables
from geo.areas import area_table, inside_of, levels_of, name_of, nation_of, of_2024
from geo.errors import BadInputError, UnknownAreaError
from geo.registry import Indicator, geography

LEAST, MOST = 2, 8
"""Places that can be compared at once."""
_INDEX_ALONE = "smc205"


@dataclass(frozen=True)
class Chosen:
    """One place to compare."""

    code: str
    levels: tuple[str, ...]
    """Levels at which it is an area, the smallest first."""
    name: str
    nation: str

    @property
    def level(self) -> str:
        """Return the level that it is spoken of at."""
        return self.levels[0]

    def level_of(self, entry: Indicator) -> str:
        """Return the level at which it may have a measure; empty where it has none."""
        return next((level for level in self.levels if level in entry.geographies), "")


def choose(codes: Sequence[str]) -> tuple[Chosen, ...]:
    """Find the places that are compared, each once, in the order they are named.

    Parameters
    ----------
    codes
        Of areas of any level; an authority's may be of another year.

    Raises
    ------
    BadInputError
        If there are fewer than two or more than eight.
    UnknownAreaError
        If a code is not that of an area.

    Examples
    --------
    >>> [place.name for place in choose(["E06000009", "E06000010"])]
    ['Blackpool', 'Kingston upon Hull, City of']
    """
    found = [*dict.fromkeys(of_2024(code.strip(), None) for code in codes)]
    if not LEAST <= len(found) <= MOST:
        raise BadInputError(
            f"{len(found)} different place{'' if len(found) == 1 else 's'} to compare. "
            f"Choose {LEAST} to {MOST}."
        )
    return tuple(find_place(code) for code in found)


def find_place(code: str) -> Chosen:
    """Find one place by its code.

    Raises
    ------
    UnknownAreaError
        If there is no such area, or it has figures of an index alone.
    """
    levels = tuple(level for level in levels_of(code) if level != _INDEX_ALONE)
    if not levels:
        raise UnknownAreaError(
            f"{code!r} is not the code of an area that can be compared. Give one of a "
            "neighbourhood, ward, authority, constituency, region or nation, such as E06000009."
        )
    return Chosen(code, levels, name_of(levels[0], code), nation_of(code))


def label_of(place: Chosen, others: Sequence[Chosen]) -> str:
    """Name a place so that none of the others has its name."""
    if sum(other.name == place.name for other in others) < 2:
        return place.name
    kind = geography(place.level).label.partition(" (")[0]
    alike = [other for other in others if other.name == place.name and other.level == place.level]
    return f"{place.name} ({kind})" if len(alike) < 2 else f"{place.name} ({place.code})"


@lru_cache(maxsize=256)
def shares_inside(code: str, level: str) -> pd.Series:
    """Return which share of each neighbourhood of England lies in a place.

    Parameters
    ----------
    code, level
        Of the place.

    Returns
    -------
    share
        Above 0 to 1, by `area_code` of `lsoa21`; a constituency may split a neighbourhood. Empty in
        Scotland and Northern Ireland.
    """
    if nation_of(code) not in ("England", "Wales"):
        return pd.Series(dtype="float64")
    if level == "pcon24":
        rows = tables.load("overlaps_lsoa21").reset_index()
        rows = rows[rows["pcon24_code"] == code]
        return rows.set_index("area_code")["share"].astype("float64")
    table = area_table("lsoa21")
    return pd.Series(1.0, index=table.index[inside_of("lsoa21", code)])


@lru_cache(maxsize=1024)
def are_nested(first: Chosen, second: Chosen) -> bool:
    """Test whether two places share ground, so that their figures share people."""
    if first.nation != second.nation:
        return False
    if first.nation in ("England", "Wales"):
        parts = [shares_inside(place.code, place.level).index for place in (first, second)]
        return not parts[0].intersection(parts[1]).empty
    return _holds(first, second) or _holds(second, first)


def _holds(upper: Chosen, lower: Chosen) -> bool:
    row = area_table(lower.level).loc[lower.code]
    return upper.code in row.astype("str").to_numpy()

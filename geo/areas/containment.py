"""Which areas lie inside a place, named by a code of 2024 or of another year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.errors import UnknownAreaError
from geo.registry import NATIONS, PARENTS, UNITED_KINGDOM


def inside(base: pd.DataFrame, code: str, root: Path | None) -> pd.Series:
    """Return whether each area is, or lies inside, the area with a code.

    Parameters
    ----------
    base
        A table of areas with the columns of `geo.registry.PARENTS`; one that is left out holds
        none of them.
    code
        Of any level; an authority's may be of another year.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    UnknownAreaError
        If nothing does.
    """
    if code == UNITED_KINGDOM:
        return pd.Series(True, index=base.index)
    code = of_2024(code, root)
    found = base.index == code
    for column in base.columns.intersection([*PARENTS.values()]):
        found |= (base[column] == code).to_numpy()
    if not code or not found.any():
        raise UnknownAreaError(
            f"No area lies within {code!r}. Give the code of a local area, ward, authority, "
            "county, combined authority, region or nation, such as E06000009."
        )
    return pd.Series(found, index=base.index)


def of_2024(code: str, root: Path | None) -> str:
    """Return the code of 2024 for an authority's code of another year.

    Raises
    ------
    UnknownAreaError
        If the authority was joined with others: its land is only part of the new one's.
    """
    codes = tables.load("authority_codes", root=root)
    if code not in codes.index:
        return code
    name, now, same = (codes[column][code] for column in ("name", "lad24_code", "same_place"))
    if not same:
        raise UnknownAreaError(f"{code} ({name}) became part of {codes['name'][now]}. Give {now}.")
    return str(now)


COUNTED = {"England": "lsoa21", "Wales": "lsoa21", "Scotland": "dz11"}
"""Nations whose young people are counted, and at which level."""


def nation_at(code: str | None) -> str:
    """Name the nation whose young people are counted for a place; England for none.

    Raises
    ------
    UnknownAreaError
        If no young people are counted there.

    Examples
    --------
    >>> nation_at("S12000049"), nation_at("E08000035"), nation_at(None)
    ('Scotland', 'England', 'England')
    """
    nation = NATIONS.get((code or "E")[:1], "England")
    if nation not in COUNTED:
        raise UnknownAreaError(
            f"{code} is in {nation}, where no young people are counted by small area among the "
            f"files. Give the code of a place in {', '.join([*COUNTED][:-1])} or Scotland."
        )
    return nation

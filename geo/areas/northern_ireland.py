"""Northern Ireland's figures at each level: as published; nothing is averaged upwards.

People by single year of age are not among our files, so no area of Northern Ireland has a count of
young people, and no rate of it is weighted by them. What is carried to constituencies is weighed by
people of all ages (`geo.areas.constituencies.irish_of`).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.areas.rates import fifth_ends

ENROLLED = "nimdm17_he_enrolled"
SHOWN = ("ni_leavers_he", "ni_census21_level4")


def figures_of(name: str, root: Path | None) -> tuple[str, pd.DataFrame]:
    """Return the name of the table behind a level, and what it says of the level's areas."""
    if name == "soa01":
        return "nimdm17_soa01", tables.load("nimdm17_soa01", root=root)
    found = tables.load("ni_area_explorer", root=root)
    here = found[found["geography"] == name]
    columns = [column for column in SHOWN if here[column].notna().any()]
    return "ni_area_explorer", here[columns]


def irish_lowest_fifth(root: Path | None = None) -> float:
    """Return the share at which the lowest fifth of super output areas ends; each counts as one.

    People of that age are not counted, so that a fifth of them cannot be found.
    """
    shares = tables.load("nimdm17_soa01", [ENROLLED], root)[ENROLLED]
    return fifth_ends(shares, pd.Series(1, shares.index))

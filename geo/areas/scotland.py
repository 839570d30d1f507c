"""Scotland's figures at each level: as published for data zones, averaged by people above them.

A share of people of some ages is averaged by the people of those ages, minutes by all people. A
zone whose figure is suppressed counts in no average. Ranks and tenths are of data zones alone.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.areas.aggregate import sum_by, weighted_means, young_of
from geo.registry import NATION_CODES

AGES_ENTERING = (17, 21)
AGES_LEAVING = (16, 19)
_SHARES = {
    "simd20_university": AGES_ENTERING,
    "simd16_university": AGES_ENTERING,
    "simd20_not_participating": AGES_LEAVING,
}
_MOST_DEPRIVED = 2
"""Tenths that make the most deprived fifth."""


def zone_parents(name: str, root: Path | None) -> pd.Series:
    """Return the area of a level that holds each data zone."""
    if name == "nation":
        zones = tables.load("areas_dz11", ["nation_code"], root)
        return zones["nation_code"].where(zones["nation_code"] == NATION_CODES["S"], "")
    column = f"{name}_code"
    return tables.load("areas_dz11", [column], root)[column]


def people_of(name: str, root: Path | None) -> pd.DataFrame:
    """Count the people, and the young people, of Scotland's areas of a level."""
    counted = young_of(tables.load("people_dz11", root=root))
    return counted if name == "dz11" else sum_by(counted, zone_parents(name, root))


def index_of(name: str, root: Path | None) -> pd.DataFrame:
    """Return the index and its indicators at a level."""
    index = tables.load("simd_dz11", root=root)
    if name == "dz11":
        return index
    people = tables.load("people_dz11", root=root)
    return averages_of(index, people, zone_parents(name, root))


def averages_of(
    index: pd.DataFrame,
    people: pd.DataFrame,
    parent: pd.Series,
    part: pd.Series | None = None,
) -> pd.DataFrame:
    """Average the index's indicators by upper area.

    Parameters
    ----------
    index
        By data zone: the shares, the minutes (`..._minutes`) and `simd20_decile`.
    people
        By data zone: `population` and `aged_16` to `aged_21`.
    parent
        Code of the upper area of each; an empty string for none.
    part
        How much of a zone each row is; whole zones unless given.

    Returns
    -------
    averages
        By upper area: each share weighted by the people of its ages, each of the minutes by all
        people, and `simd20_most_deprived_share`, of data zones.
    """
    made = {}
    for column, (low, high) in _SHARES.items():
        weight = people[[f"aged_{age}" for age in range(low, high + 1)]].sum(axis=1)
        made[column] = weighted_means(index[[column]], weight, parent)[column]
    minutes = [column for column in map(str, index) if column.endswith("_minutes")]
    most = (index["simd20_decile"] <= _MOST_DEPRIVED).astype("float64").to_frame("most")
    zones = pd.Series(1.0, index=index.index) if part is None else part
    share = weighted_means(most, zones, parent)["most"]
    means = weighted_means(index[minutes], people["population"], parent)
    return pd.DataFrame(made).join(means).assign(simd20_most_deprived_share=share)

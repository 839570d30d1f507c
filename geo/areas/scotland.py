"""Scotland's figures at each level: as published for data zones, averaged by people above them.

A share of people of some ages is averaged by the people of those ages, minutes by all people. A
zone whose figure is suppressed counts in no average. Ranks and tenths are of data zones alone.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.areas.aggregate import sum_by, weighted_means, young_of
from geo.areas.rates import chance_below, fifth_ends, fit_prior, wilson_interval
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
MANY_STUDENTS = 3.0
"""How many times the median share of residents aged 17 to 21 marks a zone full of students.

The middle data zone has 4.7% of its people at that age, so those with more than 14% are marked:
halls, campuses and student quarters, and a few barracks and a prison for the young. Whoever moved
there swells the number that entrants are divided by, so the share looks low for that alone.
"""


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
    people = tables.load("people_dz11", root=root)
    if name == "dz11":
        return index.join(certainty_of(index["simd20_university"], people))
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


def aged_entering(people: pd.DataFrame) -> pd.Series:
    """Count the people of the ages at which the index looks for entrants."""
    low, high = AGES_ENTERING
    return people[[f"aged_{age}" for age in range(low, high + 1)]].sum(axis=1)


def certainty_of(rate: pd.Series, people: pd.DataFrame) -> pd.DataFrame:
    """Return how sure the shares that enter university are, taking residents as the cohort.

    Parameters
    ----------
    rate
        Share of those aged 17 to 21 who enter, by data zone.
    people
        By data zone: `population` and `aged_17` to `aged_21`.

    Returns
    -------
    certainty
        By data zone: `simd20_cohort`, `simd20_university_low` and `simd20_university_high` (95%
        interval), `simd20_prob_lowest_fifth` (chance of a true share below the rate at which the
        lowest fifth ends) and `simd20_many_students`.
    """
    cohort = aged_entering(people).reindex(rate.index)
    interval = wilson_interval(rate, cohort)
    prior = fit_prior(rate, cohort)
    return pd.DataFrame(
        {
            "simd20_cohort": cohort,
            "simd20_university_low": interval["low"],
            "simd20_university_high": interval["high"],
            "simd20_prob_lowest_fifth": chance_below(rate, cohort, fifth_ends(rate, cohort), prior),
            "simd20_many_students": has_many_students(people).reindex(rate.index),
        }
    )


def has_many_students(people: pd.DataFrame) -> pd.Series:
    """Test whether too many residents of a zone are 17 to 21 for all to have grown up there.

    They are where their share of all residents is more than `MANY_STUDENTS` times the median share.

    Parameters
    ----------
    people
        `population` and `aged_17` to `aged_21`; a zone without people has no students.
    """
    share = (aged_entering(people) / people["population"].where(people["population"] > 0)).fillna(0)
    return share > MANY_STUDENTS * share.median()


def scottish_rates(level: str, root: Path | None = None) -> pd.DataFrame:
    """Load the shares of Scotland's zones that enter university, and whom they are shares of.

    Parameters
    ----------
    level
        `"dz11"`, as published, or `"iz11"`, averaged by people aged 17 to 21 over the data zones
        that have a share.

    Returns
    -------
    rates
        Indexed by `area_code`: `rate`, and `cohort`, the residents aged 17 to 21 of mid-2020.
    """
    rate = tables.load("simd_dz11", ["simd20_university"], root)["simd20_university"]
    cohort = aged_entering(tables.load("people_dz11", root=root)).reindex(rate.index)
    if level == "dz11":
        return pd.DataFrame({"rate": rate, "cohort": cohort})
    parent = zone_parents(level, root)
    known = cohort.where(rate.notna(), 0)
    mean = weighted_means(rate.rename("rate").to_frame(), known, parent)
    return mean.assign(cohort=sum_by(known.rename("cohort").to_frame(), parent)["cohort"])


def scottish_lowest_fifth(root: Path | None = None) -> float:
    """Return the share at which the lowest fifth of those aged 17 to 21 ends among data zones."""
    rates = scottish_rates("dz11", root)
    return fifth_ends(rates["rate"], rates["cohort"])

"""From small areas to upper ones: people are added, rates summed, scores averaged by people.

Ranks, deciles and quintiles are never averaged.
"""

from __future__ import annotations

import pandas as pd

from geo.settings import YOUNG_AGES, YOUNG_AGES_NOW


def sum_by(table: pd.DataFrame, parent: pd.Series) -> pd.DataFrame:
    """Add up counts of people by upper area.

    Parameters
    ----------
    table
        Counts by small area.
    parent
        Code of the upper area of each; an empty string for none.
    """
    owner = parent.reindex(table.index)
    return table[owner != ""].groupby(owner[owner != ""].to_numpy()).sum()


def young_of(people: pd.DataFrame) -> pd.DataFrame:
    """Count the people of each area, and those who are young: at mid-2020, and in 2026.

    Parameters
    ----------
    people
        `population`, and `aged_7` to `aged_17`.

    Returns
    -------
    counted
        `population`, `young_people` (13 to 17) and `young_people_now` (7 to 11).
    """
    counted = pd.DataFrame({"population": people["population"]})
    for column, (low, high) in {
        "young_people": YOUNG_AGES,
        "young_people_now": YOUNG_AGES_NOW,
    }.items():
        counted[column] = people[[f"aged_{age}" for age in range(low, high + 1)]].sum(axis=1)
    return counted


def sum_rates(source: pd.DataFrame, parent: pd.Series) -> pd.DataFrame:
    """Sum published rates and cohorts of small areas into upper ones.

    Parameters
    ----------
    source
        By small area: `rate` and `cohort`, missing where suppressed, and `basis`.
    parent
        Code of the upper area of each; an empty string for none.

    Returns
    -------
    summed
        By upper area: `rate`, `cohort` and `source_cohort` of the small areas with a figure, and
        `basis`: `merged`, or `partial` where one of them is suppressed. No quintile: none is
        published, and quintiles are not averaged.
    """
    owner = parent.reindex(source.index).fillna("")
    inside = source.assign(weighted=source["rate"] * source["cohort"], owner=owner)
    groups = inside[owner != ""].groupby("owner")
    cohort = groups["cohort"].sum(min_count=1)
    known, whole = groups["rate"].count(), groups.size()
    return pd.DataFrame(
        {
            "rate": groups["weighted"].sum(min_count=1) / cohort,
            "cohort": cohort,
            "source_cohort": cohort,
            "basis": pd.Series("merged", index=cohort.index).mask(known < whole, "partial"),
        }
    ).rename_axis("area_code")


def weighted_means(values: pd.DataFrame, weights: pd.Series, parent: pd.Series) -> pd.DataFrame:
    """Average columns by upper area, each value weighted; missing values are left out.

    Parameters
    ----------
    values
        Scores by small area. Never ranks or deciles.
    weights
        People by small area.
    parent
        Code of the upper area of each; an empty string for none.
    """
    owner = parent.reindex(values.index).fillna("")
    inside = values[owner != ""]
    weight = weights.reindex(inside.index).astype("float64")
    by = owner[owner != ""].to_numpy()
    total = inside.mul(weight, axis=0).groupby(by).sum(min_count=1)
    present = inside.notna().mul(weight, axis=0).groupby(by).sum()
    return (total / present.where(present > 0)).rename_axis("area_code")

"""From small areas to constituencies: an area that is split counts in its shares.

Shares are of people (mySociety's overlaps). Counts are shared out and added, so that their sums are
kept; rates and scores are averaged by the people, or pupils, that each share stands for. Ranks and
tenths are not carried.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.areas import scotland
from geo.areas.aggregate import sum_rates, weighted_means, young_of
from geo.errors import UnknownAreaError, first_of

CARRIED, CARRIED_SPLIT, PARTIAL = WAYS = (
    "carried",
    "carried, some areas split",
    "carried, partial",
)
"""How a rate came to a constituency: of whole areas, of split ones too, or with one suppressed."""


def overlaps_after(overlaps: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Carry overlaps of areas of 2011 to those of 2021.

    A new area has the shares of the old one that it is or was part of; one made of several has
    their mean, each counted once.

    Parameters
    ----------
    overlaps
        `area_code` of 2011, `pcon24_code` and `share`.
    pairs
        The change lookup: `from_code` and `to_code`.

    Returns
    -------
    overlaps
        `area_code` of 2021, `pcon24_code` and `share`; the shares of an area sum to one.

    Raises
    ------
    UnknownAreaError
        If an old area of the lookup has no shares.
    """
    # Not `np.setdiff1d`, which looks for each text among all the others.
    lone = pd.Index(pairs["from_code"]).difference(overlaps["area_code"])
    if len(lone):
        raise UnknownAreaError(
            f"{first_of(lone)} areas of 2011 lie in no constituency. Use overlaps of the same "
            "areas."
        )
    both = pairs[["from_code", "to_code"]].merge(
        overlaps, left_on="from_code", right_on="area_code", validate="many_to_many"
    )
    summed = both.groupby(["to_code", "pcon24_code"])["share"].sum()
    share = summed / pairs.groupby("to_code").size().reindex(summed.index, level="to_code")
    made = share.rename("share").reset_index()
    return made.rename(columns={"to_code": "area_code"})


def best_fit(overlaps: pd.DataFrame) -> pd.Series:
    """Return the constituency in which most people of each area live; equals go by code.

    Examples
    --------
    >>> rows = [("a", "E14000001", 0.4), ("a", "E14000002", 0.6)]
    >>> best_fit(pd.DataFrame(rows, columns=["area_code", "pcon24_code", "share"])).to_dict()
    {'a': 'E14000002'}
    """
    ordered = overlaps.sort_values(
        ["area_code", "share", "pcon24_code"], ascending=[True, False, True]
    )
    return ordered.drop_duplicates("area_code").set_index("area_code")["pcon24_code"]


def share_counts(counts: pd.DataFrame, overlaps: pd.DataFrame) -> pd.DataFrame:
    """Share counts of people out to constituencies in whole numbers, each column's sum kept.

    Parameters
    ----------
    counts
        Whole numbers by small area. Areas that no overlap names are refused.
    overlaps
        `area_code`, `pcon24_code` and `share`.

    Returns
    -------
    shared
        By constituency: largest remainders get the people that rounding down left over.

    Raises
    ------
    UnknownAreaError
        If an area lies in no constituency.
    """
    lone = counts.index.difference(pd.Index(overlaps["area_code"]))
    if len(lone):
        raise UnknownAreaError(
            f"{first_of(lone)} areas lie in no constituency: their people would be lost. Use "
            "overlaps of the same areas."
        )
    parts, rows = spread(counts, overlaps)
    parts = parts.mul(rows["share"], axis=0)
    exact = parts.groupby(rows["pcon24_code"].to_numpy()).sum().round(6)
    made = exact // 1
    for column in map(str, made):
        left = round(float(counts[column].sum() - made[column].sum()))
        order = (made[column] - exact[column]).sort_values(kind="stable").index[:left]
        made[column] += made.index.isin(order)
    return made.astype("int64").rename_axis("area_code")


def spread(values: pd.DataFrame, overlaps: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row for each part of an area, with the area's values, and where each part is.

    Returns
    -------
    parts, where
        On one index: the values, unchanged; and `pcon24_code` and `share` of each part.
    """
    at = values.index.get_indexer(pd.Index(overlaps["area_code"]))
    where = overlaps[at >= 0].reset_index(drop=True)
    return values.take(at[at >= 0]).set_axis(where.index), where


def carry_rates_by_share(published: pd.DataFrame, overlaps: pd.DataFrame) -> pd.DataFrame:
    """Carry rates and cohorts to constituencies.

    Parameters
    ----------
    published
        By small area: `rate` and `cohort`, missing where suppressed.

    Returns
    -------
    carried
        By constituency: `rate`, `cohort` and `source_cohort` (pupils, rounded) of the areas with a
        figure, and `basis`: how it was carried, and whether an area of it is suppressed.
    """
    parts, where = spread(published.assign(basis=""), overlaps)
    parts["cohort"] *= where["share"]
    made = sum_rates(parts, where["pcon24_code"])
    split = (where["share"] < 1).groupby(where["pcon24_code"]).any()
    basis = pd.Series(CARRIED, index=made.index).mask(split.reindex(made.index), CARRIED_SPLIT)
    made["basis"] = basis.mask(made["basis"] == "partial", PARTIAL)
    return made.assign(cohort=made["cohort"].round(), source_cohort=made["cohort"].round())


def people_of(root: Path | None) -> pd.DataFrame:
    """Count the people, and the young people, of constituencies where small areas are counted."""
    parts = []
    for people, overlaps in (("people_lsoa21", "overlaps_lsoa21"), ("people_dz11", _OLD)):
        counted = young_of(tables.load(people, root=root))
        parts.append(share_counts(counted, tables.load(overlaps, root=root)))
    return pd.concat(parts)


_OLD = "overlaps_pcon24"


def tundra_of(root: Path | None) -> pd.DataFrame:
    """Carry the published rates of neighbourhoods of 2011 to constituencies of England."""
    overlaps = tables.load(_OLD, root=root)
    return carry_rates_by_share(tables.load("tundra_lsoa11", root=root), overlaps)


def deprivation_of(
    scores: pd.DataFrame, decile: pd.Series, people: pd.Series, root: Path | None
) -> pd.DataFrame:
    """Average scores by people, and count neighbourhoods in the most deprived tenth by shares."""
    overlaps = tables.load("overlaps_lsoa21", root=root)
    parts, where = spread(scores.assign(weight=people), overlaps)
    weight = parts.pop("weight").astype("float64") * where["share"]
    made = weighted_means(parts, weight, where["pcon24_code"])
    most, _ = spread((decile == 1).astype("float64").to_frame("most"), overlaps)
    share = weighted_means(most, where["share"], where["pcon24_code"])["most"]
    return made.assign(iod25_most_deprived_share=share)


def scotland_of(root: Path | None) -> pd.DataFrame:
    """Average the indicators of Scotland's index by the people of each part of a data zone."""
    index, people = tables.load("simd_dz11", root=root), tables.load("people_dz11", root=root)
    overlaps = tables.load(_OLD, root=root)
    parts, where = spread(index, overlaps)
    living = people.reindex(where["area_code"]).set_axis(where.index).mul(where["share"], axis=0)
    return scotland.averages_of(parts, living, where["pcon24_code"], where["share"])


def irish_of(root: Path | None) -> pd.DataFrame:
    """Average who have enrolled by the people of each part of a super output area.

    Those of all ages: nobody counts those aged 18 to 21 by small area.
    """
    shares = tables.load("nimdm17_soa01", list(_ENROLMENT), root)
    people = tables.load("people_soa01", root=root)["population"]
    parts, where = spread(shares, tables.load(_OLD, root=root))
    weight = people.loc[where["area_code"]].set_axis(where.index) * where["share"]
    return weighted_means(parts, weight, where["pcon24_code"])


_ENROLMENT = ("nimdm17_he_not_enrolled", "nimdm17_he_enrolled")

"""Between vintages and between levels: what was copied, split, merged, mixed or corrected.

A count is shared among the parts of a split so that they sum to it; a rate is inherited. Areas that
changed together form a group, and figures go over from all old areas of a group to all new ones.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geo.errors import BadInputError, first_of

BASIS = {
    "unchanged": "direct",
    "split": "inherited",
    "merged": "merged",
    "irregular": "mixed",
}
"""How a rate came to a new area, by what happened to the old one. `partial` is `merged` or `mixed`
where one of the old areas is suppressed."""


def with_groups(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return areas with the number of the group that they changed with.

    Parameters
    ----------
    pairs
        `from_code`, `to_code` and `change`, one row a pair.

    Returns
    -------
    grouped
        `pairs` with `group`, from 0, in the order of `from_code`.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ordered = pairs.sort_values(["from_code", "to_code"], ignore_index=True)
    old, old_codes = pd.factorize(ordered["from_code"])
    new, new_codes = pd.factorize(ordered["to_code"])
    size = len(old_codes) + len(new_codes)
    links = coo_array((np.ones(len(old)), (old, new + len(old_codes))), shape=(size, size))
    _, label = connected_components(links, directed=False)
    return ordered.assign(group=pd.factorize(label[old])[0])


def derive_msoa_change(
    best_fit: pd.DataFrame, lsoa_change: pd.DataFrame, lsoa_parents: pd.DataFrame
) -> pd.DataFrame:
    """Derive how MSOAs changed, which the published lookup does not say.

    The published best fit gives one new area for each old one. New areas that it never names are
    paired with the old area that their neighbourhoods were in, found by name. An area whose border
    moved irregularly keeps its own figure and is called irregular.

    Parameters
    ----------
    best_fit
        `from_code`, `from_name` and `to_code`, one row for each 2011 area.
    lsoa_change
        `from_name`, `to_code` and `change` of neighbourhoods.
    lsoa_parents
        Indexed by LSOA 2021 code, with `msoa21_code`.

    Returns
    -------
    pairs
        `from_code`, `to_code`, `change`.
    """
    by_name = best_fit.set_index("from_name")["from_code"]
    inside = pd.DataFrame(
        {
            "from_code": lsoa_change["from_name"]
            .str.replace(r"[A-Z]$", "", regex=True)
            .map(by_name),
            "to_code": lsoa_change["to_code"].map(lsoa_parents["msoa21_code"]),
            "change": lsoa_change["change"],
        }
    )
    if inside.isna().any(axis=None):
        raise BadInputError(
            f"{int(inside.isna().any(axis=1).sum()):,} neighbourhoods are in no MSOA of either "
            "year. The two lookups are not of one edition."
        )
    missed = inside[~inside["to_code"].isin(best_fit["to_code"])]
    columns = ["from_code", "to_code"]
    pairs = pd.concat([best_fit[columns], missed[columns]]).drop_duplicates()
    grouped = with_groups(pairs.assign(change=""))
    old = grouped.groupby("group")["from_code"].transform("nunique")
    new = grouped.groupby("group")["to_code"].transform("nunique")
    moved = inside.loc[inside["change"] == "irregular", "to_code"]
    conditions = [(old > 1) & (new > 1), new > 1, old > 1, grouped["to_code"].isin(moved)]
    names = ["irregular", "split", "merged", "irregular"]
    return grouped[columns].assign(change=np.select(conditions, names, default="unchanged"))


def carry_counts(
    counts: pd.Series, pairs: pd.DataFrame, shares: pd.Series | None = None
) -> pd.Series:
    """Carry whole numbers of people from old areas to new ones, sums kept exactly.

    Parameters
    ----------
    counts
        People by old area code; missing where suppressed.
    pairs
        `from_code`, `to_code`, `change`. Old areas without a count are left out.
    shares
        Weights by new area code, by which the new areas of a group share its people; equal where
        missing or zero for one of the group.

    Returns
    -------
    carried
        People by new area code; missing where no old area of the group has a count.
    """
    grouped = with_groups(pairs)
    grouped["count"] = grouped["from_code"].map(counts)
    old = grouped.drop_duplicates("from_code").groupby("group")["count"].sum(min_count=1)
    new = grouped.drop_duplicates("to_code").set_index("to_code")["group"]
    weight = pd.Series(1.0, index=new.index)
    if shares is not None:
        known = shares.reindex(new.index)
        usable = (known > 0).groupby(new).transform("all")
        weight = known.where(usable, 1.0)
    whole = new.map(old)
    exact = whole * weight / weight.groupby(new).transform("sum")
    carried = exact.fillna(0) // 1
    # Largest remainders get the people that rounding down left over; ties go by code.
    left = (whole - carried.groupby(new).transform("sum")).fillna(0)
    remainder = (exact - carried).fillna(0)
    ranked = pd.DataFrame({"group": new, "remainder": -remainder.round(9), "code": new.index})
    order = ranked.sort_values(["group", "remainder", "code"]).groupby("group").cumcount()
    carried += (order.reindex(new.index) < left).astype("float64")
    return carried.where(whole.notna()).sort_index().rename_axis("area_code")


def carry_rates(rates: pd.Series, cohorts: pd.Series, pairs: pd.DataFrame) -> pd.DataFrame:
    """Carry rates from old areas to new ones.

    Parameters
    ----------
    rates, cohorts
        By old area code; missing where suppressed.
    pairs
        `from_code`, `to_code`, `change`.

    Returns
    -------
    carried
        Indexed by new area code: `rate` (the old one where there is one, else the cohort-weighted
        mean), `cohort` (of all old areas of the group: what an interval must use), `basis`
        (direct, inherited, merged, partial or mixed; missing where no old area is in the table)
        and `source` (old codes with a figure to come from, `+` between).
    """
    grouped = with_groups(pairs[pairs["from_code"].isin(rates.index)])
    old = grouped.drop_duplicates("from_code").set_index("from_code")
    rate, cohort = rates.reindex(old.index), cohorts.reindex(old.index)
    per_group = pd.DataFrame(
        {
            "weighted": (rate * cohort).groupby(old["group"]).sum(min_count=1),
            "cohort": cohort.groupby(old["group"]).sum(min_count=1),
            "areas": rate.groupby(old["group"]).size(),
            "known": rate.groupby(old["group"]).count(),
            "only": rate.groupby(old["group"]).first(),
            "source": old.index.to_series().groupby(old["group"].to_numpy()).agg("+".join),
        }
    )
    new = grouped.drop_duplicates("to_code").set_index("to_code")
    found = per_group.loc[new["group"].to_numpy()].set_axis(new.index)
    single = found["areas"] == 1
    basis = new["change"].map(BASIS)
    torn = (found["known"] < found["areas"]) & (found["known"] > 0)
    carried = pd.DataFrame(
        {
            "rate": found["only"].where(single, found["weighted"] / found["cohort"]),
            "cohort": found["cohort"],
            "basis": basis.mask(torn, "partial"),
            "source": found["source"],
        }
    )
    return carried.sort_index().rename_axis("area_code")


def correct_parents(
    parents: pd.DataFrame, authority: pd.Series, outlines: pd.Series
) -> tuple[pd.DataFrame, list[str]]:
    """Move neighbourhoods that the ward lookup places in another authority than the indices do.

    The ward becomes that of the neighbour, in the right authority, with the longest shared border:
    wards are best fit in any case, and so they stay inside authorities.

    Parameters
    ----------
    parents
        Indexed by LSOA 2021 code, with `ward24_code`, `ward24_name`, `lad24_code`, `lad24_name`.
    authority
        LAD 2024 code by LSOA 2021 code, as corrected in November 2025.
    outlines
        Polygons by LSOA 2021 code.

    Returns
    -------
    corrected, moved
        The parents, and the codes that were moved.
    """
    stated = authority.reindex(parents.index)
    moved = parents.index[stated.notna() & (stated != parents["lad24_code"])].tolist()
    corrected = parents.copy()
    for code in moved:
        inside = parents[(parents["lad24_code"] == stated[code]) & (parents.index != code)]
        shared = shapely.length(
            shapely.intersection(outlines[code], outlines[inside.index].to_numpy())
        )
        if not shared.any():
            raise BadInputError(
                f"{code} is in {stated[code]} by the indices, and touches none of its "
                f"{first_of(inside.index)} neighbourhoods."
            )
        nearest = inside.index[int(shared.argmax())]
        for column in ("ward24_code", "ward24_name", "lad24_code", "lad24_name"):
            corrected.loc[code, column] = parents.loc[nearest, column]
    return corrected, moved

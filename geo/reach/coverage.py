"""What a reach comes to: people in range, by tier, decile, authority and provider, and curves.

People are counted, not places: an area in range of five sites counts its young people once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from geo.arrays import Flags, Floats
from geo.errors import BadInputError
from geo.reach.engagement import worked
from geo.reach.measure import TIERS, Reach, tiers
from geo.reach.place_counts import domains_of
from geo.travel import KM

DEMAND_WORDS = "young people aged 13 to 17 in 2026, if nobody had moved"
LIMITS_KM = (1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0)
"""Limits that the curve of distance is drawn at unless others are given."""
PARTS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Parts of the limit that any other curve is drawn at."""
MOST_COMPARED = 1_000
"""Providers that are set beside one another, at most: each with each is their number squared."""
PEOPLE, IN_RANGE, SHARE = "people", "people_in_range", "share_in_range"


def covered(people: Floats, flags: Flags) -> dict[str, Any]:
    """Count people and those of them in range, with the share; None for a share of nobody."""
    total, there = float(people.sum()), float(people[flags].sum())
    share = there / total if total else None
    return {PEOPLE: int(total), IN_RANGE: int(there), SHARE: share}


def by_group(reach: Reach, group: pd.Series, people: Floats | None = None) -> pd.DataFrame:
    """Count people and those in range in each group of areas.

    Parameters
    ----------
    group
        Group of each area, on the index of the ground's areas; missing or `""` for none.
    people
        Of each area; the default demand unless given: shape (areas,).

    Returns
    -------
    counted
        By group, in order: `neighbourhoods`, `people`, `people_in_range`, `share_in_range`.
    """
    counts = reach.ground.people() if people is None else people
    table = pd.DataFrame(
        {"group": group.to_numpy(), PEOPLE: counts, IN_RANGE: np.where(reach.in_range, counts, 0.0)}
    )[reach.kept]
    table = table[table["group"].notna() & (table["group"] != "")]
    summed = table.groupby("group").agg(
        neighbourhoods=(PEOPLE, "size"),
        **{PEOPLE: (PEOPLE, "sum"), IN_RANGE: (IN_RANGE, "sum")},
    )
    summed[SHARE] = summed[IN_RANGE] / summed[PEOPLE].where(summed[PEOPLE] > 0)
    return summed.astype({PEOPLE: "int64", IN_RANGE: "int64"})


def by_decile(reach: Reach) -> pd.DataFrame:
    """Count people in range in each tenth of deprivation, 1 the most deprived: the equity curve."""
    column = decile_of(reach)
    return by_group(reach, reach.ground.areas[column]).rename_axis(column)


def decile_of(reach: Reach) -> str:
    """Name the column with the tenths of deprivation of the nation that a reach is told of."""
    return f"{domains_of(reach.ground.nation)[0]}_decile"


def by_adult_skills(reach: Reach) -> pd.DataFrame:
    """Count people of all ages in range in each tenth of adult skills, 1 with the fewest skills.

    For sites with part-time courses, which are what most adults can take.
    """
    areas = reach.ground.areas
    low_first = areas["iod25_adult_skills_score"].rank(ascending=False, method="first")
    decile = -(-low_first * 10 // low_first.count())
    people = areas["population"].fillna(0).to_numpy(dtype="float64")
    return by_group(reach, decile, people).rename_axis("adult_skills_decile")


def by_authority(reach: Reach) -> pd.DataFrame:
    """Count people in range in each local authority, with its name, and those in cold spots."""
    areas = reach.ground.areas
    whole = by_group(reach, areas["lad24_code"])
    cold = np.where(reach.ground.cold, reach.ground.people(), 0.0)
    part = by_group(reach, areas["lad24_code"], cold)
    names = areas.drop_duplicates("lad24_code").set_index("lad24_code")["lad24_name"]
    whole["cold_people"], whole["cold_people_in_range"] = part[PEOPLE], part[IN_RANGE]
    whole.insert(0, "lad24_name", names.reindex(whole.index))
    return whole.rename_axis("lad24_code")


def by_tier(reach: Reach) -> pd.DataFrame:
    """Count people, and people in cold spots, by how many providers they are in range of."""
    kept, tier = reach.kept, tiers(reach.providers_within)
    people = reach.ground.people()
    rows = [
        {
            "tier": name,
            "neighbourhoods": int((kept & (tier == name)).sum()),
            PEOPLE: int(people[kept & (tier == name)].sum()),
            "cold_people": int(people[kept & (tier == name) & reach.ground.cold].sum()),
        }
        for name in TIERS
    ]
    return pd.DataFrame(rows).set_index("tier")


def overlap(reach: Reach) -> pd.DataFrame:
    """Count the people whom each pair of providers both have in range.

    Returns
    -------
    shared
        People by provider and provider; the diagonal holds all whom one has in range.

    Raises
    ------
    BadInputError
        If there are more than `MOST_COMPARED` providers.
    """
    if len(reach.providers) > MOST_COMPARED:
        raise BadInputError(
            f"{len(reach.providers):,} providers are too many to set each beside each: "
            f"{MOST_COMPARED:,} is the most. Choose fewer."
        )
    people = np.where(reach.kept, reach.ground.people(), 0.0)
    matrix = reach.by_provider
    rows = np.repeat(people, np.diff(matrix.indptr))
    weighted = type(matrix)((rows, matrix.indices, matrix.indptr), shape=matrix.shape)
    shared = (matrix.T @ weighted).toarray()
    return pd.DataFrame(shared, reach.providers, reach.providers).round().astype("int64")


def by_provider(reach: Reach) -> pd.DataFrame:
    """Count whom each provider has in range, and whom nobody else of the partnership has.

    Returns
    -------
    counted
        By provider: `name`, `sites`, `people_in_range`, `adds` (people in range of it alone, who
        would be lost without it), `cold_people_in_range`, `cold_adds`, and `share_without`, the
        share of all people in range without this partner.
    """
    matrix, alone = reach.by_provider, reach.providers_within == 1
    people = np.where(reach.kept, reach.ground.people(), 0.0)
    cold = np.where(reach.ground.cold, people, 0.0)
    names = reach.sites.drop_duplicates("provider").set_index("provider")["provider_name"]
    counted = pd.DataFrame(
        {
            "name": names.reindex(reach.providers),
            "sites": reach.sites.groupby("provider").size().reindex(reach.providers),
            IN_RANGE: matrix.T @ people,
            "adds": matrix.T @ np.where(alone, people, 0.0),
            "cold_people_in_range": matrix.T @ cold,
            "cold_adds": matrix.T @ np.where(alone, cold, 0.0),
        },
        index=reach.providers,
    )
    total, there = people.sum(), people[reach.in_range].sum()
    counted["share_without"] = (there - counted["adds"]) / total if total else np.nan
    whole = [IN_RANGE, "adds", "cold_people_in_range", "cold_adds"]
    return counted.astype(dict.fromkeys(whole, "int64"))


def without(reach: Reach, provider: str) -> dict[str, Any]:
    """Count people in range if one provider were not there, as `covered` does.

    Raises
    ------
    BadInputError
        If it has no site here.
    """
    at = reach.providers.get_indexer(pd.Index([provider]))[0]
    if at < 0:
        raise BadInputError(f"{provider!r} has no site in this partnership.")
    mine = np.zeros(len(reach.kept), dtype=bool)
    one = reach.by_provider[:, [at]].tocoo()
    mine[one.row] = True
    left = reach.in_range & ~(mine & (reach.providers_within == 1))
    return covered(reach.ground.people()[reach.kept], left[reach.kept])


def curve(reach: Reach, limits: Sequence[float] | None = None) -> pd.DataFrame:
    """Return how the people in range grow with the limit: a curve, not one number.

    Returns
    -------
    counted
        By `limit`, in the unit of the costs: people and people in cold spots in range, with
        shares. A cost that nobody knows is beyond every limit; where none is known beyond the
        limit that was asked for, the curve ends there.
    """
    people, cold, kept = reach.ground.people(), reach.ground.cold, reach.kept
    if limits is None:
        given = reach.costs.unit == KM
        limits = LIMITS_KM if given else [reach.costs.limit * part for part in PARTS]
        farther = bool((reach.costs.nearest_cost > reach.costs.limit).any())
        limits = [limit for limit in limits if farther or limit <= reach.costs.limit]
    rows = []
    for limit in sorted({*limits, reach.costs.limit}):
        with np.errstate(invalid="ignore"):
            there = reach.costs.nearest_cost <= limit * (1 + 1e-12)
        whole = covered(people[kept], there[kept])
        part = covered(people[kept & cold], there[kept & cold])
        rows.append({"limit": limit, **whole, **{f"cold_{key}": one for key, one in part.items()}})
    return pd.DataFrame(rows).set_index("limit")


def summary(reach: Reach) -> dict[str, Any]:
    """Sum a reach up as one JSON object."""
    kept, cold, people = reach.kept, reach.ground.cold, reach.ground.people()
    whole = covered(people[kept], reach.in_range[kept])
    part = covered(people[kept & cold], reach.in_range[kept & cold])
    made: dict[str, Any] = {
        "sites": len(reach.sites),
        "providers": len(reach.providers),
        "limit": reach.costs.limit,
        "unit": reach.costs.unit,
        "costs": reach.costs.provenance,
        "supply": reach.supply_words,
        "sharing": reach.sharing,
        "demand_is": DEMAND_WORDS,
        "nation": reach.ground.nation,
        "measured_from": reach.measured_from,
        "cold_spots_tested": reach.tests_cold_spots,
        "definition": reach.ground.definition,
        "in_range_beyond": reach.in_range_beyond,
        "demand": whole[PEOPLE],
        "covered": whole[IN_RANGE],
        "coverage": whole[SHARE],
        "cold_demand": part[PEOPLE],
        "cold_covered": part[IN_RANGE],
        "cold_coverage": part[SHARE],
        "neighbourhoods": int(kept.sum()),
        "cold_spots": int((kept & cold).sum()),
        "cold_not_in_range": int((kept & reach.cold_not_in_range).sum()),
        "coverage_by_decile": records(by_decile(reach)),
        "coverage_by_tier": records(by_tier(reach)),
        "coverage_by_authority": records(by_authority(reach)),
        "coverage_by_limit": records(curve(reach)),
        "by_provider": records(by_provider(reach)),
    }
    if reach.engaged is not None and reach.activity is not None:
        found = worked(reach, kept)
        made |= {
            "activity_rows": found.rows,
            "activity_people": found.people,
            "engaged": int((kept & reach.engaged).sum()),
            "cold_engaged": int((kept & cold & reach.engaged).sum()),
            "cold_not_engaged": int((kept & cold).sum()) - int((kept & cold & reach.engaged).sum()),
            "people_where_engaged": int(people[kept & reach.engaged].sum()),
        }
    return made


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a table into rows of an object; a missing value is None."""
    flat = table.reset_index().astype(object)
    whole = flat.where(flat.notna(), None)
    return [{str(key): one for key, one in row.items()} for row in whole.to_dict("records")]

"""What closes if this closes: who is in range before and after courses are taken away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.arrays import Flags, Floats
from geo.errors import BadInputError
from geo.provision.range import Provision
from geo.reach import before_and_after

MOST_DISTRICTS = 10


def compare_provision(before: Provision, after: Provision) -> pd.DataFrame:
    """Count who is in range before and after a change.

    Parameters
    ----------
    before, after
        Of the same areas, with one limit.

    Returns
    -------
    counted
        By `who`: `all` young people, those `in_cold_spots`, and each tenth of deprivation of
        their nation (`tenth_1`, the most deprived, to `tenth_10`). `people`; `before` and `after`,
        how many of them have a provider in range; `gained` and `lost`, who comes into range and
        who falls out of it; `moved`, whose nearest is at another distance, and `km_further`, by
        how far on average, in the unit of the costs (below 0 for nearer; 0 where nobody's moves).

    Raises
    ------
    BadInputError
        If the two are of other areas or limits.
    """
    if (before.limit, before.costs.unit) != (
        after.limit,
        after.costs.unit,
    ) or not before.homes.index.equals(after.homes.index):
        raise BadInputError("Two answers can be compared for the same areas and limit alone.")
    homes = before.homes
    people = homes["young_people"].fillna(0).to_numpy(dtype="float64")
    cold = homes["cold_spot"].to_numpy(dtype=bool)
    groups: dict[str, Flags] = {"all": np.ones(len(homes), bool), "in_cold_spots": cold}
    for number in range(1, 11):
        groups[f"tenth_{number}"] = homes["tenth"].to_numpy() == number
    first, then = before.in_range, after.in_range
    further = after.costs.nearest_cost - before.costs.nearest_cost
    rows = {
        name: _row(np.where(own, people, 0.0), first, then, further) for name, own in groups.items()
    }
    made = pd.DataFrame.from_dict(rows, orient="index").rename_axis("who")
    counts = [name for name in made if name != "km_further"]
    return made.astype(dict.fromkeys(counts, "int64"))


def _row(people: Floats, first: Flags, then: Flags, further: Floats) -> dict[str, float]:
    moved = np.abs(further) > 1e-9
    whom = people[moved].sum()
    return {
        **before_and_after(people, first, then),
        "moved": whom,
        "km_further": float(people[moved] @ further[moved] / whom) if whom else 0.0,
    }


def losing_districts(before: Provision, after: Provision) -> pd.DataFrame:
    """List the districts where most young people would lose their only provider in range.

    Returns
    -------
    listed
        By `lad24_code`: `lad24_name`, `young_people` and `lost`; at most `MOST_DISTRICTS`.
    """
    homes = before.homes
    people = homes["young_people"].fillna(0)
    lost = people.where(before.in_range & ~after.in_range, 0)
    table = homes[["lad24_code", "lad24_name"]].assign(young_people=people, lost=lost)
    summed = table.groupby(["lad24_code", "lad24_name"])[["young_people", "lost"]].sum()
    summed = summed[summed["lost"] > 0].round().astype("int64").reset_index("lad24_name")
    ordered = summed.sort_values("lost", ascending=False, kind="stable")
    return ordered.head(MOST_DISTRICTS)


def change_record(before: Provision, after: Provision) -> dict[str, Any]:
    """Return a change in numbers, for a machine."""
    counted, districts = compare_provision(before, after), losing_districts(before, after)
    return {
        "courses_before": round(float(before.sites["courses"].sum()), 3),
        "courses_after": round(float(after.sites["courses"].sum()), 3),
        "by_group": counted.reset_index().to_dict("records"),
        "districts": districts.reset_index().to_dict("records"),
    }

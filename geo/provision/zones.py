"""Subject cold spots: areas beyond the limit of every provider, joined into zones."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.boundaries import Pairs, outlines
from geo.boundaries import contiguity as graph
from geo.coldspots import join_zones
from geo.provision.homes import IRISH
from geo.provision.range import Provision
from geo.travel import KM

MOST_NAMES = 3
"""Districts that a zone is called after, at most."""


def zones_beyond(found: Provision) -> pd.DataFrame:
    """Join areas without a provider in range into zones of touching areas.

    Areas of England and Wales touch across their border; those of Scotland and Northern Ireland
    make zones of their own.

    Parameters
    ----------
    found
        Who is in range.

    Returns
    -------
    zones
        By `zone_id` (`beyond-` and the code of its first area), those with most young people
        first: `zone_name` (the districts with most of its people), `geography`, `areas`,
        `area_codes` (parted by blanks), `young_people` (0 in Northern Ireland, where they are not
        known), `population`, `nearest_km` and `farthest_km` from the nearest provider
        (`nearest_cost` and `farthest_cost` where the limit is in minutes).
    """
    parts = [
        _of_level(str(level), rows, found.root)
        for level, rows in _beyond(found).groupby("geography")
    ]
    columns = ["zone_name", "geography", "areas", "area_codes", "young_people", "population"]
    columns += ["nearest_km", "farthest_km"]
    if not parts:
        return pd.DataFrame(columns=columns).rename_axis("zone_id")
    zones = pd.concat(parts)[columns]
    if found.costs.unit != KM:
        zones = zones.rename(
            columns={f"{end}_km": f"{end}_cost" for end in ("nearest", "farthest")}
        )
    return zones.sort_values(
        ["young_people", "population", "zone_name"], ascending=[False, False, True]
    )


def _beyond(found: Provision) -> pd.DataFrame:
    homes = found.homes.assign(km=found.costs.nearest_cost)
    return homes[~found.in_range]


def _of_level(level: str, rows: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    codes = tables.load(f"areas_{level}", ["area_name"], root).index
    flags = codes.isin(rows.index)
    zone = join_zones(_pairs(level, root), flags)[flags]
    members = rows.reindex(codes[flags]).assign(zone=zone)
    grouped = members.groupby("zone")
    made = pd.DataFrame(
        {
            "zone_id": "beyond-" + grouped["zone"].apply(lambda one: one.index[0]),
            "zone_name": _names(members),
            "geography": level,
            "areas": grouped.size(),
            "area_codes": grouped["zone"].apply(lambda one: " ".join(one.index)),
            "young_people": grouped["young_people"].sum().round().astype("int64"),
            "population": grouped["population"].sum().round().astype("int64"),
            "nearest_km": grouped["km"].min().round(1),
            "farthest_km": grouped["km"].max().round(1),
        }
    )
    return made.set_index("zone_id")


def _names(members: pd.DataFrame) -> pd.Series:
    """Name zones by the districts that most of their people live in."""
    people = members.groupby(["zone", "lad24_name"])["population"].sum().reset_index()
    ordered = people.sort_values(["zone", "population"], ascending=[True, False], kind="stable")
    named = ordered.groupby("zone")["lad24_name"]
    counts = named.size()
    first = named.apply(lambda names: ", ".join(names.iloc[:MOST_NAMES]))
    more = np.where(
        counts > MOST_NAMES, " and " + (counts - MOST_NAMES).astype("str") + " more", ""
    )
    return first + more


@lru_cache(maxsize=4)
def _pairs(level: str, root: Path | None) -> Pairs:
    if level == IRISH:
        return graph.build(outlines.load(level, root=root).geometry.to_numpy())
    return graph.load(level, root)

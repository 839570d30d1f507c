"""Cold neighbourhoods and zones that a partnership is not near, or has not worked in, in order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.arrays import Flags
from geo.errors import BadInputError
from geo.reach.measure import (
    DEMAND,
    Reach,
)


def left_out(
    reach: Reach,
    column: str = "cold_not_in_range",
    most: int | None = None,
    before: pd.Index | None = None,
) -> pd.DataFrame:
    """List cold neighbourhoods that are not in range, or not engaged, most young people first.

    Parameters
    ----------
    column
        `"cold_not_in_range"`, or with an activity file `"cold_not_engaged"`.
    most
        How many to list; all unless given.
    before
        Codes that come before the others, if they are among them.

    Raises
    ------
    BadInputError
        If engagement is asked for without an activity file.
    """
    areas = reach.ground.areas.loc[are_left_out(reach, column), [DEMAND, "area_name"]]
    areas = areas.sort_values([DEMAND, "area_name"], ascending=[False, True])
    if before is not None:
        chosen = areas.index.isin(before)
        areas = pd.concat([areas[chosen], areas[~chosen]])
    first = areas.index[:most]
    return reach.table(reach.ground.areas.index.isin(first)).table.loc[first]


def are_left_out(reach: Reach, column: str = "cold_not_in_range") -> Flags:
    """Return whether each area is kept, cold and not in range, or not engaged.

    Raises
    ------
    BadInputError
        If engagement is asked for without an activity file.
    """
    left = reach.cold_not_engaged if column == "cold_not_engaged" else reach.cold_not_in_range
    if left is None:
        raise BadInputError(f"{column} needs an activity file. Give one, or ask for distance.")
    return reach.kept & left


def zones_left_out(reach: Reach, column: str = "cold_not_in_range") -> pd.DataFrame:
    """List the zones with cold neighbourhoods that are not in range, or not engaged.

    Returns
    -------
    zones
        As `geo.coldspots.zones.build_zones` gives them, with `areas_left` and `people_left` (the
        default demand), most people left first.
    """
    zones, (at, zone) = reach.ground.zones, reach.ground.zone_members
    out = are_left_out(reach, column)[at]
    areas = np.bincount(zone[out], minlength=len(zones))
    people = np.bincount(zone[out], reach.ground.people()[at[out]], minlength=len(zones))
    counted = zones.assign(areas_left=areas, people_left=people.astype(np.int64))[areas > 0]
    return counted.sort_values(["people_left", "zone_name"], ascending=[False, True])

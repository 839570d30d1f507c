"""Cold neighbourhoods and zones that a partnership is not near, or has not worked in, in order."""

from __future__ import annotations

import pandas as pd

from geo.errors import BadInputError
from geo.reach import DEMAND, Reach


def left_out(reach: Reach, column: str = "cold_not_in_range") -> pd.DataFrame:
    """List cold neighbourhoods that are not in range, or not engaged, most young people first.

    Parameters
    ----------
    column
        `"cold_not_in_range"`, or with an activity file `"cold_not_engaged"`.

    Raises
    ------
    BadInputError
        If engagement is asked for without an activity file.
    """
    there = reach.engaged if column == "cold_not_engaged" else reach.in_range
    if there is None:
        raise BadInputError(f"{column} needs an activity file. Give one, or ask for distance.")
    chosen = reach.table(reach.ground.cold & ~there).table
    return chosen.sort_values([DEMAND, "area_name"], ascending=[False, True])


def zones_left_out(reach: Reach, column: str = "cold_not_in_range") -> pd.DataFrame:
    """List the zones with cold neighbourhoods that are not in range, or not engaged.

    Returns
    -------
    zones
        As `geo.zones.build_zones` gives them, with `areas_left` and `people_left` (the default
        demand), most people left first.
    """
    left = left_out(reach, column)[DEMAND].fillna(0)
    zones = reach.ground.zones
    found = zones["area_codes"].str.split().explode().map(left).dropna()
    people = found.groupby(level=0, sort=False)
    chosen = zones.loc[list(people.groups)].copy()
    chosen["areas_left"] = people.size().reindex(chosen.index).astype("int64")
    chosen["people_left"] = people.sum().reindex(chosen.index).astype("int64")
    return chosen.sort_values(["people_left", "zone_name"], ascending=[False, True])

"""A patch by minutes: what lies within a journey time of campuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import shapely

from geo.errors import NoAnswerError
from geo.patch.files import code_of_outlines
from geo.travel import Router, fetch_isochrones


@dataclass(frozen=True)
class MinutesPatch:
    """A patch that a router outlined."""

    code: str
    provenance: str
    """In words, who drew it, for which way to travel and when."""
    sites: int
    """Sites that it lies round; two at the same place are one."""
    left_out: int
    """Sites besides that are off the router's map."""
    day: date
    """The last on which the router was asked."""


def patch_by_minutes(
    router: Router,
    sites: pd.DataFrame,
    minutes: float,
    name: str = "",
    progress: Callable[[float], None] = lambda _: None,
) -> MinutesPatch:
    """Return the patch of all that lies within some minutes of any of some sites.

    Holes are filled, and where the outline has more corners than an address has room for, it is
    simplified.

    Parameters
    ----------
    router
        Of a kind that draws isochrones.
    sites
        `easting_m` and `northing_m` (EPSG:27700) of each.
    minutes
        Journey time to a site, at most.
    name
        What the patch is called.
    progress
        Called with the share of the sites that are done.

    Raises
    ------
    BadInputError
        If the router draws no isochrones, or there are too many sites.
    NoAnswerError
        If no small area's people live within the minutes.
    SourceUnavailableError
        If the router does not answer.
    """
    places = sites[["easting_m", "northing_m"]].drop_duplicates().to_numpy(dtype="float64")
    found = fetch_isochrones(router, places, minutes, progress)
    whole = shapely.union_all([one for one in found.outlines if not one.is_empty])
    code = "" if whole.is_empty else code_of_outlines([whole], name)
    if not code:
        raise NoAnswerError(
            f"No small area's people live {found.provenance}. Give more minutes, or a router whose "
            "map holds the sites."
        )
    left_out = found.left_out
    return MinutesPatch(code, found.provenance, len(places) - left_out, left_out, found.day)

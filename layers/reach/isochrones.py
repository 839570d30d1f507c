"""Lines round the sites of a map of reach: what lies within its minutes, as a router draws it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.errors import SourceUnavailableError
from geo.packs import to_cells
from geo.stops import look
from geo.travel import DRAWS, check_router, fetch_isochrones
from layers.pictures import rings_of
from layers.reach.minutes import measured, router_asked, router_for
from layers.reach.options import ReachOptions
from layers.reach.state import kept, key_of, reach_of, ring_m, sites_pack
from layers.uploads import Uploads, uploads_of
from layers.view import MapView

MOST_ISOCHRONES = 12
"""Sites round which the minutes are drawn, at most: each is a question of its own to the router."""


def isochrones_of(view: MapView) -> list[Any]:
    """Return what lies within the minutes of a view round each of its sites, as a router draws it.

    It is empty where the limit is a distance or of a table, or the router draws none, and where
    there are more than `MOST_ISOCHRONES` sites. A site that no area is in range of has none.

    Returns
    -------
    outlines
        Shapely polygons (EPSG:27700).
    """
    asked, uploads = measured(view), uploads_of(view)
    if not asked.minutes or not _draws(uploads):
        return []
    reach = reach_of(view)
    if len(reach.sites) > MOST_ISOCHRONES:
        return []
    # Round a site that is off the router's map there would be a line where nobody is in range.
    sites = reach.sites[np.bincount(reach.costs.within.indices, minlength=len(reach.sites)) > 0]
    if sites.empty:
        return []
    key = ("isochrones", key_of(view))
    try:
        found: list[Any] = kept(view, key, lambda: _fetch(asked, uploads, sites))
    except SourceUnavailableError:
        # Who is in range is known all the same; the lines come with a later look.
        return []
    return found


def _draws(uploads: Uploads) -> bool:
    """Test whether what tells minutes can also draw what lies within them."""
    router = router_for(uploads)
    return uploads.costs is None and router is not None and router.choice.router in DRAWS


def _fetch(asked: ReachOptions, uploads: Uploads, sites: pd.DataFrame) -> list[Any]:
    """Request what lies within the minutes that are asked for round each site.

    Raises
    ------
    SourceUnavailableError
        If the router does not answer.
    """
    router = check_router(router_asked(asked, uploads))
    places = sites[["easting_m", "northing_m"]].drop_duplicates().to_numpy(dtype="float64")
    return fetch_isochrones(router, places, asked.minutes, lambda _: look()).outlines


def ringed(view: MapView, file: str, counts: list[int]) -> dict[str, Any]:
    """Return sites that a view draws itself for the browser, with the limit round each."""
    lines = [line for outline in isochrones_of(view) for line in rings_of(outline)]
    drawn = [to_cells(np.array(line.coords)).ravel().tolist() for line in lines]
    return {
        "file": file,
        "kinds": [True] * len(counts),
        "partTime": False,
        "ringM": ring_m(view, sum(counts)),
        "counts": counts,
        **({"drawn": drawn} if drawn else {}),
    }


def sites_of_small_map(view: MapView) -> dict[str, Any]:
    """Return the sites that a small map of a reach draws: its own, with the limit round each."""
    sites = ringed(view, *sites_pack(view))
    return {key: value for key, value in sites.items() if key != "counts"}

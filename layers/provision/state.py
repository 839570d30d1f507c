"""Who is in range of the courses that a view shows, measured once, and what the browser draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import COUNTED, Classes
from geo.arrays import Floats
from geo.coldspots import LIKELY
from geo.packs import binary as pack
from geo.provision import load_courses, matching, remove, teaching_sites
from geo.reach import Reach, assemble, find_reach, load_ground, over_all
from geo.registry import Indicator, indicator
from geo.stops import in_line
from geo.travel import Limited, StraightLine
from layers.kind_options import change_options
from layers.provision.options import TaughtOptions
from layers.reach import (
    DRAWN,
    counted_nation,
    limit_text,
    limited_by,
    measured,
    named,
    pack_points,
)
from layers.uploads import uploads_of
from layers.view import MapView
from layers.weighted_cache import WeightedCache

IN_RANGE_OF = ("In range of none", "Of one provider", "Of several")
"""What the classes are called, that of most concern first."""
KEPT_MB = 60.0
MOST_KEPT = 128
_found = WeightedCache(KEPT_MB, attrgetter("size_mb"))
_made = WeightedCache(MOST_KEPT)

NEAREST = replace(
    indicator("tundra_rate"),
    id="nearest_km",
    label="Nearest provider",
    meaning="Distance to the nearest site where such a course is listed",
    kind="score",
    worse="high",
    decimals=1,
    prefix="",
    suffix=" km",
    period="courses as listed in October 2025; people aged 13 to 17 in 2026, if nobody had moved",
    nations=tuple(COUNTED),
)
"""What figure the map shows of each area."""
NEAREST_BY_TIME = replace(
    NEAREST,
    id="nearest_cost",
    meaning="Minutes to the nearest site where such a course is listed",
    decimals=0,
    suffix=" min",
)
"""The same where the limit is in minutes."""


def sites_of(asked: TaughtOptions) -> pd.DataFrame:
    """Return the sites where the courses are taught, without what is taken away."""
    rows = matching(asked.selection, load_courses())
    return teaching_sites(remove(rows, asked.closed) if asked.closed else rows)


def found_of(
    view: MapView,
    progress: Callable[[float], object] | None = None,
    waits: Callable[[str], object] | None = None,
) -> Reach:
    """Find who is in range of the courses of a view, once.

    Parameters
    ----------
    progress
        Hears the share of the journeys that are known, where a router is asked.
    waits
        Hears how many others ask the router first.

    Raises
    ------
    SourceUnavailableError
        If a router is asked and does not answer.
    BusyError
        If others keep the question from its turn, or it takes too long.
    """
    asked, limit, uploads = TaughtOptions.of(view), measured(view), uploads_of(view)
    nation = counted_nation(view.within)
    asked = replace(asked, minutes=limit.minutes, travel=limit.travel)
    key = ("taught", asked, view.within, nation)
    cache = uploads.reaches if uploads.held else _found

    def measure() -> Reach:
        by = Limited(StraightLine(), asked.km)
        if limit.minutes:
            by = limited_by(limit, uploads, progress)
        ground = load_ground(None, nation, LIKELY)
        return find_reach(
            sites_of(asked), by.limit, source=by.source, within=view.within or None, ground=ground
        )

    def in_turn() -> Reach:
        with in_line("journeys", waits):
            # The one before may have asked the same.
            made: Reach = cache.get(key, measure)
            return made

    asks_router = limit.minutes and uploads.costs is None
    found: Reach = cache.get(key, in_turn if asks_router else measure)
    return found


def before_of(view: MapView) -> Reach:
    """Find who is in range before anything is taken away."""
    return found_of(change_options(view, TaughtOptions, closed=()))


def classes_of_taught(view: MapView) -> Classes:
    """Return the classes of a view: in range of no provider, one, or several."""
    found = found_of(view)
    place = np.minimum(found.providers_within, len(IN_RANGE_OF) - 1)
    line = "" if measured(view).minutes else " in a straight line"
    rule = (
        f"In range: within {limit_text(measured(view))}{line} of a site where such a course is "
        "listed, by how many providers."
    )
    made: Classes = _kept(
        view, ("classes", _key(view)), lambda: assemble(found, place, IN_RANGE_OF, rule)
    )
    return made


def column_of_taught(view: MapView) -> str:
    """Pack the distances and classes of a view; return the name of the pack."""

    def make() -> bytes:
        found = found_of(view)
        whole = pd.Series(over_all(found.ground, found.costs.nearest_cost, np.nan))
        return pack.pack_column(whole, classes_of_taught(view), nearest_of(view), quick=True)

    return named(view, f"{view.geography}.taught", _kept(view, ("column", _key(view)), make))


def nearest_of(view: MapView) -> Indicator:
    """Return what figure the map shows of each area: the way to the nearest provider."""
    return NEAREST_BY_TIME if measured(view).minutes else NEAREST


def _kept(view: MapView, key: Any, make: Callable[[], Any]) -> Any:
    """Make something once: kept here, or with a visitor's own files if it rests on them."""
    uploads = uploads_of(view)
    return (uploads.results if uploads.held else _made).get(key, make)


def points_of_taught(view: MapView) -> pd.DataFrame:
    """Return the sites of a view as they are drawn."""
    sites = found_of(view).sites
    listed = tables.load("sites").reindex(sites.index)
    part_time = (listed["courses_part_time"] > 0).to_numpy()
    return sites.assign(kind=listed["kind"], part_time=part_time)[list(DRAWN)]


def sites_pack_of_taught(view: MapView) -> tuple[str, list[int]]:
    """Pack the sites of a view; return the pack's name, and how many there are of each kind."""
    made: tuple[bytes, list[int]] = _kept(
        view, ("sites", _key(view)), lambda: pack_points(points_of_taught(view))
    )
    return named(view, "sites.taught", made[0]), made[1]


def courses_within(found: Reach) -> Floats:
    """Return the courses at sites in range of each area: shape (areas,)."""
    near = found.costs.within.copy()
    near.data = np.ones(len(near.data))
    return np.round(np.asarray(near @ found.sites["courses"].to_numpy(dtype="float64")), 3)


def _key(view: MapView) -> tuple[TaughtOptions, str, str]:
    limit = measured(view)
    asked = replace(TaughtOptions.of(view), minutes=limit.minutes, travel=limit.travel)
    return asked, view.within, view.geography

"""The ends of the intervals of what a map shows, as packs that a browser asks for when it points.

Nothing of them is loaded before the first paint: their names alone travel with a view.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.areas import NOT_PUBLISHED, Classes, area_table, at_year
from geo.compare import interval_width, measured_rates, values_at, why_no_interval
from geo.packs import binary as pack
from geo.registry import Indicator, steps_of
from layers.browser.runtime_packs import keep
from layers.kinds import FigureEnds, kind_of
from layers.style import has_sureness
from layers.view import MapView
from layers.weighted_cache import WeightedCache

_packed = WeightedCache(48)


def rate_ends(level: str, entry: Indicator, year: int | None = None) -> FigureEnds | None:
    """Return the intervals of a rate at every area of a level; None of what is no rate of people.

    Parameters
    ----------
    level, entry
        The areas and the rate.
    year
        In which its period ends; the latest for None.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> rate_ends("lad24", indicator("child_poverty_rate")).why
    'the number of people it covers is not published'
    >>> rate_ends("lad24", indicator("iod25_score")) is None
    True
    """
    if not measured_rates([entry.id]) or level not in entry.geographies:
        return None
    found = at_year(entry.id, level, year) if entry.periods else values_at(entry.id, level)
    return figure_ends(entry, found["low"], found["high"])


def figure_ends(entry: Indicator, low: pd.Series, high: pd.Series) -> FigureEnds:
    """Return the intervals of a figure, or the reason where no area has one."""
    why = "" if (low.notna() & high.notna()).any() else why_no_interval(entry)
    return FigureEnds(entry, low, high, why)


def ends_of(view: MapView, packs: dict[str, Any]) -> list[dict[str, str]]:
    """Name what says how sure each figure is that a view shows of an area.

    Returns
    -------
    ends
        One entry a painted figure that is a rate of people: `figure` (its place among the painted
        ones), `width` of the interval (95%), `file` (pack with its ends) and `why` (why there are
        none; one of both is empty), and `none`, which says so of a single area. None of them where
        the pack of chances has the intervals.
    """
    if has_sureness(view, packs):
        return []
    found = kind_of(view).ends(view)
    return [
        {
            "figure": str(at),
            "width": interval_width(ends.entry),
            "file": "" if ends.why else _file(view, ends, packs),
            "why": ends.why,
            "none": f"No interval: {why_no_interval(ends.entry)}.",
        }
        for at, ends in enumerate(found)
        if ends is not None
    ]


def _file(view: MapView, ends: FigureEnds, packs: dict[str, Any]) -> str:
    level = view.geography
    bundled = packs.get("uncertain", {})
    # Of small areas the bundle has the ends of participation, in whole percents.
    if ends.entry.id == "tundra_rate" and level in bundled:
        return str(bundled[level]["file"])
    key = level, ends.entry.id, kind_of(view).key(view)
    return keep(f"{level}.ends", _packed.get(key, lambda: pack_ends(level, ends)))


def pack_ends(level: str, ends: FigureEnds) -> bytes:
    """Pack the ends of a level's intervals: the low ends, and how far above them the high ones lie.

    Returns
    -------
    content
        A column of `geo.packs.binary` with the further run `span`, in steps as shown; 0 where there
        is no interval.
    """
    table = area_table(level)
    low, high = (
        steps_of(series.reindex(table.index).astype("float64").to_numpy(), ends.entry.step)
        for series in (ends.low, ends.high)
    )
    known = ~np.isnan(low) & ~np.isnan(high)
    span = np.where(known, np.nan_to_num(high) - np.nan_to_num(low), 0).astype("int64")
    none = np.where(known, 0, NOT_PUBLISHED).astype(np.uint8)
    lows = ends.low.reindex(table.index).where(known)
    return pack.pack_column(lows, Classes("", (), (), {}, none), ends.entry, {"span": span})

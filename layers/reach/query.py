"""Views of reach and of new sites: how one comes to them, and what they can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args

import numpy as np

from geo.areas import PARTICIPATION, inside_of, is_in_nation
from geo.reach import LEVEL
from layers.kind_options import KindOptions, with_options
from layers.kinds import can_hold, find_kind
from layers.reach.options import Shown
from layers.uploads import uploads_of
from layers.view import MapView, one_measure

REACH, NEW_SITES = "reach", "sites"
"""What an address calls maps of reach, and of new sites."""


def available_shows(view: MapView) -> tuple[Shown, ...]:
    """Return what a map of reach can show: engagement only with an activity file."""
    known = uploads_of(view).activity is not None
    every: tuple[Shown, ...] = get_args(Shown)
    return every if known else tuple(show for show in every if show != "engaged")


def with_reach(
    view: MapView, mode: str = REACH, options: Iterable[KindOptions] = (), **changes: Any
) -> MapView:
    """Return the view of a partnership's reach, or of new sites, among England's neighbourhoods.

    Parameters
    ----------
    view
        What is looked at.
    mode
        The kind of map.
    options
        What is asked of it; the others stay.
    **changes
        Other fields of the view.
    """
    view = replace(one_measure(view), mode=mode, geography=LEVEL, indicator=PARTICIPATION)
    view = replace(view, classes="usual", limits=(), by_zoom=False, **changes)
    view = with_options(view, *options)
    if view.look == "many" and not find_kind(mode).small_maps:
        view = replace(view, look="map")
    return view if can_reach(view.within) else replace(view, within="")


def can_reach(code: str) -> bool:
    """Test whether a place holds English neighbourhoods; no code means all there are."""
    if not code:
        return True
    inside = can_hold(code, LEVEL) and inside_of(LEVEL, code) & is_in_nation(LEVEL, "England")
    return bool(np.any(inside))

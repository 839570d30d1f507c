"""Views of reach and of new sites: how one comes to them, and what they can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args

import numpy as np

from geo.areas import COUNTED, PARTICIPATION, inside_of, is_in_nation
from geo.reach import LEVEL
from geo.registry import NATIONS
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
    """Return the view of a partnership's reach, or of new sites, among small areas of one nation.

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
    return settled(view if can_reach(view.within) else replace(view, within=""))


def settled(view: MapView) -> MapView:
    """Return the view at the level that the young people of its place are counted at.

    The nation is that of the place; England without one.
    """
    nation = counted_nation(view.within)
    return replace(view, geography=COUNTED[nation], indicator=_MEASURE[nation])


_MEASURE = {"England": PARTICIPATION, "Wales": "wimd25_decile", "Scotland": "simd20_university"}
"""What is known of the areas of each nation, beside who is in range."""


def counted_nation(code: str) -> str:
    """Name the nation whose young people are counted for a place; England where none are."""
    nation = NATIONS.get(code[:1], "England")
    return nation if nation in COUNTED else "England"


def has_likely(view: MapView) -> bool:
    """Test whether the likely lowest fifth is known where a view looks: a model is fitted there."""
    return counted_nation(view.within) == "England"


def can_reach(code: str) -> bool:
    """Test whether a place holds small areas whose young people are counted; no code: England."""
    if not code:
        return True
    nation = NATIONS.get(code[:1], "England")
    if nation not in COUNTED:
        return False
    level = COUNTED[nation]
    inside = can_hold(code, level) and inside_of(level, code) & is_in_nation(level, nation)
    return bool(np.any(inside))

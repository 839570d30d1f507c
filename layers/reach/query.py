"""The query of an address to what is asked of reach and of new sites; the rest falls back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

import numpy as np

from geo import tables
from geo.areas import PARTICIPATION, inside_of, is_in_nation
from geo.reach import LEVEL
from geo.siting import CANDIDATES, DEMAND, GOALS, Goal
from geo.siting import offered as offered_schools
from layers.kinds import can_hold, find_kind
from layers.options import (
    MOST_ADDED,
    OWN_SITES,
    UPLOADED,
    ReachOptions,
    Shown,
    SitingOptions,
)
from layers.reach.state import known_providers
from layers.view import MapView, one_measure

MOST_PROVIDERS = 400
MOST_PICKED = 50
_FURTHEST_KM = 100.0


REACH, NEW_SITES = "reach", "sites"
"""What an address calls maps of reach, and of new sites."""


def shown_of(view: MapView) -> tuple[Shown, ...]:
    """Return what a map of reach can show: engagement only with an activity file."""
    known = view.uploads is not None and view.uploads.activity is not None
    every: tuple[Shown, ...] = get_args(Shown)
    return every if known else tuple(show for show in every if show != "engaged")


def with_reach(view: MapView, mode: str = REACH, **changes: Any) -> MapView:
    """Return the view of a partnership's reach, or of new sites, among England's neighbourhoods."""
    view = replace(one_measure(view), mode=mode, geography=LEVEL, indicator=PARTICIPATION)
    view = replace(view, classes="usual", limits=(), by_zoom=False, **changes)
    if view.look == "many" and not find_kind(mode).small_maps:
        view = replace(view, look="map")
    return view if can_reach(view.within) else replace(view, within="")


def can_reach(code: str) -> bool:
    """Test whether a place holds English neighbourhoods; no code means all there are."""
    if not code:
        return True
    inside = can_hold(code, LEVEL) and inside_of(LEVEL, code) & is_in_nation(LEVEL, "England")
    return bool(np.any(inside))


def read_reach(query: Mapping[str, str], notes: list[str]) -> ReachOptions:
    """Return what an address asks of reach; add a note for each value that cannot be used."""
    first = ReachOptions()
    providers = _providers(query.get("providers", ""), notes)
    without = query.get("without", "")
    if without and without != OWN_SITES and (without not in (providers or known_providers())):
        notes.append("The address leaves out a partner that is not in the partnership.")
        without = ""
    # An address holds no uploads, so there are no sites of one's own to leave out.
    without = "" if without == OWN_SITES else without
    show = query.get("reach", first.show)
    if show == "engaged":
        notes.append("Where there was work stands in an activity file, which no address holds.")
    elif show not in get_args(Shown):
        notes.append("The address asks for a map of reach that there is not; cold spots shown.")
    show = show if show in get_args(Shown) and show != "engaged" else first.show
    return ReachOptions(providers, _km(query, notes), without, cast(Shown, show))


def _providers(text: str, notes: list[str]) -> tuple[str, ...]:
    asked = list(dict.fromkeys(filter(None, text.split(","))))[: MOST_PROVIDERS + 1]
    known = known_providers()
    found = tuple(one for one in asked if one in known)[:MOST_PROVIDERS]
    if len(found) < len(asked):
        notes.append(
            f"{len(asked) - len(found):,} of the {len(asked):,} institutions of the address are "
            "not in the list of October 2025; they are left out."
        )
    return found


def _km(query: Mapping[str, str], notes: list[str]) -> float:
    first = ReachOptions().km
    try:
        km = float(query.get("km", first))
    except ValueError:
        km = math.nan
    if 0 < km <= _FURTHEST_KM:
        return round(km, 2)
    notes.append(f"The address gives a limit that is no distance up to {_FURTHEST_KM:g} km.")
    return first


def read_siting(query: Mapping[str, str], notes: list[str]) -> SitingOptions:
    """Return what an address asks of new sites; add a note for each value that cannot be used."""
    first = SitingOptions()
    asked = replace(
        first,
        add=_whole(query, "add", first.add, 1, MOST_ADDED, notes),
        share=_whole(query, "share", first.share, 1, 100, notes),
        deprived=_whole(query, "deprived", first.deprived, 0, 100, notes),
    )
    goal = query.get("goal", first.goal)
    if goal not in GOALS:
        notes.append("The address asks for a goal that this page does not have.")
        goal = first.goal
    chosen = {}
    for key, offered in (("candidates", CANDIDATES), ("demand", DEMAND)):
        value = query.get(key, getattr(first, key))
        if value not in offered:
            notes.append(
                "The address names an uploaded list, which it cannot hold."
                if value == UPLOADED
                else f"The address names {key} that this page does not have."
            )
            value = getattr(first, key)
        chosen[key] = value
    picked = tuple(dict.fromkeys(filter(None, query.get("picked", "").split(","))))
    known = candidates_named(chosen["candidates"])
    found = tuple(one for one in picked if one in known)[:MOST_PICKED]
    if len(found) < len(picked):
        notes.append("Some sites picked by hand are not among the candidates; they are left out.")
    return replace(asked, goal=cast(Goal, goal), picked=found, **chosen)


def candidates_named(name: str) -> frozenset[str]:
    """Return the ids of the bundled candidates of a name."""
    if name == "msoa":
        return frozenset(map(str, tables.load("areas_msoa21").index))
    return frozenset(map(str, offered_schools(tables.load("schools"), name).index))


def _whole(
    query: Mapping[str, str], key: str, first: int, least: int, most: int, notes: list[str]
) -> int:
    text = query.get(key, str(first))
    if text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= most:
        return int(text)
    notes.append(f"The address gives a number that is not {least} to {most}; {first} is used.")
    return first

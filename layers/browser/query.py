"""The query of an address to a view; what cannot be used falls back, with a note."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import cast, get_args

from geo.areas import CLASS_COUNT, PARTICIPATION, Method, check_limits, levels_of, method_names
from geo.coldspots import EVEN, LEVELS, MEASURES, TESTED, WEIGHTED, Q
from geo.errors import BadInputError
from geo.registry import GEOGRAPHIES, indicator, indicators_at
from layers.browser.place_names import place_called
from layers.reach.query import with_asked
from layers.view import (
    REACHING,
    SITE_KEYS,
    Look,
    MapView,
    Mode,
    can_hold,
    can_reach,
    has_both,
    is_zone,
    methods_at,
    zone_now,
)

Q_CHOICES = (0.01, Q, 0.1)
"""Shares of false discoveries that a map may allow."""
MOST_WEIGHT = 5
"""Weights are whole numbers from 0 to this."""


# Where a map may be looked at: the United Kingdom, from all of it to one street.
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -9.5, 3.0
_LEAST_ZOOM, _MOST_ZOOM = 4.0, 16.0


def from_query(query: Mapping[str, str]) -> tuple[MapView, list[str]]:
    """Read a view from the query of an address; what cannot be used falls back.

    Parameters
    ----------
    query
        Keys and values, already unquoted; unknown keys are ignored.

    Returns
    -------
    view, notes
        A view that can be drawn, and a sentence for each value that could not be used. The
        sentences do not repeat the value, which may be hostile.
    """
    notes: list[str] = []
    view = _measure(query, notes)
    view = _cold(view, query, notes) if view.mode == "cold" else _classing(view, query, notes)
    if query.get("with") in REACHING:
        view = with_asked(view, query, notes)
    view = _place(view, query, notes)
    if "sites" in query:
        kinds = tuple(kind for kind in SITE_KEYS if kind in query["sites"].split(","))
        if not kinds and query["sites"] != "none":
            notes.append("The address names kinds of site that this map does not have.")
        view = replace(view, sites=kinds)
    look = query.get("as", "map")
    if look not in get_args(Look):
        notes.append("The address asks for a look that this page does not have; the map is shown.")
        look = "map"
    if look == "many" and view.mode == "sites":
        notes.append(
            "The address asks for small maps, and there is one map of new sites; it is shown."
        )
        look = "map"
    return (
        replace(
            view,
            by_zoom=query.get("byzoom") == "yes",
            hatch=query.get("hatch") != "no",
            part_time=query.get("parttime") == "yes",
            look=cast(Look, look),
            at=_at(query, notes),
        ),
        notes,
    )


def _measure(query: Mapping[str, str], notes: list[str]) -> MapView:
    view = MapView()
    levels = {entry.id for entry in GEOGRAPHIES if entry.on_map}
    if (level := query.get("level", view.geography)) in levels:
        view = replace(view, geography=level)
    else:
        notes.append("The address names a level that this map does not have; neighbourhoods shown.")
    there = [entry.id for entry in indicators_at(view.geography)]
    asked = query.get("show", view.indicator)
    if asked not in there:
        if "show" in query:
            notes.append("The address names a measure that this level does not have.")
        asked = there[0]
    view = replace(view, indicator=asked)
    mode = query.get("with", "one")
    if mode in REACHING:
        return view
    if mode == "cold":
        if level not in LEVELS:
            notes.append("Cold spots are tested among neighbourhoods and local areas; those shown.")
        there_too = view.geography if view.geography in LEVELS else LEVELS[0]
        return replace(view, mode="cold", geography=there_too, indicator=PARTICIPATION)
    if mode not in get_args(Mode) or (mode != "one" and not has_both(view.geography)):
        notes.append("The address asks for two measures that this level does not have together.")
        mode = "one"
    return replace(view, mode=cast(Mode, mode))


def _cold(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    method = _method(query, view.geography, notes)
    return replace(
        view,
        definition=method,
        q=_q(query, method, notes),
        weights=_weights(query, method, notes),
    )


def _classing(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    entry = indicator(view.indicator)
    method = query.get("classes", "usual")
    if method not in method_names(entry):
        notes.append("The address asks for classes that this measure does not have.")
        return view
    if method != "own":
        return replace(view, classes=cast(Method, method))
    try:
        limits = read_limits(query.get("limits", ""), view.indicator)
    except BadInputError as error:
        notes.append(f"The address gives limits that make no classes. {error}")
        return view
    return replace(view, classes="own", limits=limits)


def _place(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    within, select = query.get("in", ""), query.get("area", "")
    nearest: list[str] = []
    if within and not levels_of(within):
        code, nearest = place_called(within)
        within = code or within
    holds = can_reach(within) if view.mode in REACHING else can_hold(within, view.geography)
    if within and not holds:
        notes.append(_no_place(within, nearest))
        within = ""
    if is_zone(select) and view.mode == "cold":
        select = zone_now(view, select)
        if not select:
            notes.append("The zone of the address is none any more, or none by this definition.")
    elif select and not levels_of(select):
        notes.append("The address names an area that there is not.")
        select = ""
    return replace(view, within=within, select=select)


def _no_place(within: str, nearest: list[str]) -> str:
    if levels_of(within):
        return "The address names a place that holds no areas of this level; all are shown."
    meant = f" Did you mean {', '.join(nearest)}?" if nearest else ""
    return f"The address names a place that there is not; all are shown.{meant}"


def _at(query: Mapping[str, str], notes: list[str]) -> tuple[float, float, float] | None:
    if "at" not in query:
        return None
    try:
        latitude, longitude, zoom = (float(part) for part in query["at"].split(","))
    except ValueError:
        latitude = longitude = zoom = math.nan
    if (
        _SOUTH <= latitude <= _NORTH
        and _WEST <= longitude <= _EAST
        and _LEAST_ZOOM <= zoom <= _MOST_ZOOM
    ):
        return round(latitude, 4), round(longitude, 4), round(zoom, 2)
    notes.append("The address looks at a point outside the United Kingdom; the place is shown.")
    return None


def read_limits(text: str, name: str) -> tuple[float, ...]:
    """Read the limits that a user typed for the classes of an indicator.

    Raises
    ------
    BadInputError
        Unless they are one to four rising numbers.

    Examples
    --------
    >>> read_limits("20, 30.5 40%", "tundra_rate")
    (20.0, 30.5, 40.0)
    """
    parts = text.replace("%", " ").replace(",", " ").replace(";", " ").split()
    try:
        limits = tuple(float(part) for part in parts[:CLASS_COUNT])
    except ValueError:
        limits = ()
    if not all(map(math.isfinite, limits)):
        limits = ()
    check_limits(limits, indicator(name))
    return limits


def _method(query: Mapping[str, str], level: str, notes: list[str]) -> str:
    """Read the definition, or note that there is none of that name at the level."""
    method = query.get("by", TESTED)
    if method in methods_at(level):
        return method
    notes.append("The address asks for a definition that this level does not have; tested ones.")
    return TESTED


def _q(query: Mapping[str, str], method: str, notes: list[str]) -> float:
    """Read the share of false discoveries to allow, or note that it is not offered."""
    asked = query.get("q", "")
    offered = {f"{choice:g}": choice for choice in Q_CHOICES}
    if not asked or method != TESTED:
        return Q
    if asked in offered:
        return offered[asked]
    listed = ", ".join(offered)
    notes.append(f"The address allows a share of false discoveries that is not one of {listed}.")
    return Q


def _weights(query: Mapping[str, str], method: str, notes: list[str]) -> tuple[int, ...]:
    """Read the weights, or note that they are none."""
    even = tuple(int(weight) for weight in EVEN.values())
    asked = query.get("weights", "")
    if not asked or method != WEIGHTED:
        return even
    parts = asked.split(",")
    allowed = {str(number) for number in range(MOST_WEIGHT + 1)}
    if len(parts) == len(MEASURES) and set(parts) <= allowed and set(parts) != {"0"}:
        return tuple(int(part) for part in parts)
    notes.append(
        f"The address gives weights that are not {len(MEASURES)} whole numbers from 0 to "
        f"{MOST_WEIGHT}, one of them above 0."
    )
    return even

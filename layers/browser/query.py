"""The query of an address to a view; what cannot be used falls back, with a note."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import cast, get_args

from geo.areas import levels_of
from geo.registry import GEOGRAPHIES, UNITED_KINGDOM, indicators_at
from layers.browser.events import look_inside
from layers.browser.place_names import place_called
from layers.kinds import FIRST, MapKind, find_kind, kind_names, kind_of
from layers.view import SITE_KEYS, Look, MapView, is_zone, read_own
from layers.words import why_not_held

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
    view = _kind(query, notes).read(view, query, notes)
    kind = kind_of(view)
    if refused := kind.refusal(query):
        notes.append(refused)
    view = kind.settled(_with_place(view, query, notes))
    if "sites" in query:
        kinds = tuple(kind for kind in SITE_KEYS if kind in query["sites"].split(","))
        if not kinds and query["sites"] != "none":
            notes.append("The address names kinds of site that this map does not have.")
        view = replace(view, sites=kinds)
    look = query.get("as", "map")
    if look not in get_args(Look):
        notes.append("The address asks for a look that this page does not have; the map is shown.")
        look = "map"
    if look == "many" and not kind.small_maps:
        notes.append(
            f"The address asks for small maps, and there is one map of {kind.label.lower()}; it is "
            "shown."
        )
        look = "map"
    if look == "many" and (note := kind.small_maps_note(view)):
        notes.append(note)
    return (
        replace(
            view,
            by_zoom=query.get("byzoom") == "yes",
            hatch=query.get("hatch") != "no",
            part_time=query.get("parttime") == "yes",
            look=cast(Look, look),
            at=_at(query, notes),
            own=read_own(query, notes),
        ),
        notes,
    )


def _kind(query: Mapping[str, str], notes: list[str]) -> MapKind:
    """Return the kind of map that an address asks for, the first where there is none such."""
    name = query.get("with", FIRST)
    if name in kind_names():
        return find_kind(name)
    notes.append("The address asks for a kind of map that there is not; one measure is shown.")
    return find_kind(FIRST)


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
    return replace(view, indicator=asked)


def _with_place(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    within, select = query.get("in", ""), query.get("area", "")
    nearest: list[str] = []
    if within and within != UNITED_KINGDOM and not levels_of(within):
        code, nearest = place_called(within)
        within = code or within
    kind = kind_of(view)
    if within and levels_of(within) and not {"level", "show"} & set(query):
        # Who writes a place alone means its own figures: Scotland's for a council of Scotland.
        view = _at_home(view, within)
    if within and not kind.can_enter(view, within):
        notes.append(_no_place(within, view.geography, nearest))
        within = ""
    if is_zone(select) and kind.has_zones:
        select = kind.outlines(view, select)
        if not select:
            notes.append("The zone of the address is none any more, or none by this definition.")
    elif select and not levels_of(select):
        notes.append("The address names an area that there is not.")
        select = ""
    return replace(view, within=within, select=select)


def _at_home(view: MapView, code: str) -> MapView:
    """Return the view with a level and a measure of a place's own, where it holds none of these."""
    if kind_of(view).can_enter(view, code):
        # A map that says what is not covered has the same address: it is read back as it was.
        return view
    inside, _ = look_inside(view, code)
    return kind_of(inside).suited(inside, code) if inside.within == code else view


def _no_place(within: str, level: str, nearest: list[str]) -> str:
    if levels_of(within):
        why = why_not_held(within, level)
        said = "The address names a place that holds no areas of this level; all are shown."
        return f"{said} {why}".strip()
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

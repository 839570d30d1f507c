"""What a visitor did on the map, and the view that it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from geo.areas import holders, is_larger, levels_of
from geo.registry import ENGLAND, GEOGRAPHIES, UNITED_KINGDOM, geography
from layers.kinds import kind_of
from layers.view import (
    Look,
    MapView,
    at_level,
    below,
    can_enter,
    is_zone,
    level_of,
)


def after(view: MapView, event: Mapping[str, Any]) -> tuple[MapView, bool]:
    """Return what the map shows after something was done on it.

    Parameters
    ----------
    view
        What it showed.
    event
        From the browser, and so not to be trusted: `kind` with `code`, `level`, `measure` or
        `look`. What cannot be used changes nothing.

    Returns
    -------
    view, moves
        What it shows now, and whether the map must go there.
    """
    there, moves = _happened(view, event)
    return kind_of(there).settled(there), moves


def _happened(view: MapView, event: Mapping[str, Any]) -> tuple[MapView, bool]:
    code = event.get("code")
    known = isinstance(code, str) and (
        levels_of(code) or code == UNITED_KINGDOM or _is_shown_zone(view, code)
    )
    code = cast(str, code) if known else ""
    match event.get("kind"):
        case "inside" | "found" if code == UNITED_KINGDOM:
            return replace(view, within=code, select="", at=None), True
        case "select" if code != UNITED_KINGDOM:
            return (replace(view, select=code) if code else view), False
        case "clear":
            return replace(view, select=""), False
        case "inside":
            return look_inside(view, code)
        case "out":
            return look_out(view)
        case "found":
            return go_to(view, code)
        case "level":
            return _level(view, event.get("level")), False
        case "measure" | "definition" | "reach":
            return kind_of(view).after(view, event), False
        case "look" if event.get("look") in get_args(Look):
            return replace(view, look=cast(Look, event["look"])), False
    return view, False


def _is_shown_zone(view: MapView, code: str) -> bool:
    return is_zone(code) and kind_of(view).outlines(view, code) == code


def look_inside(view: MapView, code: str) -> tuple[MapView, bool]:
    """Make an area the place that is looked at, with a level of smaller areas in it.

    No code means all there is. A level whose areas are small enough already is kept.
    """
    if not code:
        return replace(view, within="", kingdom=False, at=None), True
    if is_zone(code):
        return replace(view, select=code), True
    if code == ENGLAND:
        smaller = (
            view if is_larger("nation", view.geography) else at_level(view, below("nation", code))
        )
        return replace(smaller, within="", kingdom=False, select="", at=None), True
    level = level_of(code, view.geography)
    if not below(level, code):
        return replace(view, select=code), True
    fits = is_larger(level, view.geography) and can_enter(view, code)
    inner = view if fits else at_level(view, below(level, code))
    if not can_enter(inner, code):
        return replace(view, select=code), True
    select = inner.select if inner.select != code else ""
    return replace(inner, within=code, select=select, at=None), True


def look_out(view: MapView) -> tuple[MapView, bool]:
    """Go up: from a place to what holds it, showing areas of the place's own size."""
    if not view.within and view.geography == "region":
        return replace(at_level(view, "nation"), select="", at=None), True
    if not view.within:
        return replace(view, select=""), bool(view.select)
    level = level_of(view.within, view.geography)
    above = holders(level, view.within)
    wider = replace(view, within=above[-1][1] if above else "", select=view.within, at=None)
    return at_level(wider, level), True


def go_to(view: MapView, code: str) -> tuple[MapView, bool]:
    """Go to an area that was looked up: a neighbourhood is outlined, a larger place is entered.

    A place that holds nothing of what is shown is outlined too. Where the measure is of other
    nations, one of the place's own nation takes its turn.
    """
    if not code:
        return view, False
    there, moves = _go(view, code)
    return (there if is_zone(code) else kind_of(there).suited(there, code)), moves


def _go(view: MapView, code: str) -> tuple[MapView, bool]:
    if is_zone(code):
        return replace(view, select=code, at=None), True
    level = level_of(code, view.geography)
    if geography(level).is_small or not below(level, code):
        if not is_larger(level, view.geography) and level != view.geography:
            view = at_level(view, level)
        kept = view.within and code_inside(code, view)
        return replace(view, select=code, within=view.within if kept else "", at=None), True
    if not is_larger(level, view.geography):
        return replace(at_level(view, level), select=code, within="", at=None), True
    if not can_enter(view, code):
        return replace(view, select=code, within="", at=None), True
    return replace(view, within=code, select="", at=None), True


def code_inside(code: str, view: MapView) -> bool:
    """Test whether an area lies in the place that is looked at."""
    level = level_of(code, view.geography)
    return view.within in [held for _, held in holders(level, code)]


def _level(view: MapView, level: object) -> MapView:
    levels = {entry.id for entry in GEOGRAPHIES if entry.on_map}
    return at_level(view, level) if isinstance(level, str) and level in levels else view

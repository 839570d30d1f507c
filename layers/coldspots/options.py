"""What a map of cold spots is asked: the definition, its settings, and its part of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.areas import PARTICIPATION
from geo.coldspots import (
    DEFINITIONS,
    EVEN,
    LEVELS,
    MEASURES,
    TESTED,
    WEIGHTED,
    ZONE,
    ColdSpotQuery,
    Q,
    find_all,
)
from layers.kinds import can_hold
from layers.view import MapView, is_zone

COLD_SPOTS = "cold"
"""What an address calls maps of cold spots."""
Q_CHOICES = (0.01, Q, 0.1)
"""Shares of false discoveries that a map may allow."""
MOST_WEIGHT = 5
"""Weights are whole numbers from 0 to this."""


def definitions_at(level: str) -> list[str]:
    """Return the definitions that a level has what it needs for."""
    return [entry.id for entry in DEFINITIONS if level in entry.levels]


def asked_of(view: MapView) -> ColdSpotQuery:
    """Return which cold spots a view shows."""
    return ColdSpotQuery(view.geography, view.definition, view.q, tuple(map(float, view.weights)))


def zone_now(view: MapView, code: str) -> str:
    """Return the zone that holds the first area of a zone by what a view shows, or nothing."""
    areas = find_all(asked_of(view)).areas
    first = code.removeprefix(ZONE)
    return str(areas["zone_id"][first]) if first in areas.index else ""


def with_cold(view: MapView, **changes: Any) -> MapView:
    """Return the view with other cold spots; a zone gives way to what it has become."""
    view = replace(view, mode=COLD_SPOTS, indicator=PARTICIPATION, classes="usual", limits=())
    view = replace(view, by_zoom=False, **changes)
    if view.geography not in LEVELS:
        view = replace(view, geography=LEVELS[0])
    if view.definition not in definitions_at(view.geography):
        view = replace(view, definition=TESTED)
    if view.within and not can_hold(view.within, view.geography):
        view = replace(view, within="")
    return replace(view, select=zone_now(view, view.select)) if is_zone(view.select) else view


def read_cold(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    """Return the view with what an address asks of cold spots; add a note where that fails."""
    if view.geography not in LEVELS:
        notes.append("Cold spots are tested among neighbourhoods and local areas; those shown.")
        view = replace(view, geography=LEVELS[0])
    definition = _definition(query, view.geography, notes)
    return replace(
        view,
        mode=COLD_SPOTS,
        indicator=PARTICIPATION,
        definition=definition,
        q=_q(query, definition, notes),
        weights=_weights(query, definition, notes),
    )


def _definition(query: Mapping[str, str], level: str, notes: list[str]) -> str:
    """Read the definition, or note that there is none of that name at the level."""
    definition = query.get("by") or query.get("definition") or TESTED
    if definition in definitions_at(level):
        return definition
    notes.append("The address asks for a definition that this level does not have; tested ones.")
    return TESTED


def _q(query: Mapping[str, str], definition: str, notes: list[str]) -> float:
    """Read the share of false discoveries to allow, or note that it is not offered."""
    asked = query.get("q", "")
    offered = {f"{choice:g}": choice for choice in Q_CHOICES}
    if not asked or definition != TESTED:
        return Q
    if asked in offered:
        return offered[asked]
    listed = ", ".join(offered)
    notes.append(f"The address allows a share of false discoveries that is not one of {listed}.")
    return Q


def _weights(query: Mapping[str, str], definition: str, notes: list[str]) -> tuple[int, ...]:
    """Read the weights, or note that they are none."""
    even = tuple(int(weight) for weight in EVEN.values())
    asked = query.get("weights", "")
    if not asked or definition != WEIGHTED:
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

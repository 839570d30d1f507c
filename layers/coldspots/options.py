"""What a map of cold spots is asked: the definition and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

from geo.coldspots import (
    DEFINITIONS,
    EVEN,
    LIKELY,
    MEASURES,
    SHOWN_LEVELS,
    TESTED,
    WEIGHTED,
    ZONE,
    ColdSpotQuery,
    Q,
    basis_of,
    find_all,
    find_definition,
)
from layers.kind_options import KindOptions, change_options
from layers.kinds import can_hold
from layers.view import MapView, is_zone

COLD_SPOTS = "cold"
"""What an address calls maps of cold spots."""
Q_CHOICES = (0.01, Q, 0.1)
"""Shares of false discoveries that a map may allow."""
WRONG_CHOICES = (0.05, 0.1, 0.125, 0.2)
"""Expected shares of wrong ones that a list of the likeliest may hold."""
MOST_WEIGHT = 5
"""Weights are whole numbers from 0 to this."""
_EVEN = tuple(int(weight) for weight in EVEN.values())


@dataclass(frozen=True)
class ColdSpotOptions(KindOptions):
    """By which definition, and with what settings of it."""

    outlasts_its_kind: ClassVar[bool] = False

    definition: str = TESTED
    q: float = Q
    """Share of false discoveries that tested cold spots allow."""
    weights: tuple[int, ...] = _EVEN
    """Of the measures that are weighed together (`geo.coldspots.weightings.MEASURES`)."""

    expected_wrong: float = ColdSpotQuery.expected_wrong
    """Share of wrong ones that a list of the likeliest may be expected to hold."""

    def pairs(self) -> dict[str, str]:
        first = ColdSpotOptions()
        return {
            "by": self.definition if self.definition != first.definition else "",
            "q": f"{self.q:g}" if self.q != first.q else "",
            "wrong": f"{self.expected_wrong:g}"
            if self.expected_wrong != first.expected_wrong
            else "",
            "weights": ",".join(map(str, self.weights)) if self.weights != first.weights else "",
        }

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        definition = _definition(query, level, notes)
        return cls(
            definition,
            _q(query, definition, notes),
            _weights(query, definition, notes),
            _expected_wrong(query, definition, notes),
        )


def definitions_at(level: str) -> list[str]:
    """Return the definitions that a level has what it needs for."""
    return [entry.id for entry in DEFINITIONS if level in entry.levels]


def usual_definition(level: str) -> str:
    """Return the definition that a level is first shown by: the tested one where it is tested.

    Examples
    --------
    >>> usual_definition("lsoa21"), usual_definition("soa01")
    ('local-g', 'threshold')
    """
    return definitions_at(level)[0]


def cold_spot_query(view: MapView) -> ColdSpotQuery:
    """Return which cold spots a view shows."""
    asked = ColdSpotOptions.of(view)
    weights = tuple(map(float, asked.weights))
    return ColdSpotQuery(view.geography, asked.definition, asked.q, weights, asked.expected_wrong)


def level_in(code: str) -> str:
    """Name the level that cold spots of a place are first shown at.

    Examples
    --------
    >>> level_in("S12000049"), level_in("E06000009"), level_in(""), level_in("N09000003")
    ('dz11', 'lsoa21', 'lsoa21', 'soa01')
    """
    there = [one for one in SHOWN_LEVELS if basis_of(one).nation_code[0] == code[:1]]
    return (there or list(SHOWN_LEVELS))[0]


def is_bundled(view: MapView) -> bool:
    """Test whether a view shows the cold spots of the bundle: tested, at the usual q."""
    asked = ColdSpotOptions.of(view)
    return asked.definition == TESTED and asked.q == Q


def zone_now(view: MapView, code: str) -> str:
    """Return the zone that holds the first area of a zone by what a view shows, or nothing."""
    areas = find_all(cold_spot_query(view)).areas
    first = code.removeprefix(ZONE)
    return str(areas["zone_id"][first]) if first in areas.index else ""


def with_cold(view: MapView, **changes: Any) -> MapView:
    """Return the view with other cold spots; a zone gives way to what it has become.

    Parameters
    ----------
    view
        What is looked at.
    **changes
        Fields of the view, and of its `ColdSpotOptions`.
    """
    names = [entry.name for entry in fields(ColdSpotOptions) if entry.name in changes]
    view = change_options(view, ColdSpotOptions, **{name: changes.pop(name) for name in names})
    view = replace(view, mode=COLD_SPOTS, classes="usual", limits=(), by_zoom=False, **changes)
    if view.geography not in SHOWN_LEVELS:
        view = replace(view, geography=level_in(view.within))
    view = replace(view, indicator=basis_of(view.geography).rate)
    if ColdSpotOptions.of(view).definition not in definitions_at(view.geography):
        usual = usual_definition(view.geography)
        view = change_options(view, ColdSpotOptions, definition=usual)
    if view.within and not can_hold(view.within, view.geography):
        view = replace(view, within="")
    return replace(view, select=zone_now(view, view.select)) if is_zone(view.select) else view


def _definition(query: Mapping[str, str], level: str, notes: list[str]) -> str:
    """Read the definition, or note that there is none of that name at the level."""
    usual = usual_definition(level)
    definition = query.get("by") or query.get("definition") or usual
    if definition in definitions_at(level):
        return definition
    shown = find_definition(usual).label.lower()
    notes.append(
        f"The address asks for a definition that this level does not have; {shown} ones."
        if usual == TESTED
        else basis_of(level).untested
    )
    return usual


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


def _expected_wrong(query: Mapping[str, str], definition: str, notes: list[str]) -> float:
    """Read the expected share of wrong ones, or note that it is not offered."""
    asked = query.get("wrong", "")
    offered = {f"{choice:g}": choice for choice in WRONG_CHOICES}
    if not asked or definition != LIKELY:
        return ColdSpotOptions().expected_wrong
    if asked in offered:
        return offered[asked]
    listed = ", ".join(offered)
    notes.append(f"The address allows an expected share of wrong ones that is none of {listed}.")
    return ColdSpotOptions().expected_wrong


def _weights(query: Mapping[str, str], definition: str, notes: list[str]) -> tuple[int, ...]:
    """Read the weights, or note that they are none."""
    asked = query.get("weights", "")
    if not asked or definition != WEIGHTED:
        return _EVEN
    parts = asked.split(",")
    allowed = {str(number) for number in range(MOST_WEIGHT + 1)}
    if len(parts) == len(MEASURES) and set(parts) <= allowed and set(parts) != {"0"}:
        return tuple(int(part) for part in parts)
    notes.append(
        f"The address gives weights that are not {len(MEASURES)} whole numbers from 0 to "
        f"{MOST_WEIGHT}, one of them above 0."
    )
    return _EVEN

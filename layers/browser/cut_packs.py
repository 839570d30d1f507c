"""What a page of one place holds: the packs of a state, cut down to the place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from geo.areas import inside_of
from geo.packs import (
    Mask,
    box_around,
    cut_arcs,
    cut_column,
    cut_level,
    cut_lines,
    cut_places,
    cut_sites,
    read_groups,
    read_pack,
)
from layers.browser.runtime_packs import content_of
from layers.kinds import kind_of
from layers.view import MapView

_AROUND_M = 20_000
_SEEN_FROM_FAR = 6
"""Sites and names stay so near the place, and farther away those names that this zoom shows."""


class _Cut:
    """Packs that were cut, by the names that they have now and by those that they had."""

    def __init__(self) -> None:
        self.packs: dict[str, bytes] = {}
        self.names: dict[str, str] = {}

    def add(self, old: str, content: bytes) -> None:
        """Keep a pack under a name that carries its hash."""
        name = f"cut-{hashlib.sha256(content).hexdigest()[:12]}.bin.gz"
        self.packs[name], self.names[old] = content, name


def cut_to_place(state: dict[str, Any], view: MapView) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Cut what the browser needs for a view down to the place that it looks at.

    Inside the place, and where an area is chosen, nothing changes; outside, areas have no figures,
    no names and no borders but those of the frame, drawn more simply the farther they are.

    Parameters
    ----------
    state
        From `layers.browser.state.state_of`; its bundled packs must be there.
    view
        The same view.

    Returns
    -------
    state, packs
        The state with the names of the packs that were cut, and those. Without a place, the state
        without the names of villages, and none.
    """
    if not view.within:
        # Names from near are of the whole country: a page that stands alone goes without.
        return {**state, "near": None}, {}
    cut, level = _Cut(), state["level"]
    kept = _members(state, inside_of(view.geography, view.within))
    drawn = [entry["file"] for entry in (state["land"], state["frame"]) if entry]
    for arcs in dict.fromkeys(entry["arcs"] for entry in _levels(state)):
        land, frame = (
            [read_groups(content_of(entry["file"]))] if entry and entry["arcs"] == arcs else []
            for entry in (state["land"], state["frame"])
        )
        cut.add(arcs, cut_arcs(content_of(arcs), kept[arcs], land, frame))
    for entry in _levels(state):
        file, arcs = entry["file"], entry["arcs"]
        if file in cut.names:
            continue
        content, areas = cut_level(
            content_of(file), kept[arcs], cut.names[arcs], borders=file in drawn
        )
        cut.add(file, content)
        if entry is level:
            small = [item["file"] for item in state["many"]]
            columns = [*state["paint"]["columns"], *small, state["uncertain"], state["sure"]]
            columns += [state["model"], *(ends["file"] for ends in state["ends"])]
            for column in dict.fromkeys(filter(None, columns)):
                cut.add(column, cut_column(content_of(column), areas))
    box = box_around(content_of(level["arcs"]), kept[level["arcs"]], _AROUND_M)
    cut.add(state["places"], cut_places(content_of(state["places"]), box, _SEEN_FROM_FAR))
    near = state["near"]["file"]
    cut.add(near, cut_places(content_of(near), box, 0))
    if roads := state.get("roads"):
        cut.add(roads["file"], cut_lines(content_of(roads["file"]), box))
        cut.add(roads["numbers"], cut_places(content_of(roads["numbers"]), box, 0))
    if not kind_of(view).draws_own_sites:
        sites = cut_sites(content_of(state["sites"]["file"]), box)
        cut.add(state["sites"]["file"], sites)
    return _renamed(state, cut.names), cut.packs


def _levels(state: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Name every level that a state draws, the one that is coloured first."""
    asked = [state[name]["level"] for name in ("select", "place") if state[name]]
    yield from filter(None, [state["level"], state["land"], state["frame"], state["zones"], *asked])


def _members(state: dict[str, Any], inside: Mask) -> dict[str, Mask]:
    """Return which members of each pack of arcs stay: of the place, of what is chosen, of zones."""
    level = state["level"]
    kept = {entry["arcs"]: np.zeros(_count(entry["file"]), np.bool_) for entry in _levels(state)}
    groups = read_groups(content_of(level["file"]))
    kept[level["arcs"]] |= (groups >= 0) & inside[groups]
    if state["zones"]:
        zones = read_groups(content_of(state["zones"]["file"]))
        touched = np.unique(zones[kept[level["arcs"]]])
        kept[level["arcs"]] |= np.isin(zones, touched[touched >= 0])
    for name in ("select", "place"):
        if state[name]:
            entry = state[name]["level"]
            codes = read_pack(content_of(entry["file"]))[1]["codes"].decode().split("\n")
            area = codes.index(state[name]["code"])
            kept[entry["arcs"]] |= read_groups(content_of(entry["file"])) == area
    return kept


def _count(file: str) -> int:
    return len(read_groups(content_of(file)))


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) and value else value

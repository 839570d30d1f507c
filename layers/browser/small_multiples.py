"""The looks that a map can take on beside itself: its table, and small maps beside each other."""

from __future__ import annotations

from typing import Any

from geo.areas import classes_of
from geo.registry import indicator, indicators_at
from layers.coldspots.state import side_by_side
from layers.reach.state import reach_many
from layers.style.palette import colours_of
from layers.view import REACHING, MapView

MANY = 6
"""Number of small maps shown together."""


def looks_of(view: MapView) -> dict[str, str]:
    """Name the looks that a view can take on, as the bar over the map offers them."""
    many = {"cold": "Definitions", "reach": "Ways to see it"}.get(view.mode, "Small maps")
    return {"map": "Map", "table": "Table", **({"many": many} if view.mode != "sites" else {})}


def many_of(view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
    """List what is shown as small maps beside each other, the chosen one first.

    They are measures, or where cold spots are shown their definitions.
    """
    if view.look != "many":
        return []
    if view.mode == "cold":
        return side_by_side(view)
    if view.mode in REACHING:
        return reach_many(view) if view.mode == "reach" else []
    there = [entry.id for entry in indicators_at(view.geography)]
    first = [name for name in _HEADLINES if name in there and name != view.indicator]
    rest = [name for name in there if name not in first and name != view.indicator]
    made = []
    for name in [view.indicator, *first, *rest][:MANY]:
        entry = indicator(name)
        found = classes_of(view.geography, name)
        made.append(
            {
                "id": name,
                "event": {"kind": "measure", "measure": name},
                "title": entry.label,
                "period": entry.period,
                "file": packs["columns"][view.geography][name]["file"],
                "colours": list(colours_of(entry, "one", len(found.classes))),
                "ends": [found.classes[0].label, found.classes[-1].label],
            }
        )
    return made


_HEADLINES = (
    "tundra_rate",
    "he19_rate",
    "iod25_decile",
    "iod25_score",
    "he19_fsm_rate",
    "attainment8",
    "idaci25_decile",
    "iod25_education_decile",
    "iod25_adult_skills_score",
    "connectivity_score",
    "iod25_most_deprived_share",
)

"""Small maps of measures beside each other."""

from __future__ import annotations

from typing import Any

from geo.areas import classes_of
from geo.registry import indicator, indicators_at
from layers.style import measure_colours
from layers.view import MapView

MANY = 6
"""Number of small maps shown together."""

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


def measures_side_by_side(view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
    """Return small maps of the measures of a level, that of the view first.

    Returns
    -------
    many
        Of each `id`, `event` (what choosing it says), `title`, `period`, `file` (its column),
        `colours` and `ends` (labels of its first and last class).
    """
    # Figures of the user's own cache have no pack: they are shown when they are chosen.
    columns = packs["columns"][view.geography]
    there = [entry.id for entry in indicators_at(view.geography) if entry.id in columns]
    first = [name for name in _HEADLINES if name in there and name != view.indicator]
    rest = [name for name in there if name not in first and name != view.indicator]
    made = []
    own = [view.indicator] if view.indicator in columns else []
    for name in [*own, *first, *rest][:MANY]:
        entry = indicator(name)
        found = classes_of(view.geography, name)
        made.append(
            {
                "id": name,
                "event": {"kind": "measure", "measure": name},
                "title": entry.label,
                "period": entry.period,
                "file": columns[name]["file"],
                "colours": list(measure_colours(entry, len(found.classes))),
                "ends": [found.classes[0].label, found.classes[-1].label],
            }
        )
    return made

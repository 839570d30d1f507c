"""What the browser needs of cold spots besides their map: zones, recipes, other definitions."""

from __future__ import annotations

from typing import Any

from geo.coldspots import COLD, basis_of, cold_classes, find_all, find_definition
from geo.posterior import POSTERIOR_LEVELS
from layers.coldspots.options import ColdSpotOptions, cold_spot_query, definitions_at
from layers.coldspots.packs import ZONES, column_file, zones_file
from layers.kind_options import change_options
from layers.style import COLD as COLOURS
from layers.view import MapView


def zones_of(view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
    """Return the zones of a view as a level of the browser.

    With what their percentage is of (`share`), the nation that recipes are counted in, and the
    `marks` of zones that are full of students, wholly or in part.
    """
    arcs = packs["levels"][view.geography]["arcs"]
    tested = basis_of(view.geography)
    return {
        "id": ZONES,
        "file": zones_file(cold_spot_query(view)),
        "arcs": arcs,
        "share": _share(view.geography),
        "nation": tested.nation,
        "marks": _marks(view),
    }


def _share(level: str) -> str:
    """Return what the percentage beside a zone is of."""
    went = "went on" if basis_of(level).follows else "enter in a year"
    return f"{went}, by the model" if level in POSTERIOR_LEVELS else went


def _marks(view: MapView) -> dict[str, str]:
    """Return how many areas of each zone are full of students, of zones that have any."""
    zones = find_all(cold_spot_query(view)).zones
    if "student_areas" not in zones:
        return {}
    marked = zones.loc[zones["student_areas"] > 0, ["student_areas", "areas"]]
    return {
        str(code): "full of students" if some == whole else f"{some} of {whole} full of students"
        for code, some, whole in marked.itertuples(name=None)
    }


def recipe_rows(view: MapView) -> list[dict[str, Any]]:
    """List how many cold spots of the nation each recipe gives; none unless they were tested."""
    recipes = find_all(cold_spot_query(view)).recipes
    return [
        {"label": label, "cold": int(cold), "shared": int(shared)}
        for label, cold, shared in recipes.itertuples(index=False, name=None)
    ]


def side_by_side(view: MapView) -> list[dict[str, Any]]:
    """List the definitions that a level has, as small maps beside each other."""
    made = []
    for name in definitions_at(view.geography):
        asked = cold_spot_query(change_options(view, ColdSpotOptions, definition=name))
        classes = cold_classes(asked).classes
        cold = sum(row.areas for row in classes[: COLD[name]])
        made.append(
            {
                "id": name,
                "event": {"kind": "definition", "definition": name},
                "title": find_definition(name).title,
                "period": f"{cold:,} cold spots in {basis_of(view.geography).nation}",
                "file": column_file(asked),
                "colours": list(COLOURS[name]),
                "ends": [classes[0].label, classes[-1].label],
            }
        )
    return made

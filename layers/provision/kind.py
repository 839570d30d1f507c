"""The kind of map that shows what is taught where: how many providers each area has in range."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pandas as pd

from geo.areas import AreaTable, Classes, Row, count_rows
from geo.reach import demand_of
from layers.kind_options import KindOptions
from layers.kinds import ChartColumn
from layers.pictures import Fill
from layers.provision.map_words import (
    taught_caveat,
    taught_headline,
    taught_lines,
    taught_opening,
    taught_sentences,
    taught_title,
)
from layers.provision.options import TAUGHT, TaughtOptions
from layers.provision.state import (
    classes_of_taught,
    column_of_taught,
    courses_within,
    found_of,
    nearest_of,
    points_of_taught,
    sites_pack_of_taught,
)
from layers.reach import InRange, measured, with_reach
from layers.style import class_colours, paint_column
from layers.view import MapView
from layers.words import Sentence, Trace

PAGE = "taught-where"


def with_taught(view: MapView) -> MapView:
    """Return the view as a map of what is taught where, among small areas of one nation."""
    return with_reach(view, TAUGHT)


class TaughtWhere(InRange):
    """How many providers of a subject each small area has in range."""

    id = TAUGHT
    label = "Taught where"
    page = PAGE
    options: ClassVar[tuple[type[KindOptions], ...]] = (TaughtOptions,)
    counts_minutes = True
    limit_options = TaughtOptions
    counted_alone = "what is taught where"
    guard = "A course listed is not a place offered."
    instead = "; its areas are drawn under the map, and `coldspots provision` counts them."

    def begin(self, view: MapView) -> MapView:
        return with_taught(view)

    def classes(self, view: MapView) -> Classes:
        return classes_of_taught(view)

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        return paint_column(column_of_taught(view), nearest_of(view))

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return class_colours("Getting there", count)

    def greys(self, view: MapView, count: int) -> list[Fill] | None:
        return [Fill("#6e6e6e", "stripes", "#101010"), Fill("#b9b9b9"), Fill("#f2f2f2")][:count]

    def sites(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        file, counts = sites_pack_of_taught(view)
        return {
            "file": file,
            "kinds": [True] * len(counts),
            "partTime": False,
            "ringM": 0.0,
            "counts": counts,
        }

    def site_points(self, view: MapView) -> pd.DataFrame:
        return points_of_taught(view)

    def title(self, view: MapView) -> str:
        return taught_title(view)

    def period(self, view: MapView) -> str:
        # Whatever is made with a router holds something of OpenStreetMap, and credits it.
        ways = "; ways: © OpenStreetMap contributors (ODbL)" if measured(view).travel else ""
        return f"Courses listed in October 2025; young people aged 13 to 17 in 2026{ways}"

    def opening(self, view: MapView) -> str:
        return taught_opening(view)

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return taught_sentences(view, place)

    def headline(self, view: MapView) -> str:
        return taught_headline(view)

    def caveat(self, view: MapView) -> str:
        return taught_caveat(view)

    def measures(self, view: MapView) -> tuple[str, ...]:
        return (view.indicator,)

    def bases(self, view: MapView) -> tuple[str, ...]:
        level = view.geography
        return ("courses", "subjects", "sites", f"centroids_{level}", f"people_{level}")

    def rows(self, view: MapView, classes: Classes) -> list[Row]:
        return count_rows(classes, view.geography, view.within, demand_of(found_of(view)))

    def figure_words(self, view: MapView) -> str:
        return "providers_within, of the tables courses and sites"

    def class_words(self, view: MapView, row: Row) -> str:
        return f"areas in class {row['label']!r} of providers_within"

    def verdict(self, view: MapView) -> list[str]:
        return taught_lines(view, view.select)

    def table(self, view: MapView) -> AreaTable:
        found = found_of(view)
        areas = found.ground.areas[found.kept]
        at, known = found.costs.nearest, found.costs.nearest >= 0
        added = pd.DataFrame(
            {
                "providers_within": found.providers_within,
                **{
                    name: np.where(known, found.sites[column].to_numpy()[at], "")
                    for name, column in _NEAREST.items()
                },
                nearest_of(view).id: np.round(found.costs.nearest_cost, 3),
                "courses_within": courses_within(found),
            },
            index=found.ground.areas.index,
        )
        return AreaTable(found.ground.level, areas.join(added))

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        return [
            ChartColumn(name)
            for name in ("providers_within", "nearest_provider", nearest_of(view).id, *_COURSES)
        ]


_COURSES = ("courses_within",)
_NEAREST = {
    "nearest_provider": "provider_name",
    "nearest_provider_ukprn": "provider",
    "nearest_site": "name",
}
KINDS = (TaughtWhere(),)

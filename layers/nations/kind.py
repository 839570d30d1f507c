"""The kind of map that shows the four nations, each area in the fifth of its own nation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

import pandas as pd

from geo.areas import (
    FIFTHS,
    AreaTable,
    Classes,
    Row,
    classes_of_nations,
    fifths_of_nations,
    levels_of_nations,
    nation_of,
    scale_of,
    scales_of,
    why_none,
)
from geo.compare import values_at
from geo.packs import binary as pack
from geo.registry import NATIONS, Words, geography, indicator
from geo.settings import NOT_ONE_PERSON
from layers.browser import keep
from layers.kinds import FIRST, ChartColumn, MapKind
from layers.nations.words import (
    NO_COMPARISON,
    ONE_SCALE,
    nation_sentences,
    scale_lines,
    scales_here,
)
from layers.style import CIVIDIS, class_colours, paint_column, place_name, ramp
from layers.view import MapView, at_level_of_areas, is_zone, with_measure
from layers.words import Sentence, Trace, singular, where_of

_OWN = "the unit of the measure that the row names"
COLUMNS = {
    "measure": Words(
        "Measure", "what the value is, of whom and when", missing="no measure is published"
    ),
    "value": Words(
        "Value",
        "value of the measure that the row names; on no scale with values of other nations",
        _OWN,
        missing="not published",
    ),
    **{
        f"value_{end}": Words(
            f"Value, {end} end",
            f"{end} end of the 95% interval",
            _OWN,
            missing="not published, or nobody counts whom the figure is of",
        )
        for end in ("low", "high")
    },
    "fifth_of_nation": Words(
        "Fifth of its nation",
        "fifth of the area's own nation, by its nation's own measure",
        "fifth",
        "1 = lowest",
        missing="not published",
    ),
}
FIFTH = replace(
    indicator("tundra_rate"),
    id="fifth_of_nation",
    label="Fifth of its own nation",
    kind="decile",
    decimals=0,
    prefix="fifth ",
    suffix=" of 5 in its own nation",
    classing="equal young people",
    missing_text="Not published",
)
"""What the browser shows of each area: a value would stand beside those of other nations."""
_ELEVEN = "Northern Ireland has eleven districts: a fifth of them is two or three."


class Nations(MapKind):
    """Each area in the fifth of its own nation, by that nation's own measure."""

    id = "nations"
    label = "Four nations, each in its own fifths"
    columns = COLUMNS
    parts_nations = True

    def levels(self) -> tuple[str, ...]:
        return levels_of_nations()

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        view = super().read(view, query, notes)
        if query.get("show"):
            notes.append("This map shows each nation's own measure: the one asked for is left out.")
        return self.begin(view)

    def begin(self, view: MapView) -> MapView:
        view = replace(view, mode=self.id, look="map", classes="usual", limits=())
        return with_measure(view, next(scale.measure.id for scale in scales_of(view.geography)))

    def refusal(self, asked: Mapping[str, str]) -> str:
        together = asked.get("classes", "") not in ("", "usual") or bool(asked.get("limits"))
        return ONE_SCALE if together else ""

    def at_level(self, view: MapView, level: str) -> MapView:
        view = at_level_of_areas(view, level)
        return self.begin(view) if level in self.levels() else replace(view, mode=FIRST)

    def classes(self, view: MapView) -> Classes:
        return classes_of_nations(view.geography)

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        fifths = fifths_of_nations(view.geography)["fifth_of_nation"]
        content = pack.pack_column(fifths, self.classes(view), FIFTH)
        return paint_column(keep(f"{view.geography}.{self.key(view)}", content), FIFTH)

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return class_colours("Getting in", count)

    def safe_colours(self, view: MapView, usual: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ramp(CIVIDIS, len(usual)))

    def title(self, view: MapView) -> str:
        return self.label

    def period(self, view: MapView) -> str:
        scales = scales_here(view) or scales_of(view.geography)
        return "; ".join(f"{scale.nation}: {scale.measure.period}" for scale in scales)

    def opening(self, view: MapView) -> str:
        return (
            f"Fifth of its own nation that each {singular(view.geography)} is in "
            f"({self.period(view)}). A colour never compares across nations."
        )

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return nation_sentences(view, place)

    def headline(self, view: MapView) -> str:
        shown = len(scales_here(view))
        if view.select or not shown:
            return ""
        ending = ", each nation by its own measure" if shown > 1 else ""
        return f"Where fewest go on to higher education {where_of(place_name(view))}{ending}"

    def caveat(self, view: MapView) -> str:
        own = [f"{scale.nation}: {scale.measure.caveat}" for scale in scales_of(view.geography)]
        few = _ELEVEN if scale_of(view.geography, "Northern Ireland") else ""
        return " ".join(filter(None, [NO_COMPARISON, few, *own, NOT_ONE_PERSON]))

    def measures(self, view: MapView) -> tuple[str, ...]:
        return tuple(scale.measure.id for scale in scales_of(view.geography))

    def nations(self, view: MapView) -> tuple[str, ...]:
        return tuple(NATIONS.values())

    def rows(self, view: MapView, classes: Classes) -> list[Row]:
        # Of Northern Ireland nobody knows the young people: a count would leave them out.
        return [{**row, "young_people": 0} for row in super().rows(view, classes)]

    def unit(self, view: MapView) -> str:
        return "Of its own nation, by that nation's own measure:"

    def scales(self, view: MapView) -> list[str]:
        return scale_lines(view)

    def measure_of_card(self, view: MapView) -> str:
        if not view.select or is_zone(view.select):
            return view.indicator
        found = scale_of(view.geography, nation_of(view.select))
        return found.measure.id if found else view.indicator

    def verdict(self, view: MapView) -> list[str]:
        nation, level = nation_of(view.select), view.geography
        scale = scale_of(level, nation)
        if scale is None:
            return [f"{why_none(level, nation)}."]
        number = fifths_of_nations(level)["fifth_of_nation"][view.select]
        if pd.isna(number):
            return []
        fifth = FIFTHS[int(number) - 1]
        label = scale.classes.classes[int(number) - 1].label
        return [f"{fifth} of {nation}'s {geography(level).plural} ({label})."]

    def table(self, view: MapView) -> AreaTable:
        areas = super().table(view)
        found = fifths_of_nations(view.geography).reindex(areas.table.index)
        ends = [
            values_at(scale.measure.id, view.geography)[["low", "high"]]
            .reindex(areas.table.index)
            .where(areas.table["nation"] == scale.nation)
            for scale in scales_of(view.geography)
        ]
        both = reduce(pd.DataFrame.combine_first, ends)
        found = found.assign(value_low=both["low"], value_high=both["high"])
        return replace(areas, table=areas.table.join(found))

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        # Each nation's measure is a rate; their one decimal is that of all.
        like = next(scale.measure for scale in scales_of(view.geography))
        return [
            ChartColumn("fifth_of_nation"),
            ChartColumn("measure"),
            ChartColumn("value", "Value of that measure", like),
        ]


KINDS = (Nations(),)

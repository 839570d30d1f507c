"""The two kinds of map that show participation and deprivation together."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.areas import (
    DEPRIVATION,
    NOT_COVERED,
    PARTICIPATION,
    Classes,
    Row,
    area_table,
    bivariate,
    classes_of,
    classes_of_two,
)
from geo.registry import GEOGRAPHIES, geography, indicator
from geo.settings import NOT_ONE_PERSON
from layers.browser import rate_ends
from layers.comparison.words import (
    both_headline,
    disagreement_headline,
    say_both,
    say_disagreement,
)
from layers.kinds import FIRST, ChartColumn, FigureEnds, MapKind, find_kind
from layers.measure import after_small_map, measures_side_by_side, read_classes
from layers.pictures import Fill
from layers.style import BOTH, DISAGREE, paint_measures, steps
from layers.view import MapView, at_level_of_areas, has_both
from layers.words import Sentence, Trace, sentences_by_class

_NAMES = (PARTICIPATION, DEPRIVATION)


class _Comparison(MapKind):
    """Participation and deprivation of the same areas."""

    name: str
    """What the map is called."""
    small_maps = "Small maps"

    def levels(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in GEOGRAPHIES if entry.on_map and has_both(entry.id))

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        if view.geography not in self.levels():
            notes.append(
                "The address asks for two measures that this level does not have together."
            )
            return find_kind(FIRST).read(view, query, notes)
        return read_classes(replace(view, mode=self.id), query, notes)

    def at_level(self, view: MapView, level: str) -> MapView:
        view = at_level_of_areas(view, level)
        return view if level in self.levels() else replace(view, mode=FIRST)

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        return after_small_map(view, event)

    def classes(self, view: MapView) -> Classes:
        return classes_of_two(view.geography, self.id)

    def ends(self, view: MapView) -> list[FigureEnds | None]:
        return [rate_ends(view.geography, indicator(name)) for name in self.measures(view)]

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        return measures_side_by_side(view, packs)

    def title(self, view: MapView) -> str:
        return self.name

    def period(self, view: MapView) -> str:
        return f"{indicator('tundra_rate').period}; {indicator('iod25_score').period}"

    @abstractmethod
    def sentences(self, view: MapView, place: Trace) -> list[Sentence]: ...

    @abstractmethod
    def headline(self, view: MapView) -> str: ...

    def caveat(self, view: MapView) -> str:
        return " ".join([*(indicator(name).caveat for name in self.measures(view)), NOT_ONE_PERSON])

    def measures(self, view: MapView) -> tuple[str, ...]:
        return _NAMES


class Both(_Comparison):
    """Thirds of participation by thirds of deprivation: nine classes."""

    id = "both"
    label = "Participation with deprivation"
    name = "Participation and deprivation"
    is_grid = True

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        breaks = bivariate.third_breaks(area_table(view.geography))
        limits = {name: steps(breaks[name], indicator(name)) for name in _NAMES}
        return paint_measures(self.id, packs["columns"][view.geography], limits)

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return tuple(colour for row in BOTH for colour in row)

    def greys(self, view: MapView, count: int) -> list[Fill]:
        # Grey is participation; the pattern is deprivation.
        rows = ("#6e6e6e", "#b4b4b4", "#f4f4f4")
        return [
            Fill(grey, pattern, "#101010") for grey in rows for pattern in ("stripes", "dots", "")
        ]

    def opening(self, view: MapView) -> str:
        level = geography(view.geography).label
        return f"Thirds of young participation and of deprivation together, by {level}."

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return sentences_by_class(view, place, say_both)

    def headline(self, view: MapView) -> str:
        return both_headline(view)

    def class_words(self, view: MapView, row: Row) -> str:
        if row["code"] >= NOT_COVERED:
            return super().class_words(view, row)
        breaks = bivariate.third_breaks(area_table(view.geography))
        plural, (low, high) = geography(view.geography).plural, (breaks[one] for one in _NAMES)
        if row["code"]:
            return (
                f"{plural} with {PARTICIPATION} over {low[-1]:g} and {DEPRIVATION} up to "
                f"{high[0]:g}"
            )
        return f"{plural} with {PARTICIPATION} up to {low[0]:g} and {DEPRIVATION} over {high[-1]:g}"


class Disagree(_Comparison):
    """Where participation is low and deprivation is not, or the reverse: four classes."""

    id = "disagree"
    label = "Where the two disagree"
    name = "Where participation and deprivation disagree"

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        third = bivariate.deprivation_at(view.geography)
        names = [*_NAMES, third]
        columns = packs["columns"][view.geography]
        return paint_measures(self.id, columns, {name: [] for name in names}, names)

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return DISAGREE

    def greys(self, view: MapView, count: int) -> list[Fill]:
        return [
            Fill("#6e6e6e"),
            Fill("#d2d2d2", "stripes", "#101010"),
            Fill("#1f1f1f"),
            Fill("#f7f7f7"),
        ]

    def safe_colours(self, view: MapView, usual: tuple[str, ...]) -> tuple[str, ...]:
        # Okabe and Ito's blue, orange and black.
        return "#0072b2", "#e69f00", "#1a1a1a", "#ecebe6"

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        third = indicator(bivariate.deprivation_at(view.geography))
        also = [ChartColumn(third.id, like=third)] if third.id not in self.measures(view) else []
        return [*super().chart_columns(view), *also]

    def opening(self, view: MapView) -> str:
        level = geography(view.geography).label
        return (
            f"Where young participation is low and deprivation is not, or the reverse, by {level}."
        )

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return sentences_by_class(view, place, say_disagreement)

    def headline(self, view: MapView) -> str:
        return disagreement_headline(view)

    def class_words(self, view: MapView, row: Row) -> str:
        if row["code"] >= NOT_COVERED:
            return super().class_words(view, row)
        third = bivariate.deprivation_at(view.geography)
        parts = [f"with {PARTICIPATION} and {third}"]
        for name, fits in ((PARTICIPATION, row["code"] != 1), (third, row["code"] != 0)):
            worst = classes_of(view.geography, name).classes[0].label
            parts.append(f"{'' if fits else 'not '}in class {worst!r} of {name}")
        return f"{geography(view.geography).plural} {' and '.join(parts)}"


KINDS = (Both(), Disagree())

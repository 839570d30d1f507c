"""The kind of map that shows one measure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from geo.areas import (
    CLASS_COUNT,
    Classes,
    Method,
    check_limits,
    classes_of,
    levels_of,
    method_names,
)
from geo.errors import BadInputError
from geo.registry import GEOGRAPHIES, Indicator, carried_words, geography, indicator, indicators_at
from geo.settings import NOT_ONE_PERSON
from layers.kinds import MapKind
from layers.measure.small_maps import measures_side_by_side
from layers.measure.words import measure_sentences
from layers.style import (
    CIVIDIS,
    DIVERGING,
    PURPLE_ORANGE,
    measure_colours,
    paint_measures,
    ramp,
    steps,
)
from layers.view import MapView, at_level_of_areas, with_measure
from layers.words import Sentence, Trace

BEST_FIT = (
    "Which small areas lie in a constituency is a best fit: each counts where most of its people "
    "live."
)


class Measure(MapKind):
    """One measure of the registry, in its own classes."""

    id = "one"
    label = "One measure"
    small_maps = "Small maps"

    def levels(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in GEOGRAPHIES if entry.on_map)

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        return read_classes(replace(view, mode=self.id), query, notes)

    def key(self, view: MapView) -> str:
        return view.indicator

    def at_level(self, view: MapView, level: str) -> MapView:
        return at_level_of_areas(view, level)

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        return after_small_map(view, event)

    def classes(self, view: MapView) -> Classes:
        return classes_of(view.geography, view.indicator, view.classes, view.limits)

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        entry = indicator(view.indicator)
        limits = self.classes(view).breaks if view.classes != "usual" else ()
        columns = packs["columns"][view.geography]
        return paint_measures("one", columns, {view.indicator: steps(limits, entry)})

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return measure_colours(indicator(view.indicator), count)

    def safe_colours(self, view: MapView, usual: tuple[str, ...]) -> tuple[str, ...]:
        return PURPLE_ORANGE if usual == DIVERGING else tuple(ramp(CIVIDIS, len(usual)))

    def has_hatch(self, view: MapView) -> bool:
        return view.hatch and self.shows_rate(view) and view.classes == "usual"

    def shows_rate(self, view: MapView) -> bool:
        return view.indicator == "tundra_rate"

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        return measures_side_by_side(view, packs)

    def title(self, view: MapView) -> str:
        return indicator(view.indicator).label

    def period(self, view: MapView) -> str:
        return indicator(view.indicator).period

    def opening(self, view: MapView) -> str:
        entry = indicator(view.indicator)
        carried = ", carried from small areas" if carried_words(entry, view.geography) else ""
        level = geography(view.geography).label
        return f"{entry.meaning}: {entry.period}, by {level}{carried}."

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return measure_sentences(view, place)

    def caveat(self, view: MapView) -> str:
        entry = indicator(view.indicator)
        carried = carried_words(entry, view.geography)
        fitted = BEST_FIT if view.within and "pcon24" in levels_of(view.within) else ""
        return " ".join(filter(None, [entry.caveat, carried, fitted, NOT_ONE_PERSON]))

    def measures(self, view: MapView) -> tuple[str, ...]:
        return (view.indicator,)

    def sources(self, view: MapView) -> tuple[str, ...]:
        return ()

    def measure(self, view: MapView) -> Indicator:
        return indicator(view.indicator)

    def nations(self, view: MapView) -> tuple[str, ...]:
        return indicator(view.indicator).nations


def after_small_map(view: MapView, event: Mapping[str, Any]) -> MapView:
    """Return the view that a choice among small maps of measures leads to."""
    names = [entry.id for entry in indicators_at(view.geography)]
    chosen = event.get("measure")
    if event.get("kind") != "measure" or chosen not in names:
        return view
    return with_measure(replace(view, look="map", mode=Measure.id), cast(str, chosen))


def read_classes(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    """Return the view with the classes that an address asks for; add a note where it cannot be."""
    entry = indicator(view.indicator)
    method = query.get("classes", "usual")
    if method not in method_names(entry):
        notes.append("The address asks for classes that this measure does not have.")
        return view
    if method != "own":
        return replace(view, classes=cast(Method, method))
    try:
        limits = read_limits(query.get("limits", ""), view.indicator)
    except BadInputError as error:
        notes.append(f"The address gives limits that make no classes. {error}")
        return view
    return replace(view, classes="own", limits=limits)


def read_limits(text: str, name: str) -> tuple[float, ...]:
    """Return the limits that a user typed for the classes of an indicator.

    Raises
    ------
    BadInputError
        Unless they are one to four rising numbers.

    Examples
    --------
    >>> read_limits("20, 30.5 40%", "tundra_rate")
    (20.0, 30.5, 40.0)
    """
    parts = text.replace("%", " ").replace(",", " ").replace(";", " ").split()
    try:
        limits = tuple(float(part) for part in parts[:CLASS_COUNT])
    except ValueError:
        limits = ()
    if not all(map(math.isfinite, limits)):
        limits = ()
    check_limits(limits, indicator(name))
    return limits


KINDS = (Measure(),)

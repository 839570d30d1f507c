"""Sentences on a map whose classes are counted: what measures and comparisons share."""

from __future__ import annotations

from collections.abc import Callable

from geo.areas import NOT_COVERED, Row, counts_inside
from geo.registry import geography
from layers.kinds import kind_of
from layers.style import ground_of
from layers.view import MapView
from layers.words import traces
from layers.words.traces import Sentence, Trace, either, missing_words, say

Shown = Callable[[MapView, list[Row], Trace], list[Sentence]]


def sentences_by_class(view: MapView, place: Trace, shown: Shown) -> list[Sentence]:
    """Return a map of classes in sentences, the areas without a class last.

    Parameters
    ----------
    view, place
        What is shown, and the name of its place.
    shown
        Makes the sentences from the rows of the classes that are drawn, where any area has one.
    """
    kind = kind_of(view)
    rows = counts_inside(kind.classes(view), view.geography, view.within)
    drawn = [row for row in rows if row["code"] < NOT_COVERED]
    missing = [row for row in rows if row["code"] >= NOT_COVERED]
    if any(row["areas"] for row in drawn):
        said = shown(view, drawn, place)
    else:
        plural = geography(view.geography).plural
        said = [say("No {plural} in {place} have a figure.", plural=plural, place=place)]
    lacking = missing_words("Without a class", missing, lambda row: areas_of(view, row))
    return [*said, *lacking]


def count_of(view: MapView, value: int, how: str, field: str = "area_code") -> Trace:
    """Trace a count of areas, or of people, of the place that a view looks at."""
    code = view.within or ground_of(view)
    source = traces.datasets_of(*kind_of(view).measures(view))
    return Trace(f"{value:,}", source, field, code, value, how)


def areas_of(view: MapView, row: Row) -> Trace:
    """Trace the number of areas of a class."""
    return count_of(view, row["areas"], f"count of {kind_of(view).class_words(view, row)}")


def young_of(view: MapView, row: Row) -> Trace:
    """Trace the number of young people of a class."""
    how = f"sum of young_people over {kind_of(view).class_words(view, row)}"
    return count_of(view, row["young_people"], how, "young_people")


def _whole(view: MapView, rows: list[Row]) -> Trace:
    how = f"count of {geography(view.geography).plural} with {kind_of(view).figure_words(view)}"
    return count_of(view, sum(row["areas"] for row in rows), how)


def opened(
    view: MapView, rows: list[Row], place: Trace, figures: str
) -> tuple[str, dict[str, Trace | str]]:
    """Begin a sentence on the areas of a place that have figures, be it one or several."""
    if sum(row["areas"] for row in rows) == 1:
        only = traces.singular(view.geography)
        having = f"a {figures}" if figures == "figure" else figures
        return f"Of the one {{only}} in {{place}} with {having}", {"only": only, "place": place}
    having = f"a {figures}" if figures == "figure" else figures
    return f"Of {{whole}} {{plural}} in {{place}} with {having}", {
        "whole": _whole(view, rows),
        "plural": geography(view.geography).plural,
        "place": place,
    }


def people_word(row: Row) -> str:
    """Return "person" or "people", as many as live in a class."""
    return either(row["young_people"], "person", "people")

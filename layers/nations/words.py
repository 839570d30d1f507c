"""The map of the four nations in words: each nation by its own measure, none beside another."""

from __future__ import annotations

from geo.areas import (
    NOT_COVERED,
    Scale,
    area_table,
    classes_of_nations,
    inside_of,
    is_in_nation,
    scale_of,
    scales_of,
    why_none,
)
from geo.registry import NATION_CODES, NATIONS, geography
from layers.view import MapView
from layers.words import Sentence, Trace, either, say, traces

ONE_SCALE = (
    "Each nation publishes another measure of who goes on, of other people and over other years, "
    "so areas of two nations can be neither classed nor ranked together. Leave out classes and "
    "limits, or choose one nation's measure to class its areas otherwise."
)
"""Why nothing puts the nations on one scale, and what to do."""
NO_COMPARISON = (
    "The lowest fifth of one nation may be higher or lower than that of another: nobody can say."
)
_CODES = {NATIONS[letter]: code for letter, code in NATION_CODES.items()}


def scales_here(view: MapView) -> list[Scale]:
    """Return the scales of the nations of which a view looks at areas."""
    here = inside_of(view.geography, view.within)
    return [
        scale
        for scale in scales_of(view.geography)
        if (here & is_in_nation(view.geography, scale.nation)).any()
    ]


def scale_lines(view: MapView) -> list[str]:
    """Return of each nation whose measure, years and limits its colours stand for."""
    lines = []
    for scale in scales_here(view):
        of = "young people" if scale.by_people else "areas"
        lines.append(f"{scale.nation}: {scale.words}. Fifths of {of} end at {scale.limits}.")
    return lines


def nation_sentences(view: MapView, place: Trace) -> list[Sentence]:
    """Return the map in sentences: how many areas of each nation are in its own lowest fifth."""
    scales = scales_here(view)
    said = [_lowest(view, scales, place)] if scales else []
    said += [
        say(
            "{nation}: {measure}; its lowest fifth goes up to {limit}.",
            nation=scale.nation,
            measure=traces.defined(scale.words, f"{scale.measure.id}: measure and period"),
            limit=_limit(view, scale),
        )
        for scale in scales
    ]
    return [*said, *_without(view), *([say(NO_COMPARISON)] if len(scales) > 1 else [])]


def _lowest(view: MapView, scales: list[Scale], place: Trace) -> Sentence:
    parts: dict[str, Trace | str] = {"plural": geography(view.geography).plural}
    clauses = []
    for at, scale in enumerate(scales):
        parts |= {f"low{at}": _count(view, scale, lowest=True), f"nation{at}": scale.nation}
        parts[f"all{at}"] = _count(view, scale, lowest=False)
        what = "" if at else " {plural}"
        clauses.append(f"{{low{at}}} of {{all{at}}}{what} in {{nation{at}}}")
    if view.within:
        parts["place"] = place
        of = "the lowest fifth of {nation0}" if len(scales) == 1 else "its nation's lowest fifth"
        clauses = [clause.partition(" in {nation")[0] for clause in clauses]
        return say(f"In {{place}}, {clauses[0]} are in {of}.", **parts)
    listed = " and ".join(filter(None, [", ".join(clauses[:-1]), clauses[-1]]))
    return say(f"In the lowest fifth of their own nation: {listed}.", **parts)


def _count(view: MapView, scale: Scale, *, lowest: bool) -> Trace:
    codes, level = classes_of_nations(view.geography).of_area, view.geography
    here = inside_of(level, view.within) & is_in_nation(level, scale.nation)
    value = int((here & ((codes == 0) if lowest else (codes < NOT_COVERED))).sum())
    which = "in the lowest fifth by" if lowest else "with"
    how = f"count of {geography(level).plural} of {scale.nation} {which} {scale.measure.id}"
    code = view.within or _CODES[scale.nation]
    return traces.counted(value, traces.datasets_of(scale.measure.id), scale.measure.id, code, how)


def _limit(view: MapView, scale: Scale) -> Trace:
    name, people = scale.measure.id, "young people" if scale.by_people else "areas"
    plural = geography(view.geography).plural
    how = f"value of {name} up to which a fifth of the {people} of {plural} of {scale.nation} lie"
    source, code = traces.datasets_of(name), _CODES[scale.nation]
    return Trace(scale.measure.text(scale.lowest), source, name, code, scale.lowest, how)


def _without(view: MapView) -> list[Sentence]:
    """Return how many areas of nations without a measure have no colour, and why."""
    level, said = view.geography, []
    for nation in dict.fromkeys(area_table(level)["nation"]):
        here = inside_of(level, view.within) & is_in_nation(level, nation)
        if scale_of(level, nation) is not None or not here.any():
            continue
        number, plural = int(here.sum()), geography(level).plural
        code = view.within or _CODES[nation]
        how = f"count of {plural} of {nation}"
        said.append(
            say(
                f"{why_none(level, nation)}: {{count}} {{plural}} {either(number, 'has', 'have')} "
                "no colour.",
                count=traces.counted(number, f"areas_{level}", "area_code", code, how),
                plural=plural if number > 1 else traces.singular(level),
            )
        )
    return said

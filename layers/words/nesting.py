"""Which levels a place holds, in words: why it holds none of one, and what lies in it in part."""

from __future__ import annotations

from collections.abc import Sequence

from geo.areas import area_table, is_larger, levels_of, listed, name_of, nation_of, straddling
from geo.registry import NATIONS, PARENTS, geography
from layers.kinds import can_hold, kinds_at
from layers.style import nations_of
from layers.view import MapView
from layers.words import traces
from layers.words.traces import Sentence, Trace, either, place_in_prose, say, singular


def why_not_held(code: str, level: str) -> str:
    """Return why a place holds no areas of a level, in a sentence; empty where it holds some.

    Parameters
    ----------
    code
        Of an area of any level.
    level
        Of areas.

    Examples
    --------
    >>> why_not_held("E06000009", "dz11")
    'Data zones are of Scotland alone, and Blackpool is in England.'
    >>> why_not_held("E06000009", "region")
    'Regions are larger than local authority districts: none is looked for inside one.'
    """
    if can_hold(code, level):
        return ""
    upper = levels_of(code)[-1]
    name, nation = name_of(upper, code), nation_of(code)
    here, plural = geography(level), geography(level).plural
    if level in levels_of(code):
        return f"{name} is {_article(singular(level))} itself."
    if nation not in here.counts:
        of = listed(tuple(here.counts))
        there = "" if name == nation else f", and {name} is in {nation}"
        return f"{plural[0].upper()}{plural[1:]} are of {of} alone{there}."
    if not is_larger(upper, level):
        if is_larger(level, upper):
            smaller = geography(levels_of(code)[0]).plural
            return (
                f"{plural[0].upper()}{plural[1:]} are larger than {smaller}: none is looked for "
                "inside one."
            )
        return _apart(upper, level)
    # No table says of its areas which patch they are in.
    named = area_table(level).get(PARENTS.get(upper, ""))
    if named is None or not (named != "").any():
        return _apart(upper, level)
    return f"No {singular(level)} lies wholly inside {place_in_prose(name)}."


def _apart(upper: str, level: str) -> str:
    """Return that areas of two levels cross."""
    one, other = geography(upper).plural, geography(level).plural
    return (
        f"{one[0].upper()}{one[1:]} and {other} are drawn one without the other, so none is said "
        "to lie in another."
    )


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def kingdom_sentences(view: MapView) -> list[Sentence]:
    """Return why parts of the United Kingdom are grey on a map that looks at all of it."""
    here, measured = geography(view.geography), nations_of(view)
    if not view.kingdom:
        return []
    said = []
    if len(here.counts) < len(NATIONS):
        plural = f"{here.plural[0].upper()}{here.plural[1:]}"
        of = listed(tuple(here.counts))
        said.append(f"{plural} are of {of} alone: no other nation has areas of that kind.")
    grey = [nation for nation in here.counts if nation not in measured]
    if grey:
        whose = _series(grey)
        said.append(
            f"What this map shows is measured in {_series(measured)} alone: {whose} "
            f"{either(len(grey), 'publishes', 'publish')} measures of "
            f"{either(len(grey), 'its', 'their')} own, on other scales, so "
            f"{either(len(grey), 'its', 'their')} areas are grey."
        )
        said += [
            f"The map “{kind.label}” shows each by its own measure."
            for kind in kinds_at(view.geography)
            if kind.parts_nations
        ]
    return [say(text) for text in said]


def _series(nations: Sequence[str]) -> str:
    """Write nations one after another."""
    *first, last = nations
    return f"{', '.join(first)} and {last}" if first else last


def partly_inside(view: MapView, place: Trace) -> list[Sentence]:
    """Return how many areas lie only partly in the place of a view, and so are not shown.

    Parameters
    ----------
    view
        What is shown.
    place
        The name of its place.
    """
    level = view.geography
    number = straddling(level, view.within) if view.within else 0
    if not number:
        return []
    plural = geography(level).plural
    how = f"count of {plural} that lie only partly in it"
    return [
        say(
            f"{{count}} more {{plural}} {either(number, 'lies', 'lie')} only partly in {{place}} "
            f"and {either(number, 'is', 'are')} not shown.",
            count=traces.counted(number, f"areas_{level}", "area_code", view.within, how),
            plural=singular(level) if number == 1 else plural,
            place=place,
        )
    ]

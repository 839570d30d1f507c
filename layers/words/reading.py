"""A map in words: what it shows, of whom and when, and what it cannot tell."""

from __future__ import annotations

from geo.areas import levels_of, nation_of
from layers.kinds import kind_of
from layers.style import ground_of, nations_of, place_name
from layers.view import MapView, level_of
from layers.words import traces
from layers.words.beyond_words import beyond_sentence, is_beyond
from layers.words.nesting import kingdom_sentences, partly_inside
from layers.words.traces import Sentence, Trace, say


def opening_of(view: MapView) -> str:
    """Return one sentence on what a map shows, of whom and when."""
    return kind_of(view).opening(view)


def reading_of(view: MapView) -> list[str]:
    """Read a map aloud: sentences, the main one first, each figure from the map's own classes."""
    return [sentence.text for sentence in describe_view(view)]


def place_trace(view: MapView) -> Trace:
    """Trace the name of the place that a view looks at."""
    code = view.within or ground_of(view)
    if not code:
        return traces.defined(place_name(view), "nation")
    return traces.named(level_of(code, "nation"), code)


def describe_view(view: MapView) -> list[Sentence]:
    """Read a map aloud as `reading_of` does, each figure with its trace."""
    beyond = [
        beyond_sentence(code)
        for code in (view.within, view.select)
        if is_beyond(code) and nation_of(code) not in nations_of(view)
    ]
    told = kind_of(view).sentences(view, place_trace(view))
    # First what is seen: that an outlined place has no figure, or what there is of the place.
    first = [*_outlined(view), *told[:1]]
    partly = [*partly_inside(view, place_trace(view)), *kingdom_sentences(view)]
    return [*first[:1], *partly, *dict.fromkeys(beyond), *first[1:], *told[1:]]


def _outlined(view: MapView) -> list[Sentence]:
    """Return that a place outlined on a map of other nations has no figure there."""
    if not is_beyond(view.select) or nation_of(view.select) in nations_of(view):
        return []
    if view.within and is_beyond(view.within):
        return []
    return [
        say(
            "{outlined} is outlined and has no figure on this map of {place}.",
            outlined=traces.named(levels_of(view.select)[0], view.select),
            place=place_trace(view),
        )
    ]


def caveat_of(view: MapView) -> str:
    """Return what a map cannot tell."""
    return kind_of(view).caveat(view)

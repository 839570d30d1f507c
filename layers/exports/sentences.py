"""A view in words that can be traced: headline sentences, and the text that stands for the map."""

from __future__ import annotations

from geo.areas import PARTICIPATION, levels_of
from geo.registry import geography
from layers.kinds import kind_of
from layers.profiles import CLAIMED, NOT_CLAIMED, sentences_of_place
from layers.style import period_of, title_of
from layers.view import MapView, is_zone
from layers.words import Sentence, Trace, describe_view, place_trace, say, to_json, traces

__all__ = ["Sentence", "Trace", "alt_text", "sentences_of", "sentences_of_place", "to_json"]


def sentences_of(view: MapView) -> tuple[Sentence, ...]:
    """Return what a view shows: of the map, then of the place that it looks at or outlines.

    Every figure is held by a trace. The last two sentences say what is claimed and what is not.

    Examples
    --------
    >>> sentences_of(MapView(geography="region"))[0].untraced()
    []
    """
    said = [alt_text(view)]
    for code in dict.fromkeys(filter(None, (view.select, view.within))):
        if is_zone(code) or levels_of(code):
            # Beside reach, which is of those, a place's cold spots count the same people.
            said += sentences_of_place(code, kind_of(view).people_column)
    about_rates = PARTICIPATION in kind_of(view).measures(view)
    claims = [CLAIMED] if about_rates or CLAIMED in said else []
    plain = [sentence for sentence in said if sentence not in (CLAIMED, NOT_CLAIMED)]
    return (*dict.fromkeys(plain), *claims, NOT_CLAIMED)


def alt_text(view: MapView) -> Sentence:
    """Describe a map in the words that stand in for it where it cannot be seen."""
    level = geography(view.geography).plural
    head = say(
        "Map of {place} by {level}: {title}, {period}.",
        place=place_trace(view),
        level=level,
        title=traces.defined(title_of(view), "title"),
        period=traces.defined(period_of(view), "period"),
    )
    return traces.joined([head, *describe_view(view)])

"""Two maps of a reach beside each other: at another limit, or without a partner."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geo.errors import BadInputError
from layers.kind_options import change_options, with_options
from layers.kinds import kind_of
from layers.reach.isochrones import sites_of_small_map
from layers.reach.minutes import limit_text, measured
from layers.reach.options import FURTHEST_KM, BesideOptions, ReachOptions, read_beside
from layers.reach.state import (
    TWO_TONES,
    column_of,
    lowered_article,
    people_of,
    provider_names,
    reach_classes_of,
    reach_of,
    whose,
)
from layers.style import REACH as COLOURS
from layers.style import place_name
from layers.view import MapView
from layers.words import where_of

_ALIKE = (*TWO_TONES, "tiers")
"""Ways to see a reach whose classes are the same at every limit."""


def beside(view: MapView, what: str) -> MapView:
    """Return two maps of a reach under one key: of a view, and of another limit or fewer partners.

    Parameters
    ----------
    view
        A map of reach.
    what
        A limit in kilometres, or in minutes where the view counts minutes; or the UKPRN of the
        institution that is left out on the second map.

    Raises
    ------
    BadInputError
        If the view is of another kind, or the two maps would be the same.

    Examples
    --------
    >>> from layers.exports import read_link
    >>> view, _ = read_link("with=reach&providers=10007795&km=10&in=E08000035")
    >>> beside(view, "20").to_query()
    'with=reach&providers=10007795&beside=20&in=E08000035&as=many'
    """
    found = read_beside(what.strip())
    if found is None:
        raise BadInputError(
            f"{what!r} is neither a limit of up to {FURTHEST_KM:g} nor the UKPRN of an institution "
            "in the list. Give a number of kilometres such as 20, or a UKPRN such as 10007795."
        )
    if BesideOptions not in kind_of(view).options:
        raise BadInputError(
            "Two limits stand beside each other on a map of reach alone. Give the link of one, "
            "such as with=reach&km=10."
        )
    show = ReachOptions.of(view).show
    view = change_options(
        replace(view, look="many", at=None), ReachOptions, show=show if show in _ALIKE else "gaps"
    )
    view = with_options(view, BesideOptions(found[1], found[0]))
    if pair_of(view) is None:
        raise BadInputError(
            f"With {what} both maps would be the same, or nobody would be left. Give another limit "
            "than the map's own, or one of several partners."
        )
    return view


def pair_of(view: MapView) -> tuple[MapView, MapView] | None:
    """Return the two maps of a view; None where their classes or they themselves would not do."""
    asked, other = ReachOptions.of(view), BesideOptions.of(view)
    if asked.show not in _ALIKE:
        return None
    first = with_options(replace(view, look="map"), BesideOptions())
    if other.without:
        every = change_options(first, ReachOptions, without="")
        left = set(asked.providers) - {other.without}
        if asked.providers and (not left or other.without not in asked.providers):
            return None
        return every, change_options(first, ReachOptions, without=other.without)
    by = "minutes" if measured(view).minutes else "km"
    own = getattr(measured(view), by)
    if not other.limit or other.limit == own:
        return None
    second = change_options(first, ReachOptions, **{by: other.limit})
    return (first, second) if own < other.limit else (second, first)


def pair_side_by_side(view: MapView) -> list[dict[str, Any]]:
    """Return the two maps of a view as small maps, each with who is out of range.

    Returns
    -------
    many
        As `layers.reach.state.reach_many`, with `head`, a short title for the key, and `sites`,
        those that each map draws; none where there is no pair.
    """
    pair = pair_of(view)
    if pair is None:
        return []
    gone = BesideOptions.of(view).without
    made = []
    for at, one in enumerate(pair):
        classes = reach_classes_of(one).classes
        asked = ReachOptions.of(one)
        colours = COLOURS[asked.show]
        colours = colours[-len(classes) :] if asked.show in TWO_TONES else colours[: len(classes)]
        limit = limit_text(measured(one))
        title, head = f"Within {limit}", limit
        if gone:
            head = ("with", "without")[at]
            title = f"{head.title()} {lowered_article(provider_names((gone,))[0])}"
        made.append(
            {
                "id": f"{asked.show}.{at}",
                "event": {"kind": "reach", "beside": at},
                "title": title,
                "period": f"{out_of_range(one):,} young people out of range",
                "file": column_of(one),
                "colours": list(colours),
                "ends": [classes[0].label, classes[-1].label],
                "head": head,
                "sites": sites_of_small_map(one),
            }
        )
    return made


def out_of_range(view: MapView, *, cold: bool = False) -> int:
    """Count the young people of a view's place who are out of range, or those on its list alone."""
    reach = reach_of(view)
    return people_of(reach, ~reach.in_range & reach.ground.cold if cold else ~reach.in_range)


def pair_opening(view: MapView) -> str:
    """Return whose reach the two maps show, and how far; empty where there is no pair."""
    pair = pair_of(view)
    if pair is None:
        return ""
    limits = dict.fromkeys(limit_text(measured(one)) for one in pair)
    where = where_of(place_name(view))
    return (
        f"{where[0].upper()}{where[1:]}, within {' and within '.join(limits)} of {whose(pair[0])}."
    )


def pair_headline(view: MapView) -> str:
    """Return what differs between the two maps; empty where there is no pair."""
    from layers.reach.words import list_of

    pair = pair_of(view)
    if pair is None:
        return ""
    cold = reach_of(view).tests_cold_spots
    before, after = (out_of_range(one, cold=cold) for one in pair)
    place = where_of(place_name(view))
    inside = place[0].upper() + place[1:]
    who = f" {list_of(view).where}" if cold else ""
    if gone := BesideOptions.of(view).without:
        name = lowered_article(provider_names((gone,))[0])
        if after == before:
            return f"{inside}, no young person{who} depends on {name} to be in range"
        more = after - before
        people = f"{more:,} more young people{who}" if more > 1 else f"one more young person{who}"
        return f"Without {name}, {people} {place} would be out of range"
    near, far = (limit_text(measured(one)) for one in pair)
    if not before:
        return f"{inside}, every young person{who} is within {near} already"
    left = f"{after:,}" if after else "nobody"
    return f"{inside}, {before:,} young people{who} are out of range at {near} and {left} at {far}"

"""What is shown where a question has no answer: the nearest one that has, in the same place.

One part of the question is changed at a time, the one that stands in the way; the place, the
institutions and the visitor's own files stay, unless they are what stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from geo.errors import BusyError, GeoError, NoAnswerError, UnknownAreaError
from geo.reach import LIMITS_KM
from geo.siting import GOALS
from layers.kind_options import change_options, with_options
from layers.kinds import kind_of
from layers.new_sites.options import MOST_ADDED, SitingOptions
from layers.new_sites.words import CANDIDATE_WORDS, DEMAND_WORDS
from layers.reach import ReachOptions
from layers.view import MapView

_MOST_CHANGES = 12
_AMONG = {"candidates": "among", "demand": "for"}

Change = tuple[MapView, str]
"""A view, and in words what of it is other than was asked."""


def nearest_answered(view: MapView, answer: Callable[[MapView], Any]) -> tuple[MapView, list[str]]:
    """Return the nearest view that has an answer.

    Parameters
    ----------
    view
        What is asked.
    answer
        Answers a view, or raises a `GeoError`.

    Returns
    -------
    view, notes
        The view itself and nothing to say, if it has an answer; otherwise another, and in
        sentences why not the first and what is shown.

    Raises
    ------
    BusyError
        If others keep the answer from its turn.
    GeoError
        If nothing near it has an answer either.
    """
    why: list[str] = []
    shown: list[str] = []
    for _ in range(_MOST_CHANGES):
        try:
            answer(view)
        except BusyError:
            raise
        except GeoError as error:
            changed = _changed(view, error)
            if changed is None:
                raise
            view, words = changed
            why.append(str(error))
            shown.append(words)
        else:
            return view, [*why, f"Shown instead: {', '.join(shown)}."] if why else []
    raise NoAnswerError("Nothing near this question has an answer. Ask about another place.")


def _changed(view: MapView, error: GeoError) -> Change | None:
    """Change what stands in the way; None if there is nothing left to change."""
    asked, reach = SitingOptions.of(view), ReachOptions.of(view)
    instead = error.instead if isinstance(error, NoAnswerError) else {}
    if "add" in instead and int(instead["add"]) <= MOST_ADDED:
        return _siting(view, f"the best {instead['add']} sites", add=int(instead["add"]))
    share = int(np.floor(100 * float(instead.get("share", 0)) + 1e-9))
    if share >= 1:
        return _siting(view, f"the fewest sites for {share}%, the most there can be", share=share)
    if "least_share" in instead:
        least = int(np.floor(100 * float(instead["least_share"]) + 1e-9))
        if least < asked.deprived:
            words = f"the best sites with at least {least}% of the most deprived fifth in range"
            return _siting(view, words, deprived=least)
    for part, called in (("candidates", CANDIDATE_WORDS), ("demand", DEMAND_WORDS)):
        if part in instead and instead[part] != getattr(asked, part):
            name = str(instead[part])
            changes: dict[str, Any] = {part: name}
            if part == "candidates":
                changes["picked"] = ()
            return _siting(view, f"{_AMONG[part]} {called[name]}", **changes)
    if instead.get("part_time") == "" and view.part_time:
        return replace(view, part_time=False), "sites with and without part-time courses"
    if instead.get("without") == "" and reach.without:
        return change_options(view, ReachOptions, without=""), "nobody left out"
    limits = kind_of(view).limit_options or ReachOptions
    limit: Any = limits.of(view)
    if limit.minutes and kind_of(view).counts_minutes:
        # A router that is silent, or a question that is too much for it.
        words = f"{limit.km:g} km in a straight line"
        return change_options(view, limits, minutes=0.0, travel=""), words
    if "km" in instead and float(instead["km"]) < reach.km:
        return _limit(view, float(instead["km"]))
    if isinstance(error, UnknownAreaError) and view.within:
        return _england(view)
    return _first(view)


def _first(view: MapView) -> Change | None:
    """Go a step towards the first question of the page, what matters least to a visitor first."""
    asked, first = SitingOptions.of(view), SitingOptions()
    reach = ReachOptions.of(view)
    if reach.km > ReachOptions().km:
        return _limit(view, max(km for km in LIMITS_KM if km < reach.km))
    if asked.goal != first.goal:
        return _siting(view, GOALS[first.goal], goal=first.goal)
    if asked.picked:
        return _siting(view, "no choice by hand", picked=())
    if asked != first:
        return with_options(view, first), "the first question of this page"
    if view.part_time:
        return replace(view, part_time=False), "sites with and without part-time courses"
    if reach != ReachOptions(km=reach.km, show=reach.show):
        everyone = ReachOptions(km=reach.km, show=reach.show)
        return with_options(view, everyone), "everyone who teaches higher education"
    return _england(view) if view.within else None


def _england(view: MapView) -> Change:
    return kind_of(view).settled(replace(view, within="")), "England"


def _siting(view: MapView, words: str, **changes: Any) -> Change:
    return change_options(view, SitingOptions, **changes), words


def _limit(view: MapView, km: float) -> Change:
    return change_options(view, ReachOptions, km=km), f"a limit of {km:g} km"

"""A map of what is taught where, in words: its title, sentences, card and caveat."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import name_of
from geo.arrays import Flags
from geo.provision import subject_name
from geo.reach import DEMAND, Reach
from geo.registry import ENGLAND
from geo.settings import NOT_ONE_PERSON
from layers.provision.options import TaughtOptions
from layers.provision.state import before_of, found_of, nearest_of
from layers.provision.words import NOT_PLACES, selection_words
from layers.reach import in_prose, limit_text, measured, plural_of
from layers.style import place_name
from layers.view import MapView, level_of
from layers.words import (
    LIST_WORDS,
    Sentence,
    Trace,
    counted,
    defined,
    either,
    fitting,
    parts_in,
    say,
    share_text,
    singular,
    where_of,
)

WHO = defined("13 to 17 in 2026", "young_people_now: ages at mid-2020, carried on")
NAMED = 3
"""Providers in range that a card names."""


def taught_title(view: MapView) -> str:
    """Return what the map is called."""
    asked = TaughtOptions.of(view)
    what = subject_name(asked.subject)
    mode = f", {asked.mode}" if asked.mode else ""
    return f"Taught where: {what}{mode}, within {limit_text(measured(view))}"


def taught_opening(view: MapView) -> str:
    """Return in one sentence what the map shows."""
    courses = selection_words(TaughtOptions.of(view).selection)
    return f"How many providers of {courses} each {singular(view.geography)} has in range."


def taught_headline(view: MapView) -> str:
    """Return how many young people have none in range; empty where an area is chosen."""
    if view.select:
        return ""
    found = found_of(view)
    none = _people(found, ~found.in_range)
    if not none:
        return ""
    asked = TaughtOptions.of(view)
    where = where_of(place_name(view))
    start = f"{where[0].upper()}{where[1:]}, {none:,}"
    live = either(none, "young person lives", "young people live")
    what = f"courses in {subject_name(asked.subject)}" if asked.subject else "any courses"
    mode = f"{asked.mode} " if asked.mode else ""
    limit = limit_text(measured(view))
    return fitting(
        f"{start} {live} more than {limit} from {mode}{what}",
        f"{start} {live} over {limit} from {mode}{what}",
    )


def taught_sentences(view: MapView, place: Trace) -> list[Sentence]:
    """Return the map in sentences, each figure with its trace."""
    found = found_of(view)
    everybody = np.ones(len(found.kept), bool)
    people = _people(found, everybody)
    if not people:
        return [say("Nobody lives in {place}.", place=place)]
    near = found.providers_within
    none, one = near == 0, near == 1
    line = "" if measured(view).minutes else " in a straight line"
    limit = defined(f"{limit_text(measured(view))}{line}", "limit of the map")
    who = defined(selection_words(TaughtOptions.of(view).selection), "courses of the map")
    without = _people(found, none)
    alone = _people(found, one)
    only = "{one} have only one" if alone else "none has only one"
    text = "Of the {people} young people in {place}, aged {aged} if nobody had moved, {none} "
    text += f"({{share}}) have no provider of {{who}} within {{limit}}; {only}."
    if not without:
        text = "Each of the {people} young people in {place}, aged {aged} if nobody had moved, has "
        text += f"a provider of {{who}} within {{limit}}; {only}."
    elif without == people:
        text = "None of the {people} young people in {place}, aged {aged} if nobody had moved, has "
        text += "a provider of {who} within {limit}."
    parts = {
        "people": _count(view, people, f"its {plural_of(view)}"),
        "place": place,
        "aged": WHO,
        "none": _count(view, without, f"its {plural_of(view)} with no provider"),
        "share": _share(view, without, people),
        "who": who,
        "limit": limit,
        "one": _count(view, alone, f"its {plural_of(view)} with one provider"),
    }
    said = [say(text, **parts_in(text, parts))]
    cold = found.ground.cold
    if found.tests_cold_spots and _people(found, cold):
        said.append(_cold(view, found, cold & none))
    if not (sites_nations(found) & {found.ground.nation}):
        nation = defined(found.ground.nation, "nation of the place")
        said.append(say("No such course is listed at a site in {nation}.", nation=nation))
    if TaughtOptions.of(view).closed:
        said.append(_closed(view, found))
    return [*said, say(NOT_PLACES)]


def _cold(view: MapView, found: Reach, none: Flags) -> Sentence:
    """Return how many of those who live in cold spots have none in range."""
    named, without = LIST_WORDS[found.ground.definition], _people(found, none)
    people = _count(view, _people(found, found.ground.cold), f"its {named.formula}")
    if not without:
        return say(f"Each of the {{cold}} {named.where} has one in range.", cold=people)
    return say(
        f"Of the {{cold}} {named.where}, {{none}} have none in range.",
        cold=people,
        none=_count(view, without, f"its {named.formula} with none"),
    )


def sites_nations(found: Reach) -> set[str]:
    """Return the nations in which the courses of a map are listed at a site."""
    return set(tables.load("sites", ["nation"])["nation"].reindex(found.sites.index))


def _closed(view: MapView, found: Reach) -> Sentence:
    before = before_of(view)
    lost = before.in_range & ~found.in_range
    further = found.costs.nearest_cost - before.costs.nearest_cost
    moved = (further > 1e-9) & found.kept
    people = found.ground.people()
    whom = float(people[moved].sum())
    apart = float(people[moved] @ further[moved] / whom) if whom else 0.0
    without = _people(found, lost)
    text = "Without what is taken away, {lost} more have none in range, "
    if not without:
        text = "Without what is taken away, nobody loses the last one in range, "
    text += (
        "and the nearest is further for {moved}, by {apart} on average."
        if whom
        else "and nobody's nearest is further."
    )
    parts = {
        "lost": _count(view, without, f"its {plural_of(view)} that lose their only one"),
        "moved": _count(view, _people(found, moved), f"its {plural_of(view)} whose nearest moves"),
        "apart": Trace(
            nearest_of(view).text(apart),
            _bases(view),
            nearest_of(view).id,
            view.within or ENGLAND,
            apart,
            f"mean of how much further over its {plural_of(view)} whose nearest moves, by {DEMAND}",
        ),
    }
    return say(text, **parts_in(text, parts))


def taught_lines(view: MapView, code: str) -> list[str]:
    """Return what the card of an area says: how many in range, the nearest and how far."""
    found = found_of(view)
    index = found.ground.areas.index
    if code not in index:
        name = name_of(level_of(code, view.geography), code)
        return [f"{name} is not in {found.ground.nation}, of which this is shown."]
    at = int(index.get_indexer(pd.Index([code]))[0])
    names = [in_prose(name) for name in found.provider_names_at(at)]
    limit = limit_text(measured(view))
    said = [
        f"No provider within {limit}."
        if not names
        else f"{len(names):,} {either(len(names), 'provider', 'providers')} within {limit}: "
        f"{', '.join(names[:NAMED])}"
        + (f" and {len(names) - NAMED:,} more." if len(names) > NAMED else ".")
    ]
    if found.costs.nearest[at] < 0:
        said.append("No way to a provider is known.")
    else:
        nearest = found.site_names[int(found.costs.nearest[at])]
        said.append(f"Nearest: {nearest}, {nearest_of(view).text(found.costs.nearest_cost[at])}.")
    people = int(found.ground.people()[at])
    word = either(people, "person", "people")
    said.append(f"{people:,} young {word}, aged 13 to 17 in 2026 if nobody had moved.")
    if found.tests_cold_spots and found.ground.cold[at]:
        where = LIST_WORDS[found.ground.definition].where
        said.append(f"{where[0].upper()}{where[1:]}.")
    return said


def taught_caveat(view: MapView) -> str:
    """Return what the map cannot tell."""
    points = (
        " Points are of those who entered, by the published band of the median entrant; courses "
        "without published points are left out."
        if TaughtOptions.of(view).selection.has_points
        else ""
    )
    return (
        f"The list is Discover Uni's of October 2025; which courses are taught at a "
        f"distance is not in it.{points} {_way(view)} Young people are those aged 7 to 11 at "
        f"mid-2020, who are 13 to 17 in 2026 if nobody had moved. {NOT_ONE_PERSON}"
    )


def _way(view: MapView) -> str:
    """Return what tells how far it is."""
    if not measured(view).minutes:
        return "Distance is a straight line from where an area's people live."
    told = found_of(view).costs.provenance
    ways = " Ways: © OpenStreetMap contributors, ODbL." if measured(view).travel else ""
    return f"{told[0].upper()}{told[1:]}.{ways}"


def _people(found: Reach, flags: Flags) -> int:
    return int(found.ground.people()[found.kept & flags].sum())


def _count(view: MapView, value: int, which: str) -> Trace:
    how = f"sum of {DEMAND} over {which} within the limit"
    return counted(value, _bases(view), DEMAND, view.within or ENGLAND, how)


def _share(view: MapView, part: int, whole: int) -> Trace:
    how = (
        f"sum of {DEMAND} over its {plural_of(view)} with no provider within the limit, by the "
        "sum over all of them"
    )
    share = part / whole
    return Trace(share_text(share), _bases(view), DEMAND, view.within or ENGLAND, share, how)


def _bases(view: MapView) -> str:
    level = view.geography
    return f"courses+sites+centroids_{level}+people_{level}"

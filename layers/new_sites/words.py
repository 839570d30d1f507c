"""New sites in words: what was asked, what was found, how good that is known to be."""

from __future__ import annotations

from geo.areas import COUNTED, listed
from geo.reach import DEMAND
from geo.registry import ENGLAND, geography
from geo.settings import NOT_ONE_PERSON, SCHOOLS_OPEN_ON
from geo.siting import CANDIDATES, LISTS, WHOSE_AGE
from geo.travel import KM
from layers.new_sites.options import UPLOADED, SitingOptions
from layers.new_sites.state import Located, demand_of, person_unit, siting_of
from layers.reach import (
    distance_words,
    limit_text,
    measured,
    plural_of,
    reach_of,
    whose,
)
from layers.view import MapView
from layers.words import (
    LIST_WORDS,
    Sentence,
    Trace,
    counted,
    defined,
    either,
    say,
    singular,
    which_list,
)

DEMAND_WORDS = {
    "likely": "young people in the likely lowest fifth",
    "cold": "young people in tested cold spots",
    "all": "young people",
    UPLOADED: "people of your own list",
}
CANDIDATE_WORDS = {**CANDIDATES, UPLOADED: "sites of your own list"}


def siting_title(view: MapView) -> str:
    """Return what a map of new sites is called."""
    asked = SitingOptions.of(view)
    among = CANDIDATE_WORDS[asked.candidates]
    if asked.candidates == "msoa":
        # In Scotland these are of other areas.
        among = siting_of(view).where
    if asked.goal == "cover":
        return f"Fewest of the {among} that bring {asked.share}% into range"
    there = len(siting_of(view).sites)
    if not there:
        return f"None of the {among} would bring anyone else into range"
    best = f"The best {there}" if there > 1 else "The best one"
    added = "" if there >= asked.add else f" ({asked.add} asked for, no other adds anyone)"
    return f"{best} of the {among} for new sites{added}"


def siting_opening(view: MapView) -> str:
    """Return in one sentence what a map of new sites shows, of whom and when."""
    return (
        f"Where new sites, added to those of {whose(view)}, would bring most "
        f"{DEMAND_WORDS[demand_of(view)]} within {limit_text(measured(view))}, "
        f"by {singular(view.geography)}."
    )


def siting_caveat(view: MapView) -> str:
    """Return what a map of new sites cannot tell."""
    return (
        f"{distance_words(view)} Young people are {WHOSE_AGE}. "
        "Best is for this demand, these candidates and this limit. Schools are "
        f"those open on {SCHOOLS_OPEN_ON}; none has been asked, and rooms, staff, buses and cost "
        f"are not considered. {NOT_ONE_PERSON}"
    )


def describe_new_sites(view: MapView, place: Trace) -> list[Sentence]:
    """Read a map of new sites aloud; each figure with its trace."""
    found, asked = siting_of(view), SitingOptions.of(view)
    answer = found.answer
    if asked.goal == "cover" and not len(found.sites):
        return [_met(view, found, place), *_list(view)]
    if not len(found.sites):
        text = "No {candidates} in {place} would bring anyone else within {limit}."
        return [say(text, candidates=_called(view, found), place=place, limit=_limit(view))]
    kind = _called(view, found)
    bring = either(len(found.sites), "brings", "bring")
    said = [
        say(
            f"{{sites}} of {{candidates}} {{kind}} in {{place}} {bring} {{gained}} more {{whom}} "
            "within {limit}: "
            "{covered} of {total} ({share}) instead of {already}.",
            sites=_count(view, len(found.sites), "count of the chosen sites"),
            candidates=_count(view, found.candidates, f"count of its {kind}"),
            kind=kind,
            place=place,
            gained=_people(view, answer.covered - answer.already, "near new sites alone"),
            whom=DEMAND_WORDS[demand_of(view)],
            limit=_limit(view),
            covered=_people(view, answer.covered, "near a site or a new one"),
            total=_people(view, answer.total, "all"),
            share=_near_share(view, answer.covered / answer.total, "near a site or a new one"),
            already=_people(view, answer.already, "near a site"),
        ),
        *_beyond(view, found),
        proof_of(view, found),
        *_list(view),
    ]
    if found.picked is not None:
        said.append(_picked(view, found))
    what = "distance" if found.unit == KM else "a journey time"
    return [*said, say(f"In range is {what}: nobody was met, and no school was asked.")]


def _list(view: MapView) -> list[Sentence]:
    """Return which list of cold spots is served, and what it answers; nothing of all people."""
    demand = demand_of(view)
    return [which_list(LISTS[demand])] if demand in LISTS else []


def _called(view: MapView, found: Located) -> str:
    """Return what the candidates are called."""
    own = SitingOptions.of(view).candidates == UPLOADED
    return CANDIDATE_WORDS[UPLOADED] if own else found.where


def _beyond(view: MapView, found: Located) -> list[Sentence]:
    """Return who of those to serve lives beyond the border; nothing where nobody is counted."""
    if not found.beyond:
        return []
    parts: dict[str, Trace | str] = {"limit": _limit(view)}
    told = []
    far = f"{reach_of(view).costs.limit:g} {reach_of(view).costs.unit}"
    for at, (nation, people, near) in enumerate(found.beyond):
        plural = geography(COUNTED[nation]).plural
        areas = f"{plural} of {nation} beyond it within {far} of one of its candidates"
        source = f"sites+centroids_{COUNTED[nation]}+people_{COUNTED[nation]}"
        for name, value, how in (
            ("people", people, areas),
            ("near", near, f"{areas} and within {far} of a site or of a chosen one"),
        ):
            parts[f"{name}{at}"] = counted(
                round(value), source, DEMAND, view.within or ENGLAND, f"sum of {DEMAND} over {how}"
            )
        told.append(f"{{near{at}}} of {{people{at}}} in {nation}")
    return [
        say(
            "Counted in both figures are young people outside it who live within {limit} of a "
            f"candidate, for a site serves whoever lives near it: {listed(told)} are in range.",
            **parts,
        )
    ]


def _met(view: MapView, found: Located, place: Trace) -> Sentence:
    """Return the sentence that existing sites already meet the share asked for."""
    answer, share = found.answer, SitingOptions.of(view).share
    return say(
        "No new site is needed in {place}: {already} of {total} {whom} ({now}) live within {limit} "
        "of a teaching site already, so the {asked} asked for are met.",
        place=place,
        already=_people(view, answer.already, "near a site"),
        total=_people(view, answer.total, "all"),
        whom=DEMAND_WORDS[demand_of(view)],
        now=_near_share(view, answer.already / answer.total, "near a site"),
        limit=_limit(view),
        asked=defined(f"{share}%", "share asked for"),
    )


def proof_of(view: MapView, found: Located) -> Sentence:
    """Return how good an answer is known to be: proven, or with its bound and gap."""
    answer = found.answer
    if answer.status == "optimal":
        return say("Proven best for this demand, these candidates and this limit.")
    ways = "person-metres" if found.unit == KM else person_unit(found)
    unit = {"coverage": "in range", "cover": "sites", "median": ways}[answer.goal]
    got = _objective(view, "chosen")
    return say(
        "Best found in the time: {got} {unit}; no choice can be better than {bound} (gap {gap}).",
        got=_solved(view, answer.objective, got),
        unit=unit,
        bound=_solved(view, answer.bound, f"bound of the solver on the {got}"),
        gap=_share(view, answer.gap, f"distance from the bound to the {got}, by the larger", 2),
    )


def _picked(view: MapView, found: Located) -> Sentence:
    assert found.picked is not None
    one = len(found.picked_sites) == 1
    return say(
        "The {sites} site picked by hand comes to {share} of the best found."
        if one
        else "The {sites} sites picked by hand come to {share} of the best found.",
        sites=_count(view, len(found.picked_sites), "count of the picked sites"),
        share=_share(view, found.picked.share, _by_best(view), digits=1),
    )


def _objective(view: MapView, which: str) -> str:
    """Return in the words of a formula what a goal counts with the chosen or the picked sites."""
    goal = SitingOptions.of(view).goal
    if goal == "cover":
        return f"count of the {which} sites"
    costs = reach_of(view).costs
    far, whom = f"{costs.limit:g} {costs.unit}", _whom(view)
    if goal == "median":
        near = f"to the nearest site or {which} one within {far}"
        return f"sum of {DEMAND} x {'m' if costs.unit == KM else costs.unit} {near} over {whom}"
    return f"sum of {DEMAND} over {whom} within {far} of a site or of a {which} one"


def _by_best(view: MapView) -> str:
    """Return in the words of a formula what share a picked set comes to."""
    picked, best = (_objective(view, which) for which in ("picked", "chosen"))
    # Fewer metres are better.
    over, under = (best, picked) if SitingOptions.of(view).goal == "median" else (picked, best)
    return f"{over}, by {under}"


def _limit(view: MapView) -> Trace:
    how = measured(view)
    return defined(
        limit_text(how) if how.minutes else f"{how.km:g} km in a straight line", "limit of the map"
    )


_NEAR = {
    "all": "",
    "near a site": " within {limit} of a site",
    "near a site or a new one": " within {limit} of a site or of a chosen one",
    "near new sites alone": " within {limit} of a chosen site and of no other",
}


def _formula(view: MapView, how: str) -> str:
    """Return in the words of a formula whom a figure counts."""
    costs = reach_of(view).costs
    limit = f"{costs.limit:g} {costs.unit}"
    return f"sum of {DEMAND} over {_whom(view)}{_NEAR[how].format(limit=limit)}"


def _whom(view: MapView) -> str:
    names = {
        "likely": "its likely lowest fifth",
        "cold": "its cold spots",
        "all": f"its {plural_of(view)}",
    }
    whom = names.get(demand_of(view), "the list that was given")
    if siting_of(view).beyond:
        costs = reach_of(view).costs
        whom += f" and those beyond it within {costs.limit:g} {costs.unit} of one of its candidates"
    return whom


def _bases(view: MapView) -> str:
    """Name the bundled tables behind a figure of new sites, `+` between."""
    level, demand = view.geography, demand_of(view)
    listed_in = f"+{LIST_WORDS[LISTS[demand]].file}_{level}" if demand in LISTS else ""
    return f"sites+centroids_{level}+people_{level}{listed_in}"


def _people(view: MapView, value: float, how: str) -> Trace:
    return counted(round(value), _bases(view), DEMAND, view.within or ENGLAND, _formula(view, how))


def _near_share(view: MapView, value: float, how: str) -> Trace:
    return _share(view, value, f"{_formula(view, how)}, by the sum over all of them")


def _solved(view: MapView, value: float, how: str) -> Trace:
    return counted(round(value), _bases(view), DEMAND, view.within or ENGLAND, how)


def _count(view: MapView, value: int, how: str) -> Trace:
    return counted(value, _bases(view), "site", view.within or ENGLAND, how)


def _share(view: MapView, value: float, how: str, digits: int = 0) -> Trace:
    return Trace(f"{value:.{digits}%}", _bases(view), DEMAND, view.within or ENGLAND, value, how)

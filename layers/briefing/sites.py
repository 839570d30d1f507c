"""Next sites of a place: the best one, two and three, proven or with their bound."""

from __future__ import annotations

from typing import Any

from geo.coldspots import LIKELY
from geo.errors import NoAnswerError
from geo.reach import DEMAND, load_ground
from geo.settings import SCHOOLS_OPEN_ON
from geo.siting import FoundSites, Solution, build_case, find_sites
from layers.briefing.who import limit_of
from layers.new_sites import CANDIDATE_WORDS, DEMAND_WORDS
from layers.papers import Block, PaperFacts
from layers.profiles import WIDE, ProfileRow, ProfileTable, figure_cell
from layers.words import (
    AS_IT_STANDS,
    LIST_WORDS,
    Sentence,
    Trace,
    and_list,
    counted,
    defined,
    either,
    say,
)

MOST_ADDED = 3
"""New sites of a briefing at most."""
SECONDS = 20.0
"""How long a proof may take."""
_CANDIDATES, _DEMAND = "schools", "likely"
_ENGLAND_ALONE = (
    "No next sites are looked for: the list of where few go on, by the spatial model, and the "
    "register of schools are those of England."
)
_TOO_WIDE = (
    "No next sites are looked for: the place is too wide for a briefing. That of a patch or an "
    "authority within it has them."
)
_ZONE = "No next sites are looked for within a zone. The briefing of its authority has them."
_CAVEAT = (
    "Candidates are schools and colleges within the place, of those open on {day}. None has been "
    "asked, and rooms, staff, buses and cost are not considered; in range is a straight line. "
    "Another choice may do as well."
)


def next_blocks(facts: PaperFacts) -> tuple[Block, ...]:
    """Look for the best one to three sites, and say how good they are known to be."""
    subject, reach = facts.subject, facts.whose.reach
    if subject.nation != "England":
        return (Block("", (Sentence(_ENGLAND_ALONE),)),)
    if subject.is_zone or subject.level in WIDE:
        return (Block("", (Sentence(_ZONE if subject.is_zone else _TOO_WIDE),)),)
    cold = load_ground(reach.ground.root, subject.nation, LIKELY).cold & subject.here
    people = reach.ground.people()
    every, already = float(people[cold].sum()), float(people[cold & reach.in_range].sum())
    if not every:
        text = f"No next sites are looked for: none of its {DEMAND_WORDS['all']} live "
        return (Block("", (Sentence(f"{text}{LIST_WORDS[LIKELY].where}."),)),)
    if already == every:
        return (
            Block(
                "",
                (
                    say(
                        "No new site would add anyone: all {every} of its {whom} live within "
                        "{limit} of a site already.",
                        every=_people(facts, every, ""),
                        whom=DEMAND_WORDS[_DEMAND],
                        limit=limit_of(facts),
                    ),
                ),
            ),
        )
    try:
        case = build_case(
            _CANDIDATES, _DEMAND, max_km=reach.costs.limit, there=reach.sites, within=subject.code
        )
    except NoAnswerError:
        return (Block("", (Sentence("No school or college that could be a site stands in it."),)),)
    found = find_sites(case, min(MOST_ADDED, len(case.candidates)), seconds=SECONDS)
    return (_answer(facts, found),)


def _answer(facts: PaperFacts, found: FoundSites) -> Block:
    kind, limit = CANDIDATE_WORDS[_CANDIDATES], limit_of(facts)
    candidates = counted(
        len(found.case.candidates), "schools", "urn", facts.subject.code, f"count of its {kind}"
    )
    caveat = say(_CAVEAT, day=defined(SCHOOLS_OPEN_ON, "SCHOOLS_OPEN_ON"))
    steps = _steps(found)
    if not steps:
        none = say(
            "No new site would add anyone: none of {candidates} {kind} in it stands within {limit} "
            "of any of its {whom} who are not in range.",
            candidates=candidates,
            kind=kind,
            limit=limit,
            whom=DEMAND_WORDS[_DEMAND],
        )
        return Block("", (none, _proof(facts, found.answer), caveat))
    best = steps[-1][1]
    added = best.covered - best.already
    said = say(
        f"{{sites}} of {{candidates}} {{kind}} {either(len(best.chosen), 'brings', 'bring')} "
        "{gained} more of its {whom} within {limit} of a site: {covered} of {total} instead of "
        "{already}.",
        sites=_chosen(facts, best),
        candidates=candidates,
        kind=kind,
        gained=_people(facts, added, " within {limit} of a chosen site and of no other"),
        whom=DEMAND_WORDS[_DEMAND],
        limit=limit,
        covered=_people(facts, best.covered, " within {limit} of a site or of a chosen one"),
        total=_people(facts, best.total, ""),
        already=_people(facts, best.already, " within {limit} of a site"),
    )
    more = [said, _proof(facts, best)]
    if len(best.chosen) < MOST_ADDED:
        more.append(Sentence("No further site would add anyone."))
    return Block("", (*more, caveat), tables=(_table(facts, found, steps),))


def _steps(found: FoundSites) -> list[tuple[int, Solution]]:
    """Return the best answers by number of sites, as far as another site adds anyone."""
    kept: list[tuple[int, Solution]] = []
    for _, step in found.steps():
        if len(step.chosen) > (kept[-1][0] if kept else 0):
            kept.append((len(step.chosen), step))
    return kept


def _table(facts: PaperFacts, found: FoundSites, steps: list[tuple[int, Solution]]) -> ProfileTable:
    rows = []
    for _, step in steps:
        added = " within {limit} of a chosen site and of no other"
        held: list[Any] = found.case.candidates.iloc[list(step.chosen)].to_dict("records")
        names = and_list([f"{one['name']} ({one['town']})" for one in held])
        named = Trace(names, "schools", "name, town", facts.subject.code, names, AS_IT_STANDS)
        rows.append(
            ProfileRow(
                (
                    figure_cell(named),
                    figure_cell(_chosen(facts, step)),
                    figure_cell(_people(facts, step.covered - step.already, added)),
                    figure_cell(
                        _people(
                            facts, step.covered, " within {limit} of a site or of a chosen one"
                        )
                    ),
                    Sentence("yes" if step.status == "optimal" else "no"),
                )
            )
        )  # fmt: skip
    headings = ("Sites", "How many", "Adds", "In range", "Proven best")
    return ProfileTable("Best choices", headings, tuple(rows))


def _proof(facts: PaperFacts, answer: Solution) -> Sentence:
    """Return in a sentence whether an answer is proven best, or how far off it may be."""
    if answer.status == "optimal":
        return Sentence("Proven best for these candidates, these young people and this limit.")
    return say(
        "Best found in the time: no choice can have more than {bound} in range.",
        bound=_people(facts, answer.bound, ": bound of the solver"),
    )


def _chosen(facts: PaperFacts, answer: Solution) -> Trace:
    how = "count of the chosen sites"
    return counted(len(answer.chosen), _bases(), "site", facts.subject.code, how)


def _bases() -> str:
    return f"sites+schools+centroids_lsoa21+people_lsoa21+{LIST_WORDS[LIKELY].file}_lsoa21"


def _people(facts: PaperFacts, value: float, how: str) -> Trace:
    formula = f"sum of {DEMAND} over its {LIST_WORDS[LIKELY].formula}"
    formula += how.replace("{limit}", limit_of(facts).figure)
    return counted(round(value), _bases(), DEMAND, facts.subject.code, formula)

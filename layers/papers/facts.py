"""What a paper rests on: a place's profile, its figures over the years and the schools near it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.coldspots import LIKELY, TESTED
from geo.errors import BadInputError
from geo.reach import DEMAND, covered, load_ground
from layers.papers.model import Block
from layers.papers.schools import SchoolsNear, schools_near
from layers.profiles import (
    Part,
    Profile,
    ProfileRow,
    ProfileTable,
    Subject,
    Whose,
    profile_of,
    reach_of_all,
)
from layers.stories import change_of, facts_of_place, figure_rows
from layers.words import LIST_WORDS, Sentence, Trace, counted, defined, either, say, singular

_NO_CHANGE = "No earlier year of its own figures compares, so no change is stated of this place."


@dataclass(frozen=True, eq=False)
class PaperFacts:
    """Everything that a paper may state of a place."""

    subject: Subject
    profile: Profile
    whose: Whose
    figures: ProfileTable | None
    """Its figures with their intervals; None of a place that no stories are written of."""
    change: Sentence
    near: SchoolsNear | None

    def part(self, name: str) -> Part | None:
        """Return a section of the profile; None where it has none."""
        return next((one for one in self.profile.parts if one.id == name), None)


def facts_for(code: str, whose: Whose | None = None) -> PaperFacts:
    """Gather what a paper rests on.

    Raises
    ------
    UnknownAreaError, BadInputError
        If there is no such place, or it has no profile.
    """
    whose = whose or Whose(reach_of_all())
    subject, profile = profile_of(code, whose)
    table, change = None, Sentence("")
    try:
        story = facts_of_place(code)
    except BadInputError:
        # A place too small for a story has its rate and interval in its profile.
        story = None
    if story is not None:
        rows = tuple(
            ProfileRow((row.label, row.figure, row.interval, row.period))
            for row in figure_rows(story)
        )
        headings = ("Measure", "Figure", "95% interval", "Period")
        table = ProfileTable("Figures and intervals", headings, rows, words=4) if rows else None
        change = change_of(story.main) if story.main is not None else change
    if not change.text:
        change = Sentence(_NO_CHANGE)
    near = schools_near(subject)
    return PaperFacts(subject, profile, whose.in_nation(subject.nation), table, change, near)


_NO_PREFERENCE = Sentence(
    "What the figures say of each is set out here. None is preferred: what it would cost, who "
    "would do it and what it would change are not in the data."
)


def options_blocks(facts: PaperFacts) -> tuple[Block, Block]:
    """State what the figures say of four options, preferring none, and leave room for others."""
    found = [_as_now(facts), _through_schools(facts), _in_neighbourhoods(facts), _nearer(facts)]
    points = tuple(one for one in found if one.text)
    none = say("For {name} the figures say nothing of any option.", name=facts.subject.name)
    told = _NO_PREFERENCE if points else none
    return Block("", (told,), points), Block("Other options", blanks=2)


def _as_now(facts: PaperFacts) -> Sentence:
    """Return who has somewhere to learn within range today."""
    counts = _counts(facts)
    if counts is None:
        return Sentence("")
    young, within = counts
    limit, how = _limit(facts), f"sum of {DEMAND} over its {facts.subject.small}"
    return say(
        f"Going on as now: {{within}} of {_whose_young(facts, '{young} ')} live within {{limit}} "
        "of {what}.",
        within=_people(facts, within, f"{how} within {limit.figure} of a site"),
        young=_people(facts, young, how, f"people_{facts.subject.basis.small}"),
        limit=limit,
        what=facts.whose.words,
    )


def _whose_young(facts: PaperFacts, count: str = "") -> str:
    """Name whose young people are counted: of a constituency those of whole small areas."""
    if facts.subject.level != "pcon24":
        return f"its {count}young people"
    return f"the {count}young people of the {facts.subject.small} that fit it best"


def _through_schools(facts: PaperFacts) -> Sentence:
    near = facts.near
    if near is None or not near.rows:
        return Sentence("")
    what = either(len(near.rows), "school or college stands", "schools and colleges stand")
    return say(
        f"Working with schools and colleges: {{count}} {what} within {{limit}} of where its people "
        "live.",
        count=near.count(facts.subject),
        limit=near.limit,
    )


def _in_neighbourhoods(facts: PaperFacts) -> Sentence:
    """Return how many neighbourhoods a list of cold spots holds, and who lives there."""
    subject = facts.subject
    ground = facts.whose.reach.ground
    definition = LIKELY if subject.nation == "England" and not subject.is_zone else TESTED
    if subject.nation not in ("England", "Scotland") or not subject.is_counted:
        return Sentence("")
    flags = load_ground(ground.root, subject.nation, definition).cold & subject.here
    count, young = int(flags.sum()), int(ground.people()[flags].sum())
    if not count:
        return Sentence("")
    listed, small = LIST_WORDS[definition], subject.basis.small
    how = f"its {listed.formula}"
    which = either(count, f"neighbourhood of it is {listed.where}", f"of its {subject.small} are "
                   f"{listed.where}")  # fmt: skip
    if small != "lsoa21":
        which = either(count, f"{singular(small)} of it is {listed.where}",
                       f"of its {subject.small} are {listed.where}")  # fmt: skip
    return say(
        f"Working in some neighbourhoods alone: {{count}} {which}, where {{young}} of its young "
        f"people {either(young, 'lives', 'live')}.",
        count=counted(
            count, f"{listed.file}_{small}", "cold_spot", subject.code, f"count of {how}"
        ),
        young=_people(
            facts, young, f"sum of {DEMAND} over {how}", f"{listed.file}_{small}+people_{small}"
        ),
    )


def _nearer(facts: PaperFacts) -> Sentence:
    """Return who lives beyond the limit."""
    counts = _counts(facts)
    if counts is None:
        return Sentence("")
    young, within = counts
    limit = _limit(facts)
    if within == young:
        return say(
            f"Somewhere to learn that is nearer: none of {_whose_young(facts)} lives farther than "
            "{limit} from {what}.",
            limit=limit,
            what=facts.whose.words,
        )
    beyond = young - within
    how = f"sum of {DEMAND} over its {facts.subject.small} not within {limit.figure} of a site"
    return say(
        f"Somewhere to learn that is nearer: {{beyond}} of {_whose_young(facts)} "
        f"{either(beyond, 'lives', 'live')} farther than {{limit}} from {{what}}.",
        beyond=_people(facts, beyond, how),
        limit=limit,
        what=facts.whose.words,
    )


def _counts(facts: PaperFacts) -> tuple[int, int] | None:
    """Count the young people of a place, and those in range; None where nobody is counted."""
    subject, reach = facts.subject, facts.whose.reach
    if not subject.is_counted:
        return None
    here = np.asarray(subject.here)
    found = covered(reach.ground.people()[here], reach.in_range[here])
    return int(found["people"]), int(found["people_in_range"])


def _limit(facts: PaperFacts) -> Trace:
    costs = facts.whose.reach.costs
    return defined(f"{costs.limit:g} {costs.unit}", "limit of what is in range")


def _people(facts: PaperFacts, count: int, how: str, source: str = "") -> Trace:
    subject = facts.subject
    return counted(
        count, source or f"people_{subject.basis.small}+sites", DEMAND, subject.code, how
    )

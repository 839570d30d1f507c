"""A briefing composed: sections of the profile, with sites, schools, next sites and what if."""

from __future__ import annotations

from geo.errors import BadInputError, NoAnswerError
from geo.outreach import Overlap, Overview, schools_in
from layers.briefing.change import change_block
from layers.briefing.sites import next_blocks
from layers.briefing.who import institution_blocks, place_block
from layers.briefing.work import schools_block, work_block
from layers.papers import (
    FORMS,
    Block,
    Paper,
    PaperFacts,
    checked_name,
    facts_for,
    front_of,
    map_block,
    paper_of,
    part_block,
    rates_block,
    schooled_block,
    section_of,
    summary_block,
    with_sources,
)
from layers.profiles import PAPERS, WIDE, Whose, made_line
from layers.what_if import WhatIfAsked
from layers.words import say

BRIEFING = PAPERS[2]
BRIEFING_FORMS = {**FORMS, BRIEFING: "Briefing: need, work, schools and next sites in one"}
"""Forms of a paper with the briefing, and what they are called."""
_OWN = "Prepared by"


def in_form(
    form: str,
    code: str,
    whose: Whose | None = None,
    by: str = "",
    overlap: Overlap | None = None,
    change: WhatIfAsked | None = None,
) -> Paper:
    """Compose a paper in any form.

    Parameters
    ----------
    form
        A key of `BRIEFING_FORMS`.
    code, whose, by, overlap, change
        As in `briefing_of`; the other forms take neither records nor a change.

    Raises
    ------
    UnknownAreaError, BadInputError
        As in `briefing_of` and `layers.papers.paper_of`.
    """
    if form not in BRIEFING_FORMS:
        forms = " or ".join([", ".join([*FORMS]), BRIEFING])
        raise BadInputError(f"No paper has the form {form[:40]!r}. Choose {forms}.")
    if form == BRIEFING:
        return briefing_of(code, whose, by, overlap, change)
    return paper_of(code, form, whose, by)


def briefing_of(
    code: str,
    whose: Whose | None = None,
    by: str = "",
    overlap: Overlap | None = None,
    change: WhatIfAsked | None = None,
) -> Paper:
    """Compose the briefing of a place or patch.

    Parameters
    ----------
    code
        Of an area of any level that has a profile, of a zone, or of a patch.
    whose
        Whose sites and activity file it speaks of; every place that teaches unless given.
    by
        Whose briefing it is, as it is to stand in it.
    overlap
        Who works with which school (`geo.outreach.merge`); None where nothing is known.
    change
        What would come and go (`change_asked`); left out unless given.

    Raises
    ------
    UnknownAreaError
        If there is no such place.
    BadInputError, NoAnswerError
        If it has no profile, or a change cannot be made.

    Examples
    --------
    >>> made = briefing_of("E07000138,E07000142")
    >>> [section.title for section in made.sections][:3]
    ['Summary', 'Who we are', 'Where the need is']
    """
    by = checked_name(by)
    facts = facts_for(code, whose)
    subject, profile = facts.subject, facts.profile
    found = _schools(facts, overlap)
    sections = [
        section_of("summary", "Summary", summary_block(facts)),
        section_of("who", "Who we are", *institution_blocks(facts), place_block(facts)),
        section_of(
            "need", "Where the need is", rates_block(facts), map_block(facts),
            part_block(facts, "cold"), part_block(facts, "deprivation"), schooled_block(facts),
        ),
        section_of(
            "work", "Who is within range, who is worked with and who is not",
            part_block(facts, "range", ""), work_block(facts, found, overlap),
        ),
        section_of("schools", "Schools and colleges", schools_block(facts, found)),
        section_of("next", "Next sites", *next_blocks(facts)),
    ]  # fmt: skip
    if change is not None and not change.change.is_none:
        sections.append(section_of("what-if", "What if", change_block(facts, change)))
    limits = Block("", (), profile.limits)
    sections.append(section_of("limits", "What we cannot know", limits))
    first = Paper(
        form=BRIEFING,
        code=subject.code,
        title=say("Briefing: young people and higher education in {name}", name=subject.name),
        name=profile.name,
        kind=profile.kind,
        by=by,
        front=front_of(("Prepared for", "Date", _OWN, "Contact"), _OWN, by),
        map=profile.map,
        sections=tuple(sections),
        made=made_line(),
    )
    return with_sources(first, "Sources", subject.nation)


def _schools(facts: PaperFacts, overlap: Overlap | None) -> Overview | None:
    """Find the schools that stand in the place; None where none do or none can be listed."""
    subject = facts.subject
    if subject.nation != "England" or subject.level in WIDE:
        return None
    try:
        return Overview(schools_in(subject.code), overlap)
    except NoAnswerError:
        return None

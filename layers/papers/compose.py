"""A paper composed: what is known in the order of its form, and what its author has to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from geo.errors import BadInputError
from layers.papers.blocks import (
    change_block,
    map_block,
    part_block,
    rates_block,
    schooled_block,
    section_of,
    summary_block,
    with_sources,
)
from layers.papers.facts import PaperFacts, facts_for, options_blocks
from layers.papers.model import TO_FILL, Block, FrontLine, Paper, Section
from layers.papers.schools import schools_block
from layers.profiles import PAPERS, Whose, made_line
from layers.words import Sentence, Trace, say

COUNCIL, ACCESS = PAPERS[:2]
FORMS = {COUNCIL: "Paper to a council committee", ACCESS: "Access plan: where outreach could go"}
"""Forms of a paper, and what they are called."""
MOST_BY = 80
"""Letters of the name of whose paper it is."""
_RECOMMENDED, _POINTS = 5, 3
_BLANK = Sentence(TO_FILL)


def paper_of(code: str, form: str = COUNCIL, whose: Whose | None = None, by: str = "") -> Paper:
    """Compose a paper on an area or a zone of cold spots.

    Recommendations, and what the paper means for money, law and equality, are left blank: they are
    for its author to write.

    Parameters
    ----------
    code
        Of an area of any level that has a profile, or of a zone.
    form
        `council`, or `access-plan` of places in England.
    whose
        Whose reach it speaks of; every place that teaches unless given.
    by
        Whose paper it is, as it is to stand in it.

    Raises
    ------
    UnknownAreaError
        If there is no such place.
    BadInputError
        If there is no such form, or it has none of this place.

    Examples
    --------
    >>> paper_of("E06000009").title.text
    'Young people going on to higher education in Blackpool'
    """
    check_form(form)
    by = checked_name(by)
    return _composed(facts_for(code, whose), form, by)


def check_form(form: str) -> None:
    """Refuse a form that there is not.

    Raises
    ------
    BadInputError
        With the forms that there are.
    """
    if form not in FORMS:
        raise BadInputError(f"No paper has the form {form[:40]!r}. Choose {' or '.join(FORMS)}.")


def checked_name(by: str) -> str:
    """Return the name of whose paper it is, on one line.

    Raises
    ------
    BadInputError
        If it is too long.
    """
    kept = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in by)
    kept = " ".join(kept.split())
    if len(kept) > MOST_BY:
        raise BadInputError(
            f"The name of whose paper it is has {len(kept)} letters; {MOST_BY} is the most."
        )
    return kept


def front_of(labels: Sequence[str], own: str, by: str) -> tuple[FrontLine, ...]:
    """Return the head of a paper: the line of whose it is filled where that is known.

    Parameters
    ----------
    labels
        Of the lines, in their order.
    own
        Label of the line of whose paper it is.
    by
        From `checked_name`; empty where nobody is named.
    """
    whose = Sentence(by, (Trace(by, "", "name of whose paper it is", "", by, "as it was given"),))
    return tuple(FrontLine(one, whose if by and one == own else _BLANK) for one in labels)


def _composed(facts: PaperFacts, form: str, by: str) -> Paper:
    subject, profile = facts.subject, facts.profile
    if form == ACCESS and subject.nation != "England":
        raise BadInputError(
            f"An access and participation plan is of a provider in England, and {subject.code} "
            f"lies in {subject.nation}. Choose --form council."
        )
    text = (
        "Young people going on to higher education in {name}"
        if form == COUNCIL
        else "Where our outreach could go: what is known of {name}"
    )
    sections = _council(facts) if form == COUNCIL else _access(facts)
    labels = ("Report to", "Date of meeting", "Report of", "Contact")
    if form == ACCESS:
        labels = ("Provider", "Date", "Author", "Contact")
    own = "Report of" if form == COUNCIL else "Provider"
    first = Paper(
        form=form,
        code=subject.code,
        title=say(text, name=subject.name),
        name=profile.name,
        kind=profile.kind,
        by=by,
        front=front_of(labels, own, by),
        map=profile.map,
        sections=sections,
        made=made_line(),
    )
    title = "Background papers" if form == COUNCIL else "Sources"
    return with_sources(first, title, subject.nation)


def _left_blank(name: str, title: str, lines: int, said: str = "") -> Section:
    return section_of(name, title, Block("", (Sentence(said),) if said else (), blanks=lines))


def _council(facts: PaperFacts) -> tuple[Section, ...]:
    return (
        section_of("summary", "Summary", summary_block(facts)),
        section_of(
            "need", "The need", rates_block(facts), change_block(facts), map_block(facts),
            part_block(facts, "cold"), part_block(facts, "deprivation"), schooled_block(facts),
            part_block(facts, "similar"),
        ),
        section_of("schools", "Schools and colleges", schools_block(facts.subject, facts.near)),
        section_of("range", "Who is within range", part_block(facts, "range", ""),
                 part_block(facts, "providers")),
        section_of("options", "Options considered", *options_blocks(facts)),
        _left_blank("recommendations", "Recommendations", _RECOMMENDED,
                    "That the committee:"),
        _left_blank("financial", "Financial implications", 1),
        _left_blank("legal", "Legal implications", 1),
        _left_blank("equality", "Equality implications", 1),
        section_of("limits", "What the data cannot tell", Block("", (), facts.profile.limits)),
    )  # fmt: skip


_NOT_HELD = (
    "Application success rates",
    "Insufficient academic support",
    "Insufficient personal support",
    "Mental health",
    "Ongoing impacts of coronavirus",
    "Capacity issues",
    "Progression from higher education",
)
"""Risks of the register of the Office for Students that no figure here speaks of."""
_ORDERED = Sentence(
    "The facts stand in the order of the Office for Students' register of risks to equality of "
    "opportunity. A figure of a place does not show that a risk occurs there: whether it does is "
    "for the author to judge."
)


def _access(facts: PaperFacts) -> tuple[Section, ...]:
    poverty = _poverty(facts)
    risks = tuple(Sentence(one) for one in _NOT_HELD)
    return (
        section_of("summary", "Summary", summary_block(facts), Block("", (_ORDERED,))),
        section_of("knowledge", "Risk: knowledge and skills", schooled_block(facts, ""),
                 change_block(facts)),
        section_of(
            "guidance", "Risk: information and guidance, perception of higher education",
            rates_block(facts), map_block(facts), part_block(facts, "cold"),
            part_block(facts, "similar"),
            schools_block(facts.subject, facts.near, "Schools and colleges"),
        ),
        section_of(
            "choice", "Risk: limited choice of course type and delivery mode",
            part_block(facts, "range"), part_block(facts, "providers"),
        ),
        section_of("cost", "Risk: cost pressures", poverty, part_block(facts, "deprivation")),
        section_of(
            "not-held", "Risks of which no figure is held",
            Block("", (Sentence("Nothing in the data speaks of these:"),), risks),
        ),
        section_of("options", "Where outreach could go: what the figures say",
                 *options_blocks(facts)),
        _left_blank("recommendations", "Where our outreach should go", _RECOMMENDED),
        _left_blank("strategy", "Intervention strategy and targets", _POINTS),
        _left_blank("evaluation", "Evaluation", 1),
        section_of("limits", "What the data cannot tell", Block("", (), facts.profile.limits)),
    )  # fmt: skip


def _poverty(facts: PaperFacts) -> Block:
    """Return the children in families of low income, where the place has a figure."""
    rows = facts.figures.rows if facts.figures is not None else ()
    kept = tuple(row for row in rows if re.search("(?i)poverty|low.income", row.cells[0].text))
    if not kept or facts.figures is None:
        return Block()
    return Block("Children in families of low income", tables=(replace(facts.figures, title="",
                 rows=kept),))  # fmt: skip

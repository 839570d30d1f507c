"""A paper composed: what is known in the order of its form, and what its author has to write."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from geo.errors import BadInputError
from layers.papers.facts import PaperFacts, facts_for, options_blocks
from layers.papers.model import TO_FILL, Block, FrontLine, Paper, Section
from layers.papers.schools import schools_block
from layers.profiles import PAPERS, ProfileTable, Whose, licence_lines, made_line, source_lines
from layers.words import Sentence, Trace, say

COUNCIL, ACCESS = PAPERS
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
    whose = Sentence(by, (Trace(by, "", "name of whose paper it is", "", by, "as it was given"),))
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
        front=tuple(FrontLine(one, whose if by and one == own else _BLANK) for one in labels),
        map=profile.map,
        sections=sections,
        made=made_line(),
    )
    held, drawn = first.traces(), profile.map.view.geography
    background = Section(
        "sources",
        "Background papers" if form == COUNCIL else "Sources",
        (
            Block("", (), source_lines(held, drawn, subject.nation)),
            Block("Licences", licence_lines(held, drawn)),
        ),
    )
    return replace(first, sections=(*sections, background))


def _part(facts: PaperFacts, name: str, title: str | None = None) -> Block:
    """Return a section of the profile as a block, charts in words."""
    part = facts.part(name)
    if part is None:
        return Block()
    charts = tuple(chart.described for chart in part.charts)
    tables = tuple(map(_undrawn, part.tables))
    return Block(part.title if title is None else title, (*part.said, *charts), tables=tables)


_OF_MARKS = ("The line marks England; a bar spans each interval.", ", marked by the line")
"""Words of notes on marks that a paper does not draw."""


def _undrawn(table: ProfileTable) -> ProfileTable:
    """Leave the drawn column of a table out, and what its note says of that."""
    text = "" if table.note is None else table.note.text
    for words in _OF_MARKS:
        text = text.replace(words, "").strip()
    note = Sentence(text, table.note.traces) if text and table.note is not None else None
    return replace(table, scale=None, note=note)


def _summary(facts: PaperFacts) -> Block:
    points = tuple(_joined(one.figure, one.words) for one in facts.profile.facts)
    return Block("", facts.profile.lead, points)


def _joined(figure: Sentence, words: Sentence) -> Sentence:
    return Sentence(f"{figure.text} {words.text}.", (*figure.traces, *words.traces))


def _rates(facts: PaperFacts) -> Block:
    block = _part(facts, "participation", "Who goes on")
    tables = (facts.figures,) if facts.figures is not None else ()
    return replace(block, title="Who goes on", tables=(*tables, *block.tables))


def _change(facts: PaperFacts) -> Block:
    """Return how the figures have changed, and the figures of the years in words."""
    part = facts.part("attainment")
    charts = tuple(chart.described for chart in part.charts) if part is not None else ()
    return Block("Change", (facts.change, *charts))


def _schooled(facts: PaperFacts, title: str | None = None) -> Block:
    part = facts.part("attainment")
    return Block() if part is None else Block(
        part.title if title is None else title, part.said, tables=tuple(map(_undrawn, part.tables))
    )  # fmt: skip


def _map(facts: PaperFacts) -> Block:
    return Block(facts.profile.map.title.text, facts.profile.map.notes, has_map=True)


def _section(name: str, title: str, *blocks: Block) -> Section:
    return Section(name, title, tuple(one for one in blocks if not one.is_empty))


def _left_blank(name: str, title: str, lines: int, said: str = "") -> Section:
    return _section(name, title, Block("", (Sentence(said),) if said else (), blanks=lines))


def _council(facts: PaperFacts) -> tuple[Section, ...]:
    return (
        _section("summary", "Summary", _summary(facts)),
        _section(
            "need", "The need", _rates(facts), _change(facts), _map(facts),
            _part(facts, "cold"), _part(facts, "deprivation"), _schooled(facts),
            _part(facts, "similar"),
        ),
        _section("schools", "Schools and colleges", schools_block(facts.subject, facts.near)),
        _section("range", "Who is within range", _part(facts, "range", ""),
                 _part(facts, "providers")),
        _section("options", "Options considered", *options_blocks(facts)),
        _left_blank("recommendations", "Recommendations", _RECOMMENDED,
                    "That the committee:"),
        _left_blank("financial", "Financial implications", 1),
        _left_blank("legal", "Legal implications", 1),
        _left_blank("equality", "Equality implications", 1),
        _section("limits", "What the data cannot tell", Block("", (), facts.profile.limits)),
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
        _section("summary", "Summary", _summary(facts), Block("", (_ORDERED,))),
        _section("knowledge", "Risk: knowledge and skills", _schooled(facts, ""),
                 _change(facts)),
        _section(
            "guidance", "Risk: information and guidance, perception of higher education",
            _rates(facts), _map(facts), _part(facts, "cold"), _part(facts, "similar"),
            schools_block(facts.subject, facts.near, "Schools and colleges"),
        ),
        _section(
            "choice", "Risk: limited choice of course type and delivery mode",
            _part(facts, "range"), _part(facts, "providers"),
        ),
        _section("cost", "Risk: cost pressures", poverty, _part(facts, "deprivation")),
        _section(
            "not-held", "Risks of which no figure is held",
            Block("", (Sentence("Nothing in the data speaks of these:"),), risks),
        ),
        _section("options", "Where outreach could go: what the figures say",
                 *options_blocks(facts)),
        _left_blank("recommendations", "Where our outreach should go", _RECOMMENDED),
        _left_blank("strategy", "Intervention strategy and targets", _POINTS),
        _left_blank("evaluation", "Evaluation", 1),
        _section("limits", "What the data cannot tell", Block("", (), facts.profile.limits)),
    )  # fmt: skip


def _poverty(facts: PaperFacts) -> Block:
    """Return the children in families of low income, where the place has a figure."""
    rows = facts.figures.rows if facts.figures is not None else ()
    kept = tuple(row for row in rows if re.search("(?i)poverty|low.income", row.cells[0].text))
    if not kept or facts.figures is None:
        return Block()
    return Block("Children in families of low income", tables=(replace(facts.figures, title="",
                 rows=kept),))  # fmt: skip

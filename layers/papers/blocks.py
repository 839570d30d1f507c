"""Blocks that several forms of paper share, made of the parts of a profile."""

from __future__ import annotations

from dataclasses import replace

from layers.papers.facts import PaperFacts
from layers.papers.model import Block, Paper, Section
from layers.profiles import ProfileTable, licence_lines, source_lines
from layers.words import Sentence


def part_block(facts: PaperFacts, name: str, title: str | None = None) -> Block:
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


def summary_block(facts: PaperFacts) -> Block:
    """Return the lead of a profile with its large figures as points."""
    points = tuple(_joined(one.figure, one.words) for one in facts.profile.facts)
    return Block("", facts.profile.lead, points)


def _joined(figure: Sentence, words: Sentence) -> Sentence:
    return Sentence(f"{figure.text} {words.text}.", (*figure.traces, *words.traces))


def rates_block(facts: PaperFacts) -> Block:
    """Return who goes on: sentences, and figures with their intervals."""
    block = part_block(facts, "participation", "Who goes on")
    tables = (facts.figures,) if facts.figures is not None else ()
    return replace(block, title="Who goes on", tables=(*tables, *block.tables))


def change_block(facts: PaperFacts) -> Block:
    """Return how the figures have changed, and the figures of the years in words."""
    part = facts.part("attainment")
    charts = tuple(chart.described for chart in part.charts) if part is not None else ()
    return Block("Change", (facts.change, *charts))


def schooled_block(facts: PaperFacts, title: str | None = None) -> Block:
    """Return what is known of attainment at school; nothing where nothing is."""
    part = facts.part("attainment")
    return Block() if part is None else Block(
        part.title if title is None else title, part.said, tables=tuple(map(_undrawn, part.tables))
    )  # fmt: skip


def map_block(facts: PaperFacts) -> Block:
    """Return the map of a profile with its notes."""
    return Block(facts.profile.map.title.text, facts.profile.map.notes, has_map=True)


def section_of(name: str, title: str, *blocks: Block) -> Section:
    """Make a section of the blocks that hold anything."""
    return Section(name, title, tuple(one for one in blocks if not one.is_empty))


def with_sources(paper: Paper, title: str, nation: str) -> Paper:
    """Return a paper with its last section: the files behind its figures, and their licences."""
    held = paper.traces()
    drawn = "lsoa21" if paper.map is None else paper.map.view.geography
    background = Section(
        "sources",
        title,
        (
            Block("", (), source_lines(held, drawn, nation)),
            Block("Licences", licence_lines(held, drawn)),
        ),
    )
    return replace(paper, sections=(*paper.sections, background))

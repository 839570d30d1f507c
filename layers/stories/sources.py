"""Whose figures a story rests on, of when, and what they cannot say."""

from __future__ import annotations

import re

from geo.places import motorway_sources
from geo.registry import DATASETS, Dataset, geography, indicator
from geo.tables import tables
from layers.stories.facts import StoryFacts
from layers.stories.model import StoryChart, StoryMap
from layers.words import Sentence, Trace, defined

_FIGURES = re.compile(r"[\d.,]*\d")


def datasets_behind(
    traces: list[Trace], charts: tuple[StoryChart, ...], drawn: StoryMap
) -> list[Dataset]:
    """List the publishers' files behind a story, its charts and its map, in registry order."""
    known = {entry.id for entry in DATASETS}
    names: set[str] = {f"boundaries_{geography(drawn.view.geography).drawn_with}"}
    for trace in traces:
        for name in filter(None, trace.dataset.split("+")):
            names |= {name} if name in known else set()
            names |= set(tables()[name].sources) if _counts(name) else set()
    measures = [chart.view.measure for chart in charts] + [drawn.view.indicator]
    names |= {name for measure in measures for name in indicator(measure).datasets}
    # Its map draws the motorways that the user has.
    return [*(entry for entry in DATASETS if entry.id in names), *motorway_sources()]


def _counts(table: str) -> bool:
    """Test whether a bundled table counts people: its sources are those of the count."""
    return table in tables() and table.startswith("people_")


def source_lines(found: list[Dataset]) -> tuple[Sentence, ...]:
    """Name the files with their periods, one line a publisher."""
    lines: dict[str, list[str]] = {}
    for entry in found:
        titles = lines.setdefault(entry.publisher.name, [])
        title = entry.title if entry.period in entry.title else f"{entry.title} ({entry.period})"
        titles += [title] if title not in titles else []
    return tuple(
        held_by_itself(f"{publisher}: {'; '.join(titles)}.", "source")
        for publisher, titles in lines.items()
    )


def licence_lines(found: list[Dataset]) -> tuple[Sentence, ...]:
    """Return the lines that publishers ask to stand beside their data."""
    kept = dict.fromkeys(line for entry in found for line in entry.attribution_lines)
    return tuple(held_by_itself(f"{line.rstrip('.')}.", "licence") for line in kept)


def held_by_itself(text: str, field: str) -> Sentence:
    """Hold the figures of a fixed text by a trace of the text itself."""
    return Sentence(text, (defined(text, field),) if _FIGURES.search(text) else ())


_NOT_WHY = Sentence(
    "They do not say why it is so. They say nothing about any one person, school or college."
)
_BY_MEASURE = {
    "he19_rate": (
        "Entry by 19 is of pupils at state-funded schools, by where the school is and not by where "
        "they live. It counts higher education of every kind, at universities and colleges."
    ),
    "he19_fsm_rate": (
        "Free school meals stand for low income, but not every poor family claims them."
    ),
    "tundra_rate": (
        "The share in higher education at 18 or 19 is of pupils who took their GCSEs from 2010 to "
        "2014: it does not say how things are now. Pupils of special and independent schools are "
        "left out."
    ),
    "simd20_university": (
        "The Scottish figures are of one year, as in the index of 2020. They count everybody of "
        "that age who lives there, students who moved in among them."
    ),
    "ni_leavers_he": (
        "School leavers go to universities elsewhere too; the figures do not say where."
    ),
    "nimdm17_he_enrolled": (
        "The share who have enrolled is what remains of the published share who have not, and was "
        "published in 2017."
    ),
    "child_poverty_rate": (
        "Child poverty is measured before housing costs, so places with high rents look better "
        "than they are."
    ),
}
_CHOSEN = (
    "A patch is what its owner chose: with other borders its share would be another. "
    "Neighbourhoods without a published share are left out of it."
)
_COLD = "A cold spot is a test of chance: an area that is not marked may be cold too."


def limits_of(facts: StoryFacts) -> tuple[Sentence, ...]:
    """Return what the figures of a story cannot say."""
    told = [one for one in (facts.main, facts.free_meals, facts.older) if one is not None]
    told += [facts.county] if facts.county is not None else []
    names = [one.measure for one in told]
    names += ["child_poverty_rate"] if "child_poverty_rate" in facts.context else []
    if facts.subject.is_zone:
        names.append("tundra_rate" if facts.nation == "England" else "simd20_university")
    kept = [_BY_MEASURE[name] for name in dict.fromkeys(names) if name in _BY_MEASURE]
    kept += [_CHOSEN] if facts.subject.is_patch else []
    small = facts.small
    kept += [_COLD] if small is not None and small.cold is not None else []
    return (_NOT_WHY, *(held_by_itself(text, "limit") for text in kept))

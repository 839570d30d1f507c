"""A story composed: headline, standfirst, body, bullets, charts, map, limits and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from geo.compare import Finding
from geo.registry import indicator, read_patch
from layers.profiles import made_line
from layers.stories import england, nations, zones
from layers.stories.context import cold, context_lines, deprived, poverty, young
from layers.stories.facts import StoryFacts, facts_of_place
from layers.stories.figures import (
    Parts,
    against,
    bare,
    change_of,
    ends_of,
    label_of,
    no_interval,
    rate_beside,
    rate_of,
    year_of,
)
from layers.stories.model import FigureRow, Story
from layers.stories.picked import Line, paragraphs_of
from layers.stories.pictured import charts_of, map_of
from layers.stories.sources import datasets_behind, licence_lines, limits_of, source_lines
from layers.words import (
    INTERVAL,
    Fact,
    Sentence,
    defined,
    facts_of,
    headline_of,
    other_of,
    say,
)

BULLETS = 3


def story_of(code: str) -> Story:
    """Compose the story of an area or of a zone of cold spots.

    Parameters
    ----------
    code
        Of a district, county or unitary authority, constituency, combined authority, region or
        nation, of a zone, or of a patch in England.

    Raises
    ------
    UnknownAreaError
        If there is no such place.
    BadInputError
        If no stories are written of its level.
    """
    return compose(facts_of_place(code))


def compose(facts: StoryFacts) -> Story:
    """Compose a story from what is known of a place."""
    subject = facts.subject
    told = _teller(facts)
    charts, drawn = charts_of(facts), map_of(facts)
    first = Story(
        code=subject.code,
        name=Sentence(subject.name.figure, (subject.name,)),
        kind=subject.kind,
        headline=headline(facts),
        standfirst=told.standfirst(facts),
        body=paragraphs_of([*told.lines(facts), *_around(facts)]),
        bullets=bullets(facts),
        charts=charts,
        map=drawn,
        figures=tuple(figure_rows(facts)),
        limits=limits_of(facts),
        sources=(),
        licences=(),
        made=made_line(),
    )
    found = datasets_behind(first.traces(), charts, drawn)
    return replace(first, sources=source_lines(found), licences=licence_lines(found))


@dataclass(frozen=True)
class _Teller:
    """Who writes the sentences of a story."""

    standfirst: Callable[[StoryFacts], Sentence]
    lines: Callable[[StoryFacts], Iterator[Line]]


def _teller(facts: StoryFacts) -> _Teller:
    if facts.subject.is_zone:
        return _Teller(zones.standfirst, zones.lines)
    own = facts.nation == "England"
    return (
        _Teller(england.standfirst, england.lines)
        if own
        else _Teller(nations.standfirst, nations.lines)
    )


def _around(facts: StoryFacts) -> Iterator[Line]:
    if not facts.subject.is_zone:
        yield from context_lines(facts)


def headline(facts: StoryFacts) -> Sentence:
    """Return the headline: the best news of the freshest measure, else what there is."""
    if facts.subject.is_zone:
        return zones.headline(facts)
    main = facts.main or nations.lead(facts)
    if main is None:
        return Sentence(facts.subject.name.figure, (facts.subject.name,))
    several = facts.subject.is_patch and not read_patch(facts.subject.code).name
    if facts.main is None or several:
        # A list of places is no subject of a verb.
        return headline_of(Fact("figure", main))
    return headline_of(facts_of(main, facts.gap)[0])


def bullets(facts: StoryFacts) -> tuple[Sentence, ...]:
    """Return three facts in a line each, the main figure with its interval first."""
    return tuple([one for one in _bullets(facts) if one.text][:BULLETS])


def _bullets(facts: StoryFacts) -> Iterator[Sentence]:
    if facts.subject.is_zone:
        yield from zones.bullets(facts)
        return
    main = facts.main
    if main is not None:
        yield _rate_bullet(main)
        if facts.nation == "England":
            yield change_of(main) if main.change is not None else _against_bullet(main)
            yield _gap_bullet(facts)
    yield from _context_bullets(facts)


def _context_bullets(facts: StoryFacts) -> Iterator[Sentence]:
    code, small = facts.subject.code, facts.small
    if small is not None:
        yield cold(small, code)
        yield (
            deprived(small, code, facts.nation) if facts.subject.level != "nation" else Sentence("")
        )
    yield poverty(facts)
    yield nations.not_participating(facts)
    yield nations.qualified(facts)
    yield young(facts)
    if facts.nation != "England":
        yield from (Sentence(nations.ACROSS), nations.none_published(facts))


def _rate_bullet(main: Finding) -> Sentence:
    words = _BULLETS[main.measure]
    parts: Parts = {"rate": rate_of(main), "period": year_of(main.measure)}
    for key, text in (("age", "19"), ("ages", nations.AGES.get(main.measure, "18 or 19"))):
        if f"{{{key}}}" in words:
            parts[key] = defined(text, f"{main.measure}: age")
    if main.measure == "tundra_rate":
        parts = {"rate": parts["rate"], **england.GCSE_YEARS}
    if main.why_no_interval:
        return say(f"{words} (no interval: {no_interval(main)}).", **parts)
    return say(f"{words} ({{level}} interval {{low}} to {{high}}).", **parts, **ends_of(main),
               level=INTERVAL)  # fmt: skip


_BULLETS = {
    "he19_rate": "{rate} of pupils entered higher education by {age} in {period}",
    "tundra_rate": "{rate} of those who took GCSEs from {first} to {last} went on",
    "simd20_university": "{rate} of people aged {ages} entered university in a year",
    "ni_leavers_he": "{rate} of {period} entered higher education",
    "nimdm17_he_enrolled": "{rate} of people aged {ages} had enrolled in higher education",
}


def _against_bullet(main: Finding) -> Sentence:
    said = against(main)
    return Sentence(said.text.replace("That ", "The rate ", 1), said.traces)


def _gap_bullet(facts: StoryFacts) -> Sentence:
    gap, nation = facts.gap, facts.gap.nation if facts.gap is not None else None
    if gap is None or gap.why_no_interval:
        return Sentence("")
    ends = {end: bare(trace) for end, trace in ends_of(gap).items()}
    parts: Parts = {"gap": rate_of(gap), **ends, "level": INTERVAL}
    text = (
        "Pupils on free school meals are {gap} behind the others ({level} interval {low} to {high}"
    )
    if nation is None:
        return say(f"{text}).", **parts)
    parts |= {"nation": other_of(nation), "theirs": bare(rate_beside(gap, nation))}
    return say(f"{text}; {{nation}}: {{theirs}}).", **parts)


def figure_rows(facts: StoryFacts) -> Iterator[FigureRow]:
    """Yield the figures of a story with their intervals, or why there is none."""
    told = [facts.main, facts.free_meals, facts.others, facts.gap, facts.older, facts.county]
    told += [facts.context.get(name) for name in sorted(facts.context)]
    for one in told:
        if one is not None:
            yield _row(one, facts)
    if facts.subject.is_zone:
        yield from zones.figure_rows(facts)


def _row(one: Finding, facts: StoryFacts) -> FigureRow:
    entry, own = indicator(one.measure), one.place.code == facts.subject.code
    plain = label_of(entry.id)
    name = plain if own else f"{plain}, {one.place.name}"
    label = Sentence(name, (defined(name, f"{entry.id}: label"),))
    figure = Sentence(rate_of(one).figure, (rate_of(one),))
    if one.why_no_interval:
        interval = Sentence(f"none: {no_interval(one)}")
    else:
        ends = ends_of(one)
        interval = say("{low} to {high}", low=bare(ends["low"]), high=ends["high"])
    period = defined(entry.period, f"{entry.id}: period")
    return FigureRow(label, figure, interval, Sentence(period.figure, (period,)))

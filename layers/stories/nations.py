"""The sentences of a story from Scotland, Wales or Northern Ireland.

Nobody publishes how many people the figures of larger places are of, so nothing is tested there and
no place is set against another. No figure of another nation stands in these stories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geo.compare import Finding
from layers.stories.england import untested, where
from layers.stories.facts import StoryFacts
from layers.stories.figures import (
    Parts,
    before_of,
    first_year_of,
    rate_beside,
    rate_of,
    year_of,
)
from layers.stories.picked import Line
from layers.words import Sentence, Trace, datasets_of, defined, named, place_in_prose, say

AGES = {"simd20_university": "17 to 21", "nimdm17_he_enrolled": "18 to 21"}


def lead(facts: StoryFacts) -> Finding | None:
    """Return the finding that a story begins with where no figure of who goes on is published."""
    for name in ("child_poverty_rate", "census21_level4"):
        if name in facts.context:
            return facts.context[name]
    return None


_STARTS_FROM = (
    "No figure here says how many of its young people go on to higher education; these say what "
    "they start from."
)


def standfirst(facts: StoryFacts) -> Sentence:
    """Return the sentence below the headline."""
    main = facts.main
    if main is None:
        return Sentence(_STARTS_FROM)
    return _filled(_STANDFIRSTS[main.measure], main)


def lines(facts: StoryFacts) -> Iterator[Line]:
    """Yield the sentences of the body, each with its paragraph and how much it matters."""
    main = facts.main
    if main is not None:
        yield Line(1, 0, _filled(_FIRST[main.measure], main))
        yield Line(1, 1, _whole(main))
        yield Line(1, 0, untested(main))
        yield Line(1, 1, Sentence(_CAVEATS[main.measure]))
    else:
        yield Line(1, 0, none_published(facts))
        yield Line(1, 1, Sentence(_WHY_NOT[facts.nation]))
    yield Line(2, 1, not_participating(facts))
    yield Line(2, 1, qualified(facts))
    yield Line(2, 2, _poverty(facts))
    if "child_poverty_rate" in facts.context:
        yield Line(2, 6, _LOW_INCOME)
    yield Line(5, 5, Sentence(ACROSS))
    yield Line(5, 6, Sentence(_ASKED))


_STANDFIRSTS = {
    "simd20_university": (
        "Of people aged {ages} who lived {where}, {rate} entered university in a single year, by "
        "figures published in {published}."
    ),
    "ni_leavers_he": (
        "Of young people living {where} who left school in {year}, {rate} entered higher education."
    ),
    "nimdm17_he_enrolled": (
        "Of people aged {ages} who lived {where}, {rate} had enrolled in higher education, by "
        "figures published in {published}."
    ),
}
_FIRST = {
    "simd20_university": (
        "By the Scottish Index of Multiple Deprivation {published}, {rate} of people aged {ages} "
        "{where} entered university in one year."
    ),
    "ni_leavers_he": (
        "Of school leavers of {year} whose home was {where}, {rate} went on to higher education."
    ),
    "nimdm17_he_enrolled": (
        "By the Northern Ireland Multiple Deprivation Measure {published}, {rate} of people aged "
        "{ages} {where} had enrolled in higher education."
    ),
}
_CAVEATS = {
    "simd20_university": (
        "The measure counts five year groups in one year, so it is about a fifth of the share of "
        "a year group that ever goes."
    ),
    "ni_leavers_he": (
        "The figure goes by where leavers live, not by where they went to school, and covers "
        "grant-aided schools."
    ),
    "nimdm17_he_enrolled": (
        "The figure is put together from smaller areas by where their people live, and is several "
        "years old."
    ),
}
_WHY_NOT = {
    "Scotland": "It is published of smaller areas.",
    "Wales": (
        "No such measure by neighbourhood is published for Wales, so nothing here says how many "
        "go on."
    ),
    "Northern Ireland": "The figures that there are come by district and by constituency.",
}
ACROSS = (
    "The four nations of the United Kingdom measure who goes on in ways of their own, so a figure "
    "from here cannot be held against one from elsewhere."
)
_LOW_INCOME = say(
    "A family's income is low where it is less than {share} of the middle income of that year.",
    share=defined("60%", "child_poverty_rate: definition", datasets_of("child_poverty_rate")),
)
_ASKED = (
    "What young people there want, and what stands in their way, is not in these figures: it has "
    "to be asked."
)


def none_published(facts: StoryFacts) -> Sentence:
    """Return that no share of who goes on is held of a place."""
    subject = facts.subject
    name = replace(subject.name, figure=place_in_prose(str(subject.name.value)))
    return say(
        "The data behind this story hold no figure of how many young people from {place} go on to "
        "higher education.",
        place=name,
    )


def _filled(template: str, main: Finding) -> Sentence:
    held, source = where(main), datasets_of(main.measure)
    parts: Parts = {"rate": rate_of(main), "where": held, **_ages(main.measure)}
    if main.measure in _PUBLISHED:
        year = _PUBLISHED[main.measure]
        parts["published"] = defined(year, f"{main.measure}: year of the index", source)
    parts["year"] = defined("2024/25", f"{main.measure}: period", source)
    used = {key: part for key, part in parts.items() if f"{{{key}}}" in template}
    return say(template, **used)


_PUBLISHED = {"simd20_university": "2020", "nimdm17_he_enrolled": "2017"}


def _ages(measure: str) -> dict[str, Trace]:
    text = AGES.get(measure)
    if text is None:
        return {}
    return {"ages": defined(text, f"{measure}: ages", datasets_of(measure))}


def _whole(main: Finding) -> Sentence:
    """Return the nation's own figure, set against nothing."""
    nation = main.nation
    if nation is None:
        return Sentence("")
    return say(
        "The figure for {nation} as a whole is {theirs}.",
        nation=named(nation.level, nation.code),
        theirs=rate_beside(main, nation),
    )


def not_participating(facts: StoryFacts) -> Sentence:
    """Return how many are in neither education nor work, where the place has a figure."""
    found = facts.context.get("simd20not_participating")
    if found is None:
        return Sentence("")
    return say(
        "Of people aged {ages} there, {rate} were not in education, work or training ({period}).",
        ages=defined("16 to 19", "simd20not_participating: ages", datasets_of(found.measure)),
        rate=rate_of(found),
        period=year_of(found.measure),
    )


def qualified(facts: StoryFacts) -> Sentence:
    """Return how many adults have a degree or the like, where the Census says so."""
    found = facts.context.get("census21_level4")
    if found is None:
        return Sentence("")
    return say(
        "At the Census of {year}, {rate} of people aged {age} and over had a degree or another "
        "qualification of that level. That says who lives there, not who grew up there.",
        year=defined("2021", "census21_level4: year", datasets_of(found.measure)),
        rate=rate_of(found),
        age=defined("16", "census21_level4: age", datasets_of(found.measure)),
    )


def _poverty(facts: StoryFacts) -> Sentence:
    """Return child poverty of the first and the last year, not compared: nobody can test it."""
    found = facts.context.get("child_poverty_rate")
    if found is None or found.change is None:
        return Sentence("")
    return say(
        "In {since}, {before} of children there lived in low-income families, before housing "
        "costs; in {until}, {rate} did. The numbers behind those shares are not published with "
        "them, so the two years are not compared.",
        since=first_year_of(found),
        before=before_of(found),
        until=year_of(found.measure),
        rate=rate_of(found),
    )

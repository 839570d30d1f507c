"""What stands around the figures of a place: cold spots, deprivation, poverty, young people."""

from __future__ import annotations

from collections.abc import Iterator

from geo.registry import geography, indicator
from layers.stories.facts import Neighbourhoods, StoryFacts
from layers.stories.figures import Parts, rate_of, share, year_of
from layers.stories.picked import Line
from layers.words import NOW, Sentence, Trace, datasets_of, defined, either, number_word, say

_AGED = defined("13 to 17", "YOUNG_AGES")


def context_lines(facts: StoryFacts) -> Iterator[Line]:
    """Yield the sentences on what surrounds the figures, in the paragraph they belong to."""
    code, small = facts.subject.code, facts.small
    if small is not None:
        yield Line(4, 2, cold(small, code))
        if facts.subject.level != "nation":
            yield Line(4, 3, deprived(small, code, facts.nation))
            if facts.nation != "England":
                yield Line(4, 5, Sentence(_AN_ORDER))
    if facts.nation == "England":
        # Elsewhere two years of it are told.
        yield Line(4, 3, poverty(facts))
    yield Line(4, 4, young(facts))


_AN_ORDER = (
    "An index of deprivation puts areas in order; it does not say how much more deprived one is "
    "than another."
)


def cold(small: Neighbourhoods, code: str) -> Sentence:
    """Return how many small areas of a place are tested cold spots; empty where none is tested."""
    if small.cold is None:
        return Sentence("")
    plural = geography(small.level).plural
    source = f"coldspots_{small.level}"
    how = f"{plural} whose cold_spot is true"
    parts: Parts = {
        "whole": Trace(
            number_word(small.whole), f"areas_{small.level}", "area_code", code, small.whole,
            f"count of its {plural}",
        ),
        "cold": Trace(number_word(small.cold), source, "cold_spot", code, small.cold, how),
    }  # fmt: skip
    if small.whole == 1:
        return Sentence("")
    if small.cold == 0:
        return say(f"None of its {{whole}} {plural} is a tested cold spot.", whole=parts["whole"])
    verb = either(small.cold, "is a tested cold spot", "are tested cold spots")
    return say(
        f"Of its {{whole}} {plural}, {{cold}} {verb}, where fewer young people went on than chance "
        "would explain.",
        **parts,
    )


def deprived(small: Neighbourhoods, code: str, nation: str) -> Sentence:
    """Return which share of the small areas is in the most deprived tenth of the nation."""
    if small.ranked < 2:
        return Sentence("")
    plural = geography(small.level).plural
    found = small.most_deprived / small.ranked
    how = f"share of its {plural} whose {small.decile} is at most 1"
    source = datasets_of(small.decile)
    year = defined(indicator(small.decile).period, f"{small.decile}: period", source)
    if small.most_deprived == 0:
        return say(
            f"None of its {plural} is in the most deprived tenth of {{nation}} ({{year}}).",
            nation=nation,
            year=year,
        )
    if found == 1:
        return say(
            f"{{share}} of its {plural} are in the most deprived tenth of {{nation}} ({{year}}).",
            share=Trace("All", source, small.decile, code, found, how),
            nation=nation,
            year=year,
        )
    return say(
        f"Among its {plural}, {{share}} are in the most deprived tenth of {{nation}} ({{year}}).",
        share=share(found, small.decile, code, how, source),
        nation=nation,
        year=year,
    )


def poverty(facts: StoryFacts) -> Sentence:
    """Return how many children live in low-income families, where the place has a figure."""
    found = facts.context.get("child_poverty_rate")
    if found is None:
        return Sentence("")
    return say(
        "In {year}, {rate} of children there lived in low-income families, before housing costs.",
        year=year_of(found.measure),
        rate=rate_of(found),
    )


def young(facts: StoryFacts) -> Sentence:
    """Return how many young people a plan would be for, where they are counted."""
    if facts.young_people is None:
        return Sentence("")
    count, subject = facts.young_people, facts.subject
    plural = "areas" if subject.is_zone else geography(subject.basis.small).plural
    how = f"sum of young_people_now over its {plural}"
    if subject.level == "pcon24":
        how += ", each by the share of its people that live there"
    source = f"people_{subject.basis.small}"
    return say(
        "Unless people have moved since {year}, {young} young people aged {ages} live there in "
        "{now}.",
        young=Trace(f"{count:,}", source, "young_people_now", subject.code, count, how),
        ages=_AGED,
        now=NOW,
        year=defined("2020", "young_people: year"),
    )

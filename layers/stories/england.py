"""The sentences of a story from England."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geo.areas import area_table
from geo.compare import HIGHER, LOWER, NOT_CLEAR, Finding, compare, find_place, finding_of
from geo.registry import indicator
from layers.profiles import Subject
from layers.stories.facts import StoryFacts
from layers.stories.figures import (
    Parts,
    against,
    alike_words,
    bare,
    change_of,
    first_year_of,
    league,
    rate_beside,
    rate_of,
    size_of_change,
    year_of,
)
from layers.stories.picked import Line
from layers.words import (
    Sentence,
    Trace,
    datasets_of,
    defined,
    joined,
    named,
    other_of,
    place_in_prose,
    say,
    where_of,
)

_SHARE = indicator("tundra_rate")
NINETEEN = defined("19", "he19_rate: age", "lait")
GCSE_YEARS = {
    "first": defined("2010", "tundra_rate: period", datasets_of("tundra_rate")),
    "last": defined("2014", "tundra_rate: period", datasets_of("tundra_rate")),
}
AGES = defined("18 or 19", "tundra_rate: age", datasets_of("tundra_rate"))


def standfirst(facts: StoryFacts) -> Sentence:
    """Return the sentence below the headline: the figure, of whom and when, beside England's."""
    main = facts.main
    if main is None:
        return Sentence("")
    parts: Parts = {"rate": rate_of(main), "where": where(main)}
    nation = main.nation
    tail = ""
    if nation is not None and nation.verdict in (LOWER, HIGHER, NOT_CLEAR):
        parts |= {"nation": other_of(nation), "theirs": rate_beside(main, nation)}
        tail = ", against {theirs} across {nation}"
        if nation.verdict == NOT_CLEAR:
            tail = f", {alike_words(nation)} {{nation}} ({{theirs}})"
    if main.measure == "tundra_rate":
        text = (
            "Of young people {where} who took their GCSEs from {first} to {last}, {rate} went on "
            f"to higher education{tail}"
        )
        return say(f"{text}.", **parts, **GCSE_YEARS)
    text = (
        "In {year}, {rate} of pupils {where} entered higher education by the age of {age}"
        f"{tail}"
    )
    return say(f"{text}.", **parts, age=NINETEEN, year=year_of(main.measure))


def where(finding: Finding) -> Trace:
    """Return a place with its preposition, within a sentence."""
    held = named(finding.place.level, finding.place.code)
    return replace(held, figure=where_of(finding.place.name))


def lines(facts: StoryFacts) -> Iterator[Line]:
    """Yield the sentences of the body, each with its paragraph and how much it matters."""
    main = facts.main
    if main is None:
        return
    yield Line(1, 0, _first(main))
    yield Line(1, 0, against(main))
    if main.why_no_interval:
        yield Line(1, 0, untested(main))
    yield Line(1, 2, league(main))
    if main.measure == "tundra_rate":
        yield Line(1, 5, Sentence(_FOLLOWS))
    if facts.subject.is_patch:
        yield from _patch(facts)
    if facts.young_people is not None and facts.young_people < _FEW:
        yield Line(4, 1, Sentence(_SO_FEW))
    if main.measure == "he19_rate":
        yield Line(2, 1, change_of(main))
        yield from _free_meals(facts)
        if facts.older is not None:
            yield from _older(main, facts.older)
        yield Line(5, 6, Sentence(_HIGHER))
        return
    if facts.county is not None:
        yield from _patch_county(facts) if facts.subject.is_patch else _county(facts.county)
    else:
        yield Line(2, 1, Sentence(_NOTHING_NEWER))
    yield Line(5, 6, Sentence(_HIGHER))


_HIGHER = (
    "Higher education means degrees and other courses above school level, whether at a university "
    "or at a college."
)
_NOTHING_NEWER = "No newer figure for the place is held here."
_FEW = 1_000
"""Young people below whom a figure moves with each of them."""
_SO_FEW = (
    "So few young people live there that one or two more or fewer would move the figures a good "
    "deal."
)
_FOLLOWS = (
    "The measure follows pupils of mainstream state schools from where they lived when they took "
    "their GCSEs."
)


def _first(main: Finding) -> Sentence:
    parts: Parts = {"rate": rate_of(main), "where": where(main)}
    if main.measure == "he19_rate":
        return say(
            "Of pupils who were {age} in {year} and had gone to a state-funded school {where}, "
            "{rate} had entered higher education.",
            **parts,
            age=NINETEEN,
            year=year_of(main.measure),
        )
    return say(
        "Of young people who lived {where} and took their GCSEs from {first} to {last}, {rate} "
        "were in higher education at {ages}.",
        **parts,
        **GCSE_YEARS,
        ages=AGES,
    )


def untested(main: Finding) -> Sentence:
    """Return why a figure is compared with no other."""
    if indicator(main.measure).kind != "rate":
        return Sentence("It is published without an interval, so it is set against no other place.")
    return Sentence(
        "Because the number of people behind it is not published, it is set against no other place "
        "or year."
    )


def _free_meals(facts: StoryFacts) -> Iterator[Line]:
    gap, free, others = facts.gap, facts.free_meals, facts.others
    if gap is None or free is None or others is None:
        return
    parts: Parts = {"free": rate_of(free), "others": rate_of(others)}
    text = (
        "Of those eligible for free school meals, {free} had entered, against {others} of other "
        "pupils."
    )
    yield Line(2, 1, joined(filter(lambda one: one.text, [say(text, **parts), *_gap(gap)])))


def _gap(gap: Finding) -> Iterator[Sentence]:
    """Yield how wide a gap is beside the nation's, and whether it changed."""
    nation, change = gap.nation, gap.change
    if nation is None:
        yield say("That is a gap of {gap}.", gap=rate_of(gap))
    elif nation.verdict in (LOWER, HIGHER, NOT_CLEAR):
        told = {LOWER: "narrower than", HIGHER: "wider than"}
        word = told.get(nation.verdict) or alike_words(nation)
        yield say(
            f"That gap of {{gap}} is {word} {{nation}}'s {{theirs}}.",
            gap=rate_of(gap),
            nation=other_of(nation),
            theirs=bare(rate_beside(gap, nation)),
        )
    else:
        return
    if change is not None and change.verdict in (LOWER, HIGHER):
        verb = "narrowed" if change.verdict == LOWER else "widened"
        yield say(
            f"The gap has {verb} by {{size}} since {{since}}.",
            size=size_of_change(gap),
            since=first_year_of(gap),
        )


_CLEAR = (LOWER, HIGHER)
BOTH_HOLD = (
    "Both can be true: the older measure goes by where pupils lived, the newer by where they went "
    "to school, about ten years later."
)


def _older(main: Finding, older: Finding) -> Iterator[Line]:
    """Yield the older measure, and how it fits the newer where the two do not agree."""
    nation, first = older.nation, main.nation
    parts: Parts = {"rate": rate_of(older), **GCSE_YEARS}
    who = "young people there who took their GCSEs from {first} to {last}"
    if nation is None:
        text = f"An older measure gives {{rate}}, of {who}."
        yield Line(3, 2, say(text.replace(" there", ""), **parts))
        return
    verdict, theirs = nation.verdict, None if first is None else first.verdict
    parts |= {"nation": other_of(nation), "theirs": rate_beside(older, nation)}
    told = {LOWER: "below {nation}'s {theirs}", HIGHER: "above {nation}'s {theirs}"}
    tail = told.get(verdict) or f"{alike_words(nation)} {{nation}}'s {{theirs}}"
    opposite = {LOWER: HIGHER, HIGHER: LOWER}
    if verdict == theirs:
        lead = "An older measure agrees"
    elif theirs in opposite and verdict == opposite[theirs]:
        lead = "An older measure points the other way"
    else:
        lead = "An older measure gives a different picture"
        if theirs not in (*_CLEAR, NOT_CLEAR):
            lead = "An older measure can be tested"
    said = [say(f"{lead}: of {who}, {{rate}} went on, {tail}.", **parts)]
    if theirs in (*_CLEAR, NOT_CLEAR) and verdict != theirs:
        said.append(Sentence(BOTH_HOLD))
    yield Line(3, 1, joined(said))


PATCH_IS_CHOSEN = (
    "The patch is what its owner chose, so it is ranked against no other place; its share is put "
    "together from those of its neighbourhoods."
)


def _patch(facts: StoryFacts) -> Iterator[Line]:
    """Yield how a patch comes to its share, and the spread of the districts wholly in it."""
    yield Line(1, 1, Sentence(PATCH_IS_CHOSEN))
    whole = [finding_of(find_place(code), _SHARE) for code in whole_districts(facts.subject)]
    known = sorted((one for one in whole if one is not None), key=lambda one: one.figure.value)
    if len(known) < 2:
        return
    lowest, highest = known[0], known[-1]
    pair = [lowest.place.code, highest.place.code]
    parts: Parts = {
        "low": rate_of(lowest),
        "first": _in_prose(lowest),
        "high": rate_of(highest),
        "last": _in_prose(highest),
    }
    if compare(pair, measures=[_SHARE.id]).differences["verdict"].iloc[0] == NOT_CLEAR:
        if len(known) == 2:
            text = "The shares of {first} ({low}) and {last} ({high}) are not clearly different."
            yield Line(2, 2, say(text, **parts))
        return
    text = "Among the districts that lie wholly in it, the share was lowest in {first} ({low}) and "
    text += "highest in {last} ({high})."
    if len(known) == 2:
        text = "In {first} the share was {low}, clearly lower than the {high} in {last}."
    yield Line(2, 0, say(text, **parts))


def whole_districts(subject: Subject) -> list[str]:
    """List the districts of which a patch holds every neighbourhood, by code."""
    inside = subject.areas["lad24_code"].value_counts()
    whole = area_table("lsoa21")["lad24_code"].value_counts().reindex(inside.index)
    return sorted(map(str, inside.index[inside == whole]))


def _in_prose(finding: Finding) -> Trace:
    held = named(finding.place.level, finding.place.code)
    return replace(held, figure=place_in_prose(finding.place.name))


def _patch_county(facts: StoryFacts) -> Iterator[Line]:
    """Yield the fresher figure of the authority where most of a patch's young people live."""
    county = facts.county
    if county is None:
        return
    alone = facts.subject.areas["utla23_code"].nunique() == 1
    which = "which holds the patch"
    if not alone:
        which = "where more of the patch's young people live than in any other"
    yield Line(
        2, 1,
        say(
            "Newer figures exist for whole counties and unitary authorities alone: in {county}, "
            f"{which}, {{rate}} of pupils had entered by the age of {{age}} in {{year}}.",
            county=_in_prose(county),
            rate=rate_of(county),
            age=NINETEEN,
            year=year_of("he19_rate"),
        ),
    )  # fmt: skip
    change = change_of(county)
    yield Line(2, 2, Sentence(change.text.replace("The rate", "That rate", 1), change.traces))


def _county(county: Finding) -> Iterator[Line]:
    """Yield the fresher figure of the county, as the county's alone."""
    name = named(county.level, county.place.code)
    parts: Parts = {
        "county": replace(name, figure=place_in_prose(county.place.name)),
        "rate": rate_of(county),
        "age": NINETEEN,
        "year": year_of("he19_rate"),
    }
    said = [
        say(
            "Newer figures exist for whole counties alone: in {county}, {rate} of pupils had "
            "entered by the age of {age} in {year}.",
            **parts,
        )
    ]
    change = change_of(county)
    if change.text:
        text = change.text.replace("The rate", "That rate", 1)
        said.append(Sentence(text, change.traces))
    yield Line(2, 1, joined(said))

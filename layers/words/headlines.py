"""Headlines of a place: one tested fact, the place its subject, 90 characters at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from geo.areas import name_of
from geo.compare import LOWER, Beside, Finding, find_place, finding_of, ranks_of, values_at
from geo.errors import UnknownAreaError
from geo.registry import PATCH, geography, indicator
from layers.words.formulas import figure_formula
from layers.words.news import Fact, Kind, facts_of
from layers.words.traces import (
    Sentence,
    Trace,
    and_list,
    datasets_of,
    defined,
    named,
    place_in_prose,
    say,
    where_of,
)

LONGEST = 90
"""Characters of a headline."""
COUNTED = 10
"""Largest group of places that a headline counts; a larger one is "the lowest tenth"."""
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NAMED = 4
"""Most places that the headline of a whole nation names."""
_HE = "entry to higher education"
_SHORT_PLURALS = {
    "lad24": "council areas",
    "utla23": "council areas",
    "pcon24": "constituencies",
    "cauth25": "combined authorities",
    "lsoa21": "neighbourhoods",
    "msoa21": "local areas",
    "ward24": "wards",
}


@dataclass(frozen=True)
class MeasureWords:
    """How a headline speaks of a measure."""

    noun: str
    is_past: bool = False
    """Whether its people are of years ago."""
    figure: str = ""
    """The figure by itself: a template with `{inside}` ("In Leeds") and `{rate}`."""
    short: str = ""
    """The same, for a long name."""


_WORDS = {
    "he19_rate": MeasureWords(
        _HE,
        figure="{inside}, {rate} of pupils go on to higher education by the age of {age}",
        short="{inside}, {rate} go on to higher education by {age}",
    ),
    "tundra_rate": MeasureWords(
        _HE,
        is_past=True,
        figure="{inside}, {rate} of young people went on to higher education",
        short="{inside}, {rate} went on to higher education",
    ),
    "simd20_university": MeasureWords(
        "entry to university",
        is_past=True,
        figure="{inside}, {rate} of people aged {age} entered university in a year",
        short="{inside}, {rate} of those aged {age} entered university",
    ),
    "ni_leavers_he": MeasureWords(
        _HE,
        is_past=True,
        figure="{inside}, {rate} of school leavers went on to higher education",
        short="{inside}, {rate} of leavers went on to higher education",
    ),
    "nimdm17_he_enrolled": MeasureWords(
        _HE,
        is_past=True,
        figure="{inside}, {rate} of people aged {age} had enrolled in higher education",
        short="{inside}, {rate} of those aged {age} were in higher education",
    ),
    "child_poverty_rate": MeasureWords(
        "child poverty",
        figure="{inside}, {rate} of children live in low-income families",
        short="{inside}, {rate} of children are in low-income families",
    ),
    "census21_level4": MeasureWords(
        "degree-level qualifications",
        is_past=True,
        figure="{inside}, {rate} of adults have a degree or other higher qualification",
        short="{inside}, {rate} of adults have a higher qualification",
    ),
}
_AGES = {"he19_rate": "19", "simd20_university": "17 to 21", "nimdm17_he_enrolled": "18 to 21"}


def place_headline(code: str, measure: str) -> Sentence:
    """Return the headline of a place by one measure; empty where there is none to write.

    Parameters
    ----------
    code
        Of an area of any level.
    measure
        Id of the measure that is shown, in its latest year.

    Examples
    --------
    >>> place_headline("E06000009", "he19_rate").text
    "Blackpool sees entry to higher education fall while England's rises"
    """
    if measure not in _WORDS:
        return Sentence("")
    try:
        place = find_place(code)
    except UnknownAreaError:
        return Sentence("")
    found = finding_of(place, indicator(measure))
    return Sentence("") if found is None else headline_of(facts_of(found)[0])


def level_headline(level: str, nation: str, measure: str) -> str:
    """Return the headline of a nation's map of one measure: where it is worst, or its own figure.

    Places are named where at most `NAMED` may be the worst: those whose 95% intervals of ranks
    begin at 1. Small areas are not: the lowest of thousands is a matter of luck.

    Examples
    --------
    >>> level_headline("utla23", "E92000001", "he19_rate")
    'Entry to higher education is lowest in Knowsley and Blackpool'
    >>> level_headline("lsoa21", "E92000001", "tundra_rate")
    'In England, 42.2% of young people went on to higher education'
    """
    if measure not in _WORDS:
        return ""
    # One nation alone is neither lowest nor highest.
    alone = geography(level).is_small or geography(level).id == "nation"
    worst = [] if alone else _worst(level, measure)
    if not 0 < len(worst) <= NAMED:
        return place_headline(nation, measure).text
    words = _WORDS[measure]
    end = "lowest" if indicator(measure).worse == "low" else "highest"
    names = and_list([place_in_prose(name_of(level, code)) for code in worst])
    return f"{_capital(words.noun)} {'was' if words.is_past else 'is'} {end} in {names}"


def _worst(level: str, measure: str) -> list[str]:
    """Return the areas whose intervals of ranks begin at the worst, the worst first."""
    ranks, values = ranks_of(measure, level), values_at(measure, level)["value"]
    worst = values[ranks.index[ranks["rank_low"] == 1]]
    return worst.sort_values(ascending=indicator(measure).worse == "low").index.tolist()


def headline_of(fact: Fact) -> Sentence:
    """Return the headline of a fact, without a full stop.

    Examples
    --------
    >>> from geo.compare import find_place, findings_of
    >>> from layers.words.news import facts_of
    >>> headline_of(facts_of(findings_of(find_place("E06000018"))[0])[0]).text
    'Nottingham sees entry to higher education rise by 11 points in eight years'
    """
    made = [one for one in _WRITERS[fact.kind](fact) if one.text]
    short = [one for one in made if len(one.text) <= LONGEST]
    return short[0] if short else min(made, key=lambda one: len(one.text))


def fitting(*texts: str) -> str:
    """Return the first of some headlines that fits a line, the fullest first; else the shortest.

    Examples
    --------
    >>> fitting("Few go on to higher education in Blackpool " * 3, "Few go on in Blackpool")
    'Few go on in Blackpool'
    """
    short = [one for one in texts if len(one) <= LONGEST]
    return short[0] if short else min(texts, key=len)


def range_in_words(measure: str, where: str, low: str, high: str) -> list[str]:
    """Return how a headline says what the figures of the parts of a place run from and to.

    Parameters
    ----------
    measure
        Id of a measure.
    where
        The parts, as they begin a sentence: "In Kent's council areas".
    low, high
        The lowest and the highest figure.

    Returns
    -------
    texts
        The fullest first; none of a measure without words of its own.

    Examples
    --------
    >>> range_in_words("he19_rate", "In Greater Manchester's council areas", "34.0%", "60.9%")[1]
    "In Greater Manchester's council areas, 34.0% to 60.9% go on to higher education by 19"
    """
    words = _WORDS.get(measure)
    if words is None:
        return []
    parts = {"inside": where, "rate": f"{low} to {high}", "age": _AGES.get(measure, "")}
    return [one.format(**parts) for one in (words.figure, words.short)]


def number_word(number: int) -> str:
    """Write a number as running text has it: words to ten, figures above.

    Examples
    --------
    >>> number_word(4), number_word(10), number_word(11)
    ('four', 'ten', '11')
    """
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def points_text(size: float) -> str:
    """Write a distance of two percentages in whole points, without a sign.

    Examples
    --------
    >>> [points_text(size) for size in (0.004, 0.006, -0.139)]
    ['less than a point', 'one point', '14 points']
    """
    whole = round(abs(100 * size))
    if whole == 0:
        return "less than a point"
    return f"{number_word(whole)} point{'' if whole == 1 else 's'}"


def subject_of(finding: Finding) -> Trace:
    """Return the name of a place as it begins a sentence."""
    text = place_in_prose(finding.place.name)
    return replace(named(finding.place.level, finding.place.code), figure=_capital(text))


def inside_of(finding: Finding) -> Trace:
    """Return where a figure is of, as it begins a sentence: "In Leeds"."""
    held = named(finding.place.level, finding.place.code)
    return replace(held, figure=_capital(where_of(finding.place.name)))


def other_of(beside: Beside) -> Trace:
    """Return the name of what a place is compared with, within a sentence."""
    held = named(beside.level, beside.code)
    return replace(held, figure=place_in_prose(str(held.value)))


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def plural_of(level: str) -> str:
    """Name the areas of a level as a headline does."""
    return _SHORT_PLURALS.get(level, geography(level).plural)


def figure_trace(finding: Finding) -> Trace:
    """Return the figure of a place."""
    entry, value = indicator(finding.measure), finding.figure.value
    return Trace(
        entry.text(value), datasets_of(entry.id), entry.id, finding.place.code, value,
        figure_formula(finding.measure, finding.level, finding.place.code),
    )  # fmt: skip


def difference_trace(finding: Finding, beside: Beside, text: str) -> Trace:
    """Return how far a place is from one that holds it."""
    how = f"figure of {finding.place.code} less figure of {beside.code}"
    return Trace(
        text, datasets_of(finding.measure), finding.measure,
        f"{finding.place.code} {beside.code}", beside.difference.value, how,
    )  # fmt: skip


def change_trace(finding: Finding, text: str) -> Trace:
    """Return how much a figure changed between the first and the last year."""
    change = finding.change
    assert change is not None
    how = f"figure of {change.until} less figure of {change.since}"
    source = datasets_of(finding.measure)
    return Trace(
        text, source, finding.measure, finding.place.code, change.size.value, how
    )  # fmt: skip


def years_trace(finding: Finding) -> Trace:
    """Return over how many years a figure changed."""
    change = finding.change
    assert change is not None
    many = change.until - change.since
    return Trace(
        f"{number_word(many)} years", datasets_of(finding.measure), finding.measure, "", many,
        f"{change.until} less {change.since}",
    )  # fmt: skip


def group_trace(fact: Fact, end: str) -> Trace:
    """Return how many places a place is among, at one end of its level."""
    finding = fact.finding
    rank, entry = finding.rank, indicator(finding.measure)
    assert rank is not None
    year = f" in {entry.periods.latest}" if entry.periods is not None else ""
    how = f"last rank in the 95% interval from the {end} of {entry.id} among "
    how += f"{geography(rank.level).plural}{year}"
    number = number_word(fact.count)
    return Trace(number, datasets_of(entry.id), entry.id, finding.place.code, fact.count, how)


def _be(finding: Finding) -> str:
    """Return the verb that fits a place and the years of its figure: several places were."""
    place = finding.place
    several = place.name.startswith("Isles of") or (
        place.level == PATCH.id and " and " in place.name
    )
    if _WORDS[finding.measure].is_past:
        return "were" if several else "was"
    return "are" if several else "is"


def _extreme(word: str) -> Callable[[Fact], list[Sentence]]:
    def written(fact: Fact) -> list[Sentence]:
        finding = fact.finding
        rank, words = finding.rank, _WORDS[finding.measure]
        assert rank is not None
        one, nation = _one_of(rank.level), finding.place.nation
        has = f"{{place}} {'had' if words.is_past else 'has'} the {word}"
        parts: dict[str, Trace | str] = {"place": subject_of(finding)}
        return [
            say(f"{has} {words.noun} of any {one} in {nation}", **parts),
            say(f"{has} {words.noun} of any {one}", **parts),
            say(
                f"{{place}} {'ranked' if words.is_past else 'ranks'} {word} for {words.noun}",
                **parts,
            ),
        ]

    return written


def _one_of(level: str) -> str:
    words = {"council areas": "council area", "combined authorities": "combined authority"}
    plural = plural_of(level)
    found = words.get(plural) or plural.removesuffix("s")
    return "constituency" if plural == "constituencies" else found


def _among(word: str) -> Callable[[Fact], list[Sentence]]:
    def written(fact: Fact) -> list[Sentence]:
        finding = fact.finding
        rank, words = finding.rank, _WORDS[finding.measure]
        assert rank is not None
        plural = plural_of(rank.level)
        parts: dict[str, Trace | str] = {"place": subject_of(finding)}
        verb = _be(finding)
        if fact.count > COUNTED:
            return [
                say(f"{{place}} {verb} in the {word} tenth of {plural} for {words.noun}", **parts),
                say(f"{{place}} {verb} in the {word} tenth for {words.noun}", **parts),
            ]
        parts["count"] = group_trace(fact, word)
        return [
            say(
                f"{{place}} {verb} one of the {{count}} {plural} with the {word} {words.noun}",
                **parts,
            ),
            say(f"{{place}} {verb} among the {word} {{count}} for {words.noun}", **parts),
        ]

    return written


def _apart(fact: Fact) -> list[Sentence]:
    finding, beside = fact.finding, fact.beside
    assert beside is not None
    words = _WORDS[finding.measure]
    side = "below" if beside.verdict == LOWER else "above"
    is_ = _be(finding)
    whole = beside.level == "nation"
    parts: dict[str, Trace | str] = {
        "place": subject_of(finding),
        "size": difference_trace(finding, beside, points_text(beside.difference.value)),
        "other": other_of(beside),
    }
    bare: dict[str, Trace | str] = {"place": parts["place"]}
    bare["other"] = parts["other"] if whole else "its region"
    return [
        say(f"{{place}} {is_} {{size}} {side} {{other}} for {words.noun}", **parts),
        say(f"{{place}} {is_} {side} {{other}} in {words.noun}", **bare),
    ]


def _alike(fact: Fact) -> list[Sentence]:
    finding, beside = fact.finding, fact.beside
    assert beside is not None
    words = _WORDS[finding.measure]
    was = _be(finding)
    matched = {"is": "matches", "are": "match"}.get(was, "matched")
    parts: dict[str, Trace | str] = {"place": subject_of(finding), "other": other_of(beside)}
    return [
        say(f"{{place}} {was} about the same as {{other}} for {words.noun}", **parts),
        say(f"{{place}} {matched} {{other}} for {words.noun}", **parts),
    ]


def _against(verb: str, theirs: str) -> Callable[[Fact], list[Sentence]]:
    def written(fact: Fact) -> list[Sentence]:
        finding, beside = fact.finding, fact.beside
        assert beside is not None
        parts: dict[str, Trace | str] = {"place": subject_of(finding), "other": other_of(beside)}
        noun = _WORDS[finding.measure].noun
        return [say(f"{{place}} sees {noun} {verb} while {{other}}'s {theirs}", **parts)]

    return written


def _changed(fact: Fact) -> list[Sentence]:
    finding = fact.finding
    assert finding.change is not None
    verb = "fall" if finding.change.verdict == LOWER else "rise"
    parts: dict[str, Trace | str] = {
        "place": subject_of(finding),
        "size": change_trace(finding, points_text(finding.change.size.value)),
        "years": years_trace(finding),
    }
    noun = _WORDS[finding.measure].noun
    return [
        say(f"{{place}} sees {noun} {verb} by {{size}} in {{years}}", **parts),
        say(f"{{place}} sees {noun} {verb} by {{size}}", **parts),
    ]


def _wide_gap(fact: Fact) -> list[Sentence]:
    finding, beside = fact.finding, fact.beside
    assert beside is not None
    parts: dict[str, Trace | str] = {"place": subject_of(finding), "other": other_of(beside)}
    return [
        say("{place} has a wider free school meals gap in higher education than {other}", **parts),
        say("{place} has a wider free school meals gap than {other}", **parts),
    ]


def _gap_changed(fact: Fact) -> list[Sentence]:
    finding = fact.finding
    assert finding.change is not None
    verb = "narrow" if finding.change.verdict == LOWER else "widen"
    parts: dict[str, Trace | str] = {
        "place": subject_of(finding),
        "size": change_trace(finding, points_text(finding.change.size.value)),
    }
    return [
        say(
            f"{{place}} sees its free school meals gap in higher education {verb} by {{size}}",
            **parts,
        ),
        say(f"{{place}} sees its free school meals gap in entry {verb} by {{size}}", **parts),
        say(f"{{place}} sees free school meals gap {verb} by {{size}}", **parts),
    ]


def _figure(fact: Fact) -> list[Sentence]:
    finding = fact.finding
    words = _WORDS[finding.measure]
    parts: dict[str, Trace | str] = {"inside": inside_of(finding), "rate": figure_trace(finding)}
    age = _AGES.get(finding.measure)
    if age:
        parts["age"] = defined(age, f"{finding.measure}: age", datasets_of(finding.measure))
    return [say(one, **parts) for one in (words.figure, words.short)]


_WRITERS: dict[Kind, Callable[[Fact], list[Sentence]]] = {
    "lowest": _extreme("lowest"),
    "highest": _extreme("highest"),
    "falls against nation": _against("fall", "rises"),
    "among lowest": _among("lowest"),
    "far below nation": _apart,
    "far above nation": _apart,
    "among highest": _among("highest"),
    "rises against nation": _against("rise", "falls"),
    "moves unlike nation": _changed,
    "wide gap": _wide_gap,
    "gap changed": _gap_changed,
    "below nation": _apart,
    "above nation": _apart,
    "below region": _apart,
    "above region": _apart,
    "changed": _changed,
    "like nation": _alike,
    "figure": _figure,
}

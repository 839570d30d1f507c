"""The sentences of a story about a zone of cold spots."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geo.areas import area_table
from geo.compare import find_place
from geo.registry import ENGLAND, geography, indicator, percent_text
from layers.profiles import modelled_of_zone
from layers.stories.england import AGES, GCSE_YEARS
from layers.stories.facts import StoryFacts
from layers.stories.figures import Parts, label_of
from layers.stories.model import FigureRow
from layers.stories.picked import Line
from layers.words import (
    LONGEST,
    Sentence,
    Trace,
    datasets_of,
    defined,
    either,
    figure_formula,
    named,
    number_word,
    say,
    share_text,
)


def is_english(facts: StoryFacts) -> bool:
    """Test whether a zone is of England, where a model allows for luck."""
    return facts.nation == "England"


def headline(facts: StoryFacts) -> Sentence:
    """Return the headline of a zone: the share that went on, or a shorter one for a long name."""
    parts: Parts = {"zone": facts.subject.name, "rate": _rate(facts)}
    went = "went on to higher education" if is_english(facts) else "entered university in a year"
    # The model estimates; a published share is what it is.
    share = "about {rate}" if is_english(facts) else "{rate}"
    bare: Parts = {"zone": facts.subject.name}
    students = int(facts.subject.row.get("student_areas", 0) or 0)
    if 2 * students >= int(facts.subject.row["areas"]):
        made = [
            say("Students fill much of {zone}, which looks like a cold spot", **bare),
            say("Students fill much of {zone}", **bare),
        ]
        return next((one for one in made if len(one.text) <= LONGEST), made[-1])
    made = [
        say(f"In {{zone}}, {share} of young people {went}", **parts),
        say(f"In {{zone}}, {share} {went}", **parts),
        say(f"{{zone}}: {share} {went}", **parts),
        say("{zone}: a cold spot for higher education", **bare),
        say("{zone}: a cold spot", **bare),
    ]
    short = [one for one in made if len(one.text) <= LONGEST]
    return short[0] if short else say("{zone}", **bare)


def _rate(facts: StoryFacts) -> Trace:
    row, code = facts.subject.row, facts.subject.code
    if is_english(facts):
        held = modelled_of_zone(row, code)["rate"]
        return Trace(
            percent_text(float(held.value)), held.dataset, held.field, code, held.value,
            held.formula,
        )  # fmt: skip
    value = float(row["simd20_university"])
    how = figure_formula("simd20_university", facts.subject.level, code)
    return Trace(
        percent_text(value, 1), datasets_of("simd20_university"), "simd20_university", code,
        value, how,
    )  # fmt: skip


def standfirst(facts: StoryFacts) -> Sentence:
    """Return the sentence below the headline: what the zone is."""
    subject = facts.subject
    count = int(subject.row["areas"])
    parts: Parts = {"where": _where(facts)}
    what = "one area"
    if count > 1:
        what = "{areas} neighbouring areas"
        parts["areas"] = Trace(
            number_word(count), f"coldspots_{subject.level}", "areas", subject.code, count,
            "areas of the zone",
        )  # fmt: skip
    return say(
        f"The zone is {what} in {{where}} where fewer young people {_did(facts)} than chance "
        "would explain.",
        **parts,
    )


def _did(facts: StoryFacts) -> str:
    return "went on to higher education" if is_english(facts) else "entered university"


def _where(facts: StoryFacts) -> Trace:
    """Return the districts that a zone lies in, as running text lists them."""
    row, code = facts.subject.row, facts.subject.code
    held = str(row["lad24_names"])
    names = held.replace(", City of", "").replace(", County of", "").split(", ")
    text = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return Trace(
        text, "zones", "lad24_names", code, held, "as it stands in the bundled table"
    )  # fmt: skip


def lines(facts: StoryFacts) -> Iterator[Line]:
    """Yield the sentences of the body, each with its paragraph and how much it matters."""
    yield from _english(facts) if is_english(facts) else _scottish(facts)
    yield Line(2, 1, _people(facts))
    yield Line(2, 1, _deprived(facts))
    yield Line(3, 2, _scan(facts))
    yield Line(3, 3, Sentence(
        "A zone is found by testing each area together with its neighbours; areas that stand out "
        "and touch are joined. Most young people who do not go on live outside such zones."
        if is_english(facts) else
        "A zone is found by testing each area together with its neighbours; areas that stand out "
        "and touch are joined."
    ))  # fmt: skip
    yield Line(3, 4, Sentence("An area left out may be cold too: the test is strict."))


def _english(facts: StoryFacts) -> Iterator[Line]:
    row, code = facts.subject.row, facts.subject.code
    yield Line(
        1, 0,
        say(
            "Of young people there who took their GCSEs from {first} to {last}, about {rate} were "
            "in higher education at {ages}, once luck is allowed for. {often}, the true share "
            "lies between {low} and {high}.",
            **GCSE_YEARS,
            **modelled_of_zone(row, code),
            ages=AGES,
            often=defined("Nine times in ten", "interval of the model"),
        ),
    )  # fmt: skip
    whole = float(area_table("nation")["tundra_rate"][ENGLAND])
    england = find_place(ENGLAND)
    yield Line(
        1, 0,
        say(
            "Across {nation}, {theirs} did.",
            nation=named("nation", ENGLAND),
            theirs=Trace(
                indicator("tundra_rate").text(whole), datasets_of("tundra_rate"), "tundra_rate",
                ENGLAND, whole, figure_formula("tundra_rate", england.level, ENGLAND),
            ),
        ),
    )  # fmt: skip
    measured = float(row["tundra_rate"])
    yield Line(
        1, 1,
        say(
            "The share as measured is {measured}. That is a little too low, for the zone was "
            "picked because its figures are low.",
            measured=Trace(
                percent_text(measured, 1), datasets_of("tundra_rate"), "tundra_rate", code,
                measured, figure_formula("tundra_rate", facts.subject.level, code),
            ),
        ),
    )  # fmt: skip


def _scottish(facts: StoryFacts) -> Iterator[Line]:
    row, code, name = facts.subject.row, facts.subject.code, "simd20_university"
    source = datasets_of(name)
    yield Line(
        1, 0,
        say(
            "Of people aged {ages} who lived there, {rate} entered university in a single year, by "
            "the Scottish Index of Multiple Deprivation {published}. The zone was picked because "
            "its figures are low, so the share is a little too low and is set against no other.",
            ages=defined("17 to 21", f"{name}: ages", source),
            rate=_rate(facts),
            published=defined("2020", f"{name}: year of the index", source),
        ),
    )  # fmt: skip
    count = int(row.get("student_areas", 0) or 0)
    if count:
        yield Line(
            1, 0,
            say(
                f"Students fill {{count}} of its data {either(count, 'zone', 'zones')}: the share "
                "may look low there only because many moved in to study.",
                count=Trace(
                    number_word(count), f"areas_{facts.subject.level}", "simd20_many_students",
                    code, count, "areas of the zone whose simd20_many_students is true",
                ),
            ),
        )  # fmt: skip
    yield Line(3, 2, Sentence(
        "The measure counts five year groups in one year, so it is about a fifth of the share of "
        "a year group that ever goes. How many people each area has is taken from estimates, so "
        "the test is approximate."
    ))  # fmt: skip


def _people(facts: StoryFacts) -> Sentence:
    row, code = facts.subject.row, facts.subject.code
    count = int(row["young_people_now"])
    return say(
        "Unless people have moved since {year}, {young} young people aged {ages} live there in "
        "{now}.",
        year=defined("2020", "young_people: year"),
        young=Trace(
            f"{count:,}", f"people_{facts.subject.basis.small}", "young_people_now", code, count,
            "sum of young_people_now over its areas",
        ),
        ages=defined("13 to 17", "YOUNG_AGES"),
        now=defined("2026", "year in which they are of that age"),
    )  # fmt: skip


def _deprived(facts: StoryFacts) -> Sentence:
    row, subject = facts.subject.row, facts.subject
    found = row["most_deprived_fifth"]
    if pd.isna(found):
        return Sentence("")
    decile = f"{'iod25' if is_english(facts) else 'simd20'}_decile"
    value = float(found)
    source = datasets_of(decile)
    if value == 0:
        return Sentence("")
    text = "all" if value == 1 else share_text(value)
    return say(
        "Of those who were that age in {mid}, {share} lived in the most deprived fifth of "
        f"{geography(subject.basis.small).plural} in {{nation}} ({{year}}).",
        mid=defined("mid-2020", "young_people: year"),
        share=Trace(
            text, source, "most_deprived_fifth", subject.code, value,
            f"share of young_people in areas of {decile} 1 and 2",
        ),
        nation=facts.nation,
        year=defined(indicator(decile).period, f"{decile}: period", source),
    )  # fmt: skip


def _scan(facts: StoryFacts) -> Sentence:
    """Return whether a second, independent test finds the zone."""
    row = facts.subject.row
    if "scan_p" not in row:
        return Sentence("")
    if pd.isna(row["scan_p"]) or row["scan_p"] > 0.05:
        return Sentence("A second, independent test does not find it, so it is less certain.")
    return Sentence("A second, independent test finds it, or part of it, too.")


def bullets(facts: StoryFacts) -> Iterator[Sentence]:
    """Yield what a zone is in a line each, its share first."""
    row, code = facts.subject.row, facts.subject.code
    if is_english(facts):
        yield say(
            "About {rate} went on to higher education; nine times in ten, the true share is "
            "between {low} and {high}.",
            **modelled_of_zone(row, code),
        )
    else:
        yield say(
            "{rate} of people aged {ages} entered university in a year.",
            rate=_rate(facts),
            ages=defined("17 to 21", "simd20_university: ages"),
        )
    yield _people(facts)
    yield _deprived(facts)
    yield standfirst(facts)


def figure_rows(facts: StoryFacts) -> Iterator[FigureRow]:
    """Yield the share of a zone with its interval."""
    row, code = facts.subject.row, facts.subject.code
    english = is_english(facts)
    entry = indicator("tundra_rate" if english else "simd20_university")
    period = defined(entry.period, f"{entry.id}: period")
    label = defined(label_of(entry.id), f"{entry.id}: label")
    figure = _rate(facts)
    interval = Sentence("none: the zone was picked because its figures are low")
    if english:
        held = modelled_of_zone(row, code)
        figure = held["rate"]
        ends = {end: held[end] for end in ("low", "high")}
        interval = say("{low} to {high} (by the model, nine times in ten)", **ends)
    yield FigureRow(
        Sentence(label.figure, (label,)),
        Sentence(figure.figure, (figure,)),
        interval,
        Sentence(period.figure, (period,)),
    )

"""Cold spots in words: what a map of them says, and the verdict on one area."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geo.areas import (
    NOT_COVERED,
    Row,
    area_table,
    counts_inside,
    inside_of,
    lowest_fifth_of,
)
from geo.coldspots import (
    CHANCE_LIMITS,
    COLD,
    LIKELY,
    LIKELY_LOW,
    STATUS,
    TESTED,
    WEIGHTED,
    Q,
    TestBasis,
    basis_of,
    cold_classes,
    find_all,
    grades_at,
    labels_of,
    sentence_of,
    share_not_going_on_here,
    zones_inside,
)
from geo.posterior import FIFTHS, POSTERIOR_LEVELS
from geo.registry import geography, indicator, percent_text
from layers.coldspots.options import ColdSpotOptions, cold_spot_query, is_bundled
from layers.style import place_name
from layers.view import MapView
from layers.words import (
    LIST_WORDS,
    Sentence,
    Trace,
    and_list,
    chance_text,
    counted,
    datasets_of,
    defined,
    either,
    fitting,
    lived,
    living,
    lowered,
    missing_words,
    number_word,
    parts_in,
    say,
    share_text,
    singular,
    where_of,
)

STRICT = (
    "A place not marked may be cold too: the test is strict and cohorts are small. It does not say "
    "why, whether it is still so, or anything about one person or school."
)
"""What the test cannot tell."""

NOT_TESTED = "Nothing is tested: no young people are counted here by small area."
"""Why the lowest fifth is all that is shown of some nation, in short."""

_AGREE = {
    "other_level": "among larger or smaller areas",
    "other_measure": "by the deprivation index's own measure of entry",
    "yekutieli": "by a stricter correction for many tests",
}
"""What each of the recipes that decide how sure a cold spot is adds, in words."""

_AGREE_IN_SCOTLAND = _AGREE | {
    "other_level": "among intermediate zones",
    "other_measure": "by entry to higher education in the index of 2016",
}
STUDENTS = (
    "Marked as full of students: those aged 17 to 21 are more than three times as large a part of "
    "its people as in the middle data zone, so the share looks low for that alone."
)
"""What is said of a data zone with implausibly many people of the age that entrants are of."""


def agreeing(tested: TestBasis) -> dict[str, str]:
    """Return what each of the recipes that decide how sure a cold spot is adds, at a level."""
    return _AGREE if tested.nation == "England" else _AGREE_IN_SCOTLAND


def how_sure(tested: TestBasis) -> Sentence:
    """Return what cold spots of a level are graded by."""
    if tested.id in POSTERIOR_LEVELS:
        return say(
            "Each cold spot is graded by its chance, by the spatial model, of being in the lowest "
            "fifth of true rates: {most} or more, {least} to {most}, or under {least}. Files also "
            "say how many other ways of testing agree (strong, moderate, tentative).",
            **_limits(),
        )
    text = (
        f"Strong: found cold in all three other ways that count "
        f"({'; '.join(agreeing(tested).values())}). Moderate: in two. Tentative: in one or none."
    )
    return Sentence(text, (defined("2016", "simd16_university: index", "simd16_indicators"),))


def _limits() -> dict[str, Trace]:
    """Trace the chances that part the grades of cold spots."""
    most, least = (defined(percent_text(limit), "CHANCE_LIMITS") for limit in CHANCE_LIMITS)
    return {"most": most, "least": least}


def graded(level: str, code: str, counts: Mapping[str, int], how: str, dataset: str) -> Sentence:
    """Count cold spots by grade, the surest first, without a full stop.

    Parameters
    ----------
    level
        The geography, which says what they are graded by.
    code
        Of the place or zone that they lie in.
    counts
        How many there are of each of `grades_at`; none is left out where it is 0.
    how
        What is counted, as `cold spots that are {grade}`.
    dataset
        Bundled tables that the counts are of.
    """
    has_model, parts, listed = level in POSTERIOR_LEVELS, _limits(), list[str]()
    field = FIFTHS[0] if has_model else "confidence"
    for number, grade in enumerate(grades_at(level)):
        count = counts.get(grade, 0)
        if not count:
            continue
        name = f"grade{number}"
        parts[name] = counted(count, dataset, field, code, how.format(grade=grade))
        if has_model:
            chance = ("{most} or more", "{least} to {most}", "under {least}")[number]
            end = "" if listed else " to be in the lowest fifth of true rates"
            verb = either(count, "is", "are")
            listed.append(f"{{{name}}} {verb} {chance} likely{end}")
        else:
            listed.append(f"{{{name}}} {grade}")
    text = ", ".join(listed)
    return say(text, **parts_in(text, parts))


def cold_opening(view: MapView) -> str:
    """Return in one sentence what a map of cold spots shows, of whom and when."""
    level = geography(view.geography)
    definition = ColdSpotOptions.of(view).definition
    if definition == TESTED:
        found = lowered(sentence_of(TESTED, view.geography))[:-1]
        opening = f"A cold spot is a {level.label} with {found}: {period_of_rates(level.id)}."
        return f"{opening} {LIKELY_LOW}" if level.id in POSTERIOR_LEVELS else opening
    said = f"{sentence_of(definition, view.geography)[:-1]}: {period_of_rates(view.geography)}."
    return f"{said} {NOT_TESTED}" if basis_of(view.geography).untested else said


def period_of_rates(level: str) -> str:
    """Return of whom and when the rates are that a level is tested by."""
    tested = basis_of(level)
    period = indicator(tested.rate).period
    return f"{period}; {tested.who} of mid-2020 as cohorts" if tested.approximate else period


def describe_cold_spots(
    view: MapView, place: Trace, people: str = "young_people"
) -> list[Sentence]:
    """Read a map of cold spots aloud, the main thing first; each figure with its trace.

    Parameters
    ----------
    people
        Whom it counts: `young_people`, or `young_people_now` beside figures of reach, which are of
        those.
    """
    rows = counts_inside(cold_classes(cold_spot_query(view)), view.geography, view.within)
    plural = geography(view.geography).plural
    shown = [row for row in rows if row["code"] < NOT_COVERED]
    if basis_of(view.geography).untested:
        return [*_lowest_fifth(view, place, shown), *_missing(view, rows)]
    cold = shown[: COLD[ColdSpotOptions.of(view).definition]]
    whole = sum(row["areas"] for row in shown)
    if not whole:
        text = "No {plural} in {place} could be assessed."
        return [say(text, plural=plural, place=place), *_missing(view, rows)]
    count, young = sum(row["areas"] for row in cold), _young(view, people)
    parts: dict[str, Trace | str] = {"place": place}
    if whole == 1:
        parts["only"] = singular(view.geography)
        text = "The one {only} in {place} that could be assessed is "
        text += "a cold spot" if count else "no cold spot"
    else:
        parts |= {"whole": _count(view, whole, "areas with a verdict"), "plural": plural}
        text = "Of {whole} {plural} in {place} that could be assessed, "
        text += "{count} {are}" if count else "none is a cold spot"
        if count:
            parts["count"] = _count(view, count, "areas that are cold spots")
            parts["are"] = either(count, "is a cold spot", "are cold spots")
    if count:
        text += f": {lived(people, young)}"
        source, how = (
            f"{_table(view)}+{basis_of(view.geography).people_table}",
            f"sum of {people} over its cold spots{_which(view)}",
        )
        parts |= living(young, people, source, _whole(view), how)
    sentences = [say(f"{text}.", **parts)]
    if count and basis_of(view.geography).follows:
        sentences += _not_going_on(view)
    if basis_of(view.geography).students:
        sentences += _students(view)
    if ColdSpotOptions.of(view).definition == TESTED:
        sentences += _tested(view, shown, count)
    if ColdSpotOptions.of(view).definition == LIKELY and count:
        sentences.append(_wrong_ones(view))
    return [*sentences, *_missing(view, rows)]


def cold_headline(view: MapView) -> str:
    """Return the headline of a map of cold spots: how many young people of a place live in them.

    Of a zone that is chosen, how many live in that zone. Empty for other definitions, where an
    area is chosen, and where there are none.
    """
    tested, zones = basis_of(view.geography), find_all(cold_spot_query(view)).zones
    if view.select in zones.index:
        zone = zones.loc[[view.select]].iloc[0]
        young, many = int(zone["young_people"]), int(zone["areas"])
        people = "one young person lives" if young == 1 else f"{young:,} young people live"
        name, made = zone["zone_name"], "one cold spot"
        if many > 1:
            made = f"{number_word(many)} touching cold spots"
        return fitting(
            f"{name}: {people} in {made}",
            f"{name}: {people} there",
            f"{name}: {young:,} young people" if young > 1 else name,
            name,
        )
    if view.select:
        return ""
    if tested.untested:
        limit = indicator(tested.rate).text(lowest_fifth_of(view.geography))
        nation = (
            f"In {tested.nation}'s lowest fifth of areas, at most {limit} of people aged 18 to 21"
        )
        is_whole = view.within in ("", tested.nation_code)
        return f"{nation} had enrolled in higher education" if is_whole else ""
    listed = LIST_WORDS.get(ColdSpotOptions.of(view).definition)
    young = _young(view, "young_people") if listed else 0
    if listed is None or not young:
        return ""
    people = "one young person lives" if young == 1 else f"{young:,} young people live"
    where = where_of(place_name(view))
    return f"{where[0].upper()}{where[1:]}, {people} {listed.where}"


def _lowest_fifth(view: MapView, place: Trace, shown: list[Row]) -> list[Sentence]:
    """Return how many areas are in the lowest fifth of a nation that is not tested, and why not."""
    tested, plural = basis_of(view.geography), geography(view.geography).plural
    entry, code = indicator(tested.rate), _whole(view)
    limit = lowest_fifth_of(view.geography)
    whole, low = sum(row["areas"] for row in shown), shown[0]["areas"]
    reason = say(tested.untested)
    if not whole:
        return [say("No {plural} in {place} have a figure.", plural=plural, place=place), reason]

    def count(value: int, which: str) -> Trace:
        how = f"count of {plural} of {tested.nation} {which} {tested.rate}"
        return counted(value, datasets_of(tested.rate), tested.rate, code, how)

    of = f"of the areas of {plural} of {tested.nation}"
    how = f"value of {tested.rate} up to which a fifth {of} lie"
    source = datasets_of(tested.rate)
    end = Trace(entry.text(limit), source, tested.rate, tested.nation_code, limit, how)
    return [
        say(
            f"Of {{whole}} {{plural}} in {{place}} with a figure, {{count}} "
            f"{either(low, 'is', 'are')} in the lowest fifth of {{nation}}: up to {{limit}} of "
            f"{{who}} there have enrolled in higher education.",
            whole=count(whole, "with"),
            plural=plural,
            place=place,
            count=count(low, "in the lowest fifth by"),
            nation=tested.nation,
            limit=end,
            who=defined(tested.who, f"{tested.rate}: who", datasets_of(tested.rate)),
        ),
        reason,
    ]


def _whole(view: MapView) -> str:
    """Return the code of the place that a view looks at, or of the nation."""
    return view.within or basis_of(view.geography).nation_code


def _students(view: MapView) -> list[Sentence]:
    """Return how many cold spots of a place are full of students; nothing of none."""
    column, table = basis_of(view.geography).students, area_table(view.geography)
    cold = cold_classes(cold_spot_query(view)).of_area < COLD[ColdSpotOptions.of(view).definition]
    here = cold & inside_of(view.geography, view.within)
    count = int((here & table[column].to_numpy(bool)).sum())
    if not count:
        return []
    how = f"cold spots whose {column} is true"
    return [
        say(
            f"{{marked}} of them {either(count, 'is', 'are')} full of students: the share looks "
            "low there because many moved in to study.",
            marked=_count(view, count, how, column),
        )
    ]


def _young(view: MapView, people: str) -> int:
    """Count the young people of the cold spots of a place."""
    table, classes = area_table(view.geography), cold_classes(cold_spot_query(view))
    cold = classes.of_area < COLD[ColdSpotOptions.of(view).definition]
    return int(table.loc[cold & inside_of(view.geography, view.within), people].sum())


def _not_going_on(view: MapView) -> list[Sentence]:
    """Return how many of the pupils who did not go on lived in the cold spots of a place."""
    share = share_not_going_on_here(cold_spot_query(view), view.within)
    how = f"share of tundra_cohort x (1 - tundra_rate) that lies in cold spots{_which(view)}"
    if view.geography != "lsoa21":
        how += f", among {geography(view.geography).plural}"
    field, code = "tundra_cohort, tundra_rate", _whole(view)
    figure = Trace(share_text(share), datasets_of("tundra_rate"), field, code, share, how)
    return [
        say(
            "{share} of local pupils who did not go on lived in them; the rest lived elsewhere."
            if share < 1
            else "All local pupils who did not go on lived in them.",
            share=figure,
        )
    ]


def _count(view: MapView, value: int, how: str, field: str = "status") -> Trace:
    how, code = how + _which(view), _whole(view)
    return counted(value, _table(view), field, code, how)


def _table(view: MapView) -> str:
    """Return the bundled table that the cold spots of a view are in, or are worked out from."""
    return f"{'coldspots' if is_bundled(view) else 'areas'}_{view.geography}"


def _which(view: MapView) -> str:
    """Return what a formula adds where cold spots are not those of the bundled table."""
    asked = ColdSpotOptions.of(view)
    if asked.definition == TESTED:
        return "" if asked.q == Q else f", at a false discovery rate of {asked.q:g}"
    weights = ",".join(map(str, asked.weights))
    of = f" of {weights}" if asked.definition == WEIGHTED else ""
    if asked.definition == LIKELY:
        of = f" of {asked.expected_wrong:g}"
    return f", by the definition {asked.definition}{of}"


def _tested(view: MapView, shown: list[Row], count: int) -> list[Sentence]:
    said = []
    if count:
        here = len(zones_inside(cold_spot_query(view), view.within))
        grades = grades_at(view.geography)
        each = {grade: row["areas"] for grade, row in zip(grades, shown, strict=False)}
        how, dataset = f"cold spots that are {{grade}}{_which(view)}", _table(view)
        listed = graded(view.geography, _whole(view), each, how, dataset)
        found = _count(view, here, "zones that they are part of", "zone_id")
        ending = f"{either(count, 'it is', 'they are')} part of {{zones}} zones"
        if here == 1:
            ending = either(count, "it is part of one zone", "they are part of one zone")
        parted = say(f"; {ending}.", **({"zones": found} if here != 1 else {}))
        said.append(Sentence(listed.text + parted.text, (*listed.traces, *parted.traces)))
        said += _mean_chances(view)
    return [*said, *_around(view, shown)]


def _mean_chances(view: MapView) -> list[Sentence]:
    """Return the mean chance of the cold spots of a place to be low; nothing without a model."""
    level = view.geography
    if level not in POSTERIOR_LEVELS or not is_bundled(view):
        return []
    cold = find_all(cold_spot_query(view)).areas["cold_spot"]
    table = area_table(level)
    here = cold.reindex(table.index, fill_value=False).to_numpy(bool)
    here = here & inside_of(level, view.within)
    parts = {}
    for part, name in (("fifth", FIFTHS[0]), ("below", "prob_below_national")):
        share = float(table.loc[here, name].astype("float64").mean())
        how = f"mean of {name} over its cold spots, never as certain"
        text = chance_text(share)
        parts[part] = Trace(text, f"posterior_{level}", name, _whole(view), share, how)
    text = (
        "By the spatial model {they} {fifth} likely to be in the lowest fifth of true rates, and "
        "{below} below the national rate{mean}."
    )
    one = int(here.sum()) == 1
    mean = "" if one else ", on average"
    return [say(text, they="it is" if one else "they are", mean=mean, **parts)]


def _around(view: MapView, shown: list[Row]) -> list[Sentence]:
    """Count what is cold around alone, and what is low among high; nothing where there is none."""
    around, pocket = (row["areas"] for row in shown[COLD[TESTED] : COLD[TESTED] + 2])
    texts: list[str] = []
    parts: dict[str, Trace | str] = {}
    if around:
        are, have = either(around, "is", "are"), either(around, "has", "have")
        texts.append(f"{{around}} more {are} not clearly low but {have} low neighbours")
        parts["around"] = _count(view, around, "areas with cold surroundings alone")
    if pocket:
        texts.append(f"{{pocket}} {either(pocket, 'is a cold pocket', 'are cold pockets')} in "
                     "higher surroundings")  # fmt: skip
        parts["pocket"] = _count(view, pocket, "areas that are low among high", "low_high")
    return [say(f"{', and '.join(texts)}.", **parts)] if texts else []


def _wrong_ones(view: MapView) -> Sentence:
    """Return how many of the areas listed in a place may be expected to be wrong."""
    table = area_table(view.geography)
    listed = cold_classes(cold_spot_query(view)).of_area < COLD[LIKELY]
    here = listed & inside_of(view.geography, view.within)
    share = float((1 - table.loc[here, FIFTHS[0]].astype("float64")).mean())
    how = f"mean of 1 - {FIFTHS[0]} over its cold spots{_which(view)}"
    figure = Trace(
        share_text(share), f"posterior_{view.geography}", FIFTHS[0], _whole(view), share, how
    )
    return say(
        "{share} of those listed here may be expected not to be in the lowest fifth, by the "
        "model's own chances.",
        share=figure,
    )


def _missing(view: MapView, rows: list[Row]) -> list[Sentence]:
    missing = [row for row in rows if row["code"] >= NOT_COVERED]

    def count(row: Row) -> Trace:
        return _count(view, row["areas"], f"areas in {row['label']!r}")

    return missing_words("Without a verdict", missing, count)


def verdict_of(view: MapView, code: str) -> list[str]:
    """Return what a definition finds of an area: plain words first, figures second."""
    asked = cold_spot_query(view)
    found = find_all(asked).areas
    classes = cold_classes(asked)
    number = int(classes.of_area[area_table(view.geography).index.get_loc(code)])
    if number >= NOT_COVERED:
        return [f"{classes.missing[number].label}."]
    label = labels_of(asked.definition, asked.level)[number]
    row = found.loc[code]
    assert isinstance(row, pd.Series)
    if asked.definition != TESTED:
        said = [f"{label}. {sentence_of(asked.definition, asked.level)}"]
        if asked.definition == LIKELY:
            chance = float(area_table(asked.level)[FIFTHS[0]][code])
            said.append(f"The chance is {chance_text(chance)}, by the spatial model.")
        why = list(filter(None, (basis_of(asked.level).untested,)))
        return said + _figures(asked.definition, row) + why
    tested = basis_of(asked.level)
    said = _tested_words(label, row, tested)
    beside = chances_beside(asked.level, code)
    if row["cold_spot"] and beside is not None:
        said.insert(1, beside.text)
    if tested.students and area_table(asked.level).loc[code, tested.students]:
        said.append(STUDENTS)
    said += [tested.approximate] * bool(tested.approximate)
    return [*said, _test_figures(row, tested)]


def chances_beside(level: str, code: str) -> Sentence | None:
    """Return how likely a tested cold spot is to be low, by the spatial model; None without one."""
    if level not in POSTERIOR_LEVELS:
        return None
    row = area_table(level).loc[code]
    assert isinstance(row, pd.Series)
    if pd.isna(row[FIFTHS[0]]):
        return None
    how = "chance by the spatial model, never as certain"
    fifth, below = (
        Trace(
            chance_text(float(row[name])), f"posterior_{level}", name, code, float(row[name]), how
        )
        for name in (FIFTHS[0], "prob_below_national")
    )
    return say(
        "By the spatial model: {fifth} likely to be in the lowest fifth of true rates, {below} "
        "below the national rate.",
        fifth=fifth,
        below=below,
    )


def _tested_words(label: str, row: pd.Series, tested: TestBasis) -> list[str]:
    if row["cold_spot"]:
        agree = [words for recipe, words in agreeing(tested).items() if row[recipe]]
        also = f"Also found {and_list(agree)}." if agree else "No other way that counts finds it."
        like = ["Local Moran finds it low among its like too."] if row["low_low"] else []
        # Where a model says how likely it is to be low, the chance itself comes next.
        label = "Cold spot" if tested.id in POSTERIOR_LEVELS else label
        return [f"{label}: {lowered(sentence_of(TESTED, tested.id))}", also, *like]
    if row["status"] == STATUS[1]:
        return [f"{label}: the places around it are low, but its own rate may not be."]
    if row["low_high"]:
        return [f"{label}: low itself, among places that are not."]
    return [f"{label}: it and the places around it are no colder than chance may make them."]


def _test_figures(row: pd.Series, tested: TestBasis) -> str:
    return (
        f"Local G* {row['z']:.1f}; adjusted p {_small(float(row['p_adjusted']))}; chance that its "
        f"own rate is below {tested.nation}'s {chance_text(float(row['chance_low']))}."
    )


def _figures(definition: str, row: pd.Series) -> list[str]:
    if definition == "gap":
        return [
            f"{percent_text(row['predicted_rate'])} would be expected; the rate is "
            f"{abs(row['gap']) * 100:.1f} points {'below' if row['gap'] < 0 else 'above'}."
        ]
    if definition == "weightings":
        return [f"Cold in {percent_text(row['cold_share'])} of weightings."]
    return []


def _small(value: float) -> str:
    return "under 0.001" if value < 0.001 else f"{value:.3f}"

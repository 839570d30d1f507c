"""Headline sentences of one place: what its figures say, and no more than their intervals allow."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geo.areas import area_table, inside_of, levels_of, nation_of
from geo.coldspots import (
    LEVELS,
    NORTHERN_IRELAND,
    UNTESTED,
    ZONE,
    ColdSpotQuery,
    basis_of,
    bundled,
    find_all,
    shown_ranks,
)
from geo.errors import UnknownAreaError
from geo.posterior import FIFTHS
from geo.reach import domains_of
from geo.registry import ENGLAND, PATCH, SMALLEST, SUM_LEVELS, geography, indicator, percent_text
from layers.browser import latest_entry_of
from layers.coldspots import (
    WINNERS_CURSE,
    chances_beside,
    describe_cold_spots,
    sentences_of_zone,
    verdict_of,
    with_cold,
    zone_of,
)
from layers.profiles.nations import (
    lowest_fifth_words,
    nation_of_row,
    own_rank_words,
    own_rate_words,
    zone_chance_words,
)
from layers.view import MapView
from layers.words import (
    AGES,
    AS_IT_STANDS,
    INTERVAL,
    LEAVERS,
    Sentence,
    Trace,
    chance_text,
    ordinal,
    say,
    standing_sentence,
    traces,
)

WILSON = "95% Wilson score interval of tundra_rate on tundra_source_cohort"
LATEST = "value of the latest period in the bundled table"
GAP = "he19_nonfsm_rate less he19_fsm_rate, in percentage points"
WORST_TENTH = "share of its neighbourhoods whose iod25_decile is 1"
SURE_PEOPLE = 1_000
"""From this cohort on, rates are written to a tenth of a percent."""

CLAIMED = say(
    "Claimed: the share of {who} from here who were in higher education at {ages}, as published, "
    "and the interval that chance leaves it.",
    who=LEAVERS,
    ages=AGES,
)
NOT_CLAIMED = Sentence(
    "Not claimed: why it is so, whether it is still so, or anything about any one person or school."
)


def level_of_place(code: str) -> str:
    """Name the level of an area: a district before the county that it also is.

    Raises
    ------
    UnknownAreaError
        If no bundled area has the code.
    """
    levels = levels_of(code)
    if not levels:
        raise UnknownAreaError(
            f"{code!r} is no area of the bundled data. `coldspots postcode` finds the codes of a "
            "place; `coldspots areas` lists those of a level."
        )
    return "lad24" if "lad24" in levels else levels[0]


def sentences_of_place(code: str, people: str = "young_people") -> tuple[Sentence, ...]:
    """Return what is known of an area or a zone, the main thing first.

    Parameters
    ----------
    code
        Code of an area of any level, or of a zone of tested cold spots.
    people
        Whom its cold spots are counted in: `young_people`, or `young_people_now` beside figures
        of reach, which are of those.

    Returns
    -------
    sentences
        Every figure in them is held by a trace. The last ones say what is claimed and what not.

    Raises
    ------
    UnknownAreaError
        If there is no such place.
    """
    if code.startswith(ZONE):
        level, row = zone_of(code)
        held = str(row["zone_name"])
        name = Trace(held, "zones", "zone_name", code, held, AS_IT_STANDS)
        said = [*lead_words(name, level, row, code), *sentences_of_zone(level, row, code, people)]
    else:
        level = level_of_place(code)
        found = area_table(level).loc[code]
        assert isinstance(found, pd.Series)
        name = traces.named(level, code)
        said = [*lead_words(name, level, found, code), *chance_words(level, found, code)]
        said += [*gap_words(code), *deprivation_words(found, code)]
        said += verdict_words(level, code, people)
    claims = [CLAIMED] if any(AGES in sentence.traces for sentence in said) else []
    return (*said, *claims, NOT_CLAIMED)


def lead_words(name: Trace, level: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return what is known of who goes on from a place: the freshest figure first."""
    if nation_of_row(row, code) != "England":
        yield from own_rate_words(name, level, row, code)
        yield from own_rank_words(level, row, code)
        return
    if code and not code.startswith(ZONE):
        yield from entry_words(level, code)
    yield from rate_words(name, row, code)


def percent(value: float, field: str, code: str, formula: str, *, places: int) -> Trace:
    """Trace a rate, written as a percentage."""
    name = field.removesuffix("_low").removesuffix("_high")
    figure = percent_text(value, places)
    return Trace(figure, traces.datasets_of(name), field, code, float(value), formula)


def parts_of(code: str) -> str:
    """Name the areas whose rates are put together for a place; empty where its own is published."""
    if not code:
        return "neighbourhoods"
    if code.startswith(ZONE):
        return "areas"
    level = level_of_place(code)
    if level in LEVELS:
        return ""
    return "neighbourhoods" if level in ("ward24", PATCH.id) else "local areas"


def rate_formula(code: str) -> str:
    """Return how the rate of a place comes about: published, or put together from smaller areas."""
    parts = parts_of(code)
    text = f"sum of tundra_rate x tundra_cohort over its {parts}, by the sum of their tundra_cohort"
    return text if parts else AS_IT_STANDS


def cohort_formula(code: str) -> str:
    """Return how the pupils that the rate of a place rests on are counted."""
    parts = parts_of(code)
    return f"sum of tundra_cohort over its {parts} with a rate" if parts else AS_IT_STANDS


def rate_words(name: Trace, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return the rate with its interval, and what the interval allows to say beside England."""
    rate = row["tundra_rate"]
    if pd.isna(rate):
        outside = row.get("nation", "England") not in indicator("tundra_rate").nations
        why = "the measure covers England alone" if outside else "it is suppressed or not published"
        text = "For {name} there is no participation rate of {who}: {why}."
        yield say(text, name=name, who=LEAVERS, why=why)
        return
    low, high, cohort = (row[f"tundra_{part}"] for part in ("rate_low", "rate_high", "cohort"))
    if code.startswith(ZONE):
        yield from _zone_rate_words(name, row, code)
        return
    # Parts of a split area share its cohort; the interval rests on all of it.
    on = int(row.get("tundra_source_cohort", cohort))
    places = 1 if on >= SURE_PEOPLE else 0
    yield say(
        "In {name}, {rate} of {who} were in higher education at {ages} ({level} interval {low} to "
        "{high}, on {cohort} pupils).",
        name=name,
        rate=percent(rate, "tundra_rate", code, rate_formula(code), places=1),
        who=LEAVERS,
        ages=AGES,
        level=INTERVAL,
        low=percent(low, "tundra_rate_low", code, WILSON, places=places),
        high=percent(high, "tundra_rate_high", code, WILSON, places=places),
        cohort=traces.counted(
            on, traces.datasets_of("tundra_rate"), "tundra_source_cohort", code,
            cohort_formula(code),
        ),
    )  # fmt: skip
    if on != int(cohort):
        yield say(
            "Those {cohort} pupils are all of the areas of {year} that it was part of; {own} of "
            "them {are} counted here where figures are added up.",
            cohort=traces.counted(
                on, traces.datasets_of("tundra_rate"), "tundra_source_cohort", code, AS_IT_STANDS
            ),
            year=traces.defined("2011", "year of the areas of the rates"),
            own=traces.counted(
                int(cohort), traces.datasets_of("tundra_rate"), "tundra_cohort", code, AS_IT_STANDS
            ),
            are=traces.either(int(cohort), "is", "are"),
        )
    if code != ENGLAND:
        yield _beside_england(float(low), float(high))


def modelled_of_zone(row: pd.Series, code: str) -> dict[str, Trace]:
    """Return the rate of an English zone by the spatial model, with the ends of its interval."""
    source = f"draws_{zone_of(code)[0]}"
    ends = (("rate", "", "mean"), ("low", "_low", "5th percentile"),
            ("high", "_high", "95th percentile"))  # fmt: skip
    return {
        part: Trace(
            percent_text(row[f"tundra_rate_modelled{end}"], 1),
            source,
            f"tundra_rate_modelled{end}",
            code,
            float(row[f"tundra_rate_modelled{end}"]),
            f"{which} of the joint draws of its areas, taken together by tundra_cohort",
        )
        for part, end, which in ends
    }


def _zone_rate_words(name: Trace, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return the rate of an English zone by the model, the measured one, and why they differ."""
    yield say(
        "In {name}, about {rate} of {who} were in higher education at {ages}, luck allowed for: by "
        "the spatial model between {low} and {high}, nine times in ten.",
        name=name,
        who=LEAVERS,
        ages=AGES,
        **modelled_of_zone(row, code),
    )
    on = int(row["tundra_cohort"])
    places = 1 if on >= SURE_PEOPLE else 0
    yield say(
        "{measured} were measured ({level} interval {low} to {high}, on {cohort} pupils).",
        measured=percent(row["tundra_rate"], "tundra_rate", code, rate_formula(code), places=1),
        level=INTERVAL,
        low=percent(row["tundra_rate_low"], "tundra_rate_low", code, WILSON, places=places),
        high=percent(row["tundra_rate_high"], "tundra_rate_high", code, WILSON, places=places),
        cohort=traces.counted(
            on, traces.datasets_of("tundra_rate"), "tundra_source_cohort", code,
            cohort_formula(code),
        ),
    )  # fmt: skip
    yield Sentence(WINNERS_CURSE)


def _beside_england(low: float, high: float) -> Sentence:
    """Compare with England as far as the interval allows."""
    rate = float(area_table("nation")["tundra_rate"][ENGLAND])
    england = percent(rate, "tundra_rate", ENGLAND, rate_formula(ENGLAND), places=1)
    if high < rate:
        return say("That is lower than England ({england}).", england=england)
    if low > rate:
        return say("That is higher than England ({england}).", england=england)
    return say(
        "England's rate, {england}, is within that interval: it is not shown to be lower or "
        "higher.",
        england=england,
    )


def chance_words(level: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return how likely a small area is to lie below the lowest fifth's limit, and its rank."""
    if level == "dz11":
        yield from zone_chance_words(row, code)
        return
    if level in SUM_LEVELS and pd.notna(row.get("tundra_rate_modelled")):
        yield summed_words(f"posterior_{level}", row, code)
        return
    chance = row.get("prob_lowest_fifth")
    if level not in LEVELS or chance is None or pd.isna(chance):
        return
    ranks = bundled(level)[["rank_low", "rank_high"]]
    count = int(ranks["rank_low"].count())
    ends = shown_ranks(ranks["rank_low"][code], ranks["rank_high"][code], count)
    low, high = (int(end) for end in ends)
    source = f"coldspots_{level}"
    how = "middle 95% of ranks drawn, rounded outwards to two digits"
    yield say(
        "The chance that its true rate is below {limit}, where the published lowest fifth of "
        "{plural} ends, is "
        "{chance}; its rank is between {low} and {high} of {count}, from the lowest ({level} "
        "interval).",
        limit=traces.lowest_fifth_ends(level),
        plural=geography(level).plural,
        chance=Trace(
            chance_text(float(chance)),
            traces.datasets_of("tundra_rate"),
            "prob_lowest_fifth",
            code,
            float(chance),
            "beta-binomial chance of a true rate below the highest published rate of quintile 1 "
            f"among {geography(level).plural} of 2011",
        ),
        low=Trace(f"{low:,}", source, "rank_low", code, low, how),
        high=Trace(f"{high:,}", source, "rank_high", code, high, how),
        count=traces.counted(count, source, "rank_low", ENGLAND, "areas that have a rank"),
        level=INTERVAL,
    )
    yield _modelled(level, row, code)


def summed_words(source: str, row: pd.Series, code: str) -> Sentence:
    """Return what the spatial model says of an area that is a sum of small ones."""
    rate, low, high = (
        Trace(percent_text(row[name], places=1), source, name, code, float(row[name]), AS_IT_STANDS)
        for name in (f"tundra_rate_modelled{end}" for end in ("", "_low", "_high"))
    )
    below = float(row["prob_below_national"])
    return say(
        "By the model {rate} ({level} interval {low} to {high}); the chance that fewer went on "
        "than in England is {below}.",
        rate=rate,
        level=traces.defined("90%", "interval of the model"),
        low=low,
        high=high,
        below=Trace(
            chance_text(below),
            source,
            "prob_below_national",
            code,
            below,
            "chance by the spatial model, never as certain",
        ),
    )


def _modelled(level: str, row: pd.Series, code: str) -> Sentence:
    """Return what the spatial model says of a small area."""

    def held(column: str, text: str, how: str = traces.AS_IT_STANDS) -> Trace:
        return Trace(text, f"posterior_{level}", column, code, float(row[column]), how)

    rate, low, high = (
        held(name, percent_text(row[name]))
        for name in (f"tundra_rate_modelled{end}" for end in ("", "_low", "_high"))
    )
    below, fifth = (
        held(name, chance_text(float(row[name])), "chance by the spatial model, never as certain")
        for name in ("prob_below_national", FIFTHS[0])
    )
    return say(
        "With luck and neighbours allowed for, about {rate} went on, nine times in ten between "
        "{low} and {high}; the chance that fewer went on than in England is {below}, and that it "
        "is in the lowest fifth of true rates {fifth}.",
        rate=rate,
        low=low,
        high=high,
        below=below,
        fifth=fifth,
    )


def entry_words(level: str, code: str) -> list[Sentence]:
    """Return the latest entry by 19 of the county, so named, to stand beside the local figure."""
    found = latest_entry_of(level, code)
    if found is None:
        return []
    own, rate, ranks = found
    name = traces.named("utla23" if own in area_table("utla23").index else level, own)
    latest = indicator("he19_rate")
    said = say(
        "Entry to higher education by {age} in {name}, {period}: {rate}{whole}.",
        age=traces.defined("19", "he19_rate: age", "lait"),
        name=name,
        period=traces.period_of_indicator("he19_rate"),
        rate=Trace(latest.text(rate), "lait", "he19_rate", own, rate, LATEST),
        whole="" if own == code else ", the whole of the county or authority that holds it",
    )
    upper = level if own == code and level in latest.geographies else "utla23"
    stands = standing_sentence(latest, upper, own)
    said = Sentence(f"{said.text} {stands.text}".strip(), (*said.traces, *stands.traces))
    if ranks is None:
        return [said]
    source, how = traces.datasets_of("tundra_rate", "he19_rate"), "authorities with both rates"
    held: dict[str, Trace | str] = {}
    for field, ends in (("tundra_rate", ranks.participation), ("he19_rate", ranks.entry)):
        for end, rank in zip(("first", "last"), ends, strict=True):
            formula = f"{end} rank in the 95% interval from the lowest among {how}"
            held[f"{field}_{end}"] = Trace(
                ordinal(rank), source, f"{field}: rank", own, rank, formula
            )
    between = {
        field: f"{{{field}_first}} to {{{field}_last}}" if first != last else f"{{{field}_first}}"
        for field, (first, last) in (
            ("tundra_rate", ranks.participation),
            ("he19_rate", ranks.entry),
        )
    }
    more = say(
        f"Among {{among}} authorities, {{one}} being the lowest, {{name}} is "
        f"{between['tundra_rate']} by young participation and {between['he19_rate']} by entry by "
        "{age} ({level} intervals): lower by {lower}.",
        name=name,
        one=traces.defined("1", "lowest rank"),
        age=traces.defined("19", "he19_rate: age", "lait"),
        level=INTERVAL,
        lower=ranks.lower,
        among=traces.counted(ranks.among, source, "he19_rate", ENGLAND, how),
        **held,
    )
    return [said, more]


def gap_words(code: str) -> Iterator[Sentence]:
    """Return the gap by free school meals, only where the place itself has the figures."""
    for level in indicator("he19_rate").geographies:
        table = area_table(level)
        if code not in table.index or "he19_fsm_rate" not in table:
            continue
        fsm, other = (table[f"he19_{part}_rate"][code] for part in ("fsm", "nonfsm"))
        if pd.isna(fsm) or pd.isna(other):
            return
        gap = round(100 * float(other) - 100 * float(fsm), 1)
        yield say(
            "{fsm} of pupils eligible for free school meals had entered by {age}, against {other} "
            "of other pupils: a gap of {gap} percentage points.",
            fsm=percent(fsm, "he19_fsm_rate", code, LATEST, places=1),
            age=traces.defined("19", "he19_rate: age", "lait"),
            other=percent(other, "he19_nonfsm_rate", code, LATEST, places=1),
            gap=Trace(
                f"{abs(gap):.1f}",
                "lait",
                "he19_nonfsm_rate - he19_fsm_rate",
                code,
                gap,
                GAP,
            ),
        )
        return


def deprivation_words(row: pd.Series, code: str) -> Iterator[Sentence]:
    """Yield how deprived a place is: its decile, or the share of its areas in the worst."""
    index = domains_of(nation_of_row(row, code))[0]
    if index != "iod25":
        yield from _own_deprivation_words(index, row, code)
        return
    decile, share = row.get("iod25_decile"), row.get("iod25_most_deprived_share")
    year = traces.period_of_indicator("iod25_score")
    if decile is not None and pd.notna(decile):
        source = traces.datasets_of("iod25_decile")
        yield say(
            "It is in decile {decile} of deprivation, of {ten}, the first being the most deprived "
            "({year}).",
            decile=Trace(str(int(decile)), source, "iod25_decile", code, int(decile), AS_IT_STANDS),
            ten=traces.defined("10", "number of deciles"),
            year=year,
        )
    elif share is not None and pd.notna(share):
        if "pcon24" in levels_of(code):
            # The table counts them by shares; a sentence counts those that fit the place best, as
            # its lists, its map and its story do.
            tenths = area_table(SMALLEST)["iod25_decile"][inside_of(SMALLEST, code)].dropna()
            share = float(tenths.eq(1).mean())
        yield say(
            "{share} of its neighbourhoods are in the most deprived tenth of England ({year}).",
            share=percent(share, "iod25_most_deprived_share", code, WORST_TENTH, places=0),
            year=year,
        )


def _own_deprivation_words(index: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Yield the tenth of a small area by the index of its own nation."""
    field = f"{index}_decile"
    if pd.isna(row.get(field)):
        return
    value = int(row[field])
    yield say(
        "It is in decile {decile} of deprivation, of {ten}, the first being the most deprived "
        "tenth of {nation} ({year}).",
        decile=Trace(str(value), traces.datasets_of(field), field, code, value, AS_IT_STANDS),
        ten=traces.defined("10", "number of deciles"),
        nation=str(row["nation"]),
        year=traces.period_of_indicator(field),
    )


def verdict_words(level: str, code: str, people: str = "young_people") -> list[Sentence]:
    """Return whether a place is a cold spot, or how many of its small areas are, and of whom."""
    if level in LEVELS:
        if code not in find_all(ColdSpotQuery(level)).areas.index:
            return []
        # The figures of the test stay out: the verdict is said in words.
        view = MapView(geography=level, mode="cold")
        words = verdict_of(view, code)
        beside = chances_beside(level, code)
        said = [
            beside if beside is not None and text == beside.text else Sentence(text)
            for text in (words[:-1] if len(words) > 1 else words)
        ]
        return [_approximate(level) if one.text == basis_of(level).approximate else one
                for one in said]  # fmt: skip
    if nation_of(code) == "England":
        view = MapView(mode="cold", within=code)
        return describe_cold_spots(view, traces.named(level, code), people)
    return beyond_cold_words(level, code, people)


def beyond_cold_words(level: str, code: str, people: str) -> list[Sentence]:
    """Return what is known of cold spots in a place outside England, or why nothing is.

    Scotland's are tested; of Northern Ireland the lowest fifth alone is told.
    """
    nation = nation_of(code)
    if nation != "Scotland":
        # The lowest fifth is of areas with figures of their own, which a patch has not.
        row = None if level == PATCH.id else area_table(level).loc[code]
        fifth = [*lowest_fifth_words(level, row, code)] if isinstance(row, pd.Series) else []
        return [*fifth, Sentence(NORTHERN_IRELAND if nation == "Northern Ireland" else UNTESTED)]
    tested = basis_of("dz11")
    within = "" if code == tested.nation_code else code
    view = with_cold(MapView(), geography=tested.id, within=within)
    return [*describe_cold_spots(view, traces.named(level, code), people), _approximate(tested.id)]


def _approximate(level: str) -> Sentence:
    """Return why what is found at a level is approximate, with the figures in it held."""
    text = basis_of(level).approximate
    ages = traces.defined("17 to 21", "simd20_university: ages", "simd20_indicators")
    return Sentence(text, (ages, traces.MID_2020))

"""Each nation's own measure, small areas and index in its profiles, and the words for them.

Figures of two nations stand on no scale together: a profile outside England never shows England's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil, isnan
from typing import NamedTuple

import pandas as pd

from geo.areas import area_table, classes_of, inside_of, name_of, scottish_lowest_fifth
from geo.arrays import Flags
from geo.coldspots import ZONE, bundled, shown_ranks
from geo.reach import DOMAINS, domains_of
from geo.registry import NATION_CODES, NATIONS, geography, indicator, percent_text
from layers.profiles.model import Fact, Part, ProfileRow, ProfileTable, Scale, figure_cell
from layers.words import (
    INTERVAL,
    MID_2020,
    Sentence,
    Trace,
    chance_text,
    figure_formula,
    ordinal,
    say,
    traces,
)

NOT_OF_WALES = "No small-area participation is published for Wales"
_TENTH = 0.1


@dataclass(frozen=True)
class NationBasis:
    """What profiles of one nation rest on."""

    nation: str
    small: str
    """Level of its small areas, which deprivation and cold spots are counted in."""
    middling: str
    """Level that is drawn where small areas could not be seen."""
    measures: tuple[str, ...]
    """Its measures of who goes on, that of its small areas first."""
    domains: tuple[str, ...] = DOMAINS
    """Its index of deprivation altogether, then its domains."""

    @property
    def code(self) -> str:
        """Code of the nation."""
        return next(NATION_CODES[letter] for letter, name in NATIONS.items() if name == self.nation)

    @property
    def drawn(self) -> str:
        """Return the measure that its maps show: its index where it has no other."""
        return self.measures[0] if self.measures else f"{self.domains[0]}_decile"

    def measure_at(self, level: str, row: pd.Series) -> str:
        """Return the measure that an area has a figure of; empty if it has none."""
        for name in self.measures:
            if level in indicator(name).geographies and pd.notna(row.get(name)):
                return name
        return ""


_ALL = (
    NationBasis("England", "lsoa21", "msoa21", ("tundra_rate",)),
    NationBasis("Scotland", "dz11", "iz11", ("simd20_university",), domains_of("Scotland")),
    NationBasis("Wales", "lsoa21", "lsoa21", (), domains_of("Wales")),
    NationBasis(
        "Northern Ireland",
        "soa01",
        "soa01",
        ("nimdm17_he_enrolled", "ni_leavers_he"),
        domains_of("Northern Ireland"),
    ),
)
_BY_NATION = {entry.nation: entry for entry in _ALL}
OF_ONE_NATION = ("dz11", "iz11", "soa01", "sdz21", "dea14")
"""Levels of one nation outside England."""


def nation_basis(nation: str) -> NationBasis:
    """Return what profiles of a nation rest on."""
    return _BY_NATION[nation]


def nation_of_row(row: pd.Series, code: str) -> str:
    """Name the nation of an area or a zone; England for what is of no one place."""
    if "nation" in row:
        return str(row["nation"])
    return NATIONS.get(code.removeprefix(ZONE)[:1], "England")


_WILSON = "95% Wilson score interval of {name} on simd20_cohort"
_LIMIT = (
    "least simd20_university up to which data zones hold a fifth of the people aged 17 to 21 of "
    "those that have one"
)


def share(name: str, level: str, code: str, value: float, places: int = 1) -> Trace:
    """Trace a share of a nation's own measure."""
    figure, how = percent_text(value, places), figure_formula(name, level, code)
    return Trace(figure, traces.datasets_of(name), name, code, float(value), how)


def own_rate_words(name: Trace, level: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return what share goes on by the measure of a place's own nation, or why none is told."""
    nation = nation_basis(nation_of_row(row, code))
    measure = nation.measure_at(level, row)
    if not measure:
        yield _why_none(name, nation, level)
        yield from level4_words(level, row, code)
        return
    rate = share(measure, level, code, float(row[measure]))
    parts: dict[str, Trace | str] = {"name": name, "rate": rate}
    parts["period"] = traces.period_of_indicator(measure)
    if measure == "ni_leavers_he":
        yield say("In {name}, {rate} of {period} entered higher education.", **parts)
        return
    parts["ages"] = ages_of(measure)
    if measure == "nimdm17_he_enrolled":
        other = float(row["nimdm17_he_not_enrolled"])
        field, source = "nimdm17_he_not_enrolled", traces.datasets_of(measure)
        how = figure_formula(field, level)
        parts["other"] = Trace(percent_text(other, 1), source, field, code, other, how)
        text = (
            "In {name}, {rate} of people aged {ages} have enrolled in higher education; what is "
            "published is the {other} who have not ({period})."
        )
        if level == "pcon24":
            text = (
                "In {name}, {rate} of people aged {ages} have enrolled in higher education and "
                "{other} have not ({period}): carried from super output areas, where the share is "
                "published, by where their people live."
            )
        yield say(text, **parts)
        return
    parts["mid"] = MID_2020
    text = "In {name}, {rate} of people aged {ages} entered university in a year ({period}"
    if pd.isna(row.get("simd20_university_low")):
        yield say(
            f"{text}): an average of its data zones, weighted by the people of those ages in "
            "{mid}.",
            **parts,
        )
    else:
        yield say(
            f"{text}; {{level}} interval {{low}} to {{high}}, on {{cohort}} residents of those "
            "ages in {mid}).",
            **parts,
            **_interval(row, code),
        )
    yield from _beside(nation, row, code)


def ages_of(measure: str) -> Trace:
    """Trace the ages of whom a measure is a share."""
    ages = {"simd20_university": "17 to 21", "nimdm17_he_enrolled": "18 to 21"}[measure]
    return traces.defined(ages, f"{measure}: ages", traces.datasets_of(measure))


def _interval(row: pd.Series, code: str) -> dict[str, Trace | str]:
    source = "simd20_indicators+population20_dz11"
    made: dict[str, Trace | str] = {"level": INTERVAL}
    for end in ("low", "high"):
        value = float(row[f"simd20_university_{end}"])
        how = _WILSON.format(name="simd20_university")
        text = percent_text(value, 1)
        made[end] = Trace(text, source, f"simd20_university_{end}", code, value, how)
    on = int(row["simd20_cohort"])
    how = "sum of people aged 17 to 21 over its areas" if code.startswith(ZONE) else (
        "people aged 17 to 21"
    )  # fmt: skip
    made["cohort"] = traces.counted(on, "population20_dz11", "simd20_cohort", code, how)
    return made


def _beside(nation: NationBasis, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Set a Scottish share beside Scotland's, as far as an interval allows."""
    if code == nation.code:
        return
    if code.startswith(ZONE):
        yield Sentence(
            "Its areas were chosen for their low shares, so that interval is no test of the zone."
        )
        return
    whole = float(area_table("nation")["simd20_university"][nation.code])
    own = share("simd20_university", "nation", nation.code, whole)
    low, high = (
        float(row.get(f"simd20_university_{end}", float("nan"))) for end in ("low", "high")
    )
    if isnan(low):
        yield say("The average of {nation} is {own}.", nation=nation.nation, own=own)
    elif high < whole or low > whole:
        word = "lower" if high < whole else "higher"
        yield say(f"That is {word} than {{nation}} ({{own}}).", nation=nation.nation, own=own)
    else:
        yield say(
            "{nation}'s average, {own}, is within that interval: it is not shown to be lower or "
            "higher.",
            nation=nation.nation,
            own=own,
        )


def _why_none(name: Trace, nation: NationBasis, level: str) -> Sentence:
    head = "For {name} there is no figure of who goes on: "
    if nation.nation == "Wales":
        why = NOT_OF_WALES[0].lower() + NOT_OF_WALES[1:]
        return say(f"{head}{why}.", name=name)
    own = [one for one in nation.measures if level in indicator(one).geographies]
    if own:
        return say(f"{head}it is suppressed.", name=name)
    levels = [geography(at).plural for one in nation.measures for at in indicator(one).geographies]
    text = f"{', '.join(levels[:-1])} and {levels[-1]}"
    of = f"{geography(level).plural}" if level != "nation" else "the nation"
    return say(f"{head}in {nation.nation} it is published of {text}, not of {of}.", name=name)


def level4_words(level: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return how many adults have a degree or the like, where the Census says so."""
    for name in ("census21_level4", "ni_census21_level4"):
        if pd.isna(row.get(name)) or level not in indicator(name).geographies:
            continue
        yield say(
            "{rate} of people aged {age} and over had a qualification of level {four} or above, "
            "such as a degree ({period}).",
            rate=share(name, level, code, float(row[name])),
            age=traces.defined("16", f"{name}: age", traces.datasets_of(name)),
            four=traces.defined("4", f"{name}: level", traces.datasets_of(name)),
            period=traces.period_of_indicator(name),
        )


def own_rank_words(level: str, row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return which rank a place has among those of its level in its nation."""
    nation = nation_basis(nation_of_row(row, code))
    measure = nation.measure_at(level, row)
    if not measure or code.startswith(ZONE) or level == "dz11":
        # Of a data zone the chance is told, with its rank as an interval.
        return
    table = area_table(level)
    values = table.loc[table["nation"] == nation.nation, measure].astype("float64").dropna()
    if len(values) < 2:
        return
    plural, source = geography(level).plural, traces.datasets_of(measure)
    own = int((values < values[code]).sum()) + 1
    how = f"rank from the lowest of {measure} among {plural} of {nation.nation}"
    text = "{rank} lowest" if own > 1 else "lowest"
    rank = {"rank": Trace(ordinal(own), source, measure, code, own, how)} if own > 1 else {}
    yield say(
        f"That is the {text} of {{of}} {{plural}} of {{nation}}; how sure that rank is cannot be "
        "told.",
        **rank,
        of=traces.counted(
            len(values), source, measure, nation.code, f"count of {plural} that have a {measure}"
        ),
        plural=plural,
        nation=nation.nation,
    )


def zone_chance_words(row: pd.Series, code: str) -> Iterator[Sentence]:
    """Return how likely a data zone is to lie below the end of the lowest fifth, and its rank."""
    chance, source = row["simd20_prob_lowest_fifth"], "simd20_indicators+population20_dz11"
    ranks = bundled("dz11")[["rank_low", "rank_high"]]
    if pd.isna(chance) or code not in ranks.index or pd.isna(ranks["rank_low"][code]):
        return
    count = int(ranks["rank_low"].count())
    ends = shown_ranks(ranks["rank_low"][code], ranks["rank_high"][code], count)
    low, high = (int(end) for end in ends)
    how = "middle 95% of ranks drawn, rounded outwards to two digits"
    limit = _end_of_lowest_fifth()
    yield say(
        "The chance that its true share is below {limit}, where the lowest fifth of people of "
        "those ages ends, is {chance}; its rank is between {low} and {high} of {count}, from the "
        "lowest ({level} interval).",
        limit=Trace(
            percent_text(limit, 1), source, "simd20_university", NATION_CODES["S"], limit, _LIMIT
        ),
        chance=Trace(
            chance_text(float(chance)),
            source,
            "simd20_prob_lowest_fifth",
            code,
            float(chance),
            f"beta-binomial chance of a true share below the {_LIMIT}",
        ),
        low=Trace(f"{low:,}", "coldspots_dz11", "rank_low", code, low, how),
        high=Trace(f"{high:,}", "coldspots_dz11", "rank_high", code, high, how),
        count=traces.counted(
            count, "coldspots_dz11", "rank_low", NATION_CODES["S"], "areas that have a rank"
        ),
        level=INTERVAL,
    )


@cache
def _end_of_lowest_fifth() -> float:
    return scottish_lowest_fifth()


def share_with_interval(row: pd.Series, code: str) -> Sentence:
    """Return the share of a zone of Scottish cold spots with its interval, for a table."""
    parts = _interval(row, code)
    rate = share("simd20_university", "dz11", code, float(row["simd20_university"]))
    return say("{rate} ({low} to {high})", rate=rate, low=parts["low"], high=parts["high"])


def lowest_fifth_words(level: str, row: pd.Series, code: str) -> list[Sentence]:
    """Return what of a place is in the lowest fifth of a nation where nothing can be tested."""
    nation = nation_basis(nation_of_row(row, code))
    if not nation.measures:
        return []
    measure = nation.measure_at(level, row)
    if measure and (level in (nation.small, "dea14")):
        lowest = fifth_of(level, measure)
        inside = area_table(level).index[lowest.flags]
        text = "is" if code in inside else "is not"
        fifth = f"in the lowest fifth of {{nation}}'s {geography(level).plural}"
        return [
            say(
                f"It {text} {fifth} by that measure ({{ends}}).",
                nation=nation.nation,
                ends=traces.defined(lowest.label, "class of the legend"),
            )
        ]
    small = area_table(nation.small)
    if level in ("dea14", "sdz21"):
        return []
    here = inside_of(nation.small, code)
    lowest = fifth_of(nation.small, nation.measures[0])
    known = here & small[nation.measures[0]].notna().to_numpy()
    count, whole = int((here & lowest.flags).sum()), int(known.sum())
    plural, source = geography(nation.small).plural, traces.datasets_of(nation.measures[0])
    clause = f"count of {plural} of {nation.nation}"
    return [
        say(
            f"Of {{whole}} {plural} here with a figure, {{count}} "
            f"{traces.either(count, 'is', 'are')} in the lowest fifth of {nation.nation} by the "
            "share of people {ages} who have enrolled in higher education ({ends}).",
            whole=traces.counted(
                whole, source, nation.measures[0], code, f"{clause} with {nation.measures[0]}"
            ),
            count=traces.counted(
                count,
                source,
                nation.measures[0],
                code,
                f"{clause} in the lowest fifth by {nation.measures[0]}",
            ),
            ages=_aged(nation.measures[0]),
            ends=traces.defined(lowest.label, "class of the legend"),
        )
    ]


def _aged(measure: str) -> Trace:
    ages = ages_of(measure)
    return traces.defined(f"aged {ages.figure}", ages.field, ages.dataset)


class LowestFifth(NamedTuple):
    """Which areas of a level are in the lowest fifth of their nation."""

    flags: Flags
    label: str


def fifth_of(level: str, measure: str) -> LowestFifth:
    """Find the lowest fifth of a level, as its map draws it."""
    classes = classes_of(level, measure)
    return LowestFifth(classes.of_area == 0, classes.classes[0].label)


def own_facts(level: str, row: pd.Series, code: str) -> list[Fact]:
    """Return the share that goes on, to be shown large; nothing where none is told."""
    nation = nation_basis(nation_of_row(row, code))
    measure = nation.measure_at(level, row)
    if not measure:
        return []
    rate = share(measure, level, code, float(row[measure]))
    period = traces.period_of_indicator(measure)
    if measure == "ni_leavers_he":
        words = say("of {period} entered higher education", period=period)
    elif measure == "nimdm17_he_enrolled":
        words = say(
            "of people aged {ages} have enrolled in higher education ({period})",
            ages=ages_of(measure),
            period=period,
        )
    elif pd.notna(row.get("simd20_university_low")):
        parts = _interval(row, code)
        words = say(
            "of people aged {ages} entered university in a year ({level} interval {low} to {high})",
            ages=ages_of(measure),
            **{key: parts[key] for key in ("level", "low", "high")},
        )
    else:
        words = say(
            "of people aged {ages} entered university in a year ({period})",
            ages=ages_of(measure),
            period=period,
        )
    return [Fact(figure_cell(rate), words)]


def own_participation(
    name: Trace, level: str, row: pd.Series, code: str, upper: list[tuple[str, str]]
) -> Part:
    """Return where a place outside England stands among what holds it, by its nation's measure."""
    title = "Who goes on"
    nation = nation_basis(nation_of_row(row, code))
    measure = nation.measure_at(level, row)
    own = level == "dz11" and measure and not code.startswith(ZONE)
    said = tuple(zone_chance_words(row, code)) if own else ()
    if not measure:
        return Part("participation", title, said)
    rows = [(name, level, code, float(row[measure]))]
    for above, held in upper:
        value = area_table(above).get(measure, pd.Series(dtype="float64")).get(held)
        if value is not None and pd.notna(value):
            rows.append((traces.named(above, held), above, held, float(value)))
    tables = [_shares_of("Where it stands", measure, rows)] if len(rows) > 1 else []
    if measure == "ni_leavers_he":
        tables = [_electoral_areas(code if level == "lad24" else str(row["lad24_code"]), code)]
    return Part("participation", title, said, tuple(tables))


def _electoral_areas(district: str, own: str) -> ProfileTable:
    """List the electoral areas of a district, that with the least share first."""
    found = area_table("dea14")
    inside = found[found["lad24_code"] == district].sort_values(["ni_leavers_he", "area_name"])
    rows = [
        (traces.named("dea14", str(code)), "dea14", str(code), float(value))
        for code, value in inside["ni_leavers_he"].items()
    ]
    value = float(area_table("lad24")["ni_leavers_he"][district])
    rows.append((traces.named("lad24", district), "lad24", district, value))
    return _shares_of("Its electoral areas, the lowest first", "ni_leavers_he", rows, own)


def _shares_of(
    title: str, measure: str, rows: list[tuple[Trace, str, str, float]], own: str = ""
) -> ProfileTable:
    """Make a table of shares by one measure, with bars; a nation's own is marked by the line."""
    end = ceil(max(value for *_, value in rows) / _TENTH) * _TENTH
    made = []
    for number, (name, level, code, value) in enumerate(rows):
        named = Sentence("This zone") if code.startswith(ZONE) else figure_cell(name)
        cells = (named, figure_cell(share(measure, level, code, value)))
        strong = code == own if own else number == 0
        made.append(ProfileRow(cells, (0.0, value, value), strong=strong))
    ends = tuple(traces.defined(percent_text(one), "end of the scale") for one in (0.0, end))
    scale = Scale(0, end, (ends[0], ends[1]), bars=True, name="Share")
    headings = ("Subject", "Share")
    return ProfileTable(title, headings, tuple(made), scale)


_OTHERS = {
    "simd20_not_participating": "Not in education or work, aged {ages}",
    "census21_level4": "Adults with a degree or the like",
    "ni_census21_level4": "Adults with a degree or the like",
    "child_poverty_rate": "Children in low-income families",
}


def other_figures(level: str, row: pd.Series, code: str, upper: list[tuple[str, str]]) -> Part:
    """Return what else is published of a place outside England, beside what holds it."""
    title = "Other figures"
    places = [(level, code, row)]
    for above, held in upper:
        there = area_table(above).loc[held]
        assert isinstance(there, pd.Series)
        places.append((above, held, there))
    rows = []
    for name, label in _OTHERS.items():
        own = level in indicator(name).geographies and pd.notna(row.get(name))
        if not own:
            continue
        cells = [
            figure_cell(share(name, at, one, float(there[name])))
            if at in indicator(name).geographies and pd.notna(there.get(name))
            else Sentence("not published")
            for at, one, there in places
        ]
        period = traces.period_of_indicator(name)
        parts: dict[str, Trace | str] = {"period": period}
        if "{ages}" in label:
            parts["ages"] = traces.defined("16 to 19", f"{name}: ages", traces.datasets_of(name))
        rows.append(ProfileRow((say(f"{label} ({{period}})", **parts), *cells)))
    said = Sentence(
        "Entry by age, attainment at school and the gap by free school meals are published for "
        "England alone."
    )
    if not rows:
        return Part("attainment", title, (said,))
    # A constituency's name beside that of its nation leaves room for both.
    names = [name_of(at, one) for at, one, _ in places]
    kept = [number for number in range(len(places)) if any(
        row.cells[1 + number].text != "not published" for row in rows)]  # fmt: skip
    rows = [ProfileRow((row.cells[0], *(row.cells[1 + at] for at in kept))) for row in rows]
    headings = ("Measure", *(names[at] for at in kept))
    return Part(
        "attainment", title, (said,), (ProfileTable("Published here", headings, tuple(rows)),)
    )

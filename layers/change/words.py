"""A change between two years in words."""

from __future__ import annotations

import pandas as pd

from geo.areas import (
    NO_CLEAR,
    NOT_COVERED,
    Row,
    area_table,
    change_between,
    change_text,
    classes_of_change,
    counts_inside,
    inside_of,
    levels_of,
    name_of,
)
from geo.registry import ENGLAND, Indicator, geography, indicator
from layers.style import place_name
from layers.view import MapView
from layers.words import (
    Sentence,
    Trace,
    and_list,
    count_of,
    fitting,
    lowered,
    number_word,
    plural_of,
    say,
    sentences_by_class,
    traces,
    where_of,
)

Years = tuple[int, int]


def change_sentences(view: MapView, place: Trace, years: Years) -> list[Sentence]:
    """Return a map of change in sentences: how many rose and fell, and what the place did."""

    def counted(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
        return [_counted(view, rows, place, years), *_of_place(view, years)]

    return sentences_by_class(view, place, counted)


_TESTED = ("rose clearly", "did not clearly change", "fell clearly")
_NOT_TESTED = ("rose", "hardly changed", "fell")


def change_headline(view: MapView, years: Years) -> str:
    """Return the headline of a map of change: in how many areas it moved as it did in most.

    A single area is named. Empty where an area is chosen, and where nothing moved.
    """
    entry = indicator(view.indicator)
    found = classes_of_change(view.geography, entry.id, *years)
    rows = counts_inside(found, view.geography, view.within)
    drawn = [row for row in rows if row["code"] < NOT_COVERED]
    upwards = drawn if entry.worse == "low" else drawn[::-1]
    fell, same, rose = upwards[:2], upwards[2:3], upwards[3:]
    words = _TESTED if same and same[0]["label"] == NO_CLEAR else _NOT_TESTED
    number, did = max((_areas(rose), words[0]), (_areas(fell), words[2]), key=lambda one: one[0])
    if not number or view.select:
        return ""
    assert entry.periods is not None
    first, last = (entry.periods.label(year) for year in years)
    where, plural = where_of(place_name(view)), plural_of(view.geography)
    if _areas(drawn) == 1:
        only = found.of_area < NOT_COVERED
        code = area_table(view.geography).index[only & inside_of(view.geography, view.within)][0]
        where = where_of(name_of(view.geography, str(code)))
        return f"{entry.label} {did} {where} from {first} to {last}"
    many = f"{number:,} of {_areas(drawn):,}"
    if number == _areas(drawn):
        many = "both" if number == 2 else f"all {number_word(number)}"
    moved = f"{entry.label} {did} in {many} {plural}"
    years_apart = [f"from {first} to {last}"]
    if years[1] == entry.periods.latest:
        years_apart.append(f"since {first}")
    if not view.within:
        # All of a nation is said by the map, and a line to itself for a year looks odd.
        return f"{moved} {years_apart[-1]}"
    return fitting(*(f"{moved} {where} {when}" for when in years_apart),
                   *(f"{moved} {when}" for when in years_apart))  # fmt: skip


_NAMES = ("Attainment 8", "English", "NEET")
"""Beginnings of labels that keep their capital within a sentence."""


def within(label: str) -> str:
    """Begin the label of a measure as it stands within a sentence."""
    return label if label.startswith(_NAMES) else lowered(label)


def _counted(view: MapView, rows: list[Row], place: Trace, years: Years) -> Sentence:
    """Return in how many areas the measure rose, fell, and did neither."""
    entry = indicator(view.indicator)
    drawn = [row for row in rows if row["code"] < NOT_COVERED]
    upwards = drawn if entry.worse == "low" else drawn[::-1]
    fell, same, rose = upwards[:2], upwards[2:3], upwards[3:]
    tested = same[0]["label"] == NO_CLEAR
    words = _TESTED if tested else _NOT_TESTED
    parts: dict[str, Trace | str] = {
        "measure": traces.defined(within(entry.label), "label of the measure"),
        "plural": geography(view.geography).plural,
        "place": place,
        "all": count_of(view, _areas(drawn), f"count of {_of_both(view, years)}"),
    }
    assert entry.periods is not None
    for name, year in zip(("first", "last"), years, strict=True):
        parts[name] = traces.defined(entry.periods.label(year), "period")
    clauses = []
    for name, group, did in zip(("rose", "same", "fell"), (rose, same, fell), words, strict=True):
        number = _areas(group)
        if not number:
            continue
        how = f"count of {_of_both(view, years)} that {did}"
        parts[name] = count_of(view, number, how)
        clauses.append(f"{did} in {{{name}}}")
    clauses[0] += " of {all} {plural} in {place}"
    return say(f"Between {{first}} and {{last}}, {{measure}} {and_list(clauses)}.", **parts)


def _of_both(view: MapView, years: Years) -> str:
    plural = geography(view.geography).plural
    return f"{plural} with {view.indicator} of {years[0]} and {years[1]}"


def _areas(rows: list[Row]) -> int:
    return sum(row["areas"] for row in rows)


def _of_place(view: MapView, years: Years) -> list[Sentence]:
    """Return what the place itself did, where it has figures of its own."""
    code, entry = view.within or ENGLAND, indicator(view.indicator)
    levels = [level for level in levels_of(code) if level in entry.geographies]
    if not levels:
        return []
    found = change_between(entry.id, levels[0], *years)
    row = found.reindex([code]).iloc[0]
    if pd.isna(row["change"]):
        return []
    assert entry.periods is not None
    before, after = years
    source = traces.datasets_of(entry.id)
    return [
        say(
            f"In {{place}} it {_moved(entry, row)} from {{before}} ({{first}}) "
            "to {after} ({last}).",
            place=traces.named(levels[0], code),
            size=Trace(
                change_text(entry, row["change"]),
                source,
                entry.id,
                code,
                float(row["change"]),
                f"figure of {after} less figure of {before}",
            ),
            before=_figure(entry, source, code, row["before"], before),
            after=_figure(entry, source, code, row["after"], after),
            first=traces.defined(entry.periods.label(before), "period"),
            last=traces.defined(entry.periods.label(after), "period"),
        )
    ]


def _moved(entry: Indicator, row: pd.Series) -> str:
    if change_text(entry, row["change"]) == change_text(entry, 0):
        return "hardly changed ({size}),"
    return f"{'rose' if row['change'] > 0 else 'fell'} by {{size}},"


def _figure(entry: Indicator, source: str, code: str, value: float, year: int) -> Trace:
    return Trace(entry.text(value), source, entry.id, code, float(value), f"figure of {year}")


def change_words(view: MapView, row: pd.Series, years: Years) -> list[str]:
    """Return what one area did between two years, and how sure that is; nothing without figures."""
    entry = indicator(view.indicator)
    if pd.isna(row["change"]) or entry.periods is None:
        return []
    first, last = (entry.periods.label(year) for year in years)
    moved = _moved(entry, row).format(size=change_text(entry, row["change"]))
    told = f"{moved[0].upper()}{moved[1:]} from {entry.text(row['before'])} ({first}) to "
    told += f"{entry.text(row['after'])} ({last})."
    if pd.isna(row["low"]):
        return [told, "Nobody counts whom the figures are of, so the change was not tested."]
    ends = f"{_signed(entry, row['low'])} to {_signed(entry, row['high'])}"
    clear = "clear" if row["direction"] in ("up", "down") else "not clear"
    return [told, f"95% interval of the change: {ends}. The change is {clear}."]


def _signed(entry: Indicator, value: float) -> str:
    sign = "+" if value > 0 else "-" if value < 0 else ""
    return sign + change_text(entry, value)

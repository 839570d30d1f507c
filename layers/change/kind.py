"""The kind of map that shows what changed between two years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.areas import (
    AreaTable,
    Classes,
    Row,
    area_table,
    at_year,
    change_between,
    classes_of_change,
    measures_over_time,
    periods_of,
)
from geo.compare import why_no_interval
from geo.packs import binary as pack
from geo.registry import GEOGRAPHIES, Indicator, Words, geography, indicator
from geo.settings import NOT_ONE_PERSON
from layers.browser import figure_ends, keep
from layers.change.options import CHANGE, ChangeOptions, years_of
from layers.change.small_maps import year_map, years_shown, years_side_by_side
from layers.change.words import change_headline, change_sentences, change_words, within
from layers.kind_options import change_options, with_options
from layers.kinds import FIRST, ChartColumn, FigureEnds, MapKind, YearChoice
from layers.measure import YearOptions
from layers.style import DIVERGING, PURPLE_ORANGE, paint_column
from layers.view import MapView, at_level_of_areas, with_measure
from layers.words import Sentence, Trace

_OWN = "the measure's own unit"


def _figure(label: str, about: str, missing: str) -> Words:
    return Words(label, about, _OWN, missing=missing)


_NO_INTERVAL = "nobody counts whom the figures are of"
COLUMNS = {
    "value_before": _figure("Before", "figure of the earlier year", "not published"),
    "value_after": _figure("After", "figure of the later year", "not published"),
    **{
        f"value_{when}_{end}": _figure(
            f"{when.capitalize()}, {end} end", f"{end} end of its 95% interval", _NO_INTERVAL
        )
        for when in ("before", "after")
        for end in ("low", "high")
    },
    "change": _figure("Change", "later figure less the earlier one", "not published for both"),
    "change_low": _figure("Change, low end", "low end of its 95% interval", _NO_INTERVAL),
    "change_high": _figure("Change, high end", "high end of its 95% interval", _NO_INTERVAL),
    "direction": Words(
        "Direction",
        "up or down where the interval leaves out 0, else no clear change",
        missing=_NO_INTERVAL,
    ),
}


class Change(MapKind):
    """The change of one measure between two years that compare."""

    id = CHANGE
    label = "Change between two years"
    options = (YearOptions, ChangeOptions)
    columns = COLUMNS
    small_maps = "Before and after"

    def levels(self) -> tuple[str, ...]:
        return tuple(
            entry.id for entry in GEOGRAPHIES if entry.on_map and measures_over_time(entry.id)
        )

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        view = super().read(view, query, notes)
        there = [entry.id for entry in measures_over_time(view.geography)]
        if view.indicator not in there:
            if query.get("show"):
                notes.append("The address asks for the change of a measure that has one year.")
            view = with_measure(view, there[0])
        before, after = years_of(view)
        asked = ChangeOptions.of(view).from_year or before, YearOptions.of(view).year or after
        if asked != (before, after):
            notes.append(
                f"The address asks for years that do not compare; {before} and {after} are shown."
            )
            view = with_options(
                view, YearOptions(after), replace(ChangeOptions.of(view), from_year=before)
            )
        return view

    def choices(self, view: MapView) -> tuple[Indicator, ...]:
        return measures_over_time(view.geography)

    def year_choices(self, view: MapView) -> tuple[YearChoice, ...]:
        periods = periods_of(indicator(view.indicator))
        before, after = years_of(view)
        labels = dict(periods.labels)
        earlier = [year for year in periods.compared_with(after) if year < after]
        later = [
            year for year in periods.years if min(periods.compared_with(year), default=year) < year
        ]
        return (
            YearChoice("from", "From", tuple((year, labels[year]) for year in earlier), before),
            YearChoice("year", "To", tuple((year, labels[year]) for year in later), after),
        )

    def with_year(self, view: MapView, key: str, year: int) -> MapView:
        if key == "from":
            return change_options(view, ChangeOptions, from_year=year)
        return with_options(view, YearOptions(year))

    def key(self, view: MapView) -> str:
        return f"{self.id}.{view.indicator}.{'.'.join(map(str, years_of(view)))}"

    def at_level(self, view: MapView, level: str) -> MapView:
        there = [entry.id for entry in measures_over_time(level)]
        if not there:
            return replace(at_level_of_areas(view, level), mode=FIRST)
        kept = view.indicator if view.indicator in there else there[0]
        return at_level_of_areas(with_measure(view, kept), level)

    def begin(self, view: MapView) -> MapView:
        there = [entry.id for entry in measures_over_time(view.geography)]
        kept = view.indicator if view.indicator in there else there[0]
        view = with_measure(replace(view, mode=self.id, look="map"), kept)
        before, after = years_of(view)
        return with_options(view, YearOptions(after), ChangeOptions(before))

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        year = event.get("year")
        return year_map(view, year) if year in years_shown(view) else view

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        return years_side_by_side(view, packs)

    def shares_key(self, view: MapView) -> bool:
        return True

    def classes(self, view: MapView) -> Classes:
        return classes_of_change(view.geography, view.indicator, *years_of(view))

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        entry = shown_by_change(view)
        change = _change(view)["change"].reindex(area_table(view.geography).index)
        content = pack.pack_column(change, self.classes(view), entry)
        return paint_column(keep(f"{view.geography}.{self.key(view)}", content), entry)

    def ends(self, view: MapView) -> list[FigureEnds | None]:
        entry, found = shown_by_change(view), _change(view)
        return [figure_ends(entry, found["low"], found["high"]) if entry.kind == "rate" else None]

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return DIVERGING

    def safe_colours(self, view: MapView, usual: tuple[str, ...]) -> tuple[str, ...]:
        return PURPLE_ORANGE

    def title(self, view: MapView) -> str:
        return f"Change in {within(indicator(view.indicator).label)}"

    def period(self, view: MapView) -> str:
        periods = indicator(view.indicator).periods
        before, after = years_of(view)
        assert periods is not None
        return periods.text_of_two(before, after)

    def opening(self, view: MapView) -> str:
        entry = indicator(view.indicator)
        level = geography(view.geography).label
        return f"{entry.meaning}: change between two years, {self.period(view)}, by {level}."

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return change_sentences(view, place, years_of(view))

    def headline(self, view: MapView) -> str:
        return change_headline(view, years_of(view))

    def caveat(self, view: MapView) -> str:
        entry = indicator(view.indicator)
        note = entry.periods.note if entry.periods else ""
        return " ".join(filter(None, (entry.caveat, note, NOT_ONE_PERSON)))

    def measures(self, view: MapView) -> tuple[str, ...]:
        return (view.indicator,)

    def sources(self, view: MapView) -> tuple[str, ...]:
        tested = _change(view)["low"].notna().any()
        return ("dfe_attainment19",) if tested and view.indicator != "neet_rate" else ()

    def nations(self, view: MapView) -> tuple[str, ...]:
        return indicator(view.indicator).nations

    def class_words(self, view: MapView, row: Row) -> str:
        before, after = years_of(view)
        return f"{super().class_words(view, row)} between {before} and {after}"

    def verdict(self, view: MapView) -> list[str]:
        found = _change(view)
        row = found.reindex([view.select]).iloc[0]
        return change_words(view, row, years_of(view))

    def table(self, view: MapView) -> AreaTable:
        areas = super().table(view)
        found = _change(view).reindex(areas.table.index)
        made = found.rename(
            columns={
                "before": "value_before",
                "after": "value_after",
                "low": "change_low",
                "high": "change_high",
            }
        )
        ends = {
            f"value_{when}_{end}": found[end]
            for when, year in zip(("before", "after"), years_of(view), strict=True)
            for found in [at_year(view.indicator, view.geography, year).reindex(made.index)]
            for end in ("low", "high")
        }
        return replace(areas, table=areas.table.join(made.assign(**ends)))

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        entry, change = indicator(view.indicator), shown_by_change(view)
        assert entry.periods is not None
        before, after = (f"{entry.label}, {entry.periods.label(year)}" for year in years_of(view))
        return [
            ChartColumn("change", "Change", change, why_no_interval(entry)),
            ChartColumn("direction"),
            ChartColumn("value_before", before, entry),
            ChartColumn("value_after", after, entry),
        ]


def shown_by_change(view: MapView) -> Indicator:
    """Return what figure a map of change shows of each area."""
    entry = indicator(view.indicator)
    unit = " points" if entry.kind == "rate" else entry.suffix
    return replace(entry, id="change", prefix="+", suffix=unit)


def _change(view: MapView) -> pd.DataFrame:
    return change_between(view.indicator, view.geography, *years_of(view))


KINDS = (Change(),)

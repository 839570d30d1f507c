"""The kind of map that shows one measure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from geo.areas import (
    CLASS_COUNT,
    AreaTable,
    Classes,
    Method,
    Row,
    area_table,
    at_year,
    check_limits,
    classes_at_year,
    classes_of,
    inside_of,
    levels_of,
    method_names,
    nation_of,
    table_at_year,
)
from geo.compare import Reliability, reliability_of
from geo.errors import BadInputError
from geo.packs import binary as pack
from geo.registry import (
    GEOGRAPHIES,
    Indicator,
    carried_words,
    geography,
    in_year,
    indicator,
    indicators_at,
)
from geo.settings import NOT_ONE_PERSON
from layers.browser import keep, rate_ends
from layers.kind_options import change_options, with_options
from layers.kinds import ChartColumn, FigureEnds, MapKind, YearChoice
from layers.measure.headlines import decile_headline, index_headline, range_headline
from layers.measure.options import LATEST, YEARS, SmallMapOptions, YearOptions, year_of
from layers.measure.regions import (
    region_map,
    regions_headline,
    regions_of,
    regions_side_by_side,
    shows_regions,
)
from layers.measure.small_maps import measures_side_by_side
from layers.measure.words import measure_sentences
from layers.measure.year_tables import YEAR_COLUMNS, YEAR_TABLES
from layers.style import (
    CIVIDIS,
    DIVERGING,
    PURPLE_ORANGE,
    ground_of,
    measure_colours,
    paint_column,
    paint_measures,
    ramp,
    steps,
)
from layers.view import MapView, at_level_of_areas, is_zone, with_measure
from layers.words import Sentence, Trace, level_headline, place_headline

BEST_FIT = (
    "Which small areas lie in a constituency is a best fit: each counts where most of its people "
    "live."
)


class Measure(MapKind):
    """One measure of the registry, in its own classes."""

    columns = YEAR_COLUMNS

    id = "one"
    label = "One measure"
    options = (YearOptions, SmallMapOptions)
    small_maps = "Small maps"

    def levels(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in GEOGRAPHIES if entry.on_map)

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        view = read_classes(replace(view, mode=self.id), query, notes)
        asked = self.read_options(query, notes, view.geography)
        view = with_options(view, *asked)
        return check_year(view, notes)

    def suited(self, view: MapView, code: str) -> MapView:
        entry, nation = indicator(view.indicator), nation_of(code)
        if nation in entry.nations:
            return view
        there = [one for one in indicators_at(view.geography) if nation in one.nations]
        # Of the same theme, if that has one.
        there.sort(key=lambda one: one.theme != entry.theme)
        return with_measure(view, there[0].id) if there else view

    def year_choices(self, view: MapView) -> tuple[YearChoice, ...]:
        periods = indicator(view.indicator).periods
        if periods is None:
            return ()
        return (YearChoice("year", "Year", periods.labels, year_of(view) or periods.latest),)

    def with_year(self, view: MapView, key: str, year: int) -> MapView:
        periods = indicator(view.indicator).periods
        latest = periods is None or year == periods.latest
        return change_options(view, YearOptions, year=LATEST if latest else year)

    def year_tables(self, view: MapView) -> Mapping[str, str]:
        return cast(Mapping[str, str], YEARS) if indicator(view.indicator).periods else {}

    def with_year_table(self, view: MapView, years: str) -> MapView:
        return change_options(view, YearOptions, years=years)

    def key(self, view: MapView) -> str:
        year = year_of(view)
        return f"{view.indicator}.{year}" if year else view.indicator

    def at_level(self, view: MapView, level: str) -> MapView:
        return at_level_of_areas(view, level)

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        return after_small_map(view, event)

    def classes(self, view: MapView) -> Classes:
        asked = view.geography, view.indicator
        if year := year_of(view):
            return classes_at_year(*asked, year, view.classes, view.limits)
        return classes_of(*asked, view.classes, view.limits)

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        entry = indicator(view.indicator)
        if year := year_of(view):
            values = at_year(view.indicator, view.geography, year)["value"]
            values = values.reindex(area_table(view.geography).index)
            content = pack.pack_column(values, self.classes(view), entry)
            return paint_column(keep(f"{view.geography}.{self.key(view)}", content), entry)
        columns = packs["columns"][view.geography]
        if view.indicator not in columns:
            values = area_table(view.geography)[view.indicator]
            content = pack.pack_column(values, self.classes(view), entry)
            return paint_column(keep(f"{view.geography}.{self.key(view)}", content), entry)
        limits = self.classes(view).breaks if view.classes != "usual" else ()
        return paint_measures("one", columns, {view.indicator: steps(limits, entry)})

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return measure_colours(indicator(view.indicator), count)

    def safe_colours(self, view: MapView, usual: tuple[str, ...]) -> tuple[str, ...]:
        return PURPLE_ORANGE if usual == DIVERGING else tuple(ramp(CIVIDIS, len(usual)))

    def has_hatch(self, view: MapView) -> bool:
        return view.hatch and self.shows_rate(view) and view.classes == "usual"

    def shows_rate(self, view: MapView) -> bool:
        return view.indicator == "tundra_rate"

    def ends(self, view: MapView) -> list[FigureEnds | None]:
        return [rate_ends(view.geography, indicator(view.indicator), year_of(view) or None)]

    def reliability(self, view: MapView, classes: Classes) -> Reliability | None:
        inside = inside_of(view.geography, view.within)
        year = year_of(view) or None
        return reliability_of(view.geography, view.indicator, classes, inside, year)

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        if shows_regions(view):
            return regions_side_by_side(view, packs)
        return measures_side_by_side(view, packs)

    def shares_key(self, view: MapView) -> bool:
        return shows_regions(view)

    def small_maps_note(self, view: MapView) -> str:
        if not SmallMapOptions.of(view).of_what or shows_regions(view):
            return ""
        return (
            "The address asks for small maps of regions, and there are not several here; measures "
            "are shown."
        )

    def small_maps_headline(self, view: MapView) -> str:
        return regions_headline(view)

    def title(self, view: MapView) -> str:
        return indicator(view.indicator).label

    def period(self, view: MapView) -> str:
        return self.dated(view, indicator(view.indicator)).period

    def figures(self, view: MapView, level: str) -> pd.DataFrame:
        year, table = year_of(view), area_table(level)
        if not year or level not in indicator(view.indicator).geographies:
            return table
        return table_at_year(level, view.indicator, year)

    def year_of_card(self, view: MapView) -> int | None:
        return year_of(view) or None

    def dated(self, view: MapView, entry: Indicator) -> Indicator:
        year = year_of(view)
        return in_year(entry, year) if year and entry.id == view.indicator else entry

    def figure_words(self, view: MapView) -> str:
        year = year_of(view)
        return super().figure_words(view) + (f" in {year}" if year else "")

    def class_words(self, view: MapView, row: Row) -> str:
        year = year_of(view)
        return super().class_words(view, row) + (f" in {year}" if year else "")

    def table(self, view: MapView) -> AreaTable:
        areas, year = super().table(view), year_of(view)
        entry, years = indicator(view.indicator), YearOptions.of(view).years
        if entry.periods is not None and years:
            return YEAR_TABLES[years](areas, entry, view.geography)
        if not year:
            # Figures of the user's own cache are written where they are shown, and nowhere else.
            if view.indicator in areas.table:
                return areas
            own = area_table(view.geography)[view.indicator].reindex(areas.table.index)
            return replace(areas, table=areas.table.assign(**{view.indicator: own}))
        found = at_year(entry.id, view.geography, year).reindex(areas.table.index)
        table = areas.table.assign(**{entry.id: found["value"]})
        if entry.kind == "rate":
            ends = {f"{entry.id}_low": found["low"], f"{entry.id}_high": found["high"]}
            table = table.assign(**ends)
        period = f"{entry.id}_period"
        if period in table:
            table[period] = in_year(entry, year).periods.label(year)  # type: ignore[union-attr]
        return replace(areas, table=table)

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        entry = indicator(view.indicator)
        if entry.periods is None:
            return super().chart_columns(view)
        if YearOptions.of(view).years == "wide":
            return [
                ChartColumn(f"{entry.id}_{year}", label, entry)
                for year, label in entry.periods.labels
            ]
        label = entry.periods.label(year_of(view) or entry.periods.latest)
        return [ChartColumn(entry.id, f"{entry.label}, {label}", entry)]

    def opening(self, view: MapView) -> str:
        entry = self.dated(view, indicator(view.indicator))
        carried = ", carried from small areas" if carried_words(entry, view.geography) else ""
        level = geography(view.geography).label
        return f"{entry.meaning}: {entry.period}, by {level}{carried}."

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return measure_sentences(view, place)

    def headline(self, view: MapView) -> str:
        entry = indicator(view.indicator)
        figures = self.figures(view, view.geography)
        if entry.classing == "standard deviations":
            return index_headline(view, figures)
        if entry.kind == "decile":
            return decile_headline(view)
        if entry.kind == "rank":
            return ""
        code = view.within if is_zone(view.select) else view.select or view.within
        ground = ground_of(view)
        told = ""
        # The place is set against its latest figures, which a map of another year does not show.
        if not year_of(view):
            if code:
                told = place_headline(code, entry.id).text
            elif ground:
                told = level_headline(view.geography, ground, entry.id)
        return told or range_headline(view, figures)

    def caveat(self, view: MapView) -> str:
        entry = indicator(view.indicator)
        carried = carried_words(entry, view.geography)
        fitted = BEST_FIT if view.within and "pcon24" in levels_of(view.within) else ""
        return " ".join(filter(None, [entry.caveat, carried, fitted, NOT_ONE_PERSON]))

    def measures(self, view: MapView) -> tuple[str, ...]:
        return (view.indicator,)

    def sources(self, view: MapView) -> tuple[str, ...]:
        return ()

    def measure(self, view: MapView) -> Indicator:
        return indicator(view.indicator)

    def nations(self, view: MapView) -> tuple[str, ...]:
        return indicator(view.indicator).nations


def check_year(view: MapView, notes: list[str]) -> MapView:
    """Return the view without a year that its measure has no figures for; add a note then."""
    periods, year = indicator(view.indicator).periods, YearOptions.of(view).year
    if year and (periods is None or year not in periods.years):
        notes.append("The address asks for a year that this measure has no figures for.")
        view = change_options(view, YearOptions, year=LATEST)
    if periods is None and YearOptions.of(view).years:
        notes.append("The address asks for the years of a measure that has one.")
        view = with_options(view, YearOptions())
    return view


def after_small_map(view: MapView, event: Mapping[str, Any]) -> MapView:
    """Return the view that a choice among small maps of measures leads to."""
    names = [entry.id for entry in indicators_at(view.geography)]
    chosen = event.get("measure")
    if event.get("kind") != "measure" or chosen not in names:
        return view
    if event.get("within") in regions_of(view):
        return region_map(view, event["within"])
    return with_measure(replace(view, look="map", mode=Measure.id), cast(str, chosen))


def read_classes(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    """Return the view with the classes that an address asks for; add a note where it cannot be."""
    entry = indicator(view.indicator)
    method = query.get("classes", "usual")
    if method not in method_names(entry):
        notes.append("The address asks for classes that this measure does not have.")
        return view
    if method != "own":
        return replace(view, classes=cast(Method, method))
    try:
        limits = read_limits(query.get("limits", ""), view.indicator)
    except BadInputError as error:
        notes.append(f"The address gives limits that make no classes. {error}")
        return view
    return replace(view, classes="own", limits=limits)


def read_limits(text: str, name: str) -> tuple[float, ...]:
    """Return the limits that a user typed for the classes of an indicator.

    Raises
    ------
    BadInputError
        Unless they are one to four rising numbers.

    Examples
    --------
    >>> read_limits("20, 30.5 40%", "tundra_rate")
    (20.0, 30.5, 40.0)
    """
    parts = text.replace("%", " ").replace(",", " ").replace(";", " ").split()
    try:
        limits = tuple(float(part) for part in parts[:CLASS_COUNT])
    except ValueError:
        limits = ()
    if not all(map(math.isfinite, limits)):
        limits = ()
    check_limits(limits, indicator(name))
    return limits


KINDS = (Measure(),)

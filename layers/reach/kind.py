"""The kind of map that shows how far the sites of a partnership reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, cast

import pandas as pd

from geo.areas import COUNTED, DEPRIVATION, AreaTable, Classes, Row, count_rows
from geo.coldspots import LIKELY
from geo.reach import LEVEL, SCORES, demand_of, score_words
from geo.registry import Indicator
from layers.coldspots import period_of_rates
from layers.kind_options import KindOptions, change_options
from layers.kinds import DEMAND_HEAD, ChartColumn, MapKind
from layers.pictures import Fill
from layers.reach.beside import pair_headline, pair_of, pair_opening, pair_side_by_side
from layers.reach.card import reach_lines
from layers.reach.isochrones import isochrones_of, ringed, sites_of_small_map
from layers.reach.minutes import measured
from layers.reach.options import BesideOptions, ReachOptions, Shown
from layers.reach.query import (
    REACH,
    available_shows,
    can_reach,
    counted_nation,
    has_likely,
    settled,
    with_reach,
)
from layers.reach.state import (
    TWO_TONES,
    column_of,
    listed_points,
    reach_classes_of,
    reach_indicator,
    reach_many,
    reach_of,
    ring_m,
    sites_pack,
)
from layers.reach.words import (
    describe_reach,
    reach_caveat,
    reach_headline,
    reach_opening,
    reach_title,
)
from layers.style import REACH as COLOURS
from layers.style import paint_column
from layers.view import MapView
from layers.words import Sentence, Trace

_DEPRIVATION = {"England": DEPRIVATION, "Wales": "wimd25_decile", "Scotland": "simd20_decile"}


def reach_bases(view: MapView) -> tuple[str, ...]:
    """Name the bundled tables that a map of reach rests on."""
    nation, level = counted_nation(view.within), view.geography
    likely = ReachOptions.of(view).cold == LIKELY and has_likely(view)
    tested = () if nation == "Wales" else (f"{'posterior' if likely else 'coldspots'}_{level}",)
    return ("sites", f"centroids_{level}", f"people_{level}", *tested)


NOT_COUNTED = "In Northern Ireland no young people are counted by small area among the files"
"""Why there is no such map of Northern Ireland."""


class InRange(MapKind):
    """Young people of the small areas of one nation, by the sites that are in range of them."""

    people_column = "young_people_now"
    people_head = DEMAND_HEAD
    draws_own_sites = True
    between = ": "
    instead: str
    """What follows from `NOT_COUNTED`, or can be had in place of it."""

    def levels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(COUNTED.values()))

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        if query.get("in", "").startswith("N"):
            notes.append(NOT_COUNTED + self.instead)
        return with_reach(view, self.id, self.read_options(query, notes, LEVEL))

    def pairs(self, view: MapView) -> dict[str, str]:
        # The place says which nation, and so which level.
        return {**super().pairs(view), "level": "", "show": ""}

    def settled(self, view: MapView) -> MapView:
        return settled(view)

    def at_level(self, view: MapView, level: str) -> MapView:
        return view

    def can_enter(self, view: MapView, code: str) -> bool:
        return can_reach(code)

    def nations(self, view: MapView) -> tuple[str, ...]:
        return (counted_nation(view.within),)

    def sources(self, view: MapView) -> tuple[str, ...]:
        scottish = counted_nation(view.within) == "Scotland"
        return ("population20_dz11" if scottish else "population20_lsoa11",)


class Reach(InRange):
    """The reach of a partnership, as one of the ways of `layers.reach.state.SHOWS`."""

    id = REACH
    label = "Reach"
    page = "reach"
    options: ClassVar[tuple[type[KindOptions], ...]] = (ReachOptions, BesideOptions)
    counted_alone = "reach"
    counts_minutes = True
    instead = ", so nobody can be counted within range there."
    small_maps = "Ways to see it"

    @staticmethod
    def show(view: MapView) -> Shown:
        """Return what of the reach colours the areas."""
        return ReachOptions.of(view).show

    def key(self, view: MapView) -> str:
        return f"{self.id}.{self.show(view)}"

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        pair = pair_of(view) if event.get("kind") == "reach" else None
        if pair and event.get("beside") in (0, 1):
            return pair[int(event["beside"])]
        if event.get("kind") != "reach" or event.get("show") not in available_shows(view):
            return view
        show = cast(Shown, event["show"])
        return change_options(replace(view, look="map"), ReachOptions, show=show)

    def classes(self, view: MapView) -> Classes:
        return reach_classes_of(view)

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        return paint_column(column_of(view), _shown(view))

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        colours = COLOURS[self.show(view)]
        # Where no cold spots are tested, the colours of what is elsewhere tell range alone.
        return colours[-count:] if self.show(view) in TWO_TONES else colours[:count]

    def greys(self, view: MapView, count: int) -> list[Fill] | None:
        if self.show(view) not in TWO_TONES:
            return None
        # Cold spots are dark; where nobody is near, or still not, there are stripes.
        fills = [
            Fill("#6e6e6e", "stripes", "#101010"),
            Fill("#8f8f8f"),
            Fill("#e2e2e2", "stripes", "#a8a8a8"),
            Fill("#f7f7f7"),
        ]
        return fills[-count:]

    def sites(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        return ringed(view, *sites_pack(view))

    def site_points(self, view: MapView) -> pd.DataFrame:
        return listed_points(view)

    def ring_m(self, view: MapView, sites: int) -> float:
        return ring_m(view, sites)

    def isochrones(self, view: MapView) -> list[Any]:
        return isochrones_of(view)

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        if pair := pair_side_by_side(view):
            return pair
        sites = sites_of_small_map(view)
        return [{**one, "sites": sites} for one in reach_many(view)]

    def shares_key(self, view: MapView) -> bool:
        return pair_of(view) is not None

    def small_maps_headline(self, view: MapView) -> str:
        return pair_headline(view)

    def small_maps_subtitle(self, view: MapView) -> str:
        told = pair_opening(view)
        return f"{told} {self.opening(view)} {self.period(view)}." if told else ""

    def title(self, view: MapView) -> str:
        return reach_title(view)

    def period(self, view: MapView) -> str:
        # Whatever is made with a router holds something of OpenStreetMap, and credits it.
        ways = "; ways: © OpenStreetMap contributors (ODbL)" if measured(view).travel else ""
        if counted_nation(view.within) == "Wales":
            return f"Sites of October 2025; no cold spots are tested in Wales{ways}"
        likely = ReachOptions.of(view).cold == LIKELY and has_likely(view)
        named = "likely lowest fifth" if likely else "cold spots"
        return f"Sites of October 2025; {named}: {period_of_rates(view.geography)}{ways}"

    def opening(self, view: MapView) -> str:
        return reach_opening(view)

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return describe_reach(view, place)

    def headline(self, view: MapView) -> str:
        return reach_headline(view)

    def caveat(self, view: MapView) -> str:
        return reach_caveat(view)

    def measures(self, view: MapView) -> tuple[str, ...]:
        nation = counted_nation(view.within)
        return tuple(dict.fromkeys((view.indicator, _DEPRIVATION[nation])))

    def bases(self, view: MapView) -> tuple[str, ...]:
        return reach_bases(view)

    def unit(self, view: MapView) -> str:
        show = self.show(view)
        return score_words(reach_of(view), show) if show in SCORES else ""

    def rows(self, view: MapView, classes: Classes) -> list[Row]:
        return count_rows(classes, view.geography, view.within, demand_of(reach_of(view)))

    def verdict(self, view: MapView) -> list[str]:
        return reach_lines(view, view.select)

    def table(self, view: MapView) -> AreaTable:
        return reach_of(view).table()

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        shown = _shown(view)
        near = ("in_range", "nearest_site", "nearest_km", "nearest_cost", "providers_within")
        tested = ("cold_spot", "engaged") if reach_of(view).tests_cold_spots else ("engaged",)
        own = (*near, "sites_within", *tested)
        # The table counts sites for one person, the map for 1,000.
        scale = 1_000.0 if shown.id == "e2sfca" else 1.0
        score = [ChartColumn(shown.id, like=shown, scale=scale)] if shown.id not in own else []
        return [*score, *map(ChartColumn, own)]


def _shown(view: MapView) -> Indicator:
    """Return what figure a map shows of each area, in the unit that it is measured by."""
    return reach_indicator(ReachOptions.of(view).show, by_minutes=measured(view).minutes > 0)


KINDS = (Reach(),)

"""The kind of map that shows cold spots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from geo.areas import DEPRIVATION, AreaTable, Classes, build_areas
from geo.coldspots import (
    NORTHERN_IRELAND,
    SHOWN_LEVELS,
    TESTED,
    basis_of,
    cold_classes,
    find_all,
    find_definition,
)
from geo.registry import indicator
from geo.settings import NOT_ONE_PERSON
from layers.browser import rate_ends
from layers.coldspots.options import (
    COLD_SPOTS,
    ColdSpotOptions,
    cold_spot_query,
    definitions_at,
    level_in,
    with_cold,
    zone_now,
)
from layers.coldspots.packs import column_file, definition_indicator
from layers.coldspots.state import recipe_rows, side_by_side, zones_of
from layers.coldspots.words import (
    STRICT,
    cold_headline,
    cold_opening,
    describe_cold_spots,
    period_of_rates,
    verdict_of,
)
from layers.coldspots.zone_card import zone_card
from layers.coldspots.zone_tables import young_here
from layers.kind_options import with_options
from layers.kinds import ChartColumn, FigureEnds, MapKind
from layers.pictures import GREYS, Fill
from layers.style import COLD, paint_column, ramp
from layers.view import MapView
from layers.words import Sentence, Trace

_PARTICIPATION_ALONE = ("local-g", "likely", "threshold")
"""Definitions of cold spots that need no other measure."""
_NO_INTERVAL = {
    "gap": "what a regression expects is given without an interval",
    "cold_share": "it is a count of weightings",
}
"""Why figures of a definition have no interval."""


class ColdSpots(MapKind):
    """Cold spots by one of the definitions of `geo.coldspots.definitions`."""

    id = COLD_SPOTS
    label = "Cold spots"
    page = "cold-spots"
    options = (ColdSpotOptions,)
    has_zones = True
    small_maps = "Definitions"
    circles = "Circles, from afar: zones of touching cold spots, larger for more young people"

    def levels(self) -> tuple[str, ...]:
        return SHOWN_LEVELS

    @staticmethod
    def definition(view: MapView) -> str:
        """Return the definition by which a view shows cold spots."""
        return ColdSpotOptions.of(view).definition

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        if view.geography not in SHOWN_LEVELS:
            notes.append(
                "Cold spots are tested among neighbourhoods and local areas, in Scotland among "
                "data zones; those shown."
            )
            view = replace(view, geography=SHOWN_LEVELS[0])
        if "level" not in query:
            view = replace(view, geography=level_in(query.get("in", "") or query.get("area", "")))
        if query.get("in", "").startswith("N") and not basis_of(view.geography).untested:
            notes.append(NORTHERN_IRELAND)
        rate = basis_of(view.geography).rate
        view = replace(view, mode=self.id, indicator=rate)
        return with_options(view, *self.read_options(query, notes, view.geography))

    def pairs(self, view: MapView) -> dict[str, str]:
        # The level says which rate is tested; without one a place says which level.
        meant = level_in(view.within or view.select)
        level = {"level": view.geography} if view.geography != meant else {}
        return {**super().pairs(view), "show": "", **level}

    def suited(self, view: MapView, code: str) -> MapView:
        meant = level_in(code)
        if basis_of(meant).nation == basis_of(view.geography).nation:
            return view
        return with_cold(view, geography=meant)

    def key(self, view: MapView) -> str:
        return f"{self.id}.{self.definition(view)}"

    def at_level(self, view: MapView, level: str) -> MapView:
        return with_cold(view, geography=level) if level in SHOWN_LEVELS else view

    def outlines(self, view: MapView, zone: str) -> str:
        return zone_now(view, zone)

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        chosen = event.get("definition")
        if event.get("kind") != "definition" or chosen not in definitions_at(view.geography):
            return view
        return with_cold(view, look="map", definition=cast(str, chosen))

    def classes(self, view: MapView) -> Classes:
        return cold_classes(cold_spot_query(view))

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        return paint_column(
            column_file(cold_spot_query(view)),
            definition_indicator(self.definition(view), view.geography),
        )

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return COLD[self.definition(view)]

    def greys(self, view: MapView, count: int) -> list[Fill] | None:
        if self.definition(view) != TESTED:
            return None
        greys = [*ramp(GREYS, 5)[:3], "#d4d4d4"]
        return [*map(Fill, greys), Fill("#ffffff", "stripes", "#101010"), Fill("#f7f7f7")]

    def shows_rate(self, view: MapView) -> bool:
        return definition_indicator(self.definition(view), view.geography).id == "tundra_rate"

    def ends(self, view: MapView) -> list[FigureEnds | None]:
        entry = definition_indicator(self.definition(view), view.geography)
        return [rate_ends(view.geography, entry)]

    def overlays(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        if basis_of(view.geography).untested:
            return {}
        return {
            "zones": zones_of(view, packs),
            "youngHere": young_here(view),
            "recipes": recipe_rows(view),
        }

    def circle_words(self, view: MapView) -> str:
        return "" if basis_of(view.geography).untested else self.circles

    def zones(self, view: MapView) -> pd.Series | None:
        if basis_of(view.geography).untested:
            return None
        return find_all(cold_spot_query(view)).areas["zone_id"]

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        return side_by_side(view)

    def title(self, view: MapView) -> str:
        title = find_definition(self.definition(view)).title
        return f"{title}, approximate" if basis_of(view.geography).approximate else title

    def period(self, view: MapView) -> str:
        tested = basis_of(view.geography)
        if tested.approximate:
            return period_of_rates(tested.id)
        if tested.untested or self.definition(view) in _PARTICIPATION_ALONE:
            return indicator(view.indicator).period
        return f"{indicator('tundra_rate').period}; {indicator('iod25_score').period}"

    def opening(self, view: MapView) -> str:
        return cold_opening(view)

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return describe_cold_spots(view, place)

    def headline(self, view: MapView) -> str:
        return cold_headline(view)

    def caveat(self, view: MapView) -> str:
        tested = basis_of(view.geography)
        said = [
            tested.untested or STRICT,
            tested.approximate,
            indicator(tested.rate).caveat,
            NOT_ONE_PERSON,
        ]
        return " ".join(filter(None, said))

    def measures(self, view: MapView) -> tuple[str, ...]:
        tested = basis_of(view.geography)
        if tested.untested:
            return (tested.rate, tested.deciles)
        return (tested.rate, DEPRIVATION) if tested.nation == "England" else (
            tested.rate, tested.deciles, "simd16_university",
        )  # fmt: skip

    def nations(self, view: MapView) -> tuple[str, ...]:
        return (basis_of(view.geography).nation,)

    def sources(self, view: MapView) -> tuple[str, ...]:
        if basis_of(view.geography).nation == "England":
            return super().sources(view)
        return () if basis_of(view.geography).untested else ("population20_dz11",)

    def verdict(self, view: MapView) -> list[str]:
        return verdict_of(view, view.select)

    def zone(self, view: MapView) -> dict[str, str] | None:
        found = find_all(cold_spot_query(view))
        zone = str(found.areas["zone_id"].get(view.select, ""))
        return {"code": zone, "name": str(found.zones["zone_name"][zone])} if zone else None

    def zone_card(self, view: MapView) -> dict[str, Any]:
        return zone_card(view)

    def table(self, view: MapView) -> AreaTable:
        areas = build_areas(view.geography, within=view.within or None)[0]
        found = find_all(cold_spot_query(view)).areas
        return AreaTable(view.geography, areas.table.join(found, how="inner"))

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        shown = definition_indicator(self.definition(view), view.geography)
        rate = indicator(basis_of(view.geography).rate)
        own = ("predicted_rate", "confidence", "not_assessed_because")
        figures = dict.fromkeys((rate, shown))
        return [
            *(ChartColumn(one.id, like=one, why=_NO_INTERVAL.get(one.id, "")) for one in figures),
            *map(ChartColumn, own),
        ]


KINDS = (ColdSpots(),)

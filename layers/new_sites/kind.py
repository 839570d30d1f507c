"""The kind of map that shows where new sites would do most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.areas import AreaTable, Classes
from geo.siting import LISTS, SiteTable
from layers.kinds import ChartColumn
from layers.new_sites.options import SitingOptions
from layers.new_sites.state import (
    demand_of,
    drawn_sites,
    new_sites_indicator,
    site_points,
    siting_classes,
    siting_column,
    siting_of,
)
from layers.new_sites.words import describe_new_sites, siting_caveat, siting_opening, siting_title
from layers.reach import NEW_SITES, Reach, reach_bases, ringed
from layers.style import SITES, paint_column
from layers.view import MapView
from layers.words import LIST_WORDS, Sentence, Trace


class NewSites(Reach):
    """New sites for a partnership, over what its own sites reach already."""

    id = NEW_SITES
    label = "New sites"
    page = "where-next"
    options = (*Reach.options, SitingOptions)
    small_maps = ""
    reach_of_place_alone = True

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        return view

    def classes(self, view: MapView) -> Classes:
        return siting_classes(view)

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        return paint_column(siting_column(view), new_sites_indicator())

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return SITES

    def sites(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        return ringed(view, *drawn_sites(view))

    def site_points(self, view: MapView) -> pd.DataFrame:
        return site_points(view)

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        return []

    def title(self, view: MapView) -> str:
        return siting_title(view)

    def opening(self, view: MapView) -> str:
        return siting_opening(view)

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        return describe_new_sites(view, place)

    def caveat(self, view: MapView) -> str:
        return siting_caveat(view)

    def bases(self, view: MapView) -> tuple[str, ...]:
        schools = ("schools",) if SitingOptions.of(view).candidates == "schools" else ()
        demand = demand_of(view)
        named = (f"{LIST_WORDS[LISTS[demand]].file}_{view.geography}",) if demand in LISTS else ()
        return (*reach_bases(view)[:3], *named, *schools)

    def unit(self, view: MapView) -> str:
        return ""

    def table(self, view: MapView) -> AreaTable:
        bases = tuple(name for name in ("schools", *self.bases(view)) if name != "sites")
        return SiteTable(view.geography, siting_of(view).sites, tuple(dict.fromkeys(bases)))

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        return [ChartColumn(name) for name in ("kind", "town", "gain", "covered")]

    def has_classes(self) -> bool:
        return False


KINDS = (NewSites(),)

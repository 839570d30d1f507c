"""Small maps of one measure, a region each, all in the same classes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from geo.areas import area_table, at_year, levels_of, name_of
from geo.compare import values_at, why_no_interval
from geo.errors import BadInputError
from geo.registry import ENGLAND, NATION_CODES, NATIONS, Indicator, geography, indicator
from layers.browser import mask_of
from layers.kind_options import with_options
from layers.kinds import can_hold, kind_of
from layers.measure.options import REGIONS, SmallMapOptions, year_of
from layers.style import limit_labels, measure_colours, nations_of, visible_classes
from layers.view import MapView
from layers.words import level_headline

_LEAST = 2
"""Regions from which there is something to put side by side."""


def by_region(view: MapView) -> MapView:
    """Return a map of one measure as small maps of its regions.

    Parameters
    ----------
    view
        A map of one measure, of England or of all nations that have figures.

    Raises
    ------
    BadInputError
        If it shows something else, or a place in one region.

    Examples
    --------
    >>> by_region(MapView(geography="utla23", indicator="he19_rate")).to_query()
    'level=utla23&show=he19_rate&maps=regions&as=many'
    """
    asked = with_options(
        replace(view, look="many", at=None, select="", by_zoom=False), SmallMapOptions(REGIONS)
    )
    if kind_of(view).measure(view) is None or not regions_of(asked):
        raise BadInputError(
            f"{kind_of(view).title(view)} by {geography(view.geography).label} cannot be shown "
            "region by region. Give a map of one measure, of England or wider, at a level below "
            "regions, such as level=utla23&show=he19_rate."
        )
    return asked


def shows_regions(view: MapView) -> bool:
    """Test whether the small maps of a view are of regions."""
    return SmallMapOptions.of(view).of_what == REGIONS and bool(regions_of(view))


def regions_of(view: MapView) -> list[str]:
    """List the regions of England, and the other nations, that a map has areas and figures in.

    Codes, from north to south as the statistical offices number regions; none where there are
    fewer than two, as on the map of a place in one of them.
    """
    nations = [NATION_CODES[letter] for letter, name in NATIONS.items() if name in nations_of(view)]
    if view.within:
        nations = [code for code in nations if code == view.within]
    regions = sorted(area_table("region").index) if ENGLAND in nations else []
    regions = [code for code in regions if can_hold(code, view.geography)]
    rest = [code for code in nations if not (regions and code == ENGLAND)]
    found = [*regions, *(code for code in rest if can_hold(code, view.geography))]
    return found if len(found) >= _LEAST else []


def region_map(view: MapView, code: str) -> MapView:
    """Return the map of one region, in the classes that all share."""
    return with_options(replace(view, within=code, look="map", select=""), SmallMapOptions())


def regions_headline(view: MapView) -> str:
    """Return the headline of small maps of regions: which is lowest, or what they show."""
    entry = indicator(view.indicator)
    told = ""
    if "region" in entry.geographies and entry.nations == ("England",) and not year_of(view):
        told = level_headline("region", ENGLAND, entry.id)
    regional = any(levels_of(code)[0] == "region" for code in regions_of(view))
    return told or f"{entry.label}, {'region by region' if regional else 'nation by nation'}"


def regions_side_by_side(view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
    """Return small maps of the regions, the northernmost of England first.

    Returns
    -------
    many
        As of measures (`layers.measure.measures_side_by_side`), with what choosing one says; with
        `mask`, which areas lie in the region (`layers.browser.mask_of`), and `period`, its own
        figure in words.
    """
    entry, kind = indicator(view.indicator), kind_of(view)
    classes = visible_classes(view).classes
    limits = limit_labels(view) or {at: one.label for at, one in enumerate(classes)}
    column, colours = kind.paint(view, packs)["columns"][0], measure_colours(entry, len(classes))
    return [
        {
            "id": code,
            "event": {"kind": "measure", "measure": entry.id, "within": code},
            "title": name_of(levels_of(code)[0], code),
            "period": figure_words(view, code),
            "file": column,
            "colours": list(colours),
            "ends": [limits[0], limits[len(classes) - 1]],
            "mask": mask_of(region_map(view, code)),
        }
        for code in regions_of(view)
    ]


def figure_words(view: MapView, code: str) -> str:
    """Return the figure of a region with its 95% interval, or why there is none.

    Examples
    --------
    >>> figure_words(MapView(geography="utla23", indicator="he19_rate"), "E12000001")
    '39.6% (95% interval 39.0 to 40.2%)'
    """
    entry, level = indicator(view.indicator), levels_of(code)[0]
    if level not in entry.geographies:
        return "No figure of its own"
    year = year_of(view)
    found = at_year(entry.id, level, year) if year else values_at(entry.id, level)
    return _figure(entry, found.reindex([code]).iloc[0])


def _figure(entry: Indicator, row: pd.Series) -> str:
    if pd.isna(row["value"]):
        return "Not published"
    value = entry.text(float(row["value"]))
    if pd.isna(row["low"]):
        return f"{value} (no interval: {why_no_interval(entry)})" if entry.kind == "rate" else value
    low, high = (entry.text(float(row[end])) for end in ("low", "high"))
    return f"{value} (95% interval {low.removesuffix(entry.suffix)} to {high})"

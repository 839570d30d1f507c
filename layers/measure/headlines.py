"""Headlines of measures that no test of differences speaks for: indices, deciles, ranges."""

from __future__ import annotations

import re

import pandas as pd

from geo.areas import area_table, inside_of, name_of, nation_of
from geo.compare import Chosen, Interval, pooled_finding
from geo.reach import rate_of
from geo.registry import ENGLAND, PATCH, Indicator, geography, indicator, is_patch, percent_text
from layers.style import ground_of, place_name
from layers.view import MapView, is_zone, level_of
from layers.words import (
    facts_of,
    fitting,
    headline_of,
    lowered,
    place_in_prose,
    plural_of,
    range_in_words,
    where_of,
)

WORST_TENTH = 1
"""Decile of the most deprived."""
_PARTS_OF_NATION = {ENGLAND: "region_code"}
"""Column of what a nation is compared by; by council area where it has no regions."""
_SOURCE = re.compile(r" \((?:WIMD|NIMDM|SIMD)\)$")
_OF_CHILDREN = {"idaci25_decile": "children's income (IDACI)"}
"""Domains whose label does not stand within a sentence."""


def index_headline(view: MapView, figures: pd.DataFrame) -> str:
    """Return the headline of an index without intervals: a place's score, or what is compared.

    Nobody can say which of its scores differ, so none is called the lowest.

    Parameters
    ----------
    view
        A map of the index.
    figures
        The table of its level, of the year that it shows.

    Examples
    --------
    >>> view = MapView(geography="smc205", indicator="smc_labour_market")
    >>> index_headline(view, pd.DataFrame({"smc_labour_market": [0.7]}, index=["smc205-096"]))
    'How areas of the United Kingdom compare on labour market outcomes'
    """
    entry = indicator(view.indicator)
    measure = lowered(entry.label)
    chosen = figures.loc[figures.index == view.select]
    if chosen[entry.id].notna().any():
        score = float(chosen[entry.id].iloc[0])
        return f"{_chosen(view)} scored {entry.text(score)} on {measure}"
    return f"How areas of {place_in_prose(place_name(view))} compare on {measure}"


def decile_headline(view: MapView) -> str:
    """Return the headline of a map of deciles: the share of areas in their nation's worst tenth.

    Of a whole nation, the part of it with the largest share: every area has a decile, so no
    chance is in it. Empty where no area has a decile, where the chosen one has none, or where parts
    of a nation tie.

    Examples
    --------
    >>> decile_headline(MapView(indicator="iod25_decile", within="E06000009"))
    "In Blackpool, 40% of neighbourhoods are in England's most deprived tenth"
    """
    entry, level = indicator(view.indicator), view.geography
    nation, plural = entry.nations[0], geography(level).plural
    table = area_table(level)
    deciles = table[entry.id].astype("Float64")
    if view.select in deciles.index and pd.notna(value := deciles[view.select]):
        if value == WORST_TENTH:
            return _in_tenth(f"{_chosen(view)} is in {{}}", nation, entry)
        return f"{_chosen(view)} is in decile {value:.0f} of 10{_domain(entry)}"
    if _has_area(view):
        return ""
    code = view.within or ground_of(view)
    here = deciles[inside_of(level, code)].dropna()
    if here.empty:
        return ""
    if geography(level_of(code, level)).id == "nation":
        column = _PARTS_OF_NATION.get(code, "lad24_code")
        shares = here.eq(WORST_TENTH).groupby(table[column]).mean().nlargest(2)
        if len(shares) < 2 or shares.iloc[0] == shares.iloc[1]:
            return ""
        part = name_of("region" if column == "region_code" else "lad24", str(shares.index[0]))
        largest = percent_text(float(shares.iloc[0]))
        name = _capital(place_in_prose(part))
        text = f"{name} has the largest share of {plural} in {{}}: {largest}"
        return _in_tenth(text, nation, entry)
    where, share = _capital(where_of(place_name(view))), float(here.eq(WORST_TENTH).mean())
    if share in (0, 1):
        each = "every" if share else "no"
        return _in_tenth(f"{where}, {each} {_one(plural)} is in {{}}", nation, entry)
    return _in_tenth(f"{where}, {percent_text(share)} of {plural} are in {{}}", nation, entry)


def _in_tenth(text: str, nation: str, entry: Indicator) -> str:
    """Put the most deprived tenth into a headline; without its nation where the line is long."""
    domain = _domain(entry)
    return fitting(
        text.format(f"{nation}'s most deprived tenth{domain}"),
        text.format(f"the most deprived tenth{domain}"),
    )


def range_headline(view: MapView, figures: pd.DataFrame) -> str:
    """Return the headline of a measure by what its figures run from and to; empty without any.

    The ends are not named: which area is the lowest may be chance.

    Parameters
    ----------
    view
        A map of the measure.
    figures
        The table of its level, of the year that it shows.

    A patch in England has the share of its young people instead, put together from its
    neighbourhoods: what the lowest and the highest of so few are is chance.

    Examples
    --------
    >>> view = MapView(geography="lad24", indicator="iod25_score", within="E12000001")
    >>> range_headline(view, area_table("lad24"))
    'IMD score: 20.9 to 40.0 across council areas in the North East'
    """
    entry, level = indicator(view.indicator), view.geography
    values = figures[entry.id].astype("float64")
    if pd.notna(value := values.get(view.select)):
        return f"{entry.label} {where_of(name_of(level, view.select))}: {entry.text(value)}"
    if _has_area(view):
        return ""
    here = values[inside_of(level, view.within)].dropna()
    if here.empty:
        return ""
    if is_patch(view.within) and entry.id == "tundra_rate":
        return _pooled(view.within)
    name, plural = place_name(view), plural_of(level)
    where = where_of(name)
    low, high = entry.text(here.min()), entry.text(here.max())
    if low == high:
        return f"{entry.label} {where}: {low}"
    parts = f"In {place_in_prose(name)}'s {plural}"
    return fitting(
        *range_in_words(entry.id, parts, low, high),
        f"{entry.label}: {low} to {high} across {plural} {where}",
        f"{entry.label}: {low} to {high} {where}",
    )


def _pooled(code: str) -> str:
    """Return the headline of a patch by the rate that its small areas have together."""
    row = rate_of(area_table("lsoa21")[inside_of("lsoa21", code)])
    place = Chosen(code, (PATCH.id,), name_of(PATCH.id, code), nation_of(code))
    ends = (float(row[f"tundra_rate{end}"]) for end in ("", "_low", "_high"))
    cohort = float(row["tundra_cohort"])
    found = pooled_finding(place, indicator("tundra_rate"), Interval(*ends), cohort)
    return headline_of(facts_of(found)[0]).text


def _has_area(view: MapView) -> bool:
    """Test whether an area is chosen, not a zone: where it has no figure, that is what is said."""
    return bool(view.select) and not is_zone(view.select)


def _domain(entry: Indicator) -> str:
    if entry.label.endswith(" decile"):
        return ""
    label = _OF_CHILDREN.get(entry.id) or lowered(_SOURCE.sub("", entry.label))
    return f" for {' and '.join(label.rsplit(', ', 1))}"


def _chosen(view: MapView) -> str:
    return _capital(place_in_prose(name_of(level_of(view.select, view.geography), view.select)))


def _one(plural: str) -> str:
    return plural.removesuffix("s")


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"

"""What stands under the map of a subject: zones out of range, hinges, adults, and getting on."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from geo.errors import NoAnswerError
from geo.provision import (
    LIMITS_KM,
    Provision,
    by_adult_skills,
    continuation_by_provider,
    earnings_by_region,
    homes_in,
    subject_name,
    zones_beyond,
)
from geo.registry import NATION_CODES, NATIONS
from layers.coldspots import LEFT, RIGHT, TextTable, plain
from layers.kind_options import change_options
from layers.provision.all_subjects import all_subjects
from layers.provision.heat import share_words
from layers.provision.options import TAUGHT, TaughtOptions
from layers.provision.state import found_of, sites_of
from layers.provision.words import adult_lines, figure_of
from layers.reach import counted_nation, limit_text, measured
from layers.uploads import uploads_of
from layers.view import MapView
from layers.weighted_cache import WeightedCache

ZONES = 12
"""Zones listed at most."""
_LEVELS = ("nation", "region")
_PART_TIME = "part-time"
_made = WeightedCache(32)


def place_of(view: MapView) -> str:
    """Return the code of the place of a view: of its nation where it shows all of it."""
    nation = counted_nation(view.within)
    whole = next(code for letter, code in NATION_CODES.items() if NATIONS[letter] == nation)
    return view.within or whole


def provision_of(view: MapView, mode: str | None = None) -> Provision:
    """Return who is in range in the place of a view, of courses in its mode or another.

    Raises
    ------
    NoAnswerError
        If no course that fits is listed.
    """
    if mode is not None:
        view = change_options(view, TaughtOptions, mode=mode)
    asked = TaughtOptions.of(view)
    if sites_of(asked).empty:
        raise NoAnswerError(
            f"No {mode or 'such'} course that fits is listed at a site. Choose another subject."
        )
    found, homes = found_of(view), homes_in(place_of(view))
    rows = found.ground.areas.index.get_indexer(homes.index)
    costs = replace(
        found.costs,
        areas=homes.index,
        within=found.costs.within[rows],
        nearest=found.costs.nearest[rows],
        nearest_cost=found.costs.nearest_cost[rows],
    )
    return Provision(asked.selection, homes, found.sites, costs, 0)


def zones_of(view: MapView) -> pd.DataFrame:
    """Return the zones out of range in the place of a view, with the area that holds most people.

    Returns
    -------
    zones
        As `geo.provision.zones_beyond` returns them, with `most_in`: the code of an area.
    """

    def join() -> pd.DataFrame:
        found = provision_of(view)
        zones, people = zones_beyond(found), found.homes["population"]
        return zones.assign(
            most_in=[people.loc[codes.split()].idxmax() for codes in zones["area_codes"]]
        )

    uploads = uploads_of(view)
    limit = measured(view)
    key = ("zones", TaughtOptions.of(view), limit.minutes, limit.travel, place_of(view))
    made: pd.DataFrame = (uploads.results if uploads.held else _made).get(key, join)
    return made


def zone_table(view: MapView) -> TextTable:
    """List the zones out of range of every provider, those with most young people first."""
    zones, limit = zones_of(view), limit_text(measured(view))
    unit, end = ("minutes", "cost") if measured(view).minutes else ("km", "km")
    rows = [
        [
            plain(str(zone["zone_name"])),
            f"{zone['young_people']:,}",
            f"{zone['areas']:,}",
            _range_text(zone[f"nearest_{end}"], zone[f"farthest_{end}"], unit),
        ]
        for _, zone in zones.head(ZONES).iterrows()
    ]
    if not rows:
        return TextTable("", {}, [], f"Everybody here has a provider within {limit}.")
    headings = {"Zone": LEFT, "Young people": RIGHT, "Areas": RIGHT, "To the nearest": RIGHT}
    words = "Touching areas with no provider in range, called after the districts most live in."
    more = len(zones) - len(rows)
    if more:
        people = int(zones["young_people"].iloc[ZONES:].sum())
        words += f" {more:,} smaller zones have {people:,} more young people; the file has all."
    return TextTable("Out of range of every provider", headings, rows, words)


def _range_text(low: float, high: float, unit: str) -> str:
    if not np.isfinite(low + high):
        return "not known"
    return f"{' to '.join(dict.fromkeys(f'{one:.0f}' for one in (low, high)))} {unit}"


def limit_shares(view: MapView) -> pd.DataFrame:
    """Return how many young people of a place have none at each limit.

    Returns
    -------
    counted
        By `limit`, in km or minutes as the view's: `young_people` with no provider that near, and
        their `share`.
    """
    found = found_of(view)
    people = found.ground.people()[found.kept]
    nearest = found.costs.nearest_cost[found.kept]
    rows = {
        # Where no way is known nobody is in range.
        limit: people[~(nearest <= limit * (1 + 1e-12))].sum()
        for limit in sorted({*LIMITS_KM, found.costs.limit})
    }
    none = pd.Series(rows).rename_axis("limit")
    whole = people.sum()
    return pd.DataFrame({"young_people": none.round().astype("int64"), "share": none / whole})


def limit_part(view: MapView, *, dark: bool = False) -> str:
    """Write how many have none at each limit, as bars with their figures."""
    counted, limits = limit_shares(view), measured(view)
    asked, unit = limits.minutes or limits.km, "min" if limits.minutes else "km"
    bar, rest = ("#9e9ac8", "#33363f") if dark else ("#54278f", "#e9e9ef")
    rows = "".join(
        f'<tr><th scope="row" style="font-weight:{700 if limit == asked else 400};'
        f'text-align:right;padding:.1rem .6rem .1rem 0;white-space:nowrap">{limit:g} {unit}</th>'
        f'<td style="width:60%"><div aria-hidden="true" style="background:{rest};height:.9rem">'
        f'<div style="background:{bar};height:.9rem;width:{row["share"]:.2%}"></div></div></td>'
        f'<td style="text-align:right;padding-left:.6rem;white-space:nowrap">'
        f"{int(row['young_people']):,}</td>"
        f'<td style="text-align:right;padding-left:.6rem">{escape(share_words(row["share"]))}</td>'
        "</tr>"
        for limit, row in counted.iterrows()
    )
    head = "Young people with none in range, by limit"
    return (
        f'<table style="width:100%;max-width:36rem;font-size:.92rem"><caption style="text-align:'
        f'left;font-weight:600;padding-bottom:.3rem;caption-side:top">{head}</caption>{rows}'
        "</table>"
    )


def hinge_table(view: MapView, limit_km: float) -> TextTable:
    """List the subjects and regions that hang most on one provider, each with a link to its map.

    Parameters
    ----------
    limit_km
        One of `geo.provision.LIMITS_KM`.
    """
    listed = all_subjects(TaughtOptions.of(view).selection).hinges[limit_km]
    codes = {name: code for code, name in _place_codes().items()}
    rows = [
        [
            f"[{plain(_capital(str(row['label'])))}, {plain(str(row['place']))}]"
            f"(./taught-where?{_hinge_query(view, row, codes, limit_km)})",
            plain(str(row["provider_name"])),
            f"{row['young_people']:,}",
            share_words(float(row["share"])),
        ]
        for _, row in listed.iterrows()
    ]
    headings = {"Subject and region": LEFT, "Only provider": LEFT, "Young people": RIGHT}
    headings |= {"Of all there": RIGHT}
    words = (
        f"Young people with this provider alone within {limit_km:g} km. A link opens the map with "
        "the provider closed."
    )
    return TextTable("Subjects and regions that hang on one provider", headings, rows, words)


def _hinge_query(view: MapView, row: pd.Series, codes: dict[str, str], limit_km: float) -> str:
    asked = TaughtOptions.of(view)
    closed = f"{row['provider']}:{row['subject']}"
    made = replace(asked, subject=str(row["subject"]), km=limit_km, closed=(closed,))
    pairs = {"with": TAUGHT, **made.pairs(), "in": codes[str(row["place"])]}
    return urlencode({key: text for key, text in pairs.items() if text})


def _place_codes() -> dict[str, str]:
    from geo import tables

    named = [tables.load(f"areas_{level}", ["area_name"])["area_name"] for level in _LEVELS]
    return {str(code): str(name) for one in named for code, name in one.items()}


def adult_table(view: MapView) -> TextTable:
    """Count who has no part-time course in range, by the skills of adults; empty off England."""
    try:
        counted = by_adult_skills(provision_of(view, _PART_TIME))
    except NoAnswerError as error:
        return TextTable("", {}, [], str(error))
    rows = [
        [
            f"{tenth}",
            f"{row['areas']:,}",
            f"{row['areas_without']:,}",
            share_words(row["areas_without"] / row["areas"]) if row["areas"] else "",
            f"{row['people_without']:,}",
        ]
        for tenth, row in counted.iterrows()
    ]
    headings = {"Tenth": RIGHT, "Areas": RIGHT, "With none": RIGHT, "Share": RIGHT}
    headings |= {"People": RIGHT}
    words = (
        "People are of all ages, in the neighbourhoods with none. "
        "Tenth 1 of England's neighbourhoods has most adults of working age without "
        "qualifications, or who do not speak English well (Indices of Deprivation 2025)."
    )
    return TextTable("Part-time courses, by the skills of adults", headings, rows, words)


def adult_words(view: MapView) -> list[str]:
    """Return who has no part-time course in range: adults, then young people.

    Raises
    ------
    NoAnswerError
        If no such course is part-time at a site.
    """
    return adult_lines(provision_of(view, _PART_TIME))


def earning_table(view: MapView, mode: str, award: str) -> TextTable:
    """List what graduates in a subject earned three years on, by region."""
    asked = TaughtOptions.of(view)
    try:
        earned = earnings_by_region(asked.subject, mode, award)
    except NoAnswerError as error:
        return TextTable("", {}, [], str(error))
    figures = ("earnings_lower", "earnings_median", "earnings_upper")
    rows = [
        [
            plain(str(row["region_name"])),
            *("not published" if pd.isna(row[name]) else f"£{row[name]:,.0f}" for name in figures),
            "" if pd.isna(row["graduates"]) else f"{row['graduates']:,.0f}",
        ]
        for _, row in earned.iterrows()
    ]
    headings = {"Region": LEFT, "A quarter under": RIGHT, "Half under": RIGHT}
    headings |= {"Three quarters under": RIGHT, "Graduates": RIGHT}
    return TextTable(
        f"Earnings three years on: {subject_name(asked.subject)}", headings, rows, EARNINGS_ARE
    )


EARNINGS_ARE = (
    "A year, rounded by the publisher to £500; graduates, of all providers together, to 5. The "
    "publisher does not say what a region is: it is not where they studied, but most likely where "
    "they live. Northern Ireland has no figures. What people earn depends on where they work and "
    "who they are, not on the subject alone."
)


def continuation_table(view: MapView) -> TextTable:
    """List who was still there a year on, of the providers in range of a place, by name."""
    asked = TaughtOptions.of(view)
    try:
        table = continuation_by_provider(asked.selection)
    except NoAnswerError as error:
        return TextTable("", {}, [], str(error))
    near = set(providers_near(view))
    table = table[table["provider"].isin(near)]
    if table.empty:
        return TextTable("", {}, [], "Nothing is published of the providers in range here.")
    rows = [
        [
            plain(str(row["provider_name"])),
            str(row["mode"]),
            plain(figure_of(str(row["pooled"]), str(row["subject"]), int(row["courses"]))),
            _per_cent(row["continued_low"], row["continued_high"]),
            "" if pd.isna(row["students"]) else f"{row['students']:,.0f}",
        ]
        for _, row in table.iterrows()
    ]
    headings = {"Provider": LEFT, "Mode": LEFT, "Figure of": LEFT, "Still there": RIGHT}
    headings |= {"Students": RIGHT}
    silent = len(near) - table["provider"].nunique()
    words = CONTINUATION_IS
    if silent:
        words += f" Of {silent:,} more in range nothing is published."
    return TextTable("Still there a year on, by provider", headings, rows, words)


CONTINUATION_IS = (
    "In the order of names: this is no ranking. Each figure is the publisher's own, of whatever it "
    "pools, and seldom of the same courses; figures of few students are rounded to 5%. It does not "
    "measure how good a course is: who enters differs."
)


def providers_near(view: MapView) -> list[str]:
    """Return the providers within the limit of anybody in the place of a view."""
    found = provision_of(view)
    used = found.costs.within.indices
    return sorted(set(found.sites["provider"].iloc[used]))


def _per_cent(low: float, high: float) -> str:
    return f"{low:.0f}%" if low == high else f"{low:.0f}% to {high:.0f}%"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

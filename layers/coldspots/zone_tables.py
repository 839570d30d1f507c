"""Tables of cold spots for a page: the zones of a place, one zone's areas and schools, recipes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.areas import area_table, inside_of
from geo.coldspots import (
    SCHOOLS_WITHIN_M,
    TESTED,
    TestBasis,
    basis_of,
    find_all,
    schools_near,
    zones_here,
)
from geo.compare import why_no_interval
from geo.posterior import FIFTHS, POSTERIOR_LEVELS
from geo.registry import geography, indicator, percent_text
from geo.scan import SCAN_P
from geo.settings import SCHOOLS_OPEN_ON
from layers.coldspots.options import ColdSpotOptions, cold_spot_query
from layers.coldspots.state import recipe_rows
from layers.coldspots.zone_card import KM_M, members_of, own_lines, zone_lines, zone_row
from layers.coldspots.zone_words import WINNERS_CURSE
from layers.style import place_name
from layers.view import MapView
from layers.words import chance_text, inert, where_of

LISTED = 20
"""Zones listed at most."""

LEFT, RIGHT = "---", "---:"


@dataclass(frozen=True)
class TextTable:
    """A table of texts with a title."""

    title: str
    headings: Mapping[str, str]
    """How each column is aligned, by its heading."""
    rows: Sequence[Sequence[str]]
    words: str = ""


def listed_zones(view: MapView) -> TextTable:
    """List the zones that reach into the place of a view, most young people there first.

    Areas and young people are those of the part inside; the whole zone's stand beside them.
    """
    tested = basis_of(view.geography)
    if tested.untested:
        return TextTable("", {}, [])
    zones = zones_in(view)
    rows = [
        [
            f"[{plain(zone['zone_name'])}]({_address(view, str(code))})",
            *([f"{zone['areas_here']:,}", f"{zone['young_here']:,}"] if view.within else []),
            f"{zone['areas']:,}",
            f"{zone['young_people']:,}",
            *([_modelled(zone)] if _has_model(zones) else []),
            _rate(zone, tested),
            *([_scan(zone)] if "scan_p" in zones else []),
            _share(zone["most_deprived_fifth"]),
            *([_students(zone)] if tested.students else []),
        ]
        for code, zone in zones.head(LISTED).iterrows()
    ]
    whole = " of the whole zone" if view.within else ""
    headings = {"Zone": LEFT}
    headings |= {"Areas here": RIGHT, "Aged 13 to 17 here": RIGHT} if view.within else {}
    headings |= {
        f"Areas{whole}": RIGHT,
        f"Aged 13 to 17{whole}": RIGHT,
    }
    modelled = f"{_measured(tested)}{whole} by the model (90% interval)"
    headings |= {modelled: RIGHT} if _has_model(zones) else {}
    as_measured = ", as measured" if _has_model(zones) else ""
    headings |= {f"{_measured(tested)}{whole}{as_measured} (95% interval)": RIGHT}
    headings |= {"Found by an independent scan": RIGHT} if "scan_p" in zones else {}
    headings |= {
        f"Of them in {tested.index} deciles 1 and 2": RIGHT,
    }
    headings |= {"Full of students": LEFT} if tested.students else {}
    count = len(zones)
    title = f"Zones {where_of(place_name(view))}, most young people first"
    shown = f"The first {LISTED} of {count:,}. " if count > LISTED else ""
    return TextTable(
        title,
        headings,
        rows,
        f"{shown}Touching cold spots make a zone; {_who(tested)}."
        + (f" {WINNERS_CURSE}" if _has_model(zones) else "")
        + (f" {_SCANNED}" if "scan_p" in zones else ""),
    )


def lowest_areas(view: MapView) -> TextTable:
    """List the areas in the lowest fifth of a nation that is not tested, by district and name.

    In no order of their figures, which rest on few people; no rows where the nation is tested.
    """
    tested = basis_of(view.geography)
    if not tested.untested:
        return TextTable("", {}, [])
    found = find_all(cold_spot_query(view)).areas["cold_spot"]
    table = area_table(view.geography)[inside_of(view.geography, view.within)]
    low = table[found.reindex(table.index, fill_value=False).to_numpy(bool)]
    low = low.sort_values(["lad24_name", "area_name"])
    entry = indicator(tested.rate)
    rows = [
        [
            plain(row["area_name"]),
            plain(row["lad24_name"]),
            entry.text(float(row[tested.rate])),
            f"{row[tested.deciles]}",
        ]
        for _, row in low.iterrows()
    ]
    headings = {
        "Area": LEFT,
        "District": LEFT,
        entry.label: RIGHT,
        f"{tested.index} decile (1 is most deprived)": RIGHT,
    }
    title = f"In the lowest fifth {where_of(place_name(view))}, by district"
    words = f"{tested.untested} No interval: {why_no_interval(entry)}."
    return TextTable(title, headings, rows, words)


def _measured(tested: TestBasis) -> str:
    return "Participation" if tested.follows else "Entry to university"


def _who(tested: TestBasis) -> str:
    """Return of whom the figures of zones are."""
    period = indicator(tested.rate).period
    return f"{_measured(tested).lower()} is that of {period}, people are those of mid-2020"


def _students(zone: pd.Series) -> str:
    """Return how many areas of a zone are marked as full of students."""
    count, whole = int(zone["student_areas"]), int(zone["areas"])
    return "no" if not count else "all of it" if count == whole else f"{count:,} of {whole:,}"


def zones_in(view: MapView) -> pd.DataFrame:
    """Return the zones of which at least one area lies in the place of a view.

    With `areas_here` and `young_here` of the part inside, most young people there first.
    """
    return zones_here(cold_spot_query(view), view.within)


def young_here(view: MapView) -> dict[str, int] | None:
    """Count the young people of each zone who live in the place of a view; None without a place."""
    if not view.within:
        return None
    return {str(code): int(young) for code, young in zones_in(view)["young_here"].items()}


def tables_of_zone(view: MapView) -> list[TextTable]:
    """Describe the zone that a view outlines: what is known, its areas, whom to contact."""
    row = zone_row(view)
    name = str(row["zone_name"])
    said = [*zone_lines(view), *own_lines(view)]
    return [
        TextTable(name, {}, [], "\n".join(f"- {line}" for line in said)),
        _areas(view),
        _schools(view, name),
    ]


def _areas(view: MapView) -> TextTable:
    level = basis_of(view.geography)
    members = members_of(view).sort_values(level.rate)
    headings = {"Area": LEFT, "Known as": LEFT, "Aged 13 to 17": RIGHT}
    headings |= {f"{_measured(level)} (95% interval)": RIGHT}
    tested = ColdSpotOptions.of(view).definition == TESTED
    has_model = view.geography in POSTERIOR_LEVELS
    headings |= {"How sure": LEFT} if tested and not has_model else {}
    chances = {
        FIFTHS[0]: "Chance of the true lowest fifth",
        "prob_below_national": "Of being below the national rate",
    }
    chances = chances if tested and has_model else {}
    headings |= dict.fromkeys(chances.values(), RIGHT)
    headings |= {"Full of students": LEFT} if level.students else {}
    rows = [
        [
            f"[{plain(area['area_name'])}]({_address(view, str(code))})",
            plain(area["local_name"]),
            f"{area['young_people']:,}",
            _rate(area, level),
            *([str(area["confidence"])] if tested and not has_model else []),
            *(chance_text(float(area[name])) for name in chances),
            *(["yes" if area[level.students] else "no"] if level.students else []),
        ]
        for code, area in members.iterrows()
    ]
    plural = geography(view.geography).plural
    return TextTable(f"Its {plural}, lowest participation first", headings, rows)


def _schools(view: MapView, name: str) -> TextTable:
    if not basis_of(view.geography).schools:
        nation = basis_of(view.geography).nation
        words = f"No list of the schools of {nation} is among the files."
        return TextTable("Schools to contact", {}, [], words)
    zones = find_all(cold_spot_query(view)).zones.loc[[view.select]]
    listed = schools_near(zones, view.geography)
    rows = [
        [
            plain(school["name"]),
            f"[{school['urn']}]({school['link']})",
            plain(school["kind"]),
            plain(school["town"]),
            f"{school['distance_m'] / KM_M:.1f} km",
        ]
        for _, school in listed.iterrows()
    ]
    headings = {"School or college": LEFT, "URN": RIGHT, "Kind": LEFT, "Town": LEFT, "Away": RIGHT}
    within = f"{SCHOOLS_WITHIN_M // KM_M} km"
    words = (
        f"Secondary schools and colleges within {within} in a straight line of where the people of "
        f"{plain(name)} live, as open on {SCHOOLS_OPEN_ON}: schools opened since are not "
        "among them. A URN leads to the school's entry in the register of the Department for "
        "Education, with its number."
        if rows
        else f"No secondary school or college open on {SCHOOLS_OPEN_ON} is within {within}."
    )
    return TextTable("Schools to contact", headings if rows else {}, rows, words)


def recipe_table(view: MapView) -> TextTable:
    """List how many cold spots each recipe gives in the whole nation."""
    rows = [[row["label"], f"{row['cold']:,}", f"{row['shared']:,}"] for row in recipe_rows(view)]
    headings = {"Recipe": LEFT, "Cold spots": RIGHT, "Of the method's own": RIGHT}
    plural = geography(view.geography).plural
    nation = basis_of(view.geography).nation
    words = (
        f"Counts of {plural} in all {nation}. The same question, asked in other reasonable ways."
    )
    return TextTable("Recipes", headings, rows, words)


def _address(view: MapView, code: str) -> str:
    return f"./cold-spots?{replace(view, select=code, at=None).to_query()}"


def _rate(row: pd.Series, tested: TestBasis) -> str:
    low, high = (row[f"{tested.rate}_{end}"] for end in ("low", "high"))
    rate = indicator(tested.rate).text(float(row[tested.rate]))
    return f"{rate} ({percent_text(low)} to {percent_text(high)})"


def _has_model(zones: pd.DataFrame) -> bool:
    return "tundra_rate_modelled" in zones


def _modelled(row: pd.Series) -> str:
    low, high = (percent_text(row[f"tundra_rate_modelled_{end}"]) for end in ("low", "high"))
    return f"{percent_text(row['tundra_rate_modelled'], 1)} ({low} to {high})"


_SCANNED = (
    "The scan (Kulldorff 1997) looks for clusters in windows of any place, size and shape; p is "
    "the chance of so likely a cluster anywhere if no place were like its neighbours, and a zone "
    f"counts as found up to {SCAN_P:g}."
)


def _scan(row: pd.Series) -> str:
    """Return whether the scan finds a zone, and its chance."""
    if pd.isna(row["scan_p"]):
        return "no"
    if row["scan_p"] > SCAN_P:
        return f"no (p = {row['scan_p']:.3f})"
    whole = "yes" if row["scan_share"] >= 0.5 else "in part"
    return f"{whole} (p = {row['scan_p']:.3f})"


def _share(value: float) -> str:
    return "–" if pd.isna(value) else percent_text(value)


def plain(text: object) -> str:
    """Write a name so that Markdown takes nothing in it for markup."""
    return inert(str(text))

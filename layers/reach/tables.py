"""Tables of reach for a page: who is left out and whom to contact; by tier, decile and partner."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.coldspots import LIKELY, SCHOOLS_WITHIN_M, UNTESTED, ZONE, basis_of, schools_near
from geo.compare import values_at
from geo.errors import UnknownAreaError
from geo.reach import (
    DEMAND,
    IN_RANGE,
    IN_RANGE_OF,
    LEVEL,
    PEOPLE,
    SHARE,
    Reach,
    are_left_out,
    by_adult_skills,
    by_authority,
    by_decile,
    by_provider,
    by_tier,
    curve,
    decile_of,
    find_place,
    left_out,
    load_ground,
    overlap,
    zones_left_out,
)
from geo.registry import Indicator, indicator, percent_text
from geo.settings import SCHOOLS_OPEN_ON
from geo.travel import KM
from layers.coldspots import LEFT, RIGHT, TextTable, plain
from layers.kind_options import change_options
from layers.reach.card import cost_text
from layers.reach.options import ReachOptions
from layers.reach.state import kept, key_of, reach_of
from layers.reach.words import list_of, plural_of
from layers.style import place_name
from layers.uploads import is_private
from layers.view import MapView
from layers.words import singular, where_of

LISTED = 20
PARTNERS = 40
"""Partners listed at most."""
COMPARED = 10
"""Partners of which each pair is shown, at most."""
RUNG = 2
"""Schools named beside a neighbourhood."""
YOUNG = "Young people"

OUT, IDLE = "cold_not_in_range", "cold_not_engaged"


def gap_table(view: MapView, column: str = OUT) -> TextTable:
    """List the cold spots that are out of range, or not engaged, most young people first."""
    if not reach_of(view).tests_cold_spots:
        return TextTable("", {}, [], UNTESTED)
    first, count = first_left_out(view, column)
    key = ("schools", key_of(view), column, view.select)
    schools = kept(view, key, lambda: schools_of(first, view.geography))
    tested, reach = basis_of(view.geography), reach_of(view)
    nearest = "nearest_km" if reach.costs.unit == KM else "nearest_cost"
    rate = indicator(tested.rate)
    ends = values_at(rate.id, view.geography)
    rows = [
        [
            _linked(view, _named(row), replace(view, select=str(code))),
            plain(row["lad24_name"]),
            f"{int(row[DEMAND]):,}",
            _with_ends(rate, row, ends),
            cost_text(reach, float(row[nearest])),
            *(
                ["; ".join(plain(name) for name in schools.get(str(code), [])[:RUNG]) or "–"]
                if tested.schools
                else []
            ),
        ]
        for code, row in first.iterrows()
    ]
    what = "out of range" if column == OUT else "not in the activity file"
    named = list_of(view)
    headings = {
        _one(view): LEFT,
        "In": LEFT,
        YOUNG: RIGHT,
        f"{'Went on' if tested.follows else 'Entered in a year'} (95% interval)": RIGHT,
        "Nearest site": RIGHT,
        **({"Schools nearby": LEFT} if tested.schools else {}),
    }
    if not count:
        return TextTable(f"No {named.one} {where_of(place_name(view))} is {what}", {}, [])
    shown = f"The first {LISTED} of {count:,}; the file has all. " if count > LISTED else ""
    words = (
        f"{shown}Young people are 13 to 17 in 2026, if nobody had moved; went on: {rate.period}; "
        f"schools within {SCHOOLS_WITHIN_M // 1000} km, as open on {SCHOOLS_OPEN_ON}."
        if tested.schools
        else f"{shown}Young people are 13 to 17 in 2026, if nobody had moved; entered: "
        f"{rate.period}. {tested.approximate}"
    )
    return TextTable(
        f"{named.many[0].upper()}{named.many[1:]} {what}, most young people first",
        headings,
        rows,
        words,
    )


def _with_ends(rate: Indicator, row: pd.Series, ends: pd.DataFrame) -> str:
    """Write the rate of an area with the ends of its interval."""
    low, high = (percent_text(ends[end][str(row.name)]) for end in ("low", "high"))
    return f"{rate.text(float(row[rate.id]))} ({low} to {high})"


def _named(row: pd.Series) -> str:
    """Name a neighbourhood so that it is told from others of the same local area."""
    return ", ".join(filter(None, dict.fromkeys([row["local_name"], row["area_name"]])))


def first_left_out(view: MapView, column: str = OUT) -> tuple[pd.DataFrame, int]:
    """Return the cold spots listed of those that are left out, and the number of all.

    Those of the area or zone that is chosen come first, then those with most young people.
    """

    def find() -> tuple[pd.DataFrame, int]:
        reach = reach_of(view)
        first = left_out(reach, column, LISTED, _chosen(view))
        return first, int(are_left_out(reach, column).sum())

    key = ("left out", key_of(view), column, view.select)
    found: tuple[pd.DataFrame, int] = kept(view, key, find)
    return found


def _chosen(view: MapView) -> pd.Index:
    """Return the codes of the neighbourhoods in the area or zone that is chosen."""
    ground = reach_of(view).ground
    if not view.select:
        return ground.areas.index[:0]
    try:
        if view.select.startswith(ZONE) and view.select not in ground.zones.index:
            # One of tested cold spots, chosen on their map.
            ground = load_ground(None, ground.nation)
        return find_place(view.select, ground).areas
    except UnknownAreaError:
        # A place outside England, or a zone of another question.
        return ground.areas.index[:0]


def lists_schools(view: MapView) -> bool:
    """Test whether there is a list of schools to contact where a view looks."""
    return view.geography == LEVEL and reach_of(view).tests_cold_spots


def _one(view: MapView) -> str:
    """Name one of the small areas of a view, as a heading does."""
    one = singular(view.geography)
    return one[0].upper() + one[1:]


def _in_list(view: MapView) -> str:
    """Return the heading of those who live in a cold spot of the view's list."""
    where = list_of(view).where
    return where[0].upper() + where[1:]


def _many(view: MapView) -> str:
    many = plural_of(view)
    return many[0].upper() + many[1:]


def schools_of(areas: pd.DataFrame, level: str = LEVEL) -> dict[str, list[str]]:
    """Name the schools and colleges near each neighbourhood, the nearest first."""
    if areas.empty or not basis_of(level).schools:
        return {}
    each = pd.DataFrame(
        {"zone_name": areas["area_name"], "area_codes": areas.index.astype("str")},
        index=areas.index,
    )
    found = schools_near(each, LEVEL)
    return {str(code): list(part["name"]) for code, part in found.groupby("zone_id", sort=False)}


def _first_zones(view: MapView, column: str) -> tuple[pd.DataFrame, int]:
    if not reach_of(view).tests_cold_spots:
        return pd.DataFrame(), 0
    zones, here = zones_left_out(reach_of(view), column), set(_chosen(view))
    chosen = zones["area_codes"].map(lambda codes: not here.isdisjoint(codes.split())).astype(bool)
    return pd.concat([zones[chosen], zones[~chosen]]).head(LISTED), len(zones)


def zone_gap_table(view: MapView, column: str = OUT) -> TextTable:
    """List the zones with cold spots that are out of range, or not engaged."""
    key = ("zones left out", key_of(view), column, view.select)
    first, count = kept(view, key, lambda: _first_zones(view, column))
    rows = [
        [
            _zone(view, str(code), zone["zone_name"]),
            plain(zone["lad24_names"]),
            f"{zone['areas_left']:,} of {zone['areas']:,}",
            f"{zone['people_left']:,}",
        ]
        for code, zone in first.iterrows()
    ]
    headings = {"Zone": LEFT, "In": LEFT, f"{_many(view)} left out": RIGHT, YOUNG: RIGHT}
    words = f"The first {LISTED} of {count:,}." if count > LISTED else ""
    what = "out of range" if column == OUT else "not in the activity file"
    title = f"Zones with {list_of(view).many} {what}" if reach_of(view).tests_cold_spots else ""
    return TextTable(title, headings if rows else {}, rows, words)


def tier_table(view: MapView) -> TextTable:
    """Count young people by how many providers they are in range of."""
    tested = reach_of(view).tests_cold_spots
    rows = [
        [
            label,
            f"{row['neighbourhoods']:,}",
            f"{row[PEOPLE]:,}",
            *([f"{row['cold_people']:,}"] if tested else []),
        ]
        for label, (_, row) in zip(IN_RANGE_OF, by_tier(reach_of(view)).iterrows(), strict=True)
    ]
    cold = {_in_list(view): RIGHT} if tested else {}
    headings = {"Tier": LEFT, _many(view): RIGHT, YOUNG: RIGHT, **cold}
    return TextTable("By how many providers are in range", headings, rows)


def decile_table(view: MapView) -> TextTable:
    """Count young people in range by tenth of deprivation: the equity curve."""
    reach = reach_of(view)
    return _shares(f"{index_of(reach)} decile (1 is most deprived)", by_decile(reach))


def index_of(reach: Reach) -> str:
    """Name the index of deprivation of the nation that a reach is of."""
    return indicator(decile_of(reach)).label.partition(" ")[0]


def skills_table(view: MapView) -> TextTable:
    """Count people of all ages in range by tenth of adult skills."""
    return _shares("Tenth by adult skills (1 has the fewest)", by_adult_skills(reach_of(view)))


def limit_table(view: MapView) -> TextTable:
    """Return how the young people in range grow with the limit."""
    counted, tested = curve(reach_of(view)), reach_of(view).tests_cold_spots
    rows = [
        [
            f"{limit:g} {reach_of(view).costs.unit}",
            f"{row[IN_RANGE]:,.0f}",
            share(row[SHARE]),
            *([share(row["cold_" + SHARE])] if tested else []),
        ]
        for limit, row in counted.iterrows()
    ]
    headings = {"Limit": RIGHT, YOUNG: RIGHT, "Of all": RIGHT}
    headings |= {f"Of those {list_of(view).where}": RIGHT} if tested else {}
    return TextTable("By limit", headings, rows)


def _shares(head: str, counted: pd.DataFrame) -> TextTable:
    rows = [
        [f"{group}", f"{row[PEOPLE]:,.0f}", f"{row[IN_RANGE]:,.0f}", share(row[SHARE])]
        for group, row in counted.iterrows()
    ]
    return TextTable(head, {head: RIGHT, "People": RIGHT, "In range": RIGHT, "Share": RIGHT}, rows)


def authority_table(view: MapView) -> TextTable:
    """List local authorities, those with most young people in cold spots out of range first."""
    counted = by_authority(reach_of(view))
    tested = reach_of(view).tests_cold_spots
    counted["left"] = counted["cold_people"] - counted["cold_people_in_range"]
    if not tested:
        counted["left"] = counted[PEOPLE] - counted[IN_RANGE]
    counted = counted.sort_values(["left", "lad24_name"], ascending=[False, True])
    rows = [
        [
            _linked(view, row["lad24_name"], replace(view, within=str(code), select="")),
            f"{row[PEOPLE]:,}",
            share(row[SHARE]),
            *([f"{row['cold_people']:,}"] if tested else []),
            f"{row['left']:,}",
        ]
        for code, row in counted.head(LISTED).iterrows()
    ]
    headings = {
        "Local authority": LEFT,
        YOUNG: RIGHT,
        "In range": RIGHT,
        **(
            {_in_list(view): RIGHT, "Of them out of range": RIGHT}
            if tested
            else {"Out of range": RIGHT}
        ),
    }
    count = len(counted)
    words = f"The first {LISTED} of {count:,}; the file has all." if count > LISTED else ""
    return TextTable("By local authority", headings, rows, words)


def partner_table(view: MapView) -> TextTable:
    """List partners, those first without whom most young people would be out of range."""
    counted = by_provider(reach_of(view)).sort_values(["adds", "name"], ascending=[False, True])
    tested = reach_of(view).tests_cold_spots
    rows = [
        [
            plain(row["name"]),
            f"{row['sites']:,}",
            f"{row[IN_RANGE]:,}",
            f"{row['adds']:,}",
            *([f"{row['cold_adds']:,}"] if tested else []),
            _without(view, str(code)),
        ]
        for code, row in counted.head(PARTNERS).iterrows()
    ]
    headings = {
        "Partner": LEFT,
        "Sites": RIGHT,
        "In range of it": RIGHT,
        "Of nobody else": RIGHT,
        **({f"Of them {list_of(view).where}": RIGHT} if tested else {}),
        "Map": LEFT,
    }
    count = len(counted)
    words = f"The first {PARTNERS} of {count:,}." if count > PARTNERS else ""
    return TextTable("What each partner adds", headings, rows, words)


def overlap_table(view: MapView) -> TextTable:
    """Count the young people whom each pair of partners both have in range."""
    reach = reach_of(view)
    if not 2 <= len(reach.providers) <= COMPARED:
        return TextTable("", {}, [])
    shared = overlap(reach)
    names = [plain(name) for name in _names(reach)]
    rows = [
        [name, *(f"{value:,}" for value in line)]
        for name, line in zip(names, shared.to_numpy().tolist(), strict=True)
    ]
    headings = {"Young people in range of both": LEFT, **dict.fromkeys(names, RIGHT)}
    words = "On the diagonal: in range of the one partner."
    return TextTable("Where partners overlap", headings, rows, words)


def _names(reach: Reach) -> list[str]:
    names = reach.sites.drop_duplicates("provider").set_index("provider")["provider_name"]
    return [str(names[one]) for one in reach.providers]


def share(value: float) -> str:
    """Write a share, or a dash for one of nobody."""
    return "–" if pd.isna(value) else percent_text(value)


def _linked(view: MapView, text: object, there: MapView) -> str:
    """Link to another map of the same reach; an address holds no files, so theirs has no link."""
    if is_private(view):
        return plain(text)
    return f"[{plain(text)}](./reach?{replace(there, at=None).to_query()})"


def _zone(view: MapView, code: str, name: object) -> str:
    if is_private(view):
        return plain(name)
    by = "&by=likely" if reach_of(view).ground.definition == LIKELY else ""
    return f"[{plain(name)}](./cold-spots?with=cold{by}&area={code})"


def _without(view: MapView, code: str) -> str:
    """Link to the map without a partner, where an address can say so."""
    if is_private(view):
        return "–"
    return _linked(view, "without it", change_options(view, ReachOptions, without=code))

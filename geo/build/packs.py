"""Build step: what the browser draws, from the bundled tables and outlines."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.areas import NOT_PUBLISHED, Classes, build_areas, classify, lowest_fifth_of
from geo.arrays import Ints
from geo.boundaries import outlines as boundaries
from geo.boundaries import topology
from geo.build.landmarks import WATERS
from geo.build.places import Places, whole_topology
from geo.coldspots import shown_ranks
from geo.files import write_json
from geo.packs import binary as pack
from geo.packs import (
    load_points,
    pack_arcs,
)
from geo.places import SHORT_NAMES
from geo.registry import (
    GEOGRAPHIES,
    INDICATORS,
    PARENTS,
    geography,
    indicator,
    percent_text,
    small_levels,
)
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS, UNCERTAIN

_LONDON = "E12000007"
CHANCE = dataclasses.replace(
    indicator("tundra_rate"),
    id="prob_true_fifth_1",
    meaning="Chance, by the spatial model, of the lowest fifth of true rates",
    decimals=0,
)
"""What the pack of chances holds: no indicator of the map, but marks on that of participation."""


def build_packs(root: Path, places: Places) -> None:
    """Write the packs and their index."""
    folder = pack.folder(root)
    arcs = pack.write_pack(folder, "arcs", pack_arcs(whole_topology(places)))
    index: dict[str, Any] = {"levels": {}, "columns": {}, "uncertain": {}, "sites": {}}
    own: dict[str, str] = {}
    for entry in GEOGRAPHIES:
        if not entry.on_map:
            continue
        level = entry.id
        table = build_areas(level, root=root)[0].table
        if entry.drawn_with == "lsoa21":
            groups, level_arcs = _groups_of(level, places, table.index), arcs
        else:
            if entry.drawn_with not in own:
                own[entry.drawn_with] = _own_arcs(entry.drawn_with, root, folder)
            held = _held_by(level, places)
            groups, level_arcs = _positions(held, table.index), own[entry.drawn_with]
        named = table[["area_name", "local_name"]].assign(context=_contexts(level, table))
        content = pack.pack_level(level, named, groups, level_arcs)
        index["levels"][level] = {
            "file": pack.write_pack(folder, level, content),
            "arcs": level_arcs,
            "areas": len(table),
        }
        index["columns"][level] = _columns(level, table, folder)
        if CHANCE.id in table:
            index["uncertain"][level] = _uncertain(level, table, root, folder)
    # The ground on which a level without them is drawn.
    index["land"] = {"file": index["levels"]["nation"]["file"], "arcs": arcs}
    seats = places.areas[_LAND]["nation_code"]
    names = places.areas["nation"].assign(context="United Kingdom")
    whole = pack.pack_level("nation", names, _positions(seats, names.index), own[_LAND])
    index["levels"][_LAND]["land"] = {
        "file": pack.write_pack(folder, f"land-{_LAND}", whole),
        "arcs": own[_LAND],
    }
    for entry in GEOGRAPHIES:
        if entry.drawn_with in _NATION_OF:
            index["levels"][entry.id] |= _surroundings(entry.drawn_with, places, own, folder)
    index["bounds"] = {name: _bounds(outline) for name, outline in places.nations.items()}
    index["sites"] = _sites(root, folder)
    index["places"] = {
        "file": _places(root, places, folder),
        "near": _near_places(root, folder),
        "from": _NEAR_FROM[0][1],
    }
    write_json(folder / "index.json", index)


def _groups_of(level: str, places: Places, codes: pd.Index) -> Ints:
    """Find the area of a level that holds each member: each LSOA, and each district beyond."""
    lsoas = places.areas["lsoa21"]
    beyond = places.areas["lad24"].loc[places.others.index]
    if level == "lsoa21":
        held = [*lsoas.index, *([""] * len(beyond))]
    else:
        column = PARENTS[level]
        held = [*lsoas[column], *(beyond.index if level == "lad24" else beyond[column])]
    return _positions(held, codes)


def _positions(held: Iterable[str], codes: pd.Index) -> Ints:
    """Return the position among codes of what holds each member; -1 for none."""
    position = {code: number for number, code in enumerate(codes)}
    return np.array([position.get(code, -1) for code in held], np.int64)


def _held_by(level: str, places: Places) -> Iterable[str]:
    """Name the area of a level that holds each of the smallest areas it is drawn with."""
    base = geography(level).drawn_with
    table = places.areas[base]
    return table.index if level == base else table[PARENTS[level]]


def _own_arcs(level: str, root: Path, folder: Path) -> str:
    """Pack the outlines of a level whose areas other levels are drawn with."""
    outlines = boundaries.load(level, root).geometry.to_numpy()
    return pack.write_pack(folder, f"arcs-{level}", pack_arcs(topology.build(outlines)))


_NATION_OF = {
    "dz11": "Scotland",
    "soa01": "Northern Ireland",
    "sdz21": "Northern Ireland",
}
"""Nation of the levels that are drawn with the small areas of one nation."""
_LAND = "pcon24"
"""Level whose arcs draw the other nations around one: coarse, and so soon there."""


def _surroundings(base: str, places: Places, own: dict[str, str], folder: Path) -> dict[str, Any]:
    """Pack what is drawn around the areas of one nation.

    So that no map of another nation waits for the neighbourhoods of England and Wales.

    Returns
    -------
    around
        `land` (the other nations) and `frame` (the nation's districts).
    """
    names = places.areas["nation"].assign(context="United Kingdom")
    lands = places.areas[_LAND]["nation_code"]
    other = lands.mask(places.areas[_LAND]["nation"] == _NATION_OF[base], "")
    land = pack.pack_level("nation", names, _positions(other, names.index), own[_LAND])
    members = places.areas[base]["lad24_code"]
    districts = places.areas["lad24"]
    districts = districts[districts["nation"] == _NATION_OF[base]].assign(context=_NATION_OF[base])
    frame = pack.pack_level("lad24", districts, _positions(members, districts.index), own[base])
    return {
        "land": {"file": pack.write_pack(folder, f"land-{base}", land), "arcs": own[_LAND]},
        "frame": {"file": pack.write_pack(folder, f"frame-{base}", frame), "arcs": own[base]},
    }


def _contexts(level: str, table: pd.DataFrame) -> pd.Series:
    """Return what holds each area: its authority where it is smaller, else its region or nation."""
    if level in small_levels():
        return table["lad24_name"]
    if level == "nation":
        return pd.Series("United Kingdom", index=table.index)
    return table["region_name"].where(table["region_name"] != "", table["nation"])


def _columns(level: str, table: pd.DataFrame, folder: Path) -> dict[str, Any]:
    made = {}
    for entry in INDICATORS:
        if level not in entry.geographies:
            continue
        classes = classify(table, entry)
        content = pack.pack_column(table[entry.id], classes, entry)
        name = pack.write_pack(folder, f"{level}.{entry.id}", content)
        made[entry.id] = {"file": name, "legend": _legend(classes)}
    return made


def _legend(classes: Classes) -> dict[str, Any]:
    rows = [
        {"code": code, "label": row.label, "areas": row.areas, "young_people": row.young_people}
        for code, row in [*enumerate(classes.classes), *sorted(classes.missing.items())]
    ]
    return {"rule": classes.rule, "breaks": list(classes.breaks), "rows": rows}


def _uncertain(level: str, table: pd.DataFrame, root: Path, folder: Path) -> dict[str, Any]:
    """Pack how sure rates are: chance of the lowest fifth, interval of the rate and of the rank.

    The class is 1 where the chance is neither sure nor ruled out, 0 where it is one or the other,
    and 255 where there is no rate. Intervals are in whole percents and in ranks as shown, 0 where
    there is no rate.
    """
    chance = table[CHANCE.id]
    ranks = tables.load(f"coldspots_{level}", ["rank_low", "rank_high"], root).reindex(table.index)
    least, most = shown_ranks(ranks["rank_low"], ranks["rank_high"], ranks["rank_low"].count())
    ends = {
        "low": table["tundra_rate_low"] * 100,
        "high": table["tundra_rate_high"] * 100,
        "rankLow": pd.Series(least),
        "rankHigh": pd.Series(most),
    }
    extra = {
        name: values.astype("float64").round().fillna(0).to_numpy(dtype="int64")
        for name, values in ends.items()
    }
    between = chance.between(*UNCERTAIN)
    of_area = np.where(chance.isna(), NOT_PUBLISHED, between).astype(np.uint8)
    content = pack.pack_column(chance, Classes("", (), (), {}, of_area), CHANCE, extra)
    name = pack.write_pack(folder, f"{level}.uncertain", content)
    limit = percent_text(lowest_fifth_of(level, root), 1)
    return {"file": name, "areas": int(between.sum()), "limit": limit}


def _bounds(outline: shapely.Geometry) -> list[list[float]]:
    """Return south-west and north-east corners as latitude and longitude."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(ANALYSIS_CRS, DISPLAY_CRS, always_xy=True)
    west, south, east, north = transformer.transform_bounds(*shapely.bounds(outline))
    return [[round(south, 4), round(west, 4)], [round(north, 4), round(east, 4)]]


def _sites(root: Path, folder: Path) -> dict[str, Any]:
    points = load_points(root)
    content = pack.pack_sites(points, list(pack.SITE_KINDS))
    counts = points["kind"].value_counts()
    return {
        "file": pack.write_pack(folder, "sites", content),
        "counts": [int(counts[kind]) for kind in pack.SITE_KINDS],
        "part_time": [
            int(points.loc[points["kind"] == kind, "part_time"].sum()) for kind in pack.SITE_KINDS
        ],
    }


# How much a settlement leads, by the zoom that it is named from; the same for what lies between.
_NAMED_FROM = ((1_000_000, 5), (800_000, 6), (350_000, 7), (120_000, 8), (0, 9))
_NEAR_FROM = ((1_000, 11), (0, 12))
_STATIONS_FROM = 13
_BOROUGHS_FROM, _ALWAYS = 10, 99


def _places(root: Path, places: Places, folder: Path) -> str:
    """Pack names to orient by: waters, cities and towns, and London's boroughs among these."""
    named = tables.load("settlements", root=root)
    far = named[named["kind"].isin(["city", "town"])]
    far = _shown(far.assign(from_zoom=_from_zoom(far["lead"], _NAMED_FROM)))
    boroughs = _boroughs(root, places)
    ranked = pd.concat([_waters(), far, boroughs]).sort_values(
        ["lead", "name"], ascending=[False, True], kind="stable"
    )
    return pack.write_pack(folder, "places", pack.pack_places(ranked))


def _near_places(root: Path, folder: Path) -> str:
    """Pack names to orient by from near: suburbs, villages and stations."""
    named = tables.load("settlements", root=root)
    near = named[named["kind"].isin(["suburb", "village"])]
    near = near.assign(from_zoom=_from_zoom(near["lead"], _NEAR_FROM))
    stations = tables.load("stations", root=root).assign(kind="station", from_zoom=_STATIONS_FROM)
    ranked = pd.concat([_shown(near), _shown(stations)])
    return pack.write_pack(folder, "near", pack.pack_places(ranked))


def _shown(named: pd.DataFrame) -> pd.DataFrame:
    """Return names as a map writes them, until every zoom."""
    return named.assign(name=named["name"].replace(SHORT_NAMES), to_zoom=_ALWAYS)


def _from_zoom(weight: pd.Series, steps: tuple[tuple[int, int], ...]) -> Ints:
    """Return the zoom of the first step that each weight reaches."""
    limits, zooms = zip(*steps, strict=True)
    found: Ints = np.array(zooms)[np.argmax(weight.to_numpy()[:, None] >= np.array(limits), axis=1)]
    return found


def _waters() -> pd.DataFrame:
    """List waters by whose names a coast is known; their positions are set by hand."""
    rows = pd.DataFrame(WATERS, columns=["name", "easting_m", "northing_m", "from_zoom", "to_zoom"])
    return rows.assign(kind="water", lead=np.inf)


def _boroughs(root: Path, places: Places) -> pd.DataFrame:
    """List London's boroughs where their people live: the publisher has no towns within London."""
    lsoas = places.areas["lsoa21"]
    people = tables.load("people_lsoa21", ["population"], root)["population"]
    points = tables.load("centroids_lsoa21", root=root)
    owner = lsoas["lad24_code"].where(lsoas["region_code"] == _LONDON, "")
    found = _named(people, points, owner, places.areas["lad24"]["area_name"].__getitem__)
    found = found[~found["name"].isin(["City of London"])]
    return found.assign(
        kind="town", from_zoom=_BOROUGHS_FROM, to_zoom=_ALWAYS, lead=found["people"] / 10
    )


def _named(
    people: pd.Series, points: pd.DataFrame, owner: pd.Series, name: Callable[[str], str]
) -> pd.DataFrame:
    """Find for each upper area a point where people live: the one nearest to their middle."""
    inside = owner != ""
    owner, people, points = owner[inside], people[inside], points[inside]
    total = people.groupby(owner).sum()
    middle = points.mul(people, axis=0).groupby(owner).sum().div(total, axis=0)
    away = ((points - middle.loc[owner].set_axis(points.index)) ** 2).sum(axis=1)
    chosen = points.loc[away.groupby(owner).idxmin()].set_axis(total.index)
    return chosen.assign(name=[name(code) for code in total.index], people=total)

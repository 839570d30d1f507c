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
from geo.build.places import Places, whole_topology
from geo.coldspots import shown_ranks
from geo.files import write_json
from geo.packs import binary as pack
from geo.packs import (
    load_points,
    pack_arcs,
)
from geo.registry import (
    GEOGRAPHIES,
    INDICATORS,
    PARENTS,
    drawn_with,
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
            index["levels"][entry.id] |= _surroundings(entry.drawn_with, places, own, root, folder)
    index["bounds"] = {name: _bounds(outline) for name, outline in places.nations.items()}
    index["sites"] = _sites(root, folder)
    index["places"] = {"file": _places(root, places, folder)}
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


def _surroundings(
    base: str, places: Places, own: dict[str, str], root: Path, folder: Path
) -> dict[str, Any]:
    """Pack what is drawn around the areas of one nation, and what is written on them.

    So that no map of another nation waits for the neighbourhoods of England and Wales.

    Returns
    -------
    around
        `land` (the other nations), `frame` (the nation's districts) and `places` (their names).
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
        "places": _places_of(base, places, root, folder),
    }


def _people_of(base: str, codes: pd.Index, root: Path) -> pd.Series:
    """Return the people of small areas; one each where nobody counts them."""
    if base == "soa01":
        return pd.Series(1, index=codes)
    source = "ni_area_explorer" if base == "sdz21" else f"people_{base}"
    return tables.load(source, ["population"], root)["population"].reindex(codes)


def _places_of(base: str, places: Places, root: Path, folder: Path) -> str:
    """Pack the names of a nation's districts, and of what lies between them and small areas."""
    outlines = boundaries.load(base, root).geometry
    inner = shapely.get_coordinates(shapely.point_on_surface(outlines.to_numpy()))
    points = pd.DataFrame(inner, index=outlines.index, columns=["easting_m", "northing_m"])
    people = _people_of(base, outlines.index, root)
    table, names = places.areas[base], places.areas["lad24"]["area_name"]
    parts = [_named(people, points, table["lad24_code"], names.__getitem__)]
    # "Glasgow City" and "City of Edinburgh" are Glasgow and Edinburgh on a map.
    short = parts[0]["name"].str.removeprefix("City of ").str.removesuffix(" City")
    parts[0] = _zoomed(parts[0].assign(name=short), _LOCAL_FROM)
    for entry in drawn_with(base):
        if entry.size == 1:
            local = places.areas[entry.id]["area_name"]
            part = _named(people, points, table[PARENTS[entry.id]], local.__getitem__)
            parts.append(part.assign(from_zoom=_LOCAL_FROM, to_zoom=99))
    ranked = pd.concat(
        [part.sort_values(["people", "name"], ascending=[False, True]) for part in parts]
    )
    return pack.write_pack(folder, f"places-{base}", pack.pack_places(ranked))


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


# People from which a place is named, by the zoom from which it is; the last names all the rest.
_NAMED_FROM = ((250_000, 5), (150_000, 8), (0, 9))
_LOCAL_FROM, _LONDON_UNTIL = 12, 9


def _places(root: Path, places: Places, folder: Path) -> str:
    """Pack names to orient by, the most populous first: districts, then local areas.

    London is one name until its boroughs have room.
    """
    lsoas = places.areas["lsoa21"]
    london = lsoas["region_code"].where(lsoas["region_code"] == _LONDON, "")
    people = tables.load("people_lsoa21", ["population"], root)["population"]
    points = tables.load("centroids_lsoa21", root=root)
    district, local = places.areas["lad24"]["area_name"], places.areas["msoa21"]["local_name"]
    parts = [
        _named(people, points, london, lambda _: "London"),
        _named(people, points, lsoas["lad24_code"], district.__getitem__),
        _named(people, points, lsoas["msoa21_code"], local.__getitem__),
    ]
    parts[0] = parts[0].assign(from_zoom=0, to_zoom=_LONDON_UNTIL)
    parts[1] = _zoomed(parts[1], _LOCAL_FROM)
    boroughs = set(lsoas.loc[london != "", "lad24_code"])
    parts[1].loc[parts[1].index.isin(boroughs), "from_zoom"] = _LONDON_UNTIL
    parts[2]["from_zoom"], parts[2]["to_zoom"] = _LOCAL_FROM, 99
    ranked = pd.concat(
        [part.sort_values(["people", "name"], ascending=[False, True]) for part in parts]
    )
    return pack.write_pack(folder, "places", pack.pack_places(ranked))


def _zoomed(named: pd.DataFrame, until: int) -> pd.DataFrame:
    """Return from which zoom each district is named, by its people, and until which all are."""
    limits, zooms = zip(*_NAMED_FROM, strict=True)
    people = named["people"].to_numpy()
    begin = np.array(zooms)[np.argmax(people[:, None] >= np.array(limits), axis=1)]
    # "Bristol, City of" is Bristol on a map.
    short = named["name"].str.partition(",")[0]
    return named.assign(name=short, from_zoom=begin, to_zoom=until)


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

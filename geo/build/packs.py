"""Build step: what the browser draws, from the bundled tables and outlines."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
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
from geo.registry import GEOGRAPHIES, INDICATORS, PARENTS, indicator, percent_text, small_levels
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS, UNCERTAIN

_LONDON = "E12000007"
CHANCE = dataclasses.replace(
    indicator("tundra_rate"),
    id="prob_lowest_fifth",
    meaning="Chance of a true rate in the published lowest fifth",
    decimals=0,
)
"""What the pack of chances holds: no indicator of the map, but marks on that of participation."""


def build_packs(root: Path, places: Places) -> None:
    """Write the packs and their index."""
    folder = pack.folder(root)
    arcs = pack.write_pack(folder, "arcs", pack_arcs(whole_topology(places)))
    index: dict[str, Any] = {"levels": {}, "columns": {}, "uncertain": {}, "sites": {}}
    for level in (entry.id for entry in GEOGRAPHIES if entry.on_map):
        table = build_areas(level, root=root)[0].table
        if level == "smc205":
            groups, level_arcs = np.arange(len(table)), _commission_arcs(root, folder)
        else:
            groups, level_arcs = _groups_of(level, places, table.index), arcs
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
    index["england"] = _bounds(places.nations["England"])
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
    position = {code: number for number, code in enumerate(codes)}
    return np.array([position.get(code, -1) for code in held], np.int64)


def _commission_arcs(root: Path, folder: Path) -> str:
    outlines = boundaries.load("smc205", root).geometry.to_numpy()
    return pack.write_pack(folder, "arcs-smc205", pack_arcs(topology.build(outlines)))


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
    name = pack.write_pack(folder, f"{level}.{CHANCE.id}", content)
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
    parts = [
        _named(root, london, lambda _: "London").assign(from_zoom=0, to_zoom=_LONDON_UNTIL),
        _named(root, lsoas["lad24_code"], places.areas["lad24"]["area_name"].__getitem__),
        _named(root, lsoas["msoa21_code"], places.areas["msoa21"]["local_name"].__getitem__),
    ]
    limits, zooms = zip(*_NAMED_FROM, strict=True)
    people = parts[1]["people"].to_numpy()
    parts[1]["from_zoom"] = np.array(zooms)[np.argmax(people[:, None] >= np.array(limits), axis=1)]
    boroughs = set(lsoas.loc[london != "", "lad24_code"])
    parts[1].loc[parts[1].index.isin(boroughs), "from_zoom"] = _LONDON_UNTIL
    # "Bristol, City of" is Bristol on a map.
    parts[1]["name"] = parts[1]["name"].str.partition(",")[0]
    parts[1]["to_zoom"] = _LOCAL_FROM
    parts[2]["from_zoom"], parts[2]["to_zoom"] = _LOCAL_FROM, 99
    ranked = pd.concat(
        [part.sort_values(["people", "name"], ascending=[False, True]) for part in parts]
    )
    return pack.write_pack(folder, "places", pack.pack_places(ranked))


def _named(root: Path, owner: pd.Series, name: Callable[[str], str]) -> pd.DataFrame:
    """Find for each upper area a point where people live: the LSOA nearest to their middle."""
    people = tables.load("people_lsoa21", ["population"], root)["population"]
    points = tables.load("centroids_lsoa21", root=root)
    inside = owner != ""
    owner, people, points = owner[inside], people[inside], points[inside]
    total = people.groupby(owner).sum()
    middle = points.mul(people, axis=0).groupby(owner).sum().div(total, axis=0)
    away = ((points - middle.loc[owner].set_axis(points.index)) ** 2).sum(axis=1)
    chosen = points.loc[away.groupby(owner).idxmin()].set_axis(total.index)
    return chosen.assign(name=[name(code) for code in total.index], people=total)

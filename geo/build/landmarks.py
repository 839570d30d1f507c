"""Build step: settlements, which small area each is in, and how many people live by it."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo import tables
from geo.arrays import Floats, Ints
from geo.boundaries import outlines as boundaries
from geo.publishers.landmarks.settlements import read_irish_settlements, read_settlements
from geo.publishers.landmarks.stations import read_stations

SMALL_LEVELS = ("lsoa21", "dz11", "sdz21")
"""Levels that together cover the United Kingdom."""
NEAR_M = MappingProxyType(
    {"city": 10_000.0, "town": 3_000.0, "suburb": 2_500.0, "village": 2_500.0}
)
"""How far from a settlement of each kind the people are counted who live nearest to it."""
_RIVALS = MappingProxyType(
    {
        "city": ("city",),
        "town": ("city", "town"),
        "suburb": ("suburb", "village"),
        "village": ("suburb", "village", "town", "city"),
    }
)
"""Kinds that share out the people with each kind, itself among them."""
_LEAD = 3
"""How many times its people a city or a seat counts for where names compete for room."""
WATERS = (
    ("North Sea", 620_000, 640_000, 5, 9),
    ("Irish Sea", 240_000, 440_000, 5, 9),
    ("English Channel", 380_000, 40_000, 5, 9),
    ("Celtic Sea", 110_000, 120_000, 6, 9),
    ("Bristol Channel", 262_000, 155_000, 7, 11),
    ("Cardigan Bay", 235_000, 290_000, 7, 11),
    ("Liverpool Bay", 310_000, 400_000, 8, 12),
    ("Morecambe Bay", 333_000, 463_000, 8, 13),
    ("Solway Firth", 302_000, 552_000, 8, 12),
    ("The Wash", 556_000, 343_000, 8, 13),
    ("Humber", 528_000, 414_000, 8, 13),
    ("Thames Estuary", 605_000, 178_000, 8, 13),
    ("The Solent", 452_000, 97_000, 9, 13),
    ("Firth of Forth", 345_000, 690_000, 8, 12),
    ("Moray Firth", 305_000, 880_000, 8, 12),
    ("Lough Neagh", 150_000, 535_000, 8, 13),
)
"""Waters by whose names a coast is known, where their names stand (metres, EPSG:27700) and from
which zoom to which; set by hand."""
_WITHIN_LONDON = ("City of London", "City of Westminster")
_OFF_SHORE_M = 2_000.0
"""How far off every outline a settlement may lie and still be in the nearest: coasts are simple."""


def build_landmarks(raw: Path, root: Path) -> None:
    """Read settlements and stations, find where each is, and store both."""
    settlements = pd.concat([read_settlements(raw), read_irish_settlements(raw)])
    # Cities by charter, and parts of London to everybody who looks for a name on a map.
    within_london = settlements["name"].isin(_WITHIN_LONDON) & settlements["kind"].eq("city")
    settlements["kind"] = settlements["kind"].mask(within_london, "suburb")
    where = _areas_of(settlements, root)
    homes = pd.concat([_homes(level, root) for level in SMALL_LEVELS])
    people = people_near(settlements, homes)
    whole = settlements.join(where).assign(people_near=people)
    whole = whole.assign(lead=leads(whole, root)).sort_values(
        ["lead", "name"], ascending=[False, True], kind="stable"
    )
    tables.store("settlements", whole, root)
    tables.store("stations", read_stations(raw), root)


def leads(settlements: pd.DataFrame, root: Path) -> pd.Series:
    """Reckon which settlements come before others where their names compete for room.

    Parameters
    ----------
    settlements
        `name`, `kind`, `area_code` and `people_near`.

    Returns
    -------
    lead
        Three times the geometric mean of the people near and those of the district for a city or
        town that its district is called after: neither a large hinterland nor a large district
        alone makes a place well known. Three times the people near for other cities, and the people
        near for all others.
    """
    names = tables.load("areas_lad24", ["area_name"], root)["area_name"]
    areas = [
        tables.load(f"areas_{level}", ["lad24_code"], root)["lad24_code"] for level in SMALL_LEVELS
    ]
    within = pd.concat(areas)
    homes = pd.concat([_homes(level, root)["people"] for level in SMALL_LEVELS])
    people = homes.groupby(within.reindex(homes.index)).sum()
    district = settlements["area_code"].map(within)
    words = district.map(names).fillna("").str.removeprefix("City of ").str.replace(",", " ") + " "
    called = [
        whole.startswith(f"{name} ") for whole, name in zip(words, settlements["name"], strict=True)
    ]
    seat = pd.Series(called, settlements.index) & settlements["kind"].isin(["city", "town"])
    near = settlements["people_near"].astype("float64")
    both = (near * district.map(people).fillna(0.0)) ** 0.5
    leading = seat | settlements["kind"].eq("city")
    lead = both.where(seat, near).mul(leading.map({True: _LEAD, False: 1}))
    return lead.round().astype("int64")


def people_near(settlements: pd.DataFrame, homes: pd.DataFrame) -> pd.Series:
    """Count the people who live nearest to each settlement, and within reach of its name.

    Parameters
    ----------
    settlements
        `kind`, `easting_m`, `northing_m`.
    homes
        `easting_m`, `northing_m` and `people` of small areas.

    Returns
    -------
    people
        Whole people by settlement. Kinds share people out only among those they compete with, so a
        person may count for a city, a town and a suburb at once.

    Examples
    --------
    >>> towns = pd.DataFrame(
    ...     {"kind": ["town", "town"], "easting_m": [0.0, 3000.0], "northing_m": [0.0, 0.0]}
    ... )
    >>> homes = pd.DataFrame(
    ...     {"easting_m": [1000.0, 9000.0], "northing_m": [0.0, 0.0], "people": [7, 9]}
    ... )
    >>> people_near(towns, homes).tolist()
    [7, 0]
    """
    places, points = _points(settlements), _points(homes)
    people = homes["people"].to_numpy(dtype="float64")
    found = np.zeros(len(settlements))
    kinds = settlements["kind"].to_numpy()
    for kind, rivals in _RIVALS.items():
        rows = np.flatnonzero(np.isin(kinds, rivals))
        if not len(rows):
            continue
        away, nearest = cKDTree(places[rows]).query(points)
        owner = rows[nearest]
        counted = (away <= NEAR_M[kind]) & (kinds[owner] == kind)
        found += np.bincount(owner[counted], people[counted], minlength=len(found))
    return pd.Series(found.round().astype("int64"), index=settlements.index)


def _points(table: pd.DataFrame) -> Floats:
    found: Floats = table[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    return found


def _homes(level: str, root: Path) -> pd.DataFrame:
    """Return the people of each small area and a point where they live."""
    source = "ni_area_explorer" if level == "sdz21" else f"people_{level}"
    people = tables.load(source, ["population"], root)["population"].astype("float64")
    if level == "lsoa21":
        points = tables.load("centroids_lsoa21", ["easting_m", "northing_m"], root)
    else:
        layer = boundaries.load(level, root).geometry
        inner = shapely.get_coordinates(shapely.point_on_surface(layer.to_numpy()))
        points = pd.DataFrame(inner, index=layer.index, columns=["easting_m", "northing_m"])
    return points.assign(people=people.reindex(points.index).fillna(0.0))


def _areas_of(settlements: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Find the small area that each settlement is in, or the nearest a little off the coast."""
    layers = [boundaries.load(level, root).geometry for level in SMALL_LEVELS]
    codes = np.concatenate([layer.index.to_numpy() for layer in layers])
    levels = np.repeat(SMALL_LEVELS, [len(layer) for layer in layers])
    tree = shapely.STRtree(np.concatenate([layer.to_numpy() for layer in layers]))
    points = shapely.points(_points(settlements))
    at, area = tree.query_nearest(points, max_distance=_OFF_SHORE_M, all_matches=False)
    position: Ints = np.full(len(points), -1)
    position[at] = area
    off = position < 0
    return pd.DataFrame(
        {
            "geography": np.where(off, "", levels[position]),
            "area_code": np.where(off, "", codes[position]),
        },
        index=settlements.index,
    )

"""A map of the schools of a place: districts, cold spots, and each school by what is said of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.boundaries import outlines
from geo.outreach import NOBODY, STATUS_WORDS, Overview
from geo.places import SHORT_NAMES, settlements_within
from geo.reach import COLD_DEMAND, LEVEL, find_place, load_ground

NOT_KNOWN = "Work not known"
"""What a school is shown as where there are no records of anybody's work."""
NOBODY_TAKES = "Nobody takes it"
_NAMED = 8
"""Most settlements that are named."""
_STEPS = 800
"""Steps of a map's width below which a bend of an outline is left out."""

Shapes = list[dict[str, Any]]
"""GeoJSON features, in metres of the National Grid."""


@dataclass(frozen=True, eq=False)
class SchoolMap:
    """What a map of the schools of a place is drawn from."""

    districts: Shapes
    cold: Shapes
    schools: pd.DataFrame
    """One row a school, by `urn`: `name`, `easting_m`, `northing_m`, `shown_as`, `near` (young
    people in cold spots near), `who` (partners who work there)."""
    classes: list[str]
    """Values of `shown_as`, in the order of the key."""
    towns: pd.DataFrame
    """Settlements to name: `name`, `easting_m`, `northing_m`."""


def school_map(found: Overview) -> SchoolMap:
    """Return the layers of a map of the schools of a place.

    A school is shown by who is to take it where schools were shared out, else by how many work
    there, else as not known.

    Examples
    --------
    >>> from geo.outreach import schools_in
    >>> made = school_map(Overview(schools_in("E06000009")))
    >>> made.classes, len(made.schools), made.towns["name"].iloc[0]
    (['Work not known'], 16, 'Blackpool')
    """
    place = found.place
    districts, cold = _ground(place.code, place.definition)
    table = place.table
    partners = {} if found.overlap is None else found.overlap.partners_at
    who = [", ".join(partners.get(str(urn), [])) for urn in table.index]
    shown_as, classes = _classes(found)
    schools = pd.DataFrame(
        {
            "name": table["name"],
            "easting_m": table["easting_m"].astype("float64"),
            "northing_m": table["northing_m"].astype("float64"),
            "shown_as": shown_as,
            "near": table[COLD_DEMAND].astype("int64"),
            "who": who,
        },
        index=table.index,
    )
    towns = settlements_within(place.code)
    towns = towns[towns["kind"].isin(["city", "town"])].head(_NAMED)
    towns = towns.assign(name=towns["name"].replace(dict(SHORT_NAMES)))
    return SchoolMap(districts, cold, schools, classes, towns[["name", "easting_m", "northing_m"]])


def _classes(found: Overview) -> tuple[pd.Series, list[str]]:
    """Return what each school is shown as, and the classes of the key."""
    urns = found.place.table.index
    if found.shared is not None:
        taken = found.shared.table["partner"].reindex(urns).replace(NOBODY, NOBODY_TAKES)
        names = [str(name) for name in found.shared.loads.index]
    elif found.overlap is not None:
        taken, names = found.status.map(STATUS_WORDS), [*STATUS_WORDS.values()]
    else:
        taken, names = pd.Series(NOT_KNOWN, index=urns), [NOT_KNOWN]
    names.append(NOBODY_TAKES)
    return taken, [name for name in names if taken.eq(name).any()]


@lru_cache(maxsize=8)
def _ground(code: str, definition: str) -> tuple[Shapes, Shapes]:
    """Return the districts of a place, as far as they lie in it, and its cold spots."""
    ground = load_ground(None, definition=definition)
    here = find_place(code, ground).areas
    shapes_here = outlines.load(LEVEL).geometry.reindex(here)
    districts, shapes = outlines.dissolve(
        shapes_here.to_numpy(), ground.areas["lad24_name"].reindex(here).reset_index(drop=True)
    )
    west, south, east, north = shapely.total_bounds(shapes)
    step = max(east - west, north - south) / _STEPS
    is_cold = ground.cold[ground.areas.index.get_indexer(here)]
    cold = shapely.coverage_union_all(shapes_here.to_numpy()[is_cold]) if is_cold.any() else None
    parts = [] if cold is None else [shapely.simplify(cold, step)]
    return (
        _features(shapely.coverage_simplify(shapes, step), districts),
        _features(parts, ["Cold spots"] * len(parts)),
    )


def _features(shapes: Any, names: list[str]) -> Shapes:
    frame = gpd.GeoSeries(shapely.set_precision(list(shapes), 1), index=range(len(names)))
    held: Shapes = json.loads(frame.to_json())["features"]
    return [
        {"type": "Feature", "properties": {"name": name}, "geometry": one["geometry"]}
        for name, one in zip(names, held, strict=True)
    ]

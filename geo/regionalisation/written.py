"""Maps written to pass on: as a table, as outlines and as GeoJSON."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely
import shapely.geometry

from geo import tables
from geo.boundaries import outlines as boundaries
from geo.boundaries import to_degrees
from geo.files import as_json
from geo.regionalisation.model import LEFT_OUT, Regionalisation, english_areas
from geo.registry import PARENTS, SMALLEST, geography

KIND = "coldspots region"
"""What a feature of our own file says that it is."""
_SIMPLE_M = 150.0
"""How far the outlines in the file may lie from those of their areas."""
_DECIMALS = 5


def map_rows(made: Regionalisation) -> pd.DataFrame:
    """Return a map as a table that `read_map` reads.

    Returns
    -------
    rows
        By `area_code`: `area_name` and `region`, empty for what is left out; a row for each
        district, and for each neighbourhood of districts that a border cuts.
    """
    areas = english_areas()
    region = made.region_of.reindex(areas.index).fillna(LEFT_OUT)
    district = areas["lad24_code"]
    whole = region.groupby(district).transform("nunique") == 1
    names = tables.load("areas_lad24", ["area_name"])["area_name"]
    first = region[whole].groupby(district[whole]).first()
    upper = pd.DataFrame({"area_name": names.reindex(first.index), "region": first})
    lower = pd.DataFrame({"area_name": areas["area_name"][~whole], "region": region[~whole]})
    both = pd.concat([part for part in (upper, lower) if len(part)])
    return both.rename_axis("area_code").astype("str")


def region_outlines(made: Regionalisation) -> pd.Series:
    """Return the outline of each region, in EPSG:27700, by its name."""
    if made.id in PARENTS:
        level = geography(made.id).id
        names = tables.load(f"areas_{level}", ["area_name"])["area_name"]
        shapes = boundaries.load(level).geometry
        shapes = shapes[shapes.index.isin(names.index[names.isin(made.regions)])]
        own = pd.Series(shapes.to_numpy(), index=names.reindex(shapes.index), dtype="object")
        return own.reindex(list(made.regions))
    rows = map_rows(made)
    small = rows.index.str.startswith("E01")
    shapes = boundaries.load("lad24").geometry.reindex(rows.index)
    if small.any():
        shapes[small] = boundaries.load(SMALLEST).geometry.reindex(rows.index[small]).to_numpy()
    held, outlines = boundaries.dissolve(shapes.to_numpy(), rows["region"])
    return pd.Series(outlines, index=held, dtype="object").reindex(list(made.regions))


def map_json(made: Regionalisation, young_people: pd.Series | None = None) -> bytes:
    """Write a map as GeoJSON (RFC 7946), in degrees, which `read_map` reads as it was.

    Parameters
    ----------
    young_people
        Of each region, by its name; left out unless given.

    Returns
    -------
    content
        A feature for each region, with `kind`, `region`, `map`, `districts` (codes of the whole
        ones) and `neighbourhoods` (codes, of districts that a border cuts).
    """
    outlines = region_outlines(made)
    simple = shapely.coverage_simplify(outlines.to_numpy(), _SIMPLE_M)
    degrees = shapely.set_precision(
        shapely.transform(simple, to_degrees, interleaved=False), 10.0**-_DECIMALS
    )
    rows = map_rows(made)
    features = []
    for name, shape in zip(outlines.index, degrees, strict=True):
        codes = rows.index[rows["region"] == name]
        small = codes.str.startswith("E01")
        held: dict[str, Any] = {
            "kind": KIND,
            "region": name,
            "map": made.name,
            "districts": codes[~small].tolist(),
            "neighbourhoods": codes[small].tolist(),
        }
        if young_people is not None:
            held["young_people"] = round(float(young_people[name]))
        geometry = shapely.geometry.mapping(shape)
        features.append({"type": "Feature", "properties": held, "geometry": geometry})
    return as_json({"type": "FeatureCollection", "features": features})

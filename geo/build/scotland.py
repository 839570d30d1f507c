"""Build step: Scotland's data zones and intermediate zones, people and deprivation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import tables
from geo.boundaries import contiguity as graph
from geo.boundaries import outlines as boundaries
from geo.publishers import scotland
from geo.publishers.ons.boundaries import read_boundaries
from geo.publishers.reading import check_same_areas
from geo.registry import NATION_CODES, NATIONS, area_columns, dataset

VERTICES = 280_000
"""Most vertices of the data zones: what the simplified copy has, and no file at full detail."""


def build_zones(raw: Path, root: Path) -> dict[str, pd.DataFrame]:
    """Read, clean and store the zones; intermediate zones are dissolved, so that levels nest.

    Returns
    -------
    areas
        Table `areas_<geography>` of `dz11` and of `iz11`.
    """
    layer = read_boundaries(raw, "boundaries_dz11")
    parents = scotland.read_zones(raw)
    check_same_areas(parents.index, layer.index, dataset("lookup_dz11_iz11"))
    cleaned = boundaries.close_gaps(layer.geometry.to_numpy(), "dz11")
    cleaned = boundaries.thin(cleaned, VERTICES)
    codes, dissolved = boundaries.dissolve(cleaned, parents["iz11_code"])
    boundaries.check_coverage(dissolved, "iz11")
    upper = parents.drop_duplicates("iz11_code").set_index("iz11_code").loc[codes]
    upper = upper[["iz11_name", "lad24_code"]].rename(columns={"iz11_name": "area_name"})
    areas = {}
    for level, named, outlines in (("dz11", parents, cleaned), ("iz11", upper, dissolved)):
        boundaries.store(named.index.tolist(), outlines, boundaries.path_of(level, root))
        graph.store(graph.build(outlines), level, root)
        held = named.rename_axis("area_code").drop(columns="iz11_name", errors="ignore")
        held["nation"] = NATIONS["S"]
        areas[level] = area_table_of(held, level, shapely.area(outlines))
    tables.store("centroids_dz11", points_inside(layer.index, cleaned), root)
    return areas


def points_inside(codes: pd.Index, outlines: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Find a point inside each outline, which stands for where its people live.

    The files have no centroids of Scotland's zones that are weighted by people; the plain centroid
    of a bent zone may lie in another zone or in a loch.

    Returns
    -------
    points
        Indexed by `area_code`: `easting_m` and `northing_m` (EPSG:27700), to the metre.
    """
    inner = shapely.get_coordinates(shapely.point_on_surface(outlines)).round()
    return pd.DataFrame(
        inner, index=codes.rename("area_code"), columns=["easting_m", "northing_m"]
    ).sort_index()


def area_table_of(named: pd.DataFrame, level: str, square_metres: object) -> pd.DataFrame:
    """Complete a table of areas: what is not given is empty.

    Parameters
    ----------
    named
        Indexed by `area_code`, with `area_name`, `nation` and whatever holds the areas.
    level
        What they are.
    square_metres
        Area of each outline.
    """
    codes = {name: NATION_CODES[letter] for letter, name in NATIONS.items()}
    table = named.assign(
        nation_code=named["nation"].map(codes),
        area_km2=(pd.Series(square_metres, index=named.index) / 1e6).round(4),
    )
    columns = list(area_columns(level))
    blank = dict.fromkeys((name for name in columns if name not in table), "")
    return table.assign(**blank)[columns].sort_index()


def build_zone_figures(raw: Path, root: Path, zones: pd.Index) -> None:
    """Read and store the people and the index of the zones."""
    parts = {
        "population20_dz11": scotland.read_zone_people(raw),
        "simd20_ranks": scotland.read_simd(raw),
        "simd20_indicators": scotland.read_simd_indicators(raw),
        "simd16_indicators": scotland.read_simd_2016(raw),
    }
    for name, part in parts.items():
        check_same_areas(part.index, zones, dataset(name))
    people, *index = parts.values()
    tables.store("people_dz11", people, root)
    tables.store("simd_dz11", pd.concat(index, axis=1), root)

"""Teaching sites as a map draws them: those of providers, and schools with a sixth form."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.areas import inside_of
from geo.arrays import in_index
from geo.boundaries import outlines
from geo.errors import UnknownAreaError
from geo.packs import binary as pack
from geo.registry import UNITED_KINGDOM

_SMALL = "lsoa21"
_ELSEWHERE = ("dz11", "sdz21")
"""Small areas of Scotland and Northern Ireland, whose codes are not among the points' columns."""


def load_points(root: Path | None = None) -> pd.DataFrame:
    """Load the sites that have a place, providers' first.

    Returns
    -------
    points
        `easting_m`, `northing_m` (EPSG:27700), `name`, `provider_name` (what a school is),
        `kind` (of `geo.packs.binary.SITE_KINDS`), `part_time` and `lsoa21_code` (empty outside
        England and Wales).

    Examples
    --------
    >>> sorted(load_points()["kind"].unique()) == sorted(pack.SITE_KINDS)
    True
    """
    sites = tables.load("sites", root=root)
    sites = sites[sites["placed"]].assign(part_time=sites["courses_part_time"] > 0)
    schools = tables.load("schools", root=root)
    schools = schools[schools["post_16"] & schools["easting_m"].notna()]
    schools = schools.assign(
        kind=pack.SITE_KINDS[3], provider_name=schools["kind"], part_time=False
    )
    columns = ["easting_m", "northing_m", "name", "provider_name", "kind", "part_time"]
    columns += ["lsoa21_code"]
    return pd.concat([sites[columns], schools[columns]])


@lru_cache(maxsize=128)
def points_within(code: str) -> pd.Index:
    """Return which of the bundled points lie within a place, by their ids.

    Parameters
    ----------
    code
        Of any level; all points lie within `""` and the United Kingdom.

    Examples
    --------
    >>> len(points_within("E07000138")), len(points_within("")) == len(load_points())
    (13, True)
    """
    points = load_points()
    if code in ("", UNITED_KINGDOM):
        return points.index
    inside = np.zeros(len(points), dtype=bool)
    for level in (_SMALL, *_ELSEWHERE):
        areas = _areas_within(level, code)
        if len(areas):
            codes = points["lsoa21_code"] if level == _SMALL else _codes_of(level)
            inside |= points.index.isin(codes.index[in_index(codes, areas)])
    return points.index[inside]


def _areas_within(level: str, code: str) -> pd.Index:
    """Return the areas of a level within a place; none where it lies in another nation."""
    areas = tables.load(f"areas_{level}", ["nation"]).index
    try:
        return areas[inside_of(level, code)]
    except UnknownAreaError:
        return areas[:0]


@cache
def _codes_of(level: str) -> pd.Series:
    """Return the small area of a level that each point lies in, of those that lie in one."""
    points = load_points()
    rest = points[(points["lsoa21_code"].fillna("") == "").to_numpy()]
    at = shapely.points(rest[["easting_m", "northing_m"]].to_numpy(dtype="float64"))
    shapes = outlines.load(level).geometry
    point, area = shapely.STRtree(shapes.to_numpy()).query(at, predicate="intersects")
    return pd.Series(shapes.index[area], index=rest.index[point])

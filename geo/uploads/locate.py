"""Where rows are: a postcode, or coordinates that stand the test of lying in the United Kingdom."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.arrays import Flags, Floats
from geo.places import NEAR_LAND_M, postcodes, to_metres
from geo.uploads.decimals import COULD_BE_TWO, could_be_two, numbers

WHERE = ("postcode", "easting", "northing", "latitude", "longitude")
"""Columns that say where a row is."""

FARTHEST_M = 2e6
"""Metres beyond which nothing is on the British grid."""

NOWHERE = "no place: give a postcode, easting and northing, or latitude and longitude"
NO_NUMBER = "a coordinate is not a number"
HALF = "only one of two coordinates"
SWAPPED = "latitude and longitude look swapped"
SWAPPED_METRES = "easting and northing look swapped"
IN_METRES = "metres of the British grid, not degrees: call the columns easting and northing"
IN_DEGREES = "degrees, not metres: call the columns latitude and longitude"
LOST_SIGN = "the longitude looks to have lost its minus sign"
ABROAD = "outside the United Kingdom, or in the sea"
NORTHERN_IRELAND = "in Northern Ireland, whose postcodes have no coordinates here"


def locate(rows: pd.DataFrame, root: Path | None = None, mark: str = ",") -> pd.DataFrame:
    """Find where rows are: by metres if they have them, else by degrees, else by postcode.

    Parameters
    ----------
    rows
        Text, the columns of `WHERE`; an empty cell is `""`.
    root
        The data folder; the bundled one unless given.
    mark
        What parts the cells of the rows' file.

    Returns
    -------
    found
        On the index of `rows`: `easting_m` and `northing_m` (EPSG:27700; missing where there is a
        problem), `value` (what the row says) and `problem` (in words, or empty).
    """
    found = pd.DataFrame(
        {"easting_m": np.nan, "northing_m": np.nan, "value": "", "problem": ""},
        index=rows.index,
    )
    metric = ((rows["easting"] != "") | (rows["northing"] != "")).to_numpy()
    degrees = ((rows["latitude"] != "") | (rows["longitude"] != "")).to_numpy() & ~metric
    coded = (rows["postcode"] != "").to_numpy() & ~metric & ~degrees
    found.loc[~(metric | degrees | coded), "problem"] = NOWHERE
    for chosen, put in ((metric, _metres), (degrees, _degrees), (coded, _postcodes)):
        if chosen.any():
            part = put(rows[chosen], root, mark)
            found.loc[chosen, part.columns] = part
    found.loc[found["problem"] != "", ["easting_m", "northing_m"]] = np.nan
    return found


def _postcodes(rows: pd.DataFrame, root: Path | None, _: str) -> pd.DataFrame:
    known = postcodes.find(rows["postcode"].tolist(), root, areas=False).set_axis(rows.index)
    placed = known["easting_m"].notna()
    irish = np.where(known["nation"] == "Northern Ireland", NORTHERN_IRELAND, known["problem"])
    return pd.DataFrame(
        {
            "easting_m": known["easting_m"].astype("float64"),
            "northing_m": known["northing_m"].astype("float64"),
            "value": rows["postcode"],
            "problem": np.where(placed, "", irish),
        }
    )


def _pair(rows: pd.DataFrame, one: str, other: str, mark: str) -> tuple[Floats, pd.Series, Any]:
    """Read two coordinates; return them with what the row says and what is wrong so far."""
    text = rows[[one, other]]
    plain = text.apply(lambda column: column.str.replace(r"[°\s]", "", regex=True))
    degrees = one == "latitude"
    read = plain.apply(lambda column: numbers(column, mark, degrees=degrees))
    points = read.to_numpy(dtype="float64")
    half = (text == "").any(axis=1).to_numpy()
    two = plain.apply(lambda column: could_be_two(column, mark, degrees=degrees)).any(axis=1)
    none = ~np.isfinite(points).all(axis=1)
    problem = np.select([half, two.to_numpy(), none], [HALF, COULD_BE_TWO, NO_NUMBER], default="")
    return points, text[one] + ", " + text[other], problem.astype(object)


def _metres(rows: pd.DataFrame, root: Path | None, mark: str) -> pd.DataFrame:
    points, value, problem = _pair(rows, "easting", "northing", mark)
    fine = problem == ""
    small = fine & (np.abs(points) <= 180).all(axis=1)
    problem[small] = IN_DEGREES
    fine &= ~small
    off = fine & ~_ashore(points, fine, root)
    turned = off & _ashore(points[:, ::-1], off, root)
    problem[off] = ABROAD
    problem[turned] = SWAPPED_METRES
    return _made(rows, points, value, problem)


def _degrees(rows: pd.DataFrame, root: Path | None, mark: str) -> pd.DataFrame:
    points, value, problem = _pair(rows, "latitude", "longitude", mark)
    fine = problem == ""
    latitude, longitude = points[:, 0], points[:, 1]
    with np.errstate(invalid="ignore"):
        metric = fine & ((np.abs(latitude) > 90) | (np.abs(longitude) > 180))
        metric &= (points > -FARTHEST_M).all(axis=1) & (points < FARTHEST_M).all(axis=1)
        wild = fine & ~metric & ((np.abs(latitude) > 90) | (np.abs(longitude) > 180))
    problem[metric], problem[wild] = IN_METRES, ABROAD
    fine &= ~(metric | wild)
    here = _grid(latitude, longitude, fine)
    off = fine & ~_ashore(here, fine, root)
    problem[off] = ABROAD
    unsigned = off & _ashore(_grid(latitude, -longitude, off), off, root)
    problem[unsigned] = LOST_SIGN
    turned = off & (np.abs(longitude) <= 90)
    problem[turned & _ashore(_grid(longitude, latitude, turned), turned, root)] = SWAPPED
    return _made(rows, here, value, problem)


def _grid(latitude: Floats, longitude: Floats, asked: Flags) -> Floats:
    """Turn degrees into metres where asked; NaN elsewhere."""
    points = np.full((len(latitude), 2), np.nan)
    if asked.any():
        points[asked] = to_metres(pd.Series(longitude[asked]), pd.Series(latitude[asked]))
    return points


def _made(rows: pd.DataFrame, points: Floats, value: pd.Series, problem: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"easting_m": points[:, 0], "northing_m": points[:, 1], "value": value, "problem": problem},
        index=rows.index,
    )


@lru_cache(maxsize=2)
def _nations(root: Path | None) -> Any:
    import shapely

    from geo.boundaries import outlines as boundaries

    outlines = boundaries.load("nation", root).geometry.to_numpy()
    shapely.prepare(outlines)
    return outlines


def _ashore(points: Floats, asked: Flags, root: Path | None) -> Flags:
    """Return which of the points asked for lie in the United Kingdom, or just off its outline."""
    import shapely

    found = np.zeros(len(points), dtype=bool)
    with np.errstate(invalid="ignore"):
        asked = asked & (np.abs(points) < FARTHEST_M).all(axis=1)
    for outline in _nations(root):
        left = np.flatnonzero(asked & ~found)
        found[left] = shapely.contains_xy(outline, points[left])
    for outline in _nations(root):
        left = np.flatnonzero(asked & ~found)
        found[left] = shapely.dwithin(outline, shapely.points(points[left]), NEAR_LAND_M)
    return found

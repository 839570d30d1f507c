"""The map that an outline is drawn on, and the patch that a drawn outline gives.

The map is sent to the page as SVG paths in whole steps of Web Mercator, so two formulas turn the
position of a pointer into degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.boundaries import outlines as boundaries
from geo.errors import BadInputError
from geo.patch import code_of_outlines, outline_of
from geo.places import settlements_within
from geo.registry import MOST_POINTS, read_patch
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS

STEP_M = 10
"""One step of the board, in metres of Web Mercator: about 6 m on the ground."""
MOST_DRAWN = 300
"""Corners that are drawn, at most."""
_WEB_MERCATOR = "EPSG:3857"
_LOOK_KM = 12.0
"""Half the side of the board round a point, and the least one round a patch."""
_MARGIN = 0.4
"""Width beside a patch, as a share of its own."""
_MOST_FINE = 1_000
"""Neighbourhood areas whose borders are drawn: with more they are one grey."""
_FINE_LEVELS = ("msoa21", "iz11", "sdz21")
_PIXELS = 500
"""Over so many the width of the board is spread; borders are simplified to a third of one."""
_WIDE = 2.2
"""Width to height of what is drawn: a wide page shows what lies beside the board."""
_MOST_NAMES = 150
_LEAST_CORNERS = 3


def drawing_board(code: str, middle: tuple[float, float] | None = None) -> dict[str, Any]:
    """Return what the map to draw on shows: round a point, or else a patch, or else everywhere.

    Parameters
    ----------
    code
        Of the patch so far; empty for none.
    middle
        Latitude and longitude of what is looked at.

    Returns
    -------
    board
        `origin`, easting and northing in Web Mercator of its corner in the north-west, and `step`
        in its metres; `size`, width and height in steps; `districts`, `fine` and `patch`, paths in
        SVG's terms, of which the last two may be empty; `names`, each with its place, the
        leading ones first; `most`, corners that may be drawn.

    Raises
    ------
    UnknownAreaError
        If the patch has a part that there is not.

    Examples
    --------
    >>> board = drawing_board("", (53.23, -0.54))
    >>> board["names"][0][0], board["patch"]
    ('Lincoln', '')
    """
    patch = outline_of(code) if code else None
    west, south, east, north = _box(patch, middle)
    tolerance_m = max((east - west) / _PIXELS / 3, 5.0)
    to_web = pyproj.Transformer.from_crs(ANALYSIS_CRS, _WEB_MERCATOR, always_xy=True).transform
    seen = shapely.transform(shapely.box(west, south, east, north), to_web, interleaved=False)
    left, bottom, right, top = seen.bounds
    origin = (math.floor(left), math.ceil(top))

    def svg_of(shapes: Any) -> str:
        simple = shapely.coverage_simplify(np.asarray(shapes, dtype=object), tolerance_m)
        steps = shapely.transform(simple, to_web, interleaved=False)
        return _path(steps, origin, tolerance_m / STEP_M)

    beside = max(((north - south) * _WIDE - (east - west)) / 2, 0.0)
    west, east = west - beside, east + beside
    fine = next(filter(None, (_inside(one, west, south, east, north) for one in _FINE_LEVELS)), [])
    names = _names(west, south, east, north)
    across, down = to_web(names["easting_m"].to_numpy(), names["northing_m"].to_numpy())
    return {
        "origin": list(origin),
        "step": STEP_M,
        "size": [round((right - left) / STEP_M), round((top - bottom) / STEP_M)],
        "districts": svg_of(_inside("lad24", west, south, east, north)),
        "fine": svg_of(fine) if len(fine) <= _MOST_FINE else "",
        "patch": svg_of([patch]) if patch is not None else "",
        "names": [
            [str(name), round((x - origin[0]) / STEP_M), round((origin[1] - y) / STEP_M)]
            for name, x, y in zip(names["name"], across, down, strict=True)
        ],
        "most": MOST_DRAWN,
    }


def _box(
    patch: shapely.Geometry | None, middle: tuple[float, float] | None
) -> tuple[float, float, float, float]:
    """Return the board's bounds, EPSG:27700."""
    least_m = _LOOK_KM * 1000
    if middle is not None:
        turn = pyproj.Transformer.from_crs(DISPLAY_CRS, ANALYSIS_CRS, always_xy=True).transform
        east, north = turn(middle[1], middle[0])
        return east - least_m, north - least_m, east + least_m, north + least_m
    if patch is None:
        west, south, east, north = boundaries.load("lad24").total_bounds
        return float(west), float(south), float(east), float(north)
    west, south, east, north = patch.bounds
    wide = max((east - west) * (1 + 2 * _MARGIN), 2 * least_m) / 2
    high = max((north - south) * (1 + 2 * _MARGIN), 2 * least_m) / 2
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide, y - high, x + wide, y + high


def _inside(level: str, west: float, south: float, east: float, north: float) -> list[Any]:
    shapes = boundaries.load(level).geometry
    bounds = shapes.bounds
    seen = bounds["minx"].lt(east) & bounds["maxx"].gt(west)
    seen &= bounds["miny"].lt(north) & bounds["maxy"].gt(south)
    return list(shapes[seen])


def _names(west: float, south: float, east: float, north: float) -> pd.DataFrame:
    settled = _settlements()
    seen = settled["easting_m"].between(west, east) & settled["northing_m"].between(south, north)
    return settled[seen].head(_MOST_NAMES)


@lru_cache(maxsize=1)
def _settlements() -> pd.DataFrame:
    return settlements_within("")


def _path(shapes: Any, origin: tuple[int, int], least_steps: float) -> str:
    """Write polygons in Web Mercator as one path of whole steps; the smallest are left out."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint((coordinates - origin) * [1 / STEP_M, -1 / STEP_M]).astype(np.int64)
    starts = np.flatnonzero(np.diff(ring, prepend=-1))
    parts = []
    for places in np.split(steps, starts[1:]):
        if (np.ptp(places, axis=0) < least_steps).all():
            continue
        moves = np.diff(places, axis=0)
        moves = moves[moves.any(axis=1)][:-1]
        if len(moves) + 1 >= _LEAST_CORNERS:
            x, y = places[0]
            parts.append(f"M{x} {y}l{' '.join(map(str, moves.ravel()))}z")
    return "".join(parts)


def drawn_outline(corners: object) -> tuple[str, int]:
    """Return the code of a patch that is one drawn outline, and how many corners it has.

    Parameters
    ----------
    corners
        Longitude and latitude of each, in turn. Not to be trusted.

    Raises
    ------
    BadInputError
        If they are no outline, it crosses itself, or nobody's area lies in it.

    Examples
    --------
    >>> drawn_outline([[-0.6, 53.2], [-0.5, 53.2], [-0.5, 53.3]])
    ('Edrawn_313A-EDQDwAA0A8', 3)
    """
    most = f"{_LEAST_CORNERS} to {MOST_DRAWN}"
    if not isinstance(corners, Sequence) or not _LEAST_CORNERS <= len(corners) <= MOST_DRAWN:
        number = len(corners) if isinstance(corners, Sequence) else "no"
        raise BadInputError(f"The outline has {number} corners. Draw one of {most}.")
    if not all(_is_place(one) for one in corners):
        raise BadInputError("A corner of the outline is no place on the map. Draw it again.")
    outline = shapely.Polygon(corners)
    if not outline.is_valid or outline.area <= 0:
        raise BadInputError(
            "The outline crosses itself or has no area. Draw it again, round the places that you "
            "mean, without crossing its own line."
        )
    turn = pyproj.Transformer.from_crs(DISPLAY_CRS, ANALYSIS_CRS, always_xy=True).transform
    code = code_of_outlines([shapely.transform(outline, turn, interleaved=False)])
    if not code:
        raise BadInputError(
            "Nobody's neighbourhood has its middle in the outline. Draw it round the places that "
            "you mean."
        )
    [part] = read_patch(code).shapes
    return code, len(getattr(part, "corners", ()))


def _is_place(corner: object) -> bool:
    if not isinstance(corner, Sequence) or isinstance(corner, str) or len(corner) != 2:
        return False
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in corner)
    return numbers and -12 < corner[0] < 5 and 48 < corner[1] < 63


def outline_note(drawn: int, kept: int) -> str:
    """Return the note that an outline was added, and how many of its corners were kept.

    Examples
    --------
    >>> outline_note(4, 4)
    'The outline was added, with its 4 corners.'
    >>> outline_note(90, 58)
    'The outline was added, with 58 of its 90 corners: an address has room for 60.'
    """
    if kept >= drawn:
        return f"The outline was added, with its {kept} corners."
    return (
        f"The outline was added, with {kept} of its {drawn} corners: an address has room for "
        f"{MOST_POINTS}."
    )

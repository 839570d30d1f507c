"""Rings round the cold spots of a static map that would be too small to see."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.pictures.areas import Drawn, zone_shapes
from layers.pictures.frame import Frame
from layers.pictures.looks import INK, Style
from layers.pictures.marks import ACCENT
from layers.pictures.paths import PT_PER_PX
from layers.view import MapView

MOST = 12
"""Zones that get a ring at most: more of them are a pattern that is seen."""
MOST_UNSEEN = 40
"""The same where no zone is large enough to be seen: without rings the map would look empty."""
RINGED = "Ringed: cold spots too small to see; teaching sites inside a ring are not drawn"
_SMALL_PX, _AIR_PX = 9.0, 4.0

Rings = npt.NDArray[np.float64]


def rings_of(view: MapView, drawn: Drawn, frame: Frame, unit: float) -> Rings:
    """Find the zones of cold spots that are too small to see on a sheet.

    Parameters
    ----------
    view, drawn, frame
        What is shown, its shapes, and where they stand.
    unit
        Size of everything on the sheet.

    Returns
    -------
    rings
        Easting, northing and radius of each, in metres: shape (n, 3); none on other maps, and none
        where there are more than `MOST`, or `MOST_UNSEEN`.
    """
    none = np.empty((0, 3))
    if drawn.hexagonal:
        return none
    zones = zone_shapes(view, drawn)
    px = np.sqrt(shapely.area(zones)) / frame.m_per_px / unit
    small = zones[px < _SMALL_PX]
    most = MOST_UNSEEN if len(small) == len(zones) else MOST
    if not 0 < len(small) <= most:
        return none
    middles = shapely.get_coordinates(shapely.centroid(small))
    radius = shapely.minimum_bounding_radius(small) + _AIR_PX * unit * frame.m_per_px
    return np.column_stack([middles, radius])


def discs_of(frame: Frame, rings: Rings) -> list[tuple[float, float, float]]:
    """Turn rings into middles and radii on the sheet, in pixels."""
    return [(*frame.to_px(x, y), radius / frame.m_per_px) for x, y, radius in rings.tolist()]


def ring_ink(style: Style) -> str:
    """Return the colour of rings in a style."""
    return INK if style == "print" else ACCENT


def outside(sites: pd.DataFrame, rings: Rings) -> pd.DataFrame:
    """Leave out the sites that lie inside a ring."""
    at = sites[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    apart = np.linalg.norm(at[:, None] - rings[None, :, :2], axis=2)
    return sites[(apart > rings[:, 2]).all(axis=1)]


def draw_rings(axes: Any, rings: Rings, unit: float, colour: str) -> None:
    """Draw the rings, those that touch as one."""
    from matplotlib.patches import Polygon

    discs = [shapely.Point(x, y).buffer(radius, quad_segs=32) for x, y, radius in rings]
    for whole in shapely.get_parts(shapely.union_all(discs)):
        edge = shapely.get_coordinates(whole.exterior)
        for ink, width, order in (("#ffffff", 3.6, 13.0), (colour, 1.8, 13.1)):
            line: Any = Polygon(edge, closed=True, facecolor="none", edgecolor=ink)
            line.set(linewidth=width * unit * PT_PER_PX, zorder=order)
            axes.add_artist(line)

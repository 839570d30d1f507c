"""Marks for cold spots too small to see on a static map: rings, and from afar circles."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.areas import area_table
from geo.boundaries import outlines as boundaries
from layers.kinds import kind_of
from layers.pictures.areas import Drawn, zone_shapes
from layers.pictures.frame import Frame
from layers.pictures.looks import INK, Fill, Style
from layers.pictures.marks import ACCENT
from layers.pictures.paths import PT_PER_PX, Bounds
from layers.view import MapView

MOST = 12
"""Zones that get a ring at most: more of them are a pattern that is seen."""
MOST_UNSEEN = 40
"""The same where no zone is large enough to be seen: without rings the map would look empty."""
RINGED = "Ringed: cold spots too small to see; teaching sites inside a ring are not drawn"
_SMALL_PX, _AIR_PX = 9.0, 4.0

_FROM_M = 100_000.0
"""Longer side of the ground from which a map is of a region or a nation: zones are circles there,
as in the browser, and teaching sites are drawn only where somebody chose them."""
_RADIUS_PX, _LEAST_PX = 5.2, 2.0
_STANDS_FOR = (1_000, 2_000, 5_000, 10_000)
"""Young people of whom a circle of `_RADIUS_PX` may be: as few as leave the map to be seen."""
_COVERED_PX = 16_000.0
"""Square pixels that all circles of a sheet of 640 by 450 may cover together."""
_FINE_PX = 1.2
"""Least radius where a circle stands for more than the fewest."""

Rings = npt.NDArray[np.float64]


def is_wide(ground: Bounds) -> bool:
    """Test whether a map shows so much ground that neighbourhoods are specks.

    Examples
    --------
    >>> is_wide((0, 0, 99_000, 20_000)), is_wide((0, 0, 20_000, 100_000))
    (False, True)
    """
    west, south, east, north = ground
    return max(east - west, north - south) >= _FROM_M


def circle_px(young_people: npt.ArrayLike, stands_for: int = 1_000) -> npt.NDArray[np.float64]:
    """Return the radius of zones in pixels of a sheet of 640 by 450: their areas show the people.

    Parameters
    ----------
    young_people
        Of each zone.
    stands_for
        Young people of the circle in the key.

    Examples
    --------
    >>> circle_px([1000, 4000, 10]).round(1).tolist()
    [5.2, 10.4, 2.0]
    >>> circle_px([1000, 4000, 10], 4000).round(1).tolist()
    [2.6, 5.2, 1.2]
    """
    radius = _RADIUS_PX * np.sqrt(np.asarray(young_people, dtype="float64") / stands_for)
    return np.maximum(_LEAST_PX if stands_for == _STANDS_FOR[0] else _FINE_PX, radius)


def circle_stands_for(young_people: npt.ArrayLike) -> int:
    """Return how many young people the circle in the key is of, so that circles bury no map.

    Examples
    --------
    >>> circle_stands_for([500] * 300), circle_stands_for([500] * 1000)
    (1000, 5000)
    """
    for stands_for in _STANDS_FOR:
        if float((np.pi * circle_px(young_people, stands_for) ** 2).sum()) <= _COVERED_PX:
            return stands_for
    return _STANDS_FOR[-1]


def circled(young_people: npt.ArrayLike) -> str:
    """Return what the circle in the key means."""
    people = circle_stands_for(young_people)
    return f"Zone with {people:,} young people; a circle's area shows how many"


def circles_of(view: MapView, drawn: Drawn, unit: float) -> pd.DataFrame:
    """Find the zones of cold spots that a map of much ground draws as circles, the largest first.

    Returns
    -------
    circles
        `easting_m` and `northing_m` of the middle of its areas in the place, `young_people` there,
        `radius_px` and `code`, the class in which most of them live, by zone; no rows on other
        maps, and none where areas are hexagons or can be seen.
    """
    none = pd.DataFrame(columns=["easting_m", "northing_m", "young_people", "radius_px", "code"])
    found = None if drawn.hexagonal or not is_wide(drawn.ground) else kind_of(view).zones(view)
    if found is None:
        return none
    zone = found.reindex(drawn.index).fillna("").to_numpy()
    here = np.flatnonzero(zone != "")
    if not len(here):
        return none
    young = area_table(view.geography).loc[drawn.index[here], "young_people"].astype("float64")
    held = pd.DataFrame(
        {"zone": zone[here], "code": drawn.codes[here], "young": young.fillna(0.0).to_numpy()}
    )
    people = held.groupby(["zone", "code"])["young"].sum().unstack(fill_value=0)
    codes, shapes = boundaries.dissolve(drawn.shapes[here], held["zone"])
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    table = pd.DataFrame(middles, index=codes, columns=["easting_m", "northing_m"])
    total = people.sum(axis=1).reindex(codes)
    radius = circle_px(total, circle_stands_for(total)) * unit
    table = table.assign(young_people=total, radius_px=radius, code=people.idxmax(axis=1))
    return table.sort_values("young_people", ascending=False, kind="stable")


def draw_circles(
    axes: Any, frame: Frame, circles: pd.DataFrame, unit: float, fills: dict[int, Fill]
) -> None:
    """Draw circles in the colour of their class, so that no larger one hides a smaller one."""
    from matplotlib.patches import Ellipse

    columns = [circles[name].tolist() for name in circles]
    for x, y, _, radius_px, code in zip(*columns, strict=True):
        across = 2 * radius_px * frame.m_per_px
        disc: Any = Ellipse((x, y), across, across)
        disc.set(facecolor=fills[code].colour, edgecolor=INK, alpha=0.88)
        disc.set(linewidth=0.6 * unit * PT_PER_PX, zorder=11.5)
        axes.add_patch(disc)


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
        where there are more than `MOST`, or `MOST_UNSEEN`, or where zones are circles.
    """
    none = np.empty((0, 3))
    if drawn.hexagonal or is_wide(drawn.ground):
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

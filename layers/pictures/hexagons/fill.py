"""Areas as equal hexagons, so that small crowded ones are seen: one each, near where they lie.

The hexagons fill the outline of the place evenly. Areas and hexagons are parted again and again
into halves of equal number, along the longer side, and in each small part the areas go to the
hexagons that are nearest on the whole (an assignment of least squared distance).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.cartogram import hexagons_at

Points = npt.NDArray[np.float64]

LEAF = 160
"""Areas of a part in which the best assignment is sought."""
_ROW = np.sqrt(3) / 2


def hexagons(middles: Points, ground: shapely.Geometry) -> tuple[npt.NDArray[np.object_], Points]:
    """Return a hexagon for each area.

    Parameters
    ----------
    middles
        Easting and northing of each area, EPSG:27700, n by 2.
    ground
        Outline of the place that they lie in.

    Returns
    -------
    shapes, at
        A hexagon for each area, all equal and none twice, and their middles.

    References
    ----------
    Kuhn 1955, by `scipy.optimize.linear_sum_assignment`.
    """
    cells, side = _cells(len(middles), ground)
    at = np.empty_like(cells)
    _assign(middles, cells, np.arange(len(middles)), at)
    return hexagons_at(at, side), at


def _cells(count: int, ground: shapely.Geometry) -> tuple[Points, float]:
    """Find middles of `count` hexagons that fill the ground, and the distance of neighbours, in m.

    Of the last few too many, those at the rim go.
    """
    ideal = float(np.sqrt(max(ground.area, 1.0) / count / _ROW))
    # A coast much finer than a hexagon decides nothing and takes long.
    ground = shapely.simplify(ground, ideal / 4)
    shapely.prepare(ground)
    # Between too coarse a grid and too fine a one, until it holds just enough.
    fine, coarse = 0.5, 1.5
    while (found := _grid(ground, ideal * fine)).shape[0] < count:
        fine /= 2
    for _ in range(18):
        middle = (fine + coarse) / 2
        tried = _grid(ground, ideal * middle)
        if len(tried) >= count:
            fine, found = middle, tried
        else:
            coarse = middle
        if len(found) == count:
            break
    depth = shapely.distance(shapely.points(found), ground.boundary)
    keep = np.sort(np.lexsort((found[:, 1], found[:, 0], -depth))[:count])
    return found[keep], ideal * fine


def _grid(ground: shapely.Geometry, side: float) -> Points:
    left, low, right, high = ground.bounds
    rows = np.arange(low, high + side, side * _ROW)
    columns = np.arange(left, right + side, side)
    x, y = np.meshgrid(columns, rows)
    x[1::2] += side / 2
    points = np.stack([x.ravel(), y.ravel()], 1)
    return points[shapely.contains_xy(ground, points[:, 0], points[:, 1])]


def _assign(middles: Points, cells: Points, areas: npt.NDArray[np.intp], at: Points) -> None:
    """Write the cell of each area into `at`."""
    from scipy.optimize import linear_sum_assignment

    if len(areas) <= LEAF:
        gap = _scaled(middles[areas], cells)[:, None, :] - cells[None, :, :]
        chosen = linear_sum_assignment((gap**2).sum(axis=2))[1]
        at[areas] = cells[chosen]
        return
    axis = int(np.argmax(np.ptp(cells, axis=0)))
    half = len(areas) // 2
    ranked = areas[np.lexsort((areas, middles[areas, 1 - axis], middles[areas, axis]))]
    ordered = cells[np.lexsort((cells[:, 1 - axis], cells[:, axis]))]
    _assign(middles, ordered[:half], ranked[:half], at)
    _assign(middles, ordered[half:], ranked[half:], at)


def _scaled(points: Points, cells: Points) -> Points:
    """Stretch points over the box of the cells, so that a crowd spreads in all directions."""
    spread = np.ptp(points, axis=0)
    spread[spread == 0] = 1
    return (points - points.min(axis=0)) / spread * np.ptp(cells, axis=0) + cells.min(axis=0)

"""Windows of a scan: about each place its nearest others, within circles and ellipses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

from geo.arrays import Floats
from geo.errors import BadInputError

Places = npt.NDArray[np.int32]

STRETCH = 2.0
"""How much longer than wide an ellipse is."""
ANGLES_DEG = (0.0, 45.0, 90.0, 135.0)
"""Of the longer axis of ellipses, from east towards north."""


def scan_windows(points: Floats, most: int) -> list[Places]:
    """Find the windows of a scan, by shape: circles first, then ellipses by their angle.

    Parameters
    ----------
    points
        Easting and northing in metres (EPSG:27700): shape (places, 2).
    most
        Places of the largest window; the middle is one of them.

    Returns
    -------
    nearest
        Of each shape, the places about each, nearest first, itself before all: shape (places,
        most). The first n of a row are a window, for each n.

    Raises
    ------
    BadInputError
        If there are fewer places than that.

    References
    ----------
    Kulldorff, M., Huang, L., Pickle, L. and Duczmal, L. (2006). An elliptic spatial scan statistic.
    Statistics in Medicine 25, 3929-3943.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0], [0.0, 1.5]])
    >>> circle, flat, *others = scan_windows(points, 3)
    >>> circle[0].tolist(), flat[0].tolist()
    ([0, 1, 3], [0, 1, 2])
    """
    if most > len(points):
        raise BadInputError(
            f"{len(points):,} places hold no window of {most:,}. Allow windows of fewer places."
        )
    shapes = [points]
    for angle in np.deg2rad(ANGLES_DEG):
        along = points @ [np.cos(angle), np.sin(angle)]
        across = points @ [-np.sin(angle), np.cos(angle)]
        shapes.append(np.stack([along / STRETCH, across], axis=1))
    return [_nearest(shape, most) for shape in shapes]


def _nearest(points: Floats, most: int) -> Places:
    """Return the nearest places of each, itself first, equally near ones in their order."""
    away, near = KDTree(points).query(points, k=np.arange(1, most + 1))
    near = near.astype(np.int32)
    # Another place on the very spot may come before the middle itself.
    away[near == np.arange(len(points))[:, np.newaxis]] = -1.0
    order = np.lexsort((near, away.round(6)), axis=1)
    return np.ascontiguousarray(np.take_along_axis(near, order, axis=1))

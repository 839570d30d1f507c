"""Where things stand on a static map, and how places on the ground become places on the sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from layers.pictures.paths import Bounds

MARGIN = 16.0
_LEAST_M = 1_500.0
"""A map shows no less ground than this, so that a small place is seen where it lies."""


@dataclass(frozen=True)
class Frame:
    """The window of the map: a box on the sheet, and the ground that it shows."""

    left: float
    top: float
    width: float
    height: float
    """In pixels of the page."""
    ground: Bounds
    """West, south, east and north, EPSG:27700."""

    @property
    def m_per_px(self) -> float:
        """Metres on the ground in a pixel of the page."""
        return (self.ground[2] - self.ground[0]) / self.width

    def to_px(self, easting_m: float, northing_m: float) -> tuple[float, float]:
        """Turn a place on the ground into a place on the sheet."""
        x = self.left + (easting_m - self.ground[0]) / self.m_per_px
        return x, self.top + (self.ground[3] - northing_m) / self.m_per_px

    def shows(self, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
        """Return which shapes may be seen."""
        west, south, east, north = self.ground
        box = shapely.bounds(shapes)
        return (box[:, 0] < east) & (box[:, 2] > west) & (box[:, 1] < north) & (box[:, 3] > south)


_M_PER_PX_0 = 92_000.0
"""Metres in a pixel of the page at zoom 0, in Britain's latitude."""


def zoom_of(frame: Frame, unit: float = 1.0) -> float:
    """Return the zoom at which a map on the page shows the ground as large as a picture does.

    `unit` is that of the sheet: pixels of the picture in a pixel of the page.
    """
    return math.log2(_M_PER_PX_0 / (frame.m_per_px * unit))


def frame_in(
    left: float, top: float, width: float, height: float, ground: Bounds, air: float = 0.03
) -> Frame:
    """Fit ground into a box, its middle in the middle, with some air around it.

    Examples
    --------
    >>> frame_in(0, 0, 200, 100, (0, 0, 10_000, 10_000), air=0).ground
    (-5000.0, 0.0, 15000.0, 10000.0)
    """
    west, south, east, north = ground
    wide = max(east - west, _LEAST_M) * (1 + 2 * air)
    tall = max(north - south, _LEAST_M) * (1 + 2 * air)
    m_per_px = max(wide / width, tall / height)
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = m_per_px * width / 2, m_per_px * height / 2
    return Frame(left, top, width, height, (x - half_x, y - half_y, x + half_x, y + half_y))

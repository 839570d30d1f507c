"""Coordinates from one reference system to another."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.arrays import Floats
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS

if TYPE_CHECKING:
    from pyproj import Transformer


def project(
    x: npt.ArrayLike, y: npt.ArrayLike, source_crs: str, target_crs: str
) -> tuple[Floats, Floats]:
    """Return points in another reference system, east or longitude first.

    PROJ prepares a transformation anew in every thread, which takes 50 to 100 ms, and a server
    answers each click in a new thread: so one thread makes all of them.

    Parameters
    ----------
    x, y
        Eastings and northings, or longitudes and latitudes: of equal shapes.
    source_crs, target_crs
        Codes such as `EPSG:27700`.

    Returns
    -------
    x, y
        Of the shape that was given. What cannot be turned, and what is missing, is infinite.

    Examples
    --------
    >>> x, y = project([651409.9], [313177.3], "EPSG:27700", "EPSG:4326")
    >>> x.round(3).tolist(), y.round(3).tolist()
    ([1.716], [52.658])
    """
    points = np.asarray(x, dtype="float64"), np.asarray(y, dtype="float64")
    return _thread().submit(_project, *points, source_crs, target_crs).result()


def to_degrees(easting_m: npt.ArrayLike, northing_m: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes (WGS 84) of points in EPSG:27700, as `project` does."""
    return project(easting_m, northing_m, ANALYSIS_CRS, DISPLAY_CRS)


def from_degrees(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return eastings and northings in EPSG:27700 of points in degrees, as `project` does."""
    return project(longitude, latitude, DISPLAY_CRS, ANALYSIS_CRS)


def _project(x: Floats, y: Floats, source_crs: str, target_crs: str) -> tuple[Floats, Floats]:
    east, north = _transformer(source_crs, target_crs).transform(x, y)
    return np.asarray(east), np.asarray(north)


@cache
def _transformer(source_crs: str, target_crs: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(source_crs, target_crs, always_xy=True)


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="project")


# A process that is forked has none of its parent's threads; not every system forks.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_thread.cache_clear)

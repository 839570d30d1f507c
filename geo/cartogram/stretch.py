"""A map whose areas are all as large as each other: a continuous cartogram."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.arrays import Floats

Objects = npt.NDArray[np.object_]

ROUNDS = 60
"""How often all borders are moved: areas are then within some per cent of each other."""


def equal_areas(outlines: Objects, points: Floats, rounds: int = ROUNDS) -> tuple[Objects, Floats]:
    """Stretch a map until all its areas are about as large as each other.

    Every area pushes or pulls each vertex of the map by how much too small or too large it is, as
    strongly as if its own circle grew or shrank; borders that areas share stay shared.

    Parameters
    ----------
    outlines
        Polygons and multipolygons of a coverage, EPSG:27700.
    points
        Easting and northing of points that are carried along, n by 2.
    rounds
        How often.

    Returns
    -------
    stretched, carried
        Outlines with the same vertices in other places, and about the same area in all; and where
        the points are then.

    References
    ----------
    Dougenik, Chrisman and Niemeyer 1985, An algorithm to construct continuous area cartograms.
    """
    at = np.concatenate([shapely.get_coordinates(outlines), points])
    vertices, first = np.unique(at, axis=0, return_inverse=True)
    of_outlines = first[: len(at) - len(points)]
    target = float(shapely.area(outlines).mean())
    for _ in range(rounds):
        shapes = shapely.set_coordinates(outlines.copy(), vertices[of_outlines])
        vertices = vertices + _pushes(vertices, shapes, target)
    stretched: Objects = shapely.set_coordinates(outlines.copy(), vertices[of_outlines])
    return stretched, vertices[first[len(at) - len(points) :]]


def _pushes(vertices: Floats, shapes: Objects, target: float) -> Floats:
    """Return how far the areas together push each vertex, in m."""
    area = np.maximum(shapely.area(shapes), target / 1000)
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    radius = np.sqrt(area / np.pi)
    mass = np.sqrt(target / np.pi) - radius
    error = np.maximum(area, target) / np.minimum(area, target)
    calm = 1 / (1 + error.mean())
    # Each axis by itself, in one stretch of memory; only vertices inside the radius need the cubic.
    east, north = np.ascontiguousarray(vertices.T)
    pushed = np.zeros_like(vertices.T)
    for (x, y), reach, strength in zip(middles, radius, mass, strict=True):
        across, up = east - x, north - y
        far = np.maximum(np.sqrt(across**2 + up**2), 1.0)
        near = far / reach
        inside = np.flatnonzero(near <= 1)
        close = near[inside]
        force = np.divide(1, near, out=near)
        force[inside] = close**2 * (4 - 3 * close)
        force *= strength
        force /= far
        force *= calm
        across *= force
        up *= force
        pushed[0] += across
        pushed[1] += up
    return np.ascontiguousarray(pushed.T)

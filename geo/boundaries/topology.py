"""Outlines cut into arcs, so that a border between two areas is stored once, at every level.

The outlines must be a coverage whose neighbours share their vertices to the bit (see
`geo.boundaries.outlines`): equal coordinates are one vertex. An arc runs from one junction to the
next, where a junction is a vertex at which the borders of the rings through it part. The idea is
that of TopoJSON (Mike Bostock); the rings of an upper level are the arcs that its members do not
share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geo.arrays import Ints
from geo.settings import SNAP_PER_M

Bools = npt.NDArray[np.bool_]
Coordinates = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rings:
    """The rings of some areas, as arcs, to be filled by the even-odd rule: holes need no mark."""

    refs: Ints
    """Arcs of all rings, one ring after the other; `~arc` where an arc is walked backwards."""
    ring_starts: Ints
    """Where each ring begins in `refs`, and the end of the last: shape (rings + 1,)."""
    ring_areas: Ints
    """Position of the area that each ring belongs to, never decreasing: shape (rings,)."""
    areas: int
    """Number of areas."""


@dataclass(frozen=True)
class Topology:
    """Arcs, each once, and the rings of the areas they were cut from."""

    coordinates: Coordinates
    """Vertices of all arcs, one arc after the other, in metres: shape (n, 2)."""
    arc_starts: Ints
    """Where each arc begins in `coordinates`, and the end of the last: shape (arcs + 1,)."""
    rings: Rings


def build(outlines: npt.NDArray[np.object_]) -> Topology:
    """Cut polygons into arcs.

    Parameters
    ----------
    outlines
        Polygons and multipolygons of a valid coverage, in EPSG:27700.
    """
    vertices, starts, ring_areas = _open_rings(outlines)
    ids, places = number_vertices(vertices)
    junction = _junctions(ids, starts)
    walk, walk_starts = _walk_from_junctions(ids, starts, junction)
    return _cut(ids[walk], walk_starts, junction, places, ring_areas, len(outlines))


def number_vertices(vertices: Coordinates) -> tuple[Ints, Coordinates]:
    """Return a number for each distinct coordinate, and the place of each number."""
    cells = np.round(vertices * SNAP_PER_M).astype(np.int64)
    cells -= cells.min(axis=0)
    keys = cells[:, 0] * (int(cells[:, 1].max()) + 1) + cells[:, 1]
    _, first, ids = np.unique(keys, return_index=True, return_inverse=True)
    return ids.astype(np.int64), vertices[first]


def _open_rings(outlines: npt.NDArray[np.object_]) -> tuple[Coordinates, Ints, Ints]:
    """List the rings without their closing vertex, outer rings anticlockwise."""
    polygons, area = shapely.get_parts(shapely.orient_polygons(outlines), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.append(ring[1:] != ring[:-1], True)
    counts = np.bincount(ring[~closing], minlength=len(rings))
    return vertices[~closing], np.concatenate([[0], np.cumsum(counts)]), area[polygon]


def _junctions(ids: Ints, starts: Ints) -> Bools:
    """Return whether the rings through each vertex part there.

    A ring without any junction, such as an island, gets one at its lowest-numbered vertex.
    """
    last = starts[1:] - 1
    after, before = np.roll(ids, -1), np.roll(ids, 1)
    after[last] = ids[starts[:-1]]
    before[starts[:-1]] = ids[last]
    low, high = np.minimum(before, after), np.maximum(before, after)
    any_low, any_high = np.empty(ids.max() + 1, np.int64), np.empty(ids.max() + 1, np.int64)
    any_low[ids], any_high[ids] = low, high
    junction = np.zeros(ids.max() + 1, np.bool_)
    junction[ids[(low != any_low[ids]) | (high != any_high[ids])]] = True
    closed = ~np.logical_or.reduceat(junction[ids], starts[:-1])
    junction[np.minimum.reduceat(ids, starts[:-1])[closed]] = True
    return junction


def _walk_from_junctions(ids: Ints, starts: Ints, junction: Bools) -> tuple[Ints, Ints]:
    """Order the vertices so that each ring begins at a junction and ends with it again."""
    counts = np.diff(starts)
    at = np.where(junction[ids], np.arange(len(ids)), len(ids))
    begin = np.minimum.reduceat(at, starts[:-1])
    walk_starts = np.concatenate([[0], np.cumsum(counts + 1)])
    step = np.arange(walk_starts[-1]) - np.repeat(walk_starts[:-1], counts + 1)
    base, length = np.repeat(starts[:-1], counts + 1), np.repeat(counts, counts + 1)
    return base + (np.repeat(begin, counts + 1) - base + step) % length, walk_starts


def _cut(
    path: Ints,
    path_starts: Ints,
    junction: Bools,
    places: Coordinates,
    ring_areas: Ints,
    areas: int,
) -> Topology:
    cuts = np.flatnonzero(junction[path])
    inside = ~np.isin(cuts[:-1], path_starts[1:] - 1)
    first, last = cuts[:-1][inside], cuts[1:][inside]
    # Of the two directions the one with the smaller first edge is kept: from a junction, an edge
    # leads along one arc only.
    ahead = path[first] * len(places) + path[first + 1]
    back = path[last] * len(places) + path[last - 1]
    backwards = back < ahead
    _, chosen, arc = np.unique(np.minimum(ahead, back), return_index=True, return_inverse=True)
    by_appearance = np.argsort(chosen)
    renumbered = np.empty_like(by_appearance)
    renumbered[by_appearance] = np.arange(len(by_appearance))
    chosen = chosen[by_appearance]
    counts = (last - first)[chosen] + 1
    arc_starts = np.concatenate([[0], np.cumsum(counts)])
    step = np.arange(arc_starts[-1]) - np.repeat(arc_starts[:-1], counts)
    taken = np.where(
        np.repeat(backwards[chosen], counts),
        np.repeat(last[chosen], counts) - step,
        np.repeat(first[chosen], counts) + step,
    )
    arc = renumbered[arc]
    ring = np.searchsorted(path_starts, first, side="right") - 1
    rings = Rings(
        refs=np.where(backwards, ~arc, arc),
        ring_starts=np.searchsorted(ring, np.arange(len(path_starts))),
        ring_areas=ring_areas,
        areas=areas,
    )
    return Topology(places[path[taken]], arc_starts, rings)

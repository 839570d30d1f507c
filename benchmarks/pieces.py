"""A level of 189,000 areas to try a map on: England's neighbourhoods, each cut into five or six.

Outlines of output areas are not among the files. These pieces are of arbitrary shape and share
their borders to the bit, as published ones do: a neighbourhood is parted into small Voronoi cells
around points drawn within it, and a piece is what lies nearest to one of its first five or six.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import Voronoi

from benchmarks.peer.tiles import CACHE
from geo.arrays import Ints
from geo.boundaries import outlines as boundaries
from geo.boundaries import topology
from geo.settings import SNAP_PER_M

AREAS = 189_000
_CELLS, _SEED = 24, 2026

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]


def pieces() -> tuple[Shapes, Ints]:
    """Load the pieces, cutting them where they are not in the cache.

    Returns
    -------
    outlines, owners
        In EPSG:27700, in the order of the neighbourhoods, and the position of each piece's.
    """
    there = named_by_cut("pieces", "parquet")
    if not there.is_file():
        CACHE.mkdir(exist_ok=True)
        outlines, owners = cut(neighbourhoods().geometry.to_numpy(), AREAS)
        pd.DataFrame({"owner": owners, "wkb": shapely.to_wkb(outlines)}).to_parquet(there)
    table = pd.read_parquet(there)
    return shapely.from_wkb(table["wkb"].to_numpy()), table["owner"].to_numpy()


def named_by_cut(stem: str, kind: str) -> Path:
    """Name a file of the cache by what the pieces are cut from and how."""
    made_of = boundaries.path_of("lsoa21").read_bytes() + f"{AREAS} {_CELLS} {_SEED}".encode()
    return CACHE / f"{stem}-{hashlib.sha256(made_of).hexdigest()[:12]}.{kind}"


def neighbourhoods() -> pd.DataFrame:
    """Load the neighbourhoods that are cut: England's."""
    layer = boundaries.load("lsoa21")
    return layer[layer.index.str.startswith("E")]


def cut(outlines: Shapes, areas: int) -> tuple[Shapes, Ints]:
    """Cut the polygons of a coverage into about so many pieces that are one as well.

    Returns
    -------
    pieces, owners
        Polygons and multipolygons, and the position of the polygon that each was cut from, never
        decreasing.
    """
    wanted = np.full(len(outlines), areas // len(outlines))
    wanted[: areas % len(outlines)] += 1
    points = _points_within(outlines)
    # Of each cell, the nearest of its polygon's first points: the piece that it belongs to.
    away = ((points[:, :, None] - points[:, None, : wanted.max()]) ** 2).sum(axis=3)
    away[np.broadcast_to(np.arange(wanted.max()) >= wanted[:, None, None], away.shape)] = np.inf
    groups = away.argmin(axis=2)
    ends, owner = _cuts(points, groups)
    whole = topology.build(outlines)
    border, of_border, inner, of_inner = _noded(outlines, whole, ends, owner)
    lines, of_line = np.concatenate([border, inner]), np.concatenate([of_border, of_inner])
    order = np.argsort(of_line, kind="stable")
    walls = shapely.multilinestrings(lines[order], indices=of_line[order])
    faces, held = shapely.get_parts(shapely.polygonize(walls[:, None]), return_index=True)
    inside = shapely.point_on_surface(faces)
    # What polygons enclose without holding it is a face of theirs too.
    held_in = shapely.contains(outlines[held], inside)
    faces, held, inside = faces[held_in], held[held_in], inside[held_in]
    at = shapely.get_coordinates(inside)
    nearest = ((points[held] - at[:, None]) ** 2).sum(axis=2).argmin(axis=1)
    key = held * int(wanted.max()) + groups[held, nearest]
    order = np.argsort(key, kind="stable")
    kept, number = np.unique(key[order], return_inverse=True)
    return shapely.multipolygons(faces[order], indices=number), kept // int(wanted.max())


def _points_within(outlines: Shapes) -> Floats:
    """Draw the points of each polygon's cells: shape (polygons, cells, 2)."""
    draw = np.random.default_rng(_SEED)
    shapely.prepare(outlines)
    least, most = np.split(shapely.bounds(outlines), 2, axis=1)
    points = np.zeros((len(outlines), _CELLS, 2))
    todo = np.ones(points.shape[:2], np.bool_)
    while todo.any():
        of, _ = np.nonzero(todo)
        drawn = least[of] + draw.random((len(of), 2)) * (most - least)[of]
        points[todo] = drawn
        todo[todo] = ~shapely.contains_xy(outlines[of], drawn[:, 0], drawn[:, 1])
    return points


def _cuts(points: Floats, groups: Ints) -> tuple[Floats, Ints]:
    """Return the edges between cells of two pieces, both ends of each, and the polygon of each."""
    ends, owner = [], []
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) * 20
    for at, (own, group) in enumerate(zip(points, groups, strict=True)):
        # Points far away on all sides: no edge that matters is endless.
        middle, extent = own.mean(axis=0), np.ptp(own, axis=0).max() + 1
        cells = Voronoi(np.concatenate([own, middle + corners * extent]))
        pairs, sides = cells.ridge_points, np.array(cells.ridge_vertices)
        real = (pairs < _CELLS).all(axis=1) & (sides >= 0).all(axis=1)
        pairs, sides = pairs[real], sides[real]
        sides = sides[group[pairs[:, 0]] != group[pairs[:, 1]]]
        ends.append(_on_grid(cells.vertices)[sides])
        owner.append(np.full(len(sides), at))
    return np.concatenate(ends), np.concatenate(owner)


def _on_grid(places: Floats) -> Floats:
    """Move places to the grid of the outlines."""
    return np.round(places * SNAP_PER_M) / SNAP_PER_M


def _noded(
    outlines: Shapes, whole: topology.Topology, ends: Floats, owner: Ints
) -> tuple[Shapes, Ints, Shapes, Ints]:
    """Part borders where edges meet them, and edges likewise, leaving out what lies outside."""
    counts = np.diff(whole.arc_starts)
    arc_of = np.repeat(np.arange(len(counts)), counts)
    arcs = shapely.linestrings(whole.coordinates, indices=arc_of)
    rings = whole.rings
    refs = np.where(rings.refs < 0, ~rings.refs, rings.refs)
    area = np.repeat(rings.ring_areas, np.diff(rings.ring_starts))
    beside = np.unique(area * len(arcs) + refs)
    edges = shapely.linestrings(ends)
    edge, arc = shapely.STRtree(arcs).query(edges, predicate="intersects")
    own = np.isin(owner[edge] * len(arcs) + arc, beside)
    edge, arc = edge[own], arc[own]
    places, pair = shapely.get_coordinates(
        shapely.intersection(edges[edge], arcs[arc]), return_index=True
    )
    edge, arc = edge[pair], arc[pair]
    along = shapely.line_locate_point(arcs[arc], shapely.points(places))
    places = _on_grid(places)

    steps = np.hypot(*np.diff(whole.coordinates, axis=0, prepend=whole.coordinates[:1]).T)
    run = np.cumsum(steps)
    run -= run[whole.arc_starts[:-1]][arc_of]
    border, of_arc = _parted(
        np.concatenate([arc_of, arc]),
        np.concatenate([run, along]),
        np.concatenate([whole.coordinates, places]),
        np.concatenate([np.zeros(len(arc_of), np.bool_), np.ones(len(arc), np.bool_)]),
    )
    # Every polygon has the borders that it shares.
    order = np.argsort(refs, kind="stable")
    first, last = (
        np.searchsorted(refs[order], of_arc),
        np.searchsorted(refs[order], of_arc, "right"),
    )
    times = last - first
    which = np.repeat(first - np.cumsum(times) + times, times) + np.arange(times.sum())

    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    number = np.arange(len(ends))
    start = ends[edge, 0]
    inner, of_edge = _parted(
        np.concatenate([number, number, edge]),
        np.concatenate([np.zeros(len(ends)), length, np.hypot(*(places - start).T)]),
        np.concatenate([ends[:, 0], ends[:, 1], places]),
        np.concatenate([np.zeros(2 * len(ends), np.bool_), np.ones(len(edge), np.bool_)]),
    )
    middle = shapely.get_coordinates(shapely.line_interpolate_point(inner, 0.5, normalized=True))
    stays = shapely.contains_xy(outlines[owner[of_edge]], middle[:, 0], middle[:, 1])
    border = np.repeat(border, times)
    return border, area[order][which], inner[stays], owner[of_edge][stays]


def _parted(
    line: Ints, along: Floats, places: Floats, node: npt.NDArray[np.bool_]
) -> tuple[Shapes, Ints]:
    """Put vertices in order along their lines and part these at nodes; return which is whose."""
    order = np.lexsort((along, line))
    line, places, node = line[order], places[order], node[order]
    repeats = np.zeros(len(line), np.bool_)
    repeats[1:] = (line[1:] == line[:-1]) & (places[1:] == places[:-1]).all(axis=1)
    # The first of some that are equal stands for them all.
    kept = np.cumsum(~repeats) - 1
    node = np.bincount(kept, node).astype(np.bool_)
    line, places = line[~repeats], places[~repeats]
    tip = np.ones(len(line), np.bool_)
    tip[1:-1] = (line[1:-1] != line[:-2]) | (line[1:-1] != line[2:])
    # A node within a line ends one part and begins the next.
    times = np.where(node & ~tip, 2, 1)
    line, places = np.repeat(line, times), np.repeat(places, times, axis=0)
    begins = np.zeros(len(line), np.bool_)
    begins[np.cumsum(times)[node & ~tip] - 1] = True
    begins[0] = True
    begins[1:] |= line[1:] != line[:-1]
    part = np.cumsum(begins) - 1
    enough = np.bincount(part)[part] > 1
    line, places, part = line[enough], places[enough], part[enough]
    _, first, part = np.unique(part, return_index=True, return_inverse=True)
    return shapely.linestrings(places, indices=part), line[first]

"""Equal hexagons in rows, and which of them each area gets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.arrays import Flags, Floats, Ints

Objects = npt.NDArray[np.object_]
ROW = float(np.sqrt(3) / 2)
"""Height of a row, where neighbours are 1 apart."""
AT_SEA = 6.0
"""What a hexagon at sea costs, in squared distances of neighbours: so much further an area goes
before the map gets a hole."""
NEAR = 4.0
"""How far from every place of a part a cell may lie that is tried for it."""
MAINLAND = 9
"""Areas of a part that lies on the ground of its own; those of smaller ones are put beside it."""


def middles_of(cells: Ints) -> Floats:
    """Return where the middles of cells lie, neighbours 1 apart.

    Parameters
    ----------
    cells
        Column and row of each; every other row stands half a column to the right.

    Examples
    --------
    >>> middles_of(np.array([[0, 0], [0, 1]])).round(3).tolist()
    [[0.0, 0.0], [0.5, 0.866]]
    """
    column, row = cells[:, 0], cells[:, 1]
    return np.stack([column + (row % 2) / 2, row * ROW], 1)


def steps_between(one: Ints, other: Ints) -> Ints:
    """Count the steps from cell to neighbouring cell between cells.

    Examples
    --------
    >>> steps_between(np.array([[0, 0], [0, 0]]), np.array([[0, 1], [2, 0]])).tolist()
    [1, 2]
    """
    across = (one[..., 0] - one[..., 1] // 2) - (other[..., 0] - other[..., 1] // 2)
    up = one[..., 1] - other[..., 1]
    steps: Ints = np.maximum.reduce([np.abs(across), np.abs(up), np.abs(across + up)])
    return steps


def parts_of(pairs: Ints, count: int) -> Ints:
    """Return the number of the part that each area belongs to; areas of one part hang together."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs))
    graph = coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def assign(places: Floats, stretched: Objects, parts: Ints, side: float) -> Ints:
    """Assign each area a cell of its own.

    Areas of a large part fill the ground of the part. Small parts, which are islands, go to free
    cells nearest to them that touch nothing else.

    Parameters
    ----------
    places
        Where each area should lie, neighbours 1 apart.
    stretched
        Outlines that are all equally large, in m.
    parts
        The part of each area, from `parts_of`.
    side
        Distance of neighbours, in m.

    Returns
    -------
    cells
        Column and row of each area.

    References
    ----------
    Kuhn 1955, by `scipy.optimize.linear_sum_assignment`.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial import cKDTree

    grid = _grid(places)
    at = middles_of(grid)
    chosen: Ints = np.full(len(places), -1)
    sizes = np.bincount(parts)
    for part in np.argsort(-sizes, kind="stable"):
        inside = np.flatnonzero(parts == part)
        free = _free(grid, chosen)
        away = cKDTree(places[inside]).query(at[free])[0]
        free = free[away <= NEAR]
        cost = ((places[inside][:, None] - at[None, free]) ** 2).sum(axis=2)
        if sizes[part] >= MAINLAND:
            cost += AT_SEA * (1 - _on_land(at[free], stretched[inside], side))
        taken = linear_sum_assignment(cost)[1]
        chosen[inside] = free[taken]
    return grid[chosen]


def _grid(middles: Floats) -> Ints:
    """Return the cells around points, with two more on every side."""
    west, south = np.floor(middles.min(axis=0)) - 2
    east, north = np.ceil(middles.max(axis=0)) + 2
    columns = np.arange(west, east + 1)
    rows = np.arange(np.floor(south / ROW), np.ceil(north / ROW) + 1)
    x, y = np.meshgrid(columns, rows)
    return np.stack([x.ravel(), y.ravel()], 1).astype(np.int64)


def _free(grid: Ints, chosen: Ints) -> Ints:
    """Return the positions of cells that are free and beside none that is not."""
    taken = grid[chosen[chosen >= 0]]
    if not len(taken):
        return np.arange(len(grid))
    nearest = steps_between(grid[:, None], taken[None]).min(axis=1)
    return np.flatnonzero(nearest > 1)


def _on_land(at: Floats, shapes: Objects, side: float) -> Floats:
    """Return about what share of each cell lies on the ground of some areas."""
    ground = shapely.union_all(shapely.simplify(shapely.make_valid(shapes), side / 50))
    shapely.prepare(ground)
    turn = np.deg2rad(np.arange(0, 360, 60))
    rim = np.stack([np.cos(turn), np.sin(turn)], 1)
    within = np.concatenate([[[0.0, 0.0]], rim / 5, rim * 2 / 5])
    points = (at[:, None, :] + within[None]) * side
    lies: Flags = shapely.contains_xy(ground, points[..., 0], points[..., 1])
    share: Floats = lies.mean(axis=1)
    return share


def hexagons_at(middles: Floats, side: float) -> Objects:
    """Return hexagons around points; neighbours `side` apart share corners to the bit."""
    turn = np.deg2rad(np.arange(30, 390, 60))
    corners = side / np.sqrt(3) * np.stack([np.cos(turn), np.sin(turn)], 1)
    unit = side / 2**32
    rounded = np.round((middles[:, None, :] + corners[None, :, :]) / unit) * unit
    made: Objects = shapely.polygons(rounded)
    return made

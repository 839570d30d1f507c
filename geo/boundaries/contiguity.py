"""Contiguity: which areas touch, at an edge or at a corner (queen contiguity).

In a coverage on a grid two areas touch where they share a vertex, so the graph is a sort of
vertices and needs no geometry test.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from geo.arrays import Floats, Ints
from geo.boundaries.topology import number_vertices
from geo.errors import IntegrityError
from geo.files import replacing
from geo.settings import data_dir
from geo.tables import checked

Pairs = npt.NDArray[np.int64]


def build(outlines: npt.NDArray[np.object_]) -> Pairs:
    """Find all pairs of touching areas.

    Parameters
    ----------
    outlines
        A valid coverage on the grid of `geo.boundaries.outlines`, in EPSG:27700.

    Returns
    -------
    pairs
        Positions of the two areas, the smaller first, in order: shape (pairs, 2). An area without
        neighbours is in none.
    """
    vertices, area = shapely.get_coordinates(outlines, return_index=True)
    ids, _ = number_vertices(vertices)
    both = _distinct(ids * len(outlines) + area)
    vertex, area = both // len(outlines), both % len(outlines)
    found, distance = [], 1
    while True:
        same = vertex[distance:] == vertex[:-distance]
        if not same.any():
            break
        found.append(_distinct(area[:-distance][same] * len(outlines) + area[distance:][same]))
        distance += 1
    keys = _distinct(np.concatenate([np.empty(0, np.int64), *found]))
    return np.stack([keys // len(outlines), keys % len(outlines)], axis=1)


def _distinct(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Sort and drop repeats: many times faster here than `np.unique`, which hashes first."""
    keys = np.sort(keys)
    return keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]


def store(pairs: Pairs, name: str, root: Path) -> None:
    """Store the contiguity of a geography, as `load` reads it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.table(
        {side: pairs[:, at].astype("uint16") for at, side in enumerate(("one", "other"))}
    )
    with replacing(root / "boundaries" / f"contiguity_{name}.parquet") as temporary:
        pq.write_table(content, temporary, compression="zstd", compression_level=12)


def load(name: str, root: Path | None = None) -> Pairs:
    """Load the bundled contiguity of a geography.

    Parameters
    ----------
    name
        A level that is tested (`geo.coldspots.levels`); positions are those of the codes in order.

    Raises
    ------
    IntegrityError
        If the file is missing or cannot be read.
    """
    import pyarrow.parquet as pq

    path = checked((root or data_dir()) / "boundaries" / f"contiguity_{name}.parquet")
    try:
        table = pq.read_table(path)
    except (OSError, ValueError) as error:
        raise IntegrityError(
            f"{path.name}: the bundled contiguity cannot be read ({str(error).splitlines()[0]}). "
            "Restore the data folder from the repository."
        ) from error
    columns = [table.column(side).to_numpy().astype(np.int64) for side in ("one", "other")]
    return np.stack(columns, axis=1)


def isolates(pairs: Pairs, count: int) -> Pairs:
    """Return the positions of the areas, out of `count`, that touch no other."""
    return np.setdiff1d(np.arange(count), pairs.ravel())


def components(pairs: Pairs, count: int) -> int:
    """Count the groups of areas that hang together; an isolate is one."""
    return int(_parts(pairs, count).max(initial=-1)) + 1


def _parts(pairs: Pairs, count: int) -> Ints:
    """Return the number of the group that each area hangs together with: shape (count,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs), np.int8)
    links = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1])


def join_parts(pairs: Pairs, points: Floats, links: int = 3) -> Pairs:
    """Link each smaller part of a graph to the largest, where they lie nearest to each other.

    An island, or an area all of whose neighbours are missing, has nothing to be compared with. It
    is given the nearest areas instead, as `libpysal.weights.attach_islands` gives an isolate one.

    Parameters
    ----------
    pairs
        Positions of areas that touch, each pair once, the smaller first: shape (pairs, 2).
    points
        Where each area lies, in metres (EPSG:27700): shape (areas, 2), none missing.
    links
        How many links each smaller part gets: the shortest from any of its areas to any of the
        largest part.

    Returns
    -------
    pairs
        The given pairs and the links, in order. With at least as many areas in the largest part as
        links, all areas hang together.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [9.0, 0.0]])
    >>> join_parts(np.array([[0, 1], [1, 2]]), points, links=2).tolist()
    [[0, 1], [1, 2], [1, 3], [2, 3]]
    """
    from scipy.spatial import KDTree

    parts = _parts(pairs, len(points))
    sizes = np.bincount(parts)
    main = np.flatnonzero(parts == sizes.argmax())
    tree = KDTree(points[main])
    found = [pairs]
    for part in np.flatnonzero(np.arange(len(sizes)) != sizes.argmax()):
        own = np.flatnonzero(parts == part)
        count = min(links, len(main))
        distance, at = (near.reshape(len(own), count) for near in tree.query(points[own], k=count))
        nearest = np.argsort(distance, axis=None, kind="stable")[:count]
        found.append(np.stack([np.repeat(own, count)[nearest], main[at.ravel()[nearest]]], axis=1))
    return np.unique(np.sort(np.concatenate(found), axis=1), axis=0)

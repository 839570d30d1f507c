"""Windows: which nodes count as the surroundings of each, by touching, number or distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geo.arrays import Flags, Floats, Ints
from geo.boundaries import Pairs
from geo.errors import BadInputError

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Windows:
    """Neighbours of each node, itself not among them."""

    links: csr_array
    """1 where the node of the column is a neighbour of that of the row: shape (nodes, nodes)."""

    @property
    def sizes(self) -> Ints:
        """Number of neighbours of each node."""
        return np.diff(self.links.indptr).astype(np.int64)

    def sums(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Sum the neighbours' values of each node; exact for whole numbers."""
        return self.links.astype(values.dtype) @ values

    def among(self, kept: Flags) -> Windows:
        """Leave out nodes, as neighbours too."""
        return Windows(self.links[kept][:, kept])


def _made(rows: Ints, columns: Ints, count: int) -> Windows:
    # One sort of whole numbers takes half the time that scipy needs to put a matrix in order.
    from scipy.sparse import csr_array

    rows, columns = np.divmod(np.sort(rows * count + columns), count)
    begins = np.searchsorted(rows, np.arange(count + 1))
    return Windows(csr_array((np.ones(len(rows), np.int8), columns, begins), shape=(count, count)))


def touching(pairs: Pairs, count: int) -> Windows:
    """Make windows of touching nodes.

    Examples
    --------
    >>> touching(np.array([[0, 1], [1, 2]]), 3).sizes.tolist()
    [1, 2, 1]
    """
    one, other = pairs[:, 0], pairs[:, 1]
    return _made(np.concatenate([one, other]), np.concatenate([other, one]), count)


def nearest(points: Floats, number: int) -> Windows:
    """Make windows of the nearest nodes; of equally near ones, those first in order.

    Parameters
    ----------
    points
        Easting and northing in metres (EPSG:27700): shape (nodes, 2).
    number
        Neighbours of each node.

    Raises
    ------
    BadInputError
        If there are not more nodes than that.
    """
    from scipy.spatial import KDTree

    count = len(points)
    if number >= count:
        raise BadInputError(f"{count:,} nodes cannot each have {number} others. Test more areas.")
    tree, asked = KDTree(points), number + 1
    while True:
        asked = min(2 * asked - number, count)
        away, near = tree.query(points, k=asked)
        # A tie at the end may go on beyond it.
        if asked == count or (away[:, -1] > away[:, number] * (1 + 1e-9)).all():
            break
    rows, columns = np.repeat(np.arange(count), asked), near.ravel()
    apart = np.linalg.norm(points[rows] - points[columns], axis=1)
    other = rows != columns
    rows, columns, apart = rows[other], columns[other], apart[other]
    order = np.lexsort((columns, apart, rows))
    rows, columns = rows[order], columns[order]
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    return _made(rows[place < number], columns[place < number], count)


def within_distance(points: Floats, distance_m: float) -> Windows:
    """Make windows of all nodes within a straight distance.

    Parameters
    ----------
    points
        Easting and northing in metres (EPSG:27700): shape (nodes, 2).
    distance_m
        The distance, in metres.
    """
    from scipy.spatial import KDTree

    pairs = KDTree(points).query_pairs(distance_m, output_type="ndarray").astype(np.int64)
    return touching(pairs, len(points))

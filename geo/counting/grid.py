"""Whose each square cell's middle is, and which borders are crossed from there to a point.

Outlines have their vertices on a grid of `1 / SNAP_PER_M`, so that metres from the middle of a cell
lose no digit, not in single precision either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.arrays import Floats
from geo.settings import SNAP_PER_M

CELL_M = 100.0
NEAR_M = 0.001
"""A point this near a border is looked up in the outlines: far more than rounding can amount to."""
NOWHERE = 65_535
"""Number of no area."""
ASK = 65_534
"""Number of what only the outlines can tell."""
_WIDER_M = 0.01
"""Borders this near a cell are listed with those that cross it."""
_ONE = float(1 << 20)
"""Added to the number of each area, so that a sum of them tells of how many it is."""
_AT_ONCE = 200_000
"""Borders listed at once: all of them would take 200 MB more."""
_MIX = np.uint64(0x9E3779B97F4A7C15)

Numbers = npt.NDArray[np.uint16]
Whole = npt.NDArray[np.int64]
Narrow = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Borders:
    """Straight pieces of border, each once, whoever shares it."""

    ends: Floats
    """Metres (EPSG:27700): shape (n, 4), from x, y to x, y."""
    steps: Floats
    """What a step across it, from its right to its left, adds to the sum of areas one is in."""


def borders_of(outlines: npt.NDArray[np.object_]) -> Borders:
    """List the borders of areas, those that two areas share once.

    Examples
    --------
    >>> west, east = shapely.box([0, 1], 0, [1, 2], 1)
    >>> shared = borders_of(np.array([west, east]))
    >>> len(shared.ends), np.abs(shared.steps).astype(int).tolist().count(1)
    (7, 1)
    """
    areas, area = shapely.get_parts(outlines, return_index=True)
    rings, part = shapely.get_rings(areas, return_index=True)
    outer = np.append(True, part[1:] != part[:-1])
    # An area is on the left of its outer ring, if that goes anticlockwise, and of a hole that does
    # not.
    side = np.where(shapely.is_ccw(rings) == outer, 1.0, -1.0)
    inner = side * (_ONE + area[part])
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    snapped = (vertices * SNAP_PER_M).astype(np.int64)
    key = (snapped[:, 0] << 32) | snapped[:, 1]
    begin = np.flatnonzero(ring[1:] == ring[:-1])
    turned = key[begin] > key[begin + 1]
    begin, end = begin + turned, begin + 1 - turned
    steps = np.where(turned, -inner[ring[begin]], inner[ring[begin]])
    low, high = key[begin], key[end]
    # The same pieces come after one another by any number that is made of both ends.
    mixed = low.astype(np.uint64) * _MIX + high.astype(np.uint64)
    order = _order((mixed >> np.uint64(24)).astype(np.int64))
    low, high = low[order], high[order]
    fresh = np.append(True, (low[1:] != low[:-1]) | (high[1:] != high[:-1]))
    first = np.flatnonzero(fresh)
    # The sum of each to where one of them was: neighbours in space stay together.
    kept, one = np.zeros(len(order), bool), order[first]
    kept[one], steps[one] = True, np.add.reduceat(steps[order], first)
    begin, end = begin[kept], end[kept]
    return Borders(np.hstack([vertices[begin], vertices[end]]), steps[kept])


class Grid:
    """Square cells over areas: whose the middle of each is, and the borders that cross it."""

    def __init__(self, outlines: npt.NDArray[np.object_]) -> None:
        west, south, east, north = shapely.total_bounds(outlines)
        self.corner = np.floor(np.array([west, south]) / CELL_M) - 1
        self.shape = np.ceil(np.array([east, north]) / CELL_M) + 1 - self.corner
        self.columns, rows = self.shape.astype(np.int64).tolist()
        borders = borders_of(outlines)
        ends = borders.ends - np.tile((self.corner + 0.5) * CELL_M, 2)
        self.cells = _middles(ends, borders.steps, rows, self.columns)
        self._list(ends, borders.steps)

    def _list(self, ends: Floats, steps: Floats) -> None:
        """List the borders of each cell, and number the cells that have any."""
        some = [
            _crossed(ends[first : first + _AT_ONCE], self.columns, first)
            for first in range(0, len(ends), _AT_ONCE)
        ]
        cell, border = (np.concatenate(parts) for parts in zip(*some, strict=True))
        order = _order(cell.astype(np.int64))
        cell, border = cell[order], border[order]
        begins = np.flatnonzero(np.diff(cell, prepend=-1))
        self.first = np.append(begins, len(cell))
        self.steps = steps[border]
        self.ends = np.empty((len(cell), 4), np.float32)
        edge = cell[begins]
        self.middle = self.cells[edge].astype(np.uint16)
        for first in range(0, len(cell), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            row, column = np.divmod(cell[part], self.columns)
            from_middle = ends[border[part]]
            from_middle[:, ::2] -= (column * CELL_M)[:, None]
            from_middle[:, 1::2] -= (row * CELL_M)[:, None]
            self.ends[part] = from_middle
            ax, ay, bx, by = from_middle.T
            on_line = np.abs(ax * by - ay * bx) < NEAR_M * np.hypot(bx - ax, by - ay)
            self.middle[np.searchsorted(edge, cell[part][on_line])] = ASK
        self.cells[edge] = -1 - np.arange(len(edge), dtype=np.int32)

    def find(self, points: Floats) -> Numbers:
        """Find the position of each point's area, `NOWHERE`, or `ASK` where a border is too near.

        Parameters
        ----------
        points
            Metres (EPSG:27700): shape (n, 2). NaN is nowhere.
        """
        found = np.full(len(points), NOWHERE, np.uint16)
        with np.errstate(invalid="ignore"):
            at = np.floor(points / CELL_M) - self.corner
            inside = np.flatnonzero(((at >= 0) & (at < self.shape)).all(axis=1))
        at = at[inside]
        column, row = at.astype(np.int64).T
        known = self.cells[row * self.columns + column]
        edge = np.flatnonzero(known < 0)
        middle = (at[edge] + self.corner + 0.5) * CELL_M
        known[edge] = self._walk(-1 - known[edge], points[inside[edge]] - middle)
        found[inside] = known
        return found

    def _walk(self, edge: Narrow, points: Floats) -> Narrow:
        """Go from the middle of a cell straight to a point in it, across the borders in between.

        Parameters
        ----------
        edge
            The number of each point's cell among those that have borders.
        points
            Metres from the middle of it.
        """
        begin = self.first[edge]
        which, pair = _ranges(begin, self.first[edge + 1] - begin)
        x, y = points[:, 0][which], points[:, 1][which]
        ax, ay, bx, by = self.ends[pair].astype(np.float64).T
        # Twice the areas of triangles of the middle, the point and either end: their signs say on
        # which side of the way the ends are.
        first, last = y * ax - x * ay, y * bx - x * by
        reach = NEAR_M * CELL_M
        maybe = (np.minimum(first, last) <= reach) & (np.maximum(first, last) >= -reach)
        some = np.flatnonzero(maybe)
        which, pair, first, last = which[some], pair[some], first[some], last[some]
        ax, ay, bx, by = ax[some], ay[some], bx[some], by[some]
        # The same of a border with the middle, and with the point.
        middle = ax * by - ay * bx
        point = middle + last - first
        across = ((first > 0) != (last > 0)) & ((middle > 0) != (point > 0))
        step = np.where(point > 0, self.steps[pair], -self.steps[pair])[across]
        start = self.middle[edge]
        sums = np.bincount(which[across], step, len(points))
        sums = sums + np.where(start == NOWHERE, 0.0, start + _ONE)
        found = _owner(sums)
        found[start == ASK] = ASK
        found[which[np.abs(point) < NEAR_M * np.hypot(bx - ax, by - ay)]] = ASK
        return found


def _order(numbers: Whole) -> Whole:
    """Return the order of whole numbers from 0 to 2**40, the first of like ones first.

    Sorting each with its place behind it takes half the time of `numpy.argsort`.
    """
    bits = len(numbers).bit_length()
    return np.sort((numbers << bits) | np.arange(len(numbers))) & ((1 << bits) - 1)


def _owner(sums: npt.NDArray[Any]) -> Narrow:
    """Return the one area that each sum is of: `NOWHERE` of none, `ASK` of several."""
    return np.where(sums == 0, NOWHERE, np.where(sums < 2 * _ONE, sums - _ONE, ASK)).astype(
        np.int32
    )


def _ranges(begin: Whole, size: Whole) -> tuple[Whole, Whole]:
    """Write ranges out: the number of the range that each is of, and what is in it.

    Examples
    --------
    >>> [one.tolist() for one in _ranges(np.array([5, 9]), np.array([2, 1]))]
    [[0, 0, 1], [5, 6, 9]]
    """
    which = np.repeat(np.arange(len(size)), size)
    before = np.cumsum(size) - size
    return which, np.arange(len(which)) + (begin - before)[which]


def _middles(ends: Floats, steps: Floats, rows: int, columns: int) -> Narrow:
    """Find whose the middle of every cell is, row after row, by the borders west of it."""
    ax, ay, bx, by = (ends / CELL_M).T
    low = np.ceil(np.minimum(ay, by)).astype(np.int64)
    high = np.ceil(np.maximum(ay, by)).astype(np.int64)
    which, row = _ranges(low, high - low)
    slope = (bx - ax)[which] / (by - ay)[which]
    column = np.ceil(ax[which] + (row - ay[which]) * slope).astype(np.int64)
    step = np.where((by > ay)[which], -steps[which], steps[which])
    order = _order(row * columns + column)
    at = (row * columns + column)[order]
    # A border holds from its cell to that of the next: east of the last of a row is no area.
    owner = _owner(np.cumsum(step[order]))
    return np.repeat(
        np.append(np.int32(NOWHERE), owner), np.diff(at, prepend=0, append=rows * columns)
    )


def _crossed(ends: Floats, columns: int, first_border: int) -> tuple[Narrow, Narrow]:
    """List which cells each border crosses or nearly does: cells, and the border of each."""
    ax, ay, bx, by = ends.T
    low, high = np.minimum(ay, by) - _WIDER_M, np.maximum(ay, by) + _WIDER_M
    first = np.floor(low / CELL_M + 0.5).astype(np.int64)
    border, row = _ranges(first, np.floor(high / CELL_M + 0.5).astype(np.int64) - first + 1)
    ax, ay, bx, by = ax[border], ay[border], bx[border], by[border]
    rise = by - ay
    level = rise == 0
    rise[level] = 1.0
    # The part of it in each row, a little longer.
    reach = CELL_M / 2 + _WIDER_M
    one = np.clip((row * CELL_M - reach - ay) / rise, 0, 1)
    other = np.clip((row * CELL_M + reach - ay) / rise, 0, 1)
    one[level], other[level] = 0, 1
    one, other = ax + one * (bx - ax), ax + other * (bx - ax)
    west, east = np.minimum(one, other) - _WIDER_M, np.maximum(one, other) + _WIDER_M
    first = np.floor(west / CELL_M + 0.5).astype(np.int64)
    which, column = _ranges(first, np.floor(east / CELL_M + 0.5).astype(np.int64) - first + 1)
    cell = row[which] * columns + column
    return cell.astype(np.int32), (first_border + border[which]).astype(np.int32)

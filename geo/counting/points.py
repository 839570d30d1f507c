"""Many points to neighbourhoods: a grid says which need an exact look, the outlines decide."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from geo import tables
from geo.arrays import Floats
from geo.boundaries import outlines as boundaries
from geo.places import postcodes
from geo.publishers.ons.people import postcode_letters, postcode_package, read_postcodes

CELL_M = 100.0
NOWHERE = 65_535
"""Number of no neighbourhood."""
_UNKNOWN, _EDGE = 65_534, 65_533
_AT_ONCE = 2_000
"""Outlines cut into pieces at once: all of them would take half a gigabyte."""

Numbers = npt.NDArray[np.uint16]


class Grid:
    """Square cells over England and Wales; those that no border touches lie in one neighbourhood.

    The first point in such a cell is looked up in the outlines and the rest follow it; points in
    the other cells are all looked up. A point on a border is in one of its neighbours.
    """

    def __init__(self, root: Path | None) -> None:
        self.outlines = boundaries.load("lsoa21", root).geometry.to_numpy()
        west, south, east, north = shapely.total_bounds(self.outlines)
        self.corner = np.floor(np.array([west, south]) / CELL_M).astype(np.int64) - 1
        self.shape = np.ceil(np.array([east, north]) / CELL_M).astype(np.int64) + 1 - self.corner
        self.cells = np.full(int(self.shape.prod()), _UNKNOWN, np.uint16)
        self._mark()
        shapely.prepare(self.outlines)
        self.tree = shapely.STRtree(self.outlines)

    def _mark(self) -> None:
        """Mark every cell that a piece of border, half a cell long at most, may touch."""
        for first in range(0, len(self.outlines), _AT_ONCE):
            # Islands too: of an outline in several parts, no ring is given at once.
            rings = shapely.get_rings(shapely.get_parts(self.outlines[first : first + _AT_ONCE]))
            pieces, ring = shapely.get_coordinates(
                shapely.segmentize(rings, CELL_M / 2), return_index=True
            )
            column, row = (np.floor(pieces / CELL_M).astype(np.int64) - self.corner).T
            start = np.flatnonzero(ring[1:] == ring[:-1])
            for one in (start, start + 1):
                for other in (start, start + 1):
                    self.cells[row[one] * self.shape[0] + column[other]] = _EDGE

    def find(self, points: Floats) -> Numbers:
        """Find the position of each point's neighbourhood in code order, or `NOWHERE`.

        Parameters
        ----------
        points
            Metres (EPSG:27700): shape (n, 2). NaN is nowhere.
        """
        found = np.full(len(points), NOWHERE, np.uint16)
        with np.errstate(invalid="ignore"):
            at = np.floor(points / CELL_M) - self.corner
            inside = np.flatnonzero(((at >= 0) & (at < self.shape)).all(axis=1))
        column, row = at[inside].astype(np.int64).T
        cell = row * self.shape[0] + column
        # Neighbours in space come after one another: what one look-up reads, the next finds.
        order = np.argsort(cell, kind="stable")
        inside, cell = inside[order], cell[order]
        known = self.cells[cell]
        edge = inside[known == _EDGE]
        found[edge] = self._look(points[edge])
        new = known == _UNKNOWN
        cells, first = np.unique(cell[new], return_index=True)
        self.cells[cells] = self._look(points[inside[new][first]])
        plain = known != _EDGE
        found[inside[plain]] = self.cells[cell[plain]]
        return found

    def _look(self, points: Floats) -> Numbers:
        found = np.full(len(points), NOWHERE, np.uint16)
        point, area = self.tree.query(shapely.points(points))
        hit = shapely.intersects_xy(self.outlines[area], points[point, 0], points[point, 1])
        # Backwards, so that on a border the first neighbour in code order stays.
        found[point[hit][::-1]] = area[hit][::-1]
        return found


class Directory:
    """Every postcode's neighbourhood, sorted to be searched."""

    def __init__(self, root: Path | None) -> None:
        folder, _ = postcode_package()
        letters = postcode_letters(folder)
        stored = tables.load("postcodes", ["lsoa21"], root)["lsoa21"].to_numpy()
        codes = np.concatenate(
            [read_postcodes(folder, one)["postcode"].to_numpy().astype("S7") for one in letters]
        )
        order = np.argsort(codes)
        self.codes, self.areas = codes[order], stored[order].astype(np.uint16)

    def find(self, codes: list[str]) -> Numbers:
        """Find the position of each postcode's neighbourhood, or `NOWHERE`; in any spelling."""
        plain = [postcodes.plain(code)[:8] for code in codes]
        asked = np.array([code if len(code) <= 7 else "" for code in plain], dtype="S7")
        at = np.minimum(np.searchsorted(self.codes, asked), len(self.codes) - 1)
        return np.where(self.codes[at] == asked, self.areas[at], NOWHERE).astype(np.uint16)


@lru_cache(maxsize=1)
def grid(root: Path | None) -> Grid:
    """Return the grid, made once in a process."""
    return Grid(root)


@lru_cache(maxsize=1)
def directory(root: Path | None) -> Directory:
    """Return the directory of postcodes, made once in a process."""
    return Directory(root)

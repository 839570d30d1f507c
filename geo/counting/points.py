"""Many points and postcodes to neighbourhoods."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely

from geo import tables
from geo.arrays import Floats
from geo.boundaries import outlines as boundaries
from geo.counting.grid import ASK, NOWHERE, Grid, Numbers
from geo.places import postcodes
from geo.publishers.ons.people import postcode_letters, postcode_package, read_postcodes


class Places:
    """The neighbourhoods of England and Wales, which points are asked for.

    The grid knows nearly all; what is too near a border is looked up in the outlines. A point on a
    border is in one of its neighbours.
    """

    def __init__(self, root: Path | None) -> None:
        self.outlines = boundaries.load_stored("lsoa21", root).all()
        self.grid = Grid(self.outlines)
        self.tree: shapely.STRtree | None = None

    def find(self, points: Floats) -> Numbers:
        """Find the position of each point's neighbourhood in code order, or `NOWHERE`.

        Parameters
        ----------
        points
            Metres (EPSG:27700): shape (n, 2). NaN is nowhere.
        """
        found = self.grid.find(points)
        ask = np.flatnonzero(found == ASK)
        found[ask] = self._look(points[ask])
        return found

    def _look(self, points: Floats) -> Numbers:
        if self.tree is None:
            self.tree = shapely.STRtree(self.outlines)
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
def places(root: Path | None) -> Places:
    """Return the neighbourhoods, made ready once in a process."""
    return Places(root)


@lru_cache(maxsize=1)
def directory(root: Path | None) -> Directory:
    """Return the directory of postcodes, made once in a process."""
    return Directory(root)

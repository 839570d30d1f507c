"""What it costs to get from where people live to a site: straight lines, estimates, given tables.

Whatever gives costs has one method, `between(origins, sites, limit)`, and hands back `Costs`; reach
and catchment scores ask for nothing else, so a source of journey times can stand beside these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from geo.arrays import Floats, Ints
from geo.errors import BadInputError, first_of
from geo.stops import look

if TYPE_CHECKING:
    from scipy.sparse import csr_array

KM = "km"
MINUTES = "min"
BY_MODE = {"drive": "by car", "walk": "on foot", "cycle": "by bicycle"}
"""Ways to travel, in words."""
MOST_PAIRS = 10_000_000
"""Pairs of an area and a site within the limit, at most: 12 bytes each. All sites that teach higher
education, and all of England within 50 km, are 3.6 million."""
AT_ONCE = 250_000
"""Pairs that are worked on together, so that no step needs more than some megabytes."""
_M_PER_KM = 1_000.0


@dataclass(frozen=True, eq=False)
class Costs:
    """Costs between areas and sites, as far as a limit reaches."""

    areas: pd.Index
    """Codes of the areas, in the order of the rows."""
    sites: pd.Index
    """Ids of the sites, in the order of the columns."""
    within: csr_array
    """Cost of each pair within the limit, in `unit`; a stored 0 is a cost of 0, and what is not
    stored is beyond the limit: shape (areas, sites)."""
    nearest: Ints
    """Column of the cheapest site of each area, within the limit or not, -1 where none is known;
    of equally cheap ones the first: shape (areas,)."""
    nearest_cost: Floats
    """Its cost in `unit`, NaN where none is known: shape (areas,)."""
    limit: float
    """Greatest cost that counts as within, itself included."""
    unit: str
    """Such as `"km"`."""
    provenance: str
    """Where the costs come from, in words."""
    by: str = ""
    """How people travel, as in "by car"; empty where it is a distance or not known."""

    def pairs(self) -> tuple[Ints, Ints, Floats]:
        """Return row, column and cost of every pair within the limit."""
        rows = np.repeat(np.arange(len(self.areas)), np.diff(self.within.indptr))
        return rows, self.within.indices.astype(np.int64), self.within.data

    def blocks(self) -> Iterator[tuple[slice, csr_array]]:
        """Yield the matrix in parts: some areas, in order, and their rows.

        What needs a figure for each pair makes it for one part after another.
        """
        from scipy.sparse import csr_array

        begins = self.within.indptr
        for some in _together(np.diff(begins)):
            first, last = begins[some.start], begins[some.stop]
            parts = (
                self.within.data[first:last],
                self.within.indices[first:last],
                begins[some.start : some.stop + 1] - first,
            )
            yield some, csr_array(parts, shape=(some.stop - some.start, self.within.shape[1]))


class CostSource(Protocol):
    """Anything that tells costs."""

    @property
    def unit(self) -> str:
        """Unit of what it tells."""
        ...

    def between(self, origins: pd.DataFrame, sites: pd.DataFrame, limit: float) -> Costs:
        """Find the costs from origins to sites.

        Parameters
        ----------
        origins, sites
            By code and by id: `easting_m` and `northing_m` (EPSG:27700).
        limit
            Greatest cost that counts as within, in its own unit.
        """
        ...


@dataclass(frozen=True)
class Limited:
    """What tells the costs, and how far counts as within."""

    source: CostSource
    limit: float
    """In the unit of the source."""


@dataclass(frozen=True, eq=False)
class KnownCosts:
    """Costs that were asked for once: of some areas, and of sites any of which may be left out."""

    costs: Costs

    @property
    def unit(self) -> str:
        """Unit of what was told."""
        return self.costs.unit

    def between(self, origins: pd.DataFrame, sites: pd.DataFrame, limit: float) -> Costs:
        """Return the costs of the pairs that are known; of other areas nothing is within.

        Parameters
        ----------
        origins, sites, limit
            As in `CostSource`; the limit is at most the one that was asked for. The nearest site is
            known where one is within it.
        """
        check_limit(limit, self.unit)
        rows, columns, cost = self.costs.pairs()
        row = origins.index.get_indexer(self.costs.areas)[rows]
        column = sites.index.get_indexer(self.costs.sites)[columns]
        known = (row >= 0) & (column >= 0)
        row, column, cost = row[known].astype(np.int64), column[known].astype(np.int64), cost[known]
        order = np.lexsort((column, cost, row))
        first, at = np.unique(row[order], return_index=True)
        nearest, away = np.full(len(origins), -1, np.int64), np.full(len(origins), np.nan)
        nearest[first], away[first] = column[order][at], cost[order][at]
        made = made_costs(
            origins.index, sites.index, row, column, cost, nearest, away, limit, self.unit,
            self.costs.provenance,
        )  # fmt: skip
        return replace(made, by=self.costs.by)


@dataclass(frozen=True)
class StraightLine:
    """Straight distance in km, or that times a circuity, which is an estimate of a way by road.

    Planar distance in EPSG:27700 is within 0.04% of that on the ground, up to 20 km.

    Examples
    --------
    >>> homes = pd.DataFrame({"easting_m": [0, 0], "northing_m": [0, 9000]}, index=["A", "B"])
    >>> site = pd.DataFrame({"easting_m": [3000], "northing_m": [4000]}, index=["s"])
    >>> costs = StraightLine().between(homes, site, 5)
    >>> costs.within.toarray().tolist(), costs.nearest_cost.round(2).tolist()
    ([[5.0], [0.0]], [5.0, 5.83])
    """

    circuity: float = 1.0
    """How much longer the way is than the line: 1 for the line itself."""
    unit: str = KM

    def __post_init__(self) -> None:
        """Refuse a way that would be shorter than the line."""
        if not 1 <= self.circuity <= 10:
            raise BadInputError(
                f"A circuity of {self.circuity:g} is not between 1 (the straight line) and 10. "
                "Roads in England are commonly taken as 1.2 to 1.4 times the line."
            )

    def between(self, origins: pd.DataFrame, sites: pd.DataFrame, limit: float) -> Costs:
        """Find the distances from origins to sites, in km, as a `CostSource` does.

        Raises
        ------
        BadInputError
            If the limit is none, a point has no coordinates, or more than `MOST_PAIRS` pairs are
            within the limit.
        """
        from scipy.sparse import csr_array

        check_limit(limit, self.unit)
        here, there = _points(origins), _points(sites)
        line_m = limit * _M_PER_KM / self.circuity
        scale = self.circuity / _M_PER_KM
        most = limit * (1 + 1e-12)
        if len(here) and len(there):
            # A hair more is looked for than the limit, which is then applied to the same numbers
            # that a reader sees: 10 km exactly is within 10 km.
            matrix = _lines(here, there, line_m * (1 + 1e-9) + 1e-6, scale, most, self.unit)
            away, nearest = _nearest(here, there)
        else:
            matrix = csr_array((len(here), len(there)))
            nearest, away = np.full(len(here), -1, np.int64), np.full(len(here), np.nan)
        return Costs(
            origins.index, sites.index, matrix, nearest, away * scale, limit, self.unit, self.words
        )

    @property
    def words(self) -> str:
        """Return what the costs are."""
        line = "straight-line distance from where an area's people live, in km"
        if self.circuity == 1:
            return line
        return f"estimate: {line}, times a circuity of {self.circuity:g}; not a measured way"


def check_limit(limit: float, unit: str) -> None:
    """Refuse a limit that is no positive number."""
    if not (np.isfinite(limit) and limit > 0):
        raise BadInputError(f"A limit of {limit:g} {unit} reaches nobody. Give more than 0.")


def _points(table: pd.DataFrame) -> Floats:
    points = table[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    lost = ~np.isfinite(points).all(axis=1)
    if lost.any():
        raise BadInputError(
            f"{first_of(table.index[lost])} of {len(table):,} points have no coordinates. Leave "
            "them out or place them."
        )
    return points


def _nearest(here: Floats, there: Floats) -> tuple[Floats, Ints]:
    """Find the nearest point and its distance; of equally near ones, the first in order."""
    from scipy.spatial import KDTree

    # Sites of two providers at one address are a place once, under the first of them.
    places, first = np.unique(there, axis=0, return_index=True)
    tree = KDTree(places)
    away, found = tree.query(here, k=[1, 2])
    nearest = first[found[:, 0]]
    for at in np.flatnonzero(away[:, 1] <= away[:, 0] * (1 + 1e-12)):
        nearest[at] = first[tree.query_ball_point(here[at], away[at, 0] * (1 + 1e-12))].min()
    return away[:, 0], nearest.astype(np.int64)


def _lines(
    here: Floats, there: Floats, radius_m: float, scale: float, most: float, unit: str
) -> csr_array:
    """Find the distances up to a radius, times a scale and up to the most of that.

    Areas are taken some at a time: the library's own tables of pairs take six times as much memory
    as what is kept of them.
    """
    from scipy.sparse import csr_array
    from scipy.spatial import KDTree

    tree = KDTree(there)
    if len(here) * len(there) <= AT_ONCE:
        around = np.full(len(here), len(there), np.int64)
    else:
        around = tree.query_ball_point(here, radius_m, return_length=True)
    found = int(around.sum())
    check_pairs(found, f"within {most:.6g} {unit}")
    cost, column = np.empty(found), np.empty(found, np.int32)
    begins, done = np.zeros(len(here) + 1, np.int32), 0
    for some in _together(around):
        look()
        pairs = KDTree(here[some]).sparse_distance_matrix(tree, radius_m, output_type="ndarray")
        away = pairs["v"] * scale
        kept = away <= most
        row, to, away = pairs["i"][kept], pairs["j"][kept], away[kept]
        order = np.argsort(row * len(there) + to)
        cost[done : done + len(to)], column[done : done + len(to)] = away[order], to[order]
        counts = np.bincount(row, minlength=some.stop - some.start)
        begins[some.start + 1 : some.stop + 1] = done + np.cumsum(counts)
        done += len(to)
    return csr_array((cost[:done], column[:done], begins), shape=(len(here), len(there)))


def _together(pairs: Ints) -> Iterator[slice]:
    """Part areas into runs that have no more pairs than are worked on together."""
    ends = np.cumsum(pairs)
    first = 0
    while first < len(ends):
        before = ends[first] - pairs[first]
        last = max(int(np.searchsorted(ends, before + AT_ONCE, side="right")), first + 1)
        yield slice(first, last)
        first = last


def check_pairs(found: int, where: str, most: int | None = None) -> None:
    """Refuse more pairs than can be kept.

    Raises
    ------
    BadInputError
        With both numbers.
    """
    most = MOST_PAIRS if most is None else most
    if found > most:
        raise BadInputError(
            f"{found:,} pairs of a place and a site are {where}, and {most:,} is the most. Choose "
            "a smaller limit, a smaller place or fewer sites."
        )


def made_costs(
    areas: pd.Index,
    sites: pd.Index,
    rows: Ints,
    columns: Ints,
    cost: Floats,
    nearest: Ints,
    nearest_cost: Floats,
    limit: float,
    unit: str,
    provenance: str,
) -> Costs:
    """Build a matrix of pairs by row and column, zeros kept."""
    from scipy.sparse import csr_array

    check_pairs(len(cost), f"within {limit:g} {unit}")
    kept = cost <= limit * (1 + 1e-12)
    rows, columns, cost = rows[kept], columns[kept], cost[kept]
    order = np.argsort(rows * len(sites) + columns)
    begins = np.searchsorted(rows[order], np.arange(len(areas) + 1)).astype(np.int32)
    parts = (cost[order], columns[order].astype(np.int32), begins)
    matrix = csr_array(parts, shape=(len(areas), len(sites)))
    return Costs(areas, sites, matrix, nearest, nearest_cost, limit, unit, provenance)

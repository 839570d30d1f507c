"""Journey times as costs: a router is asked for the pairs that could be within the limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.arrays import Floats, Ints
from geo.errors import BadInputError
from geo.travel.costs import BY_MODE, MINUTES, Costs, check_limit, check_pairs, made_costs
from geo.travel.routers import BATCH, OFF_MAP_M, Mode, Router

if TYPE_CHECKING:
    from scipy.spatial import KDTree

Places = npt.NDArray[np.signedinteger]

FASTEST_KM_PER_H: dict[Mode, float] = {"drive": 110.0, "cycle": 30.0, "walk": 8.0}
"""Faster than anybody gets from door to door, so that no pair within the limit is left unasked."""


MOST_REQUESTS = 20_000
"""Requests that one question may take: more is nothing to ask of a server."""


@dataclass(frozen=True)
class Journeys:
    """Minutes from where people live to sites, by a router."""

    router: Router
    progress: Callable[[float], None] = lambda _: None
    """Called with the share that is done."""
    most_requests: int | None = None
    """Requests that one question may take; `MOST_REQUESTS` unless given."""
    unit: str = MINUTES

    def between(self, origins: pd.DataFrame, sites: pd.DataFrame, limit: float) -> Costs:
        """Find the journey times of the pairs within the limit.

        Pairs so far apart that nobody could travel between them in that time are not asked for.

        Parameters
        ----------
        origins, sites, limit
            As in `CostSource`, in minutes.

        Returns
        -------
        costs
            The nearest site is known only where one is within the limit.

        Raises
        ------
        BadInputError
            If the limit is none, or it would take more than `MOST_REQUESTS` requests.
        SourceUnavailableError
            If the router does not answer; what it answered before is kept.
        """
        from scipy.spatial import KDTree

        check_limit(limit, self.unit)
        here, there = (table[["easting_m", "northing_m"]].to_numpy() for table in (origins, sites))
        radius_m = limit / 60 * FASTEST_KM_PER_H[self.router.mode] * 1_000
        groups: list[tuple[Ints, Places]] = []
        if len(here) and len(there):
            homes = KDTree(here)
            around = homes.query_ball_point(there, radius_m, return_length=True)
            # One request holds so many pairs at most: what is far too much is not listed first.
            self._check(ceil(int(around.sum()) / BATCH**2))
            groups = list(_groups(homes, there, radius_m, around))
        requests = [ceil(len(some) / BATCH) * ceil(len(place) / BATCH) for some, place in groups]
        total, done = sum(requests), 0
        self._check(total)
        rows, columns, minutes = [], [], []
        pairs = 0
        days: list[date] = []
        homes_off, sites_off = np.zeros(len(here), np.bool_), np.zeros(len(there), np.bool_)
        for (some, place), count in zip(groups, requests, strict=True):
            part = _part(self.progress, done / total, count / total)
            found = self.router.matrix(here[place], there[some], part)
            took = found.seconds / 60
            at, to = np.nonzero(took <= limit)
            rows.append(place[at])
            columns.append(some[to])
            minutes.append(took[at, to])
            pairs += len(at)
            check_pairs(pairs, f"within {limit:g} {self.unit}")
            days += found.days
            homes_off[place] |= found.off_map[0]
            sites_off[some] |= found.off_map[1]
            done += count
        row, column = (np.concatenate([np.zeros(0, np.int64), *part]) for part in (rows, columns))
        cost = np.concatenate([np.zeros(0), *minutes])
        nearest, away = np.full(len(here), -1, np.int64), np.full(len(here), np.nan)
        order = np.lexsort((column, cost, row))
        first, at = np.unique(row[order], return_index=True)
        nearest[first], away[first] = column[order][at], cost[order][at]
        asked = self.router.provenance(min(days), max(days)) if days else "nobody: all are too far"
        words = f"journey times in minutes by {asked}"
        far_m = OFF_MAP_M[self.router.mode]
        words += _off_map(int(homes_off.sum()), int(sites_off.sum()), far_m)
        costs = made_costs(
            origins.index, sites.index, row, column, cost, nearest, away, limit, self.unit, words
        )
        return replace(costs, by=BY_MODE[self.router.mode])

    def _check(self, total: int) -> None:
        """Refuse more requests than may be made."""
        most = MOST_REQUESTS if self.most_requests is None else self.most_requests
        if total > most:
            raise BadInputError(
                f"This would take {total:,} requests to the router, and {most:,} is the most. Give "
                "fewer minutes, or fewer institutions and sites."
            )


def _off_map(homes: int, sites: int, far_m: int) -> str:
    """Return how many points the router has no way near, in words; empty where there are none."""
    named = [(homes, "area", "areas"), (sites, "site", "sites")]
    parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in named if count]
    if not parts:
        return ""
    return (
        f"; {' and '.join(parts)} more than {far_m:,} m from any way of the router's map "
        "count as out of range"
    )


def _part(
    progress: Callable[[float], None], before: float, share: float
) -> Callable[[float], None]:
    """Return what a part of the work means for all of it."""
    return lambda done: progress(before + done * share)


def _groups(
    homes: KDTree, there: Floats, radius_m: float, around: Ints
) -> Iterator[tuple[Ints, Places]]:
    """Put sites with much the same homes around them into one question.

    Yields
    ------
    sites, homes
        Positions. Together they ask for at most twice the pairs that could be within the limit.
    """
    asked = np.flatnonzero(around)
    for begin in range(0, len(asked), BATCH):
        some = asked[begin : begin + BATCH]
        near = [
            np.sort(np.array(one, np.int32))
            for one in homes.query_ball_point(there[some], radius_m)
        ]
        whole = np.unique(np.concatenate(near))
        if len(whole) * len(some) <= 2 * int(around[some].sum()):
            yield some, whole
            continue
        for site, its in zip(some, near, strict=True):
            yield np.array([site], np.int64), its

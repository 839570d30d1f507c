"""Journey times as costs: a router is asked for the pairs that could be within the limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from geo.costs import Costs, check_limit, made_costs
from geo.routers import Mode, Router

MINUTES = "min"
FASTEST_KM_PER_H: dict[Mode, float] = {"drive": 110.0, "cycle": 30.0, "walk": 8.0}
"""Faster than anybody gets from door to door, so that no pair within the limit is left unasked."""


@dataclass(frozen=True)
class Journeys:
    """Minutes from where people live to sites, by a router."""

    router: Router
    told: Callable[[float], None] = lambda _: None
    """Called with the share that is done."""
    unit: str = MINUTES

    def between(self, origins: pd.DataFrame, sites: pd.DataFrame, limit: float) -> Costs:
        """Find the journey times of the pairs within the limit.

        Parameters
        ----------
        origins, sites
            By code and by id: `easting_m` and `northing_m` (EPSG:27700).
        limit
            Greatest journey that counts as within, in minutes. Pairs so far apart that nobody
            could travel between them in that time are not asked for.

        Returns
        -------
        costs
            The nearest site is known only where one is within the limit.

        Raises
        ------
        BadInputError
            If the limit is none.
        SourceUnavailableError
            If the router does not answer; what it answered before is kept.
        """
        check_limit(limit, self.unit)
        here, there = (table[["easting_m", "northing_m"]].to_numpy() for table in (origins, sites))
        radius_m = limit / 60 * FASTEST_KM_PER_H[self.router.mode] * 1_000
        near = KDTree(here).query_ball_point(there, radius_m) if len(here) and len(there) else []
        rows, columns, minutes, provenance = [], [], [], self.router.provenance()
        for site, around in enumerate(near):
            if around:
                place = np.array(sorted(around), np.int64)
                found = self.router.matrix(here[place], there[site : site + 1])
                took = found.seconds[:, 0] / 60
                known = np.isfinite(took) & (took <= limit)
                rows.append(place[known])
                columns.append(np.full(int(known.sum()), site, np.int64))
                minutes.append(took[known])
            self.told((site + 1) / len(near))
        row, column = (np.concatenate([np.zeros(0, np.int64), *part]) for part in (rows, columns))
        cost = np.concatenate([np.zeros(0), *minutes])
        nearest, away = np.full(len(here), -1, np.int64), np.full(len(here), np.nan)
        order = np.lexsort((column, cost, row))
        first, at = np.unique(row[order], return_index=True)
        nearest[first], away[first] = column[order][at], cost[order][at]
        words = f"journey times in minutes by {provenance}"
        return made_costs(
            origins.index, sites.index, row, column, cost, nearest, away, limit, self.unit, words
        )

"""Rank intervals: between which places of its nation's order an area may truly stand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Prior, fit_prior
from geo.arrays import Floats
from geo.coldspots.units import Nodes
from geo.settings import CONFIDENCE_LEVEL

DRAWS = 1_000
"""Orders that a nation might truly have, drawn to find the intervals."""


def rank_interval(
    rate: Floats,
    cohort: Floats,
    areas: npt.NDArray[np.int64],
    *,
    draws: int = DRAWS,
    seed: int = 1,
    prior: Prior | None = None,
) -> tuple[Floats, Floats]:
    """Return the 95% interval of each node's rank, 1 for the lowest true rate.

    The true rates of all nodes are drawn together, each from what is known of it (the beta-binomial
    model of `geo.areas.rates.shrink`), and put in order; the interval spans the middle 95% of the
    ranks that a node had. A node of several areas takes as many places, and its rank is the first.

    Parameters
    ----------
    rate, cohort
        Of each node: shape (nodes,), none missing.
    areas
        How many areas share each node.
    draws, seed
        Orders, and what makes them.
    prior
        How true rates vary; fitted to these unless given.

    Returns
    -------
    low, high
        Whole numbers from 1 to the number of areas.

    References
    ----------
    Laird, N. M. and Louis, T. A. (1989). Empirical Bayes ranking methods. Journal of Educational
    Statistics 14, 29-46.

    Examples
    --------
    >>> low, high = rank_interval(np.array([0.1, 0.9]), np.array([500.0, 500.0]), np.array([2, 1]))
    >>> low.tolist(), high.tolist()
    ([1.0, 3.0], [1.0, 3.0])
    """
    prior = prior or fit_prior(pd.Series(rate), pd.Series(cohort))
    random = np.random.default_rng(seed)
    into = prior.people * prior.mean + cohort * rate
    rest = prior.people + cohort - into
    ranks = np.empty((draws, len(rate)), np.int32)
    for row in ranks:
        order = np.argsort(random.beta(into, rest), kind="stable")
        before = np.cumsum(areas[order])
        row[order] = before - areas[order] + 1
    ranks.sort(axis=0)
    tail = (1 - CONFIDENCE_LEVEL) / 2
    first, last = round(tail * (draws - 1)), round((1 - tail) * (draws - 1))
    return ranks[first].astype(np.float64), ranks[last].astype(np.float64)


def shown_ranks(low: npt.ArrayLike, high: npt.ArrayLike, count: float) -> tuple[Floats, Floats]:
    """Round rank intervals of `count` areas outwards to two digits; NaN stays.

    Examples
    --------
    >>> low, high = shown_ranks([8, 15_433], [1_298, 32_416], 32_502)
    >>> low.tolist(), high.tolist()
    ([8.0, 15000.0], [1300.0, 32502.0])
    """
    ends = [np.asarray(values, np.float64) for values in (low, high)]
    steps = [10.0 ** np.maximum(np.floor(np.log10(end)) - 1, 0) for end in ends]
    least, most = np.floor(ends[0] / steps[0]) * steps[0], np.ceil(ends[1] / steps[1]) * steps[1]
    return least, np.minimum(most, count)


def ranks_of(nodes: Nodes) -> pd.DataFrame:
    """Return the rank interval of each area of a level.

    Returns
    -------
    ranks
        Indexed by `area_code`: `rank_low` and `rank_high`, 1 for the lowest rate of its nation;
        missing where there is no rate.
    """
    areas = np.bincount(nodes.of_area[nodes.of_area >= 0], minlength=len(nodes.codes))
    low, high = rank_interval(nodes.rate, nodes.cohort, areas)
    columns = {"rank_low": nodes.spread(low), "rank_high": nodes.spread(high)}
    return pd.DataFrame(columns, index=nodes.areas).rename_axis("area_code")

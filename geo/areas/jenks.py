"""Natural breaks: Fisher's classes with the least spread inside, exact, on distinct values."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]


def natural_breaks(values: Floats, count: int) -> Floats:
    """Find limits that part values into classes with the least squared spread inside each.

    The answer is that of `mapclassify.FisherJenks`, which compares all values with each other and
    needs minutes for 33,755 neighbourhoods; equal values always share a class, so comparing the
    distinct ones, each with its weight, is enough.

    Parameters
    ----------
    values
        One a place, shape (n,); missing ones are left out.
    count
        Number of classes.

    Returns
    -------
    breaks
        Upper limits of all classes but the last, rising; each is one of the values. Fewer than
        `count - 1` where there are fewer than `count` distinct values.

    References
    ----------
    Fisher, W. D. (1958). On grouping for maximum homogeneity. Journal of the American Statistical
    Association 53, 789-798.

    Examples
    --------
    >>> natural_breaks(np.array([1.0, 2.0, 2.0, 10.0, 11.0, 50.0]), 3).tolist()
    [2.0, 11.0]
    """
    distinct, weight = np.unique(values[~np.isnan(values)], return_counts=True)
    if len(distinct) <= count:
        return distinct[:-1]
    cost = _spread(distinct, weight)
    best = cost[0]
    first = np.zeros((count, len(distinct)), np.int64)
    for made in range(1, count):
        # Column j: the last class runs from i to j, and the others hold all before i.
        total = np.vstack([np.full(len(distinct), np.inf), best[:-1, None] + cost[1:]])
        first[made] = total.argmin(axis=0)
        best = total[first[made], np.arange(len(distinct))]
    ends = []
    end = len(distinct) - 1
    for made in range(count - 1, 0, -1):
        end = int(first[made, end]) - 1
        ends.append(end)
    return distinct[ends[::-1]]


def _spread(distinct: Floats, weight: npt.NDArray[np.int64]) -> Floats:
    """Sum the squared distances from their mean of the values i to j: shape (n, n), j from i on."""
    # Measured from the middle, so that squares of large values lose no digits.
    middle = distinct - distinct.mean()
    n, first, second = (
        np.concatenate([[0.0], np.cumsum(weight * middle**power)]) for power in (0, 1, 2)
    )
    inside = [part[None, 1:] - part[:-1, None] for part in (n, first, second)]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = inside[2] - inside[1] ** 2 / inside[0]
    backwards = np.tril(np.ones(spread.shape, np.bool_), -1)
    return np.where(backwards, np.inf, np.maximum(spread, 0.0))

"""What counts that are not shown can be, given those that are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.uploads import Whole


def bounds(parent: Whole, counts: Any) -> tuple[Floats, Floats]:
    """Return the least and the greatest that each count of a tree can be.

    Parameters
    ----------
    parent
        Position of what holds each; -1 for the whole. Whatever holds others stands before them.
    counts
        Of each, missing where it is not shown; every end is 1 or more.

    Returns
    -------
    low, high
        Equal where a count is shown; `high` is infinite where nothing that is shown holds it, and
        below `low` where the counts do not add up.

    Examples
    --------
    An authority of 34 with schools of 20 and two that are not shown:

    >>> shown = pd.array([34, 20, pd.NA, pd.NA], dtype="Int64")
    >>> [one.tolist() for one in bounds(np.array([-1, 0, 0, 0]), shown)]
    [[34.0, 20.0, 1.0, 1.0], [34.0, 20.0, 13.0, 13.0]]
    """
    value = pd.array(counts, dtype="Int64").to_numpy("float64", na_value=np.nan)
    hidden = np.isnan(value)
    size = len(parent)
    is_end = np.ones(size, np.bool_)
    is_end[parent[parent >= 0]] = False
    # Hidden ends that hang below each through hidden ones alone, and what is shown beside them.
    ways = np.where(hidden & is_end, 1.0, 0.0)
    beside = np.zeros(size)
    for at in range(size - 1, 0, -1):
        above = parent[at]
        ways[above] += ways[at] if hidden[at] else 0.0
        beside[above] += beside[at] if hidden[at] else value[at]
    spare = np.where(is_end, 0.0, value - beside - ways)
    spare[hidden] = np.inf
    low, high = value.copy(), value.copy()
    for at in range(size):
        if hidden[at]:
            # What is left over may all be its own.
            if at:
                spare[at] = spare[parent[at]]
            low[at] = beside[at] + ways[at]
            high[at] = low[at] + spare[at]
    # A shown sum of shown parts alone leaves nothing over.
    off = ~hidden & ~is_end & ((spare < 0) | ((ways == 0) & (spare != 0)))
    high[off] = low[off] - 1
    return low, high

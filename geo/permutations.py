"""How small a sum of so many values is among sums of as many drawn at random from all values.

A total permutation shuffles all values. Cut into runs of equal length, each shuffle gives several
draws without replacement at once, and the beginnings of one run serve windows of every size. What
is shuffled are positions, so that one shuffle serves several sets of values too. Values are whole
numbers (`to_whole`), so that a sum does not depend on the order in which it is taken, and ties are
ties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import BadInputError
from geo.stops import look

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

UNITS = 2.0**44
"""Whole units in 1 of a value: exact sums of 10,000 values up to 50, to 12 decimals."""
_CELLS = 2_500_000
"""Values shuffled before they are counted and forgotten: 20 MB."""


def to_whole(values: Floats) -> Ints:
    """Express values in whole units."""
    return np.rint(values * UNITS).astype(np.int64)


@dataclass(frozen=True)
class Tails:
    """Chances, each above 0, of the shape of the sums."""

    lower: Floats
    """Of a sum as small as this or smaller."""
    upper: Floats
    """Of a sum as large as this or larger."""


def tails(values: Ints, sizes: Ints, sums: Ints, permutations: int, seed: int) -> Tails:
    """Place sums among sums of random draws.

    Parameters
    ----------
    values
        All values, in whole units, in an order that stands for itself, such as that of codes: shape
        (values,), or (sets, values) if several sets of them share their draws.
    sizes
        How many values each window holds: shape (windows,).
    sums
        Of each window: shape (windows,), or (sets, windows).
    permutations
        Draws behind each chance.
    seed
        What makes the draws; windows of one size share them.

    Returns
    -------
    tails
        (1 + draws as extreme) / (1 + draws).

    Raises
    ------
    BadInputError
        If there are fewer than 1 permutations, or a window holds more than all values.

    References
    ----------
    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical
    Applications in Genetics and Molecular Biology 9, 39: why the draw itself counts.

    Examples
    --------
    >>> found = tails(np.arange(5), np.array([1, 1]), np.array([0, 4]), 4_999, seed=1)
    >>> found.lower.round(1).tolist(), found.upper.round(1).tolist()
    ([0.2, 1.0], [1.0, 0.2])
    """
    if permutations < 1:
        raise BadInputError(f"permutations is {permutations}; give a whole number from 1.")
    if not len(sizes):
        return Tails(np.empty(sums.shape), np.empty(sums.shape))
    count, longest = values.shape[-1], int(sizes.max())
    if longest > count:
        raise BadInputError(
            f"A window holds {longest:,} of {count:,} values. Test more areas or smaller windows."
        )
    rows, wanted = np.atleast_2d(values), np.atleast_2d(sums)
    groups = [_grouped(sizes, row) for row in wanted]
    up_to, below = np.zeros(wanted.shape, np.int64), np.zeros(wanted.shape, np.int64)
    random, left = np.random.default_rng(seed), permutations
    while left:
        drawn = _draws(count, longest, left, random)
        left -= drawn.shape[1]
        for row, of_size in enumerate(groups):
            running = np.zeros(drawn.shape[1], np.int64)
            for size, positions in enumerate(drawn, 1):
                look()
                running += rows[row][positions]
                if size in of_size:
                    windows, reference = of_size[size], np.sort(running)
                    asked = wanted[row, windows]
                    up_to[row, windows] += reference.searchsorted(asked, side="right")
                    below[row, windows] += reference.searchsorted(asked, side="left")
    lower, upper = (
        ((extreme + 1) / (permutations + 1)).reshape(sums.shape)
        for extreme in (up_to, permutations - below)
    )
    return Tails(lower, upper)


def _grouped(sizes: Ints, sums: Ints) -> dict[int, Ints]:
    """Group windows by size, in the order of their sums, in which they are looked up soonest."""
    order = np.lexsort((sums, sizes))
    kinds, begins = np.unique(sizes[order], return_index=True)
    return dict(zip(kinds.tolist(), np.split(order, begins[1:]), strict=True))


def _draws(count: int, length: int, most: int, random: np.random.Generator) -> Ints:
    """Draw positions without replacement, as many runs as fit or as are wanted.

    The shape is (length, runs): the first position of each run, then the second of each.
    """
    each = count // length
    shuffles = max(1, min(_CELLS // count, -(-most // each)))
    drawn = np.empty((length, shuffles * each), np.int64)
    shuffled = np.arange(count)
    for begin in range(0, shuffles * each, each):
        random.shuffle(shuffled)
        drawn[:, begin : begin + each] = shuffled[: each * length].reshape(each, length).T
    return drawn[:, :most]

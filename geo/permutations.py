"""How small a sum of so many values is among sums of as many drawn at random from all values.

A total permutation shuffles all values. Cut into runs of equal length, each shuffle gives several
draws without replacement at once, and the beginnings of one run serve windows of every size. Values
are whole numbers (`to_whole`), so that a sum does not depend on the order in which it is taken, and
ties are ties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import BadInputError

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
    """Chances, each above 0: shape (sums,)."""

    lower: Floats
    """Of a sum as small as this or smaller."""
    upper: Floats
    """Of a sum as large as this or larger."""


def tails(values: Ints, sizes: Ints, sums: Ints, permutations: int, seed: int) -> Tails:
    """Place sums among sums of random draws.

    Parameters
    ----------
    values
        All values, in whole units, in an order that stands for itself, such as that of codes.
    sizes, sums
        Of each window: how many values it holds, and their sum.
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
        return Tails(np.empty(0), np.empty(0))
    longest = int(sizes.max())
    if longest > len(values):
        raise BadInputError(
            f"A window holds {longest:,} of {len(values):,} values. Test more areas or smaller "
            "windows."
        )
    order = np.lexsort((sums, sizes))
    kinds, begins = np.unique(sizes[order], return_index=True)
    groups = list(zip(kinds.tolist(), np.split(order, begins[1:]), strict=True))
    below, above = np.zeros(len(sums), np.int64), np.zeros(len(sums), np.int64)
    random, left = np.random.default_rng(seed), permutations
    while left:
        runs = _draws(values, longest, left, random)
        left -= len(runs)
        for size, windows in groups:
            reference = np.sort(runs[:, size - 1])
            wanted = sums[windows]
            below[windows] += reference.searchsorted(wanted, side="right")
            above[windows] += len(reference) - reference.searchsorted(wanted, side="left")
    return Tails((below + 1) / (permutations + 1), (above + 1) / (permutations + 1))


def _draws(values: Ints, length: int, most: int, random: np.random.Generator) -> Ints:
    """Draw runs without replacement, as many as fit or as are wanted; return running sums."""
    each = len(values) // length
    shuffles = max(1, min(_CELLS // len(values), -(-most // each)))
    runs = np.empty((shuffles, each * length), np.int64)
    shuffled = values.copy()
    for row in runs:
        random.shuffle(shuffled)
        row[:] = shuffled[: each * length]
    found: Ints = runs.reshape(-1, length)[:most]
    return np.cumsum(found, axis=1, out=found)

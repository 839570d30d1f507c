"""The oracle of the exact chances: windows filled at random, over and over."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def share_as_low(
    values: Ints, sizes: Ints, sums: Ints, draws: int, seed: int
) -> npt.NDArray[np.float64]:
    """Return the share of random windows whose sum is as low; those of one size share theirs."""
    random = np.random.default_rng(seed)
    longest = int(sizes.max())
    running: list[Ints] = [np.zeros(0, np.int64)] * (longest + 1)
    left = draws
    while left:
        # One shuffle gives several windows, none of which holds a value twice.
        shuffled = random.permutation(values)[: len(values) // longest * longest]
        windows = shuffled.reshape(-1, longest)[:left]
        left -= len(windows)
        growing = np.cumsum(windows, axis=1)
        for size in range(1, longest + 1):
            running[size] = np.append(running[size], growing[:, size - 1])
    found = np.empty(len(sizes))
    for size in np.unique(sizes):
        windows_of = sizes == size
        reference = np.sort(running[size])
        found[windows_of] = np.searchsorted(reference, sums[windows_of], side="right") / draws
    return found

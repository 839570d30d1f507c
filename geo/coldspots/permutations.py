"""The exact permutation distribution of a window's sum, without drawing a single permutation.

A total permutation scatters all values over all places, so the sum of a window of m places is that
of m values drawn from the pool without replacement. Its characteristic function is an elementary
symmetric polynomial of the values' own, which Newton's identities give from the power sums; the
power sums are the pool's characteristic function, read off its histogram's Fourier transform at
multiples of the frequency. Values are whole numbers (`to_whole`), so that sums and ties are exact
and neither depends on the order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.arrays import Floats, Ints
from geo.errors import BadInputError
from geo.stops import look

Complexes = npt.NDArray[np.complex128]

UNITS = 2.0**44
"""Whole units in 1 of a value: exact sums of 10,000 values up to 50, to 12 decimals."""
GRID, COARSE_GRID = 2.0**12, 2.0**10
"""Whole units in 1 of a value where sums are compared with chance, in small and in large windows.

Published rates have three decimals, a hundredth of a standard deviation: the grid is 40 times
finer.
"""
SMALL = 64
"""Most places of a window that is compared on the fine grid."""
LEAST = 1e-12
"""Smallest chance that is told, and the step in which chances are: arithmetic errs by less."""

_BEYOND = -np.log(1e-13)
"""Minus the logarithm of the chance, at most, of a sum outside what is tabulated."""
_NOTHING = 1e-16
"""Parts of a characteristic function that no chance would show."""
_FEW = 4_000
"""Frequencies up to which chances are summed one by one, and not tabulated."""


def to_whole(values: Floats, units: float = UNITS) -> Ints:
    """Express values in whole units."""
    return np.rint(values * units).astype(np.int64)


def grid_units(size: int) -> float:
    """Return the units in 1 of a value on which windows of up to `size` places are compared."""
    return GRID if size <= SMALL else COARSE_GRID


@dataclass(frozen=True)
class Tails:
    """Chances of the shape of the sums, from `LEAST` to 1 in steps of `LEAST`."""

    lower: Floats
    """Of a sum as small as this or smaller."""
    upper: Floats
    """Of a sum as large as this or larger."""


def tails(values: Ints, sizes: Ints, sums: Ints) -> Tails:
    """Return the chance of each sum among those of as many values drawn without replacement.

    Parameters
    ----------
    values
        All values, in whole units: shape (values,).
    sizes
        How many values each window holds: shape (windows,).
    sums
        Of each window, in the same units: shape (windows,).

    Raises
    ------
    BadInputError
        If a window holds more than all values.

    References
    ----------
    Good, P. I. (2005). Permutation, Parametric and Bootstrap Tests of Hypotheses, 3rd edition, on
    exact tests by characteristic functions. Macdonald, I. G. (1995). Symmetric Functions and Hall
    Polynomials, 2nd edition, I.2: Newton's identities. Hoeffding, W. (1963). Probability
    inequalities for sums of bounded random variables. Journal of the American Statistical
    Association 58, 13-30: why bounds for draws with replacement hold without.

    Examples
    --------
    Of the ten pairs among 0 to 4, two sum to 2 or less and nine to 2 or more:

    >>> found = tails(np.arange(5), np.array([2]), np.array([2]))
    >>> found.lower.round(9).tolist(), found.upper.round(9).tolist()
    ([0.2], [0.9])
    """
    if not len(sizes):
        return Tails(np.empty(0), np.empty(0))
    count, longest = len(values), int(sizes.max())
    if longest > count:
        raise BadInputError(
            f"A window holds {longest:,} of {count:,} values. Test more areas or smaller windows."
        )
    # The sum of many values is that of all less those of few, whose distribution is steadier.
    many = sizes > count // 2
    few = np.where(many, count - sizes, sizes)
    middle = int(np.rint(values.mean()))
    centred = np.where(many, values.sum() - sums, sums) - few * middle
    table = _SumDistribution(values - middle, int(few.max()))
    at_most, below = np.empty(len(sizes)), np.empty(len(sizes))
    windows_of = dict(_grouped(few))
    for size in range(int(few.max()) + 1):
        look()
        if size:
            table.grow()
        if size in windows_of:
            windows = windows_of[size]
            both = np.stack([centred[windows], centred[windows] - 1])
            at_most[windows], below[windows] = table.at_most(both)
    lower, upper = np.where(many, 1 - below, at_most), np.where(many, at_most, 1 - below)
    return Tails(_rounded(lower), _rounded(upper))


def _rounded(chance: Floats) -> Floats:
    """Round to steps of `LEAST`, none below it."""
    return np.clip(np.rint(chance / LEAST) * LEAST, LEAST, 1.0)


def _grouped(sizes: Ints) -> zip[tuple[int, Ints]]:
    """Pair each size with the positions of its windows."""
    order = np.argsort(sizes, kind="stable")
    kinds, begins = np.unique(sizes[order], return_index=True)
    return zip(kinds.tolist(), np.split(order, begins[1:]), strict=True)


def _half_range(values: Ints, size: int) -> int:
    """Return how far from the middle sums of up to `size` values are tabulated.

    Bernstein's inequality bounds the chance of what lies further.
    """
    largest = float(np.abs(values).max())
    linear = largest * _BEYOND / 3
    beyond = linear + np.sqrt(linear**2 + 2 * _BEYOND * size * float(values.var()))
    # A mean is at most half a unit from the middle.
    return int(np.ceil(min(size * largest, beyond + size / 2))) + 1


@dataclass
class _SumDistribution:
    """The distribution of the sum of m values drawn without replacement, for m from 0 up."""

    values: Ints
    longest: int
    size: int = 0
    cells: int = field(init=False)
    """Sums are tabulated modulo this, a power of two."""
    frequencies: Ints = field(init=False)
    """Those at which the characteristic functions of this and later sizes are not nothing."""
    recent: list[Complexes] = field(init=False)
    """Characteristic functions of this size and of those before, the latest first."""
    powers: list[Complexes] = field(init=False, default_factory=list)
    """Power sums of the values' characters: the pool's transform at multiples of frequencies."""
    _transform: Complexes = field(init=False)

    def __post_init__(self) -> None:
        self.cells = 1 << (2 * _half_range(self.values, self.longest)).bit_length()
        histogram = np.bincount(self.values % self.cells, minlength=self.cells)
        self._transform = np.fft.rfft(histogram)
        self.frequencies = np.arange(self.cells // 2 + 1)
        self.recent = [np.ones(len(self.frequencies), np.complex128)]

    def grow(self) -> None:
        """Go on to sums of one value more."""
        self.size += 1
        size, rest = self.size, len(self.values) - self.size
        new = np.zeros(len(self.frequencies), np.complex128)
        # Newton: m e_m = p_1 e_{m-1} - p_2 e_{m-2} + ..., with e_m over the number of its terms.
        weight, used = 1.0, 0
        for used in range(1, size + 1):
            weight *= (size - used + 1) / (rest + used)
            if weight * len(self.values) / size < _NOTHING:
                break
            term = self._power(used) * self.recent[used - 1]
            term *= weight / size if used % 2 else -weight / size
            new += term
        # The next size has at most one term more.
        self.recent = [new, *self.recent[:used]]
        self._forget()

    def _power(self, times: int) -> Complexes:
        if times > len(self.powers):
            at = times * self.frequencies % self.cells
            mirrored = at > self.cells // 2
            power = self._transform[np.where(mirrored, self.cells - at, at)]
            self.powers.append(np.conjugate(power, out=power, where=mirrored))
        return self.powers[times - 1]

    def _forget(self) -> None:
        """Leave out frequencies that neither this nor any later size would show."""
        later = (self.size + 1) / max(1, len(self.values) - self.size)
        largest = np.abs(self.recent[0])
        for back, before in enumerate(self.recent[1:], 1):
            if later**back < _NOTHING:
                break
            np.maximum(largest, later**back * np.abs(before), out=largest)
        kept = largest > _NOTHING
        if kept.mean() < 0.8:
            self.frequencies = self.frequencies[kept]
            # One after the other, so that never all are there twice.
            for parts in (self.recent, self.powers):
                for at, part in enumerate(parts):
                    parts[at] = part[kept]

    def at_most(self, sums: Ints) -> Floats:
        """Return the chance of each sum or a smaller one, in the shape of the sums."""
        half = self.cells // 2
        within = np.clip(sums, -half - 1, half - 1)
        if len(self.frequencies) > _FEW:
            spectrum = np.zeros(half + 1, np.complex128)
            spectrum[self.frequencies] = self.recent[0]
            chances = np.fft.fftshift(np.fft.irfft(spectrum, self.cells))
            return np.where(within < -half, 0.0, np.cumsum(chances)[within + half])
        # The same sum of waves, taken at these sums alone; row by row, whatever their number.
        different, place = np.unique(within, return_inverse=True)
        waves = self.frequencies[self.frequencies > 0]
        turn = 2j * np.pi / self.cells * waves
        parts = self.recent[0][self.frequencies > 0] * np.exp(-half * turn) / np.expm1(turn)
        parts *= np.where(waves == half, 1, 2)
        steps = different + half + 1
        found = np.array(
            [(np.expm1(turn * step) * parts).real.sum() + step for step in steps.tolist()]
        )
        return (found / self.cells)[place].reshape(sums.shape)

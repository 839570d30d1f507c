"""How much better two rates than one explain what was counted, inside a window and outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import xlogy

from geo.arrays import Floats, Ints
from geo.scan.windows import Places


class Found(NamedTuple):
    """Windows that were picked out, by shape, middle and number of places, and their statistic."""

    shape: Ints
    middle: Ints
    size: Ints
    ratio: Floats


def likelihood_ratio(
    inside: Floats, held: Floats | float, went: Floats | float, people: float
) -> Floats:
    """Return Kulldorff's log likelihood ratio of windows with few, 0 where there are not few.

    Parameters
    ----------
    inside
        How many of a window's people went on; need not be whole.
    held
        People of the window.
    went, people
        The same of the whole nation.

    References
    ----------
    Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics: Theory and Methods
    26, 1481-1496: the Bernoulli model.

    Examples
    --------
    >>> likelihood_ratio(np.array([0.0, 5.0]), 10.0, 10.0, 20.0).round(3).tolist()
    [13.863, 0.0]
    """
    outside, others = went - inside, people - held

    def likelihood(some: Floats, of: Floats | float) -> Floats:
        share = np.divide(some, of, out=np.zeros_like(some + of), where=of > 0)
        return xlogy(some, share) + xlogy(of - some, 1 - share)

    ratio = likelihood(inside, held) + likelihood(outside, others)
    ratio = ratio - likelihood(np.asarray(went, float), np.asarray(people, float))
    return np.where(inside * people < went * held, np.maximum(ratio, 0.0), 0.0)


def _sums(near: Places, went: Floats, people: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yield the sums of windows of one place, then of two, and so on."""
    inside, held = np.zeros_like(went), np.zeros_like(people)
    for column in range(near.shape[1]):
        at = near[:, column]
        inside += went[at]
        held += people[at]
        yield inside, held


def largest_ratios(shapes: Sequence[Places], went: Floats, people: Floats) -> Floats:
    """Return the largest ratio of any window, of many sets of counts at once.

    Parameters
    ----------
    shapes
        From `scan_windows`.
    went
        Who went on, of each place in each set: shape (places, sets).
    people
        Of each place: shape (places,).

    Notes
    -----
    The ratio of a window is never more than Pearson's chi-squared of the same four counts, which
    takes no logarithm: it is worked out only where that exceeds the largest ratio so far.
    """
    everyone, total = float(people.sum()), went.sum(axis=0)
    share = total / everyone
    # Sums in single precision: the screen allows for a hundredth, a ratio errs by a thousandth.
    small = went.astype(np.float32)
    best = np.zeros(went.shape[1])
    for near in shapes:
        inside, held = np.zeros_like(small), np.zeros_like(people)
        for column in range(near.shape[1]):
            at = near[:, column]
            inside += small[at]
            held += people[at]
            spread = np.sqrt(held * (1 - held / everyone))
            expected, scale = held / spread, 1 / spread
            under = inside * scale.astype(np.float32)[:, np.newaxis]
            least = expected[:, np.newaxis].astype(np.float32) * share.astype(np.float32)
            limit = np.sqrt(np.maximum(best, 1e-9) * share * (1 - share)) * 0.99
            np.subtract(least, under, out=least)
            rows, sets = np.nonzero(least > limit.astype(np.float32))
            if len(rows):
                ratio = likelihood_ratio(
                    inside[rows, sets].astype(np.float64), held[rows], total[sets], everyone
                )
                np.maximum.at(best, sets, ratio)
    return best


def ratios_above(shapes: Sequence[Places], went: Floats, people: Floats, least: float) -> Found:
    """Return all windows whose ratio is above a limit, the largest first, equals in their order."""
    total, everyone = float(went.sum()), float(people.sum())
    parts = []
    for shape, near in enumerate(shapes):
        for size, (inside, held) in enumerate(_sums(near, went, people), 1):
            ratio = likelihood_ratio(inside, held, total, everyone)
            middle = np.flatnonzero(ratio > least)
            parts.append(
                (np.full(len(middle), shape), middle, np.full(len(middle), size), ratio[middle])
            )
    shape_of, middle, sizes, ratio = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((sizes, middle, shape_of, -ratio))
    return Found(shape_of[order], middle[order], sizes[order], ratio[order])

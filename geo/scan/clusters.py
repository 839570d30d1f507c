"""The scan itself: clusters of low rates in order of likelihood, and the chance of each."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats, Ints
from geo.errors import BadInputError
from geo.scan.scatter import Scatter, fit_scatter
from geo.scan.statistic import largest_ratios, ratios_above
from geo.scan.windows import Places, scan_windows

MOST = 50
"""Places of the largest window, unless fewer are asked for."""
REPLICATES = 999
"""Nations in which nothing is shared that the real one is compared with."""
_TOGETHER = 8
"""Replicates that are scanned at once."""


@dataclass(frozen=True)
class Scan:
    """Clusters that were found, the most likely first; no two share a place."""

    cluster: Ints
    """Of each place, its cluster, numbered from 1, and 0 for none: shape (places,)."""
    ratio: Floats
    """Log likelihood ratio of each cluster: shape (clusters,)."""
    p: Floats
    """Chance that the most likely cluster of a nation in which nothing is shared is as likely."""
    largest: Floats
    """Ratio of the most likely cluster of each replicate, in order: shape (replicates,)."""


def scan(
    rate: Floats,
    cohort: Floats,
    points: Floats,
    *,
    most: int = MOST,
    replicates: int = REPLICATES,
    seed: int = 1,
) -> Scan:
    """Scan places for clusters of low rates, in windows of any place, size and shape.

    Parameters
    ----------
    rate
        Measured shares, 0 to 1: shape (places,), none missing.
    cohort
        People that each stands on.
    points
        Easting and northing of each in metres (EPSG:27700): shape (places, 2).
    most
        Places of the largest window.
    replicates
        How many nations it is compared with.
    seed
        Of their random numbers: the same seed gives the same answer.

    Raises
    ------
    BadInputError
        If a rate is outside 0 to 1, a cohort is below one person, a figure is missing, or there are
        fewer places than `most`.

    Notes
    -----
    Statistic and windows are Kulldorff's; two things differ from the plain binomial scan, for which
    any nation is full of clusters because its places differ. A nation to compare with is one whose
    places differ as much as the real ones do, but whatever their neighbours are (`Scatter`). And a
    place weighs by its effective cohort: with the whole one, windows where cohorts are large would
    be the likeliest clusters by chance.

    A cluster is compared with the most likely one of each replicate, the second and later ones too:
    their chances are too high rather than too low.

    References
    ----------
    Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics: Theory and Methods
    26, 1481-1496. Zhang, T., Zhang, Z. and Lin, G. (2012). Spatial scan statistics with
    overdispersion. Statistics in Medicine 31, 762-774.

    Examples
    --------
    >>> points = np.stack(np.divmod(np.arange(100.0), 10), axis=1)
    >>> rate = np.where((points < 3).all(axis=1), 0.1, 0.5) + np.arange(100) % 3 * 0.02
    >>> found = scan(rate, np.full(100, 90.0), points, most=20, replicates=99)
    >>> int((found.cluster == 1).sum()), float(found.p[0])
    (9, 0.01)
    """
    sound = np.isfinite(rate).all() and ((rate >= 0) & (rate <= 1)).all()
    if not (sound and np.isfinite(cohort).all() and (cohort >= 0.5).all()):
        raise BadInputError(
            "A rate lies outside 0 to 1, a cohort is below one person, or a figure is missing. "
            "Scan areas with a rate of their own alone."
        )
    shapes = scan_windows(points, most)
    scatter = fit_scatter(rate, cohort)
    largest = compared(shapes, scatter, replicates, seed)
    people = scatter.effective_cohort
    cluster, ratio = apart(shapes, rate * people, people, float(largest[0]))
    at_least = len(largest) - np.searchsorted(largest, ratio)
    return Scan(cluster, ratio, (1 + at_least) / (1 + replicates), largest)


def compared(shapes: list[Places], scatter: Scatter, replicates: int, seed: int) -> Floats:
    """Return the largest ratio of each replicate, in order: shape (replicates,)."""
    people = scatter.effective_cohort

    def run(first: int) -> Floats:
        numbers = range(first, min(first + _TOGETHER, replicates))
        rates = [scatter.rates(np.random.default_rng([seed, number])) for number in numbers]
        return largest_ratios(shapes, np.stack(rates, axis=1) * people[:, np.newaxis], people)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.sort(np.concatenate(list(pool.map(run, range(0, replicates, _TOGETHER)))))


def apart(shapes: list[Places], went: Floats, people: Floats, least: float) -> tuple[Ints, Floats]:
    """Choose the most likely windows that have no place in common.

    Returns
    -------
    cluster, ratio
        The cluster of each place, from 1, or 0; and the ratio of each cluster, the largest first.
    """
    found = ratios_above(shapes, went, people, least)
    cluster = np.zeros(len(people), np.int64)
    ratios: list[float] = []
    free = np.ones(len(found.ratio), bool)
    at = 0
    while at < len(free):
        near = shapes[found.shape[at]][found.middle[at], : found.size[at]]
        if free[at] and not cluster[near].any():
            ratios.append(float(found.ratio[at]))
            cluster[near] = len(ratios)
            # A window about a place that is taken is out, whatever its size.
            free &= cluster[found.middle] == 0
        at += 1
        if at < len(free) and not free[at]:
            later = free[at:].argmax()
            at = at + int(later) if free[at + later] else len(free)
    return cluster, np.array(ratios)

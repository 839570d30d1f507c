"""Numbers of each node and its neighbours: standardised rate, local G*, local Moran."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas import Prior, fit_prior
from geo.arrays import Floats
from geo.coldspots.permutations import to_whole
from geo.coldspots.weights import Windows


def standardise(rate: Floats, cohort: Floats) -> tuple[Floats, Prior]:
    """Express rates in standard deviations from the national rate.

    The variance that is expected of a rate is that of true rates, a, and that of a binomial count
    in its cohort, b (1 - b) / n, where b is the rate of all people.

    Parameters
    ----------
    rate
        Proportions, 0 to 1: shape (nodes,), none missing.
    cohort
        People that each was measured on.

    References
    ----------
    Assuncao, R. M. and Reis, E. A. (1999). A new proposal to adjust Moran's I for population
    density. Statistics in Medicine 18, 2147-2162: there with the variance of a Poisson count.

    Examples
    --------
    >>> scores, prior = standardise(np.array([0.2, 0.6]), np.array([100.0, 100.0]))
    >>> scores.round(3).tolist()
    [-1.0, 1.0]
    """
    prior = fit_prior(pd.Series(rate), pd.Series(cohort))
    spread = np.sqrt(prior.variance + prior.mean * (1 - prior.mean) / cohort)
    return (rate - prior.mean) / spread, prior


def local_g(values: Floats, windows: Windows) -> Floats:
    """Return Getis and Ord's local G* of each node, itself included, as a standard score.

    Parameters
    ----------
    values
        Shape (nodes,), none missing.
    windows
        Neighbours of each node.

    References
    ----------
    Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues
    and an application. Geographical Analysis 27, 286-306: equation 14, with weights of one.

    Examples
    --------
    >>> from geo.coldspots.weights import touching
    >>> pairs = np.array([[0, 1], [1, 2], [2, 3]])
    >>> local_g(np.array([1.0, 1.0, 3.0, 3.0]), touching(pairs, 4)).round(4).tolist()
    [-1.7321, -1.0, 1.0, 1.7321]
    """
    count, size = len(values), windows.sizes + 1
    whole = to_whole(values)
    sums = (windows.sums(whole) + whole) / to_whole(np.ones(1))[0]
    spread = values.std() * np.sqrt(size * (count - size) / (count - 1))
    away = sums - size * values.mean()
    return np.divide(away, spread, out=np.zeros(count), where=spread > 0)


def local_moran(values: Floats, windows: Windows) -> Floats:
    """Return Anselin's local Moran of each node: its value times the mean of its neighbours'.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association - LISA. Geographical Analysis 27,
    93-115.

    Examples
    --------
    >>> from geo.coldspots.weights import touching
    >>> pairs = np.array([[0, 1], [1, 2], [2, 3]])
    >>> local_moran(np.array([1.0, 1.0, 3.0, 3.0]), touching(pairs, 4))[[0, 3]].tolist()
    [0.75, 0.75]
    """
    away = values - values.mean()
    mean = windows.sums(away) / np.maximum(windows.sizes, 1)
    found: Floats = away * mean * (len(values) - 1) / (away**2).sum()
    return found

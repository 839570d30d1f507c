"""How sure a rate is: its interval, its shrunk value, and the chance of being below a limit.

No function makes a numerator: rates and cohorts are used as published, because their two roundings
together would often give away the exact count of pupils.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.arrays import Floats
from geo.errors import BadInputError
from geo.settings import CONFIDENCE_LEVEL

FIFTH = 0.2
_Z = 1.959963984540054
"""Normal deviate of `CONFIDENCE_LEVEL`: it is asked for always, and scipy loads slowly."""


def wilson_interval(
    rate: pd.Series, cohort: pd.Series, level: float = CONFIDENCE_LEVEL
) -> pd.DataFrame:
    """Return the Wilson score interval of published rates.

    The rate and the cohort are used as they stand, rounded as the publisher rounds them: no
    numerator is made, because the two roundings together would often give away the exact count.

    Parameters
    ----------
    rate
        Proportions, 0 to 1.
    cohort
        People, above 0, on the same index.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    interval
        `low` and `high`, 0 to 1, on the same index; missing where rate or cohort is.

    Raises
    ------
    BadInputError
        If the level is not between 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> wilson_interval(pd.Series([0.5]), pd.Series([100])).round(4).to_dict("records")
    [{'low': 0.4038, 'high': 0.5962}]
    """
    if not 0 < level < 1:
        raise BadInputError(f"level is {level}; give a number between 0 and 1, such as 0.95.")
    z = _Z if level == CONFIDENCE_LEVEL else _deviate(level)
    n = cohort.astype("float64").where(cohort > 0)
    middle = (rate + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(rate * (1 - rate) / n + z**2 / (4 * n**2))
    return pd.DataFrame({"low": (middle - half).clip(0, 1), "high": (middle + half).clip(0, 1)})


def _deviate(level: float) -> float:
    """Return how many standard deviations the middle share of a normal distribution reaches."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))


@dataclass(frozen=True)
class Prior:
    """How true rates vary from area to area: a beta distribution, by its mean and variance."""

    mean: float
    """Between 0 and 1; NaN where no area has a rate."""
    variance: float
    """Of true rates, not of measured ones; 0 where chance alone explains how these differ."""

    @property
    def people(self) -> float:
        """How many people's worth of evidence the prior is; infinite if all rates are one."""
        if self.variance == 0:
            return np.inf
        return self.mean * (1 - self.mean) / self.variance - 1


def _measured(rate: pd.Series, cohort: pd.Series) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Return rates and cohorts as arrays, and where there are both."""
    r, n = (part.to_numpy(dtype="float64", na_value=np.nan) for part in (rate, cohort))
    return r, n, ~np.isnan(r) & (n > 0)


def fit_prior(rate: pd.Series, cohort: pd.Series) -> Prior:
    """Estimate from measured rates how true rates vary, by Marshall's moments.

    The mean b is that of all people. The variance is that of measured rates, weighted by cohort,
    less the binomial variance b (1 - b) / n of an average cohort n; not below 0.

    Parameters
    ----------
    rate
        Proportions, 0 to 1; areas without a rate or a cohort above 0 are left out.
    cohort
        People that each rate was measured on, on the same index.

    References
    ----------
    Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators.
    Journal of the Royal Statistical Society C 40, 283-294. His sampling variance is Poisson's;
    a rate that may be 0.5 needs the binomial one.

    Examples
    --------
    >>> prior = fit_prior(pd.Series([0.2, 0.6]), pd.Series([100, 100]))
    >>> round(prior.mean, 4), round(prior.variance, 4)
    (0.4, 0.0376)
    """
    r, n, known = _measured(rate, cohort)
    if not known.any():
        return Prior(np.nan, np.nan)
    r, n = r[known], n[known]
    mean = float(np.average(r, weights=n))
    spread = float(np.average((r - mean) ** 2, weights=n))
    return Prior(mean, max(spread - mean * (1 - mean) / float(n.mean()), 0.0))


def shrink(rate: pd.Series, cohort: pd.Series, prior: Prior | None = None) -> pd.DataFrame:
    """Draw rates towards the mean, those of small cohorts most (beta-binomial empirical Bayes).

    For showing only: a shrunk rate enters no test.

    Parameters
    ----------
    rate, cohort
        As for `wilson_interval`.
    prior
        From `fit_prior`; fitted to these rates unless given.

    Returns
    -------
    shrunk
        On the same index, missing where rate or cohort is: `shrunk`, the mean of the area's
        posterior distribution; `own_weight`, the share of its own rate in it; and `deviation`,
        the posterior standard deviation. The parameters of the posterior are not given: less the
        prior's, they are a count of pupils.

    Examples
    --------
    >>> prior = Prior(0.4, 0.024)  # worth 9 people
    >>> shrink(pd.Series([0.1]), pd.Series([21]), prior).round(4).to_dict("records")
    [{'shrunk': 0.19, 'own_weight': 0.7, 'deviation': 0.0705}]
    """
    prior = prior or fit_prior(rate, cohort)
    r, n, known = _measured(rate, cohort)
    n = np.where(known, n, np.nan)
    weight = n / (n + prior.people)
    shrunk = weight * r + (1 - weight) * prior.mean
    deviation = np.sqrt(shrunk * (1 - shrunk) / (n + prior.people + 1))
    columns = {"shrunk": shrunk, "own_weight": weight, "deviation": deviation}
    return pd.DataFrame(columns, index=rate.index)


def chance_below(
    rate: pd.Series, cohort: pd.Series, limit: float, prior: Prior | None = None
) -> pd.Series:
    """Return the chance that each area's own true rate is below a limit.

    It is the posterior probability of the beta-binomial model of `shrink`.

    Parameters
    ----------
    rate, cohort
        As for `wilson_interval`.
    limit
        Between 0 and 1.
    prior
        From `fit_prior`; fitted to these rates unless given.

    Returns
    -------
    chance
        0 to 1, on the same index; missing where rate or cohort is.

    Raises
    ------
    BadInputError
        If the limit is not between 0 and 1.

    Examples
    --------
    >>> prior = Prior(0.5, 1 / 12)  # any rate is as likely as any other
    >>> chance_below(pd.Series([0.0]), pd.Series([1]), 0.5, prior).tolist()
    [0.75]
    """
    from scipy.special import betainc

    if not 0 < limit < 1:
        raise BadInputError(f"limit is {limit}; give a rate between 0 and 1, such as 0.287.")
    prior = prior or fit_prior(rate, cohort)
    r, n, known = _measured(rate, cohort)
    chance = np.full(len(r), np.nan)
    if prior.variance == 0:
        chance[known] = float(prior.mean < limit)
    else:
        into = prior.people * prior.mean + n * r
        rest = prior.people * (1 - prior.mean) + n * (1 - r)
        chance[known] = betainc(into[known], rest[known], limit)
    return pd.Series(chance, index=rate.index)


def lowest_fifth_limit(rate: pd.Series, quintile: pd.Series) -> float:
    """Return the highest published rate of quintile 1: where the lowest fifth ends.

    The lowest rate of quintile 2 is the same figure to the publisher's three decimals, at both
    levels, so a midpoint would be no other; and merged areas are placed by this limit too.

    Raises
    ------
    BadInputError
        If no area is in quintile 1.
    """
    lowest = rate[quintile == 1].dropna()
    if lowest.empty:
        raise BadInputError("No area is in quintile 1. Give rates with their published quintiles.")
    return float(lowest.max())


def fifth_ends(rate: pd.Series, cohort: pd.Series) -> float:
    """Return the rate at which the lowest fifth of people ends, where nobody publishes fifths.

    It is the smallest rate such that the areas with that rate or a lower one hold a fifth of all
    people in areas with a rate.

    Parameters
    ----------
    rate, cohort
        As for `wilson_interval`.

    Raises
    ------
    BadInputError
        If no area has a rate and people.

    Examples
    --------
    >>> fifth_ends(pd.Series([0.4, 0.1, 0.2, 0.3]), pd.Series([80, 10, 10, 20]))
    0.3
    """
    r, n, known = _measured(rate, cohort)
    if not known.any():
        raise BadInputError("No area has a rate and people. Give rates with their cohorts.")
    order = np.argsort(r[known], kind="stable")
    held = np.cumsum(n[known][order])
    return float(r[known][order][np.searchsorted(held, FIFTH * held[-1])])

"""What a nation looks like in which places differ, and do so whatever their neighbours are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.areas import fit_prior
from geo.arrays import Floats, Ints

TENTHS = 10
"""Parts into which places are put by cohort: each has a distribution of true rates of its own."""

_SURE = 1e9
"""People's worth of evidence for a distribution of no width."""


@dataclass(frozen=True)
class Scatter:
    """The distribution of each place's true rate, a beta one, by its tenth of cohorts."""

    went: Floats
    """First parameter: shape (places,)."""
    stayed: Floats
    """Second parameter."""
    cohort: Ints

    @property
    def effective_cohort(self) -> Floats:
        """How many people drawn on their own would tell as much of the nation's rate as each place.

        The cohort over its variance inflation, 1 + (n - 1) / (a + b + 1): two people of one place
        are alike, as they share its true rate.
        """
        alike = 1 / (self.went + self.stayed + 1)
        return self.cohort / (1 + (self.cohort - 1) * alike)

    def true_rates(self, random: np.random.Generator) -> Floats:
        """Draw the true rate of each place, each on its own."""
        return random.beta(self.went, self.stayed)

    def rates(self, random: np.random.Generator) -> Floats:
        """Draw the rate measured at each place, whatever its neighbours are."""
        return random.binomial(self.cohort, self.true_rates(random)) / self.cohort


def fit_scatter(rate: Floats, cohort: Floats) -> Scatter:
    """Fit the distribution of true rates in each tenth of places by cohort.

    Parameters
    ----------
    rate
        Measured shares, 0 to 1: shape (places,), none missing.
    cohort
        People that each stands on; rounded to whole ones.

    Notes
    -----
    Rates depend on cohorts: places with few pupils have higher ones. One distribution for all would
    find cold windows wherever cohorts are large.

    Examples
    --------
    >>> rate = np.tile([0.3, 0.5], 50)
    >>> made = fit_scatter(rate, np.full(100, 400.0))
    >>> bool(np.isclose(made.went[0] / (made.went[0] + made.stayed[0]), 0.4))
    True
    """
    whole = np.rint(cohort).astype(np.int64)
    order = np.argsort(whole, kind="stable")
    went, stayed = np.empty(len(order)), np.empty(len(order))
    for tenth in np.array_split(order, min(TENTHS, len(order))):
        prior = fit_prior(pd.Series(rate[tenth]), pd.Series(whole[tenth]))
        # Where chance alone explains how rates differ, true ones hardly do; none is 0 or 1.
        people = min(prior.people, _SURE)
        went[tenth] = max(people * prior.mean, 1 / _SURE)
        stayed[tenth] = max(people * (1 - prior.mean), 1 / _SURE)
    return Scatter(went, stayed, whole)

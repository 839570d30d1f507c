"""Catchment scores: how much provision there is for each person, by two methods."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInputError
from geo.travel import Costs

STEPS = (1.0, 0.68, 0.22)
"""Weights of the near, middle and far third of a catchment: the slow decay of Luo and Qi."""
SHARP = (1.0, 0.42, 0.09)
"""Their sharp decay."""


def bands(limit: float, weights: Sequence[float] = STEPS) -> list[tuple[float, float]]:
    """Part a catchment into equally wide bands, each with its weight.

    Parameters
    ----------
    limit
        Where the last band ends, in the unit of the costs.
    weights
        One for each band, from near to far.

    Examples
    --------
    >>> bands(30)
    [(10.0, 1.0), (20.0, 0.68), (30.0, 0.22)]
    """
    return [(limit * (at + 1) / len(weights), float(weight)) for at, weight in enumerate(weights)]


def step_weights(cost: Floats, steps: Sequence[tuple[float, float]]) -> Floats:
    """Return the weight of each cost's band, 0 beyond the last; a band's end belongs to it."""
    ends = [end for end, _ in steps]
    weights = [weight for _, weight in steps]
    wrong = not steps or sorted(set(ends)) != ends or min(ends) <= 0
    if wrong or not all(0 <= weight <= 1 for weight in weights):
        raise BadInputError(
            f"The bands {list(steps)} are none. Give ends that grow from above 0, each with a "
            "weight from 0 to 1."
        )
    # The ends of thirds are not exact numbers: 10 km is in the band that ends at 30 / 3.
    place = np.searchsorted(np.array(ends) * (1 + 1e-12), cost, side="left")
    return np.append(weights, 0.0)[place]


def e2sfca(
    costs: Costs,
    demand: Floats,
    supply: Floats,
    steps: Sequence[tuple[float, float]] | None = None,
    beyond: tuple[Costs, Floats] | None = None,
) -> Floats:
    """Score each area by the enhanced two-step floating catchment area method.

    First each site's supply is divided by the people around it, near ones counting for more; then
    each area adds up what the sites around it offer a person, weighted the same way. The scores
    times the demand sum to the supply of all sites that anyone is in range of.

    Parameters
    ----------
    costs
        Between areas and sites.
    demand
        People of each area, at least 0: shape (areas,).
    supply
        Of each site, such as its courses, or 1 each; at least 0: shape (sites,).
    steps
        End of each band in the unit of the costs, and its weight; `bands(costs.limit)` unless
        given.
    beyond
        Costs between other areas and the same sites, and their people: they share the supply, and
        are not scored.

    Returns
    -------
    score
        Supply for each person: shape (areas,). 0 where nothing is in range. A site that nobody is
        in range of gives nothing.

    References
    ----------
    W. Luo and Y. Qi, An enhanced two-step floating catchment area (E2SFCA) method for measuring
    spatial accessibility to primary care physicians, Health & Place 15 (2009), 1100-1107.

    Examples
    --------
    Two areas of 10 people, one beside the site and one in its middle third: 1 / (10 + 6.8) for a
    person of the first, 0.68 of that for the second.

    >>> import pandas as pd
    >>> from geo.travel.costs import StraightLine
    >>> homes = pd.DataFrame({"easting_m": [0, 15000], "northing_m": [0, 0]})
    >>> site = pd.DataFrame({"easting_m": [0], "northing_m": [0]})
    >>> costs = StraightLine().between(homes, site, 30)
    >>> e2sfca(costs, np.array([10.0, 10]), np.array([1.0])).round(4).tolist()
    [0.0595, 0.0405]
    """
    ends = bands(costs.limit) if steps is None else steps
    asked = np.zeros(len(supply))
    for there, people in [(costs, demand), *([beyond] if beyond else [])]:
        for some, near in there.blocks():
            each = step_weights(near.data, ends) * np.repeat(people[some], np.diff(near.indptr))
            # Added one by one in the order of the areas, so that the parts do not show in the sum.
            np.add.at(asked, near.indices, each)
    ratio = np.divide(supply, asked, out=np.zeros(len(supply)), where=asked > 0)
    return _summed(costs, lambda cost: step_weights(cost, ends), ratio)


def _summed(costs: Costs, weigh: Callable[[Floats], Floats], supply: Floats) -> Floats:
    """Add up the supply around each area, weighted by cost."""
    from scipy.sparse import csr_array

    parts = [
        csr_array((weigh(near.data), near.indices, near.indptr), shape=near.shape) @ supply
        for _, near in costs.blocks()
    ]
    return np.concatenate([np.zeros(0), *parts])


def gravity(
    costs: Costs, supply: Floats, *, power: float = 1.0, scale: float = 1.0, nearest: float = 0.5
) -> Floats:
    """Score each area by supply divided by a power of its cost (Hansen's potential).

    Parameters
    ----------
    costs
        Between areas and sites.
    supply
        Of each site: shape (sites,).
    power
        How fast it falls: 1 halves it at twice the cost, 2 quarters it.
    scale
        Cost at which a site counts once, in the unit of the costs.
    nearest
        Costs below this count as this: the formula has no value at 0. In the unit of the costs.

    Returns
    -------
    score
        Supply, weighted: shape (areas,). Who else draws on a site does not enter.

    References
    ----------
    W. G. Hansen, How accessibility shapes land use, Journal of the American Institute of Planners
    25 (1959), 73-76.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo.travel.costs import StraightLine
    >>> homes = pd.DataFrame({"easting_m": [0, 4000], "northing_m": [0, 0]})
    >>> site = pd.DataFrame({"easting_m": [2000], "northing_m": [0]})
    >>> gravity(StraightLine().between(homes, site, 30), np.array([10.0])).tolist()
    [5.0, 5.0]
    """
    if not (power > 0 and scale > 0 and nearest > 0):
        raise BadInputError(
            f"power {power:g}, scale {scale:g} and nearest {nearest:g} must each be more than 0."
        )
    return _summed(costs, lambda cost: (np.maximum(cost, nearest) / scale) ** -power, supply)

"""Tested cold spots: low participation amid low participation, beyond what chance scatters.

The recipe is local G* of standardised rates. A rate is less sure in a small cohort, so each is
divided by the spread that its cohort lets expect; a window of touching areas is then compared with
windows filled at random from all rates, and the share of false discoveries is held at q. An area
must also be low itself, or it is only surrounded by cold.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.discoveries import adjusted, check_rate
from geo.errors import BadInputError
from geo.nodes import Nodes, load_nodes
from geo.permutations import Tails, tails, to_whole
from geo.rates import Prior, chance_below, fit_prior
from geo.windows import Windows, touching

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

Q = 0.05
"""Share of false discoveries allowed among cold spots."""
PERMUTATIONS = 999_999
"""Random windows behind each chance: with fewer, none of 32,000 could be small enough."""
SEED = 1
OWN_CHANCE = 0.95
"""Least chance that a cold spot's own true rate is below the national rate."""
FEWEST = 30
"""Fewest nodes that are tested."""

STATUS = ("cold spot", "cold surroundings", "not marked", "not assessed")
"""What the test says of an area, in words."""


@dataclass(frozen=True)
class Assessment:
    """What the test found of each node: shape (nodes,), NaN or False where it was not tested."""

    assessed: Flags
    z: Floats
    """Local G*: standard deviations from what a random window would hold."""
    moran: Floats
    """Local Moran: positive among its like, negative among others."""
    p: Floats
    """Chance of a window as cold or colder."""
    p_adjusted: Floats
    """Least q at which the window is a discovery."""
    chance_low: Floats
    """Chance that the node's own true rate is below the national rate."""
    cold_window: Flags
    cold_spot: Flags
    low_low: Flags
    """Local Moran: low, and its neighbours lower than chance scatters."""
    low_high: Flags
    """Local Moran: low, though its neighbours are higher than chance scatters: a cold pocket."""
    prior: Prior


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
    """Give Getis and Ord's G* of each node's window, itself included, as a standard score.

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
    """Give Anselin's local Moran of each node: its value times the mean of its neighbours'.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association - LISA. Geographical Analysis 27,
    93-115.

    Examples
    --------
    >>> pairs = np.array([[0, 1], [1, 2], [2, 3]])
    >>> local_moran(np.array([1.0, 1.0, 3.0, 3.0]), touching(pairs, 4))[[0, 3]].tolist()
    [0.75, 0.75]
    """
    away = values - values.mean()
    mean = windows.sums(away) / np.maximum(windows.sizes, 1)
    found: Floats = away * mean * (len(values) - 1) / (away**2).sum()
    return found


def assess(
    rate: Floats,
    cohort: Floats,
    windows: Windows,
    *,
    q: float = Q,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Assessment:
    """Test every node that has neighbours.

    Parameters
    ----------
    rate, cohort
        Of each node, in the order of their codes: shape (nodes,), none missing.
    windows
        Neighbours of each node; one without any leaves before anything is reckoned.
    q
        Share of false discoveries to allow.
    permutations, seed
        Random windows behind each chance, and what makes them.

    Raises
    ------
    BadInputError
        If q is not between 0 and 1, or fewer than `FEWEST` nodes can be tested.
    """
    check_rate(q)
    assessed = windows.sizes > 0
    if assessed.sum() < FEWEST:
        raise BadInputError(
            f"{int(assessed.sum()):,} areas with a rate touch another; cold spots need at least "
            f"{FEWEST}. Test the whole of England and choose the place with --within."
        )
    kept, rates, cohorts = windows.among(assessed), rate[assessed], cohort[assessed]
    values, prior = standardise(rates, cohorts)
    window, around = _place(values, kept, permutations, seed)
    below = chance_below(pd.Series(rates), pd.Series(cohorts), prior.mean, prior).to_numpy()
    low = below >= OWN_CHANCE
    smallest = adjusted(window.lower)

    def whole(part: npt.NDArray[Any]) -> npt.NDArray[Any]:
        empty = False if part.dtype == bool else np.nan
        found = np.full(len(rate), empty, dtype=part.dtype)
        found[assessed] = part
        return found

    return Assessment(
        assessed=assessed,
        z=whole(local_g(values, kept)),
        moran=whole(local_moran(values, kept)),
        p=whole(window.lower),
        p_adjusted=whole(smallest),
        chance_low=whole(below),
        cold_window=whole(smallest <= q),
        cold_spot=whole((smallest <= q) & low),
        low_low=whole((adjusted(around.lower) <= q) & low),
        low_high=whole((adjusted(around.upper) <= q) & low),
        prior=prior,
    )


def _place(values: Floats, windows: Windows, permutations: int, seed: int) -> tuple[Tails, Tails]:
    """Place windows with their middle, and neighbours without it, among random ones."""
    whole = to_whole(values)
    around, sizes = windows.sums(whole), windows.sizes
    both = tails(
        whole,
        np.concatenate([sizes + 1, sizes]),
        np.concatenate([around + whole, around]),
        permutations,
        seed,
    )
    count = len(values)
    return (
        Tails(both.lower[:count], both.upper[:count]),
        Tails(both.lower[count:], both.upper[count:]),
    )


def find_cold_spots(
    level: str,
    *,
    q: float = Q,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    root: Path | None = None,
) -> pd.DataFrame:
    """Test the areas of a level for cold spots, all of England at once.

    Parameters
    ----------
    level
        `"lsoa21"` or `"msoa21"`.
    q, permutations, seed
        As for `assess`.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    found
        English areas, indexed by `area_code` in order: `z`, `p`, `p_adjusted`, `chance_low`,
        `moran` (NaN where not assessed), `cold_spot`, `cold_surroundings` (a cold window, but not
        sure to be low itself), `low_low`, `low_high`, and `status`, one of `STATUS`. Areas that
        share one published rate share one answer. The same call gives the same bytes.

    Raises
    ------
    BadInputError
        If the level has no published rates, or q is not between 0 and 1.

    Examples
    --------
    >>> found = find_cold_spots("msoa21")
    >>> bool(found["cold_spot"].any())
    True
    """
    nodes, pairs = load_nodes(level, root)
    windows = touching(pairs, len(nodes.codes))
    tested = assess(nodes.rate, nodes.cohort, windows, q=q, permutations=permutations, seed=seed)
    return answers(nodes, tested)


def answers(nodes: Nodes, tested: Assessment) -> pd.DataFrame:
    """Give each area the answer of its node, as `find_cold_spots` returns it."""
    numbers = ("z", "p", "p_adjusted", "chance_low", "moran")
    flags = ("cold_spot", "low_low", "low_high")
    columns = {name: nodes.spread(getattr(tested, name)) for name in (*numbers, *flags)}
    columns["cold_surroundings"] = nodes.spread(tested.cold_window & ~tested.cold_spot)
    found = pd.DataFrame(columns, index=nodes.areas).rename_axis("area_code")
    status = np.select(
        [found["cold_spot"], found["cold_surroundings"], ~nodes.spread(tested.assessed)],
        [STATUS[0], STATUS[1], STATUS[3]],
        STATUS[2],
    )
    order = ["cold_spot", "cold_surroundings", *numbers, "low_low", "low_high"]
    return found[order].assign(status=status)

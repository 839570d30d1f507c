"""Tested cold spots: low participation amid low participation, beyond what chance scatters.

The recipe is local G* of standardised rates. A rate is less sure in a small cohort, so each is
divided by the spread that its cohort lets expect; a window of touching areas is then compared with
all windows that could be filled from all rates, and the share of false discoveries is held at q. An
area must also be low itself, or it is only surrounded by cold.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Prior, chance_below
from geo.arrays import Flags, Floats
from geo.coldspots.fdr import adjusted, check_rate
from geo.coldspots.levels import TestBasis
from geo.coldspots.local_statistics import local_g, local_moran, standardise
from geo.coldspots.permutations import Tails, grid_units, tails, to_whole
from geo.coldspots.units import Nodes, load_nodes
from geo.coldspots.weights import Windows, touching
from geo.errors import BadInputError

Q = 0.05
"""Share of false discoveries allowed among cold spots."""
OWN_CHANCE = 0.95
"""Least chance that a cold spot's own true rate is below the national rate."""
FEWEST = 30
"""Fewest nodes that are tested."""

STATUS = ("cold spot", "cold surroundings", "not marked", "not assessed")
"""What the test says of an area, in words."""
NO_NEIGHBOUR = "no neighbour with a rate of its own"
NO_OTHER = "no figure for another of its measures"


def not_assessed(tested: TestBasis) -> tuple[str, str, str]:
    """Return why an area of a level may not be assessed.

    The second reason is given by the test alone, the third by other definitions.
    """
    return tested.no_rate, NO_NEIGHBOUR, NO_OTHER


@dataclass(frozen=True)
class TestInput:
    """Values whose windows are compared with chance."""

    __test__ = False

    assessed: Flags
    """Which nodes have a value and a neighbour with one: shape (nodes,)."""
    values: Floats
    """Of those nodes alone, in order."""
    windows: Windows
    """Of those nodes, among themselves."""


@dataclass(frozen=True)
class RateInput(TestInput):
    """Measured rates: the values are standardised ones."""

    rate: Floats
    cohort: Floats
    prior: Prior

    def chance_low(self) -> Floats:
        """Return the chance that each node's own true rate is below the national rate."""
        rate, cohort = pd.Series(self.rate), pd.Series(self.cohort)
        return chance_below(rate, cohort, self.prior.mean, self.prior).to_numpy()


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


def prepare(rate: Floats, cohort: Floats, windows: Windows) -> RateInput:
    """Leave out nodes without neighbours, and standardise the rates of the others.

    Parameters
    ----------
    rate, cohort
        Of each node, in the order of their codes: shape (nodes,), none missing.
    windows
        Neighbours of each node; one without any leaves before anything is reckoned.

    Raises
    ------
    BadInputError
        If fewer than `FEWEST` nodes have neighbours.
    """
    assessed = windows.sizes > 0
    if assessed.sum() < FEWEST:
        raise BadInputError(
            f"{int(assessed.sum()):,} areas with a rate touch another; cold spots need at least "
            f"{FEWEST}. Test a whole nation and choose the place with --within."
        )
    rate, cohort = rate[assessed], cohort[assessed]
    values, prior = standardise(rate, cohort)
    return RateInput(assessed, values, windows.among(assessed), rate, cohort, prior)


def assess(
    rate: Floats,
    cohort: Floats,
    windows: Windows,
    *,
    q: float = Q,
) -> Assessment:
    """Test every node that has neighbours.

    Parameters
    ----------
    rate, cohort, windows
        As for `prepare`.
    q
        Share of false discoveries to allow.

    Raises
    ------
    BadInputError
        If q is not between 0 and 1, or fewer than `FEWEST` nodes can be tested.
    """
    check_rate(q)
    given = prepare(rate, cohort, windows)
    return decide(given, *permutation_test(given), q)


def permutation_test(given: TestInput) -> tuple[Tails, Tails]:
    """Compare windows with their middle, and neighbours without it, with total permutations.

    Returns
    -------
    windows, neighbours
        Each of shape (tested nodes,): exact chances of the sums, on the grid of `grid_units`.
    """
    sizes = np.concatenate([given.windows.sizes + 1, given.windows.sizes])
    lower, upper = np.empty(len(sizes)), np.empty(len(sizes))
    grid = np.array([grid_units(size) for size in range(int(sizes.max()) + 1)])[sizes]
    for units in np.unique(grid):
        values = to_whole(given.values, units)
        around = given.windows.sums(values)
        on_it = grid == units
        found = tails(values, sizes[on_it], np.concatenate([around + values, around])[on_it])
        lower[on_it], upper[on_it] = found.lower, found.upper
    count = len(given.values)
    return Tails(lower[:count], upper[:count]), Tails(lower[count:], upper[count:])


def decide(given: RateInput, window: Tails, around: Tails, q: float) -> Assessment:
    """Decide from the chances of its window and of its neighbours what each node is."""
    below = given.chance_low()
    low = below >= OWN_CHANCE
    smallest = adjusted(window.lower)

    def scatter(part: npt.NDArray[Any]) -> npt.NDArray[Any]:
        empty = False if part.dtype == bool else np.nan
        found = np.full(len(given.assessed), empty, dtype=part.dtype)
        found[given.assessed] = part
        return found

    return Assessment(
        assessed=given.assessed,
        z=scatter(local_g(given.values, given.windows)),
        moran=scatter(local_moran(given.values, given.windows)),
        p=scatter(window.lower),
        p_adjusted=scatter(smallest),
        chance_low=scatter(below),
        cold_window=scatter(smallest <= q),
        cold_spot=scatter((smallest <= q) & low),
        low_low=scatter((adjusted(around.lower) <= q) & low),
        low_high=scatter((adjusted(around.upper) <= q) & low),
        prior=given.prior,
    )


def find_cold_spots(
    level: str,
    *,
    q: float = Q,
    root: Path | None = None,
) -> pd.DataFrame:
    """Test the areas of a level for cold spots, all of its nation at once.

    Parameters
    ----------
    level
        One of `geo.coldspots.levels.LEVELS`, or the level that one of them asks.
    q
        As for `assess`.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    found
        Areas of the nation, indexed by `area_code` in order: `z`, `p`, `p_adjusted`, `chance_low`,
        `moran` (NaN where not assessed), `cold_spot`, `cold_surroundings` (a cold window, but not
        sure to be low itself), `low_low`, `low_high`, and `status`, one of `STATUS`. Areas that
        share one published rate share one answer. The same call gives the same bytes.

    Raises
    ------
    BadInputError
        If the level is not tested, or q is not between 0 and 1.

    Examples
    --------
    >>> found = find_cold_spots("msoa21")
    >>> bool(found["cold_spot"].any())
    True
    """
    nodes, pairs = load_nodes(level, root)
    windows = touching(pairs, len(nodes.codes))
    tested = assess(nodes.rate, nodes.cohort, windows, q=q)
    return answers(nodes, tested)


def answers(nodes: Nodes, tested: Assessment) -> pd.DataFrame:
    """Return the result of each area's node, as `find_cold_spots` returns it."""
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


def own_rates(areas: pd.DataFrame, tested: TestBasis) -> pd.Series:
    """Return the rates of areas that stand on somebody; missing where nobody is of that age.

    Where nobody is counted, as in Northern Ireland, rates are as published.
    """
    if not tested.cohort:
        return areas[tested.rate]
    rate, cohort = areas[tested.rate], areas[tested.cohort].astype("float64")
    return rate.where(cohort.fillna(0) > 0)


def why_not(found: pd.DataFrame, rate: pd.Series, tested: TestBasis) -> npt.NDArray[np.object_]:
    """Return why each area was not assessed: one of `not_assessed`, empty where it was.

    Parameters
    ----------
    found
        What a definition found: `status` if it was the test, and what else may be missing.
    rate
        The rates that are tested, on the same index.
    tested
        The level.
    """
    alone = found["status"].eq(STATUS[3]) if "status" in found else np.zeros(len(found), bool)
    lacking = found.isna().any(axis=1)
    words = np.select([rate.isna(), alone, lacking], not_assessed(tested), "")
    return words.astype("object")

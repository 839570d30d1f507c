"""Cold in how many plausible weightings: a composite that does not call one weighting right."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.arrays import Floats
from geo.errors import BadInputError

DRAWS = 1_000
SPREAD = 12.0
"""Concentration of the draws: how closely they keep to the weights that were asked for."""
FIFTH = 0.2
MEASURES = ("tundra_rate", "iod25_he_non_entry", "iod25_children_score", "iod25_adult_skills_score")
"""What a composite may be made of: getting in, and what it stands on."""
MEASURE_LABELS = {
    "tundra_rate": "Young participation",
    "iod25_he_non_entry": "Entry to higher education, by the index",
    "iod25_children_score": "Children's education, by the index",
    "iod25_adult_skills_score": "Adult skills, by the index",
}
"""What a menu calls them."""
EVEN = dict.fromkeys(MEASURES, 1.0)
"""Weights that nobody has moved."""
MOST = 0.5
"""Share of weightings above which an area counts as a cold spot."""
_HIGH_IS_COLD = frozenset(MEASURES[1:])


def cold_share(
    areas: pd.DataFrame, weights: Mapping[str, float], *, draws: int = DRAWS, seed: int = 1
) -> pd.Series:
    """Return the share of plausible weightings in which each area is among the coldest fifth.

    Each measure becomes a rank from 0 (coldest) to 1 over the areas that have all measures. Weights
    are drawn from a Dirichlet distribution around those asked for; an area is cold in a draw if its
    weighted rank is in the lowest fifth of areas.

    Parameters
    ----------
    areas
        A joined table of `lsoa21`.
    weights
        Of some of `MEASURES`, each above 0; only their ratios count.
    draws, seed
        Weightings, and what makes them.

    Returns
    -------
    share
        0 to 1, on the same index; missing where a measure is.

    Raises
    ------
    BadInputError
        If no weight is above 0, or one is negative or of another measure.

    Examples
    --------
    >>> table = pd.DataFrame({"tundra_rate": [0.1, 0.2, 0.3, 0.4, 0.5]})
    >>> cold_share(table, {"tundra_rate": 1}, draws=10).tolist()
    [1.0, 0.0, 0.0, 0.0, 0.0]
    """
    names = _checked(weights)
    values = np.stack([areas[name].to_numpy(dtype="float64", na_value=np.nan) for name in names])
    known = ~np.isnan(values).any(axis=0)
    ranks = np.stack([_rank(row[known], name) for row, name in zip(values, names, strict=True)])
    asked = np.array([weights[name] for name in names], dtype="float64")
    random = np.random.default_rng(seed)
    drawn = random.dirichlet(SPREAD * asked / asked.sum(), size=draws)
    count = max(1, round(FIFTH * known.sum()))
    cold = np.zeros(int(known.sum()), np.int64)
    for weighting in drawn.astype(np.float32):
        score = weighting @ ranks
        cold += score <= np.partition(score, count - 1)[count - 1]
    share = np.full(len(areas), np.nan)
    share[known] = cold / draws
    return pd.Series(share, index=areas.index, name="cold_share")


def _checked(weights: Mapping[str, float]) -> list[str]:
    for name, weight in weights.items():
        if name not in MEASURES or not weight >= 0 or np.isinf(weight):
            raise BadInputError(
                f"{name!r} has the weight {weight}. Give a number from 0 to each of some of "
                f"{', '.join(MEASURES)}."
            )
    names = [name for name in MEASURES if weights.get(name, 0) > 0]
    if not names:
        raise BadInputError(f"Every weight is 0. Give one above 0 to one of {', '.join(MEASURES)}.")
    return names


def _rank(values: Floats, name: str) -> npt.NDArray[np.float32]:
    """Rank from 0, the coldest, to 1; equals share the mean of their places."""
    ranked = pd.Series(-values if name in _HIGH_IS_COLD else values).rank(method="average")
    return ((ranked - 1) / max(1, len(values) - 1)).to_numpy(dtype="float32")

"""Funnel plots: how far a rate lies from the nation's, given how many people it is of.

Rates of places differ by more than chance, so limits from chance alone would be crossed by most.
The limits here widen by what places really vary (overdispersion).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.compare.chosen import Chosen
from geo.compare.figures import values_at
from geo.errors import BadInputError
from geo.registry import Indicator, geography, indicator

LEVELS = ("lad24", "utla23", "pcon24")
"""Levels that a funnel is drawn of."""
LIMITS = (0.95, 0.998)
"""Shares of places that lie within the limits, if all vary alike around one rate."""
WINSORISED = 0.1
"""Share of places at each end whose scores are drawn in before the spread is measured."""
_FEWEST = 10


@dataclass(frozen=True, eq=False)
class Funnel:
    """Places around one rate, and how much they vary beyond chance."""

    target: float
    """Rate of all places together, 0 to 1."""
    phi: float
    """Overdispersion: mean winsorised squared score; 1 where chance alone explains the spread."""
    tau: float
    """Standard deviation of true rates between places; 0 where nothing shows that they vary."""
    places: pd.DataFrame
    """Indexed by `area_code`: `value`, `people`, `z` by chance alone, `z_adjusted` with the spread,
    and `zone`: `within`, `low` or `high` beyond the 95% limits, `very low` or `very high` beyond
    those of 99.8%."""


def funnel_from(rate: pd.Series, people: pd.Series) -> Funnel:
    """Measure how rates spread around that of all together, beyond chance.

    Parameters
    ----------
    rate
        Proportions, 0 to 1; places without a rate or people are left out.
    people
        Whom each is of, above 0, on the same index.

    Raises
    ------
    BadInputError
        If fewer than ten places are left.

    Notes
    -----
    With the binomial standard error s of each place under the target, z = (rate - target) / s.
    Scores beyond the 10th and 90th percentile are drawn in to them; phi is the mean of the squares.
    Where phi is above 1 + 2 sqrt(2 / places) the places vary beyond chance, and the variance
    between them is estimated by moments (DerSimonian and Laird), tau² = (I phi - (I - 1)) /
    (sum w - sum w² / sum w) with w = 1 / s². Limits are target ± z sqrt(s² + tau²): additive, since
    a multiplied spread would let large places vary less than small ones for no reason.

    References
    ----------
    Spiegelhalter, D. J. (2005). Handling over-dispersion of performance indicators. Quality and
    Safety in Health Care 14, 347-351; Funnel plots for comparing institutional performance.
    Statistics in Medicine 24, 1185-1202.

    Examples
    --------
    >>> rates = pd.Series([0.3, 0.5] * 10)
    >>> found = funnel_from(rates, pd.Series([1000] * 20))
    >>> round(found.phi, 1), round(found.tau, 3)
    (41.7, 0.101)
    """
    known = rate.notna() & (people > 0)
    p, n = (one[known].to_numpy(dtype="float64") for one in (rate, people))
    if len(p) < _FEWEST:
        raise BadInputError(
            f"{len(p)} places have a rate and a count of people: too few to say how places vary. "
            f"A funnel needs {_FEWEST}."
        )
    target = float(np.average(p, weights=n))
    error = np.sqrt(target * (1 - target) / n)
    z = (p - target) / error
    ends = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float(np.mean(np.clip(z, *ends) ** 2))
    tau = 0.0
    if phi > 1 + 2 * np.sqrt(2 / len(p)):
        w = 1 / error**2
        spread = (len(p) * phi - (len(p) - 1)) / (w.sum() - (w**2).sum() / w.sum())
        tau = float(np.sqrt(max(spread, 0.0)))
    adjusted = (p - target) / np.sqrt(error**2 + tau**2)
    places = pd.DataFrame(
        {"value": p, "people": n, "z": z, "z_adjusted": adjusted, "zone": _zones(adjusted)},
        index=rate.index[known],
    )
    return Funnel(target, phi, tau, places)


def _zones(z: Floats) -> list[str]:
    from scipy.special import ndtri

    inner, outer = (ndtri(0.5 + limit / 2) for limit in LIMITS)
    names = []
    for one in z:
        end = "low" if one < 0 else "high"
        beyond = "very " if abs(one) > outer else "" if abs(one) > inner else None
        names.append("within" if beyond is None else f"{beyond}{end}")
    return names


def limits_at(funnel: Funnel, people: Floats) -> pd.DataFrame:
    """Return the limits of a funnel for numbers of people.

    Returns
    -------
    limits
        A row for each number: `low_95`, `high_95`, `low_99_8` and `high_99_8`, 0 to 1.
    """
    from scipy.special import ndtri

    error = np.sqrt(funnel.target * (1 - funnel.target) / people + funnel.tau**2)
    columns = {}
    for limit, name in zip(LIMITS, ("95", "99_8"), strict=True):
        half = float(ndtri(0.5 + limit / 2)) * error
        columns[f"low_{name}"] = np.clip(funnel.target - half, 0, 1)
        columns[f"high_{name}"] = np.clip(funnel.target + half, 0, 1)
    return pd.DataFrame(columns)


def funnel_of(name: str, level: str) -> Funnel:
    """Return the funnel of the latest figures of a rate.

    Parameters
    ----------
    name
        A rate whose people are counted, such as `"tundra_rate"`.
    level
        One of `LEVELS`.

    Raises
    ------
    BadInputError
        If there is no funnel of such a measure or level.
    """
    entry = indicator(name)
    if level not in LEVELS or level not in entry.geographies:
        offered = [one for one in LEVELS if one in entry.geographies] or ["no level"]
        raise BadInputError(
            f"There is no funnel of {entry.label} by {geography(level).label}. Choose "
            f"{' or '.join(offered)}."
        )
    values = values_at(name, level)
    if entry.kind != "rate" or name == "he19_gap" or values["people"].isna().all():
        raise BadInputError(
            f"There is no funnel of {entry.label}: it is not a rate whose people are counted. "
            "Choose a rate such as tundra_rate or he19_rate."
        )
    return funnel_from(values["value"], values["people"])


def funnel_level(places: Sequence[Chosen], entry: Indicator) -> str:
    """Return the level whose funnel holds most of the places; empty where there is none.

    Parameters
    ----------
    places
        That are compared.
    entry
        The measure.
    """
    counts = {
        level: sum(level in place.levels for place in places)
        for level in LEVELS
        if level in entry.geographies
    }
    best = max(counts, key=lambda level: counts[level], default="")
    if not best or not counts[best]:
        return ""
    try:
        funnel_of(entry.id, best)
    except BadInputError:
        return ""
    return best

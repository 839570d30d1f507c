"""The tested difference of each pair of chosen places, and the model's probability of an order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from geo.areas import difference
from geo.arrays import Floats
from geo.compare.chosen import Chosen, are_nested, shares_inside
from geo.posterior import STEP, load_draws
from geo.registry import Indicator
from geo.settings import CONFIDENCE_LEVEL

LOWER, HIGHER, NOT_CLEAR, NOT_TESTED = "lower", "higher", "not clear", "not tested"


def differences_of(
    places: Sequence[Chosen], entries: Sequence[Indicator], figures: pd.DataFrame
) -> pd.DataFrame:
    """Compare each pair of places by each measure.

    Parameters
    ----------
    places, entries
        As for `geo.compare.figures_of`.
    figures
        What that returned.

    Returns
    -------
    differences
        Indexed by `measure`, `first` and `second`: `difference` (figure of the first less that of
        the second, in the unit of the column), `low` and `high` (its 95% interval by the
        square-and-add method; missing where not tested), `p` (the pair tested on its own: under
        0.05 where the interval leaves out 0), `p_adjusted` (Holm's, over the tested pairs of the
        measure), `verdict` on the first (`lower` or `higher` where `p_adjusted` is at most 0.05,
        else `not clear`; `not tested` where nobody counts whom the figures are of), `prob_lower`
        (that the first's true rate is lower, by the spatial model; of young participation in
        England alone), `nested` (whether the two share ground) and `why_not`, why they do not
        compare, empty where they do.

    Notes
    -----
    Intervals are of each pair on its own; verdicts allow for how many pairs there are. The interval
    takes the two figures as independent. Where one place lies in the other they share people, and
    it is too wide rather than too narrow; the model's probability allows for that.
    """
    pairs = [*combinations(places, 2)]
    rows = []
    for entry in entries:
        own = pd.DataFrame(figures.loc[entry.id])
        tested = _tested(own, pairs)
        for (one, other), row in zip(pairs, tested.to_dict("records"), strict=True):
            key = {"measure": entry.id, "first": one.code, "second": other.code}
            rows.append(key | _pair(one, other, entry, own["why_none"], row))
    names = ["measure", "first", "second", *_EMPTY]
    return pd.DataFrame(rows, columns=names).set_index(["measure", "first", "second"])


def _tested(own: pd.DataFrame, pairs: list[tuple[Chosen, Chosen]]) -> pd.DataFrame:
    """Return the difference of each pair, the ends of its interval and its p, by one measure."""
    ends = own[["value", "low", "high"]].astype("float64")
    first, second = (
        ends.loc[[pair[side].code for pair in pairs]].reset_index(drop=True) for side in (0, 1)
    )
    made = difference(second, first)[["change", "low", "high"]]
    made = made.rename(columns={"change": "difference"}).astype("float64")
    p = p_of(*(made[name].to_numpy() for name in ("difference", "low", "high")))
    return made.assign(p=p, p_adjusted=holm(p))


def p_of(apart: Floats, low: Floats, high: Floats) -> Floats:
    """Return the two-sided p of differences, from the end of the interval that lies towards 0.

    The interval is taken to widen in proportion to the normal deviate, so that p is 0.05 where one
    of its ends is 0.

    Parameters
    ----------
    apart, low, high
        Differences and the ends of their 95% intervals; missing where nothing was tested.

    Examples
    --------
    >>> p_of(np.array([0.1, 0.1]), np.array([0.0, 0.05]), np.array([0.2, 0.15])).round(4).tolist()
    [0.05, 0.0001]
    """
    from scipy.special import ndtr, ndtri

    towards, size = np.where(apart > 0, apart - low, high - apart), np.abs(apart)
    # Two equal figures without any spread between them differ by nothing.
    spreads = np.divide(size, towards, out=np.where(size > 0, np.inf, 0), where=towards > 0)
    p = 2 * ndtr(-ndtri((1 + CONFIDENCE_LEVEL) / 2) * spreads)
    return np.where(np.isnan(low), np.nan, p)


def holm(p: Floats) -> Floats:
    """Adjust several p by Holm's step-down method (1979); missing ones are not counted.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).round(4)
    array([0.03, 0.06,  nan, 0.06])
    """
    order = np.argsort(p)[: int((~np.isnan(p)).sum())]
    stepped = p[order] * np.arange(len(order), 0, -1)
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1)
    return adjusted


_EMPTY = {
    "difference": np.nan, "low": np.nan, "high": np.nan, "p": np.nan, "p_adjusted": np.nan,
    "verdict": "", "prob_lower": np.nan, "nested": False, "why_not": "",
}  # fmt: skip


def _pair(
    one: Chosen, other: Chosen, entry: Indicator, why_none: pd.Series, tested: dict[Any, Any]
) -> dict[str, object]:
    made = dict[str, object](_EMPTY)
    lacking = [place for place in (one, other) if why_none[place.code]]
    if lacking:
        reasons = [f"{place.name}: {why_none[place.code]}" for place in lacking]
        return made | {"why_not": "; ".join(reasons)}
    made |= tested | {"nested": are_nested(one, other)}
    made["verdict"] = (
        NOT_TESTED if np.isnan(tested["p"])
        else NOT_CLEAR if tested["p_adjusted"] > 1 - CONFIDENCE_LEVEL
        else HIGHER if tested["difference"] > 0
        else LOWER
    )  # fmt: skip
    if entry.id == "tundra_rate":
        made["prob_lower"] = prob_lower(one, other)
    return made


def prob_lower(one: Chosen, other: Chosen) -> float:
    """Return the probability that a place's true young participation is lower than another's.

    By the joint draws of the spatial model: in each the neighbourhoods inside a place are averaged,
    weighed by their pupils, and the two are compared. Where both are local areas (MSOA), their own
    model's draws are used. What the two have in common is in every draw of both, so nested places
    are compared fairly.

    Returns
    -------
    probability
        0 to 1; NaN where a place has no neighbourhood with a rate.

    Examples
    --------
    >>> from geo.compare import find_place
    >>> prob_lower(find_place("E06000009"), find_place("E12000008"))
    1.0
    """
    level = "msoa21" if one.level == other.level == "msoa21" else "lsoa21"
    first, second = (drawn_rates(place.code, place.level, level) for place in (one, other))
    if first is None or second is None:
        return np.nan
    return float(((first < second) + (first == second) / 2).mean())


@lru_cache(maxsize=64)
def drawn_rates(code: str, level: str, drawn_at: str) -> Floats | None:
    """Return draws of the true rate of a place: shape (draws,); None where nothing is known.

    Parameters
    ----------
    code, level
        Of the place.
    drawn_at
        Level of the draws: `lsoa21` or `msoa21`.
    """
    drawn = load_draws(drawn_at)
    if drawn_at == "msoa21":
        shares = pd.Series(1.0, index=pd.Index([code]))
    else:
        shares = shares_inside(code, level)
    known = shares.index.intersection(drawn.unit.index)
    if known.empty:
        return None
    weights = (drawn.pupils[known].astype("float64") * shares[known]).to_numpy()
    rates = drawn.steps[drawn.unit[known].to_numpy()].astype(np.float64) * STEP
    return np.asarray(weights @ rates / weights.sum())

"""Joint draws of areas that are sums of small ones, and in which class a true rate may lie."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.arrays import Floats
from geo.posterior.stored import POSTERIOR_LEVELS, Codes, load_draws
from geo.registry import PARENTS, SUM_LEVELS

MODELLED = "tundra_rate_modelled"
"""Column of the rate that the model gives, beside the ends of its interval."""


def shares_of(level: str, root: Path | None = None) -> pd.Series:
    """Return which part of each small area lies in each area of a level, by both their codes."""
    if level == "pcon24":
        overlaps = tables.load("overlaps_lsoa21", root=root)
        return overlaps.set_index(["pcon24_code", "area_code"])["share"].sort_index()
    column = PARENTS[level]
    owner = tables.load(f"areas_{SUM_LEVELS[level]}", [column], root)[column]
    owner = owner[owner != ""]
    index = pd.MultiIndex.from_arrays([owner, owner.index], names=[column, "area_code"])
    return pd.Series(1.0, index=index).sort_index()


@lru_cache(maxsize=8)
def summed_draws(level: str) -> pd.DataFrame:
    """Return joint draws of the true rate of each area that is a sum of small ones.

    Parameters
    ----------
    level
        One of `geo.registry.SUM_LEVELS`.

    Returns
    -------
    rates
        By `area_code`, a column a draw: shares, 0 to 1; areas of which no part has a rate are left
        out. Shared: never change it.
    """
    shares = shares_of(level)
    owner, members = (shares.index.get_level_values(place) for place in (0, 1))
    place, codes = pd.factorize(owner, sort=True)
    at = pd.MultiIndex.from_arrays([place, members])
    drawn = load_draws(SUM_LEVELS[level]).mixed(shares.set_axis(at), len(codes))
    index = pd.Index(codes, name="area_code")
    return pd.DataFrame(drawn.astype(np.float32), index=index).dropna()


def modelled_of(codes: pd.Index, level: str = "lsoa21") -> pd.Series:
    """Return what the model says of some small areas taken together, from the joint draws.

    Parameters
    ----------
    codes
        Of the level, at which the model is fitted; those without a rate are left out.

    Returns
    -------
    row
        `tundra_rate_modelled`, the ends of its 90% interval `tundra_rate_modelled_low` and
        `..._high`, shares from 0 to 1, and `prob_below_national`; missing if none has a rate.

    Examples
    --------
    >>> bool(modelled_of(pd.Index(["W01000001"])).isna().all())
    True
    """
    at = pd.MultiIndex.from_arrays([[0] * len(codes), codes], names=["set", "area_code"])
    found = load_draws(level).shared(pd.Series(1.0, index=at), 1)
    return found.iloc[0].rename(
        {"mean": MODELLED, "low": f"{MODELLED}_low", "high": f"{MODELLED}_high"}
    )


def prob_elsewhere(level: str, own: pd.Series, class_of: Callable[[Floats], Codes]) -> pd.Series:
    """Return the chance of each area that its true rate lies in another class than its own.

    Parameters
    ----------
    level
        Of areas that a model is fitted at, or that are sums of such areas.
    own
        Class of each area, by `area_code`.
    class_of
        Gives the classes of true rates, of any shape, 0 to 1.

    Returns
    -------
    chance
        0 to 1, on the index of `own`: the share of the joint draws in which the area's rate is in
        another class. Missing where the model says nothing.
    """
    if level in POSTERIOR_LEVELS:
        return load_draws(level).prob_elsewhere(own, class_of)
    rates = summed_draws(level)
    known = own.index.intersection(rates.index)
    classes = class_of(rates.loc[known].to_numpy("float64"))
    other = classes != own[known].to_numpy()[:, None]
    return pd.Series(other.mean(axis=1), index=known).reindex(own.index)

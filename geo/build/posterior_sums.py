"""Build step: what the spatial model says of wards, districts and all larger areas of England."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.posterior import load_draws, shares_of
from geo.registry import SUM_LEVELS

_SHARES = 4
"""Digits that are kept of shares and chances."""
_NAMES = {
    "mean": "tundra_rate_modelled",
    "low": "tundra_rate_modelled_low",
    "high": "tundra_rate_modelled_high",
}


def build_posterior_sums(root: Path) -> None:
    """Store the posterior of the true rate of each larger area: a sum of those of its small ones.

    Wards and constituencies are summed from neighbourhoods, other areas from local areas, as their
    measured rates are; a neighbourhood that a constituency holds in part counts in the share of
    its people.
    """
    for level in SUM_LEVELS:
        tables.store(f"posterior_{level}", sums_of(level, root), root)


def sums_of(level: str, root: Path | None = None) -> pd.DataFrame:
    """Summarise the joint draws of a level's small areas by its areas.

    Returns
    -------
    sums
        By `area_code`, those with a rate: `tundra_rate_modelled` with the ends of its 90% interval,
        and `prob_below_national`.
    """
    shares = shares_of(level, root)
    owner, members = (shares.index.get_level_values(place) for place in (0, 1))
    place, codes = pd.factorize(owner, sort=True)
    at = pd.MultiIndex.from_arrays([place, members])
    found = load_draws(SUM_LEVELS[level], root).shared(shares.set_axis(at), len(codes))
    made = found.set_axis(pd.Index(codes, name="area_code")).rename(columns=_NAMES)
    return made.dropna().round(_SHARES)

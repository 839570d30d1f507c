"""The bundled posterior of participation: what the build drew, and sums over places from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.arrays import Floats
from geo.errors import BadInputError
from geo.posterior.summaries import draws_interval

Codes = npt.NDArray[np.integer[Any]]
"""Classes, by their numbers."""
POSTERIOR_LEVELS = ("lsoa21", "msoa21")
"""Levels that a model is fitted at."""
BUNDLED_DRAWS = 200
"""Joint draws that are bundled."""
STEP = 0.004
"""Bundled draws are rounded to this share: half of it at most is added, and sums average it out."""


@dataclass(frozen=True)
class SumPosterior:
    """What is known of the true rate of many areas taken together."""

    mean: float
    low: float
    """Lower end of the 90% interval."""
    high: float
    prob_below_national: float
    """Chance that the true rate is below the nation's published one."""
    pupils: float
    """Pupils that the areas' rates rest on."""


def to_octets(draws: Floats) -> list[bytes]:
    r"""Round draws to `STEP`, a byte each: shape (draws, units) to a string a unit.

    Examples
    --------
    >>> to_octets(np.array([[0.1], [0.5]]))
    [b'\x19}']
    """
    whole = np.rint(draws / STEP).astype(np.uint8)
    return [row.tobytes() for row in np.ascontiguousarray(whole.T)]


def from_octets(octets: pd.Series) -> npt.NDArray[np.uint8]:
    """Turn strings of draws into whole steps: shape (units, draws)."""
    joined = np.frombuffer(b"".join(octets), np.uint8)
    return joined.reshape(len(octets), -1)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Joint draws of a level, and which of them each area takes its rate from."""

    steps: npt.NDArray[np.uint8]
    """True rates in steps of `STEP`: shape (units, draws)."""
    unit: pd.Series
    """Row of each area with a rate, by `area_code`."""
    pupils: pd.Series
    """Pupils of each such area, a part's share where areas share a unit."""
    national: float
    """The nation's published rate."""

    def draw(self, number: int) -> pd.Series:
        """Return the true rates of one draw, counted from 0, by `area_code`."""
        return pd.Series(self.steps[self.unit, number] * STEP, index=self.unit.index)

    def rates(self, codes: pd.Index) -> Floats:
        """Return draws of the true rate of areas taken together, by pupils: shape (draws,).

        Raises
        ------
        BadInputError
            If none of the areas has a rate.
        """
        known = self.unit.index.intersection(codes)
        if known.empty:
            raise BadInputError(
                f"None of {len(codes):,} areas has a rate of its own, so nothing is known of their "
                "true rate. Choose areas with a published rate."
            )
        weights = self.pupils[known].to_numpy()
        rows = self.steps[self.unit[known].to_numpy()]
        return np.asarray(weights @ rows * (STEP / weights.sum()))

    def summary(self, codes: pd.Index) -> SumPosterior:
        """Summarise the true rate of areas taken together.

        Raises
        ------
        BadInputError
            If none of the areas has a rate.
        """
        drawn = self.rates(codes)
        low, high = draws_interval(drawn)
        pupils = float(self.pupils[self.unit.index.intersection(codes)].sum())
        below = float((drawn < self.national).mean())
        return SumPosterior(float(drawn.mean()), float(low), float(high), below, pupils)

    def summaries(self, groups: pd.Series) -> pd.DataFrame:
        """Summarise many sets of areas at once, as `summary` does each.

        Parameters
        ----------
        groups
            Codes of each set's areas, parted by blanks.

        Returns
        -------
        summaries
            On the same index: `mean`, `low`, `high` and `prob_below_national`; missing where no
            area of a set has a rate.
        """
        members = groups.reset_index(drop=True).str.split().explode()
        shares = pd.Series(1.0, index=pd.MultiIndex.from_arrays([members.index, members]))
        return self.shared(shares, len(groups)).set_axis(groups.index)

    def shared(self, shares: pd.Series, count: int) -> pd.DataFrame:
        """Summarise sets of areas of which some count in part alone.

        Parameters
        ----------
        shares
            Part of each area's pupils that a set holds, 0 to 1, by position of the set and
            `area_code`; areas without a rate are left out.
        count
            Sets there are.

        Returns
        -------
        summaries
            As `summaries` gives them, by position of the set.
        """
        groups, drawn = pd.RangeIndex(count), self.mixed(shares, count)
        low, high = draws_interval(drawn, axis=1)
        known = ~np.isnan(drawn[:, 0])
        below = np.where(known, (drawn < self.national).mean(axis=1), np.nan)
        columns = {"mean": drawn.mean(axis=1), "low": low, "high": high}
        return pd.DataFrame(columns, index=groups).assign(prob_below_national=below)

    def mixed(self, shares: pd.Series, count: int) -> Floats:
        """Return draws of the true rates of sets of areas of which some count in part alone.

        Parameters
        ----------
        shares, count
            As for `shared`.

        Returns
        -------
        rates
            Shape (count, draws); missing where no area of a set has a rate.
        """
        from scipy.sparse import csr_array

        owner, members = (shares.index.get_level_values(place) for place in (0, 1))
        unit = self.unit.reindex(members).to_numpy("float64")
        known = ~np.isnan(unit)
        pupils = (self.pupils.reindex(members).to_numpy("float64") * shares.to_numpy())[known]
        at = (owner.to_numpy(np.int64)[known], unit[known].astype(np.int64))
        weights = csr_array((pupils, at), shape=(count, len(self.steps)))
        total = np.asarray(weights.sum(axis=1)).reshape(-1, 1)
        sums = weights @ self.steps.astype(np.float64)
        return np.divide(sums * STEP, total, out=np.full(sums.shape, np.nan), where=total > 0)

    def prob_elsewhere(self, own: pd.Series, class_of: Callable[[Floats], Codes]) -> pd.Series:
        """Return the chance of each area that its true rate lies in another class than its own.

        Parameters
        ----------
        own
            Class of each area, by `area_code`.
        class_of
            Gives the classes of true rates, 0 to 1.

        Returns
        -------
        chance
            0 to 1, on the index of `own`: the share of the joint draws in which the area's rate is
            in another class; missing where the model says nothing.
        """
        known = own.index.intersection(self.unit.index)
        # Draws are whole steps: the class of each step is found once.
        of_step = class_of(np.arange(256, dtype=np.float64) * STEP).astype(np.uint8)
        classes = of_step[self.steps[self.unit[known].to_numpy()]]
        other = classes != own[known].to_numpy(np.uint8)[:, None]
        return pd.Series(other.mean(axis=1), index=known).reindex(own.index)

    def prob_lower(self, first: pd.Index, second: pd.Index) -> float:
        """Return the chance that one set of areas has a lower true rate than another.

        Raises
        ------
        BadInputError
            If none of the areas of either set has a rate.
        """
        one, other = self.rates(first), self.rates(second)
        return float(((one < other) + (one == other) / 2).mean())


def load_draws(level: str, root: Path | None = None) -> Drawn:
    """Load the joint draws of a level.

    Raises
    ------
    BadInputError
        If no model is fitted at the level.
    """
    if level not in POSTERIOR_LEVELS:
        raise BadInputError(
            f"No model is fitted at {level}. Take {' or '.join(POSTERIOR_LEVELS)}, whose rates "
            "have a published cohort."
        )
    return _load(level, root)


@lru_cache(maxsize=4)
def _load(level: str, root: Path | None) -> Drawn:
    stored = tables.load(f"draws_{level}", root=root)
    unit = tables.load(f"posterior_{level}", ["unit"], root)["unit"].astype("int64")
    carried = tables.load(f"tundra_{level}", ["rate", "cohort"], root).loc[unit.index]
    national = float(np.average(carried["rate"], weights=carried["cohort"]))
    return Drawn(from_octets(stored["draws"]), unit, carried["cohort"], national)

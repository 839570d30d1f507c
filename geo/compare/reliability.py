"""How many areas of each class of a rate may truly belong to another class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import NOT_COVERED, Classes, area_table, at_year
from geo.arrays import Floats
from geo.compare.figures import values_at
from geo.compare.intervals import measured_rates
from geo.posterior import FIFTHS, POSTERIOR_LEVELS, prob_elsewhere
from geo.registry import SUM_LEVELS, Indicator, indicator, steps_of

Basis = Literal["model", "interval"]
_DRAWN = "tundra_rate"
"""The rate whose true values are drawn jointly."""


@dataclass(frozen=True)
class Reliability:
    """How many areas of each class may belong to another, and how that was found."""

    basis: Basis
    """`model`: the expected share of areas whose true rate lies in another class, the mean over
    areas and joint draws of the spatial model. `interval`: the share of areas whose interval
    reaches beyond their class."""
    shares: dict[int, float]
    """By class, 0 the worst: 0 to 1. Classes of which nothing is known are left out."""


def reliability_of(
    level: str,
    name: str,
    classes: Classes,
    inside: npt.NDArray[np.bool_],
    year: int | None = None,
) -> Reliability | None:
    """Return how many areas of each class of a rate may belong to another class.

    Parameters
    ----------
    level, name
        The areas and the rate that was classed.
    classes
        Its classes over the whole level, with whatever limits.
    inside
        Which areas of the level count.
    year
        In which the period ends; the latest for None.

    Returns
    -------
    reliability
        None of what is no rate of people, and where no area has an interval.
    """
    if not measured_rates([name]) or level not in indicator(name).geographies:
        return None
    drawn = name == _DRAWN and level in (*POSTERIOR_LEVELS, *SUM_LEVELS)
    basis: Basis = "model" if drawn else "interval"
    doubt = _doubt(level, name, year, basis, classes.breaks, classes.of_area.tobytes())
    known = inside & ~np.isnan(doubt)
    if not known.any():
        return None
    return Reliability(basis, share_by_class(doubt[known], classes.of_area[known]))


def share_by_class(doubt: Floats, of_area: npt.NDArray[np.uint8]) -> dict[int, float]:
    """Return the mean of each class, without classes that say why there is no figure.

    Examples
    --------
    >>> share_by_class(np.array([0.2, 0.4, 1.0]), np.array([0, 0, 3], np.uint8))
    {0: 0.3, 3: 1.0}
    """
    return {
        int(code): round(float(doubt[of_area == code].mean()), 6)
        for code in np.unique(of_area)
        if code < NOT_COVERED
    }


def class_of(values: Floats, breaks: Floats, entry: Indicator) -> npt.NDArray[np.int64]:
    """Return the class that a page would put rates in: as shown, a limit in the class below it.

    Parameters
    ----------
    values
        Of any shape, none missing.
    breaks
        Upper limits of all classes but the last, rising, in the unit of the column.

    Examples
    --------
    >>> entry = indicator("he19_rate")
    >>> class_of(np.array([0.299, 0.30049, 0.302]), np.array([0.3]), entry).tolist()
    [0, 0, 1]
    """
    # In whole steps, so that no limit is missed by the last digit of a float.
    limits, steps = steps_of(breaks, entry.step), steps_of(values, entry.step)
    place = np.searchsorted(limits, steps, side="left")
    return len(breaks) - place if entry.worse == "high" else place


@lru_cache(maxsize=32)
def _doubt(
    level: str,
    name: str,
    year: int | None,
    basis: Basis,
    breaks: tuple[float, ...],
    of_area: bytes,
) -> Floats:
    """Return the chance of each area of a level to belong elsewhere; 0 or 1 by intervals."""
    table, entry = area_table(level), indicator(name)
    own = pd.Series(np.frombuffer(of_area, np.uint8), index=table.index)
    own = own[own < NOT_COVERED]
    if basis == "model" and not breaks:
        return _beyond_fifth(table, own)
    classed = partial(class_of, breaks=np.array(breaks), entry=entry)
    if basis == "model":
        found = prob_elsewhere(level, own, classed)
    else:
        found = _reaches_beyond(_ends(level, entry, year), own, classed)
    return found.reindex(table.index).to_numpy("float64")


def _beyond_fifth(table: pd.DataFrame, own: pd.Series) -> Floats:
    """Return the chance of a true fifth other than the published one."""
    there = 1 - table[list(FIFTHS)].astype("float64").to_numpy()
    at = table.index.get_indexer(own.index)
    made = np.full(len(table), np.nan)
    made[at] = there[at, own.to_numpy(np.intp)]
    return made


def _ends(level: str, entry: Indicator, year: int | None) -> pd.DataFrame:
    if entry.periods is None:
        return values_at(entry.id, level)
    found: pd.DataFrame = at_year(entry.id, level, year)
    return found


def _reaches_beyond(ends: pd.DataFrame, own: pd.Series, classed: Any) -> pd.Series:
    """Return 1 where the interval of an area reaches beyond its class, else 0."""
    both = ends[["low", "high"]].reindex(own.index).astype("float64").dropna()
    there = own[both.index].to_numpy(np.int64)
    outside = [classed(both[end].to_numpy()) != there for end in ("low", "high")]
    return pd.Series(np.logical_or(*outside).astype(np.float64), index=both.index)

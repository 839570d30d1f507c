"""Participation against deprivation: nine classes of both at once, and where the two disagree."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas.classes import (
    NOT_COVERED,
    NOT_PUBLISHED,
    SUPPRESSED,
    Class,
    Classes,
    classify,
    equal_weight_breaks,
    shown,
)
from geo.registry import indicator

PARTICIPATION, DEPRIVATION = "tundra_rate", "iod25_score"
THIRDS = 3

Codes = npt.NDArray[np.uint8]

_BOTH_RULE = (
    "Thirds of each measure with about equal numbers of young people (aged 13 to 17 at mid-2020)."
)
_DISAGREE_RULE = "Low participation: {low}. Deprived: {deprived}."
_LABELS = (
    "Low participation, not deprived",
    "Deprived, participation not low",
    "Low participation and deprived",
    "Neither",
)


def deprivation_at(level: str) -> str:
    """Name the measure by which a level's areas count as deprived: deciles where there are any."""
    return "iod25_decile" if level == "lsoa21" else DEPRIVATION


def third_breaks(table: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Find the limits of thirds of participation and of deprivation.

    Parameters
    ----------
    table
        From `geo.areas.join.build_areas`, with both measures.

    Returns
    -------
    breaks
        By measure: two upper limits, in the unit of the column, on values as shown.
    """
    weights = table["young_people"].astype("float64").fillna(0).to_numpy()
    return {
        name: tuple(equal_weight_breaks(_shown(table, name), weights, THIRDS).tolist())
        for name in (PARTICIPATION, DEPRIVATION)
    }


def classify_both(table: pd.DataFrame) -> Classes:
    """Classify areas into nine: three of participation, each with three of deprivation.

    Parameters
    ----------
    table
        As in `third_breaks`.

    Returns
    -------
    classes
        Class `3 * p + d`: `p` from 0 (lowest participation) to 2, `d` from 0 (most deprived) to 2.
        An area that lacks either measure is in none, for the reason that participation is.
    """
    breaks = third_breaks(table)
    low = _positions(_shown(table, PARTICIPATION), breaks[PARTICIPATION])
    deprived = len(breaks[DEPRIVATION]) - _positions(
        _shown(table, DEPRIVATION), breaks[DEPRIVATION]
    )
    codes = THIRDS * low + deprived
    labels = tuple(
        f"Participation {p}, deprivation {d}"
        for p in ("lowest", "middle", "highest")
        for d in ("most", "middle", "least")
    )
    return _counted(table, codes, labels, _BOTH_RULE)


def classify_disagreement(table: pd.DataFrame) -> Classes:
    """Find where participation and deprivation say different things of a place.

    Parameters
    ----------
    table
        As for `classify_both`.

    Returns
    -------
    classes
        0: in the lowest fifth for participation, not in the most deprived fifth; 1: the reverse;
        2: both; 3: neither. An area that lacks either measure is in none.
    """
    level = str(table["geography"].iloc[0])
    low = classify(table, indicator(PARTICIPATION))
    deprived = classify(table, indicator(deprivation_at(level)))
    is_low, is_deprived = low.of_area == 0, deprived.of_area == 0
    codes = np.select([is_low & ~is_deprived, ~is_low & is_deprived, is_low], [0, 1, 2], 3)
    known = (low.of_area < NOT_COVERED) & (deprived.of_area < NOT_COVERED)
    rule = _DISAGREE_RULE.format(
        low=low.classes[0].label.lower(), deprived=deprived.classes[0].label.lower()
    )
    return _counted(table, np.where(known, codes, np.nan), _LABELS, rule)


def _shown(table: pd.DataFrame, name: str) -> npt.NDArray[np.floating[Any]]:
    return shown(table[name].astype("float64").to_numpy(na_value=np.nan), indicator(name))


def _positions(values: npt.NDArray[Any], breaks: tuple[float, ...]) -> npt.NDArray[np.float64]:
    place = np.searchsorted(breaks, values, side="left").astype("float64")
    place[np.isnan(values)] = np.nan
    return place


def _counted(
    table: pd.DataFrame, place: npt.NDArray[Any], labels: tuple[str, ...], rule: str
) -> Classes:
    """Return the class of each area, or the reason that it is in none."""
    reasons = classify(table, indicator(PARTICIPATION))
    codes: Codes = np.where(np.isnan(place), NOT_PUBLISHED, place).astype(np.uint8)
    absent = np.isnan(place) & (reasons.of_area >= NOT_COVERED)
    codes[absent] = reasons.of_area[absent]
    young = table["young_people"].astype("float64").fillna(0).to_numpy()

    def count(code: int, label: str) -> Class:
        here = codes == code
        return Class(label, int(here.sum()), int(young[here].sum()))

    names = {code: row.label for code, row in reasons.missing.items()}
    names.setdefault(NOT_PUBLISHED, "Not published")
    missing = {
        code: count(code, names[code])
        for code in (NOT_COVERED, SUPPRESSED, NOT_PUBLISHED)
        if (codes == code).any()
    }
    classes = tuple(count(number, label) for number, label in enumerate(labels))
    return Classes(rule, (), classes, missing, codes)

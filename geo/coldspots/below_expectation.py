"""Below expectation: participation less than deprivation and rurality would have one expect.

The education domain of the index is left out, because it contains participation itself. Residuals
of neighbours resemble each other, so no standard errors are given. Attainment and ethnicity are not
in the data, and regions account for a seventh of what is unexplained, so gaps are given within
regions too.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.arrays import Floats
from geo.errors import BadInputError

PREDICTORS = (
    "iod25_income_score",
    "iod25_employment_score",
    "iod25_health_score",
    "iod25_crime_score",
    "iod25_barriers_score",
    "iod25_environment_score",
)
"""What participation is expected from, with rurality: the index without its education domain."""
FIFTH = 0.2


def rurality(areas: pd.DataFrame, root: Path | None = None) -> pd.Series:
    """Return the share of each area's people who live in rural neighbourhoods, 0 to 1.

    Rural and urban are those of the 2021 classification of the Office for National Statistics.
    """
    base = tables.load("areas_lsoa21", ["rural_urban", "msoa21_code"], root)
    rural = base["rural_urban"].str.contains("rural").astype("float64")
    if areas["geography"].iloc[0] == "lsoa21":
        return rural.reindex(areas.index)
    people = tables.load("people_lsoa21", ["population"], root)["population"].reindex(base.index)
    parent = base["msoa21_code"].to_numpy()
    return ((rural * people).groupby(parent).sum() / people.groupby(parent).sum()).reindex(
        areas.index
    )


def find_gap(areas: pd.DataFrame, root: Path | None = None) -> pd.DataFrame:
    """Compare participation with what deprivation and rurality predict.

    A straight line is fitted over all English areas with a rate, by least squares, each weighted by
    the cohort of its rate.

    Parameters
    ----------
    areas
        A joined table of `lsoa21` or `msoa21` (`geo.areas.join.build_areas`), whole.

    Returns
    -------
    gap
        On the same index: `predicted_rate`; `gap`, the rate less that; `gap_cold`, whether it is in
        the fifth of pupils with the lowest gaps; `gap_in_region` and `gap_in_region_cold`, the same
        less the region's own mean gap. Missing where there is no rate.

    Raises
    ------
    BadInputError
        If the table lacks a predictor.
    """
    lacking = [name for name in (*PREDICTORS, "tundra_rate") if name not in areas]
    if lacking:
        raise BadInputError(
            f"Expectations need {lacking[0]} and {len(lacking) - 1} more columns that this level "
            "does not have. Use lsoa21 or msoa21."
        )
    rate = areas["tundra_rate"].to_numpy(dtype="float64", na_value=np.nan)
    weight = areas["tundra_cohort"].to_numpy(dtype="float64", na_value=0)
    columns = [areas[name].to_numpy(dtype="float64", na_value=np.nan) for name in PREDICTORS]
    columns.append(rurality(areas, root).to_numpy(dtype="float64"))
    known = ~np.isnan(np.stack([rate, *columns])).any(axis=0) & (weight > 0)
    predicted = np.full(len(areas), np.nan)
    predicted[known] = _fitted(np.stack([c[known] for c in columns]), rate[known], weight[known])
    gap = rate - predicted
    within = gap - _mean_of(gap, weight, areas["region_code"])
    return pd.DataFrame(
        {
            "predicted_rate": predicted,
            "gap": gap,
            "gap_cold": _lowest(gap, weight),
            "gap_in_region": within,
            "gap_in_region_cold": _lowest(within, weight),
        },
        index=areas.index,
    )


def _fitted(columns: Floats, values: Floats, weights: Floats) -> Floats:
    """Fit by weighted least squares on standardised columns; return the fitted values."""
    scaled = (columns - columns.mean(axis=1, keepdims=True)) / columns.std(axis=1, keepdims=True)
    design = np.vstack([np.ones(columns.shape[1]), scaled]).T
    root = np.sqrt(weights)
    found = np.linalg.lstsq(design * root[:, None], values * root, rcond=None)[0]
    fitted: Floats = design @ found
    return fitted


def _mean_of(gap: Floats, weight: Floats, region: pd.Series) -> Floats:
    known = ~np.isnan(gap)
    table = pd.DataFrame({"sum": gap * weight, "weight": weight, "region": region.to_numpy()})
    sums = table[known].groupby("region")[["sum", "weight"]].sum()
    means = (sums["sum"] / sums["weight"]).reindex(region).to_numpy(dtype="float64")
    return means


def _lowest(values: Floats, weight: Floats) -> npt.NDArray[np.bool_]:
    """Mark the lowest values that together hold at most a fifth of the weight."""
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    held = np.cumsum(weight[order])
    found = np.zeros(len(values), bool)
    if len(order):
        found[order[held <= FIFTH * held[-1]]] = True
    return found

"""Below expectation, and cold in how many weightings: against fits and counts made another way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import WLS

from geo import tables
from geo.areas.cache import area_table
from geo.coldspots.below_expectation import PREDICTORS, find_gap, rurality
from geo.coldspots.weightings import MEASURES, cold_share
from geo.errors import BadInputError

RURAL = (
    "Larger rural: Nearer to a major town or city",
    "Larger rural: Further from a major town or city",
    "Smaller rural: Nearer to a major town or city",
    "Smaller rural: Further from a major town or city",
)


@pytest.fixture(scope="module")
def areas() -> pd.DataFrame:
    return area_table("lsoa21")


def test_expectations_are_those_of_another_solver(areas: pd.DataFrame) -> None:
    """The field's library fits the same line."""
    gap = find_gap(areas)
    known = gap["gap"].notna().to_numpy()
    table, weight = areas[known], areas.loc[known, "tundra_cohort"].to_numpy(dtype="float64")
    columns = [table[name].to_numpy(dtype="float64") for name in PREDICTORS]
    design = np.stack([*columns, rurality(table).to_numpy(), np.ones(len(table))], axis=1)
    fitted = WLS(table["tundra_rate"].to_numpy(dtype="float64"), design, weights=weight).fit()
    assert gap.loc[known, "predicted_rate"].to_numpy() == pytest.approx(
        fitted.fittedvalues, abs=1e-9
    )


def test_the_lowest_gaps_hold_a_fifth_of_pupils(areas: pd.DataFrame) -> None:
    gap = find_gap(areas)
    pupils = areas["tundra_cohort"].astype("float64")
    for name in ("gap", "gap_in_region"):
        cold = gap[f"{name}_cold"]
        share = pupils[cold].sum() / pupils[gap["gap"].notna()].sum()
        assert 0.199 < share <= 0.2
        assert gap.loc[cold, name].max() <= gap.loc[~cold & gap[name].notna(), name].min()
    means = (gap["gap_in_region"] * pupils).groupby(areas["region_code"]).sum()
    assert np.abs(means).max() < 1e-6


def test_rurality_is_the_published_class(areas: pd.DataFrame) -> None:
    base = tables.load("areas_lsoa21", ["rural_urban"])["rural_urban"]
    found = rurality(areas)
    assert (found == base.isin(RURAL)).all()
    upper = rurality(area_table("msoa21"))
    assert upper.between(0, 1).all()
    assert ((upper > 0) & (upper < 1)).any()


def test_expectations_need_their_columns() -> None:
    with pytest.raises(BadInputError, match="iod25_income_score"):
        find_gap(pd.DataFrame({"tundra_rate": [0.1]}))


def test_one_measure_alone_is_cold_in_all_weightings_or_none() -> None:
    table = pd.DataFrame({"iod25_adult_skills_score": [0.9, 0.1, 0.2, 0.3, 0.4]})
    found = cold_share(table, {"iod25_adult_skills_score": 2.0}, draws=20)
    assert found.tolist() == [1, 0, 0, 0, 0]


def test_the_share_is_a_count_of_weightings(areas: pd.DataFrame) -> None:
    """Fifty weightings counted one by one, with the same draws."""
    weights = {"tundra_rate": 2.0, "iod25_children_score": 1.0}
    found = cold_share(areas, weights, draws=50, seed=4)
    both = areas[list(weights)].astype("float64").dropna()
    assert found.notna().sum() == len(both)
    ranks = pd.DataFrame(
        {
            "tundra_rate": both["tundra_rate"].rank(),
            "iod25_children_score": (-both["iod25_children_score"]).rank(),
        }
    )
    ranks = (ranks - 1) / (len(ranks) - 1)
    drawn = np.random.default_rng(4).dirichlet(12 * np.array([2, 1]) / 3, size=50)
    cold = np.zeros(len(ranks))
    for first, second in drawn:
        score = first * ranks["tundra_rate"] + second * ranks["iod25_children_score"]
        cold += (score <= np.sort(score)[round(0.2 * len(ranks)) - 1]).to_numpy()
    assert np.abs(found.dropna().to_numpy() - cold / 50).max() <= 0.04


@pytest.mark.parametrize(
    "weights", [{}, {"tundra_rate": 0}, {"tundra_rate": -1}, {"other": 1}, {MEASURES[0]: np.nan}]
)
def test_weights_that_are_none_are_refused(areas: pd.DataFrame, weights: dict[str, float]) -> None:
    with pytest.raises(BadInputError, match="weight"):
        cold_share(areas, weights)

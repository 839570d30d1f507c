from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas.rates import (
    _Z,
    Prior,
    _deviate,
    chance_below,
    fifth_ends,
    fit_prior,
    lowest_fifth_limit,
    shrink,
    wilson_interval,
)
from geo.errors import BadInputError


def one(rate: float, cohort: float, level: float = 0.95) -> tuple[float, float]:
    found = wilson_interval(pd.Series([rate]), pd.Series([cohort]), level).iloc[0]
    return round(found["low"], 4), round(found["high"], 4)


def test_values_of_the_literature() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    assert one(81 / 263, 263) == (0.2553, 0.3662)
    assert one(15 / 148, 148) == (0.0624, 0.1605)
    assert one(0, 20) == (0.0, 0.1611)
    assert one(1 / 29, 29) == (0.0061, 0.1718)


def test_the_usual_deviate_is_that_of_the_usual_level() -> None:
    assert NormalDist().inv_cdf(0.975) == pytest.approx(_Z, rel=1e-15)
    assert _deviate(0.95) == _Z
    assert one(0.5, 100, 0.95) != one(0.5, 100, 0.9)


def test_missing_stays_missing() -> None:
    found = wilson_interval(pd.Series([np.nan, 0.5, 0.5]), pd.Series([50, np.nan, 0]))
    assert found.isna().all(axis=None)


@pytest.mark.parametrize("level", [0, 1, -1, 95])
def test_a_level_that_is_not_a_proportion_is_refused(level: float) -> None:
    with pytest.raises(BadInputError, match="between 0 and 1"):
        one(0.5, 10, level)


@given(st.floats(0, 1), st.integers(1, 100_000), st.floats(0.5, 0.999))
def test_the_interval_solves_the_score_equation(rate: float, cohort: int, level: float) -> None:
    from scipy.stats import norm

    found = wilson_interval(pd.Series([rate]), pd.Series([cohort]), level).iloc[0]
    assert 0 <= found["low"] <= rate + 1e-12
    assert rate - 1e-12 <= found["high"] <= 1
    z = norm.ppf(0.5 + level / 2)
    for end in found:
        distance = abs(end - rate) - z * np.sqrt(end * (1 - end) / cohort)
        assert distance == pytest.approx(0, abs=1e-9)


@given(st.floats(0.01, 0.99), st.integers(10, 1000))
def test_more_people_make_it_narrower(rate: float, cohort: int) -> None:
    few, many = (
        wilson_interval(pd.Series([rate]), pd.Series([n])).iloc[0] for n in (cohort, cohort * 4)
    )
    assert many["high"] - many["low"] < few["high"] - few["low"]


RATES = pd.Series([0.1, 0.3, 0.5], index=["a", "b", "c"])
COHORTS = pd.Series([50, 100, 150], index=["a", "b", "c"])


def test_marshalls_moments_worked_by_hand() -> None:
    # Mean (5 + 30 + 75) / 300 = 11/30; the rates are -8/30, -2/30 and 4/30 away from it.
    # Weighted spread (50 x 64 + 100 x 4 + 150 x 16) / 900 / 300 = 6,000 / 270,000 = 1/45.
    # Binomial variance at the average cohort: (11/30)(19/30) / 100 = 209/90,000.
    # What is left: 2,000/90,000 - 209/90,000 = 0.0199.
    prior = fit_prior(RATES, COHORTS)
    assert prior.mean == pytest.approx(11 / 30, abs=1e-12)
    assert prior.variance == pytest.approx(0.0199, abs=1e-12)
    assert prior.people == pytest.approx((209 / 900) / 0.0199 - 1)


def test_areas_without_a_rate_do_not_move_the_prior() -> None:
    more = pd.Series([0.1, 0.3, 0.5, np.nan, 0.9, 0.9])
    cohorts = pd.Series([50, 100, 150, 80, np.nan, 0])
    assert fit_prior(more, cohorts) == fit_prior(RATES, COHORTS)


def test_rates_that_differ_by_no_more_than_chance_have_no_variance() -> None:
    prior = fit_prior(pd.Series([0.39, 0.41]), pd.Series([50, 50]))
    assert (prior.variance, prior.people) == (0, np.inf)
    found = shrink(pd.Series([0.39, 0.41]), pd.Series([50, 50]))
    assert found["shrunk"].tolist() == pytest.approx([0.4, 0.4])
    assert found["deviation"].tolist() == [0, 0]
    assert chance_below(pd.Series([0.39, 0.41]), pd.Series([50, 50]), 0.41).tolist() == [1, 1]
    assert chance_below(pd.Series([0.39, 0.41]), pd.Series([50, 50]), 0.39).tolist() == [0, 0]


def test_shrinking_worked_by_hand() -> None:
    # A prior of mean 0.4 worth 9 people: 0.4 x 0.6 / 0.024 - 1 = 9.
    # 21 people at 0.1 and 9 at 0.4 make (2.1 + 3.6) / 30 = 0.19; one at 0.9 (0.9 + 3.6) / 10.
    found = shrink(pd.Series([0.1, 0.9]), pd.Series([21, 1]), Prior(0.4, 0.024))
    assert found["shrunk"].tolist() == pytest.approx([0.19, 0.45])
    assert found["own_weight"].tolist() == pytest.approx([0.7, 0.1])
    assert found["deviation"].tolist() == pytest.approx(
        [(0.19 * 0.81 / 31) ** 0.5, (0.45 * 0.55 / 11) ** 0.5]
    )


def test_what_is_missing_is_neither_shrunk_nor_given_a_chance() -> None:
    rate = pd.Series([0.1, np.nan, 0.5, 0.2], index=list("dcba"))
    cohort = pd.Series([50, 50, np.nan, 0], index=list("dcba"))
    found = shrink(rate, cohort)
    assert found.index.tolist() == list("dcba")
    assert found.notna().all(axis=1).tolist() == [True, False, False, False]
    assert chance_below(rate, cohort, 0.3).notna().tolist() == [True, False, False, False]
    nothing = pd.Series([np.nan])
    assert chance_below(nothing, nothing, 0.3).isna().all()
    assert shrink(nothing, nothing).isna().all(axis=None)


@given(
    st.floats(0, 1),
    st.integers(30, 1000),
    st.floats(0.05, 0.95),
    st.floats(0.2, 0.6),
    st.floats(0.002, 0.03),
)
def test_the_chance_is_the_posterior_beta_distribution(
    rate: float, cohort: int, limit: float, mean: float, variance: float
) -> None:
    from scipy.stats import beta

    prior = Prior(mean, variance)
    rates, cohorts = pd.Series([rate]), pd.Series([cohort])
    chance = chance_below(rates, cohorts, limit, prior).iloc[0]
    worth = mean * (1 - mean) / variance - 1
    posterior = beta(worth * mean + cohort * rate, worth * (1 - mean) + cohort * (1 - rate))
    assert chance == pytest.approx(posterior.cdf(limit), abs=1e-9)
    found = shrink(rates, cohorts, prior).iloc[0]
    assert found["shrunk"] == pytest.approx(posterior.mean())
    assert found["deviation"] == pytest.approx(posterior.std())


def test_the_chance_is_the_area_under_the_posterior_by_plain_summing() -> None:
    # Prior density x^2 (1 - x)^3, that is mean 3/7 and worth 7 people; 12 of 40 observed.
    prior = Prior(3 / 7, (3 / 7) * (4 / 7) / 8)
    x = (np.arange(200_000) + 0.5) / 200_000
    density = x ** (2 + 12) * (1 - x) ** (3 + 28)
    by_sum = density[x < 0.287].sum() / density.sum()
    chance = chance_below(pd.Series([0.3]), pd.Series([40]), 0.287, prior).iloc[0]
    assert chance == pytest.approx(by_sum, abs=1e-6)


def test_stated_chances_come_true() -> None:
    """Of simulated areas given about 30%, about 30% are truly below; and so on."""
    draw = np.random.default_rng(7)
    true = draw.beta(5, 7, 40_000)
    cohort = draw.integers(30, 200, 40_000)
    rate = pd.Series(draw.binomial(cohort, true) / cohort)
    chance = chance_below(rate, pd.Series(cohort), 0.3).to_numpy()
    for low in np.arange(0, 1, 0.1):
        here = (chance >= low) & (chance < low + 0.1)
        assert (true[here] < 0.3).mean() == pytest.approx(chance[here].mean(), abs=0.03)


@pytest.mark.parametrize("limit", [0, 1, -0.2, 28.7])
def test_a_limit_that_is_not_a_proportion_is_refused(limit: float) -> None:
    with pytest.raises(BadInputError, match="between 0 and 1"):
        chance_below(RATES, COHORTS, limit)


def test_the_lowest_fifth_ends_at_its_highest_rate() -> None:
    rate = pd.Series([0.1, 0.25, np.nan, 0.26, 0.7])
    quintile = pd.Series([1, 1, np.nan, 2, 5])
    assert lowest_fifth_limit(rate, quintile) == 0.25
    with pytest.raises(BadInputError, match="No area is in quintile 1"):
        lowest_fifth_limit(rate, quintile + 1)


@pytest.mark.parametrize(
    ("people", "end"),
    [
        # A fifth of 100 people is 20: the area that reaches it is the last of the fifth.
        ([20, 30, 50], 0.1),
        ([19, 31, 50], 0.2),
        ([20, 0, 80], 0.1),
    ],
)
def test_a_fifth_of_people_ends_in_the_area_that_completes_it(
    people: list[int], end: float
) -> None:
    assert fifth_ends(pd.Series([0.1, 0.2, 0.3]), pd.Series(people)) == end


def test_areas_without_a_rate_are_in_no_fifth_and_without_any_there_is_none() -> None:
    rate = pd.Series([np.nan, 0.4, 0.3])
    assert fifth_ends(rate, pd.Series([900, 80, 20])) == 0.3
    said = "^No area has a rate and people. Give rates with their cohorts.$"
    with pytest.raises(BadInputError, match=said):
        fifth_ends(rate * np.nan, pd.Series([900, 80, 20]))

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadInputError
from geo.rates import wilson_interval


def one(rate: float, cohort: float, level: float = 0.95) -> tuple[float, float]:
    found = wilson_interval(pd.Series([rate]), pd.Series([cohort]), level).iloc[0]
    return round(found["low"], 4), round(found["high"], 4)


def test_values_of_the_literature() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    assert one(81 / 263, 263) == (0.2553, 0.3662)
    assert one(15 / 148, 148) == (0.0624, 0.1605)
    assert one(0, 20) == (0.0, 0.1611)
    assert one(1 / 29, 29) == (0.0061, 0.1718)


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

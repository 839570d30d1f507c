"""Summaries of joint draws, on tables small enough to check by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadInputError
from geo.posterior import FIFTHS, draws_interval, likely, load_draws, summarise, to_octets
from geo.posterior.stored import STEP, Drawn, from_octets

# Two draws of five units with 20 pupils each: unit 0 lowest in both, 1 and 2 change places.
DRAWS = np.array([[0.1, 0.2, 0.3, 0.4, 0.5], [0.1, 0.3, 0.2, 0.4, 0.5]])


def test_each_of_five_equal_units_is_a_fifth() -> None:
    found = summarise(DRAWS, np.full(5, 20.0), np.ones(5, np.int64), 0.25)
    assert found["prob_below_national"].tolist() == [1, 0.5, 0.5, 0, 0]
    assert found[list(FIFTHS)].to_numpy().tolist() == [
        [1, 0, 0, 0, 0],
        [0, 0.5, 0.5, 0, 0],
        [0, 0.5, 0.5, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 0, 0, 1],
    ]
    assert found["rank_modelled_low"].tolist() == [1, 2, 2, 4, 5]
    assert found["rank_modelled_high"].tolist() == [1, 3, 3, 4, 5]
    assert found["tundra_rate_modelled"].tolist() == pytest.approx([0.1, 0.25, 0.25, 0.4, 0.5])


@pytest.mark.parametrize(
    ("count", "held", "ends"),
    [
        (19, 0.9, (1, 19)),
        (39, 0.9, (2, 38)),
        (39, 0.95, (1, 39)),
        (200, 0.9, (10.05, 190.95)),
        (200, 0.95, (5.025, 195.975)),
        (2, 0.9, (1, 2)),
    ],
)
def test_so_many_of_values_like_the_draws_lie_between_the_ends(
    count: int, held: float, ends: tuple[float, float]
) -> None:
    low, high = draws_interval(np.arange(count, 0, -1), held=held)
    assert (float(low), float(high)) == pytest.approx(ends)
    if count > 2:
        # One more value is as likely to fall into each of the gaps before, between and after.
        assert (high - low) / (count + 1) == pytest.approx(held)


def test_intervals_of_few_draws_hold_what_they_promise() -> None:
    rng = np.random.default_rng(4)
    low, high = draws_interval(rng.standard_normal((40_000, 40)), held=0.9, axis=1)
    truth = rng.standard_normal(40_000)
    # 0.6 points are four standard errors; ends at ranks p(n - 1) + 1 hold 85.6%.
    assert ((truth >= low) & (truth <= high)).mean() == pytest.approx(0.9, abs=0.006)


def test_ends_of_ranks_are_whole_and_no_closer_than_they_promise() -> None:
    # 39 draws of two units: the second is the lower in three of them.
    draws = np.tile([0.1, 0.2], (39, 1))
    draws[:3] = [0.3, 0.2]
    found = summarise(draws, np.full(2, 20.0), np.ones(2, np.int64), 0.25)
    assert found["rank_modelled_low"].tolist() == [1, 1]
    assert found["rank_modelled_high"].tolist() == [2, 2]
    draws[2] = draws[1] = [0.1, 0.2]
    found = summarise(draws, np.full(2, 20.0), np.ones(2, np.int64), 0.25)
    assert found["rank_modelled_low"].tolist() == [1, 2]
    assert found["rank_modelled_high"].tolist() == [1, 2]


def test_pupils_weigh_in_fifths_and_areas_in_ranks() -> None:
    # The lowest unit holds 60 of 100 pupils: its middle one is the thirtieth, in the second fifth.
    found = summarise(DRAWS[:1, :2], np.array([60.0, 40.0]), np.array([3, 1]), 0.15)
    assert found["prob_true_fifth_2"].tolist() == [1, 0]
    assert found["prob_true_fifth_5"].tolist() == [0, 1]
    assert found["rank_modelled_low"].tolist() == [1, 4]


@pytest.mark.parametrize(
    ("expected_wrong", "chosen"),
    [
        (0.04, [True, False, False, False]),
        (0.0499, [True, False, False, False]),
        # 0.02 and 0.08 average 0.05: at the limit itself they are in.
        (0.05, [True, True, False, False]),
        (0.2, [True, True, True, False]),
        (0.01, [False, False, False, False]),
    ],
)
def test_as_many_are_listed_as_keep_the_mean_of_wrong_ones(
    expected_wrong: float, chosen: list[bool]
) -> None:
    chance = pd.Series([0.98, 0.92, 0.5, np.nan])
    assert likely(chance, expected_wrong).tolist() == chosen


def test_areas_of_one_chance_are_in_or_out_together() -> None:
    assert likely(pd.Series([1.0, 0.7, 0.7]), 0.15).tolist() == [True, False, False]
    assert likely(pd.Series([1.0, 0.7, 0.7]), 0.2).tolist() == [True, True, True]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.01, 0.99))
def test_what_is_listed_keeps_its_promise(chances: list[float], expected_wrong: float) -> None:
    chance = pd.Series(chances)
    chosen = likely(chance, expected_wrong)
    if chosen.any():
        assert (1 - chance[chosen]).mean() <= expected_wrong + 1e-9
        assert chance[chosen].min() > chance[~chosen].max() or chosen.all()


def test_draws_come_back_within_half_a_step() -> None:
    drawn = np.random.default_rng(1).random((7, 3))
    back = from_octets(pd.Series(to_octets(drawn))).T * STEP
    assert back.shape == (7, 3)
    assert np.abs(back - drawn).max() <= STEP / 2 + 1e-12


def small() -> Drawn:
    steps = np.array([[50, 100], [100, 100], [150, 50]], np.uint8)  # 20% and 40%; ...
    index = pd.Index(["A1", "A2", "B", "C"], name="area_code")
    return Drawn(steps, pd.Series([0, 0, 1, 2], index), pd.Series([10.0, 10, 20, 40], index), 0.35)


def test_a_sum_is_weighed_by_pupils_draw_by_draw() -> None:
    # 20 pupils at 20% then 40%, 20 at 40% then 40%.
    assert small().rates(pd.Index(["A1", "A2", "B"])).tolist() == pytest.approx([0.3, 0.4])
    found = small().summary(pd.Index(["A1", "A2", "B", "nowhere"]))
    assert found.mean == pytest.approx(0.35)
    assert (found.prob_below_national, found.pupils) == (0.5, 40)
    # Two draws are too few for 90%: the ends are the draws themselves.
    assert found.low == pytest.approx(0.3)
    assert found.high == pytest.approx(0.4)


def test_many_sets_are_summed_as_each_alone() -> None:
    sets = pd.Series({"z1": "A1 A2 B", "z2": "C", "z3": "nowhere", "z4": "A2 C nowhere"})
    found = small().summaries(sets)
    for name in ("z1", "z2", "z4"):
        alone = small().summary(pd.Index(sets[name].split()))
        assert found.loc[name].tolist() == pytest.approx(
            [alone.mean, alone.low, alone.high, alone.prob_below_national]
        )
    assert found.loc["z3"].isna().all()


def test_the_chance_that_one_is_lower_counts_half_of_equals() -> None:
    one, other = pd.Index(["A1"]), pd.Index(["B"])
    assert small().prob_lower(one, other) == 0.75  # lower in one draw, equal in the other
    assert small().prob_lower(other, one) == 0.25
    assert small().prob_lower(one, pd.Index(["C"])) == 0.5


def test_areas_without_a_rate_are_refused() -> None:
    with pytest.raises(BadInputError, match="None of 1 areas has a rate"):
        small().rates(pd.Index(["nowhere"]))


def test_a_level_without_a_model_is_refused() -> None:
    with pytest.raises(BadInputError, match="No model is fitted at dz11"):
        load_draws("dz11")

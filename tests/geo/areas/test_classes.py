from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas.classes import (
    NOT_COVERED,
    NOT_PUBLISHED,
    SUPPRESSED,
    classify,
    equal_weight_breaks,
)
from geo.errors import BadInputError
from geo.registry.indicators import indicator


def areas(**columns: list) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    base = {"geography": ["lsoa21"] * count, "nation": ["England"] * count}
    return pd.DataFrame({**base, **columns})


def test_published_quintiles_are_used_as_they_are() -> None:
    table = areas(
        tundra_rate=[0.311, 0.311, 0.9, np.nan, np.nan],
        tundra_quintile=[1, 2, 5, None, None],
        tundra_basis=["direct", "direct", "direct", "direct", None],
        nation=["England"] * 4 + ["Wales"],
        young_people=[10, 20, 30, 40, 50],
    )
    made = classify(table, indicator("tundra_rate"))
    # The same rate stands in two quintiles: the publisher decides, not a break.
    assert made.of_area.tolist() == [0, 1, 4, SUPPRESSED, NOT_COVERED]
    assert [row.areas for row in made.classes] == [1, 1, 0, 0, 1]
    assert made.missing[SUPPRESSED].label == "Suppressed: fewer than 30 pupils"
    assert made.missing[SUPPRESSED].young_people == 40
    assert made.missing[NOT_COVERED].label == "Not covered: Wales"


def test_scores_around_a_middle_are_classed_by_their_distance_from_it() -> None:
    table = areas(smc_labour_market=[-2.0, -1.5, -0.51, 0.0, 0.5, 1.2, 1.6], young_people=[1] * 7)
    made = classify(table, indicator("smc_labour_market"))
    assert made.of_area.tolist() == [0, 0, 1, 2, 2, 3, 4]
    assert made.breaks == (-1.5, -0.5, 0.5, 1.5)


def test_two_deciles_make_a_class() -> None:
    table = areas(iod25_decile=[1, 2, 3, 9, 10], young_people=[1] * 5)
    assert classify(table, indicator("iod25_decile")).of_area.tolist() == [0, 0, 1, 4, 4]


def test_the_worst_class_comes_first_whichever_end_is_worse() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0]
    low = areas(connectivity_score=values, young_people=[1] * 5)
    high = areas(iod25_score=values, young_people=[1] * 5)
    assert classify(low, indicator("connectivity_score")).of_area.tolist() == [0, 1, 2, 3, 4]
    made = classify(high, indicator("iod25_score"))
    assert made.of_area.tolist() == [4, 3, 2, 1, 0]
    assert [row.label for row in made.classes] == ["5.0", "4.0", "3.0", "2.0", "1.0"]


def test_classes_hold_equal_numbers_of_young_people_not_of_areas() -> None:
    table = areas(
        connectivity_score=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        young_people=[100, 50, 50, 100, 100, 100],
    )
    made = classify(table, indicator("connectivity_score"))
    assert made.of_area.tolist() == [0, 1, 1, 2, 3, 4]
    assert [row.young_people for row in made.classes] == [100, 100, 100, 100, 100]


def test_an_area_without_a_value_is_not_published() -> None:
    table = areas(connectivity_score=[1.0, np.nan], young_people=[1, 1])
    assert classify(table, indicator("connectivity_score")).of_area.tolist() == [0, NOT_PUBLISHED]


def test_an_indicator_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInputError, match="does not exist at lsoa21; it does at utla23, region"):
        classify(areas(tundra_rate=[0.1]), indicator("he19_rate"))


values_and_weights = st.lists(
    st.tuples(st.integers(0, 50).map(float), st.integers(0, 1000)), min_size=1, max_size=200
)


@given(values_and_weights)
def test_breaks_are_values_that_rise_and_leave_something_above(
    pairs: list[tuple[float, int]],
) -> None:
    values, weights = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    breaks = equal_weight_breaks(values, weights, 5)
    assert len(breaks) <= 4
    assert (np.diff(breaks) > 0).all()
    assert np.isin(breaks, values).all()
    assert not len(breaks) or breaks[-1] < values[weights > 0].max()


@given(values_and_weights)
def test_every_area_is_in_exactly_one_class(pairs: list[tuple[float, int]]) -> None:
    values, weights = zip(*pairs, strict=True)
    table = areas(connectivity_score=list(values), young_people=list(weights))
    made = classify(table, indicator("connectivity_score"))
    assert sum(row.areas for row in made.classes) == len(values)
    assert sum(row.young_people for row in made.classes) == sum(weights)
    # A lower value is never in a better class.
    order = np.argsort(values, kind="stable")
    assert (np.diff(made.of_area[order].astype(int)) >= 0).all()

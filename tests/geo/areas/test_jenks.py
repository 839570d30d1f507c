"""Natural breaks against mapclassify, and against every way to part a few values."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas.cache import area_table
from geo.areas.classes import shown
from geo.areas.jenks import natural_breaks
from geo.registry.indicators import indicator


def spread(values: np.ndarray, breaks: np.ndarray) -> float:
    place = np.searchsorted(breaks, values, side="left")
    groups = [values[place == number] for number in range(len(breaks) + 1)]
    return float(sum(((group - group.mean()) ** 2).sum() for group in groups if len(group)))


def test_three_heaps_are_three_classes() -> None:
    values = np.array([1, 2, 3, 20, 21, 22, 90, 91.0])
    assert natural_breaks(values, 3).tolist() == [3, 22]


def test_missing_values_and_repeats_do_not_matter() -> None:
    values = np.array([np.nan, 1, 1, 1, 2, 9, 9, np.nan])
    assert natural_breaks(values, 2).tolist() == [2]


def test_few_distinct_values_are_a_class_each() -> None:
    assert natural_breaks(np.array([5.0, 5.0, 7.0]), 5).tolist() == [5.0]
    assert natural_breaks(np.array([np.nan]), 5).tolist() == []


@given(st.lists(st.integers(0, 30), min_size=4, max_size=12), st.integers(2, 4))
def test_no_other_limits_have_less_spread(numbers: list[int], count: int) -> None:
    values = np.array(numbers, float)
    distinct = np.unique(values)
    found = natural_breaks(values, count)
    others = combinations(distinct[:-1], min(count, len(distinct)) - 1)
    least = min(spread(values, np.array(one)) for one in others)
    assert spread(values, found) == pytest.approx(least)


@pytest.mark.filterwarnings("ignore:Numba not installed")
@pytest.mark.parametrize("level", ["lad24", "utla23"])
@pytest.mark.parametrize("name", ["tundra_rate", "iod25_score"])
def test_breaks_are_those_of_mapclassify(level: str, name: str) -> None:
    entry = indicator(name)
    values = shown(area_table(level)[name].dropna().to_numpy(float), entry)
    import mapclassify

    peer = mapclassify.FisherJenks(values, k=5)
    ours = natural_breaks(values, 5)
    assert spread(values, ours) == pytest.approx(spread(values, peer.bins[:-1]))
    assert ours.tolist() == pytest.approx(peer.bins[:-1].tolist())

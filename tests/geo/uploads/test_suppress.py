"""Counts at several levels: what is hidden, and that nothing that is shown gives it away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from geo.settings import SMALL_COUNT
from geo.uploads.suppress import UPWARDS, above_of, hide, levels_of, shown, tree

TOWNS = pd.DataFrame({"town": ["T", "T", "U", "U"]}, index=["a", "b", "c", "d"])


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Blackpool: 134 less its one local area of 130.
        ("a 130, b 4, c 60, d 50", "T 134, U 110, a ., b ., c 60, d 50"),
        # Nothing small, nothing hidden.
        ("a 10, b 10, c 60, d 50", "T 20, U 110, a 10, b 10, c 60, d 50"),
        # Two small counts hide each other, but not 1 and 1 beside a total.
        ("a 4, b 9, c 60, d 50", "T 13, U 110, a ., b ., c 60, d 50"),
        ("a 1, b 1, c 60, d 50", "T ., U ., a ., b ., c 60, d ."),
        # The only area of a town is the town.
        ("a 4, c 60", "T ., U ., a ., c ."),
        ("a 4, c 60, d 50", "T ., U ., a ., c 60, d ."),
        # Nothing is left beside them: the whole is hidden too.
        ("a 4", "T ., a ."),
        ("a 400", "T 400, a 400"),
    ],
)
def test_a_small_count_is_hidden_at_every_level_with_what_gives_it_away(
    counts: str, expected: str
) -> None:
    pairs = [pair.split() for pair in counts.split(", ")]
    found = shown(pd.Series({code: int(count) for code, count in pairs}), TOWNS).counts
    said = found.drop("").sort_index().astype(object).fillna(".")
    assert ", ".join(f"{code} {count}" for code, count in said.items()) == expected


def ends_of(parent: np.ndarray) -> list[int]:
    return [at for at in range(len(parent)) if at not in set(parent.tolist())]


def added_up(parent: np.ndarray, ends: list[int], counts: list[int]) -> np.ndarray:
    sums = np.zeros(len(parent), int)
    sums[ends] = counts
    for at in range(len(parent) - 1, 0, -1):
        sums[parent[at]] += sums[at]
    return sums


def spread(parent: np.ndarray, count: np.ndarray, hidden: np.ndarray, at: int) -> float:
    """Solve for the least and the greatest that a count can be, for all that is shown."""
    ends = ends_of(parent)
    inside = np.array([added_up(parent, [end], [1]) for end in ends]).T
    fits = LinearConstraint(inside[~hidden], count[~hidden], count[~hidden])
    found = []
    for sign in (1, -1):
        bounds = Bounds(np.ones(len(ends)), np.full(len(ends), 10_000.0))
        whole = np.ones(len(ends))
        made = milp(sign * inside[at], integrality=whole, bounds=bounds, constraints=fits)
        found.append(made.fun)
    return float(-found[0] - found[1])


SHAPES = st.lists(st.integers(0, 5), min_size=1, max_size=11)


@pytest.mark.fault(44)
@settings(max_examples=200, deadline=None)
@given(SHAPES, st.lists(st.sampled_from([1, 1, 2, 4, 9, 10, 11, 40]), min_size=12, max_size=12))
def test_no_hidden_count_has_fewer_than_three_values_that_fit_what_is_shown(
    shape: list[int], counts: list[int]
) -> None:
    """What an integer program finds; between the least and the greatest every value fits."""
    parent = np.array([-1, *(min(one, at) for at, one in enumerate(shape))])
    ends = ends_of(parent)
    count = added_up(parent, ends, counts[: len(ends)])
    hidden = hide(parent, count)
    assert hidden[count < SMALL_COUNT].all()
    if not (count < SMALL_COUNT).any():
        assert not hidden.any()
    for at in np.flatnonzero(hidden):
        assert spread(parent, count, hidden, at) >= 2


def test_ten_areas_of_one_each_do_not_show_their_sum_of_ten() -> None:
    parent = np.array([-1] + [0] * 10)
    assert hide(parent, added_up(parent, ends_of(parent), [1] * 10)).all()
    eleven = added_up(parent, ends_of(parent), [1] * 8 + [2, 2])
    assert hide(parent, eleven).tolist() == [False] + [True] * 10


def test_two_hidden_counts_need_a_sum_that_leaves_each_three_values() -> None:
    """1 and 2 come to 3: each is 1 or 2. 1 and 3 come to 4: each is 1, 2 or 3."""
    parent = np.array([-1, 0, 0, 0])
    assert hide(parent, np.array([43, 1, 2, 40])).tolist() == [False, True, True, True]
    assert hide(parent, np.array([44, 1, 3, 40])).tolist() == [False, True, True, False]


def test_the_tree_of_neighbourhoods_holds_every_level_once() -> None:
    """Blackpool is a unitary authority: one code at two levels. Cardiff is in no region."""
    counts = pd.Series({"E01012673": 12, "W01001712": 30})
    made = tree(counts.to_numpy(), levels_of(counts.index, above_of()))
    held = {code: made.codes[at] for code, at in zip(made.codes, made.parent, strict=True) if code}
    assert held["E01012673"].startswith("E02")
    assert held[held["E01012673"]] == "E06000009"
    assert held["E06000009"] == "E12000002"
    assert held[held[held["W01001712"]]] == "W92000004"
    assert len(set(made.codes)) == len(made.codes)
    assert made.count[0] == 42


def test_levels_of_a_tree_lie_inside_each_other() -> None:
    for level in (*UPWARDS, "ward24", "cauth25"):
        above = above_of(level)
        for lower, upper in zip(above.columns, above.columns[1:], strict=False):
            inside = above[above[lower] != ""]
            assert (inside.groupby(lower)[upper].nunique() == 1).all(), (lower, upper)

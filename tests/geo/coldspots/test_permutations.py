"""Exact chances: counted by hand, by the field's formulas, and against a million random windows."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from geo.coldspots import permutations
from geo.coldspots.permutations import COARSE_GRID, GRID, LEAST, grid_units, tails, to_whole
from geo.coldspots.significance import permutation_test, prepare
from geo.coldspots.units import load_nodes
from geo.coldspots.weights import touching
from geo.errors import BadInputError
from tests.geo.coldspots.random_windows import share_as_low


def test_pairs_of_five_by_hand() -> None:
    """Of 0, 1, 2, 3, 9 ten pairs: 1, 2, 3, 3, 4, 5, 9, 10, 11, 12."""
    found = tails(np.array([9, 2, 0, 3, 1]), np.full(5, 2), np.array([0, 1, 3, 6, 12]))
    assert found.lower == pytest.approx([LEAST, 0.1, 0.4, 0.6, 1], abs=LEAST)
    assert found.upper == pytest.approx([1, 1, 0.8, 0.4, 0.1], abs=LEAST)


@given(
    st.lists(st.integers(-50, 50), min_size=1, max_size=11),
    st.data(),
    st.sampled_from([1, 13, 4_096]),
)
def test_all_draws_are_counted(values: list[int], data: st.DataObject, unit: int) -> None:
    """Every way to draw any number of them, from one to all."""
    pool = np.array(values) * unit
    size = data.draw(st.integers(1, len(values)))
    drawn = np.array([sum(draw) for draw in itertools.combinations(pool.tolist(), size)])
    sums = np.unique(np.concatenate([drawn, drawn - 1, drawn + 1, [-(10**9), 10**9]]))
    found = tails(pool, np.full(len(sums), size), sums)
    as_low = [max((drawn <= wanted).mean(), LEAST) for wanted in sums]
    as_high = [max((drawn >= wanted).mean(), LEAST) for wanted in sums]
    assert np.abs(found.lower - as_low).max() <= LEAST
    assert np.abs(found.upper - as_high).max() <= LEAST


@pytest.mark.parametrize("count", [40, 400, 30_000])
@pytest.mark.parametrize("size", [1, 2, 8, 20, 39])
def test_of_two_values_it_is_the_hypergeometric(count: int, size: int) -> None:
    """A pool of noughts and ones: an urn. One in ten is a one."""
    pool = np.repeat([0, 1], [count - count // 10, count // 10])
    sums = np.arange(-1, size + 2)
    found = tails(pool, np.full(len(sums), size), sums)
    urn = hypergeom(count, count // 10, size)
    assert np.abs(found.lower - np.maximum(urn.cdf(sums), LEAST)).max() <= LEAST
    assert np.abs(found.upper - np.maximum(urn.sf(sums - 1), LEAST)).max() <= LEAST


def test_large_windows_of_a_large_pool() -> None:
    pool = np.repeat([0, 1], [2_000, 1_000])
    sums = np.arange(300, 370)
    found = tails(pool, np.full(len(sums), 1_000), sums)
    assert np.abs(found.lower - hypergeom(3_000, 1_000, 1_000).cdf(sums)).max() <= LEAST


@given(st.integers(0, 2**32), st.integers(-(10**6), 10**6))
def test_what_changes_nothing(seed: int, shift: int) -> None:
    """The order of values, that of windows, their company, and where nought lies."""
    random = np.random.default_rng(seed)
    pool = random.integers(-30, 90, 60)
    sizes = random.integers(1, 31, 25)
    sums = np.array([random.choice(pool, size, replace=False).sum() for size in sizes])
    whole = tails(pool, sizes, sums)
    order = random.permutation(25)
    mixed = tails(random.permutation(pool), sizes[order], sums[order])
    assert mixed.lower.tobytes() == whole.lower[order].tobytes()
    assert mixed.upper.tobytes() == whole.upper[order].tobytes()
    alone = tails(pool, sizes[:1], sums[:1])
    assert alone.lower[0] == pytest.approx(whole.lower[0], abs=2 * LEAST)
    moved = tails(pool + shift, sizes, sums + shift * sizes)
    assert np.abs(moved.lower - whole.lower).max() <= 2 * LEAST
    turned = tails(-pool, sizes, -sums)
    assert np.abs(turned.upper - whole.lower).max() <= 2 * LEAST


def test_more_than_all_cannot_be_drawn() -> None:
    assert tails(np.arange(3), np.array([3]), np.array([3])).lower.tolist() == [1]
    with pytest.raises(BadInputError, match="A window holds 4 of 3 values"):
        tails(np.arange(3), np.array([4]), np.array([3]))
    nothing = np.empty(0, np.int64)
    assert tails(np.arange(3), nothing, nothing).lower.shape == (0,)


def test_large_windows_have_the_coarse_grid() -> None:
    assert [grid_units(size) for size in (1, 64, 65)] == [GRID, GRID, COARSE_GRID]
    assert to_whole(np.array([0.26, -1.0]), COARSE_GRID).tolist() == [266, -1_024]


@pytest.mark.parametrize("level", ["msoa21", "lsoa21"])
def test_random_windows_of_england_agree(level: str) -> None:
    """As far as 200,000 of them can: five standard errors, in both halves of the range."""
    nodes, pairs = load_nodes(level)
    rates = prepare(nodes.rate, nodes.cohort, touching(pairs, len(nodes.codes)))
    exact = permutation_test(rates)[0].lower
    values = to_whole(rates.values, GRID)
    sums, draws = rates.windows.sums(values) + values, 200_000
    drawn = share_as_low(values, rates.windows.sizes + 1, sums, draws, seed=1)
    error = np.sqrt(exact * (1 - exact) / draws)
    usual = (exact > 1e-4) & (exact < 1 - 1e-4)
    assert usual.sum() > 0.9 * len(exact)
    assert (np.abs(drawn - exact)[usual] <= 5 * error[usual]).all()
    assert np.abs(drawn - exact)[~usual].max() <= 1e-4


def test_a_grid_twice_as_fine_decides_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes, pairs = load_nodes("msoa21")
    rates = prepare(nodes.rate, nodes.cohort, touching(pairs, len(nodes.codes)))
    once = permutation_test(rates)[0].lower
    monkeypatch.setattr(permutations, "GRID", 2 * GRID)
    twice = permutation_test(rates)[0].lower
    assert np.abs(once - twice).max() < 0.0003
    small = once > 1e-9
    assert np.abs(np.log(twice[small] / once[small])).max() < 0.005

"""The spatial model against other roads to the same posterior, and on grids whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import norm

from geo.errors import BadInputError
from geo.posterior import draws_interval, fit, scaled_graph
from geo.posterior.bym2 import Binomials, _factorise, inverse_diagonal


def grid_pairs(side: int) -> np.ndarray:
    """Join the cells of a square grid to those beside and below them."""
    cells = np.arange(side * side).reshape(side, side)
    across = np.stack([cells[:, :-1].ravel(), cells[:, 1:].ravel()], axis=1)
    down = np.stack([cells[:-1].ravel(), cells[1:].ravel()], axis=1)
    return np.concatenate([across, down])


def test_a_path_of_three_is_scaled_as_by_hand() -> None:
    # The generalised inverse of the Laplacian of a - b - c has the diagonal 5/9, 2/9, 5/9.
    by_hand = (5 / 9 * 2 / 9 * 5 / 9) ** (1 / 3)
    found = scaled_graph(3, np.array([[0, 1], [1, 2]])).precision.toarray()
    laplacian = np.array([[1, -1, 0], [-1, 2, -1], [0, -1, 1]])
    np.testing.assert_allclose(found, by_hand * laplacian)


def test_each_part_has_variances_about_one_and_a_lone_area_is_standard_normal() -> None:
    pairs = np.concatenate([grid_pairs(4), [[16, 17], [17, 18]]])
    graph = scaled_graph(20, pairs)
    inverse = np.linalg.pinv(graph.precision.toarray())
    for part in (slice(0, 16), slice(16, 19)):
        variances = np.diag(inverse)[part]
        assert np.exp(np.log(variances).mean()) == pytest.approx(1)
    assert graph.precision[19, 19] == 1
    assert graph.constraints.toarray().sum(axis=1).tolist() == [16, 3]
    root = graph.edges.toarray()
    np.testing.assert_allclose(root.T @ root, graph.precision.toarray(), atol=1e-12)


def test_the_diagonal_of_an_inverse_is_that_of_numpy() -> None:
    graph = scaled_graph(36, grid_pairs(6))
    matrix = graph.precision + 0.3 * np.eye(36)
    import scipy.sparse as sp

    found = inverse_diagonal(_factorise(sp.csc_array(matrix)))
    np.testing.assert_allclose(found, np.diag(np.linalg.inv(matrix)), rtol=1e-10)


@pytest.mark.parametrize(
    ("rate", "cohort", "spread"), [(0.0, 30, 0.9), (0.3, 85, 0.2), (0.97, 900, 0.6)]
)
def test_an_own_effect_is_integrated_out_as_by_scipy(
    rate: float, cohort: float, spread: float
) -> None:
    data = Binomials(np.array([rate]), np.array([cohort]), np.ones((1, 1)))
    went, stayed = cohort * rate, cohort * (1 - rate)
    centre, _ = data.own_effect(np.array([-0.4]), spread)
    # Divided by the value at its peak, which is tiny.
    shift = data.log_odds_terms(np.array([-0.4]) + spread * centre)[0]

    def weighed(level: float) -> float:
        def height(effect: float) -> float:
            share = expit(level + spread * effect)
            terms = went * np.log(share) + stayed * np.log1p(-share)
            return float(np.exp(terms - shift) * norm.pdf(effect))

        return (
            np.log(quad(height, -9, 9, points=[float(centre[0])], limit=400, epsabs=0)[0]) + shift
        )

    value, slope, weight = data.marginal(np.array([-0.4]), spread)
    gap = 1e-3
    low, middle, high = (weighed(-0.4 + step) for step in (-gap, 0, gap))
    assert value[0] == pytest.approx(middle, rel=1e-6)
    assert slope[0] == pytest.approx((high - low) / (2 * gap), rel=1e-3, abs=1e-3)
    assert weight[0] == pytest.approx((2 * middle - high - low) / gap**2, rel=0.02, abs=0.02)


def test_own_effects_are_drawn_from_their_distribution() -> None:
    count, level, spread = 4_000, -0.8, 0.7
    data = Binomials(np.full(count, 0.5), np.full(count, 12.0), np.ones((count, 1)))
    drawn = data.draw_own_effects(np.full(count, level), spread, np.random.default_rng(3))
    effects = np.linspace(-6, 6, 4_001)
    share = expit(level + spread * effects)
    density = share**6 * (1 - share) ** 6 * norm.pdf(effects)
    density /= density.sum()
    mean = float(effects @ density)
    deviation = float(np.sqrt(density @ (effects - mean) ** 2))
    assert drawn.mean() == pytest.approx(mean, abs=4 * deviation / np.sqrt(count))
    assert drawn.std() == pytest.approx(deviation, rel=0.05)
    below = np.searchsorted(np.cumsum(density), [0.05, 0.5, 0.95])
    np.testing.assert_allclose(
        (drawn[:, np.newaxis] < effects[below]).mean(axis=0), [0.05, 0.5, 0.95], atol=0.02
    )


def test_it_agrees_with_draws_from_the_prior_weighed_by_their_likelihood() -> None:
    """Six areas in a row: draw from the prior, weigh by the likelihood, and nothing else."""
    rate, cohort = np.array([0.1, 0.2, 0.2, 0.4, 0.5, 0.45]), np.array([20.0, 30, 20, 30, 20, 40])
    graph = scaled_graph(6, np.array([[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]))
    rng, count = np.random.default_rng(1), 600_000
    values, vectors = np.linalg.eigh(graph.precision.toarray())
    structured = (rng.standard_normal((count, 5)) / np.sqrt(values[1:])) @ vectors[:, 1:].T
    sigma = np.abs(rng.standard_normal((count, 1)))
    phi = rng.beta(0.5, 0.5, (count, 1))
    # A wide intercept would waste the draws: they are drawn near, and weighed back.
    intercept = rng.normal(-0.8, 0.6, (count, 1))
    mixed = np.sqrt(phi) * structured + np.sqrt(1 - phi) * rng.standard_normal((count, 6))
    share = expit(intercept + sigma * mixed)
    terms = (cohort * (rate * np.log(share) + (1 - rate) * np.log1p(-share))).sum(axis=1)
    terms += (norm.logpdf(intercept, 0, 10) - norm.logpdf(intercept, -0.8, 0.6))[:, 0]
    weight = np.exp(terms - terms.max())
    weight /= weight.sum()
    assert 1 / (weight**2).sum() > 2_000  # so many draws are they worth
    mean = weight @ share
    deviation = np.sqrt(weight @ (share - mean) ** 2)

    drawn = np.concatenate([rates for rates, _ in fit(rate, cohort, graph).draws(4_000, 1)])
    assert np.abs((drawn.mean(axis=0) - mean) / deviation).max() < 0.15
    np.testing.assert_allclose(drawn.std(axis=0), deviation, rtol=0.12)
    below = weight @ (share < 0.3)
    np.testing.assert_allclose((drawn < 0.3).mean(axis=0), below, atol=0.05)


@pytest.fixture(scope="module")
def made_up() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A grid of 900 areas drawn from the model: rates, cohorts, true rates, expected log odds."""
    side, rng = 30, np.random.default_rng(8)
    graph = scaled_graph(side * side, grid_pairs(side))
    values, vectors = np.linalg.eigh(graph.precision.toarray())
    structured = vectors[:, 1:] @ (rng.standard_normal(side * side - 1) / np.sqrt(values[1:]))
    circumstance = rng.standard_normal(side * side)
    level = -0.3 + 0.5 * circumstance
    effect = np.sqrt(0.8) * structured + np.sqrt(0.2) * rng.standard_normal(side * side)
    true = expit(level + 0.6 * effect)
    cohort = rng.integers(30, 200, side * side).astype(float)
    return rng.binomial(cohort.astype(int), true) / cohort, cohort, true, circumstance


def test_the_truth_lies_in_its_intervals_as_often_as_it_should(made_up: tuple) -> None:
    rate, cohort, true, circumstance = made_up
    graph = scaled_graph(len(rate), grid_pairs(30))
    found = fit(rate, cohort, graph, circumstance[:, np.newaxis])
    assert found.sigma == pytest.approx(0.6, abs=0.1)
    assert found.beta == pytest.approx([-0.3, 0.5], abs=0.1)
    blocks = list(found.draws(400, 2))
    drawn = np.concatenate([rates for rates, _ in blocks])
    low, high = draws_interval(drawn)
    assert 0.87 < ((true >= low) & (true <= high)).mean() < 0.93
    assert np.abs(drawn.mean(axis=0) - true).mean() < 0.9 * np.abs(rate - true).mean()
    expected = np.concatenate([one for _, one in blocks]).mean(axis=0)
    np.testing.assert_allclose(logit(expected), -0.3 + 0.5 * circumstance, atol=0.25)


def test_the_same_seed_gives_the_same_draws_and_another_others() -> None:
    rate, cohort = np.linspace(0.2, 0.6, 25), np.linspace(30.0, 200.0, 25)
    found = fit(rate, cohort, scaled_graph(25, grid_pairs(5)))
    first, again, other = (
        np.concatenate([rates for rates, _ in found.draws(12, seed, block=5)]) for seed in (1, 1, 2)
    )
    assert first.shape == (12, 25)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(("rate", "cohort"), [(1.01, 50), (-0.01, 50), (np.nan, 50), (0.5, 0)])
def test_a_figure_that_is_none_is_refused(rate: float, cohort: float) -> None:
    graph = scaled_graph(2, np.array([[0, 1]]))
    with pytest.raises(BadInputError, match="outside 0 to 1"):
        fit(np.array([0.5, rate]), np.array([50.0, cohort]), graph)

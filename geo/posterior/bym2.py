"""Binomial rates on a map: the BYM2 model, fitted without sampling chains.

Each area's log odds are an intercept (and, where given, its circumstances) plus an effect that is
shared with its neighbours and one of its own::

    y_i ~ Binomial(n_i, p_i),  logit p_i = x_i' beta + sigma (sqrt(phi) u_i + sqrt(1 - phi) v_i)

`u` is an intrinsic autoregression on the graph of touching areas, scaled so that the geometric mean
of its variances is 1; `v` is standard normal. `sigma` is then the spread of log odds, and `phi` the
share of its variance that neighbours have in common, whatever the graph (Riebler et al. 2016).

How it is fitted: `v` is integrated out of each area's likelihood by adaptive quadrature, `u` and
`beta` by Laplace's method, the two hyperparameters on a grid (Rue, Martino and Chopin 2009). Only a
sparse matrix of areas is factorised, which takes a tenth of a second for England. Draws are joint:
`u` from its Gaussian approximation, then each `v` from its exact conditional distribution.

References
----------
Riebler, A., Sørbye, S. H., Simpson, D. and Rue, H. (2016). An intuitive Bayesian spatial model for
disease mapping that accounts for scaling. Statistical Methods in Medical Research 25, 1145-1165.
Freni-Sterrantino, A., Ventrucci, M. and Rue, H. (2018). A note on intrinsic conditional
autoregressive models for disconnected graphs. Spatial and Spatio-temporal Epidemiology 26, 25-34.
Rue, H., Martino, S. and Chopin, N. (2009). Approximate Bayesian inference for latent Gaussian
models by using integrated nested Laplace approximations. JRSS B 71, 319-392.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import SuperLU, splu
from scipy.special import expit, logit

from geo.arrays import Floats, Ints
from geo.boundaries import Pairs
from geo.errors import BadInputError

MODEL = 2
"""Goes up with every change of what a fit gives: a bundled posterior of another is fitted anew."""
BETA_PRECISION = 0.01
"""Prior precision of the intercept and of coefficients: normal, 10 in log odds about 0."""
QUADRATURE = 15
"""Points at which an area's own effect is integrated out."""
GRID_STEP = 1.2
"""Distance of hyperparameters tried, in posterior standard deviations."""
GRID_REACH = 2
"""Steps tried each way."""
MANY = 5_000
"""Areas from which on one step is tried: so many leave little doubt about hyperparameters."""
_NEAR = np.array([[0.0, 0.0], [0.03, 0.0], [0.0, 0.1]])
"""Where a search from a guess begins: `log sigma` and `logit phi`, from the guess."""
_WORST = 1e-3
"""Weight below which a point of the grid is left out."""
_LADDER = np.linspace(-5.5, 5.5, 37)
"""Where the conditional distribution of an own effect is evaluated, in its spreads."""


@dataclass(frozen=True)
class Graph:
    """Which areas touch, as the structured effect sees it."""

    precision: sp.csc_array
    """Of the structured effect: scaled, singular by one dimension in each joined part."""
    parts: Ints
    """Joined part of each area, numbered from 0: shape (areas,)."""
    edges: sp.csr_array
    """A square root of the precision, a row an edge or a lone area."""

    @cached_property
    def constraints(self) -> sp.csr_array:
        """Sum of the effect over each joined part of two areas or more: each is held at 0."""
        sizes = np.bincount(self.parts)
        rows = np.full(len(sizes), -1)
        rows[sizes > 1] = np.arange((sizes > 1).sum())
        held = rows[self.parts] >= 0
        where = (rows[self.parts][held], np.flatnonzero(held))
        shape = (int((sizes > 1).sum()), len(self.parts))
        return sp.csr_array((np.ones(held.sum()), where), shape=shape)


def scaled_graph(count: int, pairs: Pairs) -> Graph:
    """Make the graph of areas, scaled so that effects have a variance of about 1.

    Parameters
    ----------
    count
        How many areas there are.
    pairs
        Positions of areas that touch, each pair once: shape (pairs, 2).

    Returns
    -------
    graph
        The geometric mean of the effect's variances is 1 in each joined part. An area that touches
        none has an independent standard normal effect (Freni-Sterrantino et al. 2018).

    Examples
    --------
    >>> graph = scaled_graph(3, np.array([[0, 1]]))
    >>> graph.precision.toarray().round(2).tolist()
    [[0.25, -0.25, 0.0], [-0.25, 0.25, 0.0], [0.0, 0.0, 1.0]]
    """
    ones = np.ones(len(pairs))
    near = sp.coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    near = sp.csr_array(near + near.T)
    _, parts = connected_components(near, directed=False)
    laplacian = sp.csc_array(sp.diags_array(near.sum(axis=1)) - near)
    scale = np.ones(parts.max() + 1)
    for part in np.flatnonzero(np.bincount(parts) > 1):
        own = np.flatnonzero(parts == part)
        scale[part] = _mean_variance(sp.csc_array(laplacian[own][:, own]))
    root = np.sqrt(scale[parts[pairs[:, 0]]])
    lone = np.flatnonzero(np.bincount(parts)[parts] == 1)
    along = np.arange(len(pairs))
    size = len(pairs) + len(lone)
    edges = sp.csr_array(
        (
            np.concatenate([root, -root, np.ones(len(lone))]),
            (
                np.concatenate([along, along, np.arange(len(pairs), size)]),
                np.concatenate([pairs[:, 0], pairs[:, 1], lone]),
            ),
        ),
        shape=(size, count),
    )
    return Graph(sp.csc_array(edges.T @ edges), parts, edges)


def _mean_variance(laplacian: sp.csc_array) -> float:
    """Return the geometric mean of the diagonal of a connected graph's generalised inverse.

    With one area held at 0 the rest has a proper inverse G; centred on its mean, its diagonal is
    that of the generalised inverse.
    """
    count = laplacian.shape[0]
    inner = _factorise(sp.csc_array(laplacian[1:][:, 1:]))
    row_means = np.concatenate([[0.0], inner.solve(np.ones(count - 1))]) / count
    own = np.zeros(count)
    own[1:] = inverse_diagonal(inner)
    variance = own - 2 * row_means + row_means.mean()
    return float(np.exp(np.log(variance).mean()))


def _factorise(matrix: sp.csc_array) -> SuperLU:
    """Factorise a symmetric positive definite matrix without pivoting."""
    return splu(
        matrix,
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )


def inverse_diagonal(factors: SuperLU) -> Floats:
    """Return the diagonal of the inverse of a matrix that `_factorise` has factorised.

    By Takahashi's recursion, which needs the inverse at the entries of the factor alone: those of
    one column's rows are all known once the later columns are done.
    """
    lower = sp.csc_array(factors.L)
    lower.sort_indices()
    count, pivots = lower.shape[0], factors.U.diagonal()
    starts, rows, values = lower.indptr, lower.indices.astype(np.int64), lower.data
    keys = np.repeat(np.arange(count), np.diff(starts)) * count + rows
    inverse = np.zeros(len(keys))
    for column in range(count - 1, -1, -1):
        first, last = starts[column], starts[column + 1]
        below, factor = rows[first + 1 : last], values[first + 1 : last]
        among = np.minimum.outer(below, below) * count + np.maximum.outer(below, below)
        ahead = -inverse[np.searchsorted(keys, among)] @ factor
        inverse[first + 1 : last] = ahead
        inverse[first] = 1 / pivots[column] - factor @ ahead
    return inverse[starts[:-1]][factors.perm_c]


@dataclass(frozen=True)
class Binomials:
    """What was counted: shares of cohorts, and circumstances of their areas."""

    rate: Floats
    """Shares, 0 to 1; times the cohort they need not be whole: shape (areas,)."""
    cohort: Floats
    design: Floats
    """Circumstances, the first column ones: shape (areas, columns)."""

    def own_effect(self, level: Floats, spread: float) -> tuple[Floats, Floats]:
        """Find the likeliest standard normal effect of each area, and the spread about it.

        Parameters
        ----------
        level
            Log odds without the effect: shape (areas,).
        spread
            Standard deviation of the effect in log odds.
        """
        effect = np.zeros_like(level)
        for _ in range(30):
            share = expit(level + spread * effect)
            slope = spread * self.cohort * (self.rate - share) - effect
            bend = 1 + spread**2 * self.cohort * share * (1 - share)
            step = np.clip(slope / bend, -1.0, 1.0)
            effect = effect + step
            if np.abs(step).max() < 1e-8:  # pragma: no branch
                break
        share = expit(level + spread * effect)
        return effect, 1 / np.sqrt(1 + spread**2 * self.cohort * share * (1 - share))

    def log_odds_terms(self, log_odds: Floats) -> Floats:
        """Return each area's log likelihood, less what does not depend on its log odds."""
        # The log chance of going on, without overflow; that of staying is lower by the log odds.
        go_on = np.minimum(log_odds, 0.0) - np.log1p(np.exp(-np.abs(log_odds)))
        return self.cohort * go_on - self.cohort * (1 - self.rate) * log_odds

    def marginal(self, level: Floats, spread: float) -> tuple[Floats, Floats, Floats]:
        """Integrate out each area's own effect.

        Returns
        -------
        value, slope, weight
            Log likelihood of each area's level, its derivative, and minus its second: shape
            (areas,).
        """
        centre, width = self.own_effect(level, spread)
        points, weights = np.polynomial.hermite_e.hermegauss(QUADRATURE)
        effect = centre + width * points[:, np.newaxis]
        log_odds = level + spread * effect
        share = expit(log_odds)
        terms = self.log_odds_terms(log_odds) - effect**2 / 2 + points[:, np.newaxis] ** 2 / 2
        terms = terms + np.log(weights / np.sqrt(2 * np.pi))[:, np.newaxis]
        most = terms.max(axis=0)
        parts = np.exp(terms - most)
        total = parts.sum(axis=0)
        parts = parts / total
        score = self.cohort * (self.rate - share)
        slope = (parts * score).sum(axis=0)
        bend = (parts * (score**2 - self.cohort * share * (1 - share))).sum(axis=0)
        return most + np.log(total * width), slope, np.maximum(slope**2 - bend, 1e-9)

    def draw_own_effects(self, level: Floats, spread: float, rng: np.random.Generator) -> Floats:
        """Draw each area's own effect from its conditional distribution, given its level."""
        centre, width = self.own_effect(level, spread)
        effect = centre + width * _LADDER[:, np.newaxis]
        terms = self.log_odds_terms(level + spread * effect) - effect**2 / 2
        density = np.exp(terms - terms.max(axis=0))
        steps = (density[1:] + density[:-1]) / 2
        below = np.concatenate([np.zeros((1, len(level))), np.cumsum(steps, axis=0)])
        wanted = rng.random(len(level)) * below[-1]
        at = np.minimum((below[1:] < wanted).sum(axis=0), len(_LADDER) - 2)
        areas = np.arange(len(level))
        # Within a step the density is a straight line: its integral is solved for the place.
        left, right = density[at, areas], density[at + 1, areas]
        rest = np.clip(wanted - below[at, areas], 0.0, None)
        slope = right - left
        root = np.sqrt(np.maximum(left**2 + 2 * slope * rest, 0.0))
        part = np.clip(2 * rest / np.maximum(left + root, 1e-300), 0.0, 1.0)
        gap = _LADDER[1] - _LADDER[0]
        return centre + width * (_LADDER[at] + gap * part)


@dataclass(frozen=True)
class _Conditional:
    """The Gaussian approximation of `u` and `beta` at one pair of hyperparameters."""

    sigma: float
    phi: float
    effect: Floats
    """Mode of the structured effect: shape (areas,)."""
    beta: Floats
    """Mode of the coefficients: shape (columns,)."""
    weight: Floats
    """Information of each area's likelihood about its level: shape (areas,)."""
    system: _System
    log_density: float
    """Log posterior density of the hyperparameters, up to a constant."""


class _System:
    """The joint precision of `u` and `beta`, factorised, with each part's sum of `u` held at 0."""

    def __init__(self, graph: Graph, design: Floats, reach: float, weight: Floats) -> None:
        columns = graph.precision + sp.diags_array(reach**2 * weight)
        self.factors = _factorise(sp.csc_array(columns))
        self.cross = reach * weight[:, np.newaxis] * design
        self.solved = self.factors.solve(np.asfortranarray(self.cross))
        self.schur = BETA_PRECISION * np.eye(design.shape[1]) - self.cross.T @ self.solved
        self.schur += design.T @ (weight[:, np.newaxis] * design)
        self.constraints = graph.constraints
        dense = np.asfortranarray(self.constraints.T.toarray())
        self.lifted, self.lifted_beta = self._free(
            dense, np.zeros((design.shape[1], dense.shape[1]))
        )
        self.gram = self.constraints @ self.lifted

    def _free(self, effect: Floats, beta: Floats) -> tuple[Floats, Floats]:
        """Solve without the constraints."""
        first = self.factors.solve(effect)
        solved = np.linalg.solve(self.schur, beta - self.cross.T @ first)
        return first - self.solved @ solved, solved

    def solve(self, effect: Floats, beta: Floats) -> tuple[Floats, Floats]:
        """Solve for right-hand sides, then bring the solution onto the constraints."""
        return self.hold(*self._free(effect, beta))

    def hold(self, effect: Floats, beta: Floats) -> tuple[Floats, Floats]:
        """Condition a solution on the constraints, by kriging."""
        over = np.linalg.solve(self.gram, self.constraints @ effect)
        return effect - self.lifted @ over, beta - self.lifted_beta @ over

    def log_determinant(self) -> float:
        """Return the log determinant of the precision under the constraints, up to a constant."""
        pivots = np.log(np.abs(self.factors.U.diagonal())).sum()
        return float(pivots + np.linalg.slogdet(self.schur)[1] + np.linalg.slogdet(self.gram)[1])


def _condition(
    data: Binomials, graph: Graph, sigma: float, phi: float, start: tuple[Floats, Floats]
) -> _Conditional:
    """Find the mode of `u` and `beta`, and their precision there, by Newton's method."""
    reach, own = sigma * np.sqrt(phi), sigma * np.sqrt(1 - phi)
    effect, beta = start

    def objective(effect: Floats, beta: Floats) -> tuple[float, Floats, Floats]:
        value, slope, weight = data.marginal(data.design @ beta + reach * effect, own)
        prior = effect @ (graph.precision @ effect) + BETA_PRECISION * beta @ beta
        return float(value.sum() - prior / 2), slope, weight

    value, slope, weight = objective(effect, beta)
    for _ in range(50):
        system = _System(graph, data.design, reach, weight)
        step = system.solve(
            reach * slope - graph.precision @ effect,
            data.design.T @ slope - BETA_PRECISION * beta,
        )
        length = 1.0
        while True:
            tried = effect + length * step[0], beta + length * step[1]
            found, slope, new_weight = objective(*tried)
            if found >= value - 1e-9 * abs(value) or length < 1e-3:
                break
            length /= 2
        gain, value = found - value, found
        (effect, beta), weight = tried, new_weight
        if gain < 1e-3:
            # So small a step leaves the precision as it was.
            break
    density = value - system.log_determinant() / 2 + _log_prior(sigma, phi)
    return _Conditional(sigma, phi, effect, beta, weight, system, density)


def _log_prior(sigma: float, phi: float) -> float:
    """Return the log prior density of `log sigma` and `logit phi`.

    Half-normal(1) for sigma and Beta(1/2, 1/2) for phi, as Morris et al. (2019) recommend.
    """
    return float(-(sigma**2) / 2 + np.log(sigma) + 0.5 * np.log(phi) + 0.5 * np.log(1 - phi))


@dataclass(frozen=True)
class Fit:
    """A fitted model: points of the grid of hyperparameters, with their weights."""

    data: Binomials
    graph: Graph
    points: tuple[_Conditional, ...]
    weights: Floats
    """Posterior weights of the points: shape (points,), summing to 1."""

    @property
    def sigma(self) -> float:
        """Posterior mean of the spread of log odds."""
        return float(self.weights @ [point.sigma for point in self.points])

    @property
    def phi(self) -> float:
        """Posterior mean of the share of variance that neighbours have in common."""
        return float(self.weights @ [point.phi for point in self.points])

    @property
    def beta(self) -> Floats:
        """Posterior means of the coefficients."""
        return np.asarray(self.weights @ np.stack([point.beta for point in self.points]))

    def draws(self, count: int, seed: int, block: int = 50) -> Iterator[tuple[Floats, Floats]]:
        """Draw true rates jointly.

        Parameters
        ----------
        count
            How many draws.
        seed
            Of the random numbers: the same seed gives the same draws.
        block
            Draws that are solved for together.

        Yields
        ------
        rates, expected
            Blocks of draws of true rates, and of the mean rates of areas with the same
            circumstances: shape (draws, areas).
        """
        rng = np.random.default_rng(seed)
        shared = np.floor(self.weights * count).astype(int)
        rest = count - shared.sum()
        order = np.argsort(shared - self.weights * count, kind="stable")
        shared[order[:rest]] += 1
        for point, wanted in zip(self.points, shared, strict=True):
            for start in range(0, int(wanted), block):
                yield self._draw(point, min(block, int(wanted) - start), rng)

    def _draw(
        self, point: _Conditional, count: int, rng: np.random.Generator
    ) -> tuple[Floats, Floats]:
        reach, own = point.sigma * np.sqrt(point.phi), point.sigma * np.sqrt(1 - point.phi)
        design = self.data.design
        # Noise with the covariance of the precision, solved for, has the covariance wanted.
        along = self.graph.edges.T @ rng.standard_normal((self.graph.edges.shape[0], count))
        seen = np.sqrt(point.weight)[:, np.newaxis] * rng.standard_normal((len(design), count))
        about = np.sqrt(BETA_PRECISION) * rng.standard_normal((design.shape[1], count))
        moved, moved_beta = point.system.solve(
            np.asfortranarray(along + reach * seen), design.T @ seen + about
        )
        effect = point.effect[:, np.newaxis] + moved
        fixed = design @ (point.beta[:, np.newaxis] + moved_beta)
        level = fixed + reach * effect
        seeds = rng.integers(2**63, size=count)

        def drawn(row: int) -> Floats:
            here = np.ascontiguousarray(level[:, row])
            random = np.random.default_rng(seeds[row])
            return expit(here + own * self.data.draw_own_effects(here, own, random))

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            rates = np.stack(list(pool.map(drawn, range(count))))
        # The mean rate of areas with such circumstances: log odds vary about theirs by sigma.
        return rates, expit(fixed.T / np.sqrt(1 + np.pi * point.sigma**2 / 8))


def fit(
    rate: Floats,
    cohort: Floats,
    graph: Graph,
    design: Floats | None = None,
    *,
    near: tuple[float, float] | None = None,
) -> Fit:
    """Fit the model to measured rates.

    Parameters
    ----------
    rate
        Published shares, 0 to 1: shape (areas,), none missing.
    cohort
        People that each stands on, above 0.
    graph
        Of the same areas, in the same order.
    design
        Circumstances of each area, without a column of ones: shape (areas, columns). Standardise
        them: coefficients have the prior of `BETA_PRECISION`.
    near
        A guess of `sigma` and `phi` from which to search: the search is shorter, its end the same.

    Raises
    ------
    BadInputError
        If a rate is outside 0 to 1, a cohort is not above 0, or a figure is missing.

    Examples
    --------
    >>> graph = scaled_graph(4, np.array([[0, 1], [1, 2], [2, 3]]))
    >>> made = fit(np.array([0.2, 0.2, 0.5, 0.5]), np.full(4, 100.0), graph)
    >>> bool(0 < made.phi < 1 and made.sigma > 0)
    True
    """
    given = design if design is not None else np.empty((len(rate), 0))
    if not (np.isfinite(given).all() and ((rate >= 0) & (rate <= 1)).all() and (cohort > 0).all()):
        raise BadInputError(
            "A rate lies outside 0 to 1, a cohort is not above 0, or a figure is missing. Give the "
            "model areas with a rate of their own alone."
        )
    data = Binomials(rate, cohort, np.column_stack([np.ones(len(rate)), given]))
    mean = float(np.average(rate, weights=cohort))
    level = np.zeros(data.design.shape[1])
    level[0] = np.log(mean / (1 - mean))
    best = _Search(data, graph, (np.zeros(len(rate)), level))
    centre, axes = best.mode(near)
    points: dict[tuple[int, int], _Conditional] = {}
    reach = 1 if len(rate) >= MANY else GRID_REACH
    steps = range(-reach, reach + 1)
    for first in steps:
        for second in steps:
            if first**2 + second**2 <= reach**2:
                at = centre + GRID_STEP * (axes @ [first, second])
                points[first, second] = best.at(at)
    density = np.array([point.log_density for point in points.values()])
    weights = np.exp(density - density.max())
    weights /= weights.sum()
    kept = weights > _WORST
    held = tuple(point for point, keep in zip(points.values(), kept, strict=True) if keep)
    return Fit(data, graph, held, weights[kept] / weights[kept].sum())


class _Search:
    """Looks for the likeliest hyperparameters, each time from the last mode of the effects."""

    def __init__(self, data: Binomials, graph: Graph, start: tuple[Floats, Floats]) -> None:
        self.data, self.graph, self.start = data, graph, start

    def at(self, where: Floats) -> _Conditional:
        """Condition on `log sigma` and `logit phi`."""
        sigma, phi = float(np.exp(where[0])), float(expit(where[1]))
        phi = min(max(phi, 1e-6), 1 - 1e-6)
        found = _condition(self.data, self.graph, sigma, phi, self.start)
        self.start = found.effect, found.beta
        return found

    def mode(self, near: tuple[float, float] | None = None) -> tuple[Floats, Any]:
        """Find the mode, and axes along which the density falls as a standard normal's."""
        if near is None:
            simplex = np.array([[-0.5, 2.0], [-0.2, 2.0], [-0.5, 3.0]])
        else:
            simplex = np.array([np.log(near[0]), logit(near[1])]) + _NEAR
        found = minimize(
            lambda where: -self.at(where).log_density,
            simplex[0],
            method="Nelder-Mead",
            options={"xatol": 0.05, "fatol": 0.1, "initial_simplex": simplex},
        )
        centre = found.x
        slope, curvature = self._derivatives(centre)
        values, vectors = np.linalg.eigh(-curvature)
        axes = vectors / np.sqrt(np.maximum(values, 0.05))
        # One step of Newton's, as long as the density is near enough to a normal one.
        step = axes @ np.clip(axes.T @ slope, -1.0, 1.0)
        return centre + step, axes

    def _derivatives(self, centre: Floats, gap: float = 0.1) -> tuple[Floats, Floats]:
        """Return the first and second derivatives of the log density, by differences."""
        at = {
            (first, second): self.at(centre + gap * np.array([first, second])).log_density
            for first in (-1, 0, 1)
            for second in (-1, 0, 1)
        }
        slope = np.array([at[1, 0] - at[-1, 0], at[0, 1] - at[0, -1]]) / (2 * gap)
        first = (at[1, 0] + at[-1, 0] - 2 * at[0, 0]) / gap**2
        second = (at[0, 1] + at[0, -1] - 2 * at[0, 0]) / gap**2
        both = (at[1, 1] - at[1, -1] - at[-1, 1] + at[-1, -1]) / (4 * gap**2)
        return slope, np.array([[first, both], [both, second]])

"""A bound from prices of demand, and the candidates that it leaves: what makes England solvable."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.arrays import Flags, Floats
from geo.siting.greedy import improve
from geo.siting.presolve import Reduced
from geo.stops import look

ROUNDS = 600
_PATIENCE = 12
"""Rounds without a better bound after which steps are halved."""
_SMALLEST = 1e-3
"""Step at which prices are as good as they get."""
_MEMORY = 0.7
"""Share of the last direction that is kept: without it prices swing to and fro."""
_SWAP_EVERY = 100


@dataclass(frozen=True, eq=False)
class Priced:
    """What prices tell of a question."""

    bound: float
    """No choice covers more."""
    chosen: list[int]
    """The best choice met on the way, or the one given."""
    may_win: Flags
    """Candidates that some choice better than that one could hold: shape (columns,)."""


def price(
    small: Reduced, add: int, start: list[int], close: float, seconds: float, *, held: bool = False
) -> Priced:
    """Bound what `add` sites can cover, and strike out candidates that no better choice can hold.

    Each row has a price from 0 to its weight, which is paid to every chosen site that covers it;
    what is not paid is taken as covered anyway. So `sum(weight - price)` and the `add` sites that
    are paid most cannot be less than any choice covers, whatever the prices. Prices go up where
    nobody covers and down where several do (Galvao and ReVelle 1996, a Lagrangean heuristic for
    the maximal covering location problem). A candidate in place of the worst of those paid most
    gives the bound of all choices with that candidate: not above the best known, it can go.

    Parameters
    ----------
    small
        The reduced question.
    add
        How many sites, at most.
    start
        Columns of a choice to begin with.
    close
        A better choice has more than this above the best known.
    seconds
        When to stop.
    held
        Whether the choice must keep a share that prices know nothing of; it is then left as it is.
    """
    ends = time.monotonic() + seconds
    by_site, weight = small.covers.T.tocsr(), small.weight
    count = by_site.shape[0]
    add = min(add, count)
    times = _times(by_site, start)
    chosen, best = list(start), float(weight[times > 0].sum())
    prices = weight / np.maximum(times, 1.0)
    bound, kept_prices, step, waited = float(weight.sum()), prices, 1.0, 0
    may_win, way = np.ones(count, dtype=bool), np.zeros(len(weight))
    for turn in range(ROUNDS):
        look()
        paid = by_site @ prices
        top = np.argpartition(-paid, add - 1)[:add]
        now, least = float((weight - prices).sum() + paid[top].sum()), paid[top].min()
        times = _times(by_site, top.tolist())
        if not held:
            tried = sorted(top.tolist())
            if turn % _SWAP_EVERY == _SWAP_EVERY - 1:
                tried = improve(small.covers, weight, tried)
            value = float(weight[_times(by_site, tried) > 0].sum())
            if value > best:
                best, chosen = value, tried
        may_win &= now - least + np.minimum(paid, least) > best + close
        if now < bound - 1e-4 * max(bound - best, close):
            bound, kept_prices, waited = now, prices, 0
        else:
            waited += 1
        if waited > _PATIENCE:
            step, waited, prices = step / 2, 0, kept_prices
        if not may_win.any() or step < _SMALLEST or time.monotonic() > ends:
            break
        way = _MEMORY * way + (1 - _MEMORY) * (times - 1.0)
        slope = np.where(((prices <= 0) & (way > 0)) | ((prices >= weight) & (way < 0)), 0.0, way)
        length = float(slope @ slope)
        if length == 0:
            break
        prices = np.clip(prices - step * max(now - best, close) / length * slope, 0.0, weight)
    return Priced(bound, chosen, may_win)


def _times(by_site: Any, chosen: list[int]) -> Floats:
    """Count by how many of some sites each row is covered."""
    parts = [by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]] for site in chosen]
    rows = np.concatenate([np.zeros(0, np.int64), *parts])
    return np.bincount(rows, minlength=by_site.shape[1]).astype("float64")

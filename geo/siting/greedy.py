"""A good answer to begin with: sites taken one by one, then swapped while that helps."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from geo.arrays import Floats
from geo.stops import look

_LITTLE = 1e-9
"""Share of all demand that a swap must win: less is rounding."""


def most(covers: Any, weight: Floats, add: int) -> tuple[list[int], float]:
    """Choose sites greedily, then swap one for another while more people come into range.

    Parameters
    ----------
    covers
        CSR of ones, shape (rows, candidates).
    weight
        People of each row.
    add
        How many sites, at most.

    Returns
    -------
    chosen, bound
        Columns in the order they were taken, and the most that any choice could cover: what is
        covered and the `add` largest gains left, at the best of all steps (Nemhauser, Wolsey and
        Fisher 1978, on submodular functions).
    """
    by_site = covers.T.tocsr()
    times = np.zeros(len(weight))
    chosen: list[int] = []
    bound = float(weight.sum())
    while True:
        look()
        gains = by_site @ (weight * (times == 0))
        bound = min(bound, float(weight[times > 0].sum() + np.sort(gains)[::-1][:add].sum()))
        best = int(np.argmax(gains)) if len(gains) else 0
        if len(chosen) == add or not len(gains) or gains[best] <= 0:
            break
        chosen.append(best)
        times += _column(by_site, best)
    return improve(covers, weight, chosen), bound


def _column(by_site: Any, site: int) -> Floats:
    flags = np.zeros(by_site.shape[1])
    flags[by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]] = 1
    return flags


def improve(
    covers: Any,
    weight: Floats,
    chosen: list[int],
    must: Floats | None = None,
    needed: float = 0.0,
) -> list[int]:
    """Swap a chosen site for another while more people come into range.

    Parameters
    ----------
    covers, weight
        As for `most`.
    chosen
        Columns to begin with.
    must, needed
        People that a minimum is asked of, and how many of them: no swap goes below it.
    """
    if not chosen:
        return chosen
    by_site = covers.T.tocsr()
    taken = list(chosen)
    each = np.stack([_column(by_site, site) for site in taken], axis=1)
    while True:
        look()
        times = each.sum(axis=1)
        # What would be open to others if each site in turn were left out.
        open_to = (times[:, None] - each) == 0
        value = weight.sum() - weight @ open_to + by_site @ (weight[:, None] * open_to)
        if must is not None and needed > 0:
            held = must.sum() - must @ open_to + by_site @ (must[:, None] * open_to)
            value[held < needed] = -np.inf
        value[taken] = -np.inf
        site, place = np.unravel_index(int(np.argmax(value)), value.shape)
        if value[site, place] <= weight[times > 0].sum() + _LITTLE * weight.sum():
            return taken
        taken[place] = int(site)
        each[:, place] = _column(by_site, int(site))


def fewest(covers: Any, weight: Floats, needed: float) -> tuple[list[int], int]:
    """Choose sites greedily until enough people are in range, then drop those not needed.

    Parameters are those of `most`; `needed` is of `weight`, and can be reached. Gives the columns,
    and a number that no choice is smaller than: at every step, so many of the largest gains left
    are needed to make up what is missing.
    """
    by_site = covers.T.tocsr()
    times = np.zeros(len(weight))
    chosen: list[int] = []
    least = 1
    while weight[times > 0].sum() < needed:
        look()
        gains = by_site @ (weight * (times == 0))
        missing = (needed - weight[times > 0].sum()) * (1 - _LITTLE)
        least = max(least, int(np.searchsorted(np.cumsum(np.sort(gains)[::-1]), missing)) + 1)
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        chosen.append(best)
        times += _column(by_site, best)
    for site in list(chosen):
        without = times - _column(by_site, site)
        if weight[without > 0].sum() >= needed:
            chosen.remove(site)
            times = without
    return chosen, least


def nearest(costs: Any, weight: Floats, near: Floats, add: int, until: float = np.inf) -> list[int]:
    """Choose sites greedily so that people are near one, then swap while that helps.

    Parameters
    ----------
    costs
        CSR, shape (rows, candidates), metres; what is not stored is out of range.
    weight
        People of each row.
    near
        Metres to the nearest site that is there already; infinite where there is none.
    add
        How many sites.
    until
        When to stop swapping, by `time.monotonic`.

    Returns
    -------
    chosen
        Columns. Bringing a place into range counts for more than any distance.
    """
    rows = np.repeat(np.arange(costs.shape[0]), np.diff(costs.indptr))
    largest = costs.data.max(initial=0.0)
    far = (float(largest) + 1.0) * 1_000.0
    base = np.where(np.isinf(near), far, near)
    chosen: list[int] = []

    def savings(now: Floats) -> Floats:
        saved = weight[rows] * np.maximum(now[rows] - costs.data, 0.0)
        return np.bincount(costs.indices, saved, minlength=costs.shape[1]).astype("float64")

    by_site = costs.tocsc()

    def column(site: int) -> Floats:
        away = np.full(len(weight), far)
        part = slice(by_site.indptr[site], by_site.indptr[site + 1])
        away[by_site.indices[part]] = by_site.data[part]
        return away

    now = base
    while len(chosen) < add:
        look()
        saved = savings(now)
        saved[chosen] = -1.0
        chosen.append(int(np.argmax(saved)))
        now = np.minimum(now, column(chosen[-1]))
    while True:
        away = np.stack([base, *(column(site) for site in chosen)], axis=1)
        total = float(weight @ away.min(axis=1))
        best, swap = total - _LITTLE * total, None
        for place in range(len(chosen)):
            look()
            if time.monotonic() > until:
                return chosen
            without = np.delete(away, place + 1, axis=1).min(axis=1)
            left = float(weight @ without) - savings(without)
            left[chosen] = np.inf
            site = int(np.argmin(left))
            if left[site] < best:
                best, swap = float(left[site]), (place, site)
        if swap is None:
            return chosen
        chosen[swap[0]] = swap[1]

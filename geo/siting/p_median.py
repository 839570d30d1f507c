"""k sites that bring people nearest: the p-median, proven or bounded."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np
from scipy import sparse

from geo.arrays import Floats
from geo.errors import BadInputError, NoAnswerError
from geo.siting.greedy import nearest
from geo.siting.lscp import set_cover
from geo.siting.mip import MOST_SIZE, UNSOLVED, assigning, size_of, solve
from geo.siting.presolve import merge
from geo.siting.question import (
    CLOSE,
    SECONDS,
    Siting,
    Solution,
    check_number,
    nearest_there,
    objective_of,
    people,
    travel,
)


def p_median(asked: Siting, add: int, *, seconds: float = SECONDS) -> Solution:
    """Choose the sites that bring people nearest, everybody assigned to a site in range.

    The p-median problem (Hakimi 1964; ReVelle and Swain 1970). People out of everybody's range
    are left out and counted in `out_of_range`.

    Parameters are those of `maximal_coverage`.

    Raises
    ------
    BadInputError
        If so few sites cannot have everybody else in range: it says how many can.

    Examples
    --------
    >>> metres = sparse.csr_array([[100.0, 900], [900, 100], [800, 200]])
    >>> answer = p_median(Siting(metres, np.array([5, 4, 3])), 1)
    >>> answer.chosen, answer.objective, answer.status
    ((1,), 5500.0, 'optimal')
    """
    begun = time.monotonic()
    check_number(asked, add)
    near = nearest_there(asked)
    kept = asked.reachable & (asked.weight > 0)
    # A site there already is one more entry, so that rows merge only if it is as near to them.
    beside = sparse.hstack(
        [asked.costs[kept], sparse.csr_array(np.where(np.isinf(near), 0, near + 1)[kept][:, None])],
        format="csr",
    )
    beside.sort_indices()
    rows, weight, _ = merge(beside, asked.weight[kept], np.zeros(int(kept.sum())))
    sites = asked.costs.shape[1]
    costs = rows[:, :sites]
    given = rows[:, [sites]].toarray().ravel()
    near = np.where(given > 0, given - 1, np.inf)
    best = nearest(costs, weight, near, add, begun + seconds)
    value = travel(costs, weight, near, best)
    least = float(weight @ np.minimum(near, _least(costs)))
    close = CLOSE * max(value if np.isfinite(value) else least, 1.0)
    solved = UNSOLVED
    # Each pair has a step of its own at worst, with three entries.
    if size_of(3 * costs.nnz, costs.nnz) <= MOST_SIZE:
        model = assigning(costs, weight, near, add)
        solved = solve(model, best, seconds - (time.monotonic() - begun), close)
    if solved.impossible:
        _refuse_number(asked, add, seconds)
    if solved.chosen is not None and travel(costs, weight, near, solved.chosen) < value:
        best = solved.chosen
        value = travel(costs, weight, near, best)
    if np.isinf(value):
        raise BadInputError(
            f"No {add:,} sites were found in {seconds:g} s that have everybody in range. Allow "
            "more time, more sites or a wider limit."
        )
    room = value - max(min(solved.bound, value), least)
    return _median_answer(asked, best, 0.0 if room <= close else room, begun)


def _least(costs: Any) -> Floats:
    """Return how far each row is from its nearest candidate, infinite for none in range."""
    least = np.full(costs.shape[0], np.inf)
    held = np.diff(costs.indptr) > 0
    if held.any():
        least[held] = np.minimum.reduceat(costs.data, costs.indptr[:-1][held])
    return least


def _refuse_number(asked: Siting, add: int, seconds: float) -> NoReturn:
    found = set_cover(asked, seconds=seconds)
    least, do = max(found.bound, add + 1), max(found.objective, add + 1)
    # The fewest that are known to do may be more than the fewest that are not ruled out.
    known = "." if do == least else f", and {do:,.0f} would do."
    what = f"{add:,} more sites" if add > 1 else "One more site"
    raise NoAnswerError(
        f"{what} cannot have everybody in range who can be: at least {least:,.0f} are "
        f"needed{known} Add so many, widen the limit, or ask for the most people in range instead.",
        add=int(do),
    )


def _median_answer(asked: Siting, columns: list[int], room: float, begun: float) -> Solution:
    kept = asked.reachable
    # Only the chosen ones are looked at from here on.
    sites = sorted(columns)
    few = replace(asked, costs=asked.costs[:, sites])
    costs, weight = few.costs[kept], asked.weight[kept]
    near = nearest_there(asked)[kept]
    waiting = list(range(len(sites)))
    order: list[int] = []
    gains: list[float] = []
    value = travel(costs, weight, near, [])
    while waiting:
        values = [travel(costs, weight, near, [*order, site]) for site in waiting]
        if np.isinf(values).all():
            # Until everybody has a site, the one that has most people in range comes first.
            values = [-objective_of(few, [*order, site]) for site in waiting]
            best, after = int(np.argmin(values)), np.inf
        else:
            best = int(np.argmin(values))
            after = values[best]
        order.append(waiting.pop(best))
        gains.append(value - after if np.isfinite(value) else np.nan)
        value = after
    total = people(asked.weight)
    return Solution(
        goal="median",
        chosen=tuple(sites[site] for site in order),
        gains=tuple(gains),
        objective=value,
        bound=value - room,
        covered=people(asked.weight[kept]),
        already=people(asked.weight[asked.already]),
        total=total,
        out_of_range=total - people(weight),
        seconds=time.monotonic() - begun,
    )

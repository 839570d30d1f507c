"""k sites that bring people nearest: the p-median, proven or bounded."""

from __future__ import annotations

import time
from typing import NoReturn

import numpy as np
from scipy import sparse

from geo.errors import BadInputError
from geo.siting import (
    CLOSE,
    SECONDS,
    Answer,
    Siting,
    check_number,
    nearest_there,
    objective_of,
    people,
    travel,
)
from geo.siting_cover import set_cover
from geo.siting_model import assigning, solve
from geo.siting_reduce import merge
from geo.siting_start import nearest


def p_median(asked: Siting, add: int, *, seconds: float = SECONDS) -> Answer:
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
    best = nearest(costs, weight, near, add)
    value = travel(costs, weight, near, best)
    model = assigning(costs, weight, near, add)
    close = CLOSE * max(value if np.isfinite(value) else model.offset, 1.0)
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
    room = value - max(min(solved.bound, value), float(model.offset))
    return _median_answer(asked, best, 0.0 if room <= close else room, begun)


def _refuse_number(asked: Siting, add: int, seconds: float) -> NoReturn:
    least = max(set_cover(asked, seconds=seconds).bound, add + 1)
    raise BadInputError(
        f"{add:,} more sites cannot have everybody in range: at least {least:,.0f} are "
        "needed. Add so many, widen the limit, or ask for the most people in range instead."
    )


def _median_answer(asked: Siting, columns: list[int], room: float, begun: float) -> Answer:
    kept = asked.reachable
    costs, weight = asked.costs[kept], asked.weight[kept]
    near = nearest_there(asked)[kept]
    waiting = sorted(columns)
    order: list[int] = []
    gains: list[float] = []
    value = travel(costs, weight, near, [])
    while waiting:
        values = [travel(costs, weight, near, [*order, site]) for site in waiting]
        if np.isinf(values).all():
            # Until everybody has a site, the one that has most people in range comes first.
            values = [-objective_of(asked, [*order, site]) for site in waiting]
            best, after = int(np.argmin(values)), np.inf
        else:
            best = int(np.argmin(values))
            after = values[best]
        order.append(waiting.pop(best))
        gains.append(value - after if np.isfinite(value) else np.nan)
        value = after
    total = people(asked.weight)
    return Answer(
        method="median",
        chosen=tuple(order),
        gains=tuple(gains),
        objective=value,
        bound=value - room,
        covered=people(asked.weight[kept]),
        already=people(asked.weight[asked.already]),
        total=total,
        out_of_range=total - people(weight),
        seconds=time.monotonic() - begun,
    )

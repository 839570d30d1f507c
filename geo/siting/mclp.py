"""Most people in range of k sites: proven, or bounded."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np

from geo.arrays import Flags, Floats, Ints
from geo.errors import NoAnswerError
from geo.siting.greedy import improve, most
from geo.siting.lagrangian import price
from geo.siting.mip import covering, solve
from geo.siting.presolve import Reduced, reduce
from geo.siting.question import (
    CLOSE,
    ROUNDING,
    SECONDS,
    Siting,
    Solution,
    check_number,
    needed_of,
    objective_of,
    people,
)

LARGE = 20_000
"""Pairs in range from which candidates are struck out by prices before the solver sees them."""


def maximal_coverage(
    asked: Siting,
    add: int,
    *,
    seconds: float = SECONDS,
    among: Flags | None = None,
    least_share: float = 0.0,
) -> Solution:
    """Choose the sites that bring most people into range.

    The maximal covering location problem (Church and ReVelle 1974), solved exactly.

    Parameters
    ----------
    asked
        Demand, candidates, and sites there already.
    add
        How many sites to add. Fewer are named if more would add nobody.
    seconds
        How long to look; then the best found is given, with its bound. An answer that is not
        proven may differ from machine to machine, a proven one does not.
    among, least_share
        Rows of a group, such as the most deprived fifth, and the least share of its people that
        must be in range in the end.

    Raises
    ------
    BadInputError
        If `add` is not 1 to the number of candidates, or no choice has so many of the group in
        range: it says the most there can be.

    Examples
    --------
    Three streets of 5, 4 and 3 people; the first site is near the first two.

    >>> from scipy import sparse
    >>> near = sparse.csr_array([[1, 0], [1, 0], [0, 1]])
    >>> answer = maximal_coverage(Siting(near, np.array([5, 4, 3])), 1)
    >>> answer.chosen, answer.objective, answer.bound, answer.status
    ((0,), 9.0, 9.0, 'optimal')
    """
    return gain_curve(asked, add, seconds=seconds, among=among, least_share=least_share, steps=1)[0]


def gain_curve(
    asked: Siting,
    add: int,
    *,
    seconds: float = SECONDS,
    among: Flags | None = None,
    least_share: float = 0.0,
    steps: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Solution]:
    """Choose the best 1, 2 ... `add` sites: each its own optimum, not one after another.

    Parameters are those of `maximal_coverage`; all share the time. `steps` keeps only the last
    so many. `progress` hears the share that is done. Numbers of sites too few for `least_share` are
    left out.

    Raises
    ------
    BadInputError
        As `maximal_coverage`.
    """
    begun = time.monotonic()
    check_number(asked, add)
    group = np.zeros(len(asked.weight)) if among is None else asked.weight * among
    needed = needed_of(group, least_share) - float(group[asked.already].sum())
    free = ~asked.already
    small = reduce(asked.costs[free], asked.weight[free], group[free])
    first = max(1, add - (steps or add) + 1)
    found: dict[int, Solution] = {}
    for number in range(add, first - 1, -1):
        left = seconds - (time.monotonic() - begun)
        # The asked number has half of the time; the easier ones after it share what is left.
        share = left / (2 if number == add > first else number - first + 1)
        begin = time.monotonic()
        columns, room = _most(small, number, needed, share)
        if columns is None and number == add:
            _refuse_share(room, needed, group, asked.already)
        if columns is None:
            break
        took = time.monotonic() - begin
        found[number] = coverage_answer(asked, columns, room, took)
        if progress:
            progress(len(found) / (add - first + 1))
    return _in_step(found)


def _most(
    small: Reduced, add: int, needed: float, seconds: float
) -> tuple[list[int] | None, float]:
    """Choose columns of the reduced question, and say how much more the best may gain.

    Without columns that hold enough of the group, say the most of it that any hold.
    """
    begun = time.monotonic()
    start, bound = most(small.covers, small.weight, add)
    if needed > won(small.covers, small.must, start):
        holds = _holding(small, add, needed, seconds)
        if isinstance(holds, float):
            return None, holds
        start = improve(small.covers, small.weight, holds, small.must, needed)
    gain = won(small.covers, small.weight, start)
    total = people(small.weight)
    close = close_enough(small.whole, total)
    left = seconds - (time.monotonic() - begun)
    worth = np.arange(len(small.columns))
    if bound - gain > close and left > 0 and small.covers.nnz > LARGE:
        priced = price(small, add, start, close, left / 2, held=needed > 0)
        bound, start = min(bound, priced.bound), priced.chosen
        gain = won(small.covers, small.weight, start)
        worth = np.flatnonzero(priced.may_win)
    left = seconds - (time.monotonic() - begun)
    if bound - gain > close and left > 0:
        part = small
        if len(worth) < len(small.columns):
            part = reduce(small.covers[:, worth], small.weight, small.must)
            worth = worth[part.columns]
        better, most_there = _proven(part, add, start, worth, needed, left, close)
        bound = min(bound, max(most_there, gain))
        if better is not None:
            columns = worth[better].tolist()
            short = needed - won(small.covers, small.must, columns)
            more = won(small.covers, small.weight, columns)
            if more > gain and short <= ROUNDING * people(small.must):
                start, gain = columns, more
    return small.columns[start].tolist(), met(bound, gain, small.whole, total) - gain


def _proven(
    part: Reduced,
    add: int,
    start: list[int],
    worth: Ints,
    needed: float,
    seconds: float,
    close: float,
) -> tuple[list[int] | None, float]:
    """Let the solver choose among the columns that are worth it; give the most there may be."""
    if not len(worth):
        return None, 0.0
    total = people(part.weight)
    must = people(part.must)
    if needed > must:
        return None, 0.0
    misses = [(part.must, must - needed)] if needed > 0 else []
    model = covering(part.covers, miss_cost=part.weight, most_sites=add, misses=misses)
    known = np.flatnonzero(np.isin(worth, start)).tolist()
    if len(known) < len(start):
        known = most(part.covers, part.weight, add)[0]
    solved = solve(model, known, seconds, close)
    return solved.chosen, 0.0 if solved.impossible else total - solved.bound


def _holding(small: Reduced, add: int, needed: float, seconds: float) -> list[int] | float:
    """Find columns that hold enough of the group, or give the most of it that any hold."""
    start, bound = most(small.covers, small.must, add)
    held = won(small.covers, small.must, start)
    if held < needed <= bound:
        total = people(small.must)
        model = covering(small.covers, miss_cost=small.must, most_sites=add)
        solved = solve(model, start, seconds, close_enough(small.whole, total))
        start = solved.chosen or start
        held = won(small.covers, small.must, start)
        bound = met(min(bound, total - solved.bound), held, small.whole, total)
    return start if held >= needed else float(bound)


def _refuse_share(most_more: float, needed: float, group: Floats, already: Flags) -> NoReturn:
    there, total = float(group[already].sum()), people(group)
    raise NoAnswerError(
        f"Too few of the group can be brought into range: {needed:,.0f} more people are needed, "
        f"and these sites bring at most {most_more:,.0f}. Ask for a smaller share, more sites or "
        "a wider limit.",
        least_share=float(np.floor((there + most_more) / total * 1000) / 1000),
    )


def won(covers: Any, weight: Floats, columns: Sequence[int]) -> float:
    """Count the people that columns have in range."""
    return people(weight[np.diff(covers[:, list(columns)].indptr) > 0])


def close_enough(whole: bool, total: float) -> float:
    """Return the distance between bound and answer that leaves no room for a better one."""
    return 1 - 1e-3 if whole else CLOSE * max(float(total), 1e-300)


def met(bound: float, value: float, whole: bool, total: float) -> float:
    """Round the most that there may be down to what whole people allow; never below an answer."""
    if whole:
        bound = float(np.floor(bound + 1e-3))
    return value if bound - value <= close_enough(whole, total) else bound


def _ordered(asked: Siting, chosen: Sequence[int]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Put sites in the order of the people they add, without those that nobody needs."""
    left = asked.weight * ~asked.already
    part = asked.costs[:, sorted(chosen)].tocsc()
    rows = {
        site: part.indices[begin:end]
        for site, begin, end in zip(sorted(chosen), part.indptr, part.indptr[1:], strict=False)
    }
    times = np.diff(part.tocsr().indptr)
    for site in sorted(rows, key=lambda site: left[rows[site]].sum()):
        if not left[rows[site]][times[rows[site]] == 1].any():
            times[rows.pop(site)] -= 1
    gains: dict[int, float] = {}
    while rows:
        best = max(rows, key=lambda site: left[rows[site]].sum())
        gains[int(best)] = people(left[rows[best]])
        left[rows.pop(best)] = 0
    return tuple(gains), tuple(gains.values())


def coverage_answer(asked: Siting, columns: list[int], room: float, took: float) -> Solution:
    """Return what chosen candidates cover, and how many more the best choice might."""
    order, gains = _ordered(asked, columns)
    before, total = people(asked.weight[asked.already]), people(asked.weight)
    covered = objective_of(asked, order)
    return Solution(
        goal="coverage",
        chosen=order,
        gains=gains,
        objective=covered,
        bound=covered + room,
        covered=covered,
        already=before,
        total=total,
        out_of_range=total - people(asked.weight[asked.reachable]),
        seconds=took,
    )


def _in_step(found: dict[int, Solution]) -> list[Solution]:
    """Let no number of sites do worse than a smaller one, and none have a higher bound than more.

    Both follow from the question, but not from answers cut short by time.
    """
    numbers = sorted(found)
    for number in numbers[1:]:
        fewer, now = found[number - 1], found[number]
        if now.objective < fewer.objective:
            bound = max(now.bound, fewer.objective)
            found[number] = replace(fewer, bound=bound, seconds=now.seconds)
    for number in reversed(numbers[:-1]):
        now = found[number]
        bound = max(min(now.bound, found[number + 1].bound), now.objective)
        found[number] = replace(now, bound=bound)
    return [found[number] for number in numbers]

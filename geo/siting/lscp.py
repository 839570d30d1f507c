"""Fewest sites for a share of people: proven, or bounded."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from geo.errors import BadInputError, NoAnswerError
from geo.siting.greedy import fewest, improve
from geo.siting.mclp import close_enough, coverage_answer, won
from geo.siting.mip import MOST_WHOLE, covering, size_of, solve
from geo.siting.presolve import reduce
from geo.siting.question import ROUNDING, SECONDS, Siting, Solution, needed_of, people


def set_cover(asked: Siting, share: float | None = None, *, seconds: float = SECONDS) -> Solution:
    """Choose the fewest sites that bring a share of all people into range.

    The location set covering problem (Toregas, Swain, ReVelle and Bergman 1971), or its partial
    form. Which of several fewest is given is not claimed to be the one that covers most.

    Parameters
    ----------
    asked, seconds
        As for `maximal_coverage`.
    share
        Of all people, those that sites there already have in range included: above 0, up to 1.
        Everybody who can be in range at all unless given.

    Raises
    ------
    BadInputError
        If the share cannot be reached: it says the most that can.

    Examples
    --------
    >>> from scipy import sparse
    >>> near = sparse.csr_array([[1, 0, 1], [1, 0, 0], [0, 1, 1]])
    >>> streets = Siting(near, np.array([5, 4, 3]))
    >>> set_cover(streets, 0.75).chosen, set_cover(streets).objective
    ((0,), 2.0)
    """
    begun = time.monotonic()
    total, reachable = people(asked.weight), people(asked.weight[asked.reachable])
    if share is not None and not 0 < share <= 1:
        raise BadInputError(
            f"The share is {share}. Give a number above 0 and up to 1, such as 0.8."
        )
    needed = reachable if share is None else needed_of(asked.weight, share)
    if needed > reachable + ROUNDING * total:
        most_of = float(np.floor(reachable / total * 1000) / 1000)
        raise NoAnswerError(
            f"{needed:,.0f} of {total:,.0f} people cannot be brought into range: at most "
            f"{reachable:,.0f} can, even with all {asked.costs.shape[1]:,} candidates. Ask for a "
            f"share up to {most_of:.1%}, a wider limit or more candidates.",
            share=most_of,
        )
    free = ~asked.already
    small = reduce(asked.costs[free], asked.weight[free], np.zeros(int(free.sum())))
    here = people(small.weight)
    more = min(needed - people(asked.weight[asked.already]), here)
    if more <= ROUNDING * total:
        none = coverage_answer(asked, [], 0.0, time.monotonic() - begun)
        return replace(none, goal="cover", objective=0.0, bound=0.0)
    best, least = fewest(small.covers, small.weight, more)
    everybody = more >= here - close_enough(small.whole, here)
    misses = [] if everybody else [(small.weight, here - more)]
    cost = None if everybody else np.zeros(len(small.weight))
    model = covering(small.covers, site_cost=1.0, miss_cost=cost, misses=misses)
    relaxed = size_of(model.rows.nnz, model.rows.shape[0]) > MOST_WHOLE
    left = seconds - (time.monotonic() - begun)
    solved = solve(model, best, left, 1 - 1e-3, relaxed=relaxed)
    better = solved.chosen
    if better is not None and len(better) < len(best):
        enough = won(small.covers, small.weight, better) >= more - ROUNDING * here
        best = better if enough else best
    best = improve(small.covers, small.weight, best)
    found = coverage_answer(asked, small.columns[best].tolist(), 0.0, time.monotonic() - begun)
    count = float(len(found.chosen))
    # Sites are whole, so a bound of 2.1 sites is one of 3.
    bound = min(count, float(np.ceil(max(solved.bound, least) - 1e-3)))
    return replace(found, goal="cover", objective=count, bound=bound)

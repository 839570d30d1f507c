"""Where sites would do most good: what is asked, what is answered, and a hand-picked set beside it.

Three questions of one table of who could reach what: which k sites bring most people into range
(`geo.siting.mclp`), how few bring in a given share (`geo.siting.lscp`), and which k bring
people nearest (`geo.siting.p_median`). Sites that are there already count from the start. An answer
is called `optimal` only when the solver's bound has met it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import sparse

from geo.arrays import Flags, Floats
from geo.errors import BadInputError

Goal = Literal["coverage", "cover", "median"]

GOALS: dict[str, str] = {
    "coverage": "most people in range",
    "cover": "fewest sites for a share of people",
    "median": "people nearest to a site",
}
"""Goals, and what each looks for."""

SECONDS = 60.0
"""How long to look for a proof unless told otherwise."""
CLOSE = 1e-7
"""Share of the total within which a bound is met where weights are not whole; else it is exact."""

ROUNDING = 1e-9
"""Share of the total that sums may differ by for having been added in another order."""


@dataclass(frozen=True, eq=False)
class Siting:
    """Whom to serve, where a site may be, and who is served already."""

    costs: Any
    """Sparse, shape (demand, candidates): metres, or True. Only what is stored is in range, and a
    stored 0 is no distance; a stored False is out of range."""
    weight: Floats
    """People of each row: shape (demand,). They are counted, not the rows."""
    there: Any = None
    """The same for sites that are there already: shape (demand, sites)."""

    def __post_init__(self) -> None:
        weight = np.asarray(self.weight, dtype="float64")
        wrong = ~np.isfinite(weight) | (weight < 0)
        if wrong.any():
            raise BadInputError(
                f"{int(wrong.sum()):,} of {len(weight):,} weights are negative or missing (first: "
                f"row {int(np.argmax(wrong))}). Give a number from 0 up for each."
            )
        object.__setattr__(self, "weight", weight)
        for name in ("costs", "there"):
            given = getattr(self, name)
            if given is None and name == "there":
                given = sparse.csr_array((len(weight), 0))
            object.__setattr__(self, name, _in_range(given, len(weight)))

    @property
    def already(self) -> Flags:
        """Which rows a site that is there already has in range."""
        return np.diff(self.there.indptr) > 0

    @property
    def reachable(self) -> Flags:
        """Which rows some site has, or could have, in range."""
        return self.already | (np.diff(self.costs.indptr) > 0)


def _in_range(given: Any, demand: int) -> Any:
    table = sparse.csr_array(given)
    if table.shape[0] != demand:
        raise BadInputError(
            f"{table.shape[0]:,} rows of costs for {demand:,} weights. Give one weight a row."
        )
    # What was given stays as it is; a large table that is in order is not copied.
    if table.dtype == bool or not table.has_canonical_format:
        table = table.copy()
    if table.dtype == bool:
        table.eliminate_zeros()
    table = table.astype("float64", copy=False)
    if table.nnz and not (np.isfinite(table.data) & (table.data >= 0)).all():
        raise BadInputError("Some costs are negative or missing. Leave out what is out of range.")
    table.sum_duplicates()
    return table


@dataclass(frozen=True, eq=False)
class Solution:
    """Which sites to add, what each adds, and how good that is known to be."""

    goal: Goal
    chosen: tuple[int, ...]
    """Candidates in the order of what they add."""
    gains: tuple[float, ...]
    """What each adds after those before it: people in range, or for `median` person-metres saved
    (not known, NaN, while some are out of range)."""
    objective: float
    """People in range (`coverage`), sites (`cover`), or person-metres (`median`)."""
    bound: float
    """No choice is better than this."""
    covered: float
    """People in range of a site, new or there already."""
    already: float
    """Of those, the ones that sites there already have in range."""
    total: float
    """All people asked about."""
    out_of_range: float
    """People that no site, there or candidate, has in range."""
    seconds: float

    @property
    def gap(self) -> float:
        """Return the share by which the best there may be could be better, from 0 to 1."""
        larger = max(self.objective, self.bound)
        return abs(self.bound - self.objective) / larger if larger else 0.0

    @property
    def status(self) -> str:
        """Return `optimal` if the bound is met, else `feasible`."""
        return "optimal" if self.gap == 0 else "feasible"


def objective_of(asked: Siting, chosen: Sequence[int], goal: Goal = "coverage") -> float:
    """Return what a set of candidates achieves: people in range, or person-metres (`median`).

    Person-metres are infinite if somebody who can be in range is not.

    Raises
    ------
    BadInputError
        If a candidate is not one, or is named twice.
    """
    picked = list(chosen)
    wrong = [site for site in picked if not 0 <= site < asked.costs.shape[1]]
    if wrong or len(set(picked)) < len(picked):
        what = f"There is no candidate {wrong[0]}" if wrong else "A candidate is named twice"
        raise BadInputError(f"{what}. Name each of 0 to {asked.costs.shape[1] - 1} once at most.")
    if goal == "median":
        kept = asked.reachable
        near = nearest_there(asked)[kept]
        return travel(asked.costs[kept], asked.weight[kept], near, picked)
    reached = asked.already | (np.diff(asked.costs[:, picked].indptr) > 0)
    return people(asked.weight[reached])


@dataclass(frozen=True)
class Comparison:
    """A set picked by hand beside the best found."""

    objective: float
    """What the picked set achieves."""
    best: float
    bound: float
    share: float
    """Of what the best found achieves: for `median`, its metres as a share of the picked set's."""
    share_at_least: float
    """The same of the bound: no better set can make the share less than this."""


def compare(asked: Siting, picked: Sequence[int], answer: Solution) -> Comparison:
    """Set a hand-picked set beside an answer of `maximal_coverage` or `p_median`.

    Raises
    ------
    BadInputError
        If a candidate is none, or the answer is about another number of sites.
    """
    value = objective_of(asked, picked, answer.goal)
    pairs = [(value, answer.objective), (value, answer.bound)]
    if answer.goal == "median":
        pairs = [(other, one) for one, other in pairs]
    share, least = (float(one / other) if other else 1.0 for one, other in pairs)
    return Comparison(value, answer.objective, answer.bound, share, least)


def check_number(asked: Siting, add: int) -> None:
    """Refuse a number of sites to add that is none, or more than there are candidates."""
    there = asked.costs.shape[1]
    if not 1 <= add <= there:
        raise BadInputError(
            f"{add:,} sites to add, and {there:,} candidates. Add from 1 to as many as there are."
        )


def needed_of(weight: Floats, share: float) -> float:
    """Return the people that a share of all is, rounded up where people are whole."""
    if not 0 <= share <= 1:
        raise BadInputError(f"The share is {share}. Give a number from 0 to 1, such as 0.5.")
    total = people(weight)
    needed = share * total
    whole = (weight == np.floor(weight)).all()
    return float(np.ceil(needed - ROUNDING * total)) if whole else needed


def people(weight: Floats) -> float:
    """Count people."""
    return float(weight.sum())


def nearest_there(asked: Siting) -> Floats:
    """Return the cost of the nearest site that is there already, infinite for none in range."""
    near = np.full(len(asked.weight), np.inf)
    held = asked.already
    if held.any():
        begins = asked.there.indptr[:-1][held]
        near[held] = np.minimum.reduceat(asked.there.data, begins)
    return near


def travel(costs: Any, weight: Floats, near: Floats, chosen: Sequence[int]) -> float:
    """Return person-metres to the nearest site; infinite if anybody has none in range."""
    part = costs[:, list(chosen)]
    away = near.copy()
    held = np.diff(part.indptr) > 0
    if held.any():
        least = np.minimum.reduceat(part.data, part.indptr[:-1][held])
        away[held] = np.minimum(away[held], least)
    away = away[weight > 0]
    return float(weight[weight > 0] @ away) if np.isfinite(away).all() else np.inf

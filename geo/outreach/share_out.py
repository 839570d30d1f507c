"""Schools shared out among partners: fair loads, kept relations, least travel."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from geo.arrays import Floats
from geo.errors import BadInputError, NoAnswerError, first_of
from geo.outreach.partners import NOBODY, Partner, check_names
from geo.travel import StraightLine

PUPILS, SCHOOLS = "pupils", "schools"
LOADS = {PUPILS: "pupils on roll", SCHOOLS: "schools and colleges"}
"""What loads are counted in, and what it is called."""
TOLERANCE = 0.10
"""How far a load may lie from a partner's share, as a part of that share."""
SECONDS = 20.0
MOST_CHOICES = 60_000
"""Pairs of a school and a partner, at most."""
BY_HAND = "agreed by hand"
KEPT = "works there already"
NEAREST = "nearest partner"
EVENED = "evens out the loads"
TOO_FAR = "no partner's site is within the greatest distance"
AGREED_NOBODY = "agreed that nobody takes it"
_SLACK = 1e-6
_ROUND = 100
"""Bounds that would do are told in whole parts of a hundred."""


@dataclass(frozen=True, eq=False)
class ShareOut:
    """Every school in one partner's list, or in nobody's."""

    table: pd.DataFrame
    """By `urn`: `partner` (or `nobody`), `because`, `distance_km` (from the partner's nearest site;
    missing for nobody) and `load`."""
    loads: pd.DataFrame
    """By partner: `schools`, `load`, `share` (what is fair by the weights), `low` and `high`."""
    by: str
    tolerance: float
    kept: int
    """Schools that stay with a partner who works there."""
    kept_most: int
    """No share-out within the bounds keeps more."""
    could_stay: int
    """Schools where a partner works, of those that were shared out by the solver."""
    travel_km: float
    """Sum of the distances."""
    gap: float
    """How far the travel may be above the least, as a part of it; 0 where it is proven least."""
    unknown: int = 0
    """Schools without a published roll, which count as none."""

    def urns_of(self, partner: str) -> list[str]:
        """List the schools of a partner, or of nobody."""
        return [str(one) for one in self.table.index[self.table["partner"] == partner]]


@dataclass(frozen=True, eq=False)
class _Problem:
    """Open schools and partners, what each pair costs and what each school weighs."""

    km: Floats
    """Shape (schools, partners)."""
    allowed: npt.NDArray[np.bool_]
    kept: npt.NDArray[np.bool_]
    """Whether the partner works there: shape (schools, partners)."""
    load: Floats
    fixed: Floats
    """Load of each partner that is fixed by hand."""
    share: Floats
    """Of each partner, fixed and open together."""


@dataclass(frozen=True)
class ShareOutOptions:
    """How schools are to be shared out."""

    by: str = PUPILS
    tolerance: float = TOLERANCE
    max_km: float | None = None
    """Greatest distance from a partner's site to a school; none unless given."""
    agreed: Mapping[str, str] = field(default_factory=dict)
    """Partner, or `nobody`, by URN: agreed by hand."""
    seconds: float = SECONDS


def share_out(
    schools: pd.DataFrame,
    partners: Sequence[Partner],
    working: Mapping[str, Sequence[str]] | None = None,
    options: ShareOutOptions | None = None,
) -> ShareOut:
    """Assign each school to one partner.

    Loads are held within bounds first; then as many schools as possible stay with a partner who
    works there; then the sum of distances is least. What is agreed by hand stands.

    Parameters
    ----------
    schools
        By `urn`: `pupils` (missing where no roll is published), `easting_m` and `northing_m`.
    partners
        Who takes schools.
    working
        Names of the partners that work at each school, by URN.
    options
        How; by pupils, within a tenth of each share, unless given.

    Raises
    ------
    NoAnswerError
        If no share-out keeps the bounds; it says which would do.
    BadInputError
        If there are no schools or partners, or what is agreed names others.

    Examples
    --------
    >>> place = {"pupils": [100.0, 100.0], "easting_m": [0.0, 9000.0], "northing_m": [0.0, 0.0]}
    >>> schools = pd.DataFrame(place, index=pd.Index(["1", "2"], name="urn"))
    >>> near = [Partner(name, schools.loc[[at]].assign(name=name)) for name, at in ("A1", "B2")]
    >>> share_out(schools, near).table["partner"].tolist()
    ['A', 'B']
    """
    options = options or ShareOutOptions()
    _check(schools, partners, options)
    names = [one.name for one in partners]
    at = {name.casefold(): number for number, name in enumerate(names)}
    km = distances_km(schools, partners)
    roll = schools["pupils"].astype("float64")
    load = roll.fillna(0).to_numpy() if options.by == PUPILS else np.ones(len(schools), np.float64)
    kept = np.zeros(km.shape, np.bool_)
    for row, urn in enumerate(schools.index):
        for who in (working or {}).get(str(urn), ()):
            if who.casefold() in at:
                kept[row, at[who.casefold()]] = True
    chosen = np.full(len(schools), -2)
    because = np.full(len(schools), "", dtype=object)
    for row, urn in enumerate(schools.index):
        if str(urn) in options.agreed:
            who = options.agreed[str(urn)].casefold()
            chosen[row] = -1 if who == NOBODY else at[who]
            because[row] = AGREED_NOBODY if who == NOBODY else BY_HAND
    allowed = km <= (np.inf if options.max_km is None else options.max_km)
    lost = (chosen == -2) & ~allowed.any(axis=1)
    chosen[lost], because[lost] = -1, TOO_FAR
    open_ = chosen == -2
    weight = np.array([one.weight for one in partners])
    total = load[chosen != -1].sum()
    share = total * weight / weight.sum()
    fixed = np.array([load[chosen == number].sum() for number in range(len(partners))])
    problem = _Problem(km[open_], allowed[open_], kept[open_], load[open_], fixed, share)
    picked, gap, most = _solve(problem, options)
    chosen[open_] = picked
    nearest = np.where(allowed, km, np.inf).argmin(axis=1)
    for row in np.flatnonzero(open_).tolist():
        taker = int(chosen[row])
        why = NEAREST if nearest[row] == taker else EVENED
        because[row] = KEPT if kept[row, taker] else why
    taken = chosen >= 0
    rows = np.arange(len(schools))
    away = np.where(taken, km[rows, np.maximum(chosen, 0)], np.nan)
    called = np.array([*names, NOBODY], dtype=object)[chosen]
    table = pd.DataFrame(
        {"partner": called, "because": because, "distance_km": away, "load": load},
        index=schools.index,
    ).astype({"partner": "str", "because": "str"})
    low, high = _limits(share, options)
    loads = pd.DataFrame(
        {
            "schools": [int((chosen == number).sum()) for number in range(len(names))],
            "load": [load[chosen == number].sum() for number in range(len(names))],
            "share": share,
            "low": low,
            "high": high,
        },
        index=pd.Index(names, name="partner"),
    )
    stayed = open_ & taken & kept[rows, np.maximum(chosen, 0)]
    return ShareOut(
        table,
        loads,
        options.by,
        options.tolerance,
        int(stayed.sum()),
        most,
        int((open_ & kept.any(axis=1)).sum()),
        float(np.nansum(away)),
        gap,
        int(roll[taken].isna().sum()) if options.by == PUPILS else 0,
    )


def _check(schools: pd.DataFrame, partners: Sequence[Partner], options: ShareOutOptions) -> None:
    if options.by not in LOADS:
        raise BadInputError(f"No load is called {options.by!r}. Choose {' or '.join(LOADS)}.")
    if not 0 <= options.tolerance < 100:
        raise BadInputError(
            f"A tolerance of {options.tolerance:g} is none. Give 0 or more, such as 0.1 for a "
            "tenth of each share."
        )
    if schools.empty or not partners:
        raise BadInputError(
            f"{len(schools):,} schools and {len(partners):,} partners were given. Give at least "
            "one of each to share out."
        )
    check_names(partners)
    if len(schools) * len(partners) > MOST_CHOICES:
        raise BadInputError(
            f"{len(schools):,} schools among {len(partners):,} partners are too many to share "
            f"out: {MOST_CHOICES:,} pairs are the most. Choose a smaller place."
        )
    other = [urn for urn in options.agreed if urn not in schools.index]
    if other:
        raise BadInputError(
            f"{first_of(other)} of the schools agreed by hand are not in the place. Leave them "
            "out, or choose a larger place."
        )
    names = {one.name.casefold() for one in partners} | {NOBODY}
    strange = [who for who in options.agreed.values() if who.casefold() not in names]
    if strange:
        raise BadInputError(
            f"What is agreed by hand names {strange[0]!r}, which is no partner here. Choose "
            f"among {', '.join([*(one.name for one in partners), NOBODY])}."
        )


def distances_km(schools: pd.DataFrame, partners: Sequence[Partner]) -> Floats:
    """Return straight distances from each partner's nearest site: shape (schools, partners)."""
    line = StraightLine()
    columns = [line.between(schools, one.sites, 1.0).nearest_cost for one in partners]
    return np.column_stack(columns).round(3)


def _limits(share: Floats, options: ShareOutOptions) -> tuple[Floats, Floats]:
    return share * max(0.0, 1 - options.tolerance), share * (1 + options.tolerance)


def _solve(problem: _Problem, options: ShareOutOptions) -> tuple[npt.NDArray[np.int64], float, int]:
    """Choose a partner for each open school: bounds, then relations, then travel.

    Returns
    -------
    picked
        Position of the partner of each school.
    gap
        How far the travel may be above the least.
    most
        No choice keeps more relations.
    """
    low, high = _limits(problem.share, options)
    schools, partners = problem.km.shape
    ends = time.monotonic() + options.seconds
    if not schools:
        if (problem.fixed < low - _SLACK).any() or (problem.fixed > high + _SLACK).any():
            _refuse(problem, options, ends)
        return np.zeros(0, np.int64), 0.0, 0
    each = _each_once(schools, partners)
    loads = _loads_of(problem.load, partners)
    inside = LinearConstraint(loads, low - problem.fixed - _SLACK, high - problem.fixed + _SLACK)
    relations: list[LinearConstraint] = []
    stay = problem.kept.ravel().astype(float)
    bound = 0
    if stay.any():
        found = _run(-stay, problem, [each, inside], ends)
        if found.x is None:
            _refuse(problem, options, ends)
        kept = round(float(stay @ np.round(found.x)))
        bound = math.floor(-float(found.mip_dual_bound) + _SLACK) if found.status else kept
        relations = [LinearConstraint(sparse.csr_array(stay[None]), kept - 0.5, np.inf)]
    found = _run(problem.km.ravel(), problem, [each, inside, *relations], ends)
    if found.x is None:
        _refuse(problem, options, ends)
    picked = found.x.reshape(schools, partners).argmax(axis=1).astype(np.int64)
    gap = float(found.mip_gap or 0.0)
    return picked, gap if found.status else 0.0, bound


def _run(cost: Floats, problem: _Problem, rules: list[LinearConstraint], ends: float) -> Any:
    limits = Bounds(np.zeros(cost.size), problem.allowed.ravel().astype(float))
    left = max(ends - time.monotonic(), 1.0)
    return milp(
        cost,
        integrality=np.ones(cost.size),
        bounds=limits,
        constraints=rules,
        options={"time_limit": left, "mip_rel_gap": 0.0},
    )


def _each_once(schools: int, partners: int, more: int = 0) -> LinearConstraint:
    once = sparse.kron(sparse.eye_array(schools), np.ones((1, partners)))
    if more:
        once = sparse.hstack([once, sparse.csr_array((schools, more))])
    return LinearConstraint(sparse.csr_array(once), 1, 1)


def _loads_of(load: Floats, partners: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.kron(load[None], sparse.eye_array(partners)))


def _least_tolerance(problem: _Problem, ends: float) -> float | None:
    """Return the least tolerance that any share-out keeps; None where none was found in time."""
    schools, partners = problem.km.shape
    share = problem.share
    if not schools:
        return float(np.max(np.abs(problem.fixed - share) / np.maximum(share, _SLACK)))
    loads = _loads_of(problem.load, partners)
    off = sparse.csr_array(-share[:, None])
    above = LinearConstraint(sparse.hstack([loads, off]), -np.inf, share - problem.fixed)
    below = LinearConstraint(sparse.hstack([loads, -off]), share - problem.fixed, np.inf)
    count = schools * partners
    upper = np.r_[problem.allowed.ravel().astype(float), np.inf]
    found = milp(
        np.r_[np.zeros(count), 1.0],
        integrality=np.r_[np.ones(count), 0.0],
        bounds=Bounds(np.zeros(count + 1), upper),
        constraints=[_each_once(schools, partners, 1), above, below],
        options={"time_limit": max(ends - time.monotonic(), 5.0), "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    picked = found.x[:count].reshape(schools, partners).argmax(axis=1)
    held = problem.fixed + np.bincount(picked, problem.load, partners)
    return float(np.max(np.abs(held - share) / np.maximum(share, _SLACK)))


def _refuse(problem: _Problem, options: ShareOutOptions, ends: float) -> NoReturn:
    """Refuse bounds that no share-out keeps, with those that one does.

    Raises
    ------
    NoAnswerError
        Always.
    """
    least = _least_tolerance(problem, ends)
    asked = f"within {options.tolerance:.0%} of its share of {LOADS[options.by]}"
    if least is None or least <= options.tolerance:
        raise NoAnswerError(
            f"No share-out that keeps every partner {asked} was found in {options.seconds:g} s. "
            "Allow more, share out fewer schools, or agree on some by hand."
        )
    would = math.ceil(least * _ROUND - _SLACK) / _ROUND
    raise NoAnswerError(
        f"No share-out keeps every partner {asked}. Within {would:.0%} there is one: allow "
        f"{would * _ROUND:.0f} per cent, change the weights, or agree on some schools by hand.",
        tolerance=would,
    )

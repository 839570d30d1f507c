"""Siting questions as mixed integer programs, handed to HiGHS whole: no row is added by itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from geo.arrays import Floats
from geo.stops import is_stoppable, look

SEED = 1
"""Of the solver; with one thread the same question takes the same path."""
_ROWWISE, _LEAST = 2, 1
MOST_SIZE = 2_000_000
"""What the solver is given, at most, by `size_of`: it takes some 180 bytes for each."""
MOST_WHOLE = 600_000
"""Largest question of fewest sites whose sites must be whole: its search takes some 350 bytes for
each, and in a page's time finds nothing on larger ones that the relaxed question does not give,
which takes some 100."""
_LOOK_S = 0.2
"""How often the solver's work looks whether it is still wanted."""
_WHOLE = 1e-6
"""How far from whole a part of a site may be."""
_ROW = 8
"""Entries that a row counts for besides its own."""


@dataclass(frozen=True, eq=False)
class Model:
    """Least cost of columns in 0 to 1, the first `sites` of them whole, rows within limits."""

    rows: Any
    """CSR, shape (rows, columns)."""
    cost: Floats
    low: Floats
    """Least that each row may be; none has a greatest but by its sign."""
    sites: int
    offset: float = 0.0


@dataclass(frozen=True, eq=False)
class Solved:
    """What the solver found in its time."""

    chosen: list[int] | None
    """Sites of the best answer, in order; none if it found no answer."""
    bound: float
    """No answer costs less."""
    impossible: bool
    """Whether it proved that there is no answer."""


UNSOLVED = Solved(None, -np.inf, impossible=False)
"""Of a question that the solver was not given, as it is too large."""


def size_of(entries: int, rows: int) -> int:
    """Return how large a question is for the solver, in entries."""
    return entries + _ROW * rows


def covering(
    covers: Any,
    *,
    site_cost: float = 0.0,
    miss_cost: Floats | None = None,
    most_sites: int | None = None,
    misses: Sequence[tuple[Floats, float]] = (),
) -> Model:
    """Write down who must be covered or missed.

    A row is in range of a chosen site, or it is missed: `sum of its sites + missed >= 1`. The
    missed need not be declared whole, because whole sites make them so. This is the maximal
    covering location problem of Church and ReVelle (1974) counted from its other end, and with no
    row missed the set covering problem of Toregas and others (1971).

    Parameters
    ----------
    covers
        CSR of ones, shape (rows, sites).
    site_cost, miss_cost
        Of a chosen site, and of missing each row; None if no row may be missed.
    most_sites
        How many may be chosen.
    misses
        Weights of the rows, and the most of them that may be missed.
    """
    count, sites = covers.shape
    missed = 0 if miss_cost is None else count
    parts = [covers if miss_cost is None else sparse.hstack([covers, sparse.eye_array(count)])]
    low = [np.ones(count)]
    if most_sites is not None:
        parts.append(sparse.csr_array(np.r_[-np.ones(sites), np.zeros(missed)][None]))
        low.append(np.array([-float(most_sites)]))
    for weight, allowed in misses:
        parts.append(sparse.csr_array(np.r_[np.zeros(sites), -weight][None]))
        low.append(np.array([-allowed]))
    cost = np.r_[np.full(sites, site_cost), np.zeros(0) if miss_cost is None else miss_cost]
    return Model(sparse.vstack(parts, format="csr"), cost, np.concatenate(low), sites)


def assigning(costs: Any, weight: Floats, near: Floats, add: int) -> Model:
    """Write down the p-median problem by steps of distance.

    Each row has its sites in order of distance. A column says that no chosen site is as near as
    that step, and costs what the next step is further: far fewer entries than a column for each
    pair, and as tight (Elloumi 2010; Garcia, Labbe and Marin 2011). Steps beyond a site that is
    there already are left out.

    Parameters
    ----------
    costs
        CSR, shape (rows, sites), metres, each row with an entry or a site already there.
    weight, near
        People of each row, and metres to the nearest site already there (infinite for none).
    add
        How many sites may be chosen.
    """
    sites = costs.shape[1]
    row = np.repeat(np.arange(costs.shape[0]), np.diff(costs.indptr))
    useful = costs.data < near[row]
    row, column, away = row[useful], costs.indices[useful], costs.data[useful]
    order = np.lexsort((away, row))
    row, column, away = row[order], column[order], away[order]
    begins = np.r_[True, (row[1:] != row[:-1]) | (away[1:] != away[:-1])][: len(row)]
    step = np.cumsum(begins) - 1
    of_row, at = row[begins], away[begins]
    count = len(at)
    first = np.r_[True, of_row[1:] != of_row[:-1]][:count]
    last = np.r_[first[1:], True][:count]
    further = np.where(last, near[of_row], np.r_[at[1:], np.inf][:count])
    # Without a site already there, the furthest step must hold a chosen one.
    opens = np.isfinite(further)
    number = np.cumsum(opens) - 1
    later = np.flatnonzero(~first)
    entries = [
        (np.ones(len(step)), step, column),
        (np.ones(int(opens.sum())), np.flatnonzero(opens), sites + number[opens]),
        (-np.ones(len(later)), later, sites + number[later - 1]),
        (-np.ones(sites), np.full(sites, count), np.arange(sites)),
    ]
    data, at_row, at_column = (np.concatenate(part) for part in zip(*entries, strict=True))
    shape = (count + 1, sites + int(opens.sum()))
    rows = sparse.csr_array((data, (at_row, at_column)), shape=shape)
    cost = np.r_[np.zeros(sites), weight[of_row[opens]] * (further - at)[opens]]
    started = np.full(costs.shape[0], np.nan)
    started[of_row[first]] = at[first]
    base = np.where(np.isnan(started), near, started)
    return Model(rows, cost, np.r_[first.astype("float64"), -add], sites, float(weight @ base))


def solve(
    model: Model, start: Sequence[int], seconds: float, close: float, *, relaxed: bool = False
) -> Solved:
    """Solve for the least cost by HiGHS.

    Parameters
    ----------
    model
        Of `covering` or `assigning`.
    start
        Sites of an answer to begin with.
    seconds
        When to stop, with the best found.
    close
        How near the bound counts as proven: below 1 where all costs are whole.
    relaxed
        Whether parts of sites may be chosen: a bound, and an answer only if all are whole anyway.

    Returns
    -------
    solved
        `UNSOLVED` where the model is larger than `MOST_SIZE`.
    """
    if size_of(model.rows.nnz, model.rows.shape[0]) > MOST_SIZE:
        return UNSOLVED
    import highspy

    solver = highspy.Highs()
    for name, value in {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": SEED,
        "time_limit": max(seconds, 0.01),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": close,
        # Of a relaxed question only prices are wanted, and those are good early by this way.
        **({"solver": "ipm", "run_crossover": "off"} if relaxed else {}),
    }.items():
        solver.setOptionValue(name, value)
    count, columns = model.rows.shape
    kinds = np.zeros(columns, np.int32)
    kinds[: model.sites] = 0 if relaxed else 1
    solver.passModel(
        columns,
        count,
        model.rows.nnz,
        _ROWWISE,
        _LEAST,
        model.offset,
        model.cost,
        np.zeros(columns),
        np.ones(columns),
        model.low,
        np.full(count, highspy.kHighsInf),
        model.rows.indptr.astype(np.int32),
        model.rows.indices.astype(np.int32),
        model.rows.data,
        kinds,
    )
    if not relaxed:
        begin = np.zeros(model.sites)
        begin[list(start)] = 1.0
        solver.setSolution(model.sites, np.arange(model.sites, dtype=np.int32), begin)
    stopped = _watched(solver)
    if solver.run() == highspy.HighsStatus.kError:
        # Other work in this thread has set up its own number of threads, and HiGHS keeps to that.
        highspy.Highs.resetGlobalScheduler(True)
        solver.run()
    for error in stopped:
        raise error
    status = solver.getModelStatus()
    impossible = status == highspy.HighsModelStatus.kInfeasible
    info = solver.getInfo()
    if relaxed:
        return _of_relaxed(solver, model, status == highspy.HighsModelStatus.kOptimal)
    known = status != highspy.HighsModelStatus.kNotset
    bound = float(info.mip_dual_bound) if known else -np.inf
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(None, bound, impossible)
    values = np.asarray(solver.getSolution().col_value)[: model.sites]
    return Solved(np.flatnonzero(values > 0.5).tolist(), bound, impossible)


def _of_relaxed(solver: Any, model: Model, optimal: bool) -> Solved:
    """Return the bound of a relaxed question, and its sites if each is wholly chosen or not.

    Any prices of the rows, from 0 up, bound the cost from below: those that the solver had when its
    time was out as well as the best.
    """
    found = solver.getSolution()
    prices = np.maximum(np.asarray(found.row_dual), 0.0)
    if len(prices) != len(model.low):
        return UNSOLVED
    left = np.minimum(model.cost - model.rows.T @ prices, 0.0)
    bound = float(model.low @ prices + left.sum()) + model.offset
    values = np.asarray(found.col_value)[: model.sites]
    whole = optimal and bool((np.abs(values - np.rint(values)) < _WHOLE).all())
    return Solved(np.flatnonzero(values > 0.5).tolist() if whole else None, bound, impossible=False)


def _watched(solver: Any) -> list[BaseException]:
    """Let what stops the work stop the solver; return where that is put.

    The solver asks between its steps. One of them may be long: the first relaxation of a large
    question for the nearest sites takes some seconds, and only the time limit ends it.
    """
    stopped: list[BaseException] = []
    looked = [time.monotonic()]

    def each(event: Any) -> None:
        if time.monotonic() - looked[0] > _LOOK_S:
            looked[0] = time.monotonic()
            try:
                look()
            except BaseException as error:
                stopped.append(error)
        if stopped:
            event.interrupt()

    if is_stoppable():
        solver.enableCallbacks()
        for interrupt in (solver.cbMipInterrupt, solver.cbIpmInterrupt, solver.cbSimplexInterrupt):
            interrupt += each
    return stopped

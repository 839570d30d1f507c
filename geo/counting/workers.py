"""The same counting on every processor of one machine: parts go to processes that share the grid.

Processes, because outlines build their index when they are first asked, which two threads must not
do at once. They are forked where the system can, so that the grid is made and held once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

import pandas as pd

from geo.counting.stream import (
    Counted,
    Plan,
    add,
    batches,
    count_batch,
    count_part,
    counted_apart,
    finish,
    load_places,
    parts,
    reading,
)
from geo.errors import BadInputError, SourceUnavailableError

MOST_WORKERS = 64


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def count_with(
    plan: Plan, workers: int = 0, progress: Callable[[int], None] = lambda _: None
) -> Counted:
    """Count on several processes of this machine.

    Row groups of a parquet file are read where they are counted; a CSV file is read here, and its
    records are handed on as they come, a few parts at a time.

    Parameters
    ----------
    plan
        From `make_plan`.
    workers
        Processes; as many as there are processors if 0. One counts without another process.
    progress
        Called with how many parts are done after each.

    Returns
    -------
    counted
        What `count` gives, to the byte, whatever their number.

    Raises
    ------
    BadInputError
        If there cannot be as many workers, or a part of the file cannot be read.
    SourceUnavailableError
        If the system ended a worker.
    """
    return finish(plan, [exact_counts(plan, workers, progress)])


def exact_counts(
    plan: Plan, workers: int = 0, progress: Callable[[int], None] = lambda _: None
) -> pd.DataFrame:
    """Count on several processes, hiding nothing: not to be handed out.

    Parameters
    ----------
    plan, workers, progress
        As for `count_with`.

    Returns
    -------
    counts
        Of the whole file, as `geo.counting.stream.count_part` gives those of a part.
    """
    if not 0 <= workers <= MOST_WORKERS:
        raise BadInputError(f"--workers is {workers}: give 1 to {MOST_WORKERS}, or 0 for all.")
    workers = workers or processors()
    if plan.path.suffix == ".parquet":
        workers = min(workers, len(parts(plan)))
    if workers < 2:
        return add(counted_apart(plan, progress), plan)
    return add(_counted(plan, workers, progress), plan)


def _counted(plan: Plan, workers: int, progress: Callable[[int], None]) -> Iterator[pd.DataFrame]:
    """Yield the exact counts of each part, as `count_part` does, in the order they are done."""
    load_places(plan)
    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in ways else "spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(plan,))
    running: set[Future[pd.DataFrame]] = set()
    done = 0
    try:
        tasks = _tasks(plan)
        while True:
            # One more than can be counted at once, so that nobody waits and few are in memory.
            for task in islice(tasks, workers + 1 - len(running)):
                running.add(pool.submit(_count, plan, task))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for one in finished:
                yield one.result()
                done += 1
                progress(done)
    except BrokenProcessPool as error:
        raise SourceUnavailableError(
            f"A process that counted {plan.path.name} was ended by the system, most likely for "
            "lack of memory. Count with fewer: --workers 1."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _tasks(plan: Plan) -> Iterator[Any]:
    """Yield what can be counted apart: the number of a row group, or records read already."""
    if plan.path.suffix == ".parquet":
        yield from range(len(parts(plan)))
        return
    with reading(plan):
        yield from batches(plan, None)


def _begin(plan: Plan) -> None:
    """Prepare a worker: what the one that asks has loaded is there already if it was forked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load_places(plan)


def _count(plan: Plan, task: Any) -> pd.DataFrame:
    """Count one task in a worker."""
    return count_part(plan, task) if isinstance(task, int) else count_batch(plan, task)

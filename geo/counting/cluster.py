"""The same counting on many machines: every part is one task of a Dask cluster."""

from __future__ import annotations

import pandas as pd

from geo.counting.stream import Counted, Plan, count_part, finish, parts
from geo.errors import BadInputError, SourceUnavailableError

WAIT_S = "20s"


def count_on(plan: Plan, scheduler: str) -> Counted:
    """Count on the workers of a Dask scheduler; what a worker that dies had to do, others do.

    Parameters
    ----------
    plan
        Of a parquet file that every worker can read under the same path.
    scheduler
        Address, such as `tcp://localhost:8786`.

    Returns
    -------
    counted
        What `geo.counting.stream.count` gives, to the byte.

    Raises
    ------
    BadInputError
        If the file has no parts, or a part of it cannot be read.
    SourceUnavailableError
        If `distributed` is not installed, the scheduler does not answer, or too many workers die.
    """
    if plan.path.suffix != ".parquet":
        raise BadInputError(
            f"{plan.path.name}: a cluster counts parquet files, whose row groups are its parts. "
            "Turn the CSV file into one, or count it with --engine local."
        )
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise SourceUnavailableError(
            "The cluster engine needs distributed: pip install distributed."
        ) from error
    try:
        client = Client(scheduler, timeout=WAIT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SourceUnavailableError(
            f"No scheduler answers at {scheduler}. Start one, or count with --engine local."
        ) from error
    with client:
        tasks = client.map(count_part, [plan] * len(parts(plan)), parts(plan), pure=False)
        try:
            found: list[pd.DataFrame] = client.gather(tasks)
        except KilledWorker as error:
            raise SourceUnavailableError(
                "Workers died again and again over one part: give them more memory."
            ) from error
    return finish(plan, found)

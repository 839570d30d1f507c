"""Records counted by area, of any length: streamed part by part, small counts not shown."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from geo.counting.grid import NOWHERE
from geo.counting.points import directory, places
from geo.errors import BadInputError
from geo.places import to_metres
from geo.registry import PARENTS, geography, parents_of
from geo.settings import SMALL_COUNT
from geo.uploads import (
    LEVEL,
    UPWARDS,
    WHERE,
    Whole,
    above_of,
    check_regular,
    hide,
    hide_groups,
    levels_of,
    opened,
    recognise,
    tree,
)

BLOCK_BYTES = 32_000_000
BATCH_ROWS = 250_000
MOST_BY = 3
MOST_CELLS = 2_000_000
"""Different cells of the answer: more means that a column of `--by` is no grouping."""


_OURS = ("area", "area_code", "records")
"""Columns of a count, which no column of `--by` may be called."""


@dataclass(frozen=True)
class Plan:
    """What to count, and which columns say where a record is."""

    path: Path
    geography: str
    by: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    """Meaning (`postcode`, `easting`, ...) and the file's own heading."""
    root: Path | None = None


@dataclass(frozen=True)
class Counted:
    """The answer."""

    table: pd.DataFrame
    """Columns `area_code`, those of `by`, and `records`: missing where fewer than the least count
    shown, or where the rest would give such a count away. Sorted."""
    rows: int | None
    """All rows of the file; None where that would give a count away that is not shown."""
    nowhere: int | None
    """Rows without a place in England or Wales, which are not in the table; None where they are
    few."""
    placed: int | None
    """Rows that are in the table; None as for all."""
    hidden: int
    """Cells whose count is not shown."""


def make_plan(path: Path, level: str, by: tuple[str, ...], root: Path | None = None) -> Plan:
    """Read a file's headings and return how it will be counted.

    Raises
    ------
    BadInputError
        If the file is neither CSV nor parquet, or lacks a column.
    """
    geography(level)
    if level != "lsoa21" and level not in parents_of("lsoa21"):
        raise BadInputError(
            f"Records are not counted by {level}. Choose lsoa21 or {list(parents_of('lsoa21'))}."
        )
    if path.suffix not in (".csv", ".parquet"):
        raise BadInputError(f"{path.name}: give records as .csv or .parquet.")
    if len(by) > MOST_BY:
        raise BadInputError(f"--by: {len(by)} columns, {MOST_BY} is the most.")
    taken = [name for name in by if name in _OURS]
    if taken:
        raise BadInputError(
            f"--by: {taken[0]!r} is what the answer calls a column of its own. Give the column of "
            "the file another name."
        )
    try:
        schema = _schema(path)
        names = schema.names
    except BadInputError:
        raise
    except (OSError, ValueError, pa.ArrowException) as error:
        raise BadInputError(f"{path.name}: it cannot be read ({str(error)[:120]}).") from error
    lost = [name for name in by if name not in names]
    if lost:
        raise BadInputError(f"{path.name}: no column {lost[0]!r}, found {names[:12]}.")
    found = recognise(pd.Index(names), WHERE)
    for pair in (("easting", "northing"), ("latitude", "longitude"), ("postcode",)):
        if set(pair) <= set(found):
            where = tuple((name, found[name]) for name in pair)
            _check_columns(path.name, schema, [*by, *(own for _, own in where)])
            return Plan(path, level, by, where, root)
    raise BadInputError(
        f"{path.name}: no column says where a record is, among {names[:8]}. Call one postcode, or "
        "two easting and northing, or latitude and longitude."
    )


def _check_columns(file: str, schema: pa.Schema, names: list[str]) -> None:
    """Refuse columns that stand twice, or whose cells hold more than one value."""
    for name in names:
        if schema.names.count(name) > 1:
            raise BadInputError(
                f"{file}: {schema.names.count(name)} columns are called {name!r}. Rename the "
                "others, so that it is clear which one is meant."
            )
        kind = schema.field(name).type
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if pa.types.is_nested(kind):
            raise BadInputError(
                f"{file}: a cell of {name!r} holds more than one value ({str(kind)[:60]}). Make "
                "it a column of text or numbers."
            )


def _schema(path: Path) -> pa.Schema:
    if path.suffix == ".parquet":
        check_regular(path)
        return pq.read_schema(path)
    with opened(path) as handle:
        return pyarrow.csv.open_csv(handle).schema


class _AsFound(io.RawIOBase):
    """A file as long as it was when it was opened: one that is written meanwhile has no end."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle, self._left = handle, os.fstat(handle.fileno()).st_size

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return some more of it."""
        found = self._handle.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        return found


def parts(plan: Plan) -> list[int | None]:
    """List the parts of a file that can be counted apart: row groups; a CSV file is one part."""
    if plan.path.suffix == ".csv":
        return [None]
    return list(range(pq.ParquetFile(plan.path).num_row_groups))


def count_part(plan: Plan, part: int | None) -> pd.DataFrame:
    """Count the records of one part, exactly; the same function on one machine and on many.

    Returns
    -------
    counts
        Columns `area` (position in code order; `NOWHERE` for no place), those of `by`, `records`.

    Raises
    ------
    BadInputError
        If a cell cannot be read, or there are too many different ones.
    """
    whole: pd.DataFrame | None = None
    with reading(plan):
        for batch in batches(plan, part):
            one = count_batch(plan, batch)
            whole = one if whole is None else add([whole, one], plan)
    if whole is None:
        return pd.DataFrame({"area": [], **{name: [] for name in plan.by}, "records": []})
    return whole


def add(counts: Iterable[pd.DataFrame], plan: Plan) -> pd.DataFrame:
    """Add counts of parts; their order does not matter."""
    listed = [one for one in counts if len(one)]
    if not listed:
        raise BadInputError(f"{plan.path.name}: the file has no row of data.")
    keys = ["area", *plan.by]
    whole = pd.concat(listed, ignore_index=True)
    whole = whole.groupby(keys, sort=True)[["records"]].sum().reset_index()
    if len(whole) > MOST_CELLS:
        raise BadInputError(
            f"{plan.path.name}: more than {MOST_CELLS:,} different cells. Leave a column out of "
            "--by: one of them is no grouping."
        )
    return whole


def counted_apart(
    plan: Plan, progress: Callable[[int], None] = lambda _: None
) -> Iterator[pd.DataFrame]:
    """Count in this process, part after part, as `count_part` does each.

    Parameters
    ----------
    progress
        Called with how many are done after each part.
    """
    for number, part in enumerate(parts(plan), 1):
        yield count_part(plan, part)
        progress(number)


def finish(plan: Plan, counts: Iterable[pd.DataFrame]) -> Counted:
    """Add the parts up, go over to the level asked for, and hide small counts at every level."""
    exact = add(counts, plan)
    above = above_of(plan.geography, plan.root)
    area = exact["area"].to_numpy().astype("int64")
    there = area != NOWHERE
    codes = above.index.to_numpy(dtype=object)
    if plan.geography != LEVEL:
        codes = above[PARENTS[plan.geography]].to_numpy(dtype=object)
    if plan.geography != LEVEL and plan.geography not in UPWARDS:
        there[there] = codes[area[there]] != ""
    table, area = exact[there], area[there]
    levels = [one[area] for one in levels_of(above.index, above)]
    shown, total, others = _hide(table, list(plan.by), levels, codes[area])
    rows, inside = int(exact["records"].sum()), int(table["records"][codes[area] != ""].sum())
    few = 0 < rows - inside < SMALL_COUNT
    known = not few and others
    return Counted(
        shown,
        rows=rows if total and known else None,
        nowhere=rows - inside if known else None,
        placed=inside if total else None,
        hidden=int(shown["records"].isna().sum()),
    )


def hide_small(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Hide counts of areas without levels above them: the small ones, and what gives one away.

    Examples
    --------
    >>> one = pd.DataFrame({"area_code": ["A", "A", "B", "B"], "by": ["x", "y", "x", "y"],
    ...                     "records": [4, 30, 50, 60]})
    >>> hide_small(one, ["by"])["records"].tolist()
    [<NA>, <NA>, <NA>, <NA>]
    """
    codes = table["area_code"].to_numpy(dtype=object)
    return _hide(table, by, [codes], codes).shown


class _Hidden(NamedTuple):
    shown: pd.DataFrame
    """By area asked for and group, sorted; missing where it is not shown."""
    total: bool
    """Whether the sum of all of it may be shown."""
    others: bool
    """Whether the sum of what is at no area of this level may be shown."""


def _hide(table: pd.DataFrame, by: list[str], levels: list[Any], codes: Any) -> _Hidden:
    """Sum a table over to the areas asked for, without what must not be shown."""
    group: Whole | None = None
    if by:
        group = np.asarray(table.groupby(by, sort=False).ngroup())
    made = tree(table["records"].to_numpy(np.int64), levels, group)
    hidden = hide_groups(made) if by else hide(made.parent, made.count)
    here = codes != ""
    at = next(at for at in made.at if (made.codes[at[here]] == codes[here]).all())
    summed = table[here].assign(area_code=codes[here], at=at[here])
    cells = summed.groupby(["area_code", *by], sort=True)
    whole = cells.agg(records=("records", "sum"), at=("at", "first")).reset_index()
    gone = hidden[whole["at"].to_numpy().astype("int64")]
    records = whole["records"].astype("Int64").mask(gone)
    # A level that is not everywhere is all that some areas of the highest level hold.
    top = made.at[-1]
    known = not hidden[0] if here.all() else not hidden[top[here]].any()
    return _Hidden(
        whole.drop(columns="at").assign(records=records),
        total=bool(known or not gone.any()),
        others=not hidden[top[~here]].any(),
    )


def load_places(plan: Plan) -> None:
    """Load what says where records are, so that processes forked from this one share it."""
    if "postcode" in dict(plan.where):
        directory(plan.root)
    else:
        places(plan.root)


@contextmanager
def reading(plan: Plan) -> Iterator[None]:
    """Refuse a file that cannot be read, by its name."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise BadInputError(f"{plan.path.name}: {' '.join(str(error).split())[:160]}.") from error


def batches(plan: Plan, part: int | None) -> Iterator[pa.RecordBatch]:
    """Read the columns that count, some records at a time; of one part, or of all."""
    columns = list(dict.fromkeys([*plan.by, *(own for _, own in plan.where)]))
    if plan.path.suffix == ".parquet":
        file = pq.ParquetFile(plan.path)
        groups = None if part is None else [part]
        yield from file.iter_batches(BATCH_ROWS, row_groups=groups, columns=columns)
        return
    kinds = dict.fromkeys(columns, pa.string())
    with opened(plan.path) as handle:
        yield from pyarrow.csv.open_csv(
            _AsFound(handle),
            read_options=pyarrow.csv.ReadOptions(block_size=BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(include_columns=columns, column_types=kinds),
        )


def count_batch(plan: Plan, batch: pa.RecordBatch) -> pd.DataFrame:
    """Count some records, as `count_part` does those of a part."""
    area = _areas(plan, batch)
    code, sizes, names = area.astype(np.int64), [], []
    for name in plan.by:
        text = pc.fill_null(batch.column(name).cast(pa.string()), "").dictionary_encode()
        names.append(np.asarray(text.dictionary.to_pylist(), dtype=object))
        sizes.append(max(len(names[-1]), 1))
        code = code * sizes[-1] + text.indices.to_numpy(zero_copy_only=False)
    cells, records = np.unique(code, return_counts=True)
    made: dict[str, Any] = {}
    for name, size, values in zip(plan.by[::-1], sizes[::-1], names[::-1], strict=True):
        made[name] = values[cells % size]
        cells = cells // size
    columns = {name: made[name] for name in plan.by}
    return pd.DataFrame({"area": cells, **columns, "records": records})


def _areas(plan: Plan, batch: pa.RecordBatch) -> Any:
    own = dict(plan.where)
    if "postcode" in own:
        text = pc.fill_null(batch.column(own["postcode"]).cast(pa.string()), "")
        coded = text.dictionary_encode()
        found = directory(plan.root).find(coded.dictionary.to_pylist())
        return found[coded.indices.to_numpy(zero_copy_only=False)]
    points = np.stack([_numbers(batch.column(name)) for _, name in plan.where], axis=1)
    if "latitude" in own:
        points = np.where(np.isfinite(points) & (np.abs(points) <= 180), points, np.nan)
        metres = to_metres(pd.Series(points[:, 1]), pd.Series(points[:, 0]))
        points = np.where(np.isfinite(metres), metres, np.nan)
    return places(plan.root).find(points)


def _numbers(column: pa.Array) -> Any:
    """Turn a column into numbers; what is none is nowhere."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        try:
            column = pc.utf8_trim_whitespace(column).cast(pa.float64())
        except pa.ArrowInvalid:
            text = column.to_pandas()
            return pd.to_numeric(text, errors="coerce").to_numpy(dtype="float64")
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)

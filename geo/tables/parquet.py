"""Bundled tables: checked against their schema, stored as parquet, loaded by name."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.errors import IntegrityError
from geo.files import replacing
from geo.registry import Column
from geo.settings import data_dir
from geo.tables.bundle import checked
from geo.tables.schemas import TableSchema, table

if TYPE_CHECKING:
    import pandera.pandas as pandera
    import pyarrow as pa

KEPT_ROWS = 100_000
"""Bundled tables of so many rows at most stay in memory once read."""
_LONG = 5_000
"""Indexes of fewer areas are not worth a comparison."""
_indexes: deque[pd.Index] = deque(maxlen=16)
"""Indexes of tables that were read."""
_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)
"""Where the names of tables that are loaded are noted; None where nobody asked."""


def path_of(name: str, root: Path | None = None) -> Path:
    """Return where the table called `name` is bundled."""
    return (root or data_dir()) / "tables" / f"{table(name).name}.parquet"


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Check a table against its schema; return it with its declared types.

    Raises
    ------
    IntegrityError
        If a column, a type, a range, the index or the number of rows is not as declared: the
        first fault is named.
    """
    import pandera.pandas as pandera

    declared = table(name)
    if len(frame) != declared.rows:
        raise IntegrityError(
            f"table {name}: {len(frame):,} rows, expected {declared.rows:,}. Build it again from "
            "whole source files."
        )
    keyed = frame.reset_index(drop=not declared.index)
    keyed = keyed[[*declared.index, *declared.columns]]
    try:
        checked = _schema(declared).validate(keyed)
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors) as error:
        reason = " ".join(str(error).split())[:240]
        raise IntegrityError(
            f"table {name}: {reason} Build it again from the publishers' files."
        ) from error
    except KeyError as error:
        raise IntegrityError(f"table {name}: no column {error}. Build it again.") from error
    return checked.set_index(list(declared.index)) if declared.index else checked


def _schema(declared: TableSchema) -> pandera.DataFrameSchema:
    import pandera.pandas as pandera

    columns = {key: pandera.Column(str, coerce=True) for key in declared.index}
    columns |= {name: _column(column) for name, column in declared.columns.items()}
    return pandera.DataFrameSchema(columns, unique=list(declared.index) or None, strict=True)


def _column(column: Column) -> pandera.Column:
    import pandera.pandas as pandera

    types: dict[str, Any] = {"text": str, "flag": bool, "number": "float64", "bytes": object}
    kind = types.get(column.kind) or ("float64" if column.may_miss else "int64")
    limits = column.low is not None and column.high is not None
    checks = [pandera.Check.in_range(column.low, column.high)] if limits else []
    if column.kind == "whole" and column.may_miss:
        checks.append(pandera.Check(lambda values: values % 1 == 0, ignore_na=True))
    return pandera.Column(kind, checks, nullable=column.may_miss, coerce=True)


def store(name: str, frame: pd.DataFrame, root: Path) -> None:
    """Check a table and write it under `root`; the same table gives the same bytes."""
    import pyarrow as pa

    declared = table(name)
    checked = check(name, frame)
    narrow = {
        str(column): _narrow(values) if declared.columns[str(column)].kind == "whole" else values
        for column, values in checked.items()
    }
    content = pa.Table.from_pandas(pd.DataFrame(narrow, index=checked.index))
    with replacing(path_of(name, root)) as temporary:
        write_same(content, temporary)


def write_same(content: pa.Table, path: Path) -> None:
    """Write a table as parquet; the same table gives the same bytes."""
    import pyarrow.parquet as pq

    # A dictionary of values that hardly repeat makes a file larger, by a third of all tables.
    repeating = [
        column
        for column in content.column_names
        if len(content[column].unique()) * 4 <= len(content)
    ]
    pq.write_table(
        content,
        path,
        compression="zstd",
        compression_level=12,
        use_dictionary=repeating,
    )


def _narrow(values: pd.Series) -> pd.Series:
    """Keep whole numbers in the smallest type; those that may be missing stay floats."""
    return pd.to_numeric(values, downcast="unsigned") if values.dtype.kind == "i" else values


def load(name: str, columns: Iterable[str] | None = None, root: Path | None = None) -> pd.DataFrame:
    """Load a bundled table; what one changes in it is changed for nobody else.

    Parameters
    ----------
    name
        Such as `"tundra_lsoa21"`; `geo.tables.schemas.tables()` has all.
    columns
        Columns to load; all unless given. The index always comes along.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    IntegrityError
        If the file is missing, cannot be read, or is not the one recorded.
    """
    declared = table(name)
    if (noted := _noted.get()) is not None:
        noted.add(name)
    path = checked(path_of(name, root))
    wanted = None if columns is None else (*declared.index, *columns)
    try:
        if root is not None or declared.rows > KEPT_ROWS:
            return _read(path, wanted)
        # The time of the file tells a rebuilt table; pandas copies on write, so a view is safe.
        return _kept(path, path.stat().st_mtime_ns, wanted).copy(deep=False)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise IntegrityError(
            f"{path.name}: the bundled table cannot be read ({reason}). Restore the data folder "
            "from the repository, or make it with `coldspots build`."
        ) from error


@contextmanager
def noting_loads() -> Iterator[set[str]]:
    """Yield a set that gets the name of each bundled table that is loaded meanwhile."""
    names: set[str] = set()
    before = _noted.set(names)
    try:
        yield names
    finally:
        _noted.reset(before)


def _read(path: Path, wanted: tuple[str, ...] | None) -> pd.DataFrame:
    return pd.read_parquet(path, columns=None if wanted is None else list(wanted))


@lru_cache(maxsize=64)
def _kept(path: Path, _written_ns: int, wanted: tuple[str, ...] | None) -> pd.DataFrame:
    found = _read(path, wanted)
    return found.set_axis(_held_once(found.index))


def _held_once(index: pd.Index) -> pd.Index:
    """Return an index that was read before and is the same, if there is one.

    pandas makes an object of each code of an index in which one is looked up: 3 MB for all
    neighbourhoods, which tables of the same areas then share.
    """
    # A copy: another thread may add one meanwhile.
    for known in tuple(_indexes):
        if known.name == index.name and known.equals(index):
            return known
    if len(index) >= _LONG and isinstance(index.dtype, pd.StringDtype):
        _indexes.append(index)
    return index

"""Joined tables of areas, stored beside the tables that they were joined from.

A join of small areas to an upper level takes ten times as long as to read what came of it. What is
stored says of which tables it was made, by their hashes: where one of them is another now, what is
stored is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from geo.errors import IntegrityError
from geo.files import replacing
from geo.settings import data_dir
from geo.tables.bundle import checked, hash_of
from geo.tables.parquet import path_of, write_same

JOINED = (
    "msoa21",
    "ward24",
    "lad24",
    "utla23",
    "cauth25",
    "lsip23",
    "region",
    "nation",
    "pcon24",
    "iz11",
)
"""Levels whose joined table is stored: the others are joined in the time it takes to read one."""
_ABOUT = b"coldspots"


class Joined(NamedTuple):
    """A joined table as it is stored."""

    table: pd.DataFrame
    report: list[dict[str, Any]]
    """What became of each source table, a line each."""
    made_of: dict[str, str]
    """Hash of each bundled table that was read for it, by name."""


def joined_path(level: str, root: Path | None = None) -> Path:
    """Return where the joined table of a level is bundled."""
    return (root or data_dir()) / "joined" / f"{level}.parquet"


def hashes_of(names: Iterable[str], root: Path | None = None) -> dict[str, str]:
    """Return the hash of bundled tables, by name; an empty string for one that is not there.

    Raises
    ------
    IntegrityError
        If one is not what is recorded.
    """
    paths = {name: checked(path_of(name, root)) for name in sorted(names)}
    return {name: hash_of(path) if path.is_file() else "" for name, path in paths.items()}


def is_current(made_of: Mapping[str, str], root: Path | None = None) -> bool:
    """Test whether the tables that something was joined from are still the same."""
    return hashes_of(made_of, root) == made_of


def store_joined(level: str, joined: Joined, root: Path) -> None:
    """Write the joined table of a level under `root`; the same table gives the same bytes."""
    import pyarrow as pa

    content = pa.Table.from_pandas(joined.table)
    about = json.dumps({"report": joined.report, "made_of": joined.made_of}, sort_keys=True)
    metadata = content.schema.metadata | {_ABOUT: about.encode()}
    with replacing(joined_path(level, root)) as temporary:
        write_same(content.replace_schema_metadata(metadata), temporary)


def load_joined(level: str, root: Path | None = None) -> Joined | None:
    """Load the joined table of a level; None where it is not stored, or not of today's tables.

    Raises
    ------
    IntegrityError
        If it, or a table that it was joined from, is not what is recorded.
    """
    path = checked(joined_path(level, root))
    if level not in JOINED or not path.is_file():
        return None
    hashes, report = _about(path)
    if not is_current(hashes, root):
        return None
    return Joined(pd.read_parquet(path), report, hashes)


def made_of(path: Path) -> dict[str, str]:
    """Return of which tables a stored joined table was made: their hashes by name.

    Raises
    ------
    IntegrityError
        If the file does not say so.
    """
    return _about(path)[0]


def _about(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    import pyarrow.parquet as pq

    try:
        about = json.loads((pq.read_schema(path).metadata or {})[_ABOUT])
        return about["made_of"], about["report"]
    except (OSError, ValueError, KeyError) as error:
        raise IntegrityError(
            f"joined/{path.name}: it does not say of which tables it was made. Restore it from the "
            "repository, or run `coldspots build`."
        ) from error

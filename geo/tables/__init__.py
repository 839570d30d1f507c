"""Bundled tables: checked against their schema, stored as parquet, loaded by name.

The record of the bundle, with a hash of every file, is kept here too, and so is the check that a
run does not write over what it reads.
"""

from geo.tables.bundle import (
    FOLDERS,
    NAME,
    check_all,
    checked,
    trusting,
)
from geo.tables.parquet import (
    KEPT_ROWS,
    check,
    load,
    path_of,
    store,
)
from geo.tables.run_paths import (
    check_folders,
    check_paths,
)
from geo.tables.schemas import (
    table,
    tables,
)

__all__ = [
    "FOLDERS",
    "KEPT_ROWS",
    "NAME",
    "check",
    "check_all",
    "check_folders",
    "check_paths",
    "checked",
    "load",
    "path_of",
    "store",
    "table",
    "tables",
    "trusting",
]

from .bundle import (
    FOLDERS,
    NAME,
    check_all,
    checked,
    trusting,
)
from .parquet import (
    check,
    load,
    path_of,
    store,
)
from .run_paths import (
    check_folders,
    check_paths,
)
from .schemas import (
    table,
    tables,
)

__all__ = [
    "FOLDERS",
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

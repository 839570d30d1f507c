from .bundle import (
    FOLDERS,
    NAME,
    check_all,
    checked,
    trusting,
)
from .joined import (
    JOINED,
    Joined,
    hashes_of,
    is_current,
    joined_path,
    load_joined,
    made_of,
    store_joined,
)
from .parquet import (
    check,
    load,
    noting_loads,
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
    "JOINED",
    "NAME",
    "Joined",
    "check",
    "check_all",
    "check_folders",
    "check_paths",
    "checked",
    "hashes_of",
    "is_current",
    "joined_path",
    "load",
    "load_joined",
    "made_of",
    "noting_loads",
    "path_of",
    "store",
    "store_joined",
    "table",
    "tables",
    "trusting",
]

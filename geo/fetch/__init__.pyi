from .cache import (
    cache_dir,
    filled,
    of_file,
    own_copy,
)
from .client import (
    Client,
)
from .run import (
    Outcome,
    choose,
    fetch,
    hand_over,
    hand_over_folder,
)

__all__ = [
    "Client",
    "Outcome",
    "cache_dir",
    "choose",
    "fetch",
    "filled",
    "hand_over",
    "hand_over_folder",
    "of_file",
    "own_copy",
]

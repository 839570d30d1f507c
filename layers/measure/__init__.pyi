from .kind import (
    after_small_map,
    read_classes,
    read_limits,
)
from .small_maps import (
    measures_side_by_side,
)

__all__ = [
    "after_small_map",
    "measures_side_by_side",
    "read_classes",
    "read_limits",
]

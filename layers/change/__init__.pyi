from .options import (
    CHANGE,
)
from .small_maps import (
    before_after,
)

__all__ = [
    "CHANGE",
    "before_after",
]

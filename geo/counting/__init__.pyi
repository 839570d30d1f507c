from .cluster import (
    count_on,
)
from .stream import (
    Counted,
    count,
    count_part,
    make_plan,
)

__all__ = [
    "Counted",
    "count",
    "count_on",
    "count_part",
    "make_plan",
]

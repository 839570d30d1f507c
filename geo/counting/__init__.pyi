from .cluster import (
    count_on,
)
from .stream import (
    Counted,
    make_plan,
)
from .workers import (
    count_with,
    exact_counts,
)

__all__ = [
    "Counted",
    "count_on",
    "count_with",
    "exact_counts",
    "make_plan",
]

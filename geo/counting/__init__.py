"""Records of any number counted by area: streamed part by part, or on a Dask cluster."""

from geo.counting.cluster import (
    count_on,
)
from geo.counting.stream import (
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

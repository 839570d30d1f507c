from .kind import (
    after_small_map,
    read_classes,
    read_limits,
)
from .options import (
    LATEST,
    REGIONS,
    SmallMapOptions,
    YearOptions,
    read_year,
)
from .regions import (
    by_region,
    regions_of,
)
from .small_maps import (
    measures_side_by_side,
)

__all__ = [
    "LATEST",
    "REGIONS",
    "SmallMapOptions",
    "YearOptions",
    "after_small_map",
    "by_region",
    "measures_side_by_side",
    "read_classes",
    "read_limits",
    "read_year",
    "regions_of",
]

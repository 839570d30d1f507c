"""Cold spots: standardised rates, spatial weights, local statistics, exact permutation tests.

False discovery rate, robustness to the recipe, zones of touching cold spots, and the other
definitions of a cold spot beside the tested one.
"""

from geo.coldspots.classes import (
    COLD,
    LABELS,
    cold_classes,
)
from geo.coldspots.definitions import (
    DEFINITIONS,
    Found,
    definition,
    find,
    share_not_going_on,
)
from geo.coldspots.fdr import (
    adjusted,
)
from geo.coldspots.local_statistics import (
    standardise,
)
from geo.coldspots.permutations import (
    GRID,
    tails,
    to_whole,
)
from geo.coldspots.ranks import (
    ranks_of,
    shown_ranks,
)
from geo.coldspots.results import (
    TESTED,
    WEIGHTED,
    Asked,
    bundled,
    find_all,
    is_tested,
    prepare,
    warm,
    zones_here,
    zones_inside,
)
from geo.coldspots.robustness import (
    CONFIDENCE,
    find_robust,
)
from geo.coldspots.significance import (
    STATUS,
    Q,
)
from geo.coldspots.units import (
    LEVELS,
    load_nodes,
)
from geo.coldspots.weightings import (
    EVEN,
    MEASURE_LABELS,
    MEASURES,
)
from geo.coldspots.weights import (
    Windows,
    touching,
)
from geo.coldspots.zone_schools import (
    SCHOOLS_WITHIN_M,
    placed_schools,
    schools_near,
)
from geo.coldspots.zones import (
    ZONE,
    ZoneTable,
    build_zones,
)

__all__ = [
    "COLD",
    "CONFIDENCE",
    "DEFINITIONS",
    "EVEN",
    "GRID",
    "LABELS",
    "LEVELS",
    "MEASURES",
    "MEASURE_LABELS",
    "SCHOOLS_WITHIN_M",
    "STATUS",
    "TESTED",
    "WEIGHTED",
    "ZONE",
    "Asked",
    "Found",
    "Q",
    "Windows",
    "ZoneTable",
    "adjusted",
    "build_zones",
    "bundled",
    "cold_classes",
    "definition",
    "find",
    "find_all",
    "find_robust",
    "is_tested",
    "load_nodes",
    "placed_schools",
    "prepare",
    "ranks_of",
    "schools_near",
    "share_not_going_on",
    "shown_ranks",
    "standardise",
    "tails",
    "to_whole",
    "touching",
    "warm",
    "zones_here",
    "zones_inside",
]

from .below_expectation import (
    PREDICTORS,
    rurality,
)
from .classes import (
    COLD,
    LABELS,
    LIKELY_LOW,
    cold_classes,
    labels_of,
)
from .definitions import (
    DEFINITIONS,
    ColdSpotResult,
    find,
    find_definition,
    sentence_of,
)
from .fdr import (
    adjusted,
)
from .levels import (
    LEVELS,
    NORTHERN_IRELAND,
    SHOWN_LEVELS,
    UNTESTED,
    TestBasis,
    basis_of,
    bundled,
)
from .local_statistics import (
    standardise,
)
from .permutations import (
    GRID,
    tails,
    to_whole,
)
from .ranks import (
    ranks_of,
    shown_ranks,
)
from .results import (
    LIKELY,
    TESTED,
    WEIGHTED,
    ColdSpotQuery,
    find_all,
    is_tested,
    prepare,
    share_not_going_on_here,
    warm,
    zones_here,
    zones_inside,
)
from .robustness import (
    CHANCE_LIMITS,
    CONFIDENCE,
    find_robust,
    grades_at,
    grades_of,
    points_of,
)
from .significance import (
    OWN_CHANCE,
    STATUS,
    Q,
    assess,
)
from .units import (
    Nodes,
    load_nodes,
)
from .weightings import (
    EVEN,
    MEASURE_LABELS,
    MEASURES,
)
from .weights import (
    Windows,
    touching,
)
from .zone_schools import (
    SCHOOLS_WITHIN_M,
    linked_schools,
    schools_near,
)
from .zones import (
    ZONE,
    ZoneTable,
    build_zones,
    join_zones,
)

__all__ = [
    "CHANCE_LIMITS",
    "COLD",
    "CONFIDENCE",
    "DEFINITIONS",
    "EVEN",
    "GRID",
    "LABELS",
    "LEVELS",
    "LIKELY",
    "LIKELY_LOW",
    "MEASURES",
    "MEASURE_LABELS",
    "NORTHERN_IRELAND",
    "OWN_CHANCE",
    "PREDICTORS",
    "SCHOOLS_WITHIN_M",
    "SHOWN_LEVELS",
    "STATUS",
    "TESTED",
    "UNTESTED",
    "WEIGHTED",
    "ZONE",
    "ColdSpotQuery",
    "ColdSpotResult",
    "Nodes",
    "Q",
    "TestBasis",
    "Windows",
    "ZoneTable",
    "adjusted",
    "assess",
    "basis_of",
    "build_zones",
    "bundled",
    "cold_classes",
    "find",
    "find_all",
    "find_definition",
    "find_robust",
    "grades_at",
    "grades_of",
    "is_tested",
    "join_zones",
    "labels_of",
    "linked_schools",
    "load_nodes",
    "points_of",
    "prepare",
    "ranks_of",
    "rurality",
    "schools_near",
    "sentence_of",
    "share_not_going_on_here",
    "shown_ranks",
    "standardise",
    "tails",
    "to_whole",
    "touching",
    "warm",
    "zones_here",
    "zones_inside",
]

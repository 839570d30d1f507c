from .clusters import (
    MOST,
    REPLICATES,
    Scan,
    scan,
)
from .scatter import (
    Scatter,
    fit_scatter,
)
from .stored import (
    SCAN_LEVELS,
    SCAN_P,
    match_clusters,
)

__all__ = [
    "MOST",
    "REPLICATES",
    "SCAN_LEVELS",
    "SCAN_P",
    "Scan",
    "Scatter",
    "fit_scatter",
    "match_clusters",
    "scan",
]

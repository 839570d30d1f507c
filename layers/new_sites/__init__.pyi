from .nearest import (
    nearest_answered,
)
from .options import (
    MOST_ADDED,
    UPLOADED,
    SitingOptions,
)
from .picks import (
    read_picks,
)
from .state import (
    SECONDS,
    Located,
    demand_of,
    serves_beyond,
    shares_deprived,
    siting_of,
)
from .tables import (
    chosen_table,
    gain_table,
    picked_table,
)
from .words import (
    CANDIDATE_WORDS,
    DEMAND_WORDS,
)

__all__ = [
    "CANDIDATE_WORDS",
    "DEMAND_WORDS",
    "MOST_ADDED",
    "SECONDS",
    "UPLOADED",
    "Located",
    "SitingOptions",
    "chosen_table",
    "demand_of",
    "gain_table",
    "nearest_answered",
    "picked_table",
    "read_picks",
    "serves_beyond",
    "shares_deprived",
    "siting_of",
]

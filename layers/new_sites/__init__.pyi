from .nearest import (
    nearest_answered,
)
from .picks import (
    read_picks,
)
from .state import (
    SECONDS,
    Located,
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
    "SECONDS",
    "Located",
    "chosen_table",
    "gain_table",
    "nearest_answered",
    "picked_table",
    "read_picks",
    "shares_deprived",
    "siting_of",
]

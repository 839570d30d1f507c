from .merge import (
    DUPLICATED_FROM,
    Overlap,
    Range,
    merge,
)
from .overview import (
    DUPLICATED,
    GAP,
    SHARED,
    STATUS_WORDS,
    Overview,
    find_overview,
)
from .partners import (
    NOBODY,
    Partner,
    parse_partner,
    partner_of,
)
from .records import (
    Records,
    read_agreed,
    read_records,
)
from .schools import (
    schools_in,
)
from .share_out import (
    LOADS,
    TOLERANCE,
    ShareOut,
    ShareOutOptions,
)
from .summary import (
    ABOUT,
    Summary,
    load_summary,
    summaries_of,
    summarise,
)

__all__ = [
    "ABOUT",
    "DUPLICATED",
    "DUPLICATED_FROM",
    "GAP",
    "LOADS",
    "NOBODY",
    "SHARED",
    "STATUS_WORDS",
    "TOLERANCE",
    "Overlap",
    "Overview",
    "Partner",
    "Range",
    "Records",
    "ShareOut",
    "ShareOutOptions",
    "Summary",
    "find_overview",
    "load_summary",
    "merge",
    "parse_partner",
    "partner_of",
    "read_agreed",
    "read_records",
    "schools_in",
    "summaries_of",
    "summarise",
]

from .chosen import (
    LEAST,
    MOST,
    Chosen,
    choose,
    find_place,
    label_of,
)
from .comparison import (
    Comparison,
    compare,
)
from .differences import (
    HIGHER,
    LOWER,
    NOT_CLEAR,
    NOT_TESTED,
)
from .figures import (
    SETS,
    ranks_of,
    values_at,
    why_no_interval,
)
from .findings import (
    Beside,
    Change,
    Finding,
    Interval,
    finding_of,
    findings_of,
    pooled_finding,
)
from .funnel import (
    Funnel,
    funnel_level,
    funnel_of,
    limits_at,
)
from .intervals import (
    interval_width,
    measured_rates,
    with_intervals,
)
from .league import (
    league_of,
)
from .reliability import (
    Reliability,
    reliability_of,
)

__all__ = [
    "HIGHER",
    "LEAST",
    "LOWER",
    "MOST",
    "NOT_CLEAR",
    "NOT_TESTED",
    "SETS",
    "Beside",
    "Change",
    "Chosen",
    "Comparison",
    "Finding",
    "Funnel",
    "Interval",
    "Reliability",
    "choose",
    "compare",
    "find_place",
    "finding_of",
    "findings_of",
    "funnel_level",
    "funnel_of",
    "interval_width",
    "label_of",
    "league_of",
    "limits_at",
    "measured_rates",
    "pooled_finding",
    "ranks_of",
    "reliability_of",
    "values_at",
    "why_no_interval",
    "with_intervals",
]

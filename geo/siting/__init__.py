"""Where new sites would do most: MCLP, LSCP and p-median, proven optimal or bounded.

A question (`question`) becomes a problem (`problem`), is made smaller without losing its answer
(`presolve`), begun greedily and solved by HiGHS (`mip`), with prices for a bound (`lagrangian`).
"""

from geo.siting.demand import (
    read_demand,
)
from geo.siting.mclp import (
    maximal_coverage,
)
from geo.siting.mip import (
    covering,
)
from geo.siting.presolve import (
    reduce,
)
from geo.siting.problem import (
    CANDIDATES,
    DEMAND,
    WHOSE_AGE,
    build_case,
    in_range,
    offered,
)
from geo.siting.question import (
    Answer,
    Comparison,
    Siting,
)
from geo.siting.result import (
    FoundSites,
    SiteTable,
    find_sites,
)

__all__ = [
    "CANDIDATES",
    "DEMAND",
    "WHOSE_AGE",
    "Answer",
    "Comparison",
    "FoundSites",
    "SiteTable",
    "Siting",
    "build_case",
    "covering",
    "find_sites",
    "in_range",
    "maximal_coverage",
    "offered",
    "read_demand",
    "reduce",
]

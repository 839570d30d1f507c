from .demand import (
    read_demand,
)
from .mclp import (
    maximal_coverage,
)
from .mip import (
    covering,
)
from .presolve import (
    reduce,
)
from .problem import (
    CANDIDATES,
    DEMAND,
    LISTS,
    WHOSE_AGE,
    build_case,
    in_range,
    offered,
)
from .question import (
    GOALS,
    Comparison,
    Goal,
    Siting,
    Solution,
)
from .result import (
    FoundSites,
    SiteTable,
    find_sites,
)

__all__ = [
    "CANDIDATES",
    "DEMAND",
    "GOALS",
    "LISTS",
    "WHOSE_AGE",
    "Comparison",
    "FoundSites",
    "Goal",
    "SiteTable",
    "Siting",
    "Solution",
    "build_case",
    "covering",
    "find_sites",
    "in_range",
    "maximal_coverage",
    "offered",
    "read_demand",
    "reduce",
]

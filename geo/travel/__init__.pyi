from .choice import (
    CostChoice,
    limited,
)
from .costs import (
    KM,
    Costs,
    CostSource,
    Limited,
    StraightLine,
    check_limit,
    check_pairs,
)
from .tables import (
    CostTable,
)

__all__ = [
    "KM",
    "CostChoice",
    "CostSource",
    "CostTable",
    "Costs",
    "Limited",
    "StraightLine",
    "check_limit",
    "check_pairs",
    "limited",
]

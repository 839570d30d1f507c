from .choice import (
    ROUTERS,
    CostChoice,
    check_router,
    limited,
)
from .costs import (
    BY_MODE,
    KM,
    MINUTES,
    Costs,
    CostSource,
    Limited,
    StraightLine,
    check_limit,
    check_pairs,
)
from .tables import (
    CostTable,
    read_costs,
)

__all__ = [
    "BY_MODE",
    "KM",
    "MINUTES",
    "ROUTERS",
    "CostChoice",
    "CostSource",
    "CostTable",
    "Costs",
    "Limited",
    "StraightLine",
    "check_limit",
    "check_pairs",
    "check_router",
    "limited",
    "read_costs",
]

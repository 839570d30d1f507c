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
    MOST_PAIRS,
    Costs,
    CostSource,
    KnownCosts,
    Limited,
    StraightLine,
    check_limit,
    check_pairs,
)
from .isochrones import (
    DRAWS,
    MOST_SITES,
    fetch_isochrones,
)
from .routers import (
    Router,
)
from .tables import (
    CostTable,
    read_costs,
)

__all__ = [
    "BY_MODE",
    "DRAWS",
    "KM",
    "MINUTES",
    "MOST_PAIRS",
    "MOST_SITES",
    "ROUTERS",
    "CostChoice",
    "CostSource",
    "CostTable",
    "Costs",
    "KnownCosts",
    "Limited",
    "Router",
    "StraightLine",
    "check_limit",
    "check_pairs",
    "check_router",
    "fetch_isochrones",
    "limited",
    "read_costs",
]

"""What it costs to get from where people live to a site: straight lines, tables, routers."""

from geo.travel.choice import (
    CostChoice,
    limited,
)
from geo.travel.costs import (
    KM,
    Costs,
    CostSource,
    Limited,
    StraightLine,
    check_limit,
    check_pairs,
)
from geo.travel.tables import (
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

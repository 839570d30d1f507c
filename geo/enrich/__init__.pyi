from .lists import (
    MOST_ROWS,
    Enriched,
    EnrichOptions,
    enrich,
)
from .measures import (
    USUAL,
    Addition,
    measure,
    measures,
)
from .rules import (
    RULE_EXAMPLE,
    parse_rule,
)

__all__ = [
    "MOST_ROWS",
    "RULE_EXAMPLE",
    "USUAL",
    "Addition",
    "EnrichOptions",
    "Enriched",
    "enrich",
    "measure",
    "measures",
    "parse_rule",
]

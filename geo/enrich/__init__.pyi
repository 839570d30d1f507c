from .lists import (
    Enriched,
    EnrichOptions,
    column_of_places,
    enrich,
    enrich_rows,
)
from .measures import (
    USUAL,
    measures,
)
from .rules import (
    RULE_EXAMPLE,
)

__all__ = [
    "RULE_EXAMPLE",
    "USUAL",
    "EnrichOptions",
    "Enriched",
    "column_of_places",
    "enrich",
    "enrich_rows",
    "measures",
]

from .ahead import (
    warm,
)
from .cards import (
    cards_of,
    look_of_cards,
)
from .findings import (
    Bars,
    Finding,
    Parts,
    Strip,
    latest_findings,
)

__all__ = [
    "Bars",
    "Finding",
    "Parts",
    "Strip",
    "cards_of",
    "latest_findings",
    "look_of_cards",
    "warm",
]

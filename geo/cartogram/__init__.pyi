from .cells import (
    hexagons_at,
    middles_of,
)
from .layout import (
    lay_out,
)

__all__ = [
    "hexagons_at",
    "lay_out",
    "middles_of",
]

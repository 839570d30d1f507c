from .options import (
    CHANGE,
    ChangeOptions,
    years_of,
)

__all__ = [
    "CHANGE",
    "ChangeOptions",
    "years_of",
]

from .options import (
    CHANGE,
)

__all__ = [
    "CHANGE",
]

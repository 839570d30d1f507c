from .heat import (
    heat_page,
    to_percent,
)
from .words import (
    change_lines,
    opening_lines,
    provision_lines,
)

__all__ = [
    "change_lines",
    "heat_page",
    "opening_lines",
    "provision_lines",
    "to_percent",
]

from .check import (
    LONGEST_COPY,
    check_copy,
)
from .html import (
    headline_of_check,
    look_of_check,
    part_of_check,
)
from .model import (
    SYMBOLS,
    Checked,
    CopyCheck,
    Verdict,
)

__all__ = [
    "LONGEST_COPY",
    "SYMBOLS",
    "Checked",
    "CopyCheck",
    "Verdict",
    "check_copy",
    "headline_of_check",
    "look_of_check",
    "part_of_check",
]

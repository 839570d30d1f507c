from .limits import (
    NULL_CHECK,
    OTHERS,
    read_null_check,
)
from .method import (
    STANDFIRST,
    TITLE,
    contents,
    present,
    sections,
)

__all__ = [
    "NULL_CHECK",
    "OTHERS",
    "STANDFIRST",
    "TITLE",
    "contents",
    "present",
    "read_null_check",
    "sections",
]

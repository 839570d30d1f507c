from .limits import (
    NULL_CHECK,
    OTHERS,
    by_cohort_line,
    read_null_check,
)
from .method import (
    STANDFIRST,
    TITLE,
    contents,
    present,
    sections,
)
from .model_check import (
    POSTERIOR_CHECK,
    read_model_check,
)

__all__ = [
    "NULL_CHECK",
    "OTHERS",
    "POSTERIOR_CHECK",
    "STANDFIRST",
    "TITLE",
    "by_cohort_line",
    "contents",
    "present",
    "read_model_check",
    "read_null_check",
    "sections",
]

from .options import (
    PatchAsked,
    Step,
    from_query,
    steps_from,
)
from .parts import (
    circle_round,
    district_rows,
    joined_patch,
    part_rows,
    renamed,
    without_part,
)

__all__ = [
    "PatchAsked",
    "Step",
    "circle_round",
    "district_rows",
    "from_query",
    "joined_patch",
    "part_rows",
    "renamed",
    "steps_from",
    "without_part",
]

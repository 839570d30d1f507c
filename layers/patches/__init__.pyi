from .board import (
    drawing_board,
    drawn_outline,
    outline_note,
)
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
    "drawing_board",
    "drawn_outline",
    "from_query",
    "joined_patch",
    "outline_note",
    "part_rows",
    "renamed",
    "steps_from",
    "without_part",
]

from .board import (
    drawing_board,
    drawn_outline,
    outline_note,
)
from .minutes import (
    MOST_MINUTES,
    DrawnMinutes,
    outline_minutes,
    router_note,
    sites_offered,
)
from .options import (
    PatchAsked,
    Step,
    from_query,
    joined,
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
    "MOST_MINUTES",
    "DrawnMinutes",
    "PatchAsked",
    "Step",
    "circle_round",
    "district_rows",
    "drawing_board",
    "drawn_outline",
    "from_query",
    "joined",
    "joined_patch",
    "outline_minutes",
    "outline_note",
    "part_rows",
    "renamed",
    "router_note",
    "sites_offered",
    "steps_from",
    "without_part",
]

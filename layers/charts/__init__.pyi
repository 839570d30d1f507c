from .figures import (
    credit,
    rights,
)
from .kinds import (
    CHARTS,
    chart_of,
    find_chart,
    offered_charts,
    why_not,
)
from .model import (
    Chart,
    ChartKind,
    ChartWords,
)
from .plot import (
    Inks,
    Plot,
    frame,
    grid_down,
    head_height,
    label_spot,
)
from .render import (
    SUFFIXES,
    csv_of,
    draw,
    file_table,
)
from .view import (
    ChartView,
    from_query,
    read_link,
)

__all__ = [
    "CHARTS",
    "SUFFIXES",
    "Chart",
    "ChartKind",
    "ChartView",
    "ChartWords",
    "Inks",
    "Plot",
    "chart_of",
    "credit",
    "csv_of",
    "draw",
    "file_table",
    "find_chart",
    "frame",
    "from_query",
    "grid_down",
    "head_height",
    "label_spot",
    "offered_charts",
    "read_link",
    "rights",
    "why_not",
]

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
    DARK,
    LIGHT,
    Inks,
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
    "DARK",
    "LIGHT",
    "SUFFIXES",
    "Chart",
    "ChartKind",
    "ChartView",
    "ChartWords",
    "Inks",
    "chart_of",
    "csv_of",
    "draw",
    "file_table",
    "find_chart",
    "from_query",
    "offered_charts",
    "read_link",
    "why_not",
]

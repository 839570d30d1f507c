from .figures import (
    credit,
    rights,
)
from .files import (
    FILES,
    write_chart,
)
from .html import (
    chart_page,
    chart_snippet,
    table_page,
    table_part,
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
    label_spots,
    lies_on,
)
from .render import (
    SUFFIXES,
    csv_of,
    draw,
    file_table,
)
from .text_table import (
    text_rows,
)
from .view import (
    ChartView,
    from_query,
    read_link,
)

__all__ = [
    "CHARTS",
    "FILES",
    "SUFFIXES",
    "Chart",
    "ChartKind",
    "ChartView",
    "ChartWords",
    "Inks",
    "Plot",
    "chart_of",
    "chart_page",
    "chart_snippet",
    "credit",
    "csv_of",
    "draw",
    "file_table",
    "find_chart",
    "frame",
    "from_query",
    "grid_down",
    "head_height",
    "label_spots",
    "lies_on",
    "offered_charts",
    "read_link",
    "rights",
    "table_page",
    "table_part",
    "text_rows",
    "why_not",
    "write_chart",
]

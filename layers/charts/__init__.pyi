from .figures import (
    credit,
    rights,
)
from .files import (
    write_chart,
)
from .html import (
    chart_page,
    chart_snippet,
    table_page,
    table_part,
)
from .kinds import (
    chart_of,
    find_chart,
    offered_charts,
)
from .model import (
    Chart,
)
from .plot import (
    Plot,
    frame,
    grid_down,
    head_height,
)
from .render import (
    SUFFIXES,
    csv_of,
    draw,
)
from .view import (
    ChartView,
    from_query,
    read_link,
)

__all__ = [
    "SUFFIXES",
    "Chart",
    "ChartView",
    "Plot",
    "chart_of",
    "chart_page",
    "chart_snippet",
    "credit",
    "csv_of",
    "draw",
    "find_chart",
    "frame",
    "from_query",
    "grid_down",
    "head_height",
    "offered_charts",
    "read_link",
    "rights",
    "table_page",
    "table_part",
    "write_chart",
]

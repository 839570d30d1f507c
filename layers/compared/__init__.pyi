from .charts import (
    dot_chart,
    funnel_chart,
    marks_of,
)
from .html import (
    dots_of,
    look_of_part,
    part_of,
)
from .options import (
    SET_WORDS,
    CompareAsked,
    from_query,
    with_alike,
)
from .tables import (
    csv_of,
    difference_table,
    figure_table,
    league_rows,
    text_rows,
)
from .words import (
    limits_of,
    main_measure,
    notes_of,
    said_of,
)

__all__ = [
    "SET_WORDS",
    "CompareAsked",
    "csv_of",
    "difference_table",
    "dot_chart",
    "dots_of",
    "figure_table",
    "from_query",
    "funnel_chart",
    "league_rows",
    "limits_of",
    "look_of_part",
    "main_measure",
    "marks_of",
    "notes_of",
    "part_of",
    "said_of",
    "text_rows",
    "with_alike",
]

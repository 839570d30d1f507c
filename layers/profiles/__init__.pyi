from .batch import (
    Batch,
    Order,
    in_the_way,
    run_batch,
)
from .compose import (
    profile_of,
)
from .html import (
    environment,
    look_of_part,
    page_of,
    part_of,
    web_face,
)
from .map import (
    draw_map,
    view_of,
)
from .model import (
    LegendRow,
    MapPart,
    Part,
    Profile,
    ProfileRow,
    ProfileTable,
    figure_cell,
)
from .options import (
    PAPERS,
    Made,
    ProfileAsked,
    can_measure,
    counted,
    from_query,
    from_view,
    made,
    problem_of,
)
from .pdf import (
    faces,
    pdf_of,
    plain_texts,
)
from .place_sentences import (
    CLAIMED,
    NOT_CLAIMED,
    modelled_of_zone,
    sentences_of_place,
)
from .sources import (
    TRACE,
    licence_lines,
    made_line,
    made_with,
    refuse_other_suffixes,
    source_lines,
    trace_path,
)
from .subject import (
    WIDE,
    Subject,
    find_subject,
    reach_of_all,
)
from .whose import (
    Whose,
    inputs_of,
    is_somebody,
    whose_of,
)

__all__ = [
    "CLAIMED",
    "NOT_CLAIMED",
    "PAPERS",
    "TRACE",
    "WIDE",
    "Batch",
    "LegendRow",
    "Made",
    "MapPart",
    "Order",
    "Part",
    "Profile",
    "ProfileAsked",
    "ProfileRow",
    "ProfileTable",
    "Subject",
    "Whose",
    "can_measure",
    "counted",
    "draw_map",
    "environment",
    "faces",
    "figure_cell",
    "find_subject",
    "from_query",
    "from_view",
    "in_the_way",
    "inputs_of",
    "is_somebody",
    "licence_lines",
    "look_of_part",
    "made",
    "made_line",
    "made_with",
    "modelled_of_zone",
    "page_of",
    "part_of",
    "pdf_of",
    "plain_texts",
    "problem_of",
    "profile_of",
    "reach_of_all",
    "refuse_other_suffixes",
    "run_batch",
    "sentences_of_place",
    "source_lines",
    "trace_path",
    "view_of",
    "web_face",
    "whose_of",
]

from .batch import (
    Batch,
    Order,
    in_the_way,
    run_batch,
)
from .compose import (
    made_with,
    trace_path,
)
from .html import (
    environment,
    look_of_part,
    page_of,
    part_of,
    web_face,
)
from .map import (
    view_of,
)
from .options import (
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
    pdf_of,
)
from .place_sentences import (
    CLAIMED,
    NOT_CLAIMED,
    modelled_of_zone,
    sentences_of_place,
)
from .sources import (
    made_line,
)
from .subject import (
    Subject,
    find_subject,
)
from .whose import (
    inputs_of,
    is_somebody,
    whose_of,
)

__all__ = [
    "CLAIMED",
    "NOT_CLAIMED",
    "Batch",
    "Made",
    "Order",
    "ProfileAsked",
    "Subject",
    "can_measure",
    "counted",
    "environment",
    "find_subject",
    "from_query",
    "from_view",
    "in_the_way",
    "inputs_of",
    "is_somebody",
    "look_of_part",
    "made",
    "made_line",
    "made_with",
    "modelled_of_zone",
    "page_of",
    "part_of",
    "pdf_of",
    "problem_of",
    "run_batch",
    "sentences_of_place",
    "trace_path",
    "view_of",
    "web_face",
    "whose_of",
]

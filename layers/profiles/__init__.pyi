from .batch import (
    in_the_way,
)
from .compose import (
    trace_path,
)
from .html import (
    look_of_part,
    page_of,
    part_of,
    web_face,
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
    sentences_of_place,
)
from .whose import (
    inputs_of,
    is_somebody,
    whose_of,
)

__all__ = [
    "CLAIMED",
    "NOT_CLAIMED",
    "Made",
    "ProfileAsked",
    "can_measure",
    "counted",
    "from_query",
    "from_view",
    "in_the_way",
    "inputs_of",
    "is_somebody",
    "look_of_part",
    "made",
    "page_of",
    "part_of",
    "pdf_of",
    "problem_of",
    "sentences_of_place",
    "trace_path",
    "web_face",
    "whose_of",
]

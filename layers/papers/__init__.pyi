from .compose import (
    ACCESS,
    COUNCIL,
    FORMS,
    MOST_BY,
    checked_name,
    paper_of,
)
from .files import (
    FORMATS,
    check_suffix,
    content_of,
    trace_json,
    write_paper,
)
from .html import (
    look_of_paper,
    page_of,
    part_of,
)
from .logo import (
    SUFFIXES,
    logo_of,
    read_logo,
)
from .model import (
    TO_FILL,
    Block,
    FrontLine,
    Paper,
    Section,
)

__all__ = [
    "ACCESS",
    "COUNCIL",
    "FORMATS",
    "FORMS",
    "MOST_BY",
    "SUFFIXES",
    "TO_FILL",
    "Block",
    "FrontLine",
    "Paper",
    "Section",
    "check_suffix",
    "checked_name",
    "content_of",
    "logo_of",
    "look_of_paper",
    "page_of",
    "paper_of",
    "part_of",
    "read_logo",
    "trace_json",
    "write_paper",
]

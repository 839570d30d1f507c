from .compose import (
    ACCESS,
    COUNCIL,
    FORMS,
    MOST_BY,
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
    Paper,
)

__all__ = [
    "ACCESS",
    "COUNCIL",
    "FORMATS",
    "FORMS",
    "MOST_BY",
    "SUFFIXES",
    "Paper",
    "check_suffix",
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

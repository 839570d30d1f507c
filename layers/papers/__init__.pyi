from .blocks import (
    map_block,
    part_block,
    rates_block,
    schooled_block,
    section_of,
    summary_block,
    with_sources,
)
from .compose import (
    ACCESS,
    COUNCIL,
    FORMS,
    MOST_BY,
    checked_name,
    front_of,
    paper_of,
)
from .facts import (
    PaperFacts,
    facts_for,
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
    "PaperFacts",
    "Section",
    "check_suffix",
    "checked_name",
    "content_of",
    "facts_for",
    "front_of",
    "logo_of",
    "look_of_paper",
    "map_block",
    "page_of",
    "paper_of",
    "part_block",
    "part_of",
    "rates_block",
    "read_logo",
    "schooled_block",
    "section_of",
    "summary_block",
    "trace_json",
    "with_sources",
    "write_paper",
]

from .compose import (
    story_of,
)
from .facts import (
    facts_of_place,
)
from .files import (
    FORMATS,
    check_suffix,
    content_of,
    order_of,
    paths_of,
    trace_json,
    write_story,
)
from .html import (
    look_of_story,
    page_of,
    part_of,
)
from .markdown import (
    markdown_of,
    picture_names,
)
from .model import (
    Story,
)
from .options import (
    code_of,
    code_of_view,
    kept_story,
    problem_of,
)
from .pictured import (
    pictures_of,
)

__all__ = [
    "FORMATS",
    "Story",
    "check_suffix",
    "code_of",
    "code_of_view",
    "content_of",
    "facts_of_place",
    "kept_story",
    "look_of_story",
    "markdown_of",
    "order_of",
    "page_of",
    "part_of",
    "paths_of",
    "picture_names",
    "pictures_of",
    "problem_of",
    "story_of",
    "trace_json",
    "write_story",
]

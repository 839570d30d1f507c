from .compose import (
    figure_rows,
    story_of,
)
from .facts import (
    facts_of_place,
)
from .figures import (
    change_of,
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
    Pictures,
    pictures_of,
)
from .word import (
    add_picture,
    add_table,
    set_look,
    set_properties,
    with_fixed_dates,
)

__all__ = [
    "FORMATS",
    "Pictures",
    "Story",
    "add_picture",
    "add_table",
    "change_of",
    "check_suffix",
    "code_of",
    "code_of_view",
    "content_of",
    "facts_of_place",
    "figure_rows",
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
    "set_look",
    "set_properties",
    "story_of",
    "trace_json",
    "with_fixed_dates",
    "write_story",
]

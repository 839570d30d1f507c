from .annex import (
    annex_of,
)
from .files import (
    ANNEX_FORMATS,
    file_stem,
    list_files,
    write_lists,
)
from .school_map import (
    NOBODY_TAKES,
    school_map,
)
from .words import (
    fsm_text,
    loads_table,
    opening_lines,
    partners_table,
    phase_text,
    roll_text,
    rules_lines,
    schools_table,
    share_out_lines,
    summary_lines,
)

__all__ = [
    "ANNEX_FORMATS",
    "NOBODY_TAKES",
    "annex_of",
    "file_stem",
    "fsm_text",
    "list_files",
    "loads_table",
    "opening_lines",
    "partners_table",
    "phase_text",
    "roll_text",
    "rules_lines",
    "school_map",
    "schools_table",
    "share_out_lines",
    "summary_lines",
    "write_lists",
]

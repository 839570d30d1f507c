from .files import (
    check_map_suffix,
    check_regions_suffix,
    paper_content,
    regions_json,
    write_map,
    write_regions,
)
from .options import (
    DRAWN,
    DRAWN_NAME,
    FIRST_MAPS,
    RegionsAsked,
    answer_of,
    drawn_map,
    from_query,
)
from .paper import (
    zones_table,
)
from .picture import (
    CLASSES,
    kept_picture,
    map_picture,
)
from .tables import (
    comparison_rows,
    comparison_table,
    figures_csv,
    map_csv,
    region_tables,
)
from .words import (
    LIMITS,
    NO_BEST,
    lines_of,
)

__all__ = [
    "CLASSES",
    "DRAWN",
    "DRAWN_NAME",
    "FIRST_MAPS",
    "LIMITS",
    "NO_BEST",
    "RegionsAsked",
    "answer_of",
    "check_map_suffix",
    "check_regions_suffix",
    "comparison_rows",
    "comparison_table",
    "drawn_map",
    "figures_csv",
    "from_query",
    "kept_picture",
    "lines_of",
    "map_csv",
    "map_picture",
    "paper_content",
    "region_tables",
    "regions_json",
    "write_map",
    "write_regions",
    "zones_table",
]

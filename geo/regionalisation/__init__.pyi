from .assess import (
    MOST_MAPS,
    RATE,
    Assessment,
    assess,
    check_maps,
    compare_maps,
)
from .edits import (
    MERGE,
    MOVE,
    RENAME,
    Edit,
    edit_map,
    edits_text,
    read_edits,
)
from .files import (
    OWN_ID,
    read_map,
)
from .ground import (
    load_region_ground,
)
from .maps import (
    OFFICIAL_MAPS,
    map_id,
    official_map,
)
from .model import (
    LONGEST_REGION,
    Regionalisation,
    clean_region,
    english_districts,
)
from .written import (
    map_json,
    map_rows,
    region_outlines,
)

__all__ = [
    "LONGEST_REGION",
    "MERGE",
    "MOST_MAPS",
    "MOVE",
    "OFFICIAL_MAPS",
    "OWN_ID",
    "RATE",
    "RENAME",
    "Assessment",
    "Edit",
    "Regionalisation",
    "assess",
    "check_maps",
    "clean_region",
    "compare_maps",
    "edit_map",
    "edits_text",
    "english_districts",
    "load_region_ground",
    "map_id",
    "map_json",
    "map_rows",
    "official_map",
    "read_edits",
    "read_map",
    "region_outlines",
]

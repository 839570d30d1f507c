from .assess import (
    MOST_MAPS,
    RATE,
    Assessment,
    Balance,
    assess,
    assess_maps,
    balance_of,
    check_maps,
    compare_maps,
    region_rates,
)
from .edits import (
    MERGE,
    MOST_EDITS,
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
    RegionGround,
    load_region_ground,
    nearest_providers,
)
from .maps import (
    OFFICIAL_MAPS,
    map_id,
    official_map,
)
from .model import (
    LEFT_OUT,
    LONGEST_REGION,
    MOST_REGIONS,
    Regionalisation,
    clean_region,
    english_areas,
    english_districts,
)
from .splits import (
    cut_zones,
    find_catchments,
    find_journeys,
    site_regions,
)
from .written import (
    map_json,
    map_rows,
    region_outlines,
)

__all__ = [
    "LEFT_OUT",
    "LONGEST_REGION",
    "MERGE",
    "MOST_EDITS",
    "MOST_MAPS",
    "MOST_REGIONS",
    "MOVE",
    "OFFICIAL_MAPS",
    "OWN_ID",
    "RATE",
    "RENAME",
    "Assessment",
    "Balance",
    "Edit",
    "RegionGround",
    "Regionalisation",
    "assess",
    "assess_maps",
    "balance_of",
    "check_maps",
    "clean_region",
    "compare_maps",
    "cut_zones",
    "edit_map",
    "edits_text",
    "english_areas",
    "english_districts",
    "find_catchments",
    "find_journeys",
    "load_region_ground",
    "map_id",
    "map_json",
    "map_rows",
    "nearest_providers",
    "official_map",
    "read_edits",
    "read_map",
    "region_outlines",
    "region_rates",
    "site_regions",
]

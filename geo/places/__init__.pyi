from .postcodes import (
    find,
    from_irish_grid,
)
from .providers import (
    AS_PUBLISHED,
    NEAR_LAND_M,
    to_metres,
)
from .roads import (
    motorway_sources,
    motorway_stamp,
    motorways,
    number_points,
)
from .school_match import (
    match_schools,
)
from .search import (
    RESULTS,
    TOO_LONG,
    WHAT_TO_TYPE,
    Result,
    SearchAnswer,
    finder,
)
from .search_places import (
    spoken_names,
)
from .search_text import (
    LONGEST,
)
from .settlements import (
    SHORT_NAMES,
    settlements_within,
)
from .site_check import (
    NEAR_M,
    Gazetteer,
    check_sites,
    parts_of,
)

__all__ = [
    "AS_PUBLISHED",
    "LONGEST",
    "NEAR_LAND_M",
    "NEAR_M",
    "RESULTS",
    "SHORT_NAMES",
    "TOO_LONG",
    "WHAT_TO_TYPE",
    "Gazetteer",
    "Result",
    "SearchAnswer",
    "check_sites",
    "find",
    "finder",
    "from_irish_grid",
    "match_schools",
    "motorway_sources",
    "motorway_stamp",
    "motorways",
    "number_points",
    "parts_of",
    "settlements_within",
    "spoken_names",
    "to_metres",
]

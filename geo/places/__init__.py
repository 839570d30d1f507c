"""Places by name: postcodes, providers, teaching sites, schools, and the index that finds them."""

from geo.places.postcodes import (
    find,
)
from geo.places.providers import (
    AS_PUBLISHED,
    NEAR_LAND_M,
    to_metres,
)
from geo.places.search import (
    TOO_LONG,
    WHAT_TO_TYPE,
    Answer,
    Result,
    finder,
)
from geo.places.search_text import (
    LONGEST,
)
from geo.places.site_check import (
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
    "TOO_LONG",
    "WHAT_TO_TYPE",
    "Answer",
    "Gazetteer",
    "Result",
    "check_sites",
    "find",
    "finder",
    "parts_of",
    "to_metres",
]

from .options import (
    MOST_WEIGHT,
    Q_CHOICES,
    WRONG_CHOICES,
    ColdSpotOptions,
    cold_spot_query,
    definitions_at,
    is_bundled,
    level_in,
    with_cold,
)
from .two_lists import (
    two_lists,
)
from .words import (
    STRICT,
    chances_beside,
    describe_cold_spots,
    how_sure,
    period_of_rates,
    verdict_of,
)
from .zone_card import (
    grades_of_zone,
    heading_of,
)
from .zone_tables import (
    LEFT,
    RIGHT,
    TextTable,
    listed_zones,
    lowest_areas,
    plain,
    recipe_table,
    tables_of_zone,
)
from .zone_words import (
    WINNERS_CURSE,
    sentences_of_zone,
    zone_of,
)

__all__ = [
    "LEFT",
    "MOST_WEIGHT",
    "Q_CHOICES",
    "RIGHT",
    "STRICT",
    "WINNERS_CURSE",
    "WRONG_CHOICES",
    "ColdSpotOptions",
    "TextTable",
    "chances_beside",
    "cold_spot_query",
    "definitions_at",
    "describe_cold_spots",
    "grades_of_zone",
    "heading_of",
    "how_sure",
    "is_bundled",
    "level_in",
    "listed_zones",
    "lowest_areas",
    "period_of_rates",
    "plain",
    "recipe_table",
    "sentences_of_zone",
    "tables_of_zone",
    "two_lists",
    "verdict_of",
    "with_cold",
    "zone_of",
]

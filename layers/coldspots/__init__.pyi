from .options import (
    MOST_WEIGHT,
    Q_CHOICES,
    ColdSpotOptions,
    cold_spot_query,
    definitions_at,
    is_bundled,
    level_in,
    with_cold,
)
from .words import (
    STRICT,
    describe_cold_spots,
    how_sure,
    period_of_rates,
    verdict_of,
)
from .zone_card import (
    heading_of,
)
from .zone_tables import (
    LEFT,
    RIGHT,
    TextTable,
    listed_zones,
    plain,
    recipe_table,
    tables_of_zone,
)
from .zone_words import (
    sentences_of_zone,
    zone_of,
)

__all__ = [
    "LEFT",
    "MOST_WEIGHT",
    "Q_CHOICES",
    "RIGHT",
    "STRICT",
    "ColdSpotOptions",
    "TextTable",
    "cold_spot_query",
    "definitions_at",
    "describe_cold_spots",
    "heading_of",
    "how_sure",
    "is_bundled",
    "level_in",
    "listed_zones",
    "period_of_rates",
    "plain",
    "recipe_table",
    "sentences_of_zone",
    "tables_of_zone",
    "verdict_of",
    "with_cold",
    "zone_of",
]

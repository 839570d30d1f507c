"""What there is: geographies, indicators, datasets and columns, and what each of them means.

Every menu, legend, table heading and page of documentation reads these registries; nothing else
says what a number means.
"""

from geo.registry.answer_words import (
    ANSWER_WORDS,
    describe_columns,
)
from geo.registry.column_words import (
    AREA_WORDS,
    Words,
)
from geo.registry.columns import (
    AGES,
    AREA,
    CARRIED_RATE,
    CHANGE,
    FACT,
    FINDING,
    INTAKE,
    POINT,
    PROVIDER,
    PUBLISHED_RATE,
    SCHOOL,
    SITE,
    Column,
    flag,
    index_columns,
    number,
    text,
    whole,
)
from geo.registry.datasets import (
    DATASETS,
    Dataset,
    dataset,
)
from geo.registry.geographies import (
    ENGLAND,
    GEOGRAPHIES,
    NATION_CODES,
    NATIONS,
    bundled,
    check_codes,
    geography,
    geography_of,
)
from geo.registry.indicators import (
    INDICATORS,
    THEMES,
    Indicator,
    Theme,
    indicator,
    indicators_at,
)
from geo.registry.rounding import (
    percent_text,
    steps_of,
)

__all__ = [
    "AGES",
    "ANSWER_WORDS",
    "AREA",
    "AREA_WORDS",
    "CARRIED_RATE",
    "CHANGE",
    "DATASETS",
    "ENGLAND",
    "FACT",
    "FINDING",
    "GEOGRAPHIES",
    "INDICATORS",
    "INTAKE",
    "NATIONS",
    "NATION_CODES",
    "POINT",
    "PROVIDER",
    "PUBLISHED_RATE",
    "SCHOOL",
    "SITE",
    "THEMES",
    "Column",
    "Dataset",
    "Indicator",
    "Theme",
    "Words",
    "bundled",
    "check_codes",
    "dataset",
    "describe_columns",
    "flag",
    "geography",
    "geography_of",
    "index_columns",
    "indicator",
    "indicators_at",
    "number",
    "percent_text",
    "steps_of",
    "text",
    "whole",
]

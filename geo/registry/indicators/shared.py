"""Levels and names of classes that indicators of several kinds share."""

from __future__ import annotations

SMALL_TO_LARGE = (
    *("lsoa21", "msoa21", "ward24", "lad24", "pcon24", "utla23"),
    *("cauth25", "lsip23", "region", "nation"),
)


QUINTILES = (
    "Lowest fifth",
    "Second lowest fifth",
    "Middle fifth",
    "Second highest fifth",
    "Highest fifth",
)


DECILES = (
    "Most deprived fifth (deciles 1, 2)",
    "Deciles 3, 4",
    "Deciles 5, 6",
    "Deciles 7, 8",
    "Least deprived fifth (deciles 9, 10)",
)

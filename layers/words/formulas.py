"""How figures of places come about: the formulas that their traces hold."""

from __future__ import annotations

from geo.coldspots import LEVELS, ZONE
from geo.registry import PATCH, indicator
from layers.words.traces import AS_IT_STANDS

_WEIGHTS = {
    "simd20_university": "people aged 17 to 21",
    "simd20_not_participating": "people aged 16 to 19",
}


_PARTS = {
    "ward24": "neighbourhoods",
    PATCH.id: "neighbourhoods",
    "pcon24": "parts of neighbourhoods of 2011",
}
"""Areas whose rates are put together for larger ones; local areas for all others."""


def figure_formula(measure: str, level: str, code: str = "") -> str:
    """Return how a figure comes to an area: published, turned round, put together or averaged.

    Examples
    --------
    >>> figure_formula("he19_rate", "utla23"), figure_formula("tundra_rate", "lsoa21")
    ('figure of 2024', 'as it stands in the bundled table')
    """
    if measure == "tundra_rate":
        return _pooled(level, code)
    if measure.startswith("nimdm17_he_") and level == "pcon24":
        return f"average of {measure} over the people of its super output areas"
    if measure == "nimdm17_he_enrolled":
        return "1 less nimdm17_he_not_enrolled"
    if measure in _WEIGHTS and (level != "dz11" or code.startswith(ZONE)):
        parts = "areas" if code.startswith(ZONE) else "data zones"
        return f"average of {measure} over its {parts}, weighted by {_WEIGHTS[measure]}"
    periods = indicator(measure).periods
    return AS_IT_STANDS if periods is None else f"figure of {periods.latest}"


def _pooled(level: str, code: str) -> str:
    if code.startswith(ZONE):
        parts = "areas"
    elif level in LEVELS:
        return AS_IT_STANDS
    else:
        parts = _PARTS.get(level, "local areas")
    return f"sum of tundra_rate x tundra_cohort over its {parts}, by the sum of their tundra_cohort"

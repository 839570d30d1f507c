"""Indicators of files that only a user's own cache may hold."""

from __future__ import annotations

from dataclasses import replace

from geo.registry.indicators.model import Indicator
from geo.registry.periods import spans

_UCAS = "ucas18_rate"


_UCAS_YEARS = replace(
    spans(*((year - 2, year) for year in range(2008, 2025))),
    wording="aged 18 in {label}, mean of three years",
    note="Means of three years, as one year's change is mostly chance; means less than three years "
    "apart share a year. Years before 2024 are carried back to the constituencies of 2024 by UCAS.",
)


_COLLEGES = (
    " About a third of young entrants to full-time higher education in Scotland, those of "
    "colleges, are not in it."
)


def _entry_rate(nation: str) -> Indicator:
    """Make the measure of one nation: nations do not compare, so none stands beside another."""
    return Indicator(
        f"{_UCAS}_{nation.lower().replace(' ', '_')}",
        f"Entry at 18 in {nation} (UCAS)",
        "18 year olds who entered university",
        "Getting in",
        "low",
        ("pcon24",),
        ("ucas_entry_rates",),
        _UCAS_YEARS.text(_UCAS_YEARS.latest),
        "From a copy of one's own, for one nation at a time: nations do not compare. No licence to "
        f"pass the figures on is stated.{_COLLEGES if nation == 'Scotland' else ''}",
        kind="rate",
        suffix="%",
        nations=(nation,),
        periods=_UCAS_YEARS,
    )


OWN_INDICATORS: tuple[Indicator, ...] = tuple(
    _entry_rate(nation) for nation in ("England", "Wales", "Scotland", "Northern Ireland")
)
"""Measures of files that only a user's own cache may hold: offered where it does."""

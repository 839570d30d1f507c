"""Indicators of Wales."""

from __future__ import annotations

from geo.registry.columns import WIMD_DOMAINS
from geo.registry.indicators.model import Indicator
from geo.registry.indicators.shared import rank_deciles

_wimd_decile = rank_deciles("Wales", "lsoa21", "neighbourhoods", "wimd25", "WIMD 2025")


_WIMD_LABELS = {
    "income": ("Income (WIMD)", "People on low income"),
    "employment": ("Employment (WIMD)", "People of working age without work"),
    "health": ("Health (WIMD)", "Early death and poor health"),
    "education": ("Education (WIMD)", "Attainment, absence and skills"),
    "access": ("Access to services (WIMD)", "Travel times to services, and broadband"),
    "housing": ("Housing (WIMD)", "Overcrowding, cost and quality of housing"),
    "safety": ("Community safety (WIMD)", "Recorded crime and fires"),
    "environment": ("Physical environment (WIMD)", "Air, flood risk, noise and green space"),
}


WALES: tuple[Indicator, ...] = (
    _wimd_decile(
        "wimd25",
        "WIMD decile",
        "Neighbourhoods from the most to the least deprived tenth of Wales",
    ),
    *(_wimd_decile(f"wimd25_{domain}", *_WIMD_LABELS[domain]) for domain in WIMD_DOMAINS),
)

"""Indicators of Scotland."""

from __future__ import annotations

from geo.registry.columns import SIMD_DOMAINS
from geo.registry.indicators.model import Indicator
from geo.registry.indicators.shared import in_order, rank_deciles

_ZONES_UP = ("dz11", "iz11", "lad24", "pcon24", "nation")


_ZONES_MEAN = (
    "Above the data zone, averages weighted by {who} of mid-2020, made here; a zone that is "
    "suppressed is left out."
)


_simd_decile = rank_deciles("Scotland", "dz11", "data zones", "simd20_ranks", "SIMD 2020v2")


def _university(name: str, year: str, source: str, meaning: str) -> Indicator:
    return Indicator(
        name,
        "Entry to university" if year == "2020" else f"Entry to university, index of {year}",
        meaning,
        "Getting in",
        "low",
        _ZONES_UP,
        (source,),
        f"one year, as in SIMD {year}",
        "A share of five year groups in one year, so about a fifth of the share of a year group "
        "that ever enters: on no scale with measures of England. A zone has about 35 people of "
        "that age, so its figure is partly chance. "
        + _ZONES_MEAN.format(who="people aged 17 to 21"),
        kind="rate",
        suffix="%",
        nations=("Scotland",),
        missing_text="Suppressed",
    )


def _minutes(name: str, label: str, meaning: str) -> Indicator:
    return Indicator(
        f"simd20_{name}_minutes",
        label,
        meaning,
        "Getting there",
        "high",
        _ZONES_UP,
        ("simd20_indicators",),
        "SIMD 2020v2",
        "Says nothing of the way to a university or college. "
        + _ZONES_MEAN.format(who="all people"),
        suffix=" minutes",
        nations=("Scotland",),
    )


_DOMAIN_LABELS = {
    "income": ("Income (SIMD)", "People on low income"),
    "employment": ("Employment (SIMD)", "People of working age shut out of work"),
    "health": ("Health (SIMD)", "Early death and poor health"),
    "education": (
        "Education (SIMD)",
        "Attendance, attainment and skills, with entry to university among them",
    ),
    "access": ("Access to services (SIMD)", "Minutes to services, and broadband"),
    "crime": ("Crime (SIMD)", "Recorded crime"),
    "housing": ("Housing (SIMD)", "Overcrowding, and homes without central heating"),
}


SCOTLAND: tuple[Indicator, ...] = (
    _university(
        "simd20_university",
        "2020",
        "simd20_indicators",
        "People aged 17 to 21 who entered university in a year, as a share of all that age",
    ),
    _university(
        "simd16_university",
        "2016",
        "simd16_indicators",
        "People aged 17 to 21 who entered full-time higher education in a year, as a share of all "
        "that age",
    ),
    _simd_decile(
        "simd20",
        "SIMD decile",
        "Data zones from the most to the least deprived tenth of Scotland",
        rank="simd20_rank",
    ),
    *(
        _simd_decile(
            f"simd20_{domain}",
            *_DOMAIN_LABELS[domain],
            rank=f"simd20_{domain}_domain_rank",
            caveat="Contains entry to university, so it is no explanation of it. "
            if domain == "education"
            else "",
        )
        for domain in SIMD_DOMAINS
    ),
    Indicator(
        "simd20_most_deprived_share",
        "Share in worst fifth (SIMD)",
        "Share of an area's data zones that are in the most deprived fifth of Scotland",
        "Deprivation",
        "high",
        _ZONES_UP[1:],
        ("simd20_ranks",),
        "SIMD 2020v2",
        "Counts data zones, not people. " + in_order("data zones"),
        kind="rate",
        suffix="%",
        nations=("Scotland",),
    ),
    Indicator(
        "simd20_not_participating",
        "Not in education or work",
        "People aged 16 to 19 who are not in education, employment or training",
        "Getting on",
        "high",
        _ZONES_UP,
        ("simd20_indicators",),
        "SIMD 2020v2",
        "A zone has about 29 people of that age, so its figure is partly chance. "
        + _ZONES_MEAN.format(who="people aged 16 to 19"),
        kind="rate",
        suffix="%",
        nations=("Scotland",),
        missing_text="Suppressed",
    ),
    _minutes(
        "drive_secondary",
        "By car to a secondary school",
        "Average minutes by car to a secondary school",
    ),
    _minutes("drive_retail", "By car to shops", "Average minutes by car to a retail centre"),
    _minutes(
        "transit_gp",
        "By public transport to a GP",
        "Minutes by public transport to a GP surgery",
    ),
    _minutes(
        "transit_retail",
        "By public transport to shops",
        "Minutes by public transport to a retail centre",
    ),
)

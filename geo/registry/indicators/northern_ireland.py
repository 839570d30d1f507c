"""Indicators of Northern Ireland, and of the Census in England and Wales beside them."""

from __future__ import annotations

from typing import Literal

from geo.registry.columns import NIMDM_DOMAINS
from geo.registry.indicators.model import Indicator
from geo.registry.indicators.shared import rank_deciles

_nimdm_decile = rank_deciles(
    "Northern Ireland", "soa01", "super output areas", "nimdm17", "NIMDM 2017"
)


def _enrolled(name: str, label: str, meaning: str, worse: Literal["low", "high"]) -> Indicator:
    return Indicator(
        name,
        label,
        meaning,
        "Getting in",
        worse,
        ("soa01", "pcon24"),
        ("nimdm17",),
        "NIMDM 2017",
        "Published as the share who have NOT enrolled; those who have enrolled are the rest of "
        "them. On no scale with measures of other nations. An area has about 110 people of that "
        "age, so its figure is partly chance.",
        kind="rate",
        suffix="%",
        nations=("Northern Ireland",),
        missing_text="Suppressed",
        columns=("nimdm17_he_not_enrolled",) if name == "nimdm17_he_enrolled" else (),
    )


_NIMDM_LABELS = {
    "income": ("Income (NIMDM)", "People on low income"),
    "employment": ("Employment (NIMDM)", "People of working age shut out of work"),
    "health": ("Health (NIMDM)", "Early death, disability and poor health"),
    "education": (
        "Education (NIMDM)",
        "Attainment, absence and skills, with enrolment in higher education among them",
    ),
    "access": ("Access to services (NIMDM)", "Travel times to services, and broadband"),
    "environment": ("Living environment (NIMDM)", "Quality of housing and surroundings"),
    "crime": ("Crime and disorder (NIMDM)", "Recorded crime and disorder"),
}


NORTHERN_IRELAND: tuple[Indicator, ...] = (
    Indicator(
        "ni_leavers_he",
        "School leavers entering HE",
        "School leavers who entered higher education",
        "Getting in",
        "low",
        ("dea14", "lad24"),
        ("ni_area_explorer",),
        "school leavers of 2024/25",
        "Where pupils live who left grant-aided schools, not where the schools are. On no scale "
        "with measures of other nations.",
        kind="rate",
        suffix="%",
        nations=("Northern Ireland",),
    ),
    _enrolled(
        "nimdm17_he_not_enrolled",
        "Not enrolled in HE (NIMDM)",
        "People aged 18 to 21 who have not enrolled in higher education, as published",
        "high",
    ),
    _enrolled(
        "nimdm17_he_enrolled",
        "Have enrolled in HE (NIMDM)",
        "People aged 18 to 21 who have enrolled in higher education: the published share turned "
        "round",
        "low",
    ),
    _nimdm_decile(
        "nimdm17",
        "NIMDM decile",
        "Super output areas from the most to the least deprived tenth of Northern Ireland",
    ),
    *(
        _nimdm_decile(
            f"nimdm17_{domain}",
            *_NIMDM_LABELS[domain],
            caveat="Contains enrolment in higher education, so it is no explanation of it. "
            if domain == "education"
            else "",
        )
        for domain in NIMDM_DOMAINS
    ),
    Indicator(
        "ni_census21_level4",
        "Adults with level 4 (NI)",
        "People aged 16 and over with a qualification of level 4 or above, such as a degree",
        "Adults and part-time",
        "low",
        ("sdz21", "dea14", "lad24"),
        ("ni_area_explorer",),
        "Census 2021, Northern Ireland",
        "Says who lives there, not who grew up there: people move for and after their studies.",
        kind="rate",
        suffix="%",
        nations=("Northern Ireland",),
    ),
    Indicator(
        "census21_level4",
        "Adults with level 4",
        "People aged 16 and over with a qualification of level 4 or above, such as a degree",
        "Adults and part-time",
        "low",
        ("pcon24",),
        ("census21_pcon_qualifications",),
        "Census 2021",
        "Says who lives there, not who grew up there: people move for and after their studies.",
        kind="rate",
        suffix="%",
        nations=("England", "Wales"),
    ),
)

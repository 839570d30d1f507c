"""How series of authorities are described: their years, what broke, and their levels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from geo.registry.indicators.model import Indicator, Theme
from geo.registry.periods import Apart, Periods, academic, calendar, spans

LAIT = (
    "State-funded pupils, by the authority of their school. Districts of a county have no figure "
    "of their own."
)


AUTHORITIES = ("utla23", "region", "nation")


DISTRICTS = ("lad24", "utla23", "cauth25", "region", "nation")


ENTRY_YEARS = replace(
    academic(2016, 2024),
    wording="aged 19 in {label}",
    note="Matched from several records, so every figure is an estimate; two A levels' worth of "
    "grades of those who were 19 in 2021 and 2022 were assessed by teachers.",
)


LEVEL3_YEARS = replace(
    calendar(2016, 2024),
    wording="aged 19 in {label}",
    note="Grades of many who were 19 in 2021 and 2022 were assessed by teachers, and were higher.",
)


_POINTS = "points were given on another scale as the GCSE grades 9 to 1 were brought in"


ATTAINMENT_YEARS = replace(
    academic(2016, 2025),
    wording="{label} results",
    apart=(
        Apart((2016,), _POINTS),
        Apart((2017,), _POINTS),
        Apart((2020, 2021), "the grades of 2020 and 2021 were assessed by teachers"),
        Apart((2022,), "the grades of 2022 were set midway between those of 2019 and of 2021"),
    ),
)


COMPOSITE_WORDING = "State of the Nation 2025, {label}"


COMPOSITE_YEARS = replace(
    spans((2000, 2005), (2006, 2011), (2012, 2017), (2018, 2024)), wording=COMPOSITE_WORDING
)


SCHOOL_YEAR = "school year {label}"


ABSENCE_NOTE = (
    "2019-20 was not published, and pupils were kept at home in 2020-21. A tenth of one's own "
    "sessions in every year."
)


_SMC = (
    "An index of several measures for 205 groups of authorities, published without intervals: "
    "small differences mean nothing."
)


def composite(name: str, label: str, period: str, periods: Periods) -> Indicator:
    """Make an index of the Social Mobility Commission."""
    return Indicator(
        f"smc_{name}",
        label,
        "How places compare on a national index of social mobility, by group of authorities",
        "Getting on",
        "low",
        ("smc205",),
        ("smc_ci1", "smc_ci2", "smc_ci3", "smc_ci4"),
        f"State of the Nation 2025, {period}",
        _SMC,
        decimals=2,
        classing="standard deviations",
        nations=("England", "Wales", "Scotland", "Northern Ireland"),
        periods=periods,
    )


def authority_rate(name: str, label: str, meaning: str, period: str, periods: Periods) -> Indicator:
    """Make a rate of the interactive tool: of counties, unitary authorities and above."""
    return Indicator(
        name,
        label,
        meaning,
        "Getting on" if name == "level3_19_rate" else "Getting in",
        "low",
        AUTHORITIES,
        ("lait",),
        period,
        LAIT,
        kind="rate",
        suffix="%",
        periods=periods,
    )


def district_series(
    name: str,
    label: str,
    meaning: str,
    theme: Theme,
    worse: Literal["low", "high"],
    geographies: tuple[str, ...],
    source: str,
    period: str,
    caveat: str,
    periods: Periods,
    **more: Any,
) -> Indicator:
    """Make a series that another file gives, a percentage unless `more` says what it is."""
    looks: dict[str, Any] = {"kind": "rate", "suffix": "%"}
    return Indicator(
        name,
        label,
        meaning,
        theme,
        worse,
        geographies,
        (source,),
        period,
        caveat,
        periods=periods,
        **{**looks, **more},
    )

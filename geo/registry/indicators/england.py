"""Indicators of England, and those that are published in one way for the whole Kingdom."""

from __future__ import annotations

from dataclasses import replace

from geo.registry.geographies import PUBLISHED_RATES
from geo.registry.indicators.authorities import (
    ABSENCE_NOTE,
    ATTAINMENT_YEARS,
    AUTHORITIES,
    COMPOSITE_WORDING,
    COMPOSITE_YEARS,
    DISTRICTS,
    ENTRY_YEARS,
    LAIT,
    LEVEL3_YEARS,
    SCHOOL_YEAR,
    authority_rate,
    composite,
    district_series,
)
from geo.registry.indicators.model import Indicator, Theme
from geo.registry.indicators.shared import DECILES, QUINTILES, SMALL_TO_LARGE
from geo.registry.periods import academic, calendar, spans
from geo.settings import TUNDRA_LEFT_OUT, TUNDRA_WHO

_IOD_CAVEAT = (
    "An index ranks neighbourhoods; it does not say how much more deprived one is than "
    "another, and most deprived people do not live in the most deprived neighbourhoods."
)


def _decile(
    name: str, label: str, meaning: str, theme: Theme = "Deprivation", caveat: str = ""
) -> Indicator:
    return Indicator(
        f"{name}_decile",
        label,
        meaning,
        theme,
        "low",
        ("lsoa21",),
        ("iod25_file3" if name.startswith("idac") else "iod25_file7",),
        "Indices of Deprivation 2025",
        caveat or _IOD_CAVEAT,
        kind="decile",
        decimals=0,
        prefix="decile ",
        classing="published deciles",
        class_labels=DECILES,
        columns=(f"{name}_rank",),
    )


_MODEL_CAVEAT = (
    "Worked out here by a spatial model (BYM2) from the published rates and cohorts of each area "
    "and those that touch it. It allows for luck in small cohorts, not for change since, nor for "
    "pupils whom the published rates leave out."
)


def _chance(name: str, label: str, meaning: str, *more: str) -> Indicator:
    return Indicator(
        name,
        label,
        meaning,
        "Getting in",
        "high",
        PUBLISHED_RATES,
        ("tundra_lsoa11", "tundra_msoa11"),
        TUNDRA_WHO,
        f"{_MODEL_CAVEAT} {TUNDRA_LEFT_OUT}",
        kind="rate",
        decimals=0,
        suffix="%",
        classing="chances",
        missing_text="Suppressed: fewer than 30 pupils",
        columns=("tundra_rate", "tundra_cohort", *more),
    )


ENGLAND: tuple[Indicator, ...] = (
    Indicator(
        "tundra_rate",
        "Young participation (TUNDRA)",
        "Young people who were in higher education at 18 or 19",
        "Getting in",
        "low",
        SMALL_TO_LARGE,
        ("tundra_lsoa11", "tundra_msoa11"),
        TUNDRA_WHO,
        f"{TUNDRA_LEFT_OUT} A neighbourhood's figure rests on about 85 pupils of five year groups "
        "added together; figures of small areas are partly chance.",
        kind="rate",
        suffix="%",
        classing="published quintiles",
        class_labels=QUINTILES,
        missing_text="Suppressed: fewer than 30 pupils",
        columns=(
            "tundra_rate_low",
            "tundra_rate_high",
            "tundra_rate_shrunk",
            "prob_lowest_fifth",
            "tundra_rate_modelled",
            "tundra_rate_modelled_low",
            "tundra_rate_modelled_high",
            "tundra_cohort",
            "tundra_quintile",
            "tundra_basis",
        ),
    ),
    _chance(
        "prob_below_national",
        "Chance below national rate",
        "Chance that young participation is truly below England's",
        "tundra_rate_modelled",
        "tundra_rate_modelled_low",
        "tundra_rate_modelled_high",
    ),
    _chance(
        "prob_true_fifth_1",
        "Chance in lowest fifth",
        "Chance of being in the fifth of pupils with the lowest true participation",
        *(f"prob_true_fifth_{fifth}" for fifth in range(2, 6)),
        "rank_modelled_low",
        "rank_modelled_high",
    ),
    Indicator(
        "tundra_gap_modelled",
        "Against expectation",
        "How many percentage points young participation truly lies above or below that of places "
        "as deprived and as rural",
        "Getting in",
        "low",
        PUBLISHED_RATES,
        ("tundra_lsoa11", "tundra_msoa11", "iod25_file7", "rural_urban_lsoa21"),
        f"{TUNDRA_WHO}; Indices of Deprivation 2025",
        "Expected from six domains of deprivation, without education, and from rurality: neither "
        "attainment nor ethnicity is in it, so it explains nothing and ranks no school or "
        f"institution. {_MODEL_CAVEAT}",
        kind="rate",
        prefix="+",
        suffix=" points",
        classing="points from 0",
        missing_text="Suppressed: fewer than 30 pupils",
        columns=(
            "tundra_gap_modelled_low",
            "tundra_gap_modelled_high",
            "prob_below_expected",
            "tundra_cohort",
        ),
    ),
    Indicator(
        "iod25_he_entry_rank",
        "Entry to HE (IoD rank)",
        "Neighbourhoods in order of the deprivation indicator of entry to higher education",
        "Getting in",
        "low",
        ("lsoa21",),
        ("iod25_indicators",),
        "Indices of Deprivation 2025",
        "Rank 1 has the highest share NOT entering. The publisher's files do not define who is "
        "counted, so it is shown as a rank and never beside TUNDRA on one scale.",
        kind="rank",
        decimals=0,
        prefix="rank ",
        suffix=" of 33,721",
    ),
    authority_rate(
        "he19_rate",
        "Entry to HE by 19",
        "State-funded pupils who had entered higher education by 19",
        "aged 19 in 2023-24",
        ENTRY_YEARS,
    ),
    authority_rate(
        "he19_fsm_rate",
        "Entry by 19, free meals",
        "Pupils eligible for free school meals at 15 who had entered higher education by 19",
        "aged 19 in 2023-24",
        ENTRY_YEARS,
    ),
    authority_rate(
        "he19_nonfsm_rate",
        "Entry by 19, no free meals",
        "Pupils not eligible for free school meals at 15 who had entered higher education by 19",
        "aged 19 in 2023-24",
        ENTRY_YEARS,
    ),
    Indicator(
        "he19_gap",
        "Gap in entry by 19",
        "How many percentage points fewer pupils eligible for free school meals at 15 had entered "
        "higher education by 19 than other pupils",
        "Getting in",
        "high",
        AUTHORITIES,
        ("lait",),
        "aged 19 in 2023-24",
        "Worked out here from the two published rates. " + LAIT,
        kind="rate",
        suffix=" points",
        periods=ENTRY_YEARS,
    ),
    _decile("iod25", "IMD decile", "Neighbourhoods from the most to the least deprived tenth"),
    Indicator(
        "iod25_score",
        "IMD score",
        "How deprived an area is, all seven domains together",
        "Deprivation",
        "high",
        SMALL_TO_LARGE,
        ("iod25_file7", "iod25_lad24"),
        "Indices of Deprivation 2025",
        "Authorities have the published average score; other areas above the neighbourhood have "
        "averages weighted by people, made here. " + _IOD_CAVEAT,
    ),
    Indicator(
        "iod25_most_deprived_share",
        "Share in worst tenth",
        "Share of an area's neighbourhoods that are in the most deprived tenth of England",
        "Deprivation",
        "high",
        SMALL_TO_LARGE[1:],
        ("iod25_file1",),
        "Indices of Deprivation 2025",
        "Counts neighbourhoods, not people. " + _IOD_CAVEAT,
        kind="rate",
        suffix="%",
    ),
    _decile("idaci25", "Children, income (IDACI)", "Children in income-deprived families"),
    _decile("iod25_income", "Income", "People on low income"),
    _decile("iod25_employment", "Employment", "People of working age shut out of work"),
    _decile(
        "iod25_education",
        "Education, skills, training",
        "Lack of attainment and skills among children and adults",
        caveat="Contains entry to higher education, so it is no explanation of it. " + _IOD_CAVEAT,
    ),
    _decile("iod25_health", "Health and disability", "Early death and poor health"),
    _decile("iod25_crime", "Crime", "Recorded crime"),
    _decile("iod25_barriers", "Housing and services", "Barriers to housing and to services"),
    _decile("iod25_environment", "Living environment", "Quality of housing and surroundings"),
    _decile(
        "iod25_children",
        "Children's education",
        "Attainment, absence and entry to higher education in one index",
        "Getting on",
        "Contains entry to higher education, so it is no explanation of it. " + _IOD_CAVEAT,
    ),
    Indicator(
        "attainment8",
        "Attainment 8 at 16",
        "Average points per pupil over eight GCSE subjects",
        "Getting on",
        "low",
        AUTHORITIES,
        ("lait",),
        "2024-25 results",
        LAIT,
        suffix=" points",
        periods=ATTAINMENT_YEARS,
    ),
    authority_rate(
        "level3_19_rate",
        "Level 3 at 19",
        "Young people with two A levels or the like by 19",
        "aged 19 in 2024",
        LEVEL3_YEARS,
    ),
    district_series(
        "gcse19_rate",
        "English and maths by 19",
        "Young people with GCSEs in English and in maths, or the like, by 19",
        "Getting on",
        "low",
        DISTRICTS,
        "els_gcse19",
        "aged 19 in 2024-25",
        "By where young people went to school at 15 or live, as the publisher assigns them.",
        replace(
            academic(2017, 2025),
            wording="aged 19 in {label}",
            note="Grades of 2020 and 2021 were assessed by teachers, and were higher.",
        ),
    ),
    district_series(
        "neet_rate",
        "NEET or not known",
        "16 and 17 year olds who are in none of education, employment and training, or whose "
        "activity is not known",
        "Getting on",
        "high",
        AUTHORITIES,
        "dfe_neet_2025",
        "mean of December 2024 to February 2025",
        "An authority that traces everyone looks better than one that does not.",
        replace(
            calendar(2022, 2025, without=(2024,)),
            wording="mean of December {before} to February {year}",
        ),
    ),
    district_series(
        "absence_rate",
        "Persistent absence",
        "Pupils who missed a tenth or more of their sessions",
        "Getting on",
        "high",
        AUTHORITIES,
        "els_absence",
        "school year 2024-25",
        "State-funded schools, by the authority of the school.",
        replace(academic(2007, 2025, without=(2020,)), note=ABSENCE_NOTE, wording=SCHOOL_YEAR),
    ),
    district_series(
        "absence_fsm_rate",
        "Persistent absence, free meals",
        "Pupils eligible for free school meals who missed a tenth or more of their sessions",
        "Getting on",
        "high",
        AUTHORITIES,
        "els_absence_fsm",
        "school year 2024-25",
        "State-funded schools, by the authority of the school.",
        replace(academic(2019, 2025, without=(2020,)), note=ABSENCE_NOTE, wording=SCHOOL_YEAR),
    ),
    district_series(
        "child_poverty_rate",
        "Children in low-income families",
        "Children under 16 in families with less than 60% of that year's median income, before "
        "housing costs",
        "Deprivation",
        "high",
        DISTRICTS,
        "els_child_poverty",
        "financial year 2024-25",
        "Before housing costs, so places where rents are high look better than they are.",
        replace(academic(2022, 2025), wording="financial year {label}"),
        nations=("England", "Wales", "Scotland", "Northern Ireland"),
    ),
    composite(
        "conditions_of_childhood", "Conditions of childhood", "2018 to 2024", COMPOSITE_YEARS
    ),
    composite("labour_market", "Labour market outcomes", "2018 to 2024", COMPOSITE_YEARS),
    composite("innovation_growth", "Innovation and growth", "2018 to 2024", COMPOSITE_YEARS),
    composite(
        "promising_prospects",
        "Promising prospects",
        "2021 to 2024",
        replace(spans((2018, 2020), (2021, 2024)), wording=COMPOSITE_WORDING),
    ),
    district_series(
        "further_education_rate",
        "Further education",
        "Learners aged 19 and over in further education and skills, for each 100,000 people",
        "Adults and part-time",
        "low",
        DISTRICTS,
        "els_further_education",
        "2024-25",
        "More learners can mean more need as well as more supply.",
        academic(2020, 2025),
        kind="score",
        decimals=0,
        suffix=" per 100,000",
    ),
    district_series(
        "apprenticeship_starts_rate",
        "Apprenticeship starts",
        "People who began an apprenticeship, for each 100,000 people",
        "Adults and part-time",
        "low",
        DISTRICTS,
        "els_apprenticeships",
        "2024-25",
        "Of any age and level, by where the apprentice lives.",
        academic(2020, 2025),
        kind="score",
        decimals=0,
        suffix=" per 100,000",
    ),
    Indicator(
        "iod25_adult_skills_score",
        "Adults without skills",
        "Working-age adults with no or low qualifications, or who do not speak English well: "
        "score of the sub-domain",
        "Adults and part-time",
        "high",
        SMALL_TO_LARGE,
        ("iod25_file7",),
        "Indices of Deprivation 2025",
        "Above the neighbourhood, averages weighted by people, made here. " + _IOD_CAVEAT,
        decimals=3,
    ),
    Indicator(
        "connectivity_score",
        "Connectivity",
        "How much can be reached by walking, cycling and public transport, from 0 to 100",
        "Getting there",
        "low",
        SMALL_TO_LARGE,
        ("iod25_indicators",),
        "Indices of Deprivation 2025",
        "Says how much can be reached, not whether a university can. Above the neighbourhood, "
        "averages weighted by people, made here.",
    ),
)

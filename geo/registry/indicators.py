"""Registry of indicators: what a number means, which way it runs, and where it may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from geo.errors import BadInputError
from geo.registry.columns import NIMDM_DOMAINS, SIMD_DOMAINS, WIMD_DOMAINS
from geo.registry.datasets import dataset
from geo.registry.periods import Apart, Periods, academic, calendar, spans
from geo.registry.rounding import steps_of
from geo.settings import TUNDRA_LEFT_OUT, TUNDRA_WHO, cache_dir

Theme = Literal["Getting in", "Deprivation", "Getting on", "Adults and part-time", "Getting there"]
THEMES: tuple[Theme, ...] = (
    "Getting in",
    "Deprivation",
    "Getting on",
    "Adults and part-time",
    "Getting there",
)
Classing = Literal[
    "published quintiles",
    "published deciles",
    "deciles of ranks",
    "equal young people",
    "standard deviations",
]


@dataclass(frozen=True)
class Indicator:
    """One number that an area can have. Its `id` is its column in every joined table."""

    id: str
    label: str
    """What it is called in menus and titles."""
    meaning: str
    """What the number is, in plain words: the first thing a page says."""
    theme: Theme
    worse: Literal["low", "high"]
    """Which end is of concern: drawn darkest."""
    geographies: tuple[str, ...]
    """Levels at which it exists, the smallest first."""
    datasets: tuple[str, ...]
    period: str
    """Of whom and when, as it must stand in every title and file that shows it."""
    caveat: str
    """What the number cannot tell."""
    kind: Literal["rate", "score", "rank", "decile"] = "score"
    decimals: int = 1
    """Decimals shown; rates are shown as percentages."""
    prefix: str = ""
    """What stands before a figure; a plus stands before gains alone."""
    suffix: str = ""
    classing: Classing = "equal young people"
    class_labels: tuple[str, ...] = ()
    """Names of the classes where the publisher names them, the worst first."""
    nations: tuple[str, ...] = ("England",)
    missing_text: str = "Not published"
    """What an area of a covered nation without a value is called in the legend."""
    columns: tuple[str, ...] = field(default=())
    """Further columns that belong to it in a file."""
    periods: Periods | None = None
    """The years it is published for, where there are several; its column holds the latest."""

    @property
    def step(self) -> float:
        """Smallest difference that is shown, in the unit of the column."""
        return 10.0 ** -(self.decimals + (2 if self.kind == "rate" else 0))

    def text(self, value: float | None) -> str:
        """Write a value as a page does.

        Examples
        --------
        >>> indicator("tundra_rate").text(0.3805)
        '38.1%'
        """
        if value is None or value != value:
            return self.missing_text
        shown = steps_of(float(value), self.step) * 10.0**-self.decimals
        prefix = "" if self.prefix == "+" and shown <= 0 else self.prefix
        return f"{prefix}{shown:,.{self.decimals}f}{self.suffix}"


_SMALL_TO_LARGE = (
    *("lsoa21", "msoa21", "ward24", "lad24", "pcon24", "utla23"),
    *("cauth25", "lsip23", "region", "nation"),
)
_QUINTILES = (
    "Lowest fifth",
    "Second lowest fifth",
    "Middle fifth",
    "Second highest fifth",
    "Highest fifth",
)
_DECILES = (
    "Most deprived fifth (deciles 1, 2)",
    "Deciles 3, 4",
    "Deciles 5, 6",
    "Deciles 7, 8",
    "Least deprived fifth (deciles 9, 10)",
)
_IOD_CAVEAT = (
    "An index places neighbourhoods in order; it does not say how much more deprived one is than "
    "another, and most deprived people do not live in the most deprived neighbourhoods."
)
_LAIT = (
    "State-funded pupils, by the authority of their school. Districts of a county have no figure "
    "of their own."
)
_AUTHORITIES = ("utla23", "region", "nation")
_DISTRICTS = ("lad24", "utla23", "cauth25", "region", "nation")
_ENTRY_YEARS = replace(
    academic(2016, 2024),
    wording="aged 19 in {label}",
    note="Matched from several records, so every figure is an estimate; two A levels' worth of "
    "grades of those who were 19 in 2021 and 2022 were assessed by teachers.",
)
_LEVEL3_YEARS = replace(
    calendar(2016, 2024),
    wording="aged 19 in {label}",
    note="Grades of many who were 19 in 2021 and 2022 were assessed by teachers, and were higher.",
)
_POINTS = "points were given on another scale as the GCSE grades 9 to 1 were brought in"
_ATTAINMENT_YEARS = replace(
    academic(2016, 2025),
    wording="{label} results",
    apart=(
        Apart((2016,), _POINTS),
        Apart((2017,), _POINTS),
        Apart((2020, 2021), "the grades of 2020 and 2021 were assessed by teachers"),
        Apart((2022,), "the grades of 2022 were set midway between those of 2019 and of 2021"),
    ),
)
_COMPOSITE_WORDING = "State of the Nation 2025, {label}"
_COMPOSITE_YEARS = replace(
    spans((2000, 2005), (2006, 2011), (2012, 2017), (2018, 2024)), wording=_COMPOSITE_WORDING
)
_SCHOOL_YEAR = "school year {label}"
_ABSENCE_NOTE = (
    "2019-20 was not published, and pupils were kept at home in 2020-21. A tenth of one's own "
    "sessions in every year."
)
_SMC = (
    "An index of several measures for 205 groups of authorities, published without intervals: "
    "small differences mean nothing."
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
        class_labels=_DECILES,
        columns=(f"{name}_rank",),
    )


def _composite(name: str, label: str, period: str, periods: Periods) -> Indicator:
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


_ZONES_UP = ("dz11", "iz11", "lad24", "pcon24", "nation")
_ZONES_MEAN = (
    "Above the data zone, averages weighted by {who} of mid-2020, made here; a zone that is "
    "suppressed is left out."
)
_SIMD_ORDER = (
    "An index places data zones in order; it does not say how much more deprived one is than "
    "another, and it cannot be compared with those of other nations."
)


def _simd_decile(name: str, label: str, meaning: str, rank: str, caveat: str = "") -> Indicator:
    return Indicator(
        f"{name}_decile",
        label,
        meaning,
        "Deprivation",
        "low",
        ("dz11",),
        ("simd20_ranks",),
        "SIMD 2020v2",
        f"Tenths are made here of the published ranks. {caveat}{_SIMD_ORDER}",
        kind="decile",
        decimals=0,
        prefix="decile ",
        classing="deciles of ranks",
        class_labels=_DECILES,
        nations=("Scotland",),
        columns=(rank,),
    )


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


def _wimd_decile(name: str, label: str, meaning: str) -> Indicator:
    return Indicator(
        f"{name}_decile",
        label,
        meaning,
        "Deprivation",
        "low",
        ("lsoa21",),
        ("wimd25",),
        "WIMD 2025",
        "Tenths are made here of the published ranks. An index places neighbourhoods in order; it "
        "does not say how much more deprived one is than another, and it cannot be compared with "
        "those of other nations.",
        kind="decile",
        decimals=0,
        prefix="decile ",
        classing="deciles of ranks",
        class_labels=_DECILES,
        nations=("Wales",),
        columns=(f"{name}_rank",),
    )


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
_NI_ORDER = (
    "An index places super output areas in order; it does not say how much more deprived one is "
    "than another, and it cannot be compared with those of other nations."
)


def _nimdm_decile(name: str, label: str, meaning: str, caveat: str = "") -> Indicator:
    return Indicator(
        f"{name}_decile",
        label,
        meaning,
        "Deprivation",
        "low",
        ("soa01",),
        ("nimdm17",),
        "NIMDM 2017",
        f"Tenths are made here of the published ranks. {caveat}{_NI_ORDER}",
        kind="decile",
        decimals=0,
        prefix="decile ",
        classing="deciles of ranks",
        class_labels=_DECILES,
        nations=("Northern Ireland",),
        columns=(f"{name}_rank",),
    )


def _enrolled(name: str, label: str, meaning: str, worse: Literal["low", "high"]) -> Indicator:
    return Indicator(
        name,
        label,
        meaning,
        "Getting in",
        worse,
        ("soa01",),
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


def _authority_rate(
    name: str, label: str, meaning: str, period: str, periods: Periods
) -> Indicator:
    return Indicator(
        name,
        label,
        meaning,
        "Getting on" if name == "level3_19_rate" else "Getting in",
        "low",
        _AUTHORITIES,
        ("lait",),
        period,
        _LAIT,
        kind="rate",
        suffix="%",
        periods=periods,
    )


def _district_series(
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


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "tundra_rate",
        "Young participation (TUNDRA)",
        "Young people who were in higher education at 18 or 19",
        "Getting in",
        "low",
        _SMALL_TO_LARGE,
        ("tundra_lsoa11", "tundra_msoa11"),
        TUNDRA_WHO,
        f"{TUNDRA_LEFT_OUT} A neighbourhood's figure rests on about 85 pupils of five year groups "
        "added together; figures of small areas are partly chance.",
        kind="rate",
        suffix="%",
        classing="published quintiles",
        class_labels=_QUINTILES,
        missing_text="Suppressed: fewer than 30 pupils",
        columns=(
            "tundra_rate_low",
            "tundra_rate_high",
            "tundra_rate_shrunk",
            "prob_lowest_fifth",
            "tundra_cohort",
            "tundra_quintile",
            "tundra_basis",
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
    _authority_rate(
        "he19_rate",
        "Entry to HE by 19",
        "State-funded pupils who had entered higher education by 19",
        "aged 19 in 2023-24",
        _ENTRY_YEARS,
    ),
    _authority_rate(
        "he19_fsm_rate",
        "Entry by 19, free meals",
        "Pupils eligible for free school meals at 15 who had entered higher education by 19",
        "aged 19 in 2023-24",
        _ENTRY_YEARS,
    ),
    _authority_rate(
        "he19_nonfsm_rate",
        "Entry by 19, no free meals",
        "Pupils not eligible for free school meals at 15 who had entered higher education by 19",
        "aged 19 in 2023-24",
        _ENTRY_YEARS,
    ),
    Indicator(
        "he19_gap",
        "Gap in entry by 19",
        "How many percentage points fewer pupils eligible for free school meals at 15 had entered "
        "higher education by 19 than other pupils",
        "Getting in",
        "high",
        _AUTHORITIES,
        ("lait",),
        "aged 19 in 2023-24",
        "Worked out here from the two published rates. " + _LAIT,
        kind="rate",
        suffix=" points",
        periods=_ENTRY_YEARS,
    ),
    _decile("iod25", "IMD decile", "Neighbourhoods from the most to the least deprived tenth"),
    Indicator(
        "iod25_score",
        "IMD score",
        "How deprived an area is, all seven domains together",
        "Deprivation",
        "high",
        _SMALL_TO_LARGE,
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
        _SMALL_TO_LARGE[1:],
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
        _AUTHORITIES,
        ("lait",),
        "2024-25 results",
        _LAIT,
        suffix=" points",
        periods=_ATTAINMENT_YEARS,
    ),
    _authority_rate(
        "level3_19_rate",
        "Level 3 at 19",
        "Young people with two A levels or the like by 19",
        "aged 19 in 2024",
        _LEVEL3_YEARS,
    ),
    _district_series(
        "gcse19_rate",
        "English and maths by 19",
        "Young people with GCSEs in English and in maths, or the like, by 19",
        "Getting on",
        "low",
        _DISTRICTS,
        "els_gcse19",
        "aged 19 in 2024-25",
        "By where young people went to school at 15 or live, as the publisher assigns them.",
        replace(
            academic(2017, 2025),
            wording="aged 19 in {label}",
            note="Grades of 2020 and 2021 were assessed by teachers, and were higher.",
        ),
    ),
    _district_series(
        "neet_rate",
        "NEET or not known",
        "16 and 17 year olds who are in none of education, employment and training, or whose "
        "activity is not known",
        "Getting on",
        "high",
        _AUTHORITIES,
        "dfe_neet_2025",
        "mean of December 2024 to February 2025",
        "An authority that traces everyone looks better than one that does not.",
        replace(
            calendar(2022, 2025, without=(2024,)),
            wording="mean of December {before} to February {year}",
        ),
    ),
    _district_series(
        "absence_rate",
        "Persistent absence",
        "Pupils who missed a tenth or more of their sessions",
        "Getting on",
        "high",
        _AUTHORITIES,
        "els_absence",
        "school year 2024-25",
        "State-funded schools, by the authority of the school.",
        replace(academic(2007, 2025, without=(2020,)), note=_ABSENCE_NOTE, wording=_SCHOOL_YEAR),
    ),
    _district_series(
        "absence_fsm_rate",
        "Persistent absence, free meals",
        "Pupils eligible for free school meals who missed a tenth or more of their sessions",
        "Getting on",
        "high",
        _AUTHORITIES,
        "els_absence_fsm",
        "school year 2024-25",
        "State-funded schools, by the authority of the school.",
        replace(academic(2019, 2025, without=(2020,)), note=_ABSENCE_NOTE, wording=_SCHOOL_YEAR),
    ),
    _district_series(
        "child_poverty_rate",
        "Children in low-income families",
        "Children under 16 in families with less than 60% of that year's median income, before "
        "housing costs",
        "Deprivation",
        "high",
        _DISTRICTS,
        "els_child_poverty",
        "financial year 2024-25",
        "Before housing costs, so places where rents are high look better than they are.",
        replace(academic(2022, 2025), wording="financial year {label}"),
        nations=("England", "Wales", "Scotland", "Northern Ireland"),
    ),
    _composite(
        "conditions_of_childhood", "Conditions of childhood", "2018 to 2024", _COMPOSITE_YEARS
    ),
    _composite("labour_market", "Labour market outcomes", "2018 to 2024", _COMPOSITE_YEARS),
    _composite("innovation_growth", "Innovation and growth", "2018 to 2024", _COMPOSITE_YEARS),
    _composite(
        "promising_prospects",
        "Promising prospects",
        "2021 to 2024",
        replace(spans((2018, 2020), (2021, 2024)), wording=_COMPOSITE_WORDING),
    ),
    _district_series(
        "further_education_rate",
        "Further education",
        "Learners aged 19 and over in further education and skills, for each 100,000 people",
        "Adults and part-time",
        "low",
        _DISTRICTS,
        "els_further_education",
        "2024-25",
        "More learners can mean more need as well as more supply.",
        academic(2020, 2025),
        kind="score",
        decimals=0,
        suffix=" per 100,000",
    ),
    _district_series(
        "apprenticeship_starts_rate",
        "Apprenticeship starts",
        "People who began an apprenticeship, for each 100,000 people",
        "Adults and part-time",
        "low",
        _DISTRICTS,
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
        _SMALL_TO_LARGE,
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
        _SMALL_TO_LARGE,
        ("iod25_indicators",),
        "Indices of Deprivation 2025",
        "Says how much can be reached, not whether a university can. Above the neighbourhood, "
        "averages weighted by people, made here.",
    ),
    _wimd_decile(
        "wimd25",
        "WIMD decile",
        "Neighbourhoods from the most to the least deprived tenth of Wales",
    ),
    *(_wimd_decile(f"wimd25_{domain}", *_WIMD_LABELS[domain]) for domain in WIMD_DOMAINS),
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
            "Contains enrolment in higher education, so it is no explanation of it. "
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
        "simd20_rank",
    ),
    *(
        _simd_decile(
            f"simd20_{domain}",
            *_DOMAIN_LABELS[domain],
            f"simd20_{domain}_domain_rank",
            "Contains entry to university, so it is no explanation of it. "
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
        "Counts data zones, not people. " + _SIMD_ORDER,
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

CARRIED = (
    "Carried to constituencies from small areas by where their people live (overlaps of "
    "mySociety): an area that is split counts in its shares. No figure is published for "
    "constituencies."
)


def carried_words(entry: Indicator, level: str) -> str:
    """Return how a figure came to a level for which its publisher has none; empty where it has."""
    return CARRIED if level == "pcon24" and entry.geographies != ("pcon24",) else ""


@cache
def _by_id() -> dict[str, Indicator]:
    return {entry.id: entry for entry in (*INDICATORS, *OWN_INDICATORS)}


@cache
def offered() -> tuple[Indicator, ...]:
    """Return all measures that there are here: those bundled, and those of the user's own cache.

    The cache is looked into once a process.
    """
    raw = cache_dir() / "raw"
    held = [
        entry
        for entry in OWN_INDICATORS
        if all(dataset(name).files_in(raw) for name in entry.datasets)
    ]
    return (*INDICATORS, *held)


def indicator(name: str) -> Indicator:
    """Return the indicator called `name`.

    Raises
    ------
    BadInputError
        If there is none.
    """
    found = _by_id().get(name)
    if found is None:
        raise BadInputError(
            f"No indicator is called {name!r}. `coldspots info` lists all {len(INDICATORS)}."
        )
    return found


def in_year(entry: Indicator, year: int) -> Indicator:
    """Return an indicator that speaks of the figures of a year.

    Raises
    ------
    BadInputError
        If it has no figures for it.

    Examples
    --------
    >>> in_year(indicator("he19_rate"), 2016).period
    'aged 19 in 2015-16'
    """
    if entry.periods is None:
        raise BadInputError(
            f"{entry.label} is published for one period alone: {entry.period}. Leave the year out."
        )
    return replace(entry, period=entry.periods.text(year))


def indicators_at(geography: str) -> tuple[Indicator, ...]:
    """Return the indicators that exist at a level, in the order of the themes."""
    there = [entry for entry in offered() if geography in entry.geographies]
    return tuple(sorted(there, key=lambda entry: THEMES.index(entry.theme)))

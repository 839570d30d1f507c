"""The columns of the bundled tables: kinds, ranges, and what each one says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "number", "flag", "bytes"]


@dataclass(frozen=True)
class Column:
    """One column of a bundled table."""

    kind: Kind
    about: str
    low: float | None = None
    high: float | None = None
    may_miss: bool = False


def text(about: str) -> Column:
    """Declare a column of text."""
    return Column("text", about)


def whole(about: str, low: float, high: float, *, may_miss: bool = False) -> Column:
    """Declare a column of whole numbers, from the least to the most that is believed."""
    return Column("whole", about, low, high, may_miss)


def number(about: str, low: float, high: float, *, may_miss: bool = False) -> Column:
    """Declare a column of numbers, from the least to the most that is believed."""
    return Column("number", about, low, high, may_miss)


# As in geo/coldspots/robustness.py, which reads tables and so cannot be read here.
RECIPES = ("other_level", "other_measure", "yekutieli", "nearest", "distance", "other_cohort")


def flag(about: str) -> Column:
    """Declare a column of yes and no."""
    return Column("flag", about)


AREA = {
    "area_name": text("official name"),
    "local_name": text("name people use (House of Commons Library); empty where there is none"),
    "nation": text("England, Wales, Scotland or Northern Ireland"),
    "msoa21_code": text("local area that holds it; empty above that level"),
    "ward24_code": text("best-fit ward that holds it; empty above that level"),
    "lad24_code": text("district that holds it; empty above that level"),
    "utla23_code": text("county or unitary authority that holds it; empty above or outside"),
    "cauth25_code": text("combined authority that holds it; empty if none"),
    "lsip23_code": text("skills improvement plan area that holds it; empty outside England"),
    "region_code": text("region of England that holds it; empty outside England"),
    "nation_code": text("code of its nation; empty for the nations themselves"),
    "rural_urban": text("2021 rural urban class; neighbourhoods only"),
    "area_km2": number("square kilometres inside its outline, to 100 square metres", 0, 200_000),
}
_SEAT = {"pcon24_code": text("constituency in which most of its people live: a best fit")}
_WELSH = {"welsh_name": text("name in Welsh; empty where there is none")}
OWN_AREA = {
    "lsoa21": _SEAT,
    "dz11": {"iz11_code": text("intermediate zone that holds it"), **_SEAT},
    "soa01": _SEAT,
    "sdz21": {"dea14_code": text("electoral area that holds it")},
    "lad24": _WELSH,
    "pcon24": _WELSH,
}
"""Columns that the table of areas of a level has besides `AREA`."""


def area_columns(level: str) -> dict[str, Column]:
    """Declare the columns of the table of areas of a level."""
    return {**AREA, **OWN_AREA.get(level, {})}


PUBLISHED_RATE = {
    "cohort": whole("pupils of five year groups, rounded to five", 30, 20_000, may_miss=True),
    "rate": number("share in higher education at 18 or 19", 0, 1, may_miss=True),
    "quintile": whole("1 = lowest participation", 1, 5, may_miss=True),
}
CARRIED_RATE = {
    "rate": number("share in higher education at 18 or 19", 0, 1, may_miss=True),
    "cohort": whole(
        "pupils, shared among split parts so that sums are kept", 0, 1e6, may_miss=True
    ),
    "source_cohort": whole("pupils that the rate was measured on", 30, 1e6, may_miss=True),
    "quintile": whole("1 = lowest; merged areas by the published limits", 1, 5, may_miss=True),
    "basis": text("direct, inherited, merged, partial or mixed"),
    "source": text("2011 codes that the figure comes from, + between"),
}


def index_columns() -> dict[str, Column]:
    """Declare the columns of the indices of deprivation."""
    scores = {
        "iod25": (0, 100),
        "iod25_income": (0, 1),
        "iod25_employment": (0, 1),
        "iod25_education": (0, 100),
        "iod25_health": (-5, 5),
        "iod25_crime": (-5, 5),
        "iod25_barriers": (0, 100),
        "iod25_environment": (0, 100),
        "iod25_children": (-5, 5),
        "iod25_adult_skills": (0, 1),
    }
    columns = {}
    for name, (low, high) in scores.items():
        columns[f"{name}_score"] = number("high = more deprived", low, high)
        columns[f"{name}_rank"] = whole("1 = most deprived of 33,755", 1, 33_755)
        columns[f"{name}_decile"] = whole("1 = most deprived tenth", 1, 10)
    for name in ("idaci25", "idaopi25"):
        columns[f"{name}_rank"] = whole("1 = most deprived of 33,755", 1, 33_755)
        columns[f"{name}_decile"] = whole("1 = most deprived tenth", 1, 10)
    columns["iod25_he_non_entry"] = number(
        "share NOT entering higher education, denominator undefined", 0, 1, may_miss=True
    )
    columns["connectivity_score"] = number("0 to 100, high = better connected", 0, 100)
    columns["implied_population"] = number(
        "people implied by the income domain's count and rate; used as weights only",
        0,
        50_000,
        may_miss=True,
    )
    return columns


def _ages(least: int, most: int) -> dict[str, Column]:
    return {f"aged_{age}": whole(f"people aged {age}", 0, 50_000) for age in range(least, most + 1)}


AGES = _ages(7, 17)
AGES_SCOTLAND = _ages(7, 21)
SIMD_DOMAINS = ("income", "employment", "health", "education", "access", "crime", "housing")
SIMD = {
    "simd20_rank": whole("1 = most deprived of 6,976", 1, 6_976),
    "simd20_decile": whole("1 = most deprived tenth, made here of the ranks", 1, 10),
    **{
        name: column
        for domain in SIMD_DOMAINS
        for name, column in {
            f"simd20_{domain}_domain_rank": number(
                "1 = most deprived of 6,976; ties share the average", 1, 6_976
            ),
            f"simd20_{domain}_decile": whole(
                "1 = most deprived tenth, made here of the ranks", 1, 10
            ),
        }.items()
    },
    "simd20_university": number(
        "share of 17 to 21 year olds who enter university in a year", 0, 1, may_miss=True
    ),
    "simd20_not_participating": number(
        "share of 16 to 19 year olds not in education, work or training", 0, 1, may_miss=True
    ),
    "simd20_drive_secondary_minutes": number("minutes by car to a secondary school", 0, 600),
    "simd20_drive_retail_minutes": number("minutes by car to a retail centre", 0, 600),
    "simd20_transit_gp_minutes": number("minutes by public transport to a GP", 0, 600),
    "simd20_transit_retail_minutes": number(
        "minutes by public transport to a retail centre", 0, 600
    ),
    "simd16_university": number(
        "share of 17 to 21 year olds who enter full-time higher education in a year",
        0,
        1,
        may_miss=True,
    ),
}
OVERLAP = {
    "area_code": text("small area"),
    "pcon24_code": text("constituency"),
    "share": number("share of its people who live there", 0, 1),
}
WIMD_DOMAINS = (
    *("income", "employment", "health", "education", "access", "housing", "safety"),
    "environment",
)
WIMD = {
    f"{name}_{form}": whole(about, 1, most)
    for name in ("wimd25", *(f"wimd25_{domain}" for domain in WIMD_DOMAINS))
    for form, about, most in (
        ("rank", "1 = most deprived of 1,917", 1_917),
        ("decile", "1 = most deprived tenth, made here of the ranks", 10),
    )
}
NIMDM_DOMAINS = (
    *("income", "employment", "health", "education", "access", "environment", "crime"),
)
NIMDM = {
    **{
        f"{name}_{form}": whole(about, 1, most)
        for name in ("nimdm17", *(f"nimdm17_{domain}" for domain in NIMDM_DOMAINS))
        for form, about, most in (
            ("rank", "1 = most deprived of 890", 890),
            ("decile", "1 = most deprived tenth, made here of the ranks", 10),
        )
    },
    "nimdm17_he_not_enrolled": number(
        "share of 18 to 21 year olds who have NOT enrolled in higher education",
        0,
        1,
        may_miss=True,
    ),
    "nimdm17_he_enrolled": number(
        "share of 18 to 21 year olds who have enrolled in higher education",
        0,
        1,
        may_miss=True,
    ),
}
AREA_EXPLORER = {
    "geography": text("level of the area"),
    "population": whole("people of all ages, 2024", 1, 500_000),
    "ni_leavers_he": number(
        "share of school leavers who entered higher education", 0, 1, may_miss=True
    ),
    "ni_census21_level4": number("share of people aged 16 and over with level 4 or above", 0, 1),
}
CENSUS_PCON = {
    "census21_adults": whole("people aged 16 and over", 1, 500_000),
    "census21_level4": number("share of them with a qualification of level 4 or above", 0, 1),
}
CHANGE = {
    "from_code": text("2011 code"),
    "to_code": text("2021 code"),
    "change": text("unchanged, split, merged or irregular"),
}
POINT = {
    "easting_m": number("metres, EPSG:27700", 0, 700_000),
    "northing_m": number("metres, EPSG:27700", 0, 1_300_000),
}
POINT_OR_NONE = {
    "easting_m": number("metres, EPSG:27700", -200_000, 700_000, may_miss=True),
    "northing_m": number("metres, EPSG:27700", 0, 1_300_000, may_miss=True),
}
PROVIDER = {
    "name": text("trading name where there is one, else the legal name"),
    "legal_name": text("legal name"),
    "kind": text("university, college or other"),
    "kind_basis": text("what told the kind: HESA list, DfE list or name"),
    "groups": text("mission groups of the older list, ; between"),
    "address": text("address as typed by the provider"),
    "nation": text("nation stated"),
    "published_by_others": whole("other providers that publish its courses", 0, 100),
}
SITE = {
    "ukprn": text("provider that teaches there"),
    "provider_name": text("its name"),
    "name": text("name of the place"),
    "kind": text("university, college or other"),
    **POINT_OR_NONE,
    "nation": text("nation stated"),
    "lsoa21_code": text("neighbourhood that the point falls in; England and Wales"),
    "courses_full_time": whole("full-time courses", 0, 5_000),
    "courses_part_time": whole("part-time courses", 0, 5_000),
    "at_other_provider": Column("flag", "on premises of another provider"),
    "position": text("as published, mended and how, or not placed and why"),
    "placed": Column("flag", "whether it is drawn and counted"),
    "place_basis": text("what speaks for its place; empty where it is not placed"),
}
COURSE = {
    "published_by": text("UKPRN of who publishes the course; often who teaches it"),
    "share": number("1 over the subjects of the course", 0.1, 1),
    **{
        f"points_{name}": number(
            f"UCAS tariff points from which the band runs that {part} of entrants reach up to",
            *(1, 240),
            may_miss=True,
        )
        for name, part in (("low", "a quarter"), ("median", "half"), ("high", "three quarters"))
    },
    "entrants": whole("entrants that the points are of", 1, 100_000, may_miss=True),
    "points_pooled": text(
        "what the points are of: 1 one or 2 two years; 4 the course, else the provider's courses "
        "in its subject of level 3, 2 or 1; empty for none"
    ),
    "continued": number(
        "per cent still at the provider a year on, or pooled as told", 0, 100, may_miss=True
    ),
    "continued_pooled": text("what that is of, as `points_pooled`"),
}
EARNINGS = {
    "graduates": whole("graduates that the earnings are of, rounded to 5", 1, 1_000_000),
    **{
        f"earnings_{name}": whole(
            f"pounds a year that {part} of them did not reach, three years on; rounded to 500",
            *(1, 200_000),
        )
        for name, part in (("lower", "a quarter"), ("median", "half"), ("upper", "three quarters"))
    },
}
CONTINUATION = {
    "students": whole("students who entered, rounded to 5", 1, 100_000),
    **{
        name: whole(f"per cent who a year on {what}", 0, 100)
        for name, what in (
            ("continued", "were still at the provider"),
            ("gained_award", "had gained the award they aimed at or another"),
            ("lower_award", "were there for a lower award"),
            ("dormant", "were there without studying"),
            ("left", "had left"),
        )
    },
}
SUBJECT = {
    "level": whole("1 broad, 2 narrower", 1, 2),
    "label": text("name"),
}
SETTLEMENT_KINDS = ("city", "town", "suburb", "village")
"""Kinds of settlement; a suburb lies within a town or city."""
SETTLEMENT = {
    "name": text("name in English where there is one"),
    "other_name": text("name in Welsh, Gaelic or another way; empty if none"),
    "kind": text("city, town, suburb or village"),
    "people_near": whole(
        "people of the small areas nearest to it, within 10 km of a city, 3 km of a town and 2.5 "
        "km of others; no population of the place",
        0,
        5_000_000,
    ),
    "lead": whole(
        "by which names come first: people near; three times that for a city; for one, or a town, "
        "that its district is called after, three times the geometric mean with its district's",
        0,
        15_000_000,
    ),
    "geography": text("lsoa21, dz11 or sdz21: the level of `area_code`; empty off every outline"),
    "area_code": text("small area that the point falls in, or the nearest within 2 km"),
    **POINT,
}
STATION = {"name": text("name"), **POINT}
SCHOOL = {
    "name": text("name"),
    "postcode": text("postcode in the tables of 2018/19; empty if not in them or moved since"),
    "town": text("town in the tables of 2018/19, else the local authority"),
    "establishment_type": text("type of establishment as published"),
    "kind": text("kind, made of the type"),
    "phase": text("phase of education as published"),
    "secondary": Column("flag", "secondary by phase or type, or in the key stage 4 table 2018/19"),
    "post_16": Column("flag", "16 to 19 by phase or type, or in the 16 to 18 table 2018/19"),
    "pupils": whole("pupils on roll; empty where counted elsewhere", 1, 20_000, may_miss=True),
    "fsm_share": number(
        "share of pupils eligible for free school meals; empty under ten pupils, for none or all",
        0,
        1,
        may_miss=True,
    ),
    "attainment8": number("Attainment 8 score 2018/19", 0, 90, may_miss=True),
    "a_level_points": number("points per A level entry 2018/19", 0, 90, may_miss=True),
    **POINT,
    "lsoa21_code": text("neighbourhood that the point falls in"),
}
FACT = {
    "kind": text("institute_of_technology, uni_connect or civic_university_agreement"),
    "partnership": text("as the page calls it; a funding round is not a partnership"),
    "institution": text("as the page calls it; may be empty"),
    "role": text("as the page calls it"),
    "area": text("as the page calls it"),
    "as_of": text("date of the page"),
    "source_url": text("the page"),
    "ukprn": text("provider, where the name is matched exactly"),
    "match": text("exact, doubtful, none or not named"),
}
INTAKE = {
    "provider_name": text("as published"),
    "ukprn": text("provider, where the name is matched exactly"),
    "match": text("exact, doubtful or none"),
    "stage": text("stage as published"),
    "decile": whole("socio-economic decile, 0 to 10", 0, 10),
    "cumulative_share": number("share up to this decile", 0, 1),
}


_CHANCE = "chance, by the spatial model"
POSTERIOR_SUM = (
    "tundra_rate_modelled",
    "tundra_rate_modelled_low",
    "tundra_rate_modelled_high",
    "prob_below_national",
)
"""Those of `POSTERIOR` that areas have which are sums of small ones."""
POSTERIOR = {
    "tundra_rate_modelled": number("posterior mean of the true rate", 0, 1),
    "tundra_rate_modelled_low": number("lower end of the 90% interval of the true rate", 0, 1),
    "tundra_rate_modelled_high": number("upper end of the 90% interval of the true rate", 0, 1),
    "prob_below_national": number(f"{_CHANCE}, of a true rate below England's", 0, 1),
    **{
        f"prob_true_fifth_{fifth}": number(
            f"{_CHANCE}, of being in fifth {fifth} of true rates", 0, 1
        )
        for fifth in range(1, 6)
    },
    "rank_modelled_low": whole("1 = lowest true rate, least of the 90% interval", 1, 33_755),
    "rank_modelled_high": whole("1 = lowest true rate, most of the 90% interval", 1, 33_755),
    "tundra_gap_modelled": number("true rate less the rate expected, posterior mean", -1, 1),
    "tundra_gap_modelled_low": number("lower end of its 90% interval", -1, 1),
    "tundra_gap_modelled_high": number("upper end of its 90% interval", -1, 1),
    "prob_below_expected": number(f"{_CHANCE}, of a true rate below the expected one", 0, 1),
    "unit": whole(
        "row of the draws that are its own, or those of the area it was part of", 0, 33_755
    ),
}
SCAN = {
    "scan_cluster": whole("cluster of low rates that it is in, 1 = the likeliest", 1, 6_856),
    "scan_p": number("chance of so likely a cluster where no rates are shared", 0, 1),
}
DRAWS = {
    "draws": Column(
        "bytes", "joint draws of the true rate, a byte each, in steps of 0.004; one place, one draw"
    )
}

FINDING = {
    "cold_spot": flag("whether it is a cold spot"),
    "cold_surroundings": flag("whether its window is cold, but its own rate may not be low"),
    "z": number("local G*, standard deviations", -40, 40, may_miss=True),
    "p": number("chance of a window as cold, of random ones", 0, 1, may_miss=True),
    "p_adjusted": number("Benjamini-Hochberg", 0, 1, may_miss=True),
    "chance_low": number("chance that its own rate is below its nation's", 0, 1, may_miss=True),
    "moran": number("local Moran", -1_000, 1_000, may_miss=True),
    "low_low": flag("low among low, by local Moran"),
    "low_high": flag("low among high, by local Moran"),
    "status": text("cold spot, cold surroundings, not marked or not assessed"),
    **{name: flag("whether that recipe finds it cold") for name in RECIPES},
    "confidence": text(
        "strong, moderate or tentative: how many other ways of testing find it too; empty where it "
        "is no cold spot; in England the chances of the spatial model (prob_true_fifth_1, "
        "prob_below_national) say how sure it is, and the map grades by prob_true_fifth_1"
    ),
    "rank_low": whole("1 = lowest rate, least of the 95% interval", 1, 33_755, may_miss=True),
    "rank_high": whole("1 = lowest rate, most of the 95% interval", 1, 33_755, may_miss=True),
}

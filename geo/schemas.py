"""What each bundled table holds: its columns, their ranges, and the files it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from geo.errors import BadInputError
from geo.geographies import bundled

Kind = Literal["text", "whole", "number", "flag"]


@dataclass(frozen=True)
class Column:
    """One column of a bundled table."""

    kind: Kind
    about: str
    low: float | None = None
    high: float | None = None
    may_miss: bool = False


@dataclass(frozen=True)
class Table:
    """One bundled table, stored as `tables/<name>.parquet`."""

    name: str
    about: str
    index: tuple[str, ...]
    columns: dict[str, Column]
    rows: int
    sources: tuple[str, ...]


def _text(about: str) -> Column:
    return Column("text", about)


def _whole(about: str, low: float, high: float, *, may_miss: bool = False) -> Column:
    return Column("whole", about, low, high, may_miss)


def _number(about: str, low: float, high: float, *, may_miss: bool = False) -> Column:
    return Column("number", about, low, high, may_miss)


_AREA = {
    "area_name": _text("official name"),
    "local_name": _text("name people use (House of Commons Library); empty where there is none"),
    "nation": _text("England, Wales, Scotland or Northern Ireland"),
    "msoa21_code": _text("local area that holds it; empty above that level"),
    "ward24_code": _text("best-fit ward that holds it; empty above that level"),
    "lad24_code": _text("district that holds it; empty above that level"),
    "utla23_code": _text("county or unitary authority that holds it; empty above or outside"),
    "cauth25_code": _text("combined authority that holds it; empty if none"),
    "region_code": _text("region of England that holds it; empty outside England"),
    "nation_code": _text("code of its nation; empty for the nations themselves"),
    "rural_urban": _text("2021 rural urban class; neighbourhoods only"),
    "area_km2": _number("square kilometres inside its outline, to 100 square metres", 0, 200_000),
}
_AREA_SOURCES = (
    "boundaries_lsoa21",
    "lookup_lsoa21_msoa21",
    "lookup_lsoa21_ward24",
    "lookup_lad23_utla23",
    "authority_codes",
    "explore_local_metadata",
    "boundaries_lad24",
    "boundaries_region",
    "msoa_names",
    "rural_urban_lsoa21",
    "iod25_file1",
)
_SMC_AREA_SOURCES = ("smc205_outlines", "boundaries_lad24")

_PUBLISHED_RATE = {
    "cohort": _whole("pupils of five year groups, rounded to five", 30, 20_000, may_miss=True),
    "rate": _number("share in higher education at 18 or 19", 0, 1, may_miss=True),
    "quintile": _whole("1 = lowest participation", 1, 5, may_miss=True),
}
_CARRIED_RATE = {
    "rate": _number("share in higher education at 18 or 19", 0, 1, may_miss=True),
    "cohort": _whole(
        "pupils, shared among split parts so that sums are kept", 0, 1e6, may_miss=True
    ),
    "source_cohort": _whole("pupils that the rate was measured on", 30, 1e6, may_miss=True),
    "quintile": _whole("1 = lowest; merged areas by the published limits", 1, 5, may_miss=True),
    "basis": _text("direct, inherited, merged, partial or mixed"),
    "source": _text("2011 codes that the figure comes from, + between"),
}


def _index_columns() -> dict[str, Column]:
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
        columns[f"{name}_score"] = _number("high = more deprived", low, high)
        columns[f"{name}_rank"] = _whole("1 = most deprived of 33,755", 1, 33_755)
        columns[f"{name}_decile"] = _whole("1 = most deprived tenth", 1, 10)
    for name in ("idaci25", "idaopi25"):
        columns[f"{name}_rank"] = _whole("1 = most deprived of 33,755", 1, 33_755)
        columns[f"{name}_decile"] = _whole("1 = most deprived tenth", 1, 10)
    columns["iod25_he_non_entry"] = _number(
        "share NOT entering higher education, denominator undefined", 0, 1, may_miss=True
    )
    columns["connectivity_score"] = _number("0 to 100, high = better connected", 0, 100)
    columns["implied_population"] = _number(
        "people implied by the income domain's count and rate; used as weights only",
        0,
        50_000,
        may_miss=True,
    )
    return columns


_AGES = {f"aged_{age}": _whole(f"people aged {age}", 0, 50_000) for age in range(7, 18)}
_CHANGE = {
    "from_code": _text("2011 code"),
    "to_code": _text("2021 code"),
    "change": _text("unchanged, split, merged or irregular"),
}
_POINT = {
    "easting_m": _number("metres, EPSG:27700", 0, 700_000),
    "northing_m": _number("metres, EPSG:27700", 0, 1_300_000),
}
_POINT_OR_NONE = {
    "easting_m": _number("metres, EPSG:27700", -200_000, 700_000, may_miss=True),
    "northing_m": _number("metres, EPSG:27700", 0, 1_300_000, may_miss=True),
}
_PROVIDER = {
    "name": _text("trading name where there is one, else the legal name"),
    "legal_name": _text("legal name"),
    "kind": _text("university, college or other"),
    "kind_basis": _text("what told the kind: HESA list, DfE list or name"),
    "groups": _text("mission groups of the older list, ; between"),
    "address": _text("address as typed by the provider"),
    "nation": _text("nation stated"),
    "published_by_others": _whole("other providers that publish its courses", 0, 100),
}
_SITE = {
    "ukprn": _text("provider that teaches there"),
    "provider_name": _text("its name"),
    "name": _text("name of the place"),
    "kind": _text("university, college or other"),
    **_POINT_OR_NONE,
    "nation": _text("nation stated"),
    "lsoa21_code": _text("neighbourhood that the point falls in; England and Wales"),
    "courses_full_time": _whole("full-time courses", 0, 5_000),
    "courses_part_time": _whole("part-time courses", 0, 5_000),
    "at_other_provider": Column("flag", "on premises of another provider"),
    "position": _text("as published, longitude sign restored, or not placed and why"),
    "placed": Column("flag", "whether it is drawn and counted"),
}
_SCHOOL = {
    "name": _text("name"),
    "postcode": _text("postcode"),
    "town": _text("town"),
    "kind": _text("kind as published"),
    "secondary": Column("flag", "in the key stage 4 table"),
    "post_16": Column("flag", "in the 16 to 18 table"),
    "attainment8": _number("Attainment 8 score 2018/19", 0, 90, may_miss=True),
    "a_level_points": _number("points per A level entry 2018/19", 0, 90, may_miss=True),
    **_POINT_OR_NONE,
    "lsoa21_code": _text("neighbourhood that the point falls in"),
}
_FACT = {
    "kind": _text("institute_of_technology, uni_connect or civic_university_agreement"),
    "partnership": _text("as the page calls it; a funding round is not a partnership"),
    "institution": _text("as the page calls it; may be empty"),
    "role": _text("as the page calls it"),
    "area": _text("as the page calls it"),
    "as_of": _text("date of the page"),
    "source_url": _text("the page"),
    "ukprn": _text("provider, where the name is matched exactly"),
    "match": _text("exact, doubtful, none or not named"),
}
_INTAKE = {
    "provider_name": _text("as published"),
    "ukprn": _text("provider, where the name is matched exactly"),
    "match": _text("exact, doubtful or none"),
    "stage": _text("stage as published"),
    "decile": _whole("socio-economic decile, 0 to 10", 0, 10),
    "cumulative_share": _number("share up to this decile", 0, 1),
}


@cache
def tables() -> dict[str, Table]:
    """Return what each bundled table holds, by its name."""
    made = [
        Table(
            f"areas_{entry.id}",
            f"codes, names and parents of {entry.plural}",
            ("area_code",),
            _AREA,
            entry.count,
            _SMC_AREA_SOURCES if entry.id == "smc205" else _AREA_SOURCES,
        )
        for entry in bundled()
    ]
    made.append(
        _table(
            "authority_codes",
            "every authority code since 2011, and its district of 2024",
            ("code",),
            {
                "name": _text("name under that code"),
                "lad24_code": _text("district of 2024 that it is, or is part of"),
                "same_place": Column("flag", "whether it is that district, on another code"),
            },
            415,
        )
    )
    code = ("area_code",)
    made += [
        _table("tundra_lsoa11", "TUNDRA as published", code, _PUBLISHED_RATE, 32_844),
        _table("tundra_msoa11", "TUNDRA as published", code, _PUBLISHED_RATE, 6_791),
        _table(
            "tundra_lsoa21",
            "TUNDRA carried to 2021 neighbourhoods",
            code,
            _CARRIED_RATE,
            33_755,
            ("tundra_lsoa11", "lookup_lsoa11_lsoa21", "iod25_indicators", "iod25_file7"),
        ),
        _table(
            "tundra_msoa21",
            "TUNDRA carried to 2021 local areas",
            code,
            _CARRIED_RATE,
            6_856,
            ("tundra_msoa11", "lookup_msoa11_msoa21", "lookup_lsoa11_lsoa21"),
        ),
        _table("change_lsoa", "LSOA 2011 to 2021", (), _CHANGE, 35_795, ("lookup_lsoa11_lsoa21",)),
        _table(
            "change_msoa",
            "MSOA 2011 to 2021, change derived",
            (),
            _CHANGE,
            7_283,
            ("lookup_msoa11_msoa21", "lookup_lsoa11_lsoa21", "lookup_lsoa21_msoa21"),
        ),
        _table(
            "iod25_lsoa21",
            "English Indices of Deprivation 2025",
            code,
            _index_columns(),
            33_755,
            ("iod25_file1", "iod25_file3", "iod25_file7", "iod25_indicators"),
        ),
        _table(
            "iod25_lad24",
            "English Indices of Deprivation 2025, authority summaries",
            code,
            {
                "iod25_score": _number("average score, high = more deprived", 0, 100),
                "iod25_rank_of_score": _whole("1 = most deprived of 296", 1, 296),
                "iod25_average_rank": _number("high = MORE deprived", 1, 33_755),
                "iod25_most_deprived_share": _number("LSOAs in the most deprived tenth", 0, 1),
            },
            296,
        ),
        _table(
            "people_lsoa21",
            "mid-2020 people carried to 2021 neighbourhoods",
            code,
            {"population": _whole("people of all ages", 1, 50_000), **_AGES},
            35_672,
            ("population20_lsoa11", "lookup_lsoa11_lsoa21", "iod25_indicators", "iod25_file7"),
        ),
        _table("centroids_lsoa21", "population-weighted centroids", code, _POINT, 35_672),
        _table("centroids_msoa21", "population-weighted centroids", code, _POINT, 7_264),
        _table(
            "lait",
            "entry to HE by 19, Level 3 at 19 and Attainment 8 by authority",
            ("la_number", "measure", "period"),
            {
                "la_name": _text("name in the tool"),
                "area_code": _text("county or unitary authority; empty where it has ended"),
                "value": _number("rates 0 to 1, Attainment 8 in points", 0, 90, may_miss=True),
            },
            7_820,
            ("lait", "dfe_la_bridge"),
        ),
        _table(
            "smc_composites",
            "State of the Nation 2025 composite indices",
            ("area_code", "measure", "period"),
            {"value": _number("standardised, high = better", -10, 10)},
            2_870,
            ("smc_ci1", "smc_ci2", "smc_ci3", "smc_ci4", "smc205_outlines"),
        ),
        _table(
            "smc_intake",
            "university intake by socio-economic decile",
            (),
            _INTAKE,
            4_136,
            ("smc_intake", "discover_uni_institutions"),
        ),
        _table(
            "providers",
            "providers of undergraduate courses",
            ("ukprn",),
            _PROVIDER,
            396,
            ("discover_uni_institutions", "learning_providers", "dfe_ks5"),
        ),
        _table(
            "sites",
            "places where undergraduate courses are taught",
            ("site_id",),
            _SITE,
            990,
            (
                "discover_uni_locations",
                "discover_uni_courses",
                "discover_uni_institutions",
                "learning_providers",
                "boundaries_lsoa21",
                "boundaries_lad24",
            ),
        ),
        _table("schools", "schools and colleges 2018/19", ("urn",), _SCHOOL, 5_796, _SCHOOLS),
        _table(
            "partnerships",
            "partnership facts, each with its source",
            (),
            _FACT,
            56,
            ("partnership_facts", "discover_uni_institutions"),
        ),
        _table(
            "postcodes",
            "neighbourhood of each postcode, in the package's order",
            (),
            {
                "letter": _text("first letter: one row group each"),
                "lsoa21": _whole("position among LSOA 2021 codes; 65535 for none", 0, 65_535),
            },
            2_720_556,
            ("postcodes", "boundaries_lsoa21"),
        ),
    ]
    return {table.name: table for table in made}


_SCHOOLS = ("dfe_ks4", "dfe_ks5", "boundaries_lsoa21")


def _table(
    name: str,
    about: str,
    index: tuple[str, ...],
    columns: dict[str, Column],
    rows: int,
    sources: tuple[str, ...] = (),
) -> Table:
    return Table(name, about, index, columns, rows, sources or (name,))


def table(name: str) -> Table:
    """Return what the bundled table called `name` holds.

    Raises
    ------
    BadInputError
        If there is none.
    """
    found = tables().get(name)
    if found is None:
        raise BadInputError(f"No table is called {name!r}; there are {', '.join(tables())}.")
    return found

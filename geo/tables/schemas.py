"""What each bundled table holds: its columns, and the files it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo.errors import BadInputError
from geo.registry import (
    AGES,
    AGES_SCOTLAND,
    AREA_EXPLORER,
    CARRIED_RATE,
    CENSUS_PCON,
    CHANGE,
    CONTINUATION,
    COURSE,
    DRAWS,
    EARNINGS,
    FACT,
    FINDING,
    INTAKE,
    NIMDM,
    OVERLAP,
    POINT,
    POSTERIOR,
    POSTERIOR_SUM,
    PROVIDER,
    PUBLISHED_RATE,
    SCAN,
    SCHOOL,
    SETTLEMENT,
    SIMD,
    SITE,
    STATION,
    SUBJECT,
    WIMD,
    Column,
    area_columns,
    bundled,
    flag,
    geography,
    index_columns,
    number,
    text,
    whole,
)


@dataclass(frozen=True)
class TableSchema:
    """One bundled table, stored as `tables/<name>.parquet`."""

    name: str
    about: str
    index: tuple[str, ...]
    columns: dict[str, Column]
    rows: int
    sources: tuple[str, ...]


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
    "lookup_lad23_lsip23",
    "lookup_lad25_cauth25",
    "iod25_file1",
    "overlaps_pcon24",
)
_NEET = ("dfe_neet_2022", "dfe_neet_2023", "dfe_neet_2025")
_LOCAL = (
    "els_gcse19",
    "els_further_education",
    "els_apprenticeships",
    "els_absence",
    "els_absence_fsm",
    "els_child_poverty",
)
_OWN_SOURCES = {
    "smc205": ("smc205_outlines", "boundaries_lad24"),
    "dz11": ("boundaries_dz11", "lookup_dz11_iz11", "overlaps_pcon24"),
    "pcon24": ("boundaries_pcon24", "overlaps_pcon24"),
    "soa01": ("boundaries_soa01", "nimdm17", "overlaps_pcon24"),
    "sdz21": ("boundaries_sdz21", "lookup_sdz21_dea14"),
}
"""Sources of tables of areas that are not put together from neighbourhoods."""
_LSOA_RATE_SOURCES = ("tundra_lsoa11", "tundra_msoa11", "lookup_lsoa11_lsoa21")
_TESTED_WITH = (
    "lookup_msoa11_msoa21",
    "lookup_lsoa21_msoa21",
    "boundaries_lsoa21",
    "centroids_lsoa21",
    "centroids_msoa21",
    "iod25_indicators",
    "iod25_file7",
)


@cache
def tables() -> dict[str, TableSchema]:
    """Return what each bundled table holds, by its name."""
    made = [
        TableSchema(
            f"areas_{entry.id}",
            f"codes, names and parents of {entry.plural}",
            ("area_code",),
            area_columns(entry.id),
            entry.count,
            _OWN_SOURCES.get(entry.drawn_with, _AREA_SOURCES),
        )
        for entry in bundled()
    ]
    made.append(
        _table(
            "authority_codes",
            "every authority code since 2011, and its district of 2024",
            ("code",),
            {
                "name": text("name under that code"),
                "lad24_code": text("district of 2024 that it is, or is part of"),
                "same_place": flag("whether it is that district, on another code"),
            },
            415,
        )
    )
    code = ("area_code",)
    made += [
        _table("tundra_lsoa11", "TUNDRA as published", code, PUBLISHED_RATE, 32_844),
        _table("tundra_msoa11", "TUNDRA as published", code, PUBLISHED_RATE, 6_791),
        _table(
            "tundra_lsoa21",
            "TUNDRA carried to 2021 neighbourhoods",
            code,
            CARRIED_RATE,
            33_755,
            ("tundra_lsoa11", "lookup_lsoa11_lsoa21", "iod25_indicators", "iod25_file7"),
        ),
        _table(
            "tundra_msoa21",
            "TUNDRA carried to 2021 local areas",
            code,
            CARRIED_RATE,
            6_856,
            ("tundra_msoa11", "lookup_msoa11_msoa21", "lookup_lsoa11_lsoa21"),
        ),
        _table(
            "coldspots_lsoa21",
            "tested cold spots among neighbourhoods, and rank intervals",
            code,
            FINDING,
            33_755,
            (*_LSOA_RATE_SOURCES, *_TESTED_WITH),
        ),
        _table(
            "coldspots_msoa21",
            "tested cold spots among local areas, and rank intervals",
            code,
            FINDING,
            6_856,
            (*_LSOA_RATE_SOURCES, *_TESTED_WITH),
        ),
        _table(
            "coldspots_dz11",
            "tested cold spots among Scotland's data zones, approximate, and rank intervals",
            code,
            FINDING,
            6_976,
            (
                "simd20_indicators",
                "simd16_indicators",
                "population20_dz11",
                "boundaries_dz11",
                "lookup_dz11_iz11",
            ),
        ),
        *_posterior("lsoa21", "neighbourhoods", 32_502, 31_551, "boundaries_lsoa21"),
        *_posterior("msoa21", "local areas", 6_828, 6_747, "lookup_msoa11_msoa21"),
        _scan("lsoa21", "neighbourhoods", 6_846),
        _scan("msoa21", "local areas", 1_687, "lookup_msoa11_msoa21"),
        *_posterior_sums(),
        _table("change_lsoa", "LSOA 2011 to 2021", (), CHANGE, 35_795, ("lookup_lsoa11_lsoa21",)),
        _table(
            "change_msoa",
            "MSOA 2011 to 2021, change derived",
            (),
            CHANGE,
            7_283,
            ("lookup_msoa11_msoa21", "lookup_lsoa11_lsoa21", "lookup_lsoa21_msoa21"),
        ),
        _table(
            "iod25_lsoa21",
            "English Indices of Deprivation 2025",
            code,
            index_columns(),
            33_755,
            ("iod25_file1", "iod25_file3", "iod25_file7", "iod25_indicators"),
        ),
        _table(
            "iod25_lad24",
            "English Indices of Deprivation 2025, authority summaries",
            code,
            {
                "iod25_score": number("average score, high = more deprived", 0, 100),
                "iod25_rank_of_score": whole("1 = most deprived of 296", 1, 296),
                "iod25_average_rank": number("high = MORE deprived", 1, 33_755),
                "iod25_most_deprived_share": number("LSOAs in the most deprived tenth", 0, 1),
            },
            296,
        ),
        _table(
            "people_lsoa21",
            "mid-2020 people carried to 2021 neighbourhoods",
            code,
            {"population": whole("people of all ages", 1, 50_000), **AGES},
            35_672,
            ("population20_lsoa11", "lookup_lsoa11_lsoa21", "iod25_indicators", "iod25_file7"),
        ),
        _table(
            "overlaps_pcon24",
            "people of small areas of 2011, and of 2001, by constituency",
            (),
            OVERLAP,
            44_225,
            ("overlaps_pcon24", "codes_pcon24"),
        ),
        _table(
            "overlaps_lsoa21",
            "people of neighbourhoods by constituency",
            (),
            OVERLAP,
            37_037,
            ("overlaps_pcon24", "codes_pcon24", "lookup_lsoa11_lsoa21"),
        ),
        _table(
            "hexagons_pcon24",
            "a hexagon of the cartogram for each constituency",
            code,
            {
                "column": whole("column, from the west", 0, 40),
                "row": whole("row, from the south; odd ones half a column to the east", 0, 70),
            },
            650,
            ("boundaries_pcon24", "overlaps_pcon24"),
        ),
        _table(
            "census21_pcon24",
            "qualifications of adults, Census of 2021",
            code,
            CENSUS_PCON,
            575,
            ("census21_pcon_qualifications",),
        ),
        _table(
            "wimd25_lsoa21",
            "Welsh Index of Multiple Deprivation 2025",
            code,
            WIMD,
            1_917,
            ("wimd25",),
        ),
        _table(
            "nimdm17_soa01",
            "Northern Ireland Multiple Deprivation Measure 2017",
            code,
            NIMDM,
            890,
            ("nimdm17",),
        ),
        _table(
            "ni_area_explorer",
            "school leavers, people and qualifications of Northern Ireland",
            code,
            AREA_EXPLORER,
            941,
        ),
        _table(
            "people_soa01",
            "mid-2019 people of Northern Ireland's super output areas",
            code,
            {"population": whole("people of all ages", 1, 20_000)},
            890,
            ("population19_small",),
        ),
        _table(
            "people_dz11",
            "mid-2020 people of Scotland's data zones",
            code,
            {"population": whole("people of all ages", 0, 50_000), **AGES_SCOTLAND},
            6_976,
            ("population20_dz11",),
        ),
        _table(
            "simd_dz11",
            "Scottish Index of Multiple Deprivation 2020v2, and of 2016",
            code,
            SIMD,
            6_976,
            ("simd20_ranks", "simd20_indicators", "simd16_indicators"),
        ),
        _table("centroids_lsoa21", "population-weighted centroids", code, POINT, 35_672),
        _table("centroids_msoa21", "population-weighted centroids", code, POINT, 7_264),
        _table(
            "centroids_dz11",
            "a point inside each of Scotland's data zones, not weighted by people",
            code,
            POINT,
            6_976,
            ("boundaries_dz11",),
        ),
        _table(
            "lait",
            "entry to HE by 19, Level 3 at 19 and Attainment 8 by authority",
            ("la_number", "measure", "period"),
            {
                "la_name": text("name in the tool"),
                "area_code": text("county or unitary authority; empty where it has ended"),
                "value": number("rates 0 to 1, Attainment 8 in points", 0, 90, may_miss=True),
            },
            7_820,
            ("lait", "dfe_la_bridge"),
        ),
        _table(
            "authority_series",
            "figures of authorities over the years, beside those of the interactive tool",
            ("area_code", "measure", "year"),
            {
                "value": number("rates 0 to 1, others as published", 0, 60_000, may_miss=True),
                "people": number("people that a rate is of", 1, 2_000_000, may_miss=True),
            },
            13_015,
            (*_NEET, *_LOCAL),
        ),
        _table(
            "cohorts19",
            "pupils of state-funded schools who turned 19, by free school meals",
            ("area_code", "year", "group"),
            {"pupils": whole("pupils", 0, 1_000_000)},
            9_825,
            ("dfe_attainment19",),
        ),
        _table(
            "smc_composites",
            "State of the Nation 2025 composite indices",
            ("area_code", "measure", "period"),
            {"value": number("standardised, high = better", -10, 10)},
            2_870,
            ("smc_ci1", "smc_ci2", "smc_ci3", "smc_ci4", "smc205_outlines"),
        ),
        _table(
            "smc_intake",
            "university intake by socio-economic decile",
            (),
            INTAKE,
            4_136,
            ("smc_intake", "discover_uni_institutions"),
        ),
        _table(
            "providers",
            "providers of undergraduate courses",
            ("ukprn",),
            PROVIDER,
            396,
            ("discover_uni_institutions", "learning_providers", "dfe_ks5"),
        ),
        _table(
            "sites",
            "places where undergraduate courses are taught",
            ("site_id",),
            SITE,
            990,
            (
                "discover_uni_locations",
                "discover_uni_courses",
                "discover_uni_institutions",
                "learning_providers",
                *_SCHOOLS,
                "boundaries_lad24",
                "postcodes",
            ),
        ),
        _table(
            "courses",
            "undergraduate courses by site and subject",
            ("site_id", "course_id", "mode", "subject"),
            COURSE,
            43_771,
            (
                *("discover_uni_courses", "discover_uni_subjects", "discover_uni_tariff"),
                *("discover_uni_continuation", "discover_uni_locations"),
            ),
        ),
        _table(
            "earnings",
            "earnings three years on, by subject and region",
            ("subject", "mode", "award", "region_code"),
            EARNINGS,
            5_806,
            ("discover_uni_earnings",),
        ),
        _table(
            "continuation",
            "students a year on, as the publisher pools a provider's courses in a subject",
            ("published_by", "ukprn", "mode", "subject", "pooled", "figure"),
            CONTINUATION,
            5_361,
            ("discover_uni_continuation",),
        ),
        _table(
            "subjects",
            "subjects of courses: the Common Aggregation Hierarchy",
            ("subject",),
            SUBJECT,
            56,
            ("cah_labels",),
        ),
        _table(
            "schools",
            "schools and colleges open on 24 May 2025, with results of 2018/19",
            ("urn",),
            SCHOOL,
            6_404,
            ("dfe_gias", *_SCHOOLS),
        ),
        _table(
            "settlements",
            "cities, towns, suburbs and villages, those with most people near first",
            ("settlement",),
            SETTLEMENT,
            27_161,
            (
                "os_open_names",
                "geonames_northern_ireland",
                *("boundaries_lsoa21", "boundaries_dz11", "boundaries_sdz21"),
                *("centroids_lsoa21", "population20_lsoa11", "population20_dz11"),
                "ni_area_explorer",
            ),
        ),
        _table(
            "stations",
            "railway stations of Great Britain",
            ("station",),
            STATION,
            2_606,
            ("railway_stations",),
        ),
        _table(
            "partnerships",
            "partnership facts, each with its source",
            (),
            FACT,
            56,
            ("partnership_facts", "discover_uni_institutions"),
        ),
        _table(
            "postcodes",
            "neighbourhood or data zone of each postcode, in the package's order",
            (),
            {
                "letter": text("first letter: one row group each"),
                "lsoa21": whole("position among LSOA 2021 codes; 65535 for none", 0, 65_535),
                "dz11": whole("position among data zones of 2011; 65535 for none", 0, 65_535),
            },
            2_720_556,
            ("postcodes", "boundaries_lsoa21", "boundaries_dz11"),
        ),
    ]
    return {table.name: table for table in made}


_SCHOOLS = ("dfe_ks4", "dfe_ks5", "boundaries_lsoa21")


def _posterior(
    level: str, plural: str, areas: int, units: int, *carried: str
) -> tuple[TableSchema, TableSchema]:
    """Declare what is stored of the spatial model of a level."""
    sources = (*_LSOA_RATE_SOURCES, *carried, "iod25_file7", "rural_urban_lsoa21")
    return (
        _table(
            f"posterior_{level}",
            f"what the spatial model says of the true participation rate of {plural}",
            ("area_code",),
            POSTERIOR,
            areas,
            sources,
        ),
        _table(
            f"draws_{level}",
            f"joint draws of the true participation rates of {plural}",
            ("unit_code",),
            DRAWS,
            units,
            sources,
        ),
    )


def _scan(level: str, plural: str, rows: int, *carried: str) -> TableSchema:
    """Declare what is stored of the spatial scan of a level."""
    return _table(
        f"scan_{level}",
        f"{plural} in clusters of low participation, by a spatial scan",
        ("area_code",),
        SCAN,
        rows,
        (*_LSOA_RATE_SOURCES, *carried, f"centroids_{level}"),
    )


def _posterior_sums() -> list[TableSchema]:
    """Declare what is stored of the spatial model for areas that are sums of small ones."""
    sums = {name: POSTERIOR[name] for name in POSTERIOR_SUM}
    rows = {
        "ward24": (6_746, ("boundaries_lsoa21", "lookup_lsoa21_ward24")),
        "lad24": (296, ("boundaries_lad24",)),
        "pcon24": (543, ("boundaries_lsoa21", "overlaps_pcon24")),
        "utla23": (153, ("lookup_lad23_utla23",)),
        "cauth25": (15, ("lookup_lad25_cauth25",)),
        "lsip23": (38, ("boundaries_lad24",)),
        "region": (9, ("boundaries_lad24",)),
    }
    sources = (*_LSOA_RATE_SOURCES, "lookup_msoa11_msoa21")
    about = "what the spatial model says of the true participation rate of "
    return [
        _table(
            f"posterior_{level}",
            about + geography(level).plural,
            ("area_code",),
            sums,
            count,
            (*sources, *own),
        )
        for level, (count, own) in rows.items()
    ]


def _table(
    name: str,
    about: str,
    index: tuple[str, ...],
    columns: dict[str, Column],
    rows: int,
    sources: tuple[str, ...] = (),
) -> TableSchema:
    return TableSchema(name, about, index, columns, rows, sources or (name,))


def table(name: str) -> TableSchema:
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

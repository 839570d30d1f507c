"""A few rows of each publisher's file, written by us in the publisher's own layout."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd

from geo.publishers import (
    commons,
    constituencies,
    data_ac_uk,
    hesa,
    mhclg,
    northern_ireland,
    ofs,
    partnerships,
    scotland,
    smc,
    ucas,
    wales,
)
from geo.publishers.dfe import authorities as dfe_authorities
from geo.publishers.dfe import gias as dfe_gias
from geo.publishers.dfe import schools as dfe_schools
from geo.publishers.dfe import tool as dfe
from geo.publishers.hesa.courses import TARIFF_BANDS
from geo.publishers.hesa.outcomes import EARNING_REGIONS
from geo.publishers.landmarks import settlements, stations
from geo.publishers.ons import local as ons_local
from geo.publishers.ons import lookups as ons_lookups
from geo.publishers.ons import people as ons_people
from geo.registry.datasets import dataset

Rows = list[list[object]]


@dataclass(frozen=True)
class Example:
    """A small file, what reads it, and where its key and a number stand."""

    name: str
    rows: Rows
    read: Callable[[Path], pd.DataFrame | pd.Series]
    key: int
    """Column of the code that may not repeat."""
    number: int | None
    """Column that holds a number; None if there is none."""
    sheet: str = ""
    beside: tuple[tuple[str, Rows], ...] = ()
    """Other files that the reader opens too."""
    encoding: str = "utf-8"
    odd: dict[str, object] = field(default_factory=dict)


EARNERS = ["LEO3SECSBJ", "KISMODE", "KISLEVEL"]
EARNINGS_HEAD: list[object] = [
    *EARNERS,
    *(
        f"{figure}_{region}"
        for region in EARNING_REGIONS
        for figure in ("LEO3SECPOP", "LEO3LQ", "LEO3MED", "LEO3UQ")
    ),
]


def earner(
    subject: str, *, level: str = "03", **figures: tuple[int, int, int, int]
) -> list[object]:
    """Write a row of earnings: graduates and three quartiles of each region that has some."""
    known = [figures.get(region, ("NA",) * 4) for region in EARNING_REGIONS]
    return [subject, "01", level, *(figure for four in known for figure in four)]


def write(raw: Path, name: str, rows: Rows, sheet: str = "", encoding: str = "utf-8") -> Path:
    """Write rows as the file of a dataset: workbook, CSV or gzipped CSV, by its name."""
    path = raw / dataset(name).file
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
        page = book.create_sheet(sheet)
        for row in rows:
            page.append(row)
        book.save(path)
    elif path.suffix == ".parquet":
        pd.DataFrame(rows[1:], columns=rows[0]).to_parquet(path)
    else:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "wt", encoding=encoding, newline="") as handle:
            csv.writer(handle).writerows(rows)
    return path


_IOD = [
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
]
_IOD_ROWS = [
    ["E01000001", "City of London 001A", "E09000001", "City of London", 26525, 8],
    ["E01027305", "West Northamptonshire 048E", "E06000062", "West Northamptonshire", 24001, 8],
    ["E01033583", "Newham 013G", "E09000025", "Newham", 9000, 3],
]


def _file7() -> Rows:
    header = [*_IOD[:4]]
    for _, title, score, _, _ in mhclg._DOMAINS:
        header += [f"{title} {score}", f"{title} Rank (where 1 is most deprived)"]
        # Cut short, as the publisher has it in one column.
        header.append(f"{title} Decile (where 1 is most deprived 10% of LSO")
    values = [0.5, 100, 1] * len(mhclg._DOMAINS)
    return [header, *([*row[:4], *values] for row in _IOD_ROWS)]


_LOOKUP = [
    ["lsoa21_code", "lsoa21_name", "ward24_code", "ward24_name", "ltla24_code", "ltla24_name"],
    ["E01000001", "City of London 001A", "E05009288", "Aldersgate", "E09000001", "City of London"],
    ["W01000003", "Anglesey 001A", "W05001500", "Bro Aberffraw", "W06000001", "Isle of Anglesey"],
]
_BY_NAME = [
    ["LSOA21CD", "LSOA21NM", "MSOA21CD", "MSOA21NM", "LADCD_ACTIVE"],
    ["E01000001", "City of London 001A", "E02000001", "City of London 001", "E09000001"],
    ["W01000003", "Anglesey 001A", "W02000001", "Anglesey 001", "W06000001"],
]
_SCHOOLS = ["URN", "SCHNAME", "PCODE", "TOWN", "SCHTYPE", "LATITUDE", "LONGITUDE"]
_COMPOSITE = ["measure_code", "area_code", "area_name", "time_period", "value", "lci", "unit"]


def composite(number: int) -> Rows:
    code = f"ci{number}"
    return [
        _COMPOSITE,
        [code, "NA", "Leeds", "2018 to 2024", "0.31", "NA", "z-score"],
        [code, "NA", "York", "2018 to 2024", "-1.2", "NA", "z-score"],
    ]


_COURSE = ("UKPRN", "KISCOURSEID", "KISMODE")
_BANDS = [f"T{points:03d}" for points in TARIFF_BANDS]
EXAMPLES: tuple[Example, ...] = (
    Example(
        "tundra_lsoa11",
        [
            ["LSOA", "Total population", "Progression rate", "Quintile"],
            ["E01000001", ".", ".", "."],
            ["E01000005", 85, 0.412, 3],
            ["E01000006", 120, 0.6, 5],
        ],
        lambda raw: ofs.read_tundra(raw, "tundra_lsoa11"),
        key=0,
        number=1,
        sheet="LSOA Quintile",
    ),
    Example(
        "tundra_msoa11",
        [
            ["MSOA", "Total population", "Progression rate", "Quintile"],
            ["E02000001", 80, 0.65, 5],
            ["E02006934", ".", ".", "."],
        ],
        lambda raw: ofs.read_tundra(raw, "tundra_msoa11"),
        key=0,
        number=2,
        sheet="MSOA Quintile",
    ),
    Example(
        "iod25_file1",
        [
            [
                *_IOD,
                "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LS",
            ],
            *_IOD_ROWS,
        ],
        mhclg.read_imd,
        key=0,
        number=4,
        sheet="IMD25",
    ),
    Example(
        "iod25_file3",
        [
            [
                *_IOD,
                mhclg._DECILE.format(mhclg._IMD),
                mhclg._RANK.format(mhclg._IDACI),
                mhclg._DECILE.format(mhclg._IDACI),
                mhclg._RANK.format(mhclg._IDAOPI),
                mhclg._DECILE.format(mhclg._IDAOPI),
            ],
            *([*row, 20, 1, 30, 1] for row in _IOD_ROWS),
        ],
        mhclg.read_children_and_older,
        key=0,
        number=6,
        sheet="IoD2025 IDACI & IDAOPI",
    ),
    Example("iod25_file7", _file7(), mhclg.read_all_scores, key=0, number=4),
    Example(
        "iod25_indicators",
        [
            [
                "lsoa21_code",
                "income_domain_numerator",
                "entry_to_higher_education_indicator",
                "connectivity_score",
            ],
            ["E01000001", "20.0", "0.693", "95.563"],
            ["E01000002", "", "", "60.1"],
        ],
        mhclg.read_indicators,
        key=0,
        number=2,
    ),
    Example(
        "iod25_lad24",
        [
            ["ltla24_code", *(name for name, _, _ in mhclg._SUMMARIES.values())],
            ["E06000001", "37.58", "6.0", "23075.98", "0.4211"],
            ["E06000002", "41.1", "1.0", "24000.1", "0.5"],
        ],
        mhclg.read_authority_summaries,
        key=0,
        number=1,
    ),
    Example(
        "lookup_lsoa11_lsoa21",
        [
            ["lsoa11_name", "lsoa11_code", "change_code", "lsoa21_name", "lsoa21_code"],
            ["Hartlepool 009A", "E01011949", "U", "Hartlepool 009A", "E01011949"],
            ["Newham 013G", "E01033583", "S", "Newham 013J", "E01035000"],
        ],
        ons_lookups.read_lsoa_change,
        key=1,
        number=None,
    ),
    Example(
        "lookup_msoa11_msoa21",
        [
            ["msoa11_name", "msoa11_code", "msoa21_name", "msoa21_code"],
            ["Enfield 032", "E02000308", "Enfield 032", "E02000308"],
            ["Enfield 033", "E02000309", "Enfield 033", "E02000309"],
        ],
        ons_lookups.read_msoa_pairs,
        key=1,
        number=None,
    ),
    Example(
        "lookup_lsoa21_ward24",
        _LOOKUP,
        ons_lookups.read_lsoa_parents,
        key=0,
        number=None,
        beside=(("lookup_lsoa21_msoa21", _BY_NAME),),
    ),
    Example(
        "lookup_lad23_utla23",
        [
            ["ltla23_code", "ltla23_name", "utla23_code", "utla23_name"],
            ["E06000001", "Hartlepool", "E06000001", "Hartlepool"],
            ["E07000177", "Cherwell", "E10000025", "Oxfordshire"],
        ],
        ons_lookups.read_upper_tier,
        key=0,
        number=None,
    ),
    Example(
        "rural_urban_lsoa21",
        [
            ["lsoa21_code", "ruc21_code", "classification", "ruc"],
            ["E01000001", "UN1", "Urban: Nearer to a major town or city", "Urban"],
            ["E01000002", "RLN1", "Larger rural: Nearer to a major town or city", "Rural"],
        ],
        ons_lookups.read_rural_urban,
        key=0,
        number=None,
    ),
    Example(
        "population20_lsoa11",
        [
            ["lsoa11_name", "lsoa11_code", "total_population", *map(str, range(91))],
            ["Hartlepool 009A", "E01011949", "1944.0", *["20.0"] * 91],
            ["Hartlepool 008A", "E01011950", "1200.0", *["9.0"] * 91],
        ],
        ons_people.read_population,
        key=1,
        number=2,
    ),
    Example(
        "centroids_lsoa21",
        [
            ["LSOA21CD", "X", "Y", "LONG", "LAT"],
            ["E01000001", "532181.764", "181792.282", "-0.096266", "51.519592"],
            ["E01000002", "532501.382", "181755.612", "-0.091676", "51.519187"],
        ],
        lambda raw: ons_people.read_centroids(raw, "lsoa21"),
        key=0,
        number=1,
    ),
    Example(
        "msoa_names",
        [
            ["msoa21cd", "msoa21nm", "msoa21nmw", "msoa21hclnm", "msoa21hclnmw"],
            ["E02006534", "Adur 001", "Adur 001", "Hillside", ""],
            ["W02000001", "Isle of Anglesey 001", "Ynys Môn 001", "Amlwch", "Amlwch"],
        ],
        commons.read_msoa_names,
        key=0,
        number=None,
        encoding="utf-8-sig",
    ),
    Example(
        "dfe_gias",
        [
            [
                *("urn", "la_name", "establishment_name", "establishment_type"),
                *("education_phase", "number_of_pupils", "percentage_fsm", "easting", "northing"),
            ],
            ["100001.0", "Leeds", "A", "Community school", "Secondary", "10", "40", "4.3e5", "4e5"],
            ["100002.0", "Leeds", "B", "Studio schools", "Secondary", "9", "100", "0", "0"],
            ["100003", "Leeds", "C", "Further education", "16 plus", "0", "0", "", ""],
        ],
        dfe_gias.read_establishments,
        key=0,
        number=5,
    ),
    Example(
        "dfe_ks4",
        [
            [*_SCHOOLS, "ATT8SCR"],
            ["100001", "A School", "EC2Y 8BB", "London", "Academy", "51.5", "-0.09", "57.9"],
            ["100002", "B School", "EC2Y 8BC", "London", "Special school", "", "", "SUPP"],
        ],
        lambda raw: dfe_schools.read_schools(raw, "dfe_ks4"),
        key=0,
        number=7,
    ),
    Example(
        "discover_uni_locations",
        [
            ["UKPRN", "LOCID", "LOCNAME", "LATITUDE", "LONGITUDE", "LOCUKPRN", "LOCCOUNTRY"],
            ["10000163", "AE", "Main campus", "50.72718", "-1.828588", "", "XF"],
            ["10000720", "MC", "Far campus", "48.85", "2.31", "10000720", ""],
        ],
        hesa.read_locations,
        key=1,
        number=3,
    ),
    Example(
        "discover_uni_subjects",
        [
            [*_COURSE, "SBJ"],
            ["10000163", "A", "01", "CAH07-01-01"],
            ["10000163", "A", "01", "CAH09-01-01"],
        ],
        hesa.read_course_subjects,
        key=3,
        number=None,
    ),
    Example(
        "discover_uni_tariff",
        [
            [*_COURSE, "TARPOP", "TARAGG", "TARSBJ", *_BANDS],
            ["10000163", "A", "01", "20", "14", "", "50", "50", *["0"] * 12],
            ["10000163", "B", "01", "25", "13", "CAH07-01-01", "0", "100", *["0"] * 12],
        ],
        hesa.read_entry_tariffs,
        key=1,
        number=6,
    ),
    Example(
        "discover_uni_continuation",
        [
            [*_COURSE, "CONTAGG", "CONTSBJ", "UCONT"],
            ["10000163", "A", "01", "14", "", "95"],
            ["10000163", "B", "01", "13", "CAH07-01-01", "80"],
        ],
        hesa.read_continuation,
        key=1,
        number=5,
    ),
    Example(
        "discover_uni_earnings",
        [
            EARNINGS_HEAD,
            earner("CAH07-01", UK=(3805, 23500, 29500, 38000)),
            earner("CAH07-02", UK=(4005, 21500, 26000, 32000)),
        ],
        hesa.read_sector_earnings,
        key=0,
        number=3,
    ),
    Example(
        "cah_labels",
        [
            ["cah_code", "level", "label"],
            ["CAH07", "1", "physical sciences"],
            ["CAH07-01", "2", "physics and astronomy"],
        ],
        hesa.read_subjects,
        key=0,
        number=1,
    ),
    Example(
        "learning_providers",
        [
            ["UKPRN", "PROVIDER_NAME", "VIEW_NAME", "GROUPS", "HESA_ID"],
            ["10007774", "UNIVERSITY OF OXFORD", "Oxford", "Russell_Group, Oxbridge", "0156"],
            ["10008640", "FALMOUTH UNIVERSITY", "Falmouth", "", ""],
        ],
        data_ac_uk.read_groups,
        key=0,
        number=None,
    ),
    Example(
        "os_open_names",
        [
            [
                *("name", "name_lang", "name2", "name2_lang", "type"),
                *("easting", "northing", "os_id"),
            ],
            ["Abertawe", "cym", "Swansea", "eng", "City", "265500", "193000", "osgb1"],
            ["Whitby", "", "", "", "Town", "489900", "510900", "osgb2"],
            ["Nowhere", "", "", "", "Hamlet", "489900", "510900", "osgb3"],
        ],
        settlements.read_settlements,
        key=7,
        number=5,
    ),
    Example(
        "geonames_northern_ireland",
        [
            ["lat", "lon", "name"],
            ["54.59682", "-5.92541", "Belfast"],
            ["54.99721", "-7.30917", "Derry"],
            ["54.99712", "-7.30923", "Londonderry County Borough"],
        ],
        settlements.read_irish_settlements,
        key=2,
        number=1,
    ),
    Example(
        "railway_stations",
        [
            ["stationName", "lat", "long", "crsCode"],
            ["Abbey Wood", "51.490719", "0.120343", "ABW"],
            ["Aber", "51.575363", "-3.23089", "ABE"],
        ],
        stations.read_stations,
        key=3,
        number=1,
    ),
    Example(
        "smc_intake",
        [
            ["university_name", "university_slug", "group", "decile", "cumulative_percentage"],
            ["Aston University", "aston", "Enrolment", 0, 0],
            ["Aston University", "aston", "Enrolment", 1, 12],
        ],
        smc.read_intake,
        key=3,
        number=4,
    ),
    Example(
        "smc_ci1",
        composite(1),
        smc.read_composites,
        key=2,
        number=4,
        beside=tuple((f"smc_ci{number}", composite(number)) for number in (2, 3, 4)),
    ),
    Example(
        "ucas_entry_rates",
        [
            [ucas._CODE, *(f"Entry rate\u2192{year}" for year in ucas.YEARS)],
            ["E14001063", *["0.18"] * len(ucas.YEARS)],
            ["W07000112", *["0.25"] * len(ucas.YEARS)],
        ],
        ucas.read_entry_rates,
        key=0,
        number=1,
    ),
    Example(
        "lookup_lad23_lsip23",
        [
            [
                *("LAD23CD", "LAD23NM", "LSIP23CD", "LSIP23NM"),
                "NEW LSIP GEOGRAPHY (4 london areas)",
            ],
            ["E06000060", "Buckinghamshire", "E69000002", " Buckinghamshire ", "Buckinghamshire "],
            ["E06000031", "Peterborough", "E69000003", "Cambridgeshire and Peterborough", ""],
        ],
        dfe.read_skills_areas,
        key=0,
        number=None,
        sheet="LA Districts to LSIPs",
    ),
    Example(
        "lookup_lad25_cauth25",
        [
            ["LAD25CD", "LAD25NM", "CAUTH25CD", "CAUTH25NM", "ObjectId"],
            ["E08000038", "Barnsley", "E47000002", "South Yorkshire", "11"],
            ["E08000039", "Sheffield", "E47000002", "South Yorkshire", "14"],
        ],
        ons_lookups.read_district_authorities,
        key=0,
        number=None,
    ),
    Example(
        "wimd25",
        [
            ["LSOA code", *(f"{name} " for name in wales.RANKS.values())],
            ["W01000003", *["570"] * 9],
            ["W01000004", *["1132"] * 9],
        ],
        wales.read_wimd,
        key=0,
        number=1,
    ),
    Example(
        "nimdm17",
        [
            [
                *("LGD2014code", "SOA2001", "SOA2001name", "MDM_rank", "PP_HE_perc"),
                *northern_ireland.DOMAINS.values(),
            ],
            ["N09000001", "95AA01S1", "Aldergrove_1", "516", "91.5", *["254"] * 7],
            ["N09000001", "95AA01S2", "Aldergrove_2", "660", "", *["254"] * 7],
        ],
        northern_ireland.read_nimdm,
        key=1,
        number=3,
    ),
    Example(
        "population19_small",
        [["lsoa", "pop"], ["95AA01S1", "2,121"], ["95AA01S2", "2,716"]],
        constituencies.read_irish_people,
        key=0,
        # Its numbers have commas: what is no number elsewhere is one here.
        number=None,
    ),
    Example(
        "census21_pcon_qualifications",
        [
            [constituencies._CODE, constituencies._LEVEL, "Observation"],
            ["E14001063", "5", "28644"],
            ["E14001064", "5", "19005"],
        ],
        constituencies.read_qualifications,
        key=0,
        number=2,
    ),
    Example(
        "lookup_sdz21_dea14",
        [
            [
                *("dz21_code", "dz21_name", "sdz21_code", "sdz21_name"),
                *("dea14_code", "dea14_name", "lgd14_code", "lgd14_name"),
            ],
            [
                *("N20000001", "Dunsilly_A1", "N21000001", "Dunsilly_A"),
                *("N10000104", "Dunsilly", "N09000001", "Antrim and Newtownabbey"),
            ],
            [
                *("N20000003", "Dunsilly_B1", "N21000002", "Dunsilly_B"),
                *("N10000104", "Dunsilly", "N09000001", "Antrim and Newtownabbey"),
            ],
        ],
        northern_ireland.read_super_zones,
        key=0,
        number=None,
    ),
    Example(
        "lookup_dz11_iz11",
        [
            ["dz11_name", "dz11_code", "iz11_name", "iz11_code", "ltla20_name", "ltla20_code"],
            ["Culter - 01", "S01006506", "Culter", "S02001236", "Aberdeen City", "S12000033"],
            ["Culter - 02", "S01006507", "Culter", "S02001236", "Aberdeen City", "S12000033"],
        ],
        scotland.read_zones,
        key=1,
        number=None,
    ),
    Example(
        "population20_dz11",
        [
            ["dz11_code", "total_population", "sex", *map(str, range(7, 22))],
            ["S01006506", "843.0", "All", *["9.0"] * 15],
            ["S01006507", "796.0", "All", *["8.0"] * 15],
        ],
        scotland.read_zone_people,
        key=0,
        number=1,
    ),
    Example(
        "simd20_ranks",
        [
            ["Data_Zone", "Council_area", "SIMD2020v2_Rank", *scotland.DOMAINS.values()],
            ["S01006506", "Aberdeen City", "4691", *["3936.5"] * 7],
            ["S01006507", "Aberdeen City", "4862", *["4829"] * 7],
        ],
        scotland.read_simd,
        key=0,
        number=3,
        encoding="utf-8-sig",
    ),
    Example(
        "simd20_indicators",
        [
            list(scotland._SHEET),
            ["S01006506", "Culter", "Aberdeen City", *[0.297] * 34],
            ["S01006507", "Culter", "Aberdeen City", *[0.12] * 34],
        ],
        scotland.read_simd_indicators,
        key=0,
        number=20,
        sheet="Data",
    ),
    Example(
        "simd16_indicators",
        [
            ["dz11_code", "Total_population", "HESA"],
            ["S01006506", "904.0", "0.13043478"],
            ["S01006507", "830.0", "0.10135135"],
        ],
        scotland.read_simd_2016,
        key=0,
        number=2,
    ),
    Example(
        "partnership_facts",
        [
            [
                "kind",
                "partnership",
                "lead_or_member",
                "role",
                "area_stated",
                "as_of",
                "source_url",
            ],
            ["uni_connect", "Pathways", "", "NCOP consortium", "", "2017", "http://example.org/a"],
            ["uni_connect", "DANCOP", "", "NCOP consortium", "", "2017", "http://example.org/b"],
        ],
        partnerships.read_partnership_facts,
        key=1,
        number=None,
        odd={"repeats": True},
    ),
    Example(
        "dfe_la_bridge",
        [
            ["old_la_code", "new_la_code", "la_name"],
            ["383", "E08000035", "Leeds"],
            ["839", "E06000058\n", "Bournemouth, Christchurch and Poole"],
            ["815", "E10000023", "North Yorkshire"],
            ["836", "E06000029", "Poole"],
        ],
        lambda raw: dfe.read_bridge(raw, {"E08000035", "E06000058", "E06000065"}),
        key=0,
        number=None,
    ),
    Example(
        "dfe_neet_2022",
        [
            [
                "time_period",
                "geographic_level",
                "country_code",
                "region_code",
                "new_la_code",
                "Cohort_DJFavg",
                "NEET_not_known_percent",
            ],
            ["2022", "National", "E92000001", "", "", "1208392.7", "4.7"],
            ["2022", "Regional", "E92000001", "E12000004", "", "102832.3", "4.6"],
            ["2022", "Local authority", "E92000001", "E12000002", "E06000009", "3265.7", "6.6"],
            ["2022", "Local authority", "E92000001", "E12000003", "E10000023", "11876", "x"],
        ],
        lambda raw: dfe_authorities.read_neet_year(raw, "dfe_neet_2022"),
        key=2,
        number=6,
    ),
    Example(
        "dfe_attainment19",
        [
            [
                "cohort_19_in",
                "number_in_ss_cohort",
                "region",
                "la_code_9",
                "gender",
                "fsm",
                "sen",
                "l3_by19_rate",
            ],
            ["2024", "575047", "ALL", "ALL", "ALL", "ALL", "ALL", "0"],
            ["2024", "1297", "North West", "E06000009", "ALL", "ALL", "ALL", "0"],
            ["2024", "447", "North West", "E06000009", "ALL", "Eligible for FSM", "ALL", "0"],
            ["2024", "250", "North West", "E06000009", "Male", "Eligible for FSM", "ALL", "0"],
            ["2024", "400", "London", "E09000007", "ALL", "ALL", "ALL", "0"],
        ],
        dfe_authorities.read_cohorts,
        key=3,
        number=1,
    ),
    Example(
        "els_child_poverty",
        [
            ["areacd", "indicator", "period", "observation"],
            [
                "K02000001",
                "Children in relative poverty before housing costs",
                "2021-04-01/P1Y",
                "18.4",
            ],
            [
                "E06000009",
                "Children in relative poverty after housing costs",
                "2021-04-01/P1Y",
                "40.1",
            ],
            [
                "W06000015",
                "Children in relative poverty before housing costs",
                "2024-04-01/P1Y",
                "",
            ],
            [
                "N09000003",
                "Children in relative poverty before housing costs",
                "2024-04-01/P1Y",
                "24.5",
            ],
        ],
        lambda raw: ons_local.read_local_statistics(raw, "els_child_poverty"),
        key=0,
        number=3,
    ),
)

"""Scottish Government and National Records of Scotland: zones, people, deprivation.

Quirks: rank 1 is the most deprived, and zones that tie in a domain share the average of their ranks
(`700.5`); suppressed cells hold `*`; the CSV of indicators rounds, the workbook does not;
`drive_post` and `PT_post` are minutes to a post office; people come in three rows a zone, and in
Public Health Scotland's file of them for each year since 2001, the nation among the zones.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from geo.publishers.reading import (
    as_found,
    check_area_codes,
    read_csv,
    read_headed,
    read_sheet,
    refuse,
    to_number,
    to_whole,
)
from geo.registry import dataset

ZONES = 6_976
AGES = range(7, 22)
DOMAINS = {
    "income": "SIMD2020v2_Income_Domain_Rank",
    "employment": "SIMD2020_Employment_Domain_Rank",
    "health": "SIMD2020_Health_Domain_Rank",
    "education": "SIMD2020_Education_Domain_Rank",
    "access": "SIMD2020_Access_Domain_Rank",
    "crime": "SIMD2020_Crime_Domain_Rank",
    "housing": "SIMD2020_Housing_Domain_Rank",
}
"""Ours, and the publisher's column of its ranks."""
_NATION = "S92000003"
_SHEET = (
    *("Data_Zone", "Intermediate_Zone", "Council_area", "Total_population"),
    *("Working_age_population", "Income_rate", "Income_count", "Employment_rate"),
    *("Employment_count", "CIF", "ALCOHOL", "DRUG", "SMR", "DEPRESS", "LBWT", "EMERG"),
    *("Attendance", "Attainment", "no_qualifications", "not_participating", "University"),
    *("drive_petrol", "drive_GP", "drive_post", "drive_primary", "drive_retail"),
    *("drive_secondary", "PT_GP", "PT_post", "PT_retail", "Broadband", "crime_count"),
    *("crime_rate", "overcrowded_count", "nocentralheat_count", "overcrowded_rate"),
    "nocentralheat_rate",
)
INDICATORS = {
    "simd20_university": ("University", 1),
    "simd20_not_participating": ("not_participating", 1),
    "simd20_drive_secondary_minutes": ("drive_secondary", 600),
    "simd20_drive_retail_minutes": ("drive_retail", 600),
    "simd20_transit_gp_minutes": ("PT_GP", 600),
    "simd20_transit_retail_minutes": ("PT_retail", 600),
}
"""Ours, the publisher's column, and the greatest value that is believed."""


def read_zones(raw: Path) -> pd.DataFrame:
    """Read which intermediate zone and council each data zone lies in.

    Returns
    -------
    parents
        Indexed by data zone `area_code`: `area_name`, `iz11_code`, `iz11_name`, `lad24_code`.
    """
    source = as_found(raw, dataset("lookup_dz11_iz11"))
    columns = {
        "dz11_code": "DZ",
        "dz11_name": "DZname",
        "iz11_code": "IZcode",
        "iz11_name": "IZname",
        "ltla20_code": "LAcode",
    }
    text = read_headed(raw, source, columns, sheets="SIMD 2020v2 DZ lookup data")
    check_area_codes(text, "dz11_code", "dz11", source)
    ours = ["area_code", "area_name", "iz11_code", "iz11_name", "lad24_code"]
    made = text.set_axis(ours, axis=1).set_index("area_code").sort_index()
    councils = made.groupby("iz11_code")["lad24_code"].nunique()
    if (councils > 1).any():
        raise refuse(source, f"{councils.idxmax()!s} lies in {councils.max()} councils.")
    return made


def read_zone_people(raw: Path) -> pd.DataFrame:
    """Read mid-2020 people of each data zone by single year of age.

    Returns
    -------
    people
        Indexed by data zone `area_code`: `population` (all ages) and `aged_7` to `aged_21`, whole
        people.
    """
    source = as_found(raw, dataset("population20_dz11"))
    ages = [str(age) for age in AGES]
    columns = ["dz11_code", "total_population", "sex", *ages]
    if source.file == source.own_file:
        theirs = ["DataZone", "AllAges", "Sex", *(f"Age{age}" for age in ages)]
        text = read_csv(raw, source, theirs, only=("Year", ["2020"])).set_axis(columns, axis=1)
        text = text[text["dz11_code"] != _NATION]
    else:
        text = read_csv(raw, source, columns)
    text = text[text["sex"] == "All"].reset_index(drop=True)
    check_area_codes(text, "dz11_code", "dz11", source)
    people = {"population": to_whole(text, "total_population", source, low=0, high=50_000)}
    for age in ages:
        people[f"aged_{age}"] = to_whole(text, age, source, low=0, high=5_000)
    made = pd.DataFrame(people)
    made.index = pd.Index(text["dz11_code"], name="area_code")
    return made.sort_index()


def read_simd(raw: Path) -> pd.DataFrame:
    """Read the index of 2020, second version: ranks as published, and tenths of them.

    Returns
    -------
    index
        Indexed by data zone `area_code`: `simd20_rank` (1 = most deprived), for each domain
        `simd20_<domain>_domain_rank` (zones that tie share the average), and tenths made of either
        (`simd20_decile`, `simd20_<domain>_decile`; 1 = most deprived).
    """
    source = as_found(raw, dataset("simd20_ranks"))
    headings = ["Data_Zone", "SIMD2020v2_Rank", *DOMAINS.values()]
    named = dict(zip(headings, headings, strict=True))
    text = read_headed(raw, source, named, sheets="SIMD 2020v2 ranks")
    check_area_codes(text, "Data_Zone", "dz11", source)
    rank = to_whole(text, "SIMD2020v2_Rank", source, low=1, high=ZONES)
    table = {"simd20_rank": rank, "simd20_decile": tenths_of(rank, ZONES)}
    for ours, theirs in DOMAINS.items():
        rank = to_number(text, theirs, source, low=1, high=ZONES, marks={})
        table[f"simd20_{ours}_domain_rank"] = rank
        table[f"simd20_{ours}_decile"] = tenths_of(rank, ZONES)
    made = pd.DataFrame(table)
    made.index = pd.Index(text["Data_Zone"], name="area_code")
    return made.sort_index()


def tenths_of(rank: pd.Series, count: int) -> pd.Series:
    """Return the tenth that each rank out of `count` lies in, 1 for the first.

    Examples
    --------
    >>> tenths_of(pd.Series([1, 697, 698, 6976]), 6976).tolist()
    [1, 1, 2, 10]
    """
    return np.ceil(rank * 10 / count).astype("int64")


def read_simd_indicators(raw: Path) -> pd.DataFrame:
    """Read six indicators of the index of 2020, from the workbook, which does not round.

    Returns
    -------
    indicators
        Indexed by data zone `area_code`: the columns of `INDICATORS`; shares 0 to 1, and minutes.
        Missing where the publisher suppresses.
    """
    source = dataset("simd20_indicators")
    text = read_sheet(raw, source, "Data", _SHEET)
    check_area_codes(text, "Data_Zone", "dz11", source)
    made = pd.DataFrame(
        {
            ours: to_number(text, theirs, source, low=0, high=high)
            for ours, (theirs, high) in INDICATORS.items()
        }
    )
    made.index = pd.Index(text["Data_Zone"], name="area_code")
    return made.sort_index()


def read_simd_2016(raw: Path) -> pd.DataFrame:
    """Read of the index of 2016, by data zone, `simd16_university`: a share, 0 to 1."""
    source = as_found(raw, dataset("simd16_indicators"))
    columns = {"dz11_code": "Data_Zone", "HESA": "HESA"}
    text = read_headed(raw, source, columns, sheets="Data")
    check_area_codes(text, "dz11_code", "dz11", source)
    made = pd.DataFrame({"simd16_university": to_number(text, "HESA", source, low=0, high=1)})
    made.index = pd.Index(text["dz11_code"], name="area_code")
    return made.sort_index()

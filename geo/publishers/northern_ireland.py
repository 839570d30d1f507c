"""NISRA: zones of Northern Ireland, its deprivation measure, and where school leavers go.

Quirks: rank 1 is the most deprived; `PP_HE_perc` is the share who have NOT enrolled; the Area
Explorer holds five levels in one table, and its `qual_pct.2011` columns are the placeholder 100
below districts, so they are not read.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from geo.publishers.reading import (
    as_found,
    check_area_codes,
    check_unique,
    read_csv,
    read_headed,
    refuse,
    to_number,
    to_whole,
)
from geo.registry import check_codes, dataset

AREAS = 890
DOMAINS = {
    "income": "D1_Income_rank",
    "employment": "D2_Empl_rank",
    "health": "D3_Health_rank",
    "education": "P4_Education_rank",
    "access": "P5_Access_rank",
    "environment": "D6_LivEnv_rank",
    "crime": "D7_CD_rank",
}
"""Ours, and the publisher's column of its ranks."""
LEVELS = {"sdz": ("sdz21", 850), "dea": ("dea14", 80), "lgd": ("lad24", 11)}
"""Types of area that are read of the Area Explorer, ours, and how many there are."""
_LEAVERS = "Destination.perc.destHEpct"
_LEVEL4 = "qual_pct.2021.level_4_qualifications_and_above"


def read_super_zones(raw: Path) -> pd.DataFrame:
    """Read which electoral area and district each super data zone lies in.

    Returns
    -------
    parents
        Indexed by super data zone `area_code`: `area_name`, `dea14_code`, `dea14_name`,
        `lad24_code`.
    """
    source = as_found(raw, dataset("lookup_sdz21_dea14"))
    columns = ["dz21_code", "sdz21_code", "sdz21_name", "dea14_code", "dea14_name", "lgd14_code"]
    # Its lookup names them as the copy does, with the century: DZ2021_code, LGD2014_code.
    named = {name: re.sub(r"(21|14)_", r"20\1_", name) for name in columns}
    text = read_headed(raw, source, named, sheets="DZ2021_Admin_geog_lookup")
    check_unique(text, ["dz21_code"], source)
    for column, level in (("sdz21_code", "sdz21"), ("dea14_code", "dea14")):
        check_codes(text[column].unique(), level, source.id)
    whole = text[columns[1:]].drop_duplicates()
    check_unique(whole.reset_index(drop=True), ["sdz21_code"], source)
    ours = ["area_code", "area_name", "dea14_code", "dea14_name", "lad24_code"]
    return whole.set_axis(ours, axis=1).set_index("area_code").sort_index()


def read_nimdm(raw: Path) -> pd.DataFrame:
    """Read the deprivation measure of 2017: ranks, tenths of them, and entry to HE.

    Returns
    -------
    index
        Indexed by super output area `area_code`: `area_name`, `lad24_code`, `nimdm17_rank`
        (1 = most deprived), `nimdm17_<domain>_rank`, tenths made of either (`..._decile`), and
        `nimdm17_he_not_enrolled`, the share of 18 to 21 year olds who have not enrolled, 0 to 1,
        missing where suppressed, with `nimdm17_he_enrolled`, the rest of them.
    """
    source = dataset("nimdm17")
    columns = ["SOA2001", "SOA2001name", "LGD2014code", "MDM_rank", "PP_HE_perc"]
    text = read_csv(raw, source, [*columns, *DOMAINS.values()])
    check_area_codes(text, "SOA2001", "soa01", source)
    table: dict[str, pd.Series] = {
        "area_name": text["SOA2001name"].str.replace("_", " "),
        "lad24_code": text["LGD2014code"],
    }
    ranks = {"nimdm17": "MDM_rank"}
    ranks |= {f"nimdm17_{ours}": theirs for ours, theirs in DOMAINS.items()}
    for ours, theirs in ranks.items():
        rank = to_whole(text, theirs, source, low=1, high=AREAS)
        table[f"{ours}_rank"] = rank
        table[f"{ours}_decile"] = np.ceil(rank * 10 / AREAS).astype("int64")
    percent = to_number(text, "PP_HE_perc", source, low=0, high=100)
    table["nimdm17_he_not_enrolled"] = (percent / 100).round(4)
    table["nimdm17_he_enrolled"] = (1 - percent / 100).round(4)
    made = pd.DataFrame(table)
    made.index = pd.Index(text["SOA2001"], name="area_code")
    return made.sort_index()


def read_area_explorer(raw: Path) -> pd.DataFrame:
    """Read school leavers who entered higher education, people, and adults with level 4.

    Returns
    -------
    figures
        Indexed by `area_code` of super data zones, electoral areas and districts: `geography`,
        `population` (2024), `ni_leavers_he` (share, 0 to 1; missing for super data zones) and
        `ni_census21_level4` (share of people aged 16 and over).
    """
    source = dataset("ni_area_explorer")
    text = read_csv(raw, source, ["code", "type", "MYETotal.value", _LEAVERS, _LEVEL4])
    check_unique(text, ["code"], source)
    text = text[text["type"].isin(list(LEVELS))].reset_index(drop=True)
    for kind, (level, count) in LEVELS.items():
        codes = text.loc[text["type"] == kind, "code"]
        check_codes(codes, level, source.id)
        if len(codes) != count:
            raise refuse(source, f"{len(codes):,} areas of type {kind!r}, expected {count:,}.")
    leavers = to_number(text, _LEAVERS, source, low=0, high=100) / 100
    made = pd.DataFrame(
        {
            "geography": text["type"].map({kind: level for kind, (level, _) in LEVELS.items()}),
            "population": to_whole(text, "MYETotal.value", source, low=1, high=500_000),
            "ni_leavers_he": leavers.round(6),
            "ni_census21_level4": (to_number(text, _LEVEL4, source, low=0, high=99.9) / 100).round(
                6
            ),
        }
    )
    made.index = pd.Index(text["code"], name="area_code")
    lacking = made["ni_leavers_he"].isna() & (made["geography"] != "sdz21")
    if lacking.any():
        raise refuse(source, f"{made.index[lacking][0]} has no destinations of school leavers.")
    return made.sort_index()

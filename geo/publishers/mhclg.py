"""Ministry of Housing, Communities and Local Government: English Indices of Deprivation 2025.

Quirks: rank 1 and decile 1 are the most deprived, scores run the other way; headers are cut
short in some files, so columns are matched by their beginning; the entry to higher education
indicator is the share that did NOT enter; a local authority's "average rank" runs opposite to
rank. The corrected issue of November 2025 has LSOA E01027305 in West Northamptonshire.
"""

from __future__ import annotations

from pathlib import Path

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

LSOAS = 33_755
_CODE, _LAD = "LSOA code (2021)", "Local Authority District code (2024)"
_NAMES = [_CODE, "LSOA name (2021)", _LAD, "Local Authority District name (2024)"]
_RANK = "{} Rank (where 1 is most deprived)"
_DECILE = "{} Decile (where 1 is most deprived 10% of LSOAs)"
_IMD = "Index of Multiple Deprivation (IMD)"
_IDACI = "Income Deprivation Affecting Children Index (IDACI)"
_IDAOPI = "Income Deprivation Affecting Older People (IDAOPI)"

# Ours, the publisher's, the name of its score column, and the range of the score.
_DOMAINS = (
    ("iod25", _IMD, "Score", 0, 100),
    ("iod25_income", "Income", "Score (rate)", 0, 1),
    ("iod25_employment", "Employment", "Score (rate)", 0, 1),
    ("iod25_education", "Education, Skills and Training", "Score", 0, 100),
    ("iod25_health", "Health Deprivation and Disability", "Score", -5, 5),
    ("iod25_crime", "Crime", "Score", -5, 5),
    ("iod25_barriers", "Barriers to Housing and Services", "Score", 0, 100),
    ("iod25_environment", "Living Environment", "Score", 0, 100),
    ("iod25_children", "Children and Young People Sub-domain", "Score", -5, 5),
    ("iod25_adult_skills", "Adult Skills Sub-domain", "Score", 0, 1),
)
_CORRECTED_LSOA = ("E01027305", "E06000062")


def read_imd(raw: Path) -> pd.DataFrame:
    """Read File 1, the Index of Multiple Deprivation.

    Returns
    -------
    table
        Indexed by LSOA 2021 `area_code`: `lad24_code`, `iod25_rank` and `iod25_decile`, both
        with 1 = most deprived. No missing values.
    """
    source = dataset("iod25_file1")
    columns = [*_NAMES, _RANK.format(_IMD), _DECILE.format(_IMD)]
    return _ranks(read_sheet(raw, source, "IMD25", columns), "iod25_file1", {"iod25": _IMD})


def read_children_and_older(raw: Path) -> pd.DataFrame:
    """Read File 3, income deprivation affecting children and older people.

    Returns
    -------
    table
        Indexed by LSOA 2021 `area_code`: `lad24_code`, and `_rank` and `_decile` of `iod25`,
        `idaci25` and `idaopi25`, with 1 = most deprived. No missing values.
    """
    source = dataset("iod25_file3")
    measures = {"iod25": _IMD, "idaci25": _IDACI, "idaopi25": _IDAOPI}
    columns = [*_NAMES]
    for title in measures.values():
        columns += [_RANK.format(title), _DECILE.format(title)]
    return _ranks(
        read_sheet(raw, source, "IoD2025 IDACI & IDAOPI", columns), "iod25_file3", measures
    )


def _ranks(text: pd.DataFrame, name: str, measures: dict[str, str]) -> pd.DataFrame:
    source = dataset(name)
    check_area_codes(text, _CODE, "lsoa21", source)
    table = {"lad24_code": text[_LAD]}
    for ours, title in measures.items():
        table[f"{ours}_rank"] = to_whole(text, _RANK.format(title), source, low=1, high=LSOAS)
        table[f"{ours}_decile"] = to_whole(text, _DECILE.format(title), source, low=1, high=10)
    made = pd.DataFrame(table)
    made.index = pd.Index(text[_CODE], name="area_code")
    code, district = _CORRECTED_LSOA
    if made.at[code, "lad24_code"] != district:
        raise refuse(
            source,
            f"{code} is in {made.loc[code, 'lad24_code']!s}: this is the first issue, withdrawn in "
            "November 2025.",
        )
    return made.sort_index()


def read_all_scores(raw: Path) -> pd.DataFrame:
    """Read File 7: scores, ranks and deciles of the index, its domains and two sub-domains.

    Returns
    -------
    table
        Indexed by LSOA 2021 `area_code`: for each of `iod25`, the seven domains, `iod25_children`
        and `iod25_adult_skills`, `_score` (high = more deprived), `_rank` and `_decile`
        (1 = most deprived). No missing values.
    """
    source = dataset("iod25_file7")
    asked = {}
    for ours, title, score, _, _ in _DOMAINS:
        asked[f"{ours}_score"] = f"{title} {score}"
        asked[f"{ours}_rank"] = _RANK.format(title)
        asked[f"{ours}_decile"] = _DECILE.format(title)
    text = read_csv(raw, source, [_CODE, *asked.values()], cut_short=True)
    check_area_codes(text, _CODE, "lsoa21", source)
    table = {}
    for ours, _, _, low, high in _DOMAINS:
        score, rank, decile = (asked[f"{ours}_{kind}"] for kind in ("score", "rank", "decile"))
        table[f"{ours}_score"] = to_number(text, score, source, low=low, high=high)
        table[f"{ours}_rank"] = to_whole(text, rank, source, low=1, high=LSOAS)
        table[f"{ours}_decile"] = to_whole(text, decile, source, low=1, high=10)
    made = pd.DataFrame(table)
    made.index = pd.Index(text[_CODE], name="area_code")
    return made.sort_index()


_INDICATORS: dict[str, tuple[str, float, float]] = {
    "iod25_he_non_entry": ("Entry to higher education indicator", 0, 1),
    "connectivity_score": ("Connectivity score", 0, 100),
    "income_deprived_count": ("Income Domain numerator", 0, 20_000),
}


def read_indicators(raw: Path) -> pd.DataFrame:
    """Read three of the underlying indicators, from File 8 or from a copy of it in one table.

    Returns
    -------
    table
        Indexed by LSOA 2021 `area_code`: `iod25_he_non_entry` (share NOT entering higher
        education, on an undefined denominator; 34 missing), `connectivity_score` (0 to 100) and
        `income_deprived_count` (people; 5 missing).
    """
    return _numbers(raw, "iod25_indicators", {"lsoa21_code": _CODE}, "lsoa21", _INDICATORS)


_SUMMARIES: dict[str, tuple[str, float, float]] = {
    "iod25_score": ("IMD - Average score", 0, 100),
    "iod25_rank_of_score": ("IMD - Rank of average score", 1, 296),
    "iod25_average_rank": ("IMD - Average rank", 1, LSOAS),
    "iod25_most_deprived_share": (
        "IMD - Proportion of LSOAs in most deprived 10% nationally",
        0,
        1,
    ),
}


def read_authority_summaries(raw: Path) -> pd.DataFrame:
    """Read the local authority summaries of the index, from File 10 or from a copy of it.

    Returns
    -------
    table
        Indexed by LAD 2024 `area_code`: `iod25_score` (average score, high = more deprived),
        `iod25_rank_of_score` (1 = most deprived of 296), `iod25_average_rank` (high = more
        deprived) and `iod25_most_deprived_share` (share of LSOAs in the most deprived tenth of
        England). No missing values.
    """
    return _numbers(raw, "iod25_lad24", {"ltla24_code": _LAD}, "lad24", _SUMMARIES)


def _numbers(
    raw: Path,
    name: str,
    key: dict[str, str],
    geography: str,
    columns: dict[str, tuple[str, float, float]],
) -> pd.DataFrame:
    """Read number columns by their headings: ours mapped to theirs and the range of each."""
    source = as_found(raw, dataset(name))
    (code,) = key
    headings = {theirs: theirs for theirs, _, _ in columns.values()}
    text = read_headed(raw, source, {**key, **headings})
    check_area_codes(text, code, geography, source)
    table = pd.DataFrame(
        {
            ours: to_number(text, theirs, source, low=low, high=high)
            for ours, (theirs, low, high) in columns.items()
        }
    )
    table.index = pd.Index(text[code], name="area_code")
    return table.sort_index()

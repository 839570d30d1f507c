"""Discover Uni: what became of students, by subject: earnings of all, continuation at a provider.

Quirks: the file of earnings has a block of four columns for the Kingdom and each region, of which
three are cities within them, left out here. It does not say what a region is. It is not where
graduates studied: veterinary medicine has graduates in the North East, where nobody teaches it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.hesa.courses import AWARDS, named_mode, pooled_rows
from geo.publishers.reading import as_found, check_unique, read_csv, refuse, to_number
from geo.registry import dataset

EARNING_REGIONS = {
    "UK": "K02000001",
    "E": "E92000001",
    "S": "S92000003",
    "W": "W92000004",
    "NE": "E12000001",
    "NW": "E12000002",
    "YH": "E12000003",
    "EM": "E12000004",
    "WM": "E12000005",
    "EE": "E12000006",
    "LN": "E12000007",
    "SE": "E12000008",
    "SW": "E12000009",
}
"""Code of the area that each ending of a heading stands for; there is none for Northern Ireland."""
_FIGURES = {
    "LEO3SECPOP": "graduates",
    "LEO3LQ": "earnings_lower",
    "LEO3MED": "earnings_median",
    "LEO3UQ": "earnings_upper",
}
_EARNERS = ["LEO3SECSBJ", "KISMODE", "KISLEVEL"]
_SUBJECTS = r"CAH\d\d(-\d\d){0,2}"
_OF_A_SUBJECT = ["11", "12", "13", "21", "22", "23"]
"""Codes of figures that the publisher pools over a provider's courses in a subject."""
_AFTER = {
    "UCONT": "continued",
    "UGAINED": "gained_award",
    "ULOWER": "lower_award",
    "UDORMANT": "dormant",
    "ULEFT": "left",
}


def read_sector_earnings(raw: Path) -> pd.DataFrame:
    """Read what graduates earned three years on, by subject and region.

    Returns
    -------
    earnings
        A row for each `subject` (of level 1, 2 or 3), `mode` (`full_time` or `part_time`), `award`
        (first degree or other undergraduate) and `region_code` that has figures: `graduates`
        (rounded to 5), and pounds a year that a quarter of them (`earnings_lower`), half
        (`earnings_median`) and three quarters (`earnings_upper`) did not reach.
    """
    source = as_found(raw, dataset("discover_uni_earnings"))
    headings = [f"{figure}_{region}" for region in EARNING_REGIONS for figure in _FIGURES]
    text = read_csv(raw, source, [*_EARNERS, *headings])
    check_unique(text, _EARNERS, source)
    bad = text.loc[~text["LEO3SECSBJ"].str.fullmatch(_SUBJECTS), "LEO3SECSBJ"]
    if len(bad):
        raise refuse(source, f"{bad.iloc[0]!r} is not a subject, such as CAH07-01.")
    unknown = set(text["KISLEVEL"]) - set(AWARDS)
    if unknown:
        raise refuse(source, f"KISLEVEL {min(unknown)!r} is not one of {list(AWARDS)}.")
    who = pd.DataFrame(
        {
            "subject": text["LEO3SECSBJ"],
            "mode": named_mode(text, source),
            "award": text["KISLEVEL"].map(AWARDS),
        }
    )
    parts = []
    for region, code in EARNING_REGIONS.items():
        figures = {
            ours: to_number(text, f"{theirs}_{region}", source, low=1, high=1_000_000)
            for theirs, ours in _FIGURES.items()
        }
        parts.append(who.assign(region_code=code, **figures))
    rows = pd.concat(parts).dropna(subset=["earnings_median"])
    low, middle, high = (rows[f"earnings_{part}"] for part in ("lower", "median", "upper"))
    if ((low > middle) | (middle > high)).any():
        raise refuse(source, "a lower quartile is above a median, or a median above an upper one.")
    return rows.sort_values(["subject", "mode", "award", "region_code"], ignore_index=True)


def read_subject_continuation(raw: Path) -> pd.DataFrame:
    """Read what students did a year on, where the publisher pools a provider's courses.

    Returns
    -------
    continuation
        A row for each `published_by`, `ukprn`, `mode`, `subject` and `pooled` (the publisher's
        code) and `figure`: 1, or further numbers where the publisher has several figures of the
        same, of kinds of award that the file does not tell apart. `students` (rounded to 5), and
        per cent of them: `continued` at the provider, `gained_award`, `lower_award` (moved to a
        lower award there), `dormant` and `left`.
    """
    source = as_found(raw, dataset("discover_uni_continuation"))
    text = read_csv(
        raw,
        source,
        [
            *("PUBUKPRN", "UKPRN", "KISCOURSEID", "KISMODE", "CONTPOP", "CONTAGG", "CONTSBJ"),
            *_AFTER,
        ],
    )
    text = text[(text["UCONT"] != "") & text["CONTAGG"].isin(_OF_A_SUBJECT)]
    made = pooled_rows(text, source, "CONT").rename(columns={"pooled_subject": "subject"})
    made["published_by"] = text["PUBUKPRN"]
    made["students"] = to_number(text, "CONTPOP", source, low=1, high=100_000)
    for theirs, ours in _AFTER.items():
        made[ours] = to_number(text, theirs, source, low=0, high=100)
    figures = ["students", *_AFTER.values()]
    key = ["published_by", "ukprn", "mode", "subject", "pooled"]
    distinct = made[[*key, *figures]].drop_duplicates().sort_values([*key, *figures])
    distinct.insert(len(key), "figure", distinct.groupby(key).cumcount() + 1)
    return distinct.reset_index(drop=True)

"""Department for Education: schools and colleges of the performance tables, with coordinates.

Quirks: only mainstream (RECTYPE 1) and special (2) schools are in the copy; results hold the codes
NE, NP, SUPP and LOWCOV; coordinates come from postcodes, and two schools have none; a school with
a sixth form is in both tables, under one URN.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_unique, read_csv, refuse, to_number
from geo.registry import Dataset, dataset

_KEPT = ["URN", "SCHNAME", "PCODE", "TOWN", "SCHTYPE", "LATITUDE", "LONGITUDE"]
_TYPES = {
    "Academy",
    "College",
    "Independent school",
    "Maintained school",
    "Special school",
    "",
}
_RESULTS = {"dfe_ks4": "ATT8SCR", "dfe_ks5": "TALLPPE_ALEV_1618"}


def read_schools(raw: Path, name: str) -> pd.DataFrame:
    """Read one performance table.

    Parameters
    ----------
    name
        `"dfe_ks4"` (secondary schools) or `"dfe_ks5"` (schools and colleges, 16 to 18).

    Returns
    -------
    schools
        Indexed by `urn`: `name`, `postcode`, `town`, `kind` (empty for one school), `latitude` and
        `longitude` in degrees (missing for two), and `attainment8` or `a_level_points`, missing
        where suppressed or not published.
    """
    source = dataset(name)
    result = _RESULTS[name]
    text = read_csv(raw, source, [*_KEPT, result])
    check_unique(text, ["URN"], source)
    if not text["URN"].str.fullmatch(r"\d{6}").all():
        raise refuse(source, "a URN is not six digits.")
    unknown = set(text["SCHTYPE"]) - _TYPES
    if unknown:
        raise refuse(source, f"unknown kind of school {min(unknown)!r}.")
    schools = pd.DataFrame(
        {
            "name": text["SCHNAME"].str.strip(),
            "postcode": text["PCODE"].str.strip(),
            "town": text["TOWN"].str.strip(),
            "kind": text["SCHTYPE"],
            "latitude": _degrees(text, "LATITUDE", source, 49.8, 56.0),
            "longitude": _degrees(text, "LONGITUDE", source, -6.5, 1.9),
            "attainment8" if name == "dfe_ks4" else "a_level_points": to_number(
                text, result, source, low=0, high=90
            ),
        }
    )
    schools.index = pd.Index(text["URN"], name="urn")
    return schools.sort_index()


def _degrees(
    text: pd.DataFrame, column: str, source: Dataset, low: float, high: float
) -> pd.Series:
    return to_number(text, column, source, low=low, high=high, marks={"": "no coordinates"})

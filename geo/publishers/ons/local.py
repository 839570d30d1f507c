"""Office for National Statistics: Explore Local Statistics, one file an indicator.

Quirks: some files begin with a byte order mark; a period is the day on which it begins and its
length (`2024-08-01/P1Y`); one file can hold two indicators; authorities that have ended stay under
the codes they had; `x` and an empty cell mean not available.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_unique, read_csv, refuse, to_number
from geo.registry import dataset


@dataclass(frozen=True)
class _Series:
    """One indicator of a file: what it is called, ours, and the greatest value."""

    title: str
    measure: str
    high: float
    is_percent: bool = True


SERIES = {
    "els_gcse19": _Series("GCSEs in English and Maths", "gcse19_rate", 100),
    "els_further_education": _Series(
        "Further education and skills participation", "further_education_rate", 60_000, False
    ),
    "els_apprenticeships": _Series(
        "Apprenticeship starts (England)", "apprenticeship_starts_rate", 20_000, False
    ),
    "els_absence": _Series("Persistent absences for all pupils", "absence_rate", 100),
    "els_absence_fsm": _Series(
        "Persistent absences for pupils eligible for free school meals", "absence_fsm_rate", 100
    ),
    "els_child_poverty": _Series(
        "Children in relative poverty before housing costs", "child_poverty_rate", 100
    ),
}


def read_local_statistics(raw: Path, name: str) -> pd.DataFrame:
    """Read one indicator of Explore Local Statistics, every area and period.

    Parameters
    ----------
    raw
        Folder of raw files.
    name
        The dataset, such as `"els_gcse19"`.

    Returns
    -------
    series
        `area_code` (as published), `measure`, `year` in which the period ends and `value` (percent
        as 0 to 1, others as published; missing where not available).
    """
    source, told = dataset(name), SERIES[name]
    text = read_csv(raw, source, ["areacd", "indicator", "period", "observation"])
    value = to_number(text, "observation", source, low=0, high=told.high)
    made = pd.DataFrame(
        {
            "area_code": text["areacd"].str.strip(),
            "measure": told.measure,
            "year": _last_year(text["period"], name),
            "value": value / 100 if told.is_percent else value,
        }
    )[text["indicator"] == told.title]
    if not len(made):
        raise refuse(source, f"no indicator is called {told.title!r}.")
    check_unique(made, ["area_code", "year"], source)
    return made.reset_index(drop=True)


def _last_year(periods: pd.Series, name: str) -> pd.Series:
    """Return the year in which periods of a year end: `2024-08-01/P1Y` ends in 2025."""
    parts = periods.str.strip().str.extract(r"^(\d{4})-(\d{2})-(\d{2})/P1Y$")
    if parts.isna().any(axis=None):
        bad = periods[parts.isna().any(axis=1)].iloc[0]
        raise refuse(dataset(name), f"{bad!r} is not a period of a year.")
    begins = pd.to_datetime(periods.str[:10])
    return (begins + pd.DateOffset(years=1) - pd.Timedelta(days=1)).dt.year

"""Department for Education: young people outside education and work, and cohorts aged 19.

Quirks: the file of attainment by 19 lists the cohorts of 2023 to 2025 with every count of
achievement 0, a placeholder, beside numbers of pupils that are real; regions have a name and no
code; England is `ALL`. The files of young people not in education, employment or training are one
a year, on the codes of that year.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.dfe.tool import RECODED, REGIONS
from geo.publishers.reading import as_found, check_unique, read_csv, refuse, to_number, to_whole
from geo.registry import ENGLAND, dataset

NEET_YEARS = {"dfe_neet_2022": 2022, "dfe_neet_2023": 2023, "dfe_neet_2025": 2025}
GROUPS = {"ALL": "all", "Eligible for FSM": "fsm", "Not eligible for FSM": "nonfsm"}
_REGION_CODES = {name.casefold(): code for code, name in REGIONS.values()}


def read_neet(raw: Path) -> pd.DataFrame:
    """Read the share of 16 and 17 year olds who are in none of school, work and training.

    Returns
    -------
    series
        One row for each authority, region, England and year: `area_code`, `year`, `value` (those
        known to be in none and those whose activity is not known, 0 to 1) and `people` (16 and 17
        year olds, the mean of December to February).
    """
    return pd.concat([read_neet_year(raw, name) for name in NEET_YEARS], ignore_index=True)


def read_neet_year(raw: Path, name: str) -> pd.DataFrame:
    """Read one year of `read_neet`, from the dataset called `name`."""
    source, year = dataset(name), NEET_YEARS[name]
    columns = ["time_period", "geographic_level", "country_code", "region_code", "new_la_code"]
    figures = ["NEET_not_known_percent", "Cohort_DJFavg"]
    text = read_csv(raw, source, [*columns, *figures])
    if set(text["time_period"]) != {str(year)}:
        raise refuse(source, f"it speaks of {sorted(set(text['time_period']))}, not of {year}.")
    code = text["new_la_code"].where(text["geographic_level"] != "Regional", text["region_code"])
    code = code.where(text["geographic_level"] != "National", text["country_code"])
    made = pd.DataFrame(
        {
            "area_code": code.str.strip().replace(RECODED),
            "year": year,
            "value": to_number(text, figures[0], source, low=0, high=100) / 100,
            "people": to_number(text, figures[1], source, low=1, high=2_000_000),
        }
    )
    check_unique(made, ["area_code"], source)
    return made


def read_cohorts(raw: Path) -> pd.DataFrame:
    """Read how many pupils of state-funded schools turned 19, by authority and free meals.

    Returns
    -------
    cohorts
        One row for each area, year and group: `area_code` (authorities, regions and England),
        `year` in which the academic year ends, `group` (`all`, `fsm`, `nonfsm`), `pupils`.
    """
    source = as_found(raw, dataset("dfe_attainment19"))
    columns = ["cohort_19_in", "number_in_ss_cohort", "region", "la_code_9", "gender", "fsm", "sen"]
    text = read_csv(raw, source, columns)
    whole_groups = (text["gender"] == "ALL") & (text["sen"] == "ALL")
    pupils = to_whole(text, "number_in_ss_cohort", source, low=0, high=1_000_000)
    year = to_whole(text, "cohort_19_in", source, low=2000, high=2100)
    unknown = set(text["fsm"]) - set(GROUPS)
    if unknown:
        raise refuse(source, f"no group is called {min(unknown)!r}.")
    named = text["region"].str.casefold().map(_REGION_CODES)
    whole = named.where(text["region"] != "ALL", ENGLAND)
    lone = whole.isna()
    if lone.any():
        raise refuse(source, f"no region is called {text.loc[lone, 'region'].iloc[0]!r}.")
    code = text["la_code_9"].where(text["la_code_9"] != "ALL", whole).replace(RECODED)
    made = pd.DataFrame(
        {
            "area_code": code,
            "year": year,
            "group": text["fsm"].map(GROUPS),
            "pupils": pupils,
        }
    )[whole_groups].reset_index(drop=True)
    check_unique(made, ["area_code", "year", "group"], source)
    return made

"""Department for Education: the Local Authority Interactive Tool, by authority.

Quirks: authorities are three-digit DfE numbers, stored as decimals; `-` means not available; the
name of a measure stands on the first row of its block only; ended authorities are kept ("Poole
(Pre LG)"), regions and England are rows too. The bridge to GSS codes is older than the reforms of
2019 to 2023 and one of its codes carries a line break.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import (
    check_area_codes,
    check_unique,
    raw_path,
    read_csv,
    read_sheet,
    refuse,
    to_number,
)
from geo.registry import check_codes, dataset

# The tool's short name, ours, and the unit's greatest value.
MEASURES = {
    "HE_19_All": ("he19_rate", 100),
    "HE_19_FSM": ("he19_fsm_rate", 100),
    "HE_19_Non_FSM": ("he19_nonfsm_rate", 100),
    "Level3Age19": ("level3_19_rate", 100),
    "AVG_Attain8_Score": ("attainment8", 90),
}
# A county that became one unitary authority on the same land: its series goes on.
RECODED = {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
# Numbers that the bridge does not have, with the name that the tool gives them.
_UNBRIDGED = {
    "201": ("E09000001", "City of London"),
    "940": ("E06000061", "North Northamptonshire"),
    "941": ("E06000062", "West Northamptonshire"),
    "942": ("E06000063", "Cumberland"),
    "943": ("E06000064", "Westmorland and Furness"),
}
# "London (Inner)" and "London (Outer)" are not regions and are left without a code.
REGIONS = {
    "970": ("E92000001", "England"),
    "980": ("E12000001", "North East"),
    "981": ("E12000002", "North West"),
    "982": ("E12000003", "Yorkshire and the Humber"),
    "983": ("E12000004", "East Midlands"),
    "984": ("E12000005", "West Midlands"),
    "985": ("E12000006", "East of England"),
    "986": ("E12000007", "London"),
    "989": ("E12000008", "South East"),
    "990": ("E12000009", "South West"),
}
_RATE_MEASURES = ("he19_rate", "he19_fsm_rate", "he19_nonfsm_rate", "level3_19_rate")


def read_skills_areas(raw: Path) -> pd.DataFrame:
    """Read the skills improvement plan area of 2023 that each district of England lies in.

    Returns
    -------
    areas
        Indexed by `lad24_code` (districts of 2023 and 2024 are the same): `lsip23_code` and
        `lsip23_name`.
    """
    source = dataset("lookup_lad23_lsip23")
    columns = ["LAD23CD", "LAD23NM", "LSIP23CD", "LSIP23NM", "NEW LSIP GEOGRAPHY (4 london areas)"]
    text = read_sheet(raw, source, "LA Districts to LSIPs", columns)
    check_area_codes(text, "LAD23CD", "lad24", source)
    check_codes(text["LSIP23CD"].unique(), "lsip23", source.id)
    found = text[["LAD23CD", "LSIP23CD", "LSIP23NM"]]
    made = found.set_axis(["lad24_code", "lsip23_code", "lsip23_name"], axis=1)
    return made.set_index("lad24_code").sort_index()


def read_bridge(raw: Path, current: set[str]) -> pd.Series:
    """Read the bridge from DfE numbers to the county and unitary codes of `current`.

    Returns
    -------
    codes
        GSS code by three-digit number; numbers of authorities that ended and were divided or
        joined are not in it.
    """
    source = dataset("dfe_la_bridge")
    text = read_csv(raw, source, ["old_la_code", "new_la_code", "la_name"])
    check_unique(text, ["old_la_code"], source)
    codes = text["new_la_code"].str.strip().replace(RECODED)
    bridge = codes.set_axis(pd.Index(text["old_la_code"].str.strip(), name="la_number"))
    named = {number: code for number, (code, _) in {**_UNBRIDGED, **REGIONS}.items()}
    whole = pd.concat([bridge[bridge.isin(current)], pd.Series(named, dtype="str")])
    if whole.index.has_duplicates:
        raise refuse(source, f"number {whole.index[whole.index.duplicated()][0]} is bridged twice.")
    return whole


def read_interactive_tool(raw: Path, current: set[str]) -> pd.DataFrame:
    """Read entry to higher education by 19, Level 3 at 19 and Attainment 8.

    Parameters
    ----------
    current
        County and unitary codes of the geography to bridge to.

    Returns
    -------
    series
        One row for each authority, measure and period: `la_number`, `la_name`, `area_code` (empty
        where the authority has ended), `measure`, `period`, `value` (rates 0 to 1, Attainment 8 in
        points; missing where not available).
    """
    source = dataset("lait")
    columns = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
    try:
        text = pd.read_parquet(raw_path(raw, source), columns=columns)
    except (ValueError, OSError, KeyError) as error:
        raise refuse(source, f"it is not the tool's table: {str(error)[:120]}.") from error
    if not source.is_whole(len(text)):
        raise refuse(source, f"{len(text):,} rows, expected {source.rows:,}.")
    text = text[text["Short Desc"].isin(list(MEASURES))].reset_index(drop=True)
    absent = set(MEASURES) - set(text["Short Desc"])
    if absent:
        raise refuse(source, f"no measure is called {min(absent)!r}.")
    measure = text["Short Desc"].map({theirs: ours for theirs, (ours, _) in MEASURES.items()})
    value = to_number(text, "Values", source, low=0, high=100, first_row=1)
    number = text["LA Number"].astype("int64").astype("str")
    bridge = read_bridge(raw, current)
    series = pd.DataFrame(
        {
            "la_number": number,
            "la_name": text["LA and Regions"].str.strip(),
            "area_code": number.map(bridge).fillna(""),
            "measure": measure,
            "period": text["Years"].str.strip(),
            "value": value.where(~measure.isin(_RATE_MEASURES), value / 100),
        }
    )
    _check_names(series)
    check_unique(series, ["la_number", "measure", "period"], source)
    return series.sort_values(["measure", "period", "la_number"], ignore_index=True)


def _check_names(series: pd.DataFrame) -> None:
    """Refuse a number that stands for another authority than the one bridged by hand."""
    for number, (_, name) in {**_UNBRIDGED, **REGIONS}.items():
        found = series.loc[series["la_number"] == number, "la_name"].unique()
        if list(found) != [name]:
            raise refuse(dataset("lait"), f"number {number} is {list(found)}, expected {name!r}.")

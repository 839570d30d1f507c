"""Office for National Statistics: lookups between vintages and between levels, and code changes.

Quirks: the MSOA change lookup has one row for each 2011 area and no change code; the ward lookup
places one LSOA in the wrong authority (see `geo.boundaries.vintages`); combined authorities come
with ended ones among them, and their members as counties as well as districts.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_area_codes, check_unique, raw_path, read_csv, refuse
from geo.registry import check_codes, dataset

CHANGES = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}


def read_lsoa_change(raw: Path) -> pd.DataFrame:
    """Read the LSOA 2011 to 2021 change lookup.

    Returns
    -------
    pairs
        One row a pair: `from_code`, `to_code`, `from_name` and `change` (unchanged, split, merged
        or irregular).
    """
    source = dataset("lookup_lsoa11_lsoa21")
    text = read_csv(raw, source, ["lsoa11_code", "lsoa21_code", "lsoa11_name", "change_code"])
    check_unique(text, ["lsoa11_code", "lsoa21_code"], source)
    check_codes(text["lsoa11_code"].unique(), "lsoa11", source.id)
    check_codes(text["lsoa21_code"].unique(), "lsoa21", source.id)
    unknown = text.loc[~text["change_code"].isin(list(CHANGES)), "change_code"]
    if len(unknown):
        raise refuse(source, f"change code {unknown.iloc[0]!r} is not one of {list(CHANGES)}.")
    return pd.DataFrame(
        {
            "from_code": text["lsoa11_code"],
            "to_code": text["lsoa21_code"],
            "from_name": text["lsoa11_name"],
            "change": text["change_code"].map(CHANGES),
        }
    )


def read_msoa_pairs(raw: Path) -> pd.DataFrame:
    """Read the MSOA 2011 to 2021 best fit lookup: `from_code`, `from_name` and `to_code`."""
    source = dataset("lookup_msoa11_msoa21")
    text = read_csv(raw, source, ["msoa11_code", "msoa11_name", "msoa21_code"])
    check_area_codes(text, "msoa11_code", "msoa11", source)
    check_unique(text, ["msoa11_name"], source)
    return text.set_axis(["from_code", "from_name", "to_code"], axis=1)


def read_lsoa_parents(raw: Path) -> pd.DataFrame:
    """Read which MSOA, ward and authority each LSOA 2021 lies in, as published.

    Returns
    -------
    parents
        Indexed by `area_code`: `area_name`, `msoa21_code`, `msoa21_name`, `ward24_code`,
        `ward24_name`, `lad24_code`, `lad24_name`.
    """
    by_name, by_fit = dataset("lookup_lsoa21_msoa21"), dataset("lookup_lsoa21_ward24")
    upper = read_csv(raw, by_name, ["LSOA21CD", "LSOA21NM", "MSOA21CD", "MSOA21NM"])
    check_area_codes(upper, "LSOA21CD", "lsoa21", by_name)
    check_codes(upper["MSOA21CD"].unique(), "msoa21", by_name.id)
    columns = ["lsoa21_code", "ward24_code", "ward24_name", "ltla24_code", "ltla24_name"]
    fitted = read_csv(raw, by_fit, columns)
    check_area_codes(fitted, "lsoa21_code", "lsoa21", by_fit)
    check_codes(fitted["ward24_code"].unique(), "ward24", by_fit.id)
    check_codes(fitted["ltla24_code"].unique(), "lad24", by_fit.id)
    left = upper.set_axis(["area_code", "area_name", "msoa21_code", "msoa21_name"], axis=1)
    right = fitted.set_axis(
        ["area_code", "ward24_code", "ward24_name", "lad24_code", "lad24_name"], axis=1
    )
    joined = left.merge(right, on="area_code", how="outer", validate="one_to_one", indicator=True)
    lone = joined.loc[joined.pop("_merge") != "both", "area_code"]
    if len(lone):
        raise refuse(by_fit, f"{len(lone):,} codes are in one lookup only (first: {lone.iloc[0]}).")
    return joined.set_index("area_code").sort_index()


def read_upper_tier(raw: Path) -> pd.DataFrame:
    """Read which county or unitary authority each district lies in, indexed by `lad24_code`."""
    source = dataset("lookup_lad23_utla23")
    text = read_csv(raw, source, ["ltla23_code", "utla23_code", "utla23_name"])
    check_area_codes(text, "ltla23_code", "lad24", source)
    check_codes(text["utla23_code"].unique(), "utla23", source.id)
    return text.rename(columns={"ltla23_code": "lad24_code"}).set_index("lad24_code").sort_index()


def read_authority_codes(raw: Path) -> pd.DataFrame:
    """Read every authority code since 2011.

    Returns
    -------
    codes
        Indexed by `code`: `name`, `current_code` (on 2025 codes), `region_code`, `region_name`
        and `nation`. Regions are empty outside England.
    """
    source = dataset("authority_codes")
    columns = ["LADCD", "LADNM", "LADCD_ACTIVE", "RGNCD", "RGNNM", "CTRYNM"]
    text = read_csv(raw, source, columns)
    check_unique(text, ["LADCD"], source)
    names = ["code", "name", "current_code", "region_code", "region_name", "nation"]
    return text.set_axis(names, axis=1).set_index("code").sort_index()


def read_combined_authorities(raw: Path) -> pd.DataFrame:
    """Read the combined authorities that exist in 2025, with their members.

    Returns
    -------
    members
        One row a member: `cauth25_code`, `cauth25_name` and `member_code`, a district, unitary
        authority or county on any of its codes.
    """
    source = dataset("explore_local_metadata")
    try:
        areas = json.loads(raw_path(raw, source).read_text(encoding="utf-8"))
        rows = [
            (code, area["areanm"], member)
            for code, area in sorted(areas.items())
            if "cauth" in area["level"] and "end" not in area
            for member in area["children"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refuse(source, f"it is not the metadata of areas: {error!r}.") from error
    if not source.is_whole(len(areas)):
        raise refuse(source, f"{len(areas):,} areas, expected {source.rows:,}.")
    members = pd.DataFrame(rows, columns=["cauth25_code", "cauth25_name", "member_code"])
    check_codes(members["cauth25_code"].unique(), "cauth25", source.id)
    return members


def read_district_authorities(raw: Path) -> pd.DataFrame:
    """Read the combined authority of each district that is in one, on codes of May 2025.

    Returns
    -------
    members
        Indexed by district `code` of 2025: `cauth25_code` and `cauth25_name`.
    """
    source = dataset("lookup_lad25_cauth25")
    text = read_csv(raw, source, ["LAD25CD", "CAUTH25CD", "CAUTH25NM"])
    check_area_codes(text, "LAD25CD", "lad24", source)
    check_codes(text["CAUTH25CD"].unique(), "cauth25", source.id)
    names = ["code", "cauth25_code", "cauth25_name"]
    return text.set_axis(names, axis=1).set_index("code").sort_index()


def read_rural_urban(raw: Path) -> pd.Series:
    """Read the 2021 rural urban class of each LSOA, indexed by `area_code`."""
    source = dataset("rural_urban_lsoa21")
    text = read_csv(raw, source, ["lsoa21_code", "classification"])
    check_area_codes(text, "lsoa21_code", "lsoa21", source)
    index = pd.Index(text["lsoa21_code"], name="area_code")
    classes = text["classification"].set_axis(index)
    return classes.rename("rural_urban").sort_index()

"""Discover Uni: institutions, teaching locations, and how many courses each has.

Quirks: coordinates are typed by providers, and twelve longitudes have lost their minus sign; a
few places are abroad, one is a placeholder in the sea. UKPRN and LOCID together are the key of a
place. A place may stand on another provider's premises (LOCUKPRN). The provider that publishes a
course need not be the one that teaches it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_unique, read_csv, refuse, to_number
from geo.registry import dataset

_NATIONS = {"XF": "England", "XI": "Wales", "XH": "Scotland", "XG": "Northern Ireland"}
MODES = {"01": "full_time", "02": "part_time"}
"""Modes of study by their code (KISMODE)."""


def read_institutions(raw: Path) -> pd.DataFrame:
    """Read the institutions.

    Returns
    -------
    institutions
        One row for each teaching provider: `ukprn`, `legal_name`, `trading_name` (may be empty),
        `address`, `nation`; and `published_by_others`: how many other providers publish its
        courses. Joint schools of two universities have numbers of their own, beginning with 9.
    """
    source = dataset("discover_uni_institutions")
    columns = ["PUBUKPRN", "UKPRN", "LEGAL_NAME", "FIRST_TRADING_NAME", "PROVADDRESS", "COUNTRY"]
    text = read_csv(raw, source, columns)
    check_unique(text, ["PUBUKPRN", "UKPRN"], source)
    check_ukprn(text, "UKPRN", source.id)
    own = text.assign(other=text["PUBUKPRN"] != text["UKPRN"]).sort_values(["UKPRN", "other"])
    first = own.drop_duplicates("UKPRN")
    others = own.groupby("UKPRN")["other"].sum()
    institutions = pd.DataFrame(
        {
            "legal_name": first["LEGAL_NAME"].str.strip(),
            "trading_name": first["FIRST_TRADING_NAME"].str.strip(),
            "address": first["PROVADDRESS"].str.strip(),
            "nation": first["COUNTRY"].map(_NATIONS).fillna(""),
        }
    )
    institutions.index = pd.Index(first["UKPRN"], name="ukprn")
    institutions["published_by_others"] = others.astype("int64")
    return institutions.sort_index()


def read_locations(raw: Path) -> pd.DataFrame:
    """Read the teaching locations as typed: nothing repaired.

    Returns
    -------
    locations
        `ukprn`, `loc_id`, `name`, `latitude`, `longitude` (degrees), `host_ukprn` (whose premises;
        empty if not said) and `nation` (empty if abroad). Key: `ukprn` and `loc_id`.
    """
    source = dataset("discover_uni_locations")
    columns = ["UKPRN", "LOCID", "LOCNAME", "LATITUDE", "LONGITUDE", "LOCUKPRN", "LOCCOUNTRY"]
    text = read_csv(raw, source, columns)
    check_unique(text, ["UKPRN", "LOCID"], source)
    check_ukprn(text, "UKPRN", source.id)
    return pd.DataFrame(
        {
            "ukprn": text["UKPRN"],
            "loc_id": text["LOCID"],
            "name": text["LOCNAME"].str.strip(),
            "latitude": to_number(text, "LATITUDE", source, low=-90, high=90),
            "longitude": to_number(text, "LONGITUDE", source, low=-180, high=180),
            "host_ukprn": text["LOCUKPRN"],
            "nation": text["LOCCOUNTRY"].map(_NATIONS).fillna(""),
        }
    )


def read_course_counts(raw: Path) -> pd.DataFrame:
    """Count courses at each teaching location.

    Returns
    -------
    counts
        Indexed by `ukprn` and `loc_id`: `courses_full_time` and `courses_part_time`. Courses that
        name no place are left out.
    """
    source = dataset("discover_uni_courses")
    text = read_csv(raw, source, ["UKPRN", "LOCID", "KISCOURSEID", "KISMODE"])
    unknown = set(text["KISMODE"]) - set(MODES)
    if unknown:
        raise refuse(source, f"KISMODE {min(unknown)!r} is not one of {list(MODES)}.")
    placed = text[text["LOCID"] != ""]
    mode = placed["KISMODE"].map(MODES)
    counts = placed.groupby(["UKPRN", "LOCID", mode]).size().unstack(fill_value=0)
    counts.index.names = ["ukprn", "loc_id"]
    return counts.add_prefix("courses_").rename_axis(columns=None).sort_index()


def check_ukprn(text: pd.DataFrame, column: str, name: str) -> None:
    """Refuse a column of text with anything that is no UKPRN."""
    bad = text.loc[~text[column].str.fullmatch(r"[19]\d{7}"), column]
    if len(bad):
        raise refuse(
            dataset(name), f"{bad.iloc[0]!r} is not a UKPRN (eight digits, the first 1 or 9)."
        )

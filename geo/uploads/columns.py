"""Headings in the spellings people use, and which of a file's columns each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

SPELLINGS: dict[str, str] = {
    "postcode": "postcode post_code postal_code pcode pcd pcds pcd7 pcd8 pc postcodes zip "
    "site_postcode school_postcode address_postcode full_postcode",
    "address": "address full_address site_address school_address venue_address postal_address "
    "home_address address_line location_address",
    "easting": "easting eastings east easting_m oseast1m bng_e bng_x osgb_x x x_coord x_coordinate "
    "geo_x",
    "northing": "northing northings north northing_m osnrth1m bng_n bng_y osgb_y y y_coord "
    "y_coordinate geo_y",
    "latitude": "latitude lat lat_dd latitude_wgs84 wgs84_lat geo_lat site_latitude",
    "longitude": "longitude long lon lng lon_dd longitude_wgs84 wgs84_lon geo_lon geo_long "
    "site_longitude",
    "name": "name site_name site school_name school venue venue_name hub centre campus title label "
    "establishment_name establishment location place partner_name organisation_name "
    "partner_school school_or_college school_college",
    "provider": "provider provider_name partner organisation organization institution university "
    "college lead_provider owner lead_partner delivery_partner delivering_partner delivered_by",
    "courses": "courses course_count number_of_courses supply places",
    "urn": "urn school_urn establishment_urn gias_urn urn_number",
    "area_code": "area_code area lsoa lsoa_code lsoa21 lsoa21_code lsoa21cd lsoa2021 lsoa_2021 "
    "lsoa_21_code lsoa_2021_code",
    "date": "date activity_date event_date date_of_activity when day start_date year academic_year "
    "activity_year school_year",
    "number": "number count participants pupils students learners attendees n people headcount "
    "number_of_pupils number_of_students number_of_participants pupil_count attendance",
    "weight": "weight demand young_people",
    "term": "term term_name school_term academic_term",
    "town": "town city town_or_city post_town school_town locality",
    "type": "type activity_type type_of_activity activity event_type event activity kind category "
    "programme activity_name intervention",
    "intensity": "intensity activity_intensity intensity_of_activity level_of_intensity "
    "engagement_intensity engagement_level duration",
}
"""Canonical column and its spellings, in plain words joined by underscores; the first is meant
when several stand in one file."""


KINDS = {
    "sites": "teaching sites",
    "schools": "partner schools",
    "activity": "activities",
}
"""Kinds of file that people bring, and what they are called."""
ROLES = {
    "postcode": "postcode",
    "address": "address with a postcode in it",
    "easting": "easting",
    "northing": "northing",
    "latitude": "latitude",
    "longitude": "longitude",
    "area_code": "code of the neighbourhood",
    "urn": "URN of the school",
    "name": "name of the school or site",
    "town": "town",
    "provider": "partner or provider",
    "courses": "number of courses",
    "date": "date or school year",
    "term": "term",
    "number": "number of young people",
    "type": "type of activity",
    "intensity": "intensity (one-off, sustained, residential)",
}
"""What a column of a file can be, in words."""


@dataclass(frozen=True)
class Layout:
    """How a file is laid out, as far as a person said so."""

    sheet: str = ""
    """Of a workbook; the one with the known headings unless given."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """By heading what it is: a canonical column, or `""` for none. Others are recognised."""


def kind_of(headings: Iterable[object], roles: Mapping[str, str] | None = None) -> str:
    """Return which kind of file headings are of: one of `KINDS`.

    Examples
    --------
    >>> kind_of(["School", "Town", "Date"]), kind_of(["URN", "Pupils"]), kind_of(["Campus", "PC"])
    ('activity', 'schools', 'sites')
    """
    own = [str(one) for one in headings]
    found = recognise(pd.Index(own), tuple(ROLES), roles)
    when = {"date", "term", "intensity"} & set(found)
    if when or {"type", "number"} <= set(found):
        return "activity"
    of_schools = any("school" in plain_heading(one) for one in found.values())
    return "schools" if "urn" in found or of_schools else "sites"


def plain_heading(text: str) -> str:
    """Reduce a heading to small letters and digits.

    Examples
    --------
    >>> plain_heading(" Post-Code "), plain_heading("Easting (m)")
    ('postcode', 'eastingm')
    """
    return re.sub(r"[^a-z0-9]", "", text.lower())


def recognise(
    headings: pd.Index, wanted: tuple[str, ...], roles: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return which column of a file is each of those wanted.

    Parameters
    ----------
    headings
        The file's own.
    wanted
        Canonical columns.
    roles
        What a person said that a heading is: a canonical column, or `""` for none.

    Examples
    --------
    >>> recognise(pd.Index(["Partner", "PCODE", "notes"]), ("name", "postcode", "provider"))
    {'postcode': 'PCODE', 'provider': 'Partner'}
    """
    said = roles or {}
    there: dict[str, str] = {}
    own = [str(heading) for heading in headings if heading not in said]
    for heading in own:
        there.setdefault(plain_heading(heading), heading)
    for heading in own:
        # Of two lines of headings the upper one may stand before a colon.
        there.setdefault(plain_heading(heading.rpartition(": ")[2]), heading)
    found = {}
    for column in wanted:
        chosen = next((str(one) for one in headings if said.get(one) == column), "")
        if chosen:
            found[column] = chosen
            continue
        for spelling in SPELLINGS[column].split():
            plain = spelling.replace("_", "")
            if plain in there:
                found[column] = there[plain]
                break
    return found


def pick(
    table: pd.DataFrame, wanted: tuple[str, ...], roles: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return the columns wanted, stripped, under their canonical names; those absent are empty."""
    found = recognise(table.columns, wanted, roles)
    empty = pd.Series("", index=table.index, dtype="str")
    return pd.DataFrame(
        {
            column: table[found[column]].str.strip() if column in found else empty
            for column in wanted
        }
    )

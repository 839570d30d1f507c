"""Contacts as they are shown and written: a table, its sum as JSON, its words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.areas import AreaTable
from geo.reach.contacts import (
    COLD_DEMAND,
    CONTACT_KM,
    cold_around,
    find_place,
    find_school,
    people_around,
    schools_for,
)
from geo.reach.coverage import DEMAND_WORDS, records
from geo.reach.measure import DEMAND, LEVEL, load_ground
from geo.settings import NOT_ONE_PERSON, SCHOOLS_YEAR
from geo.travel import KM, StraightLine

NEAR_ONLY = (
    "Near is a straight line from where people live. Which school a young person goes to is not "
    "in our files, and schools opened since are not in the list."
)
_MEANINGS = (
    f"{DEMAND}: {DEMAND_WORDS}.",
    f"{COLD_DEMAND}: those of them in tested cold spots, here or elsewhere.",
    f"school_attainment8, school_a_level_points: of {SCHOOLS_YEAR}; empty where not published.",
    f"year: of the list of schools and colleges, {SCHOOLS_YEAR}.",
)


@dataclass(frozen=True)
class ContactTable(AreaTable):
    """Contacts, to write: schools and colleges, or the neighbourhoods near one."""

    rows: str = "schools and colleges"
    outlined: bool = False

    @property
    def bases(self) -> tuple[str, ...]:
        """Name the bundled tables behind it."""
        level = self.geography
        return ("schools", f"areas_{level}", f"centroids_{level}", f"coldspots_{level}")

    @property
    def sheet(self) -> str:
        """Name its sheet in a workbook."""
        return "Contacts"

    @property
    def about(self) -> tuple[str, ...]:
        """Return what its columns are and what near means."""
        said = (line for line in _MEANINGS if line.split(":")[0].split(",")[0] in self.table)
        return (*said, NEAR_ONLY)


@dataclass(frozen=True, eq=False)
class Contacts:
    """Schools to contact, with their sum and their words."""

    sheet: ContactTable
    summary: dict[str, Any]
    lines: list[str]
    """The main thing first."""


def contacts_for_place(code: str, max_km: float = CONTACT_KM, root: Path | None = None) -> Contacts:
    """List the schools to contact about an area of any level, or a zone of tested cold spots.

    Parameters
    ----------
    code
        Of the area, or a `zone_id`.
    max_km
        Greatest straight distance, itself included.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError, UnknownAreaError
        As `geo.reach.contacts.find_place` and `schools_for` do.

    Examples
    --------
    >>> called = contacts_for_place("E06000009", 1)
    >>> called.summary["demand"], len(called.summary["schools"])
    (8385, 13)
    """
    ground = load_ground(root)
    place = find_place(code, ground)
    table = schools_for(place.areas, max_km, ground=ground)
    here = ground.areas.loc[place.areas]
    demand = int(here[DEMAND].sum())
    cold = int(here.loc[here["cold_spot"], DEMAND].sum())
    what = "school or college" if len(table) == 1 else "schools and colleges"
    rows = f"{what} within {max_km:g} km of where the people of {place.name} live"
    summary = {
        "place": place.code,
        "name": place.name,
        **_measured(max_km),
        "neighbourhoods": len(here),
        "demand": demand,
        "cold_demand": cold,
        "schools": records(table),
    }
    lines = [
        f"{len(table):,} {rows}, by the list of {SCHOOLS_YEAR}. {place.name} has {demand:,} "
        f"{DEMAND_WORDS}; {cold:,} of them live in cold spots.",
        f"{NEAR_ONLY} {NOT_ONE_PERSON}",
    ]
    return Contacts(ContactTable(LEVEL, table, rows), summary, lines)


def contacts_for_school(urn: str, max_km: float = CONTACT_KM, root: Path | None = None) -> Contacts:
    """List the cold spots near a school or college, and count the young people there.

    Parameters
    ----------
    urn
        Of the school or college.
    max_km
        Greatest straight distance, itself included.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If there is no such school, or the limit is none.
    """
    ground = load_ground(root)
    school = find_school(urn, root)
    table = cold_around(urn, max_km, ground=ground)
    people = people_around(urn, max_km, ground=ground)
    zones = int(table["zone_id"].nunique())
    what = f"cold-spot neighbourhood{'s' * (len(table) != 1)}"
    rows = f"{what} within {max_km:g} km of {school['name']}"
    summary = {
        "urn": urn,
        "name": school["name"],
        "kind": school["kind"],
        "town": school["town"],
        **_measured(max_km),
        "people_in_range": people[DEMAND],
        "cold_people_in_range": people[COLD_DEMAND],
        "zones": zones,
        "neighbourhoods": records(table),
    }
    lines = [
        f"{len(table):,} {rows} ({urn}), in {zones:,} zone{'s' * (zones != 1)}, with "
        f"{people[COLD_DEMAND]:,} of the {people[DEMAND]:,} {DEMAND_WORDS}, who live that near.",
        f"{NEAR_ONLY} {NOT_ONE_PERSON}",
    ]
    return Contacts(ContactTable(LEVEL, table, rows, outlined=True), summary, lines)


def _measured(max_km: float) -> dict[str, Any]:
    return {
        "limit": max_km,
        "unit": KM,
        "costs": StraightLine().words,
        "demand_is": DEMAND_WORDS,
        "year": SCHOOLS_YEAR,
    }

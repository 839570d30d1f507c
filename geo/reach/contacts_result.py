"""Contacts as they are shown and written: a table, its sum as JSON, its words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.areas import AreaTable
from geo.coldspots import LIKELY, TESTED, ZONE
from geo.reach.contacts import (
    COLD_DEMAND,
    CONTACT_KM,
    LISTS,
    cold_around,
    find_place,
    find_school,
    people_around,
    schools_for,
)
from geo.reach.coverage import DEMAND_WORDS, records
from geo.reach.measure import DEMAND, LEVEL, load_ground
from geo.settings import RESULTS_YEAR, SCHOOLS_OPEN_ON
from geo.travel import KM, StraightLine


@dataclass(frozen=True)
class ContactTable(AreaTable):
    """Contacts, to write: schools and colleges, or the neighbourhoods near one."""

    rows: str = "schools and colleges"
    outlined: bool = False
    sheet = "Contacts"
    definition: str = TESTED
    """Which list of cold spots people are counted in."""

    @property
    def bases(self) -> tuple[str, ...]:
        """Name the bundled tables behind it."""
        level = self.geography
        found = "posterior" if self.definition == LIKELY else "coldspots"
        return ("schools", f"areas_{level}", f"centroids_{level}", f"{found}_{level}")


@dataclass(frozen=True, eq=False)
class Contacts:
    """Schools to contact, or the cold spots near one, with their sums."""

    sheet: ContactTable
    summary: dict[str, Any]


def contacts_for_place(
    code: str,
    max_km: float = CONTACT_KM,
    root: Path | None = None,
    definition: str | None = None,
) -> Contacts:
    """List the schools to contact about an area of any level, or a zone of cold spots.

    Parameters
    ----------
    code
        Of the area, or a `zone_id`.
    max_km
        Greatest straight distance, itself included.
    root
        The data folder; the bundled one unless given.
    definition
        List of cold spots to count people in, `likely` or `local-g`; unless given the likely
        lowest fifth, and for a zone the tested cold spots, which it is one of.

    Raises
    ------
    BadInputError, UnknownAreaError
        As `geo.reach.contacts.find_place` and `schools_for` do.

    Examples
    --------
    >>> called = contacts_for_place("E06000009", 1)
    >>> called.summary["demand"], len(called.summary["schools"])
    (8385, 16)
    """
    usual = TESTED if code.startswith(ZONE) else LIKELY
    ground = load_ground(root, definition=definition or usual)
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
        "definition": ground.definition,
        "schools": records(table),
    }
    sheet = ContactTable(LEVEL, table, rows, definition=ground.definition)
    return Contacts(sheet, summary)


def contacts_for_school(
    urn: str,
    max_km: float = CONTACT_KM,
    root: Path | None = None,
    definition: str | None = None,
) -> Contacts:
    """List the cold spots near a school or college, and count the young people there.

    Parameters
    ----------
    urn
        Of the school or college.
    max_km, root, definition
        As in `contacts_for_place`.

    Raises
    ------
    BadInputError
        If there is no such school, or the limit is none.
    """
    ground = load_ground(root, definition=definition or LIKELY)
    school = find_school(urn, root)
    table = cold_around(urn, max_km, ground=ground)
    people = people_around(urn, max_km, ground=ground)
    zones = int(table["zone_id"].nunique())
    what = f"neighbourhood{'s' * (len(table) != 1)}"
    rows = f"{what} of {LISTS[ground.definition]} within {max_km:g} km of {school['name']}"
    summary = {
        "urn": urn,
        "name": school["name"],
        "kind": school["kind"],
        "town": school["town"],
        **_measured(max_km),
        "people_in_range": people[DEMAND],
        "cold_people_in_range": people[COLD_DEMAND],
        "definition": ground.definition,
        "zones": zones,
        "neighbourhoods": records(table),
    }
    return Contacts(
        ContactTable(LEVEL, table, rows, outlined=True, definition=ground.definition), summary
    )


def _measured(max_km: float) -> dict[str, Any]:
    return {
        "limit": max_km,
        "unit": KM,
        "costs": StraightLine().words,
        "demand_is": DEMAND_WORDS,
        "open_on": SCHOOLS_OPEN_ON,
        "results_of": RESULTS_YEAR,
    }

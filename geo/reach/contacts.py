"""Contacts: schools and colleges near a place, and the cold spots near a school or college.

Near is a straight line from where people live. Which school a young person goes to is not in the
bundled data, so a list says who is near whom and never who is taught where.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import build_areas, name_of, of_2024
from geo.arrays import in_index
from geo.coldspots import LIKELY, TESTED, ZONE, build_zones, linked_schools
from geo.errors import BadInputError, UnknownAreaError
from geo.posterior import FIFTHS, WRONG, likely
from geo.reach.measure import DEMAND, Ground, load_ground, own_inside
from geo.registry import geography_of
from geo.settings import SCHOOLS_OPEN_ON
from geo.travel import Costs, StraightLine

CONTACT_KM = 3.0
"""Limit unless another is given, in km."""
COLD_DEMAND = f"cold_{DEMAND}"
LISTS = {LIKELY: "the likely lowest fifth", TESTED: "tested cold spots"}
"""Lists of cold spots that people are counted in, in words, by definition."""
_ABOUT = ["name", "kind", "establishment_type", "phase", "town", "postcode"]
_FIGURES = {"pupils": "school_pupils", "fsm_share": "school_fsm_share"}
_FIGURES |= {
    "attainment8": "school_attainment8_2018_19",
    "a_level_points": "school_a_level_points_2018_19",
}
"""Figures of a school, under names that no indicator of areas has."""
_STAGES = ["secondary", "post_16"]
_COLD = ["area_name", "local_name", "lad24_name", "zone_id", "zone_name", "distance_km", DEMAND]
_COLD += ["tundra_rate", "tundra_rate_low", "tundra_rate_high", "iod25_decile"]


@dataclass(frozen=True, eq=False)
class ContactPlace:
    """Neighbourhoods that are asked about, under one name."""

    code: str
    """Of an area, or a `zone_id`."""
    name: str
    areas: pd.Index
    """Codes of its English neighbourhoods (lsoa21)."""


def find_place(code: str, ground: Ground | None = None) -> ContactPlace:
    """Find the neighbourhoods of an area of any level, or of a zone of the ground's cold spots.

    Parameters
    ----------
    code
        Of an area, an authority's also of another year, or a `zone_id` of either level.
    ground
        What is measured on; the bundled neighbourhoods of England unless given.

    Raises
    ------
    UnknownAreaError
        If there is no such area or zone, or it is not in England.

    Examples
    --------
    >>> place = find_place("E06000009")
    >>> place.name, len(place.areas)
    ('Blackpool', 94)
    """
    ground = ground or load_ground()
    if code.startswith(ZONE):
        zone = _zone(code, ground)
        codes = zone["area_codes"].split()
        column = ground.areas["msoa21_code"] if codes[0][1:3] == "02" else ground.areas.index
        return ContactPlace(code, str(zone["zone_name"]), ground.areas.index[column.isin(codes)])
    inside = own_inside(ground, code)
    now = of_2024(code, ground.root)
    try:
        name = name_of(geography_of(now), now)
    except UnknownAreaError:
        # A place that holds areas, and has no level of its own.
        name = now
    return ContactPlace(now, name, ground.areas.index[inside])


def _zone(code: str, ground: Ground) -> pd.Series:
    zones = ground.zones
    if code.removeprefix(ZONE)[1:3] == "02":
        areas = build_areas("msoa21", root=ground.root)[0].table
        cold = tables.load("coldspots_msoa21", ["cold_spot"], ground.root)["cold_spot"]
        if ground.definition == LIKELY:
            cold = likely(areas[FIFTHS[0]], WRONG)
        zones = build_zones(areas, cold, ground.root)
    if code not in zones.index:
        raise UnknownAreaError(
            f"No zone of {LISTS[ground.definition]} is called {code!r}. Give a zone_id as "
            f"`coldspots find --zones` writes it, such as {zones.index[0]}."
        )
    return zones.loc[[code]].iloc[0]


def schools_for(
    areas: pd.Index, max_km: float = CONTACT_KM, *, ground: Ground | None = None
) -> pd.DataFrame:
    """List the schools and colleges near some neighbourhoods: whom to contact.

    Parameters
    ----------
    areas
        Codes of English neighbourhoods (lsoa21), such as those of a `ContactPlace`.
    max_km
        Greatest straight distance from where a neighbourhood's people live, itself included.
    ground
        What is measured on; the bundled neighbourhoods of England unless given.

    Returns
    -------
    schools
        Indexed by `urn`, those near most of the places' young people first, then the nearest:
        `name`, `kind`, `establishment_type`, `phase`, `town`, `postcode`, `distance_km` (from the
        nearest of the neighbourhoods), `young_people_now` (of these neighbourhoods, within the
        limit of the school), `cold_young_people_now` (within its limit in cold spots of the
        ground's definition, here or elsewhere), `school_pupils`, `school_fsm_share`,
        `school_attainment8_2018_19` and `school_a_level_points_2018_19`
        (missing where not published), `secondary`, `post_16`,
        `open_on` (the day of the list) and `link` to its public page.

    Raises
    ------
    BadInputError
        If the limit is none.
    UnknownAreaError
        If a code is no English neighbourhood.

    Examples
    --------
    >>> schools_for(pd.Index(["E01012673"]), 1.1)[["name", "distance_km"]].values.tolist()
    [['Woodlands School', 1.09], ['Park Community Academy', 1.09]]
    """
    ground = ground or load_ground()
    lost = areas[~in_index(areas, ground.areas.index)]
    if len(lost):
        raise UnknownAreaError(f"{lost[0]} is no English neighbourhood of 2021 (lsoa21).")
    schools = linked_schools(ground.root)
    costs = StraightLine().between(ground.origins.loc[areas], schools, max_km)
    least = np.full(len(schools), np.inf)
    for _, near in costs.blocks():
        np.minimum.at(least, near.indices, near.data)
    there = np.isfinite(least)
    nearest = pd.Series(least[there], schools.index[there]).sort_index().round(2)
    people = _summed(costs, pd.Series(ground.people(), ground.areas.index))
    chosen = schools.loc[nearest.index].rename_axis("urn")
    table = chosen[_ABOUT].assign(
        distance_km=nearest,
        **{
            DEMAND: people.reindex(chosen.index),
            COLD_DEMAND: cold_people_near(chosen, max_km, ground),
        },
    )
    results = chosen.astype({"pupils": "Int64"})[[*_FIGURES, *_STAGES]].rename(columns=_FIGURES)
    table = table.join(results).assign(open_on=SCHOOLS_OPEN_ON, link=chosen["link"])
    order = [DEMAND, "distance_km", "urn"]
    return table.reset_index().sort_values(order, ascending=[False, True, True]).set_index("urn")


def cold_people_near(schools: pd.DataFrame, max_km: float, ground: Ground) -> pd.Series:
    """Count the young people of cold spots within a limit of each school or college, by URN."""
    cold = StraightLine().between(ground.origins[ground.cold], schools, max_km)
    return _summed(cold, ground.areas[DEMAND].fillna(0))


def _summed(costs: Costs, people: pd.Series) -> pd.Series:
    """Count the people within the limit of each site."""
    weight = people.reindex(costs.areas).to_numpy(dtype="float64")
    summed = np.zeros(len(costs.sites))
    for some, near in costs.blocks():
        np.add.at(summed, near.indices, np.repeat(weight[some], np.diff(near.indptr)))
    return pd.Series(summed, costs.sites).round().astype("int64")


def find_school(urn: str, root: Path | None = None) -> pd.Series:
    """Find a school or college by its URN: a row of the bundled table `schools`.

    Raises
    ------
    BadInputError
        If none of those listed has this number.
    """
    schools = tables.load("schools", root=root)
    found = schools[schools.index == urn]
    if found.empty:
        raise BadInputError(
            f"No school or college listed as open on {SCHOOLS_OPEN_ON} has the URN {urn!r}. Look "
            "the number up at get-information-schools.service.gov.uk; those opened since, and "
            "primary schools, are not in the list."
        )
    return found.iloc[0]


def cold_around(
    urn: str, max_km: float = CONTACT_KM, *, ground: Ground | None = None
) -> pd.DataFrame:
    """List the cold-spot neighbourhoods near a school or college.

    Parameters
    ----------
    urn
        Of the school or college.
    max_km, ground
        As in `schools_for`.

    Returns
    -------
    cold
        Indexed by `area_code` (lsoa21), nearest first: `area_name`, `local_name`, `lad24_name`,
        `zone_id`, `zone_name`, `distance_km`, `young_people_now`, `tundra_rate` with its 95%
        interval, and `iod25_decile`.

    Raises
    ------
    BadInputError
        If there is no such school, or the limit is none.

    Examples
    --------
    >>> cold_around("119871", 1.4)[["local_name", "distance_km"]].values.tolist()
    [['Central Blackpool', 1.09], ['North East Centre', 1.38]]
    """
    ground = ground or load_ground()
    near = _near(urn, max_km, ground)
    near = near[ground.areas.loc[near.index, "cold_spot"]]
    held = ground.zones["area_codes"].str.split().explode()
    zone = pd.Series(held.index, held.to_numpy()).reindex(near.index)
    table = ground.areas.loc[near.index].assign(
        distance_km=near.round(2),
        zone_id=zone,
        zone_name=zone.map(ground.zones["zone_name"]),
    )
    return table[_COLD]


def people_around(
    urn: str, max_km: float = CONTACT_KM, *, ground: Ground | None = None
) -> dict[str, int]:
    """Count all young people near a school or college, and those of them in cold spots."""
    ground = ground or load_ground()
    near = ground.areas.loc[_near(urn, max_km, ground).index]
    people = near[DEMAND].fillna(0)
    return {DEMAND: int(people.sum()), COLD_DEMAND: int(people[near["cold_spot"]].sum())}


def _near(urn: str, max_km: float, ground: Ground) -> pd.Series:
    """Return the distance in km of the neighbourhoods near a school, nearest first."""
    school = find_school(urn, ground.root).to_frame().T
    rows, _, km = StraightLine().between(ground.origins, school, max_km).pairs()
    order = np.lexsort((rows, km))
    return pd.Series(km[order], ground.areas.index[rows[order]])

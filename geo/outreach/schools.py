"""Schools and colleges of a place: what is known of each, and the cold spots near it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from geo.coldspots import LIKELY, TESTED, ZONE, linked_schools, schools_near
from geo.errors import NoAnswerError
from geo.reach import (
    COLD_DEMAND,
    CONTACT_KM,
    LEVEL,
    cold_people_near,
    find_place,
    load_ground,
    provider_sites,
)
from geo.settings import SCHOOLS_OPEN_ON
from geo.travel import StraightLine

_M_PER_KM = 1_000


@dataclass(frozen=True, eq=False)
class PlaceSchools:
    """The schools and colleges that stand in a place."""

    code: str
    name: str
    definition: str
    """Which list of cold spots they are near to."""
    near_km: float
    """Within which distance a cold spot is near."""
    table: pd.DataFrame
    """As `schools_in` gives it."""


@lru_cache(maxsize=8)
def schools_in(
    code: str,
    near_km: float = CONTACT_KM,
    definition: str | None = None,
    root: Path | None = None,
) -> PlaceSchools:
    """List the schools and colleges that stand in a place; kept in memory, so never change them.

    Parameters
    ----------
    code
        Of an area of any level, or a zone of cold spots.
    near_km
        Greatest straight distance at which a cold spot is near a school, itself included.
    definition
        List of cold spots, `likely` or `local-g`; as in `geo.reach.contacts_for_place` unless
        given.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    schools
        Indexed by `urn`, in its order: `name`, `kind`, `phase`, `town`, `postcode`, `lad24_name`,
        `pupils` and `fsm_share` (missing where not published), `easting_m`, `northing_m`,
        `nearest_cold` (name of the nearest neighbourhood of a cold spot) and `nearest_cold_km`,
        `cold_young_people_now` (who live in cold spots within the limit), `zones` (names of the
        zones of cold spots near, the nearest first), `nearest_provider` and
        `nearest_provider_km`, and `link` to its public page.

    Raises
    ------
    UnknownAreaError
        If there is no such place in England.
    NoAnswerError
        If no school or college stands there.

    Examples
    --------
    >>> found = schools_in("E06000009")
    >>> found.name, len(found.table)
    ('Blackpool', 16)
    """
    ground = load_ground(
        root, definition=definition or (TESTED if code.startswith(ZONE) else LIKELY)
    )
    place = find_place(code, ground)
    schools = linked_schools(root)
    schools = schools[schools["lsoa21_code"].isin(place.areas)].rename_axis("urn").sort_index()
    if schools.empty:
        raise NoAnswerError(
            f"No school or college listed as open on {SCHOOLS_OPEN_ON} stands in {place.name} "
            f"({place.code}). Choose a larger place."
        )
    cold = ground.areas[ground.cold]
    line = StraightLine()
    to_cold = line.between(schools, ground.origins[ground.cold], near_km)
    sites = provider_sites(None, root)
    to_site = line.between(schools, sites, near_km)
    zones = schools_near(ground.zones, LEVEL, root, near_km * _M_PER_KM)
    zones = zones[zones["urn"].isin(schools.index)].sort_values(["urn", "distance_m", "zone_name"])
    zone_names = zones.groupby("urn")["zone_name"].agg("; ".join)
    home = ground.areas.reindex(schools["lsoa21_code"])
    columns = ["name", "kind", "phase", "town", "postcode", "pupils", "fsm_share"]
    table = schools[[*columns, "easting_m", "northing_m"]].assign(
        lad24_name=home["lad24_name"].to_numpy(),
        nearest_cold=_named(cold["local_name"], to_cold.nearest),
        nearest_cold_km=to_cold.nearest_cost.round(2),
        **{COLD_DEMAND: cold_people_near(schools, near_km, ground)},
        zones=zone_names.reindex(schools.index).fillna(""),
        nearest_provider=_named(sites["provider_name"], to_site.nearest),
        nearest_provider_km=to_site.nearest_cost.round(2),
        link=schools["link"],
    )
    return PlaceSchools(place.code, place.name, ground.definition, near_km, table)


def _named(names: pd.Series, at: np.ndarray) -> np.ndarray:
    """Name what stands at positions; empty where there is none."""
    return np.append(names.fillna("").astype(str).to_numpy(object), "")[at]

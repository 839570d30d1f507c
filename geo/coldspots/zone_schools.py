"""Schools to contact about a zone: the schools and colleges near it that were open on one day."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.settings import SCHOOL_PAGE, SCHOOLS_OPEN_ON
from geo.travel import StraightLine

SCHOOLS_WITHIN_M = 5_000
"""Straight distance from where people live within which schools and colleges are listed."""
_COLUMNS = ["zone_id", "zone_name", "urn", "name", "kind", "town", "distance_m", "open_on", "link"]


def linked_schools(root: Path | None = None) -> pd.DataFrame:
    """Load the bundled schools and colleges, indexed by `urn`, each with a `link` to its page."""
    schools = tables.load("schools", root=root)
    return schools.assign(link=[SCHOOL_PAGE.format(urn) for urn in schools.index])


def schools_near(
    zones: pd.DataFrame,
    level: str,
    root: Path | None = None,
    within_m: float = SCHOOLS_WITHIN_M,
) -> pd.DataFrame:
    """List the schools and colleges near each zone: whom to contact.

    Parameters
    ----------
    zones
        From `build_zones`.
    level
        Geography of its areas.
    root
        The data folder; the bundled one unless given.
    within_m
        Greatest straight distance, in metres.

    Returns
    -------
    schools
        One row a zone and school, nearest first: `zone_id, zone_name, urn, name, kind, town,
        distance_m` (from where the people of its nearest area live), `open_on` (the day of the
        list) and `link` to its public page. Special schools are among them; schools opened since
        are not.
    """
    schools = linked_schools(root)
    held = zones["area_codes"].str.split().explode()
    homes = tables.load(f"centroids_{level}", root=root).loc[pd.Index(held)]
    costs = StraightLine().between(homes, schools, within_m / 1_000)
    rows, columns, km = costs.pairs()
    pairs = {"zone_id": held.index[rows], "urn": schools.index[columns], "distance_m": km * 1_000}
    near = pd.DataFrame(pairs).groupby(["zone_id", "urn"], as_index=False)["distance_m"].min()
    near = near.assign(
        distance_m=near["distance_m"].round(),
        zone_name=near["zone_id"].map(zones["zone_name"]),
        place=zones.index.get_indexer(near["zone_id"]),
        open_on=SCHOOLS_OPEN_ON,
    ).join(schools[["name", "kind", "town", "link"]], on="urn")
    near = near.sort_values(["place", "distance_m", "urn"], ignore_index=True)
    return near[_COLUMNS]

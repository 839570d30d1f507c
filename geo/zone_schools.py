"""Whom to ring about a zone: the schools and colleges near it, by the lists of one year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from geo import tables

SCHOOLS_WITHIN_M = 5_000
"""Straight distance from where people live within which schools and colleges are listed."""
SCHOOLS_YEAR = "2018-19"
"""School year of the list of schools and colleges."""


def schools_near(zones: pd.DataFrame, level: str, root: Path | None = None) -> pd.DataFrame:
    """List the schools and colleges near each zone: whom to ring.

    Parameters
    ----------
    zones
        From `build_zones`.
    level
        Geography of its areas.

    Returns
    -------
    schools
        One row a zone and school, nearest first: `zone_id, zone_name, urn, name, kind, town,
        distance_m` (from where the people of its nearest area live), `year` of the list. Special
        schools are among them; schools opened since are not.
    """
    schools = tables.load("schools", root=root).dropna(subset=["easting_m", "northing_m"])
    tree = KDTree(schools[["easting_m", "northing_m"]])
    centroids = tables.load(f"centroids_{level}", root=root)
    found = []
    for zone_id, zone in zones.iterrows():
        points = centroids.loc[zone["area_codes"].split()].to_numpy()
        near = np.unique(np.concatenate(tree.query_ball_point(points, SCHOOLS_WITHIN_M)))
        listed = schools.iloc[near.astype(np.int64)]
        away = KDTree(points).query(listed[["easting_m", "northing_m"]])[0]
        part = listed.reset_index()[["urn", "name", "kind", "town"]]
        part = part.assign(distance_m=np.round(away), year=SCHOOLS_YEAR)
        part.insert(0, "zone_name", zone["zone_name"])
        part.insert(0, "zone_id", str(zone_id))
        found.append(part.sort_values(["distance_m", "urn"]))
    columns = ["zone_id", "zone_name", "urn", "name", "kind", "town", "distance_m", "year"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)

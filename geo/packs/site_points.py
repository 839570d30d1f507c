"""Teaching sites as a map draws them: those of providers, and schools with a sixth form."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.packs import binary as pack


def load_points(root: Path | None = None) -> pd.DataFrame:
    """Load the sites that have a place, providers' first.

    Returns
    -------
    points
        `easting_m`, `northing_m` (EPSG:27700), `name`, `provider_name` (what a school is),
        `kind` (of `geo.packs.binary.SITE_KINDS`) and `part_time`.

    Examples
    --------
    >>> sorted(load_points()["kind"].unique()) == sorted(pack.SITE_KINDS)
    True
    """
    sites = tables.load("sites", root=root)
    sites = sites[sites["placed"]].assign(part_time=sites["courses_part_time"] > 0)
    schools = tables.load("schools", root=root)
    schools = schools[schools["post_16"] & schools["easting_m"].notna()]
    schools = schools.assign(
        kind=pack.SITE_KINDS[3], provider_name=schools["kind"], part_time=False
    )
    columns = ["easting_m", "northing_m", "name", "provider_name", "kind", "part_time"]
    return pd.concat([sites[columns], schools[columns]])

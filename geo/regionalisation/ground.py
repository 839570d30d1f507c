"""What maps are measured on: neighbourhoods of England, cold spots, sites, schools, journeys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from geo import tables
from geo.areas import area_table
from geo.arrays import Floats, Ints
from geo.coldspots import ColdSpotQuery, find_all
from geo.posterior import FIFTHS, WRONG, likely
from geo.reach import DEMAND, LIMIT_KM, provider_sites
from geo.regionalisation.model import english_areas, english_districts
from geo.registry import SMALLEST
from geo.travel import StraightLine

NEAREST_PROVIDERS = 3
"""Providers among the nearest ones of a neighbourhood."""
_FIRST_LOOK = 16
"""Sites that are looked at first to find them."""


@dataclass(frozen=True, eq=False)
class RegionGround:
    """The tables that a regional map is measured on."""

    areas: pd.DataFrame
    """By `area_code`, the neighbourhoods of England: `district` (code), `district_name`,
    `young_people` (aged 13 to 17 in 2026, if nobody had moved), `likely` and `tested` (whether it
    is in the likely lowest fifth, and a tested cold spot) and `zone` (id of its zone of tested
    cold spots, empty without one)."""
    sites: pd.DataFrame
    """By `site_id`, teaching sites of the United Kingdom: `provider`, `provider_name`, `area_code`
    (of its neighbourhood) and `courses`."""
    schools: pd.Series
    """Neighbourhood of each secondary school and college, by `urn`."""
    nearest: Ints
    """Positions in `sites` of the nearest site of each of the nearest providers, the nearest
    first, -1 where there are fewer: shape (areas, `NEAREST_PROVIDERS`)."""
    in_range: tuple[Ints, Ints]
    """Positions of areas and of sites that are within `limit_km` of each other."""
    limit_km: float
    zone_names: pd.Series
    """Name of each zone, by its id."""


@lru_cache(maxsize=1)
def load_region_ground() -> RegionGround:
    """Load the bundled tables; kept in memory, so never change them."""
    here, tested = english_areas(), find_all(ColdSpotQuery(SMALLEST))
    table = area_table(SMALLEST).loc[here.index]
    found = tested.areas.reindex(table.index)
    areas = pd.DataFrame(
        {
            "district": table["lad24_code"],
            "district_name": table["lad24_code"].map(dict(english_districts())),
            "young_people": table[DEMAND].fillna(0).astype("float64"),
            "likely": likely(table[FIFTHS[0]], WRONG),
            "tested": found["cold_spot"].astype(bool),
            "zone": found["zone_id"].fillna("").astype("str"),
        }
    )
    placed = provider_sites(None)
    known = tables.load("sites", ["lsoa21_code"])["lsoa21_code"]
    sites = placed.assign(area_code=known.reindex(placed.index).fillna(""))
    points = ["easting_m", "northing_m"]
    origins = tables.load("centroids_lsoa21", points).loc[table.index]
    whose = pd.factorize(sites["provider"])[0].astype(np.int64)
    nearest = nearest_providers(
        origins.to_numpy("float64"), sites[points].to_numpy("float64"), whose
    )
    costs = StraightLine().between(origins, sites, LIMIT_KM)
    area, site, _ = costs.pairs()
    return RegionGround(
        areas,
        sites[["provider", "provider_name", "area_code", "courses"]],
        tables.load("schools", ["lsoa21_code"])["lsoa21_code"],
        nearest,
        (area, site),
        LIMIT_KM,
        tested.zones["zone_name"],
    )


def nearest_providers(
    origins_m: Floats, sites_m: Floats, provider: Ints, count: int = NEAREST_PROVIDERS
) -> Ints:
    """Find the nearest site of each of the nearest providers.

    Parameters
    ----------
    origins_m, sites_m
        Eastings and northings, EPSG:27700: shapes (origins, 2) and (sites, 2).
    provider
        Number of the provider of each site: shape (sites,).
    count
        Providers wanted.

    Returns
    -------
    positions
        Of sites, the nearest first, -1 where there are fewer providers: shape (origins, count).

    Examples
    --------
    >>> sites = np.array([[1.0, 0], [2, 0], [9, 0]])
    >>> nearest_providers(np.array([[0.0, 0]]), sites, np.array([0, 0, 1]), 3).tolist()
    [[0, 2, -1]]
    """
    found = np.full((len(origins_m), count), -1, np.int64)
    if not len(sites_m):
        return found
    tree, left, looked = KDTree(sites_m), np.arange(len(origins_m)), min(_FIRST_LOOK, len(sites_m))
    wanted = min(count, len(np.unique(provider)))
    while len(left):
        near = tree.query(origins_m[left], k=[*range(1, looked + 1)])[1]
        whose = provider[near]
        other = np.ones(whose.shape, np.bool_)
        for place in range(wanted):
            first = other.argmax(axis=1)
            rows = np.flatnonzero(other.any(axis=1))
            found[left[rows], place] = near[rows, first[rows]]
            own = whose[np.arange(len(left)), first]
            other &= whose != own[:, None]
        left = left[found[left, wanted - 1] < 0]
        looked = min(2 * looked, len(sites_m))
    return found

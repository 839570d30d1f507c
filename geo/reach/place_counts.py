"""What a profile counts over the neighbourhoods of a place: deprivation, distance, the nearest."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import wilson_interval
from geo.arrays import Floats
from geo.reach.partnerships import provider_sites
from geo.registry import NIMDM_DOMAINS, SIMD_DOMAINS, WIMD_DOMAINS

DOMAINS = (
    *("iod25", "iod25_income", "iod25_employment", "iod25_education", "iod25_health"),
    *("iod25_crime", "iod25_barriers", "iod25_environment", "idaci25"),
)
"""Deprivation altogether, its seven domains, and children in income-deprived families."""
_OF_OTHERS = {
    "Scotland": ("simd20", SIMD_DOMAINS),
    "Wales": ("wimd25", WIMD_DOMAINS),
    "Northern Ireland": ("nimdm17", NIMDM_DOMAINS),
}
MOST_DEPRIVED = 2
"""Last decile of the most deprived fifth."""
M_PER_KM = 1_000
_POOLED = ("rate", "cohort", "rate_low", "rate_high")


def domains_of(nation: str) -> tuple[str, ...]:
    """Return the index of deprivation of a nation and its domains, as their columns begin.

    Examples
    --------
    >>> domains_of("Scotland")[:2], domains_of("England") == DOMAINS
    (('simd20', 'simd20_income'), True)
    """
    if nation not in _OF_OTHERS:
        return DOMAINS
    index, names = _OF_OTHERS[nation]
    return (index, *(f"{index}_{name}" for name in names))


def most_deprived(areas: pd.DataFrame, domains: tuple[str, ...] = DOMAINS) -> pd.DataFrame:
    """Count the small areas of a place that are in the most deprived fifth, by each domain.

    Parameters
    ----------
    areas
        Rows of the joined table of their level. A missing decile is not counted.
    domains
        Of their nation (`domains_of`).

    Returns
    -------
    counted
        By the names of the domains: `areas` that have a decile, and `worst` of them in deciles 1
        and 2.

    Examples
    --------
    >>> one = pd.DataFrame({f"{name}_decile": [1, 2, 3, None] for name in DOMAINS})
    >>> most_deprived(one).loc["idaci25"].tolist()
    [3, 2]
    """
    deciles = {name: areas[f"{name}_decile"].astype("float64") for name in domains}
    return pd.DataFrame(
        {
            "areas": {name: int(values.notna().sum()) for name, values in deciles.items()},
            "worst": {
                name: int((values <= MOST_DEPRIVED).sum()) for name, values in deciles.items()
            },
        }
    )


def middle_of(
    codes: pd.Index, population: pd.Series, level: str = "lsoa21", root: Path | None = None
) -> Floats | None:
    """Find the middle of the people of some small areas: easting and northing (EPSG:27700).

    Parameters
    ----------
    codes
        Of the level.
    population
        People of each, by code.
    level
        `"lsoa21"`, whose people live at population-weighted centroids, or `"dz11"`, whose people
        are taken to live at a point inside.

    Returns
    -------
    middle
        Mean of those points, weighted by people: shape (2,); None where nobody is known to live.
    """
    at = tables.load(f"centroids_{level}", root=root).reindex(codes)
    people = population.reindex(codes).astype("float64").fillna(0).to_numpy()
    if not people.sum():
        return None
    middle: Floats = np.average(at[["easting_m", "northing_m"]].to_numpy(), axis=0, weights=people)
    return middle


def nearest_sites(
    middle: Floats, count: int, *, part_time: bool, root: Path | None = None
) -> pd.DataFrame:
    """List the teaching sites nearest to a point, one for each provider.

    Parameters
    ----------
    middle
        Easting and northing in EPSG:27700: shape (2,).
    count
        Sites to list; fewer where there are fewer.
    part_time
        Whether sites with part-time courses are meant, or those with full-time ones.

    Returns
    -------
    sites
        By `site_id`, the nearest first, equals by id: `provider_name`, `name`, `courses` of that
        kind and `distance_m`, in a straight line.
    """
    sites = taught(part_time=part_time, root=root)
    away = np.hypot(*(sites[["easting_m", "northing_m"]].to_numpy() - middle).T)
    listed = sites.assign(distance_m=away).rename_axis("site_id").reset_index()
    listed = listed.sort_values(["distance_m", "site_id"]).drop_duplicates("provider")
    return listed.set_index("site_id")[["provider_name", "name", "courses", "distance_m"]][:count]


@lru_cache(maxsize=4)
def taught(*, part_time: bool, root: Path | None = None) -> pd.DataFrame:
    """Return the placed sites of all providers that have full-time, or part-time, courses."""
    column = "courses_part_time" if part_time else "courses_full_time"
    listed = provider_sites(None, root)
    courses = tables.load("sites", [column], root)[column].reindex(listed.index)
    return listed.assign(courses=courses)[(courses > 0).to_numpy()]


@lru_cache(maxsize=4)
def distances(*, part_time: bool, level: str = "lsoa21", root: Path | None = None) -> pd.Series:
    """Measure how far each small area's people live from the nearest such site, in metres."""
    from scipy.spatial import KDTree

    at = tables.load(f"centroids_{level}", root=root)[["easting_m", "northing_m"]]
    sites = taught(part_time=part_time, root=root)[["easting_m", "northing_m"]]
    return pd.Series(KDTree(sites.to_numpy()).query(at.to_numpy())[0], index=at.index)


def half_within(distance_m: Floats, people: Floats) -> float:
    """Find the distance within which half of some people live.

    Parameters
    ----------
    distance_m, people
        Of each neighbourhood: shape (areas,). People must not all be 0.

    Examples
    --------
    >>> half_within(np.array([900.0, 100.0, 500.0]), np.array([10.0, 10.0, 30.0]))
    500.0
    """
    order = np.argsort(distance_m, kind="stable")
    summed = np.cumsum(people[order])
    return float(distance_m[order][np.searchsorted(summed, summed[-1] / 2)])


def rate_of(areas: pd.DataFrame) -> pd.Series:
    """Pool the rates of some neighbourhoods, weighted by cohort, with a 95% interval.

    Parameters
    ----------
    areas
        Rows of the joined table of `lsoa21`; those without a rate are left out.

    Returns
    -------
    row
        `tundra_rate`, `tundra_cohort`, `tundra_rate_low` and `tundra_rate_high`; missing where
        none has a rate.
    """
    if "tundra_rate" not in areas:
        return pd.Series({f"tundra_{name}": np.nan for name in _POOLED})
    known = areas.loc[areas["tundra_rate"].notna(), ["tundra_rate", "tundra_cohort"]]
    known = known.astype("float64")
    cohort = known["tundra_cohort"].sum()
    rate = float((known["tundra_rate"] * known["tundra_cohort"]).sum() / cohort) if cohort else None
    one = pd.DataFrame({"rate": [rate], "cohort": [cohort]}, dtype="float64")
    ends = wilson_interval(one["rate"], one["cohort"]).iloc[0]
    return pd.Series(
        {
            "tundra_rate": one["rate"].iloc[0],
            "tundra_cohort": cohort,
            "tundra_rate_low": ends["low"],
            "tundra_rate_high": ends["high"],
        }
    )

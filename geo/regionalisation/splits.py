"""What the borders of a map cut: zones of cold spots, districts, journeys and catchments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.arrays import Flags
from geo.regionalisation.ground import RegionGround
from geo.regionalisation.model import LEFT_OUT


def cut_zones(areas: pd.DataFrame, region: pd.Series) -> pd.DataFrame:
    """Return the zones of cold spots that a border cuts.

    Parameters
    ----------
    areas
        As in `RegionGround`.
    region
        Name of the region of each area, on the same index; what is left out counts as one region.

    Returns
    -------
    zones
        By `zone`, most young people apart first: `regions` (their names, the one with most young
        people first, parted by `"; "`), `young_people` and `apart`, those of them who live outside
        the region that holds most of the zone's.
    """
    inside = areas["zone"] != ""
    sums = (
        areas.loc[inside, "young_people"].groupby([areas.loc[inside, "zone"], region[inside]]).sum()
    )
    parts = sums.rename_axis(["zone", "region"]).reset_index(name="young_people")
    parts = parts.sort_values(["zone", "young_people"], ascending=[True, False], kind="stable")
    grouped = parts.groupby("zone")
    zones = pd.DataFrame(
        {
            "parts": grouped.size(),
            "regions": grouped["region"].agg(lambda names: "; ".join(map(_named, names))),
            "young_people": grouped["young_people"].sum(),
            "apart": grouped["young_people"].sum() - grouped["young_people"].max(),
        }
    )
    zones = zones[zones["parts"] > 1].drop(columns="parts")
    return zones.sort_values("apart", ascending=False, kind="stable")


def _named(region: str) -> str:
    return region or "no region"


def site_regions(sites: pd.DataFrame, region: pd.Series) -> pd.Series:
    """Return the region of each site, `LEFT_OUT` outside every region and outside England."""
    return sites["area_code"].map(region).fillna(LEFT_OUT).astype("str")


def find_journeys(ground: RegionGround, region: pd.Series) -> pd.DataFrame:
    """Return for whom the nearest places to learn lie across a border.

    Returns
    -------
    journeys
        By `area_code`, whether `nearest` (its nearest teaching site) and `all_near` (the nearest
        site of each of its nearest providers) lie outside its own region; False for areas in no
        region, and where there is no site.
    """
    # Position -1 is of no site.
    whose = [*site_regions(ground.sites, region), LEFT_OUT]
    there = np.array(whose, dtype=object)[ground.nearest]
    own = region.reindex(ground.areas.index).to_numpy("object")[:, None]
    known = ground.nearest >= 0
    away: Flags = known & (there != own) & (own != LEFT_OUT)
    return pd.DataFrame(
        {
            "nearest": away[:, 0],
            "all_near": (away | ~known).all(axis=1) & known[:, 0] & (own[:, 0] != LEFT_OUT),
        },
        index=ground.areas.index,
    )


def find_catchments(ground: RegionGround, region: pd.Series) -> pd.DataFrame:
    """Return how far the reach of each institution lies outside its own region.

    An institution's own region is the one where it teaches most courses. Its reach are the young
    people within the limit of its sites in that region: a campus elsewhere is left out, so that
    what a border cuts is told from what lies far away.

    Returns
    -------
    catchments
        By `provider` (UKPRN), of institutions with an own region: `name`, `region`, `regions`
        (how many it teaches in), `sites` (in its own region), `young_people` within reach,
        `outside` (those of them who live in no part of its own region) and `share` of them, 0 to
        1, missing where nobody is within reach.
    """
    sites = ground.sites.assign(region=site_regions(ground.sites, region))
    courses = sites.groupby(["provider", "region"], sort=False)["courses"].sum().reset_index()
    main = courses.sort_values("courses", ascending=False, kind="stable")
    own = main.drop_duplicates("provider").set_index("provider")["region"]
    own = own[own != LEFT_OUT]
    held = sites["region"] == sites["provider"].map(own)
    area, site = ground.in_range
    kept = held.to_numpy()[site]
    whose, codes = pd.factorize(sites["provider"])
    pairs = np.unique(area[kept] * len(codes) + whose[site[kept]])
    at, provider = np.divmod(pairs, max(len(codes), 1))
    people = ground.areas["young_people"].to_numpy("float64")[at]
    living = region.reindex(ground.areas.index).to_numpy("object")[at]
    away = living != own.reindex(codes).to_numpy("object")[provider]
    count = len(codes)
    reach = pd.DataFrame(
        {
            "young_people": np.bincount(provider, people, count),
            "outside": np.bincount(provider, people * away, count),
        },
        index=codes,
    )
    named = sites[sites["region"] != LEFT_OUT]
    table = pd.DataFrame(
        {
            "name": sites.drop_duplicates("provider").set_index("provider")["provider_name"],
            "region": own,
            "regions": named.groupby("provider")["region"].nunique(),
            "sites": held.groupby(sites["provider"]).sum(),
        }
    ).reindex(own.index)
    table = table.join(reach)
    table["share"] = table["outside"] / table["young_people"].where(table["young_people"] > 0)
    return table.rename_axis("provider").astype({"regions": "int64", "sites": "int64"})

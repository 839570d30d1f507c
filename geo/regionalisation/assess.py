"""One map measured: each region, what the map leaves out, what it cuts and how even it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from geo.errors import BadInputError
from geo.posterior import load_draws
from geo.regionalisation.ground import RegionGround, load_region_ground
from geo.regionalisation.model import LEFT_OUT, Regionalisation, english_areas
from geo.regionalisation.splits import cut_zones, find_catchments, find_journeys, site_regions

MOST_MAPS = 4
"""Maps side by side, at most."""
HALF = 0.5
"""Part of an institution's reach outside its own region from which most of it is outside."""
RATE = "participation_rate"


@dataclass(frozen=True)
class Balance:
    """How even regions are in some count of people."""

    largest: str
    smallest: str
    """Names of the regions with most and with fewest."""
    most: float
    fewest: float

    variation: float
    """Coefficient of variation: standard deviation of the regions over their mean; 0 if all are
    alike, missing where all are empty."""

    @property
    def ratio(self) -> float:
        """Largest over smallest; missing where the smallest is empty."""
        return self.most / self.fewest if self.fewest else float("nan")


def balance_of(counts: pd.Series) -> Balance:
    """Measure how even counts are.

    Parameters
    ----------
    counts
        People of each region, by its name; one region or more.

    Examples
    --------
    >>> found = balance_of(pd.Series({"A": 300.0, "B": 100.0}))
    >>> found.largest, found.ratio, found.variation
    ('A', 3.0, 0.5)
    """
    mean = float(counts.mean())
    spread = float(counts.std(ddof=0)) / mean if mean else float("nan")
    most, fewest = str(counts.idxmax()), str(counts.idxmin())
    return Balance(most, fewest, float(counts.max()), float(counts.min()), spread)


@dataclass(frozen=True, eq=False)
class Assessment:
    """A map with its figures."""

    map: Regionalisation
    regions: pd.DataFrame
    """By `region`, in the order of the map: `districts` (whole or in part), `young_people`,
    `participation_rate` with the ends `..._low` and `..._high` of its 90% interval (shares),
    `likely_areas` and `likely_people` (in the likely lowest fifth), `tested_areas` and
    `tested_people` (in tested cold spots), `zones` (that reach into it), `providers`, `sites`,
    `schools`, `nearest_elsewhere` and `all_near_elsewhere` (young people whose nearest teaching
    site, and whose nearest three providers, lie outside the region)."""
    zones: pd.DataFrame
    """Zones that a border cuts, as `geo.regionalisation.cut_zones` gives them, with `name`."""
    zone_count: int
    """Zones of England, cut or not."""
    catchments: pd.DataFrame
    """As `geo.regionalisation.find_catchments` gives them."""
    districts: pd.DataFrame
    """As `Regionalisation.districts_of` gives them."""

    @property
    def young_people(self) -> int:
        """Count the young people of all regions."""
        return round(float(self.regions["young_people"].sum()))

    @cached_property
    def left_out(self) -> pd.DataFrame:
        """Districts, or parts of them, in no region, by code: as `Regionalisation.districts_of`."""
        parts = self.districts.reset_index()
        return parts[parts["region"] == LEFT_OUT].set_index("district").drop(columns="region")

    @property
    def left_out_people(self) -> int:
        """Count the young people of England who live in no region."""
        return round(float(self.left_out["young_people"].sum()))

    @cached_property
    def cut_districts(self) -> tuple[str, ...]:
        """Codes of districts that lie in more than one region, or in one in part."""
        parts = self.districts.groupby(level="district").size()
        return tuple(str(code) for code in parts.index[parts > 1])

    @cached_property
    def balance(self) -> Balance:
        """Return how even the regions are in young people."""
        return balance_of(self.regions["young_people"])

    @cached_property
    def likely_balance(self) -> Balance:
        """Return how even they are in young people of the likely lowest fifth."""
        return balance_of(self.regions["likely_people"])

    @property
    def without_provider(self) -> list[str]:
        """Name the regions without a teaching site."""
        return [str(one) for one in self.regions.index[self.regions["sites"] == 0]]

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Figures of the whole map: people are whole numbers, missing ones None."""
        table, reach = self.regions, self.catchments
        within, outside = float(reach["young_people"].sum()), float(reach["outside"].sum())
        rates = table[RATE].dropna()
        figures = {
            "map": self.map.id,
            "name": self.map.name,
            "regions": len(table),
            "young_people": self.young_people,
            "left_out_people": self.left_out_people,
            "left_out_districts": len(self.left_out),
            "lowest_rate": _number(rates.min()),
            "highest_rate": _number(rates.max()),
            "likely_people": round(float(table["likely_people"].sum())),
            "tested_people": round(float(table["tested_people"].sum())),
            "zones": self.zone_count,
            "zones_cut": len(self.zones),
            "zone_people_apart": round(float(self.zones["apart"].sum())),
            "districts_cut": len(self.cut_districts),
            "nearest_elsewhere": round(float(table["nearest_elsewhere"].sum())),
            "all_near_elsewhere": round(float(table["all_near_elsewhere"].sum())),
            "institutions": len(reach),
            "institutions_in_several": int((reach["regions"] > 1).sum()),
            "institutions_mostly_outside": int((reach["share"] > HALF).sum()),
            "reach_outside": outside / within if within else None,
            "without_provider": self.without_provider,
        }
        for key, one in (("young_people", self.balance), ("likely_people", self.likely_balance)):
            figures |= {
                f"{key}_largest": one.largest,
                f"{key}_smallest": one.smallest,
                f"{key}_ratio": _number(one.ratio),
                f"{key}_variation": _number(one.variation),
            }
        return figures


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def assess(
    made: Regionalisation, ground: RegionGround | None = None, rates: pd.DataFrame | None = None
) -> Assessment:
    """Measure a map.

    Parameters
    ----------
    made
        The map.
    ground
        What it is measured on; the bundled tables unless given.
    rates
        Rate of each region, as `region_rates` gives it; from the bundled draws unless given.

    Examples
    --------
    >>> from geo.regionalisation import official_map
    >>> found = assess(official_map("region"))
    >>> len(found.regions), found.left_out_people, found.summary["districts_cut"]
    (9, 0, 0)
    """
    ground = load_region_ground() if ground is None else ground
    rates = region_rates(made) if rates is None else rates
    areas = ground.areas
    region = made.region_of.reindex(areas.index).fillna(LEFT_OUT).rename("region")
    zones = cut_zones(areas, region)
    zones.insert(0, "name", ground.zone_names.reindex(zones.index))
    return Assessment(
        made,
        _region_table(made, ground, region).join(rates[[RATE, f"{RATE}_low", f"{RATE}_high"]]),
        zones,
        len(ground.zone_names),
        find_catchments(ground, region),
        made.districts_of(areas),
    )


def _region_table(made: Regionalisation, ground: RegionGround, region: pd.Series) -> pd.DataFrame:
    areas = ground.areas
    journeys = find_journeys(ground, region)
    people = areas["young_people"]
    by_area = pd.DataFrame(
        {
            "young_people": people,
            "likely_areas": areas["likely"],
            "likely_people": people.where(areas["likely"], 0.0),
            "tested_areas": areas["tested"],
            "tested_people": people.where(areas["tested"], 0.0),
            "nearest_elsewhere": people.where(journeys["nearest"], 0.0),
            "all_near_elsewhere": people.where(journeys["all_near"], 0.0),
        }
    )
    sums = by_area.groupby(region).sum()
    held = areas.assign(region=region)
    sites = ground.sites.assign(region=site_regions(ground.sites, region))
    taught = sites.groupby("region")["provider"]
    zoned = held[held["zone"] != ""]
    counts = pd.DataFrame(
        {
            "districts": held.groupby("region")["district"].nunique(),
            "zones": zoned.groupby("region")["zone"].nunique(),
            "providers": taught.nunique(),
            "sites": taught.size(),
            "schools": ground.schools.map(region).value_counts(),
        }
    )
    both = sums.join(counts).reindex(pd.Index(made.regions, name="region"))
    whole = ["likely_areas", "tested_areas", *counts.columns]
    both[whole] = both[whole].fillna(0).astype("int64")
    return both[["districts", *[name for name in both.columns if name != "districts"]]]


def region_rates(made: Regionalisation) -> pd.DataFrame:
    """Return what the spatial model says of the share that goes on in each region.

    Joint draws of local areas (MSOA) are summed, as for the regions of the map page; those of
    neighbourhoods where a border cuts a local area.

    Returns
    -------
    rates
        By `region`: `participation_rate` and its 90% interval, `..._low` and `..._high`, shares;
        missing where no area has a rate.
    """
    region = made.region_of[made.region_of != LEFT_OUT]
    parent = english_areas()["msoa21_code"].reindex(made.region_of.index)
    level = "lsoa21"
    if made.region_of.groupby(parent).nunique().max() == 1:
        level, region = "msoa21", region.groupby(parent[region.index]).first()
    position = pd.Index(made.regions).get_indexer(pd.Index(region))
    at = pd.MultiIndex.from_arrays([position, region.index])
    found = load_draws(level).shared(pd.Series(1.0, index=at), len(made.regions))
    columns = {"mean": RATE, "low": f"{RATE}_low", "high": f"{RATE}_high"}
    return (
        found.set_axis(pd.Index(made.regions, name="region"))
        .rename(columns=columns)[[*columns.values()]]
        .astype(np.float64)
    )


def check_maps(ids: Sequence[str]) -> None:
    """Refuse maps that cannot be put side by side.

    Raises
    ------
    BadInputError
        If there is none, there are too many, or one is given twice.
    """
    if not 1 <= len(ids) <= MOST_MAPS:
        raise BadInputError(
            f"{len(ids)} maps cannot be put side by side. Give one to {MOST_MAPS} of them."
        )
    if twice := [one for one in ids if ids.count(one) > 1]:
        raise BadInputError(f"The map {twice[0]!r} is given twice. Give each once.")


def compare_maps(found: Sequence[Assessment]) -> pd.DataFrame:
    """Return the figures of maps side by side.

    Returns
    -------
    figures
        A row for each figure of `Assessment.summary`, by its key, and a column for each map, by
        its id.
    """
    return pd.DataFrame({one.map.id: pd.Series(one.summary, dtype="object") for one in found})

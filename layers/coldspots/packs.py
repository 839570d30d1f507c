"""Packs of cold spots for the browser: the class of each area, and the zones as a level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import area_table
from geo.coldspots import ColdSpotQuery, basis_of, cold_classes, find_all
from geo.packs import binary as pack
from geo.posterior import FIFTHS
from geo.registry import Indicator, geography, indicator, steps_of
from layers.browser import runtime_packs as made_packs
from layers.coldspots.zone_words import shown_rates

ZONES = "zones"
"""What the browser calls the level of zones."""

_RATE = indicator("tundra_rate")
_SHOWN = {
    "gap": replace(
        _RATE,
        id="gap",
        label="Difference from expectation",
        meaning="Participation less what is expected",
        suffix=" points",
    ),
    "likely": replace(
        _RATE,
        id=FIFTHS[0],
        label="Chance of the true lowest fifth",
        meaning="Chance of being in the fifth of pupils with the lowest true participation",
        decimals=0,
        suffix="%",
    ),
    "weightings": replace(
        _RATE,
        id="cold_share",
        label="Share of weightings",
        meaning="Share of weightings in which it is cold",
        decimals=0,
        suffix="% of weightings",
    ),
}


def definition_indicator(definition: str, level: str) -> Indicator:
    """Return what figure a map of a definition shows of each area of a level."""
    return _SHOWN.get(definition, indicator(basis_of(level).rate))


@dataclass(frozen=True)
class _Made:
    stem: str
    content: bytes

    def name(self) -> str:
        return made_packs.keep(self.stem, self.content)


def column_file(asked: ColdSpotQuery) -> str:
    """Make the column of a definition; return the name of its pack."""
    return _column(asked).name()


def zones_file(asked: ColdSpotQuery) -> str:
    """Make the zones of a definition as a level of the browser; return the name of its pack."""
    return _zones(asked).name()


@lru_cache(maxsize=24)
def _column(asked: ColdSpotQuery) -> _Made:
    table, entry = area_table(asked.level), definition_indicator(asked.definition, asked.level)
    values = table[entry.id] if entry.id in table else find_all(asked).areas[entry.id]
    content = pack.pack_column(values.reindex(table.index), cold_classes(asked), entry)
    return _Made(f"{asked.level}.{asked.definition}", content)


@lru_cache(maxsize=24)
def _zones(asked: ColdSpotQuery) -> _Made:
    found = find_all(asked)
    zones = found.zones
    place = pd.Series(np.arange(len(zones)), index=zones.index)
    named = pd.DataFrame(
        {
            "area_name": zones["zone_name"],
            "local_name": "",
            "context": zones["lad24_names"],
        }
    )
    areas = found.areas["zone_id"].map(place).reindex(area_table(asked.level).index)
    of_area = areas.fillna(-1).astype("int64")
    content = pack.pack_level(
        ZONES,
        named,
        _of_members(asked.level, of_area),
        pack.index()["levels"][asked.level]["arcs"],
        {
            "ofArea": of_area.to_numpy() + 1,
            "young": zones["young_people"].to_numpy(),
            "areas": zones["areas"].to_numpy(),
            "code": _code_of(asked, found.areas["zone_id"]).reindex(zones.index).to_numpy(),
            "percent": steps_of(
                shown_rates(zones, asked.level).fillna(0).to_numpy(dtype="float64"), 0.01
            ).astype("int64"),
        },
    )
    return _Made(f"{asked.level}.{asked.definition}.zones", content)


def _code_of(asked: ColdSpotQuery, zone: pd.Series) -> pd.Series:
    """Return the class in which most of each zone's young people live, the surer of equals."""
    table = area_table(asked.level)
    codes = pd.Series(cold_classes(asked).of_area.astype("int64"), index=table.index)
    young = table["young_people"].astype("float64")
    held = pd.DataFrame({"zone": zone, "code": codes[zone.index], "young": young[zone.index]})
    summed = held[held["zone"] != ""].groupby(["zone", "code"])["young"].sum().unstack(fill_value=0)
    return summed.idxmax(axis=1)


def _of_members(level: str, of_area: pd.Series) -> np.ndarray:
    """Return the zone of each member of the arcs: neighbourhoods, then districts beyond; or -1."""
    if geography(level).drawn_with == level and level != "lsoa21":
        return of_area.to_numpy(dtype="int64")
    if level != "lsoa21":
        parent = tables.load("areas_lsoa21", [f"{level}_code"])[f"{level}_code"]
        of_area = parent.map(of_area)
    districts = tables.load("areas_lad24", ["nation"])["nation"]
    beyond = int((~districts.isin(["England", "Wales"])).sum())
    return np.concatenate([of_area.to_numpy(dtype="int64"), np.full(beyond, -1, np.int64)])

"""What the spatial model says of larger areas, as a pack for the table of a map."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from geo.areas import NOT_PUBLISHED, Classes, area_table
from geo.packs import binary as pack
from geo.registry import SUM_LEVELS, indicator
from layers.browser.runtime_packs import keep
from layers.kinds import kind_of
from layers.view import MapView

_RATE = "tundra_rate_modelled"
TENTHS, CHANCE_STEPS = 1_000, 10_000
"""Ends of intervals are packed in tenths of a percent, chances in hundredths of one."""


def model_file(view: MapView) -> str:
    """Make the pack of the model's figures of a level; return its name.

    Returns
    -------
    name
        Empty unless a view shows young participation of areas that are sums of small ones and have
        such figures. The pack is a column of `geo.packs.binary`: the rate, and further runs `low`
        and `high` (its 90% interval) and `below` (the chance of being below England), 0 where there
        is no rate.
    """
    level = view.geography
    if level not in SUM_LEVELS or not kind_of(view).shows_rate(view):
        return ""
    return keep(f"{level}.model", _content(level)) if _RATE in area_table(level) else ""


@lru_cache(maxsize=8)
def _content(level: str) -> bytes:
    table = area_table(level)
    runs = {
        "low": table[f"{_RATE}_low"].astype("float64") * TENTHS,
        "high": table[f"{_RATE}_high"].astype("float64") * TENTHS,
        "below": table["prob_below_national"].astype("float64") * CHANCE_STEPS,
    }
    extra = {
        name: np.floor(values.fillna(0).to_numpy() + 0.5 + 1e-6).astype("int64")
        for name, values in runs.items()
    }
    entry = replace(indicator("tundra_rate"), id=_RATE, decimals=1)
    none = np.where(table[_RATE].isna(), NOT_PUBLISHED, 0).astype(np.uint8)
    return pack.pack_column(table[_RATE], Classes("", (), (), {}, none), entry, extra)

"""A small world of neighbourhoods in a row, a kilometre apart, whose figures are worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.regionalisation.ground import RegionGround, nearest_providers

CODES = ["a", "b", "c", "d", "e", "f"]
PEOPLE = [10.0, 20, 30, 40, 50, 60]
WEST_EAST = ["West", "West", "West", "East", "East", ""]
"""The last is left out."""
RATES = pd.DataFrame(
    {
        "participation_rate": [0.3, 0.5],
        "participation_rate_low": [0.2, 0.4],
        "participation_rate_high": [0.4, 0.6],
    },
    index=pd.Index(["West", "East"], name="region"),
)


def regions(names: list[str]) -> pd.Series:
    return pd.Series(names, index=pd.Index(CODES, name="area_code"), name="region", dtype="str")


def ground(limit_km: float = 1.0) -> RegionGround:
    """Return the world.

    Zone `long` lies in b, c and d, `short` in e. Providers: P teaches in a (5 courses) and in e (2),
    Q in d, R abroad beyond f. Schools are in a, c, c and f.
    """
    areas = pd.DataFrame(
        {
            "district": ["D1", "D1", "D2", "D2", "D3", "D4"],
            "district_name": ["One", "One", "Two", "Two", "Three", "Four"],
            "young_people": PEOPLE,
            "likely": [False, True, True, False, True, True],
            "tested": [False, True, True, True, True, False],
            "zone": ["", "long", "long", "long", "short", ""],
        },
        index=pd.Index(CODES, name="area_code"),
    )
    sites = pd.DataFrame(
        {
            "provider": ["P", "P", "Q", "R"],
            "provider_name": ["Pea", "Pea", "Queue", "Are"],
            "area_code": ["a", "e", "d", ""],
            "courses": [5.0, 2.0, 7.0, 9.0],
        },
        index=pd.Index(["p1", "p2", "q1", "r1"], name="site_id"),
    )
    at = np.array([0.0, 4.0, 3.0, 6.0])
    homes = np.arange(6.0)
    near = np.abs(homes[:, None] - at) <= limit_km
    area, site = np.nonzero(near)
    nearest = nearest_providers(
        np.column_stack([homes * 1000, homes * 0]),
        np.column_stack([at * 1000, at * 0]),
        np.array([0, 0, 1, 2]),
    )
    return RegionGround(
        areas,
        sites,
        pd.Series(["a", "c", "c", "f"], index=["s1", "s2", "s3", "s4"]),
        nearest,
        (area, site),
        limit_km,
        pd.Series({"long": "Long zone", "short": "Short zone"}),
    )

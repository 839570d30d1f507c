"""Good files of each kind that people bring, and what reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo.reach.activity import read_activity
from geo.reach.partnerships import load_partnership
from geo.siting.demand import read_demand
from geo.travel.tables import read_costs
from geo.uploads.sites import read_sites

SITES = (
    b"name,provider,postcode,easting,northing,latitude,longitude,courses\n"
    b"Hub,Us,FY1 1AA,,,,,3\nGrid,Us,,330935,436200,,,\nMap,,,,,53.81,-3.05,1\nBad,,FY1,,,,,\n"
)
ACTIVITY = (
    b"urn,area_code,postcode,date,number\n100001,,,01/03/2026,30\n,E01011264,,2026-03-02,12\n"
    b",,S1 2HH,3 Mar 2026,15\n"
)
COSTS = b"area_code,site,cost\nE01012737,hub,12.5\nE01012738,hub,3\n"
DEMAND = b"area_code,weight\nE01012737,3\nE01012738,2.5\n"
POINTS = b"easting,northing,weight\n330000,440000,7\n330000,430000,5\n"
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "Hub", "courses": 3},
                "geometry": {"type": "Point", "coordinates": [-3.05, 53.81]},
            },
            {"properties": {"postcode": "FY1 1AA"}, "geometry": None},
        ],
    }
).encode()
PARTNERSHIP = json.dumps(
    {
        "kind": "coldspots partnership",
        "format": 1,
        "name": "Us",
        "ukprns": ["10007795"],
        "sites": [{"name": "Hub", "easting_m": 330935, "northing_m": 436200, "courses": 3}],
    }
).encode()

GOOD: dict[str, tuple[Callable[[bytes | Path], Any], bytes]] = {
    "sites": (read_sites, SITES),
    "geojson": (read_sites, GEOJSON),
    "activity": (read_activity, ACTIVITY),
    "costs": (read_costs, COSTS),
    "demand": (read_demand, DEMAND),
    "points": (read_demand, POINTS),
    "partnership": (load_partnership, PARTNERSHIP),
}
"""By kind: its reader, and a file that it reads."""

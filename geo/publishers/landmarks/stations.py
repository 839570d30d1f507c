"""Railway stations of Great Britain: a list kept by volunteers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pyproj import Transformer

from geo.publishers.reading import check_unique, read_csv, to_number
from geo.registry import dataset
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS


def read_stations(raw: Path) -> pd.DataFrame:
    """Read railway stations by their three-letter code.

    Returns
    -------
    stations
        `name`, `easting_m` and `northing_m` (EPSG:27700), by `station`. None is in Northern
        Ireland, and those on closed or heritage lines are not listed.
    """
    source = dataset("railway_stations")
    text = read_csv(raw, source, ["stationName", "lat", "long", "crsCode"])
    check_unique(text, ["crsCode"], source)
    lat = to_number(text, "lat", source, low=49.8, high=59.0)
    lng = to_number(text, "long", source, low=-8.0, high=2.0)
    to_grid = Transformer.from_crs(DISPLAY_CRS, ANALYSIS_CRS, always_xy=True)
    east, north = to_grid.transform(lng.to_numpy(), lat.to_numpy())
    table = pd.DataFrame(
        {"name": text["stationName"], "easting_m": east.round(), "northing_m": north.round()}
    )
    return table.set_axis(pd.Index(text["crsCode"], name="station")).sort_index()

"""OS Open Roads and DfI Roads: the lines of motorways, where a user has fetched them.

Quirks: Ordnance Survey writes the toll motorway in capitals. The Department for Infrastructure has
no numbers of roads: they stand in the codes of their sections, where the M is followed by four
digits, and the A8(M) is an M as well.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from geo.publishers.reading import raw_path, refuse
from geo.registry import Dataset, dataset
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS

_NUMBER = re.compile(r"(M\d{1,3}|A\d{1,4}\(M\))( Toll)?")
_SECTION = re.compile(r"M(\d{4})_")
_NOT_M = {8: "A8(M)"}
"""Motorways of Northern Ireland that are called otherwise than their sections."""
_JUNCTIONS = ("Slip Road", "Roundabout", "Traffic Island Link At Junction", "Traffic Island Link")
"""Forms of way that are no part of the road itself."""


def read_motorways(raw: Path) -> pd.DataFrame:
    """Read the motorways of Great Britain.

    Returns
    -------
    motorways
        `road` (`M62`, `A1(M)`, `M6 Toll`) and `geometry` (lines, EPSG:27700), a row a link, in the
        order of the file. Links without a number, and slip roads and roundabouts, are left out.

    Raises
    ------
    SourceUnavailableError, BadInputError
        If the file is missing or not as declared.
    """
    source = dataset("os_open_roads")
    table = _read(raw, source, "road", "form")
    table = table[~table["form"].isin(_JUNCTIONS)]
    roads = table["road"].str.strip().str.replace("TOLL", "Toll")
    return _named(table.assign(road=roads), source)


def read_irish_motorways(raw: Path) -> pd.DataFrame:
    """Read the motorways of Northern Ireland, as `read_motorways`."""
    source = dataset("dfi_motorways")
    table = _read(raw, source, "section")
    to_grid = Transformer.from_crs(DISPLAY_CRS, ANALYSIS_CRS, always_xy=True)
    shapes = shapely.transform(table["geometry"].to_numpy(), to_grid.transform, interleaved=False)
    roads = [_road_of(section) for section in table["section"]]
    return _named(pd.DataFrame({"road": roads, "geometry": shapes}), source)


def _road_of(section: str) -> str:
    found = _SECTION.search(section)
    number = int(found[1]) if found else 0
    return _NOT_M.get(number, f"M{number}") if number else ""


def _named(table: pd.DataFrame, source: Dataset) -> pd.DataFrame:
    named = table["road"].map(lambda road: _NUMBER.fullmatch(road) is not None)
    if not named.any():
        found = ", ".join(map(repr, table["road"].unique()[:3]))
        raise refuse(source, f"no link has a motorway's number, but {found}.")
    return table.loc[named, ["road", "geometry"]].reset_index(drop=True)


def _read(raw: Path, source: Dataset, *columns: str) -> pd.DataFrame:
    path = raw_path(raw, source)
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [
            [str(feature["properties"][column] or "") for column in columns] for feature in features
        ]
        shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    except (ValueError, LookupError, TypeError, shapely.GEOSException) as error:
        raise refuse(source, f"it is not GeoJSON with {', '.join(columns)} ({error!r}).") from error
    shapes = shapely.force_2d(np.asarray(shapes, dtype=object))
    lines = np.isin(shapely.get_type_id(shapes), (1, 5))
    if not len(shapes) or not lines.all():
        found = f"row {np.argmin(lines) + 1:,} is no line" if len(shapes) else "it has no rows"
        raise refuse(source, f"{found}.")
    return pd.DataFrame(rows, columns=list(columns)).assign(geometry=shapes)

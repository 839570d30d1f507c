"""Constituencies of the United Kingdom, a hexagon each, in the layout that is bundled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.areas import area_table, name_of
from geo.cartogram import hexagons_at, middles_of

SIDE_M = 20_000.0
"""Distance of neighbours: a map of hexagons is drawn in metres, as others are."""


def has_cartogram(level: str) -> bool:
    """Test whether areas of a level have hexagons of a bundled layout.

    Examples
    --------
    >>> has_cartogram("pcon24"), has_cartogram("lad24")
    (True, False)
    """
    return f"hexagons_{level}" in tables.tables()


def cartogram_of(level: str, codes: pd.Index) -> npt.NDArray[np.object_]:
    """Return the hexagons of areas, in metres from the corner of the layout.

    Neighbours share their corners to the bit, as areas of a coverage do.
    """
    cells = tables.load(f"hexagons_{level}").loc[codes, ["column", "row"]]
    middles = middles_of(cells.to_numpy(dtype="int64")) * SIDE_M
    return hexagons_at(middles, SIDE_M)


def groups_of(level: str, codes: pd.Index) -> pd.Series:
    """Return the region of each area, or its nation beyond England, by name."""
    held = area_table(level).loc[codes, ["region_code", "nation"]]
    names = {code: name_of("region", code) for code in held["region_code"].unique() if code}
    return held["region_code"].map(names).where(held["region_code"] != "", held["nation"])

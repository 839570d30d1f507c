"""Where people live: small areas of the whole Kingdom, with young people and deprivation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import tables
from geo.boundaries import outlines
from geo.posterior import FIFTHS, WRONG, likely
from geo.settings import YOUNG_AGES_NOW

COLUMNS = (
    *("area_name", "geography", "nation", "region_name", "lad24_code", "lad24_name"),
    *("easting_m", "northing_m", "population", "young_people", "tenth", "cold_spot"),
)
"""What is known of each small area."""
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")


@lru_cache(maxsize=2)
def load_homes(root: Path | None = None) -> pd.DataFrame:
    """Load the small areas of the four nations; kept in memory, so never change them.

    People live at the population-weighted centroid of their neighbourhood in England and Wales,
    and at a point inside their data zone (Scotland) or super output area (Northern Ireland).

    Returns
    -------
    homes
        By `area_code`: `COLUMNS`. `young_people` (aged 13 to 17 in 2026, if nobody had moved) is
        missing in Northern Ireland, whose ages are not among the files; `tenth` of deprivation is
        of the nation's own index; `cold_spot` is of the usual list of the nation, and False where
        there is none.
    """
    parts = [_of_level(level, root) for level in _INDICES]
    homes = pd.concat(parts).rename_axis("area_code")
    names = tables.load("areas_lad24", ["area_name"], root)["area_name"]
    regions = tables.load("areas_region", ["area_name"], root)["area_name"]
    homes["lad24_name"] = homes["lad24_code"].map(names)
    homes["region_name"] = homes["region_code"].map(regions).fillna("")
    return homes[list(COLUMNS)]


IRISH = "soa01"
"""Small areas of Northern Ireland of which people and deprivation are known."""
_INDICES = {
    "lsoa21": ("iod25_lsoa21", "wimd25_lsoa21"),
    "dz11": ("simd_dz11",),
    IRISH: ("nimdm17_soa01",),
}
"""Tables with the tenths of deprivation of each level."""
_POINT = ["easting_m", "northing_m"]


def _of_level(level: str, root: Path | None) -> pd.DataFrame:
    columns = ["area_name", "nation", "region_code", "lad24_code"]
    areas = tables.load(f"areas_{level}", columns, root)
    people = tables.load(f"people_{level}", root=root).reindex(areas.index)
    first, last = YOUNG_AGES_NOW
    young = [f"aged_{age}" for age in range(first, last + 1)]
    known = set(young) <= set(people)
    tenths = [
        tables.load(name, [f"{name.partition('_')[0].replace('simd', 'simd20')}_decile"], root)
        for name in _INDICES[level]
    ]
    return areas.join(_points(level, areas.index, root)).assign(
        geography=level,
        population=people["population"].astype("float64"),
        young_people=people[young].sum(axis=1).astype("float64") if known else np.nan,
        tenth=pd.concat([one.iloc[:, 0] for one in tenths]).reindex(areas.index).astype("float64"),
        cold_spot=_cold(level, areas.index, root),
    )


def _points(level: str, codes: pd.Index, root: Path | None) -> pd.DataFrame:
    if level != IRISH:
        return tables.load(f"centroids_{level}", _POINT, root)
    shapes = outlines.load(level, root=root).geometry.loc[codes]
    at = shapely.get_coordinates(shapely.point_on_surface(shapes.to_numpy()))
    return pd.DataFrame(at, index=codes, columns=_POINT)


def _cold(level: str, codes: pd.Index, root: Path | None) -> npt.NDArray[np.bool_]:
    """Return the areas on the usual list of their nation: the likely lowest fifth, or tested."""
    if level == IRISH:
        return np.zeros(len(codes), bool)
    if level == "lsoa21":
        cold = likely(tables.load("posterior_lsoa21", [FIFTHS[0]], root)[FIFTHS[0]], WRONG)
    else:
        cold = tables.load(f"coldspots_{level}", ["cold_spot"], root)["cold_spot"]
    return cold.reindex(codes, fill_value=False).to_numpy(dtype=bool)

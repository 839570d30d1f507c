"""Build step: Northern Ireland's areas, its deprivation measure and its school leavers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.boundaries import outlines as boundaries
from geo.build.scotland import area_table_of
from geo.publishers import constituencies, northern_ireland
from geo.publishers.ons.boundaries import read_boundaries
from geo.publishers.reading import check_same_areas
from geo.registry import NATIONS, dataset

VERTICES = {"soa01": 150_000, "sdz21": 90_000}
"""Most vertices of each level: what the simplified copies have, and no file at full detail."""


def build_irish_areas(raw: Path, root: Path) -> dict[str, pd.DataFrame]:
    """Read, close and store the areas; electoral areas are dissolved, so that levels nest.

    Returns
    -------
    areas
        Table `areas_<geography>` of `soa01`, `sdz21` and `dea14`.
    """
    index = northern_ireland.read_nimdm(raw)
    zones = northern_ireland.read_super_zones(raw)
    areas = {
        "soa01": _store(raw, root, "soa01", index[["area_name", "lad24_code"]])[0],
    }
    named = zones.drop(columns="dea14_name")
    areas["sdz21"], closed = _store(raw, root, "sdz21", named)
    codes, dissolved = boundaries.dissolve(closed, zones["dea14_code"])
    boundaries.check_coverage(dissolved, "dea14")
    boundaries.store(codes, dissolved, boundaries.path_of("dea14", root))
    upper = zones.drop_duplicates("dea14_code").set_index("dea14_code").loc[codes]
    upper = upper[["dea14_name", "lad24_code"]].rename(columns={"dea14_name": "area_name"})
    upper = upper.rename_axis("area_code").assign(nation=NATIONS["N"])
    areas["dea14"] = area_table_of(upper, "dea14", shapely.area(dissolved))
    return areas


def _store(
    raw: Path, root: Path, level: str, named: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray]:
    layer = read_boundaries(raw, f"boundaries_{level}")
    check_same_areas(named.index, layer.index, dataset(f"boundaries_{level}"))
    closed = boundaries.close_gaps(layer.geometry.to_numpy(), level)
    closed = boundaries.thin(closed, VERTICES[level])
    boundaries.store(layer.index.tolist(), closed, boundaries.path_of(level, root))
    held = named.assign(nation=NATIONS["N"])
    return area_table_of(held, level, shapely.area(closed)), closed


def build_irish_figures(raw: Path, root: Path) -> None:
    """Read and store the deprivation measure and what the Area Explorer tells."""
    index = northern_ireland.read_nimdm(raw).drop(columns=["area_name", "lad24_code"])
    tables.store("nimdm17_soa01", index, root)
    people = constituencies.read_irish_people(raw)
    check_same_areas(people.index, index.index, dataset("population19_small"))
    tables.store("people_soa01", people, root)
    tables.store("ni_area_explorer", northern_ireland.read_area_explorer(raw), root)

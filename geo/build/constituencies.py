"""Build step: constituencies, and which small areas lie in them and by how much."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import shapely

from geo import tables
from geo.areas import best_fit, overlaps_after
from geo.boundaries import outlines as boundaries
from geo.build.scotland import area_table_of
from geo.cartogram import lay_out
from geo.publishers import constituencies
from geo.publishers.ons import lookups as ons_lookups
from geo.publishers.ons.boundaries import read_boundaries
from geo.publishers.reading import check_same_areas
from geo.registry import NATIONS, dataset


def build_constituencies(raw: Path, root: Path, areas: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Read and store the constituencies, and give small areas the one that fits best.

    Parameters
    ----------
    areas
        Tables of areas by level; those of small areas are changed.

    Returns
    -------
    constituencies
        Table `areas_pcon24`.
    """
    layer = read_boundaries(raw, "boundaries_pcon24")
    outlines = boundaries.close_gaps(layer.geometry.to_numpy(), "pcon24")
    boundaries.store(layer.index.tolist(), outlines, boundaries.path_of("pcon24", root))
    named = pd.DataFrame(layer.drop(columns="geometry"))
    named["nation"] = layer.index.str[0].map(NATIONS)
    old = constituencies.read_overlaps(raw)
    codes = pd.Index(old["pcon24_code"].unique())
    check_same_areas(codes, layer.index, dataset("codes_pcon24"))
    new = overlaps_after(old, ons_lookups.read_lsoa_change(raw))
    tables.store("overlaps_pcon24", old, root)
    tables.store("overlaps_lsoa21", new, root)
    fits = {"lsoa21": best_fit(new), "dz11": best_fit(old), "soa01": best_fit(old)}
    holding = []
    for level, fit in fits.items():
        held = fit.reindex(areas[level].index)
        check_same_areas(held.dropna().index, areas[level].index, dataset("overlaps_pcon24"))
        areas[level] = areas[level].assign(pcon24_code=held)
        holding.append(_holders(areas[level]))
    named = named.join(pd.concat(holding).fillna(""))
    build_hexagons(named, root)
    qualified = constituencies.read_qualifications(raw)
    check_same_areas(
        qualified.index,
        layer.index[layer.index.str[0].isin(["E", "W"])],
        dataset("census21_pcon_qualifications"),
    )
    tables.store("census21_pcon24", qualified, root)
    return area_table_of(named, "pcon24", shapely.area(outlines))


def build_hexagons(named: pd.DataFrame, root: Path) -> None:
    """Lay out a hexagon for each constituency from the stored outlines, and store them.

    Parameters
    ----------
    named
        `nation` and `region_code` of each; the region is empty beyond England.
    """
    groups = named["region_code"].where(named["region_code"] != "", named["nation"])
    cells, _ = lay_out(boundaries.load("pcon24", root).geometry, groups)
    tables.store("hexagons_pcon24", cells, root)


_HOLDING = ("lad24_code", "utla23_code", "cauth25_code", "lsip23_code", "region_code")


def _holders(small: pd.DataFrame) -> pd.DataFrame:
    """Return what holds the whole of each constituency; empty where its small areas differ."""
    by = small.groupby("pcon24_code")[list(_HOLDING)]
    return by.first().where(by.nunique() == 1, "").rename_axis("area_code")

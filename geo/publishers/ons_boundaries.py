"""Office for National Statistics: boundaries, as published, in EPSG:27700.

Quirks: the neighbourhood and local area layers come in longitude and latitude with 8 decimals (6
would break 44 outlines more); the region layer is a GeoJSON with metre coordinates, which RFC 7946
forbids; the Social Mobility Commission's outlines are a TopoJSON without a coordinate system.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.datasets import Dataset, dataset
from geo.gdal import trim_drivers
from geo.geographies import check_codes
from geo.reading import raw_path, refuse
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS

if TYPE_CHECKING:
    import geopandas as gpd

_LAYERS = {
    "boundaries_lsoa21": ("LSOA21CD", "LSOA21NM", "lsoa21", DISPLAY_CRS),
    "boundaries_msoa21": ("MSOA21CD", "MSOA21NM", "msoa21", DISPLAY_CRS),
    "boundaries_lad24": ("LAD24CD", "LAD24NM", "lad24", ANALYSIS_CRS),
    "boundaries_region": ("rgn19cd", "rgn19nm", "region", ANALYSIS_CRS),
    "smc205_outlines": (None, "Newname", "smc205", None),
}


def read_boundaries(raw: Path, name: str) -> gpd.GeoDataFrame:
    """Read one boundary layer as published: nothing mended, nothing snapped.

    Parameters
    ----------
    raw
        Folder of raw files.
    name
        The dataset, such as `"boundaries_lsoa21"`.

    Returns
    -------
    layer
        Indexed by `area_code`, with `area_name` and geometry in EPSG:27700. Areas of the Social
        Mobility Commission have no published codes: they are numbered in the order of their names.
    """
    trim_drivers()
    import geopandas as gpd
    import pandas as pd
    from pyogrio.errors import DataSourceError

    source = dataset(name)
    code_column, name_column, level, expected_crs = _LAYERS[name]
    path = raw_path(raw, source)
    address = f"/vsigzip/{path}" if path.suffix == ".gz" else str(path)
    try:
        layer = gpd.read_file(address, engine="pyogrio")
    except (DataSourceError, ValueError, RuntimeError) as error:
        raise refuse(source, f"it is not a boundary file that can be read: {error}.") from error
    absent = [column for column in (code_column, name_column) if column not in (None, *layer)]
    if absent:
        raise refuse(source, f"no property {absent[0]!r}, found {list(layer.columns)[:12]}.")
    if len(layer) != source.rows:
        raise refuse(source, f"{len(layer):,} areas, expected {source.rows:,}.")
    layer = _in_metres(layer, source, expected_crs)
    if code_column is None:
        layer = layer.sort_values(name_column)
        codes = [f"{level}-{number:03d}" for number in range(1, len(layer) + 1)]
    else:
        codes = layer[code_column].tolist()
    check_codes(codes, level, f"{source.id} ({path.name})")
    made = gpd.GeoDataFrame(
        {"area_name": layer[name_column].str.strip().to_numpy()},
        geometry=layer.geometry.to_numpy(),
        index=pd.Index(codes, name="area_code", dtype="str"),
        crs=ANALYSIS_CRS,
    )
    return made.sort_index()


def _in_metres(
    layer: gpd.GeoDataFrame, source: Dataset, expected_crs: str | None
) -> gpd.GeoDataFrame:
    """Check the declared coordinate system and the ground covered, and go over to metres."""
    if layer.crs is None:
        layer = layer.set_crs(DISPLAY_CRS)
    elif expected_crs and layer.crs.to_epsg() != int(expected_crs.split(":")[1]):
        raise refuse(source, f"its coordinates are {layer.crs.name}, expected {expected_crs}.")
    metres = layer.to_crs(ANALYSIS_CRS)
    west, south, east, north = metres.total_bounds
    if not (-120_000 < west < east < 700_000 and -20_000 < south < north < 1_300_000):
        raise refuse(
            source,
            f"it covers ({west:.0f}, {south:.0f}) to ({east:.0f}, {north:.0f}) in EPSG:27700, "
            "which is not within the United Kingdom.",
        )
    if metres.geometry.isna().any() or metres.geometry.is_empty.any():
        raise refuse(source, "an area has no outline.")
    return metres

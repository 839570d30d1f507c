"""Boundaries of the Office for National Statistics and others, as published, in EPSG:27700.

Quirks: the neighbourhood and local area layers come in longitude and latitude with 8 decimals (6
would break 44 outlines more); the region layer is a GeoJSON with metre coordinates, which RFC 7946
forbids; the Social Mobility Commission's outlines are a TopoJSON without a coordinate system.
Scotland's and Northern Ireland's own files are zipped shapefiles at full detail, whose headings
differ from those of the copies; the Irish ones are in the Irish Grid.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.publishers.gdal import trim_drivers
from geo.publishers.ons.shapefiles import read_shapefile
from geo.publishers.reading import as_found, raw_path, refuse
from geo.registry import Dataset, check_codes, dataset
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class _Layer:
    """What a boundary file calls its codes and names, and where it says it is."""

    code: str | None
    name: str
    level: str
    crs: str | None
    layer: str | None = None
    """Layer of a file that holds several; its areas with an `end` no longer exist."""
    welsh: str | None = None
    """What it calls their Welsh names, where it has any."""


IRISH_GRID = "EPSG:29902"

_LAYERS = {
    "boundaries_lsoa21": _Layer("LSOA21CD", "LSOA21NM", "lsoa21", DISPLAY_CRS),
    "boundaries_msoa21": _Layer("MSOA21CD", "MSOA21NM", "msoa21", DISPLAY_CRS),
    "boundaries_lad24": _Layer("LAD24CD", "LAD24NM", "lad24", ANALYSIS_CRS, welsh="LAD24NMW"),
    "boundaries_region": _Layer("rgn19cd", "rgn19nm", "region", ANALYSIS_CRS),
    "boundaries_cauth25": _Layer("areacd", "areanm", "cauth25", None, "cauth"),
    "boundaries_pcon24": _Layer("PCON24CD", "PCON24NM", "pcon24", DISPLAY_CRS, welsh="PCON24NMW"),
    "boundaries_soa01": _Layer("soa11_code", "soa11_name", "soa01", DISPLAY_CRS),
    "boundaries_sdz21": _Layer("sdz21_code", "sdz21_name", "sdz21", DISPLAY_CRS),
    "boundaries_dz11": _Layer("dz11_code", "dz11_name", "dz11", DISPLAY_CRS),
    "smc205_outlines": _Layer(None, "Newname", "smc205", None),
}
_SHAPEFILES = {
    "boundaries_soa01": _Layer("SOA_CODE", "SOA_LABEL", "soa01", IRISH_GRID, "SOA2011"),
    "boundaries_sdz21": _Layer("SDZ2021_cd", "SDZ2021_nm", "sdz21", IRISH_GRID, "SDZ2021"),
    "boundaries_dz11": _Layer("DataZone", "Name", "dz11", ANALYSIS_CRS, "SG_DataZone_Bdry_2011"),
}
"""The publisher's own, in a zip archive; the layer is the shapefile's name."""


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
    outlines
        Indexed by `area_code`, with `area_name`, `welsh_name` (empty for none) where the file has
        them, and geometry in EPSG:27700. Areas of the Social
        Mobility Commission have no published codes: they are numbered in the order of their names.
    """
    import pandas as pd

    source = as_found(raw, dataset(name))
    told = _SHAPEFILES[name] if source.file.endswith(".zip") else _LAYERS[name]
    found = _in_metres(_open(raw, source, told), source, told.crs)
    if told.code is None:
        found = found.sort_values(told.name)
        codes = [f"{told.level}-{number:03d}" for number in range(1, len(found) + 1)]
    else:
        codes = found[told.code].tolist()
    check_codes(codes, told.level, f"{source.id} ({Path(source.file).name})")
    made = found[[told.name, found.geometry.name]].set_axis(["area_name", "geometry"], axis=1)
    made.index = pd.Index(codes, name="area_code", dtype="str")
    made = made.assign(area_name=made["area_name"].str.strip())
    if told.welsh in found:
        welsh = found[told.welsh].fillna("").str.strip().to_numpy()
        made = made.assign(welsh_name=pd.array(welsh, dtype="str"))
    return made.sort_index()


def _open(raw: Path, source: Dataset, told: _Layer) -> gpd.GeoDataFrame:
    """Open the file, refuse it if it is not as declared, and drop areas that have ended."""
    trim_drivers()
    import geopandas as gpd
    from pyogrio.errors import DataLayerError, DataSourceError

    path = raw_path(raw, source)
    try:
        found = _read(path, told)
    except (DataSourceError, DataLayerError, ValueError, RuntimeError, *_BROKEN) as error:
        reason = " ".join(str(error).split())
        raise refuse(source, f"it is not a boundary file that can be read: {reason}.") from error
    if not isinstance(found, gpd.GeoDataFrame):
        raise refuse(source, "it has no outlines.")
    ends = "end" if told.layer and path.suffix != ".zip" else None
    for column in (told.code, told.name, ends):
        if column is not None and column not in found:
            raise refuse(source, f"no property {column!r}, found {list(found.columns)[:12]}.")
    if not source.is_whole(len(found)):
        raise refuse(source, f"{len(found):,} areas, expected {source.rows:,}.")
    return found[found[ends].isna()] if ends else found


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What unpacking a broken archive raises."""


def _read(path: Path, told: _Layer) -> object:
    import geopandas as gpd

    if path.suffix == ".zip":
        return read_shapefile(path, str(told.layer), str(told.crs))
    address = f"/vsigzip/{path}" if path.suffix == ".gz" else str(path)
    return gpd.read_file(address, engine="pyogrio", layer=told.layer)


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

"""GDAL with only the drivers this project needs, so that no disguised file can use the others.

A file that says it is a VRT or a web service, whatever its name, makes GDAL read other files of
the server or call out. The list is read once, when pyogrio loads GDAL: `trim_drivers` goes first.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

KEPT = ("GeoJSON", "TopoJSON", "GPKG", "MEM")
_DROPPED = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRI Shapefile,"
    "ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,GML,GPSBabel,GPX,GTFS,GeoJSONSeq,GeoRSS,HTTP,"
    "Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MVT,MapInfo File,MapML,MiraMonVector,NGW,OAPIF,"
    "ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,PMTiles,"
    "S57,SQLite,SXF,Selafin,VDV,VFK,VICAR,VRT,WAsP,WCS,WFS,WMS,WMTS,XLSX"
)


def trim_drivers() -> None:
    """Leave only the drivers in `KEPT`; call it before anything reads or writes through GDAL."""
    os.environ["GDAL_SKIP"] = _DROPPED


def as_bytes(shapes: gpd.GeoDataFrame, **options: Any) -> bytes:
    """Return a file that GDAL makes, made in memory: on a full disk it cuts files short silently.

    Parameters
    ----------
    shapes
        What it holds.
    options
        As for `to_file`: the driver, the layer's name, and the driver's own.
    """
    trim_drivers()
    import pyogrio

    # The time of writing would make each file another one.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1980-01-01T00:00:00.000Z"})
    held = io.BytesIO()
    shapes.to_file(held, engine="pyogrio", **options)
    return held.getvalue()

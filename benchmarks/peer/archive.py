"""Cuts outlines into PMTiles with GDAL: `python -m benchmarks.peer.archive IN OUT [LAST_ZOOM]`.

In a process of its own, because the project's own GDAL has no driver that makes tiles (see
`geo.publishers.gdal`).
"""

from __future__ import annotations

import sys

import geopandas as gpd
import pyogrio

LAST_ZOOM = 12
"""The largest zoom with tiles of its own; beyond it they are drawn larger."""

if __name__ == "__main__":
    pyogrio.write_dataframe(
        gpd.read_parquet(sys.argv[1]),
        sys.argv[2],
        driver="PMTiles",
        layer="areas",
        dataset_options={
            "NAME": "areas",
            "MINZOOM": "5",
            "MAXZOOM": next(iter(sys.argv[3:]), str(LAST_ZOOM)),
            "MAX_SIZE": "50000000",
            "MAX_FEATURES": "1000000",
        },
    )

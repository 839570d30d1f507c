"""Points counted by neighbourhood: ours, streamed from a file, against `geopandas.sjoin`.

`python -m benchmarks.count 1000000 10000000` makes the points about where people live, runs each
way in a process of its own, and prints seconds, the most memory and whether the counts agree.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo import boundaries, tables


def write_points(path: Path, rows: int) -> None:
    """Scatter points by 400 m about the population-weighted middles of neighbourhoods."""
    middles = tables.load("centroids_lsoa21")[["easting_m", "northing_m"]].to_numpy()
    rng = np.random.default_rng(1)
    schema = pa.schema([("easting", pa.float64()), ("northing", pa.float64())])
    with pq.ParquetWriter(path, schema) as out:
        for _ in range(0, rows, 500_000):
            some = min(rows, 500_000)
            chosen = middles[rng.integers(0, len(middles), some)]
            points = chosen + rng.normal(0, 400, (some, 2))
            out.write_table(pa.table(dict(zip(schema.names, points.T, strict=True)), schema))


def ours(path: Path) -> pd.Series:
    from geo.count import count_part, make_plan

    counts = count_part(make_plan(path, "lsoa21", ()), None)
    codes = tables.load("areas_lsoa21", ["area_name"]).index
    placed = counts[counts["area"] < len(codes)]
    return placed["records"].set_axis(codes[placed["area"]])


def peer(path: Path) -> pd.Series:
    import geopandas as gpd

    areas = boundaries.load("lsoa21")
    table = pq.read_table(path).to_pandas()
    where = gpd.points_from_xy(table["easting"], table["northing"])
    points = gpd.GeoDataFrame(geometry=where, crs=areas.crs)
    return gpd.sjoin(points, areas[["geometry"]], predicate="within").groupby("area_code").size()


def measure(way: str, path: Path) -> dict[str, float]:
    """Run one way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.count", way, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main(arguments: list[str]) -> None:
    if arguments and arguments[0] in ("ours", "peer"):
        start = time.perf_counter()
        counts = (ours if arguments[0] == "ours" else peer)(Path(arguments[1])).sort_index()
        seconds = time.perf_counter() - start
        most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        hashed = int(pd.util.hash_pandas_object(counts.astype("int64")).sum() % 2**53)
        told = {"seconds": seconds, "most_mb": most_mb, "counts": hashed}
        print(json.dumps(told))
        return
    for rows in map(int, arguments or ["1000000"]):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "points.parquet"
            write_points(path, rows)
            mine, theirs = measure("ours", path), measure("peer", path)
        same = "the same counts" if mine["counts"] == theirs["counts"] else "OTHER COUNTS"
        print(
            f"{rows:,} points: {mine['seconds']:.1f} s and {mine['most_mb']:,.0f} MB, "
            f"geopandas.sjoin {theirs['seconds']:.1f} s and {theirs['most_mb']:,.0f} MB: "
            f"{theirs['seconds'] / mine['seconds']:.1f} times as fast, {same}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])

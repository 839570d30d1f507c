"""Points counted by neighbourhood: ours, streamed from a file, against `geopandas.sjoin`.

`python -m benchmarks.count 1000000 10000000` makes the points about where people live and runs each
way three times in turn, in a process of its own: median seconds and the most memory. Both must give
the same counts.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.timing import Row
from geo import tables
from geo.boundaries import outlines as boundaries

MANY, TIMES, MOST_MB = 10_000_000, 2.0, 1_000.0
"""Points for which something is asked: how much faster than the peer, and the most memory."""


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
    from geo.counting import count_part, make_plan

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
    for row in run(tuple(map(int, arguments))):
        print(f"{row.what}: {row.ours}; {row.peer}; {row.ratio}")


def run(counts: tuple[int, ...] = (), runs: int = 3) -> list[Row]:
    """Count points by neighbourhood both ways, in turn."""
    return [_compared(count, runs) for count in counts or (MANY,)]


def _compared(count: int, runs: int) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.parquet"
        write_points(path, count)
        pairs = [(measure("ours", path), measure("peer", path)) for _ in range(runs)]
    assert all(mine["counts"] == theirs["counts"] for mine, theirs in pairs)
    mine_s, theirs_s = (
        statistics.median(one["seconds"] for one in way) for way in zip(*pairs, strict=True)
    )
    mine_mb, theirs_mb = (max(one["most_mb"] for one in way) for way in zip(*pairs, strict=True))
    quick, small = theirs_s / mine_s, mine_mb < MOST_MB
    return Row(
        f"{count:,} points to neighbourhoods, the same counts",
        f"{mine_s:.1f} s, {mine_mb:,.0f} MB",
        f"geopandas.sjoin: {theirs_s:.1f} s, {theirs_mb:,.0f} MB",
        f"{quick:.1f} times as fast",
        f"{TIMES} times, under 1 GB" if count >= MANY else "none",
        count < MANY or (quick >= TIMES and small),
    )


if __name__ == "__main__":
    main(sys.argv[1:])

"""Points counted by neighbourhood: ours, streamed from a file, against two peers.

`python -m benchmarks.count 1000000 10000000` makes the points about where people live and runs
ours, `geopandas.sjoin` and SedonaDB's join three times in turn, each in a process of its own:
median seconds and the most memory, of all its processes together. All must give the same counts.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.timing import Row
from geo import tables
from geo.boundaries import outlines as boundaries

MANY, MOST_MB = 10_000_000, 1_000.0
"""Points for which something is asked, and the most memory."""
SJOIN, SEDONA = "geopandas.sjoin", "SedonaDB"
TIMES = {SJOIN: 4.0, SEDONA: 3.0}
"""How much faster than each peer."""
SQL = """
SELECT areas.area_code, COUNT(*) AS records
FROM points
JOIN areas
  ON ST_Within(ST_SetSRID(ST_Point(points.easting, points.northing), 27700), areas.geometry)
GROUP BY areas.area_code
"""
"""The same question in SQL, as docs/how-to/count-records.md gives it."""


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
    from geo.counting import exact_counts, make_plan

    counts = exact_counts(make_plan(path, "lsoa21", ()))
    codes = tables.load("areas_lsoa21", ["area_name"]).index
    placed = counts[counts["area"] < len(codes)]
    return placed["records"].set_axis(codes[placed["area"]])


def by_sjoin(path: Path) -> pd.Series:
    import geopandas as gpd

    areas = boundaries.load("lsoa21")
    table = pq.read_table(path).to_pandas()
    where = gpd.points_from_xy(table["easting"], table["northing"])
    points = gpd.GeoDataFrame(geometry=where, crs=areas.crs)
    joined = gpd.sjoin(points, areas[["geometry"]], predicate="within")
    return joined.groupby("area_code").size().rename("records")


def by_sedona(path: Path) -> pd.Series:
    """Count in SedonaDB, the engine of Apache Sedona for one machine."""
    import sedonadb

    engine = sedonadb.connect()
    areas = path.with_name("areas.parquet")
    boundaries.load("lsoa21")[["geometry"]].reset_index().to_parquet(areas)
    engine.read_parquet(str(areas)).to_view("areas")
    engine.read_parquet(str(path)).to_view("points")
    return engine.sql(SQL).to_pandas().set_index("area_code")["records"]


WAYS: dict[str, Callable[[Path], pd.Series]] = {"ours": ours, SJOIN: by_sjoin, SEDONA: by_sedona}


def measure(way: str, path: Path) -> dict[str, float]:
    """Run one way in a process of its own, and watch what it and its workers hold in memory."""
    command = [sys.executable, "-m", "benchmarks.count", way, str(path)]
    most = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        process = psutil.Process(running.pid)
        while running.poll() is None:
            most = max(most, _held(process))
            time.sleep(0.1)
        assert running.stdout is not None
        told: dict[str, float] = json.loads(running.stdout.read())
    return told | {"most_mb": most / 2**20}


def _held(process: psutil.Process) -> int:
    """Return the bytes that a process and its children hold, what they share counted once."""
    held = 0
    try:
        for one in [process, *process.children(recursive=True)]:
            held += one.memory_full_info().pss
    except psutil.Error:  # It has ended meanwhile.
        return 0
    return held


def main(arguments: list[str]) -> None:
    if arguments and arguments[0] in WAYS:
        start = time.perf_counter()
        counts = WAYS[arguments[0]](Path(arguments[1])).sort_index().astype("int64")
        seconds = time.perf_counter() - start
        hashed = int(pd.util.hash_pandas_object(counts).sum() % 2**53)
        print(json.dumps({"seconds": seconds, "counts": hashed}))
        return
    for row in run(tuple(map(int, arguments))):
        print(f"{row.what}: {row.ours}; {row.peer}; {row.ratio}")


def run(counts: tuple[int, ...] = (), runs: int = 3) -> list[Row]:
    """Count points by neighbourhood each way, in turn."""
    return [row for count in counts or (MANY,) for row in _compared(count, runs)]


def _compared(count: int, runs: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.parquet"
        write_points(path, count)
        found = [{way: measure(way, path) for way in WAYS} for _ in range(runs)]
    assert all(len({one["counts"] for one in each.values()}) == 1 for each in found)
    seconds = {way: statistics.median(each[way]["seconds"] for each in found) for way in WAYS}
    most = {way: max(each[way]["most_mb"] for each in found) for way in WAYS}
    rows = []
    for peer, times in TIMES.items():
        quick, small = seconds[peer] / seconds["ours"], most["ours"] < MOST_MB
        rows.append(
            Row(
                f"{count:,} points to neighbourhoods, the same counts",
                f"{seconds['ours']:.1f} s, {most['ours']:,.0f} MB",
                f"{peer}: {seconds[peer]:.1f} s, {most[peer]:,.0f} MB",
                f"{quick:.1f} times as fast",
                f"{times:g} times, under 1 GB" if count >= MANY else "none",
                count < MANY or (quick >= times and small),
            )
        )
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])

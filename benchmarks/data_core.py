"""The data core: the `areas` command from a cold start, the join in a process, the whole build."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.timing import Row, command
from geo.areas import build_areas


def run(raw: Path | None, runs: int = 5) -> list[Row]:
    """Measure; the build only where the raw files are."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "areas.csv")
        took, peak = command(["areas", "--geography", "lsoa21", "--out", out], runs)
        rows.append(
            Row(
                "coldspots areas --geography lsoa21, cold start",
                f"{took:.2f} s, {peak:.0f} MB",
                "none",
                "",
                "under 3 s, 500 MB",
                took < 3 and peak < 500,
            )
        )
    times = []
    build_areas("lsoa21")
    for _ in range(runs):
        begin = time.perf_counter()
        build_areas("lsoa21")
        times.append(time.perf_counter() - begin)
    joined = statistics.median(times)
    rows.append(
        Row(
            "reading and joining, in a process",
            f"{joined:.2f} s",
            "none",
            "",
            "under 0.3 s",
            joined < 0.3,
        )
    )
    if raw is not None:
        with tempfile.TemporaryDirectory() as folder:
            took, _ = command(["build", "--raw", str(raw), "--data", folder], 1)
        rows.append(
            Row("full build from raw files", f"{took:.0f} s", "none", "", "under 180 s", took < 180)
        )
    return rows

"""What is taught where: every subject at five limits for the whole Kingdom, and what closes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from benchmarks.timing import Row
from geo.provision import closures, find_overview, load_courses, load_homes
from geo.settings import project_dir

_WHOLE = """
import time
from pathlib import Path
from geo.provision import find_overview
begin = time.perf_counter()
overview = find_overview()
took = time.perf_counter() - begin
for line in Path("/proc/self/status").read_text().splitlines():
    if line.startswith("VmHWM"):
        print(took, int(line.split()[1]) / 1024, len(overview.homes), len(overview.subjects))
"""
"""A process that has read nothing yet."""


def overview(runs: int) -> list[Row]:
    """Count providers in range of every small area, subject by subject, in a new process."""
    told = []
    for _ in range(runs):
        done = subprocess.run(
            [sys.executable, "-c", _WHOLE],
            check=True,
            cwd=project_dir(),
            capture_output=True,
            text=True,
        )
        told.append([float(one) for one in done.stdout.split()])
    took = statistics.median(row[0] for row in told)
    most = max(row[1] for row in told)
    areas, subjects = told[0][2:]
    return [
        Row(
            f"{subjects:.0f} subjects at five limits for {areas:,.0f} small areas of four nations",
            f"{took:.1f} s, {most:.0f} MB in all",
            "none",
            "",
            "under 5 s, 500 MB",
            took < 5 and most < 500,
        )
    ]


def closing(runs: int) -> list[Row]:
    """Count who would lose what if each provider stopped teaching each of its subjects."""
    load_homes()
    load_courses()
    took, pairs = [], 0
    for _ in range(runs):
        begin = time.perf_counter()
        pairs = len(closures(find_overview()))
        took.append(time.perf_counter() - begin)
    middle = statistics.median(took)
    return [
        Row(
            f"what closes, for each of {pairs:,} subjects at a provider",
            f"{middle:.1f} s",
            "none",
            "",
            "under 60 s",
            middle < 60,
        )
    ]


def run(runs: int = 5) -> list[Row]:
    """Measure all of it."""
    return [*overview(runs), *closing(runs)]


if __name__ == "__main__":
    for line in run():
        print(line)

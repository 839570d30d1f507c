"""Profiles of all 296 English local authorities as PDF: time, memory, pages."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import Row
from geo.settings import project_dir

MOST_MINUTES, PLACES, PAGES = 10.0, 296, 2
ENGLAND = "E92000001"


def run() -> list[Row]:
    """Write them once, as a person does."""
    with tempfile.TemporaryDirectory(prefix="coldspots-") as folder:
        command = [sys.executable, "-m", "cli", "profile", "--all", "lad24", "--within", ENGLAND]
        begin = time.perf_counter()
        subprocess.run([*command, "--out-dir", folder], cwd=project_dir(), check=True)
        took = time.perf_counter() - begin
        made = sorted(Path(folder).glob("*.pdf"))
        pages = [_pages(path.read_bytes()) for path in made]
    # Of the largest process: Linux gives kB.
    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000
    whole = len(made) == PLACES and set(pages) == {PAGES}
    return [
        Row(
            f"{PLACES} local authority profiles as PDF, {os.cpu_count()} processes",
            f"{took / 60:.1f} min, {held:.0f} MB a process",
            "none",
            "",
            "under 10 min, two pages each",
            whole and took < 60 * MOST_MINUTES,
        )
    ]


def _pages(content: bytes) -> int:
    return content.count(b"/Type/Page/") + content.count(b"/Type/Page\n")


if __name__ == "__main__":
    for row in run():
        print(row)

"""How a measure is taken: several runs in turn with the peer, and the median."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from geo.settings import project_dir


@dataclass(frozen=True)
class Row:
    """One line of the table that `make bench` prints."""

    what: str
    ours: str
    peer: str
    ratio: str
    asked: str
    met: bool


def machine() -> str:
    """Return what the figures were measured on."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = pages * size / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, no GPU"
    )


def in_turn(one: Callable[[], float], other: Callable[[], float], runs: int) -> tuple[float, float]:
    """Run two measures in turn and return the median of each."""
    pairs = [(one(), other()) for _ in range(runs)]
    firsts, seconds = zip(*pairs, strict=True)
    return statistics.median(firsts), statistics.median(seconds)


_MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A process begins with the memory of the one that starts it: this one is small."""


def command(arguments: list[str], runs: int) -> tuple[float, float]:
    """Run `python -m cli ...` several times; return median seconds and the largest memory in MB."""
    times, peaks = [], []
    for _ in range(runs):
        begin = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-S", "-c", _MEASURED, sys.executable, "-m", "cli", *arguments],
            check=True,
            cwd=project_dir(),
            stdout=subprocess.PIPE,
        )
        times.append(time.perf_counter() - begin)
        peaks.append(int(done.stdout) / 1024)
    return statistics.median(times), max(peaks)

"""Cold spots: the graph, the random windows and the whole search against the field's library."""

from __future__ import annotations

import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import Row, command
from geo.boundaries import contiguity as graph
from geo.boundaries import outlines as boundaries
from geo.coldspots import GRID, find_robust, load_nodes, standardise, tails, to_whole, touching

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import esda
    import libpysal


def timed(run: Callable[[], object], runs: int) -> list[float]:
    """Run several times; return the seconds of each."""
    took = []
    for _ in range(runs):
        begin = time.perf_counter()
        run()
        took.append(time.perf_counter() - begin)
    return took


def contiguity(runs: int) -> list[Row]:
    """Build the queen graph of all neighbourhoods, and load the bundled one."""
    layer = boundaries.load("lsoa21")
    outlines = layer.geometry.to_numpy()
    pairs = graph.build(outlines)
    plain = layer.reset_index(drop=True)
    theirs = libpysal.graph.Graph.build_contiguity(plain, rook=False)
    same = {(a, b) for a, b in theirs.adjacency.index if a < b} == set(map(tuple, pairs.tolist()))
    ours = statistics.median(timed(lambda: graph.build(outlines), runs))
    peer = statistics.median(
        timed(lambda: libpysal.graph.Graph.build_contiguity(plain, rook=False), max(3, runs // 2))
    )
    loaded = statistics.median(timed(lambda: graph.load("lsoa21"), runs)) * 1000
    return [
        Row(
            "queen graph of 35,672 areas, " + ("the same pairs" if same else "OTHER PAIRS"),
            f"{ours:.2f} s",
            f"libpysal.graph build_contiguity: {peer:.2f} s",
            f"{peer / ours:.1f} times faster",
            "3 times, the same pairs",
            same and peer / ours >= 3,
        ),
        Row("the bundled graph, loaded", f"{loaded:.0f} ms", "none", "", "50 ms", loaded < 50),
    ]


def permutations(runs: int) -> list[Row]:
    """Compare all windows of England's nodes with all permutations; the peer draws 999."""
    nodes, pairs = load_nodes("lsoa21")
    windows = touching(pairs, len(nodes.codes))
    kept = windows.sizes > 0
    windows = windows.among(kept)
    values, _ = standardise(nodes.rate[kept], nodes.cohort[kept])
    whole, sizes = to_whole(values, GRID), windows.sizes + 1
    sums = windows.sums(whole) + whole
    ours = statistics.median(timed(lambda: tails(whole, sizes, sums), runs))
    queen = libpysal.graph.Graph.from_sparse(windows.links.astype("float64"))

    def peer() -> object:
        return esda.G_Local(values, queen, transform="B", star=True, permutations=999, seed=1)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        first, *later = timed(peer, 1 + max(3, runs // 2))
    warm = statistics.median(later)
    name = "esda.G_Local, 999"
    return [
        Row(
            "exact permutation test",
            f"{ours:.2f} s",
            f"{name}, compiled: {warm:.2f} s",
            f"{warm / ours:.1f} times faster",
            "no slower",
            ours <= warm,
        ),
        Row(
            "the same, with its compile",
            f"{ours:.2f} s",
            f"{name}: {first:.2f} s",
            f"{first / ours:.1f} times faster",
            "10 times",
            first / ours >= 10,
        ),
    ]


def whole(runs: int) -> list[Row]:
    """Search England from a cold start, and make the table of recipes."""
    with tempfile.TemporaryDirectory() as home:
        out = Path(home) / "cold.parquet"
        took, megabytes = command(["find", "-g", "lsoa21", "-o", str(out)], runs)
    table = statistics.median(timed(lambda: find_robust("lsoa21"), runs))
    return [
        Row(
            "coldspots find --geography lsoa21, cold start to file",
            f"{took:.1f} s, {megabytes:.0f} MB",
            "none",
            "",
            "under 8 s, 700 MB",
            took < 8 and megabytes < 700,
        ),
        Row(
            "the table of recipes, England", f"{table:.1f} s", "none", "", "under 10 s", table < 10
        ),
    ]


def run(runs: int = 5) -> list[Row]:
    """Measure all of it."""
    return [*contiguity(runs), *permutations(runs), *whole(runs)]


if __name__ == "__main__":
    for line in run():
        print(line)

"""Reach: catchment scores against the field's library, a change of partnership, a large upload."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.cold_spots import timed
from benchmarks.timing import Row, in_turn
from geo.publishers.ons.people import postcode_letters, postcode_package, read_postcodes
from geo.reach import bands, e2sfca, find_reach, load_ground, provider_sites
from geo.reach import coverage as reach_sums
from geo.reach import lists as reach_lists
from geo.settings import project_dir
from geo.travel import StraightLine

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from access import Access, weights

LIMIT_KM = 30.0


def seconds(run: object) -> float:
    begin = time.perf_counter()
    run()  # type: ignore[operator]
    return time.perf_counter() - begin


def catchments(runs: int) -> list[Row]:
    """Score every English neighbourhood by every site of higher education, as the peer does."""
    ground, sites = load_ground(), provider_sites(None)
    costs = StraightLine().between(ground.origins, sites, LIMIT_KM)
    people = ground.people()
    supply = sites["courses"].to_numpy(dtype="float64")
    rows, columns, cost = costs.pairs()
    table = pd.DataFrame(
        {"origin": ground.areas.index[rows], "dest": sites.index[columns], "cost": cost}
    )
    model = Access(
        demand_df=pd.DataFrame({"geoid": ground.areas.index, "people": people}),
        demand_index="geoid",
        demand_value="people",
        supply_df=pd.DataFrame({"geoid": sites.index, "supply": supply}),
        supply_index="geoid",
        supply_value="supply",
        cost_df=table,
        cost_origin="origin",
        cost_dest="dest",
        cost_name="cost",
    )
    step = weights.step_fn(dict(bands(LIMIT_KM)))

    def peer() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.enhanced_two_stage_fca(name="e", weight_fn=step)

    ours, other = in_turn(
        lambda: seconds(lambda: e2sfca(costs, people, supply)), lambda: seconds(peer), runs
    )
    expected = model.access_df["e_supply"].reindex(ground.areas.index).fillna(0).to_numpy()
    apart = float(np.abs(e2sfca(costs, people, supply) - expected).max())
    whole = statistics.median(
        timed(
            lambda: e2sfca(StraightLine().between(ground.origins, sites, LIMIT_KM), people, supply),
            runs,
        )
    )
    return [
        Row(
            f"E2SFCA, {len(people):,} neighbourhoods by {len(sites):,} sites, "
            f"{len(cost) / 1e6:.1f} million pairs within {LIMIT_KM:g} km, apart by {apart:.0e}",
            f"{ours * 1000:.0f} ms (with the distances {whole:.2f} s)",
            f"access: {other:.2f} s",
            f"{other / ours:.0f} times faster",
            "5 times, equal within 1e-10",
            apart <= 1e-10 and other / ours >= 5,
        )
    ]


def change(runs: int) -> list[Row]:
    """Change a partnership of eight universities, and have every number of it anew."""
    load_ground()
    ukprns = provider_sites(None)["provider"].value_counts().index
    took = []
    for at in range(max(runs, 5)):
        begin = time.perf_counter()
        reach = find_reach(provider_sites(ukprns[at : at + 8]), 10)
        reach.table()
        reach_sums.summary(reach)
        reach_sums.overlap(reach)
        reach_lists.left_out(reach)
        took.append(time.perf_counter() - begin)
    middle = statistics.median(took)
    begin = time.perf_counter()
    reach = find_reach(provider_sites(None), 10)
    reach.table()
    reach_sums.summary(reach)
    reach_sums.overlap(reach)
    everybody = time.perf_counter() - begin
    return [
        Row(
            "change of partnership to new numbers, in the process",
            f"{middle:.2f} s; all {len(ukprns)} providers at once {everybody:.2f} s",
            "none",
            "",
            "under 1 s",
            middle < 1,
        )
    ]


_UPLOAD = """
import sys, time
from pathlib import Path
from geo.uploads import read_sites
read_sites(b"name,easting,northing\\nHub,430000,434000")
def memory(kind):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(kind):
            return int(line.split()[1]) / 1024
content = Path(sys.argv[1]).read_bytes()
idle, begin = memory("VmRSS"), time.perf_counter()
sites, bad, _ = read_sites(content)
print(time.perf_counter() - begin, memory("VmHWM") - idle, len(sites), len(bad))
"""
"""A process that has read a small file before is idle; the peak is what the large one adds. The
peak that the system reports of a child would begin with its parent's."""


def upload(runs: int) -> list[Row]:
    """Check and locate 50,000 postcodes from all over the country, in a process of its own."""
    folder, _ = postcode_package()
    letters = [letter for letter in postcode_letters(folder) if letter not in "BZ"]
    parts = [read_postcodes(folder, letter).dropna()["postcode"] for letter in letters]
    codes = pd.concat(parts).sample(50_000, random_state=1)
    lines = [f"Site {at},{code}" for at, code in enumerate(codes)]
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "sites.csv"
        path.write_text("name,postcode\n" + "\n".join(lines), encoding="utf-8")
        told = []
        for _ in range(runs):
            done = subprocess.run(
                [sys.executable, "-c", _UPLOAD, str(path)],
                check=True, cwd=project_dir(), capture_output=True, text=True,
            )  # fmt: skip
            told.append([float(one) for one in done.stdout.split()])
    took = statistics.median(row[0] for row in told)
    more = max(row[1] for row in told)
    good, bad = told[0][2:]
    return [
        Row(
            f"50,000 postcodes checked and located ({good:,.0f} kept, {bad:,.0f} listed)",
            f"{took:.1f} s, {more:.0f} MB above idle",
            "none",
            "",
            "under 5 s, 300 MB",
            took < 5 and more < 300,
        )
    ]


def run(runs: int = 5) -> list[Row]:
    """Measure all of it."""
    return [*catchments(runs), *change(runs), *upload(runs)]


if __name__ == "__main__":
    for line in run():
        print(line)

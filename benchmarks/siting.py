"""New sites: maximal coverage, proven, against the field's library with the same solver."""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.timing import Row
from geo.siting import Siting, Solution, build_case, covering, in_range, maximal_coverage, reduce
from geo.travel import Limited, StraightLine

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pulp
    from scipy.spatial.distance import cdist
    from spopt.locate import MCLP

CANDIDATES, ADD, KM = 500, 5, 10.0
SEED = 1


def took(run: Callable[[], Any]) -> tuple[float, Any]:
    """Run once; return seconds and what came of it."""
    begin = time.perf_counter()
    made = run()
    return time.perf_counter() - begin, made


def _build(asked: Siting) -> object:
    free = ~asked.already
    weight = asked.weight[free]
    small = reduce(asked.costs[free], weight, np.zeros(len(weight)))
    return covering(small.covers, miss_cost=small.weight, most_sites=ADD)


def against_the_field(runs: int) -> list[Row]:
    """500 schools and colleges drawn at random, all young people; the peer runs once."""
    case = build_case("schools", max_km=KM)
    drawn = np.random.default_rng(SEED).choice(len(case.candidates), CANDIDATES, replace=False)
    sites = case.candidates.iloc[np.sort(drawn)]
    case = build_case(sites, max_km=KM)
    homes, metres, limited = case.homes, KM * 1_000, Limited(StraightLine(), KM)

    def ours() -> tuple[float, float, Solution]:
        ranged, costs = took(lambda: in_range(homes, sites, limited)[0])
        asked = Siting(costs, case.asked.weight)
        built, _ = took(lambda: _build(asked))
        whole, answer = took(lambda: maximal_coverage(asked, ADD))
        return built, ranged + whole, answer

    built, whole, answers = zip(*(ours() for _ in range(runs)), strict=True)
    points = ["easting_m", "northing_m"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ranged, table = took(lambda: cdist(homes[points], sites[points]))
        theirs_built, peer = took(
            lambda: MCLP.from_cost_matrix(table, case.asked.weight, metres, ADD)
        )
        solved, _ = took(lambda: peer.solve(pulp.HiGHS(msg=False)))
    theirs, mine = float(peer.problem.objective.value()), answers[0]
    same = abs(theirs - mine.objective) < 0.5 and mine.status == "optimal"
    ours_built, ours_whole = statistics.median(built), statistics.median(whole)
    all_theirs = ranged + theirs_built + solved
    what = f"MCLP, {CANDIDATES} candidates by {len(homes):,}, k = {ADD}"
    return [
        Row(
            f"{what}: model built",
            f"{ours_built * 1000:.0f} ms",
            f"spopt with PuLP: {theirs_built:.1f} s",
            f"{theirs_built / ours_built:.0f} times faster",
            "100 times",
            theirs_built / ours_built >= 100,
        ),
        Row(
            f"{what}: distances, model and proof, "
            + ("the same objective" if same else "ANOTHER OBJECTIVE"),
            f"{ours_whole:.2f} s",
            f"spopt with HiGHS: {all_theirs:.1f} s",
            f"{all_theirs / ours_whole:.0f} times faster",
            "10 times, the same objective",
            same and all_theirs / ours_whole >= 10,
        ),
    ]


def on_cold_spots(runs: int) -> list[Row]:
    """Ten sites among every school and college, for young people in tested cold spots."""
    build_case("schools", "cold", max_km=KM)

    def once() -> Solution:
        return maximal_coverage(build_case("schools", "cold", max_km=KM).asked, 10)

    seconds, answers = zip(*(took(once) for _ in range(runs)), strict=True)
    middle = statistics.median(seconds)
    status = answers[0].status
    return [
        Row(
            f"MCLP on cold spots, every school and college, k = 10: {status}",
            f"{middle:.2f} s",
            "none",
            "",
            "optimal in under 10 s",
            status == "optimal" and middle < 10,
        )
    ]


def run(runs: int = 5) -> list[Row]:
    """Measure all of it."""
    return [*against_the_field(runs), *on_cold_spots(runs)]


if __name__ == "__main__":
    for line in run():
        print(line)

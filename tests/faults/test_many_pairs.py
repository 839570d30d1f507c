"""Sites without end: what is kept of the pairs of a place and a site is bounded, and so are steps."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from geo.errors import BadInputError
from geo.reach.catchment import e2sfca, gravity
from geo.reach.coverage import overlap
from geo.reach.measure import find_reach, load_ground
from geo.settings import project_dir
from geo.siting import mip as siting_model
from geo.siting import presolve as siting_reduce
from geo.siting.greedy import nearest
from geo.siting.lscp import set_cover
from geo.siting.mclp import maximal_coverage
from geo.siting.mip import UNSOLVED, covering, solve
from geo.siting.p_median import p_median
from geo.siting.presolve import dominated, merge
from geo.siting.problem import build_case
from geo.siting.question import Siting
from geo.travel import costs, journeys
from geo.travel.costs import MOST_PAIRS, StraightLine
from geo.travel.journeys import Journeys
from geo.travel.routers import Router
from geo.travel.tables import CostTable
from layers.reach.options import ReachOptions
from layers.reach.state import reach_of
from layers.uploads import Uploads, with_uploads
from layers.view import MapView
from tests.commands import run


def points(xs: list[float]) -> pd.DataFrame:
    """Put points along a line, in km."""
    return pd.DataFrame({"easting_m": np.array(xs) * 1_000, "northing_m": 0.0}).astype("float64")


def sites(count: int, spread_m: float = 15_000, providers: int = 50) -> pd.DataFrame:
    """Put sites around London, by chance but always the same."""
    chance = np.random.default_rng(1)
    whose = [f"p{at % providers}" for at in range(count)]
    return pd.DataFrame(
        {
            "provider": whose,
            "provider_name": whose,
            "name": whose,
            "easting_m": 530_000 + chance.normal(0, spread_m, count),
            "northing_m": 180_000 + chance.normal(0, spread_m, count),
            "courses": np.nan,
            "source": "own",
        },
        index=pd.Index([f"own-{at}" for at in range(count)], name="site_id"),
    )


def everything(reach: Any) -> list[Any]:
    """Return what a reach comes to."""
    return [
        *(reach.costs.within.toarray(), reach.costs.nearest, reach.costs.nearest_cost),
        *(reach.by_provider.toarray(), overlap(reach).to_numpy()),
        *(
            gravity(reach.costs, reach.supply),
            e2sfca(reach.costs, reach.ground.people(), reach.supply),
        ),
    ]


@pytest.mark.fault(52)
def test_pairs_taken_one_by_one_or_all_together_give_the_same_to_the_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = sites(30, providers=7)
    monkeypatch.setattr(costs, "AT_ONCE", 10**9)
    whole = everything(find_reach(some, 9.5))
    for at_once in (29, 1_000):
        monkeypatch.setattr(costs, "AT_ONCE", at_once)
        for one, other in zip(everything(find_reach(some, 9.5)), whole, strict=True):
            assert np.array_equal(one, other)


@pytest.mark.fault(52)
def test_the_parts_of_a_table_of_costs_are_its_rows_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(costs, "AT_ONCE", 3)
    # 1, 2, 0, 2 and 4 sites are within a kilometre and a half.
    found = StraightLine().between(points([0, 1.9, 9, 3, 4]), points([1, 3, 3.5, 4, 5]), 1.5)
    assert np.diff(found.within.indptr).tolist() == [1, 2, 0, 3, 4]
    parts = list(found.blocks())
    assert [(one.start, one.stop) for one, _ in parts] == [(0, 3), (3, 4), (4, 5)]
    assert (sparse.vstack([near for _, near in parts]) != found.within).nnz == 0


@pytest.mark.fault(52)
def test_as_many_pairs_as_there_may_be_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    homes, there = points([0, 1, 2]), points([0, 1])
    table = pd.DataFrame({"area_code": [0, 0, 1, 1], "site": [0, 1, 0, 1], "cost": [1.0, 2, 3, 4]})
    # A small table is not counted before it is made: here all count as large.
    monkeypatch.setattr(costs, "AT_ONCE", 1)
    for source, limit, pairs in (
        (StraightLine(), 1.0, 5),
        (StraightLine(), 3.0, 6),
        (CostTable(table), 9.0, 4),
        (Journeys(Told()), 20.0, 6),  # type: ignore[arg-type]
    ):
        monkeypatch.setattr(costs, "MOST_PAIRS", pairs)
        assert source.between(homes, there, limit).within.nnz == pairs
        monkeypatch.setattr(costs, "MOST_PAIRS", pairs - 1)
        said = rf"{pairs} pairs of a place and a site are within .*, and {pairs - 1} is the most"
        with pytest.raises(BadInputError, match=said):
            source.between(homes, there, limit)


class Told:
    """A router to whom everything is a minute away; it counts how often it is asked."""

    mode = "walk"
    asked = 0

    def matrix(self, here: Any, to: Any, told: Any) -> Any:
        self.asked += 1
        near = np.zeros(len(here), np.bool_), np.zeros(len(to), np.bool_)
        return SimpleNamespace(seconds=np.full((len(here), len(to)), 60.0), days=[], off_map=near)

    def provenance(self, *_: Any) -> str:
        return "a test"


@pytest.mark.fault(52)
def test_a_router_is_asked_no_further_once_there_are_too_many_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two groups of 50 sites each; the first has more pairs than there may be."""
    router = Told()
    monkeypatch.setattr(costs, "MOST_PAIRS", 99)
    with pytest.raises(BadInputError, match="100 pairs"):
        Journeys(router).between(points([0, 0]), points([0.0] * 100), 10)  # type: ignore[arg-type]
    assert router.asked == 1


@pytest.mark.fault(52)
def test_a_router_is_not_asked_for_what_is_far_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journeys, "MOST_REQUESTS", 2)
    monkeypatch.setattr(journeys, "_groups", lambda *_: pytest.fail("the pairs were listed"))
    router = Router("osrm", "http://localhost:9", "walk")
    with pytest.raises(
        BadInputError, match="This would take 3 requests to the router, and 2 is the most"
    ):
        Journeys(router).between(points([0.0] * 101), points([0.0] * 50), 10)


@pytest.mark.fault(52)
def test_a_search_has_fewer_pairs_than_a_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    demand = pd.DataFrame(
        {"area_code": "", "weight": [1.0, 2], "easting_m": 0.0, "northing_m": 0.0}
    )
    there = points([0, 0.5, 0.9]).assign(name="a")
    assert build_case(there, demand, max_km=1, most_pairs=6).asked.costs.nnz == 6
    with pytest.raises(BadInputError, match=r"6 pairs .* within 1 km, and 5 is the most. Choose a"):
        build_case(there, demand, max_km=1, most_pairs=5)
    monkeypatch.setattr(costs, "MOST_PAIRS", 5)
    # A place that is named twice is asked for once, and kept twice.
    coded = demand.assign(area_code="E01012737", easting_m=np.nan, northing_m=np.nan)
    for name in ("easting_m", "northing_m"):
        there[name] += float(load_ground().origins.loc["E01012737", name])
    with pytest.raises(BadInputError, match="6 pairs"):
        build_case(there, coded, max_km=1)


@pytest.mark.fault(52)
def test_many_providers_are_not_set_beside_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.reach.coverage.MOST_COMPARED", 3)
    assert overlap(find_reach(sites(9, providers=3), 2)).shape == (3, 3)
    with pytest.raises(BadInputError, match="4 providers are too many to set each beside each: 3"):
        overlap(find_reach(sites(9, providers=4), 2))


@pytest.mark.fault(52)
def test_what_is_too_large_for_the_solver_is_answered_with_its_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three streets of 5, 4 and 3 people, two sites: the best is seen without the solver."""
    monkeypatch.setattr(siting_model, "MOST_SIZE", 0)
    monkeypatch.setattr("geo.siting.p_median.MOST_SIZE", 0)
    asked = Siting(sparse.csr_array([[100.0, 900], [900, 100], [800, 200]]), np.array([5, 4, 3]))
    found = p_median(asked, 1)
    # Nobody can be nearer than 100, 100 and 200 metres.
    assert (found.chosen, found.objective, found.bound) == ((1,), 5_500.0, 1_500.0)
    assert found.status == "feasible"
    near = Siting(sparse.csr_array([[1, 0, 1], [1, 0, 0], [0, 1, 1]]), np.array([5, 4, 3]))
    assert maximal_coverage(near, 1).chosen == (0,)
    assert set_cover(near, 1.0).objective == 2


@pytest.mark.fault(52)
def test_the_solver_is_given_what_is_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row of one site and its miss, and one of how many sites: 3 entries and 2 rows of 8."""
    model = covering(sparse.csr_array([[1.0]]), miss_cost=np.ones(1), most_sites=1)
    monkeypatch.setattr(siting_model, "MOST_SIZE", 3 + 2 * 8)
    assert solve(model, [], 5.0, 1e-3).chosen == [0]
    monkeypatch.setattr(siting_model, "MOST_SIZE", 3 + 2 * 8 - 1)
    assert solve(model, [], 5.0, 1e-3) is UNSOLVED


@pytest.mark.fault(52)
def test_the_solver_is_asked_up_to_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Siting(sparse.csr_array([[100.0, 900], [900, 100], [800, 200]]), np.array([5, 4, 3]))
    monkeypatch.setattr("geo.siting.p_median.MOST_SIZE", 11 * 6)
    assert p_median(asked, 1).status == "optimal"
    monkeypatch.setattr("geo.siting.p_median.MOST_SIZE", 11 * 6 - 1)
    assert p_median(asked, 1).status == "feasible"


@pytest.mark.fault(52)
def test_swaps_end_with_the_time() -> None:
    """Greedy takes the middle; only swaps find the two ends."""
    metres = sparse.csr_array([[1.0, 50, 99], [99, 40, 99], [99, 50, 1]])
    weight, near = np.array([10.0, 1, 10]), np.full(3, np.inf)
    assert nearest(metres, weight, near, 2) == nearest(metres, weight, near, 2, np.inf)
    begun = nearest(metres, weight, near, 2, time.monotonic() - 1)
    assert begun[0] == 1
    assert sorted(nearest(metres, weight, near, 2)) == [0, 2]


@pytest.mark.fault(52)
@pytest.mark.parametrize("limits", [{}, {"_PAIRS": 1}, {"_PAIRS": 5, "_AT_ONCE": 2}])
def test_candidates_are_compared_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch, limits: dict[str, int]
) -> None:
    for name, value in limits.items():
        monkeypatch.setattr(siting_reduce, name, value)
    chance = np.random.default_rng(3)
    for _ in range(30):
        table = chance.random((9, 14)) < 0.3
        held = [set(np.flatnonzero(column)) for column in table.T]
        wanted = [
            any(
                one < other or (one == other and first < at)
                for first, other in enumerate(held)
                if first != at
            )
            or not one
            for at, one in enumerate(held)
        ]
        assert dominated(sparse.csr_array(table.astype(float))).tolist() == wanted


@pytest.mark.fault(52)
@pytest.mark.parametrize("limit", ["_MOST_WORDS", "_MOST_COMPARED"])
def test_too_many_candidates_to_compare_lose_only_those_that_are_alike(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    table = sparse.csr_array(np.array([[1.0, 1, 1, 0], [0, 1, 1, 0]]))
    assert dominated(table).tolist() == [True, False, True, True]
    monkeypatch.setattr(siting_reduce, limit, 1)
    assert dominated(table).tolist() == [False, False, True, True]


@pytest.mark.fault(52)
def test_fifty_thousand_candidates_at_one_place_are_one() -> None:
    began = time.process_time()
    marked = dominated(sparse.csr_array(np.ones((20, 50_000))))
    assert (int((~marked).sum()), bool(marked[0])) == (1, False)
    assert time.process_time() - began < 3


@pytest.mark.fault(52)
def test_rows_merge_by_their_sites_and_their_costs() -> None:
    rows = sparse.csr_array(np.array([[1.0, 2], [1, 3], [1, 2], [0, 2]]))
    kept, weight, _ = merge(rows, np.array([1.0, 2, 4, 8]), np.zeros(4))
    assert kept.toarray().tolist() == [[1, 2], [1, 3], [0, 2]]
    assert weight.tolist() == [5, 2, 8]


@pytest.mark.fault(52)
def test_a_visit_keeps_the_reaches_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.uploads.OWN_MB", 2.0)
    uploads = Uploads(sites=sites(20))

    def look(km: float) -> list[float]:
        view = MapView(mode="reach", options=(ReachOptions(km=km),))
        reach_of(with_uploads(view, uploads))
        return [key[0].km for key in uploads.reaches.held]

    # Each is about a megabyte: two stay, those asked for last.
    assert [look(km) for km in (1, 2, 3, 2, 5)] == [[1], [1, 2], [2, 3], [3, 2], [2, 5]]


PROGRAM = """
import resource, sys
from geo.reach.measure import find_reach, load_ground
from geo.reach.coverage import summary
from geo.errors import BadInputError
from tests.faults.test_many_pairs import sites
ground = load_ground()
find_reach(sites(10), 5)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    reach = find_reach(sites(int(sys.argv[1]), providers=10_000), float(sys.argv[2]))
    reach.table(), summary(reach)
    print(reach.costs.within.nnz, end=" ")
except BadInputError as error:
    print(str(error).split()[0], end=" ")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.fault(52)
@pytest.mark.slow
@pytest.mark.parametrize(("count", "km"), [(9_000, 10), (10_000, 30), (50_000, 10)])
def test_the_memory_of_a_reach_is_bounded(count: int, km: int) -> None:
    """7 million pairs are measured; 46 and 40 million are refused; neither takes 300 MB."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(count), str(km)],
        cwd=project_dir(),
        env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    pairs, megabytes = done.stdout.replace(",", "").split()
    assert (int(pairs) > MOST_PAIRS) == (count > 9_000)
    assert int(megabytes) < 300, done.stdout


@pytest.mark.fault(52)
def test_a_terminal_refuses_too_many_pairs_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    table = sites(10_000)[["name", "easting_m", "northing_m"]].round(0)
    table.set_axis(["name", "easting", "northing"], axis=1).to_csv(path, index=False)
    code, out, err = run("reach", "--partners", str(path), "--max-km", "30")
    assert (code, out) == (3, "")
    assert err.splitlines()[-1].startswith("coldspots: ")
    assert "pairs of a place and a site are within 30 km, and 10,000,000 is the most." in err

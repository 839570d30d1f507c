"""The same answers as the field's library, spopt, on its own made-up town and on England's data."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import sparse

from geo.siting.lscp import set_cover
from geo.siting.mclp import maximal_coverage
from geo.siting.p_median import p_median
from geo.siting.problem import build_case
from geo.siting.question import Siting

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    locate = pytest.importorskip("spopt.locate", reason="spopt, the oracle of siting, is not here")
    import geopandas as gpd
    import pulp
    import shapely
    from scipy.spatial.distance import cdist
    from spopt.locate.util import simulated_geo_points

pytestmark = pytest.mark.filterwarnings("ignore")

CLIENTS, FACILITIES = 100, 12


@pytest.fixture(scope="module", params=[5, 6, 7])
def town(request: pytest.FixtureRequest) -> tuple[np.ndarray, np.ndarray]:
    """Clients and facilities as spopt's own notebooks simulate them, on a lattice of streets."""
    seed = request.param
    lines = [[(0, at), (9, at)] for at in range(10)] + [[(at, 0), (at, 9)] for at in range(10)]
    streets = gpd.GeoDataFrame(geometry=[shapely.LineString(line).buffer(0.2) for line in lines])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        streets = gpd.GeoDataFrame(geometry=[streets.union_all()])
        clients = simulated_geo_points(streets, needed=CLIENTS, seed=seed)
        sites = simulated_geo_points(streets, needed=FACILITIES, seed=seed + 1)
    points = [np.stack([part.geometry.x, part.geometry.y], axis=1) for part in (clients, sites)]
    return cdist(*points), np.random.default_rng(seed).integers(1, 12, CLIENTS).astype("float64")


def within(cost: np.ndarray, radius: float) -> sparse.csr_array:
    row, column = np.nonzero(cost <= radius)
    return sparse.csr_array((cost[row, column], (row, column)), shape=cost.shape)


def value(model: object) -> float:
    solved = model.solve(pulp.HiGHS(msg=False))
    return float(solved.problem.objective.value())


@pytest.mark.parametrize("add", [1, 3, 5])
@pytest.mark.parametrize("radius", [1.0, 2.0, 3.5])
def test_maximal_coverage(town: tuple[np.ndarray, np.ndarray], add: int, radius: float) -> None:
    cost, weight = town
    answer = maximal_coverage(Siting(within(cost, radius), weight), add)
    theirs = locate.MCLP.from_cost_matrix(cost, weight, radius, add)
    assert answer.objective == pytest.approx(value(theirs))
    assert answer.status == "optimal"


@pytest.mark.parametrize("radius", [3.5, 5.0, 8.0])
def test_set_cover(town: tuple[np.ndarray, np.ndarray], radius: float) -> None:
    cost, weight = town
    cost = cost[(cost <= radius).any(axis=1)]
    answer = set_cover(Siting(within(cost, radius), weight[: len(cost)]))
    assert answer.objective == pytest.approx(value(locate.LSCP.from_cost_matrix(cost, radius)))
    assert answer.status == "optimal"


@pytest.mark.parametrize("add", [1, 3, 5])
def test_median(town: tuple[np.ndarray, np.ndarray], add: int) -> None:
    cost, weight = town
    answer = p_median(Siting(within(cost, np.inf), weight), add)
    theirs = locate.PMedian.from_cost_matrix(cost, weight, add)
    assert answer.objective == pytest.approx(value(theirs), rel=1e-6)
    assert answer.status == "optimal"


def test_a_county_of_england() -> None:
    """Durham: three of its schools and colleges for all its young people."""
    case = build_case("schools", max_km=5, within="E06000047")
    answer = maximal_coverage(case.asked, 3)
    points = ["easting_m", "northing_m"]
    metres = cdist(case.homes[points], case.candidates[points])
    theirs = locate.MCLP.from_cost_matrix(metres, case.asked.weight, 5_000, 3)
    assert answer.objective == pytest.approx(value(theirs))
    assert answer.status == "optimal"

"""Costs between places and sites, and catchment scores: by eye, by brute force, by the library."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadInputError
from geo.reach.catchment import SHARP, STEPS, bands, e2sfca, gravity, step_weights
from geo.travel.costs import MINUTES, Costs, KnownCosts, StraightLine
from geo.travel.tables import CostTable, read_costs

# Four places on a line, 0, 3, 6 and 10 km along it, and two sites at its ends.
ROAD = pd.DataFrame(
    {"easting_m": [0, 3000, 6000, 10000], "northing_m": [0, 0, 0, 0]}, index=list("ABCD")
)
ENDS = pd.DataFrame({"easting_m": [0, 10000], "northing_m": [0, 0]}, index=["west", "east"])


def points(rows: list[tuple[int, int]], prefix: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(x * 1000, y * 1000) for x, y in rows],
        columns=["easting_m", "northing_m"],
        index=[f"{prefix}{at}" for at in range(len(rows))],
    ).astype("float64")


def dense(costs: Costs) -> list[list[float]]:
    """The matrix with NaN where nothing is stored."""
    rows, columns, cost = costs.pairs()
    made = np.full(costs.within.shape, np.nan)
    made[rows, columns] = cost
    return made.tolist()


def test_a_road_by_eye() -> None:
    costs = StraightLine().between(ROAD, ENDS, 6)
    gone = np.nan
    expected = [[0.0, gone], [3, gone], [6, 4], [gone, 0]]
    np.testing.assert_array_equal(dense(costs), expected)
    assert costs.nearest.tolist() == [0, 0, 1, 1]
    assert costs.nearest_cost.tolist() == [0, 3, 4, 0]
    assert costs.unit == "km"
    assert costs.provenance.startswith("straight-line distance")


def test_a_cost_of_nothing_is_kept() -> None:
    costs = StraightLine().between(ROAD, ENDS, 1)
    assert costs.within.nnz == 2
    assert costs.within.data.tolist() == [0, 0]


def test_an_estimate_says_that_it_is_one() -> None:
    costs = StraightLine(circuity=1.5).between(ROAD, ENDS, 6)
    gone = np.nan
    np.testing.assert_allclose(dense(costs), [[0, gone], [4.5, gone], [gone, 6], [gone, 0]])
    assert costs.provenance.startswith("estimate: ")
    assert "1.5" in costs.provenance
    assert "estimate" not in StraightLine().between(ROAD, ENDS, 6).provenance


def test_a_limit_that_is_met_exactly_is_within() -> None:
    """10 km is 10 km, whichever way it is worked out."""
    homes = points([(0, 0), (6, 8), (-10, 0)], "h")
    site = points([(0, 0)], "s")
    for circuity in (1, 1.25, 1.3, 1.4):
        costs = StraightLine(circuity).between(homes, site, 10 * circuity)
        assert costs.within.nnz == 3, circuity


def test_nobody_and_nothing() -> None:
    none = ENDS.iloc[:0]
    costs = StraightLine().between(ROAD, none, 5)
    assert costs.within.shape == (4, 0)
    assert costs.nearest.tolist() == [-1] * 4
    assert np.isnan(costs.nearest_cost).all()
    assert StraightLine().between(ROAD.iloc[:0], ENDS, 5).within.shape == (0, 2)


@pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf")])
def test_a_limit_that_reaches_nobody_is_refused(limit: float) -> None:
    with pytest.raises(BadInputError, match="reaches nobody"):
        StraightLine().between(ROAD, ENDS, limit)


@pytest.mark.parametrize("circuity", [0.9, 0, -1, 11, float("nan")])
def test_a_way_shorter_than_the_line_is_refused(circuity: float) -> None:
    with pytest.raises(BadInputError, match="circuity"):
        StraightLine(circuity)


def test_a_point_without_coordinates_is_named() -> None:
    lost = ENDS.astype("float64").copy()
    lost.loc["east", "easting_m"] = np.nan
    with pytest.raises(BadInputError, match=r"1 \(first: east\)"):
        StraightLine().between(ROAD, lost, 5)


PLACES = st.lists(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=1, max_size=12)


@given(PLACES, PLACES, st.integers(1, 12))
def test_all_pairs_one_by_one(
    homes: list[tuple[int, int]], sites: list[tuple[int, int]], limit: int
) -> None:
    costs = StraightLine().between(points(homes, "h"), points(sites, "s"), limit)
    apart = np.array([[np.hypot(a - c, b - d) for c, d in sites] for a, b in homes])
    expected = np.where(apart <= limit, apart, np.nan)
    np.testing.assert_allclose(dense(costs), expected, atol=1e-12)
    np.testing.assert_allclose(costs.nearest_cost, apart.min(axis=1), atol=1e-12)
    # Of equally near sites, the first in order.
    assert costs.nearest.tolist() == [
        int(np.flatnonzero(row <= row.min() + 1e-12)[0]) for row in apart
    ]
    assert costs.within.has_canonical_format


def test_a_table_of_costs_by_eye() -> None:
    text = b"area_code,site,cost\nA,west,12\nA,east,5\nB,east,0\nC,west,31\nX,west,1\n"
    costs = read_costs(text, "min", "the timetable").between(ROAD, ENDS, 30)
    gone = np.nan
    expected = [[12, 5], [gone, 0], [gone, gone], [gone, gone]]
    np.testing.assert_array_equal(dense(costs), expected)
    # The nearest of C is beyond the limit, and nothing is known of D.
    assert costs.nearest.tolist() == [1, 1, 0, -1]
    assert costs.nearest_cost.tolist()[:3] == [5, 0, 31]
    assert costs.unit == "min"
    assert costs.provenance == (
        "the timetable, in min, as given: 4 pairs used, 1 of other areas or sites left out"
    )


@pytest.mark.fault(20, 23)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"area,site,cost\nA,west,1", "no column 'area_code'"),
        (b"area_code,site,cost\nA,west,far", "line 2: 'far' is no cost; 1 such"),
        (b"area_code,site,cost\nA,west,-1", "'-1' is no cost"),
        (b"area_code,site,cost\nA,west,NaN", "'NaN' is no cost"),
        (b"area_code,site,cost\nA,west,inf", "'inf' is no cost"),
        (b"area_code,site,cost\nA,west,1\nA,west,1", "repeat a pair"),
        (b"area_code,site,cost\nA,west,1,2", "line 2: it has more cells"),
        (b"", "empty"),
    ],
)
def test_a_broken_table_of_costs_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        read_costs(text)


def test_a_table_of_other_places_is_refused() -> None:
    table = pd.DataFrame({"area_code": ["Z"], "site": ["west"], "cost": [1.0]})
    with pytest.raises(BadInputError, match="none of 1 rows"):
        CostTable(table).between(ROAD, ENDS, 5)


# ---- catchment scores ----


def test_bands_are_thirds_with_the_papers_weights() -> None:
    assert bands(30) == [(10, 1), (20, 0.68), (30, 0.22)]
    assert bands(30, SHARP) == [(10, 1), (20, 0.42), (30, 0.09)]
    # A band's end belongs to it, as thirds of ten show.
    steps = bands(10, STEPS)
    weights = step_weights(np.array([0, 10 / 3, 3.34, 20 / 3, 10, 10.01]), steps)
    assert weights.tolist() == [1, 1, 0.68, 0.68, 0.22, 0]


@pytest.mark.parametrize(
    "steps", [[], [(0.0, 1.0)], [(5.0, 1.0), (5.0, 0.5)], [(5.0, 1.1)], [(9.0, 1.0), (5.0, 0.5)]]
)
def test_bands_that_are_none_are_refused(steps: list[tuple[float, float]]) -> None:
    with pytest.raises(BadInputError, match="bands"):
        step_weights(np.array([1.0]), steps)


def test_e2sfca_by_hand() -> None:
    """A, B and C are 0, 3 and 6 km from the western site: weights 1, 0.68 and 0.22 of 9 km."""
    costs = StraightLine().between(ROAD, ENDS, 9)
    demand = np.array([100.0, 50, 20, 10])
    supply = np.array([3.0, 5])
    # West: A at 0 and B at 3 in the near third, C at 6 in the middle one. East: D at 0 near, C at 4
    # middle, B at 7 far.
    west = 3 / (100 + 50 + 0.68 * 20)
    east = 5 / (10 + 0.68 * 20 + 0.22 * 50)
    expected = [west, west + 0.22 * east, 0.68 * west + 0.68 * east, east]
    assert e2sfca(costs, demand, supply) == pytest.approx(expected, abs=1e-15)


def test_gravity_by_hand() -> None:
    costs = StraightLine().between(ROAD, ENDS, 9)
    found = gravity(costs, np.array([3.0, 5]), power=2, scale=2, nearest=1)
    expected = [3 * 4, 3 * 4 / 9 + 5 * 4 / 49, 3 * 4 / 36 + 5 * 4 / 16, 5 * 4]
    assert found == pytest.approx(expected)
    with pytest.raises(BadInputError, match="more than 0"):
        gravity(costs, np.array([3.0, 5]), nearest=0)


@given(
    PLACES,
    PLACES,
    st.integers(1, 12),
    st.integers(0, 2**32 - 1),
)
def test_scores_times_people_are_the_supply_that_anyone_is_in_range_of(
    homes: list[tuple[int, int]], sites: list[tuple[int, int]], limit: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    demand = random.integers(0, 50, len(homes)).astype("float64")
    supply = random.integers(0, 9, len(sites)).astype("float64")
    costs = StraightLine().between(points(homes, "h"), points(sites, "s"), limit)
    score = e2sfca(costs, demand, supply)
    reached = (np.nan_to_num(np.array(dense(costs)), nan=-1) >= 0) & (demand > 0)[:, None]
    expected = supply[reached.any(axis=0)].sum()
    assert score @ demand == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert (score >= 0).all()


# ---- the field's own library ----

# The hospitals that its own tests publish: three tracts, their people and doctors, four mornings.
HOSPITALS = """
    gridlock       1 1 1  2 2 1  3 3 1  1 3 40  2 3 40  3 1 40  3 2 40  1 2 80  2 1 80
    into town      1 1 1  2 2 1  3 3 1  1 3 20  2 3 20  3 1 40  3 2 40  1 2 80  2 1 80
    out of town    1 1 1  2 2 1  3 3 1  1 3 40  2 3 40  3 1 20  3 2 20  1 2 80  2 1 80
    all faster     1 1 1  2 2 1  3 3 1  1 3 20  2 3 20  3 1 20  3 2 20  1 2 40  2 1 40
"""
PEOPLE, DOCTORS = {"1": 100.0, "2": 50.0, "3": 10.0}, {"1": 15.0, "2": 20.0, "3": 100.0}


def mornings() -> list[tuple[str, pd.DataFrame]]:
    made = []
    for line in HOSPITALS.strip().splitlines():
        name, numbers = line.strip()[:15].strip(), line.strip()[15:].split()
        rows = [numbers[at : at + 3] for at in range(0, len(numbers), 3)]
        table = pd.DataFrame(rows, columns=["area_code", "site", "cost"], dtype="str")
        made.append((name, table.assign(cost=table["cost"].astype("float64"))))
    return made


def theirs(table: pd.DataFrame, demand: pd.Series, supply: pd.Series) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        access = pytest.importorskip("access")
        return access.Access(
            demand_df=demand.rename("people").rename_axis("area_code").reset_index(),
            demand_index="area_code",
            demand_value="people",
            supply_df=supply.rename("supply").rename_axis("site").reset_index(),
            supply_index="site",
            supply_value="supply",
            cost_df=table,
            cost_origin="area_code",
            cost_dest="site",
            cost_name="cost",
        )


def same(found: np.ndarray, frame: pd.DataFrame, column: str, codes: pd.Index) -> None:
    expected = frame[column].reindex(codes).fillna(0).to_numpy()
    assert np.abs(found - expected).max() <= 1e-10


@pytest.mark.parametrize(
    "table", [table for _, table in mornings()], ids=[n for n, _ in mornings()]
)
def test_scores_are_those_of_the_fields_library_on_its_own_hospitals(table: pd.DataFrame) -> None:
    demand, supply = pd.Series(PEOPLE), pd.Series(DOCTORS)
    model = theirs(table, demand, supply)
    from access.access import weights

    origins, sites = demand.to_frame(), supply.to_frame()
    costs = CostTable(table, "min").between(origins, sites, 61)
    steps = [(20.0, 1.0), (40.0, 0.68), (60.0, 0.22)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.enhanced_two_stage_fca(name="e", weight_fn=weights.step_fn(dict(steps)), max_cost=61)
        model.weighted_catchment(name="g", weight_fn=weights.gravity(2, -1.5, 1), max_cost=61)
    people, doctors = demand.to_numpy(), supply.to_numpy()
    same(e2sfca(costs, people, doctors, steps), model.access_df, "e_supply", origins.index)
    found = gravity(costs, doctors, power=1.5, scale=2, nearest=1)
    same(found, model.access_df, "g_supply", origins.index)


def test_scores_are_those_of_the_fields_library_on_a_world_at_random() -> None:
    random = np.random.default_rng(5)
    homes = pd.DataFrame(random.uniform(0, 40_000, (400, 2)), columns=["easting_m", "northing_m"])
    homes.index = pd.Index([f"a{at}" for at in range(400)], name="area_code")
    sites = pd.DataFrame(random.uniform(0, 40_000, (30, 2)), columns=["easting_m", "northing_m"])
    sites.index = pd.Index([f"s{at}" for at in range(30)], name="site")
    demand = pd.Series(random.integers(0, 200, 400).astype("float64"), homes.index)
    supply = pd.Series(random.integers(1, 60, 30).astype("float64"), sites.index)
    costs = StraightLine().between(homes, sites, 12)
    rows, columns, cost = costs.pairs()
    table = pd.DataFrame(
        {"area_code": homes.index[rows], "site": sites.index[columns], "cost": cost}
    )
    model = theirs(table, demand, supply)
    from access.access import weights

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.enhanced_two_stage_fca(name="e", weight_fn=weights.step_fn(dict(bands(12))))
        model.weighted_catchment(name="g", weight_fn=weights.gravity(1, -1, 0.5))
    ours = e2sfca(costs, demand.to_numpy(), supply.to_numpy())
    same(ours, model.access_df, "e_supply", homes.index)
    same(gravity(costs, supply.to_numpy()), model.access_df, "g_supply", homes.index)


def test_known_costs_are_those_of_the_sites_that_are_left() -> None:
    rng = np.random.default_rng(7)
    areas = pd.Index([f"E0100000{at}" for at in range(8)])
    sites = pd.Index([f"S{at}" for at in range(5)])
    nowhere = {"easting_m": 0.0, "northing_m": 0.0}
    origins, there = pd.DataFrame(nowhere, areas), pd.DataFrame(nowhere, sites)
    rows = pd.DataFrame(
        [(area, site, float(rng.integers(0, 20))) for area in areas[:6] for site in sites[:4]],
        columns=["area_code", "site", "cost"],
    )
    table = CostTable(rows[rows["cost"] != 7], MINUTES)
    known = KnownCosts(table.between(origins.iloc[2:], there, 15))
    for chosen in (["S0", "S3"], ["S2", "S4", "S1"]):
        own = table.table[table.table["cost"] <= 15]
        direct = replace(table, table=own).between(origins.iloc[2:], there.loc[chosen], 15)
        found = known.between(origins, there.loc[chosen], 15)
        assert found.unit == MINUTES
        assert (found.within.toarray()[2:] == direct.within.toarray()).all()
        assert found.within[:2].nnz == 0
        assert np.array_equal(found.nearest[2:], direct.nearest)
        assert np.allclose(found.nearest_cost[2:], direct.nearest_cost, equal_nan=True)
    closer = known.between(origins, there, 5)
    assert closer.within.nnz == int((own["cost"].le(5) & own["area_code"].isin(areas[2:])).sum())

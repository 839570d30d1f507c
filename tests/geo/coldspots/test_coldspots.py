"""Tested cold spots: by hand, against the field's own library, and by what must always hold."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import tables
from geo.areas.cache import area_table
from geo.areas.rates import wilson_interval
from geo.coldspots import definitions
from geo.coldspots.definitions import ColdSpotResult, find
from geo.coldspots.fdr import adjusted
from geo.coldspots.levels import basis_of
from geo.coldspots.local_statistics import local_g, local_moran, standardise
from geo.coldspots.results import ColdSpotQuery, find_all
from geo.coldspots.robustness import find_robust
from geo.coldspots.significance import (
    Q,
    assess,
    find_cold_spots,
    not_assessed,
    why_not,
)
from geo.coldspots.units import Nodes, load_nodes, nodes_of
from geo.coldspots.weights import Windows, nearest, touching, within_distance
from geo.coldspots.zone_schools import schools_near
from geo.coldspots.zones import build_zones, name_zones, spoken
from geo.errors import BadInputError, UnknownAreaError
from geo.settings import project_dir
from layers.words.answers import cold_spot_lines

ENGLAND = basis_of("lsoa21")
NOT_ASSESSED = not_assessed(ENGLAND)

with warnings.catch_warnings():
    # They compile loops where numba is there, and say so where it is not.
    warnings.simplefilter("ignore")
    import esda
    from libpysal import examples, graph
    from libpysal.io import open as libpysal_open
    from libpysal.weights import Queen
    from statsmodels.stats.multitest import multipletests

# Six places along a road, the first three low.
ROAD = touching(np.array([[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]), 6)
LOW_THEN_HIGH = np.array([-1.0, -1, -1, 1, 1, 1])


def lattice(side: int) -> Windows:
    """Places on a square grid, each touching those beside it."""
    number = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1),
            np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1),
        ]
    )
    return touching(pairs, side * side)


def adjacency(windows: Windows) -> graph.Graph:
    return graph.Graph.from_sparse(windows.links.astype("float64"))


@pytest.fixture(scope="module")
def england() -> tuple[Nodes, Windows]:
    nodes, pairs = load_nodes("msoa21")
    return nodes, touching(pairs, len(nodes.codes))


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return find_cold_spots("lsoa21")


def test_g_of_six_places_by_hand() -> None:
    # Mean 0, standard deviation 1, n = 6. The first window holds two places that sum to -2; a random
    # one would vary by sqrt(2 * (6 - 2) / 5). The second holds three: -3 by sqrt(3 * 3 / 5).
    found = local_g(LOW_THEN_HIGH, ROAD)
    assert found[0] == pytest.approx(-2 / np.sqrt(8 / 5), abs=1e-12)
    assert found[1] == pytest.approx(-3 / np.sqrt(9 / 5), abs=1e-12)
    assert found[2] == pytest.approx(-1 / np.sqrt(9 / 5), abs=1e-12)
    assert found.tolist() == pytest.approx((-found[::-1]).tolist(), abs=1e-12)


def test_moran_of_six_places_by_hand() -> None:
    # Own value times the mean of the neighbours', times (n - 1) over the sum of squares, 6.
    expected = [5 / 6, 5 / 6, 0, 0, 5 / 6, 5 / 6]
    assert local_moran(LOW_THEN_HIGH, ROAD).tolist() == pytest.approx(expected)


def test_scores_allow_for_the_cohort() -> None:
    """The same rate counts for less in a small cohort."""
    rate, cohort = np.array([0.2, 0.2, 0.6, 0.6]), np.array([30.0, 300, 30, 300])
    scores, prior = standardise(rate, cohort)
    expected = (0.2 - 0.4) / np.sqrt(prior.variance + 0.24 / np.array([30, 300]))
    assert prior.mean == pytest.approx(0.4)
    assert scores[:2] == pytest.approx(expected)
    assert abs(scores[0]) < abs(scores[1])


@pytest.mark.parametrize(
    ("name", "stem", "column"), [("columbus", "columbus", "CRIME"), ("georgia", "G_utm", "PctBach")]
)
def test_g_is_that_of_the_fields_library_on_its_own_sets(name: str, stem: str, column: str) -> None:
    example = examples.load_example(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        queen = graph.Graph.from_W(Queen.from_shapefile(example.get_path(f"{stem}.shp")))
        table = libpysal_open(example.get_path(f"{stem}.dbf"))
        values = np.array(table.by_col(column), dtype="float64")
        table.close()
    pairs = np.array([(a, b) for a, b in queen.adjacency.index if a < b])
    windows = touching(pairs, len(values))
    theirs = esda.G_Local(values, queen, transform="B", star=True, permutations=0)
    assert np.abs(local_g(values, windows) - theirs.Zs).max() < 1e-10
    moran = esda.Moran_Local(values, queen, permutations=0)
    assert local_moran(values, windows) == pytest.approx(moran.Is, abs=1e-10)


def test_g_is_that_of_the_fields_library_on_england(england: tuple[Nodes, Windows]) -> None:
    nodes, windows = england
    kept = windows.sizes > 0
    windows = windows.among(kept)
    values, _ = standardise(nodes.rate[kept], nodes.cohort[kept])
    theirs = esda.G_Local(values, adjacency(windows), transform="B", star=True, permutations=0)
    assert np.abs(local_g(values, windows) - theirs.Zs).max() < 1e-10


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_false_discoveries_are_held_as_the_field_does(chances: list[float]) -> None:
    p = np.array(chances)
    for dependent, method in ((False, "fdr_bh"), (True, "fdr_by")):
        theirs = multipletests(p, method=method)[1]
        assert adjusted(p, dependent=dependent) == pytest.approx(theirs)


def test_what_was_not_tested_is_no_discovery_and_counts_for_nothing() -> None:
    found = adjusted(np.array([0.01, np.nan, 0.04]))
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[1])


def test_the_nearest_and_the_near() -> None:
    points = np.array([[0.0, 0], [3, 4], [10, 0], [0, 0.5]])
    assert nearest(points, 2).links.toarray().tolist() == [
        [0, 1, 0, 1],
        [1, 0, 0, 1],
        [1, 1, 0, 0],
        [1, 1, 0, 0],
    ]
    assert within_distance(points, 5).sizes.tolist() == [2, 2, 0, 2]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=40),
    st.integers(1, 8),
)
def test_of_equally_near_ones_the_first_count(at: list[tuple[int, int]], number: int) -> None:
    points = np.array(at, dtype="float64")
    number = min(number, len(points) - 1)
    links = nearest(points, number).links.toarray()
    for middle, point in enumerate(points):
        away = ((points - point) ** 2).sum(axis=1)
        order = [place for place in np.argsort(away, kind="stable") if place != middle]
        assert set(np.flatnonzero(links[middle])) == set(order[:number])
    near = ((points[:, None] - points[None]) ** 2).sum(axis=2) <= 4
    assert (
        within_distance(points, 2).links.toarray() == near & ~np.eye(len(points), dtype=bool)
    ).all()


def test_children_of_one_area_are_one_node() -> None:
    rates = pd.DataFrame(
        {
            "rate": [0.3, 0.2, 0.2, np.nan],
            "source_cohort": [80.0, 60, 60, np.nan],
            "source": ["B", "X", "X", "C"],
        },
        index=["E4", "E1", "E2", "E3"],
    )
    nodes = nodes_of(rates)
    assert nodes.codes.tolist() == ["B", "X"]
    assert nodes.areas.tolist() == ["E1", "E2", "E3", "E4"]
    assert nodes.of_area.tolist() == [1, 1, -1, 0]
    # E1-E2 is inside a node, E1-E4 and E2-E4 are one pair, E3 has no rate.
    assert nodes.join(np.array([[0, 1], [0, 3], [1, 3], [2, 3]])).tolist() == [[0, 1]]
    with pytest.raises(BadInputError, match="more than one rate"):
        nodes_of(rates.assign(rate=[0.3, 0.2, 0.1, np.nan]))


def world(side: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    cohort = random.integers(30, 120, side * side).astype("float64")
    true = random.beta(8, 12, side * side)
    true[: 2 * side] = 0.12
    return random.binomial(cohort.astype(int), true) / cohort, cohort


def test_planted_cold_is_found_and_low_itself() -> None:
    rate, cohort = world(20, 1)
    tested = assess(rate, cohort, lattice(20))
    cold = tested.cold_spot.reshape(20, 20)
    assert cold[:2].mean() > 0.7
    assert cold[3:].mean() < 0.02
    assert (rate[tested.cold_spot] < tested.prior.mean).all()
    assert (tested.chance_low[tested.cold_spot] >= 0.95).all()


def test_a_cold_pocket_in_a_warm_place() -> None:
    rate, cohort = np.full(400, 0.3), np.full(400, 100.0)
    middle = 10 * 20 + 10
    around = [middle - 20, middle - 1, middle + 1, middle + 20]
    rate[::7] = 0.42
    rate[around], rate[middle] = 0.8, 0.1
    tested = assess(rate, cohort, lattice(20))
    assert tested.low_high[middle]
    assert not tested.cold_spot[middle]
    assert not tested.low_low[middle]


def test_equal_windows_have_equal_scores() -> None:
    """Two places with the same rates around them, in another order and place."""
    rate = np.array([0.1, 0.3, 0.7, 0.5, 0.7, 0.3, 0.1] * 6)
    pairs = np.array([(i, i + 1) for i in range(6)])
    pairs = np.concatenate([pairs + 7 * block for block in range(6)])
    tested = assess(rate, np.full(42, 50.0), touching(pairs, 42))
    blocks = tested.z.reshape(6, 7)
    assert (blocks == blocks[0]).all()
    assert (blocks[0] == blocks[0][::-1]).all()


def test_what_is_wrong_is_said() -> None:
    rate, cohort = world(20, 1)
    with pytest.raises(BadInputError, match="q is 1.5"):
        assess(rate, cohort, lattice(20), q=1.5)
    with pytest.raises(BadInputError, match="25 areas with a rate touch another"):
        assess(rate[:25], cohort[:25], lattice(5))
    with pytest.raises(BadInputError, match="where there are rates of small areas"):
        find("lad24")
    with pytest.raises(BadInputError, match="No definition is called 'hot'"):
        find("lsoa21", "hot")
    with pytest.raises(BadInputError, match="published for neighbourhoods"):
        find("msoa21", "double")
    with pytest.raises(BadInputError, match="0 areas with a rate touch another"):
        assess(rate, cohort, touching(np.empty((0, 2), np.int64), len(rate)))
    with pytest.raises(UnknownAreaError):
        find("msoa21", "threshold", within="E99999999")


def road(places: int, lonely: int = 0) -> tuple[np.ndarray, np.ndarray, Windows]:
    """Rates and cohorts of places along a road, and of some that touch nobody."""
    along = np.arange(places - 1)
    number = places + lonely
    windows = touching(np.stack([along, along + 1], axis=1), number)
    return np.linspace(0.2, 0.6, number), np.full(number, 100.0), windows


@pytest.mark.parametrize("lonely", [0, 5])
def test_thirty_places_can_be_tested_and_29_cannot(lonely: int) -> None:
    found = assess(*road(30, lonely))
    assert found.assessed.tolist() == [True] * 30 + [False] * lonely
    with pytest.raises(BadInputError, match="29 areas with a rate touch another.*at least 30"):
        assess(*road(29, lonely))


@pytest.mark.parametrize(("q", "said"), [(0, "q is 0"), (1, "q is 1"), (np.nan, "q is nan")])
def test_the_ends_of_q_are_refused(q: float, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        assess(*road(30), q=q)


def test_cold_spots_of_england(found: pd.DataFrame) -> None:
    rates = tables.load("tundra_lsoa21")
    cold = found[found["cold_spot"]]
    assert len(found) == 33_755
    assert 500 < len(cold) < 6_000
    national = np.average(
        tables.load("tundra_lsoa11").dropna()["rate"],
        weights=tables.load("tundra_lsoa11").dropna()["cohort"],
    )
    assert (rates.loc[cold.index, "rate"] < national).all()
    assert (cold["p_adjusted"] <= Q).all()
    assert not (found["cold_spot"] & found["cold_surroundings"]).any()
    lone = found[found["status"] == "not assessed"]
    assert lone["z"].isna().all()
    assert rates.loc[found.index[found["z"].notna()], "rate"].notna().all()
    # One published rate, one answer.
    split = rates[rates["basis"] == "inherited"].groupby("source").groups
    for codes in split.values():
        assert found.loc[codes, "p"].nunique(dropna=False) == 1


def test_the_manual_says_what_was_found() -> None:
    """What the bundle holds, that is, which tests/geo/build/test_build.py makes anew from the raw files."""
    found = find_all(ColdSpotQuery("lsoa21"))
    areas = found.areas
    counts = areas[areas["cold_spot"]]["confidence"].value_counts()
    lone, alone, _ = ((areas["not_assessed_because"] == reason).sum() for reason in NOT_ASSESSED)
    cold = found.recipes["cold"]
    text = (project_dir() / "docs" / "explanation" / "cold-spots.md").read_text(encoding="utf-8")
    assert (
        f"On the bundled data: {areas['cold_spot'].sum():,} of 33,755 neighbourhoods in {len(found.zones)} "
        f"zones, {counts['strong']} of them strong, {counts['moderate']} moderate and "
        f"{counts['tentative']:,} tentative; {areas['cold_surroundings'].sum()} more are not low "
        f"themselves but have low neighbours, and {lone + alone:,} could not be assessed ("
    ) in text
    assert f"({lone:,} have no published rate, {alone} no neighbour with one)" in text
    assert f"from {cold['yekutieli']} by the strictest to {cold['distance']:,} counting" in text


@pytest.fixture(scope="module")
def whole() -> ColdSpotResult:
    return find("msoa21")


@pytest.mark.parametrize("code", ["E12000001", "E10000017", "E06000009", "E02002640"])
@pytest.mark.slow
def test_a_place_has_the_verdicts_of_the_nation(
    whole: ColdSpotResult, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if code == "E10000017":
        # England is tested again for one of them; the others read what the build found.
        monkeypatch.setattr(definitions, "find_or_read", find_robust)
    part = find("msoa21", within=code)
    cut = whole.areas.table.loc[part.areas.table.index]
    pd.testing.assert_frame_equal(part.areas.table, cut)
    assert set(part.zones.table.index) == set(cut["zone_id"]) - {""}
    zones = whole.zones.table.loc[part.zones.table.index]
    pd.testing.assert_frame_equal(part.zones.table, zones)


def test_most_who_do_not_go_on_live_elsewhere() -> None:
    """Of Blackpool: rates and pupils of each neighbourhood, added up in another way."""
    found = find("lsoa21", "threshold", within="E06000009")
    stayed = {True: 0.0, False: 0.0}
    for row in found.areas.table.dropna(subset="tundra_rate").itertuples():
        stayed[bool(row.cold_spot)] += row.tundra_cohort - row.tundra_cohort * row.tundra_rate
    share = stayed[True] / (stayed[True] + stayed[False])
    assert found.summary()["not_going_on_share"] == pytest.approx(share)
    words = f"{share:.0%} of local pupils who did not go on lived in them."
    assert cold_spot_lines(found)[1] == words
    nowhere = find("lsoa21", "threshold", within="E06000053")
    assert "not_going_on_share" not in nowhere.summary()
    assert cold_spot_lines(nowhere)[1].startswith("Not assessed")


def test_islands_are_listed_and_not_assessed(found: pd.DataFrame) -> None:
    """The Isles of Scilly have a rate, and touch nothing."""
    rates = tables.load("tundra_lsoa21")["rate"]
    found = found.assign(not_assessed_because=why_not(found, rates, ENGLAND))
    scilly = found.loc["E01019077"]
    assert not np.isnan(rates["E01019077"])
    assert (scilly["status"], scilly["not_assessed_because"]) == ("not assessed", NOT_ASSESSED[1])
    assert np.isnan(scilly["p"])
    suppressed = found.index[found["not_assessed_because"] == NOT_ASSESSED[0]]
    assert set(suppressed) == set(rates.index[rates.isna()])


def test_a_zone_is_named_by_where_most_of_its_people_live() -> None:
    members = pd.DataFrame(
        {
            "zone": 0,
            "local_name": ["Tilbury", "Laindon", "Barstable"],
            "lad24_name": ["Thurrock", "Basildon", "Basildon"],
            "young_people": [90, 80, 70],
        }
    )
    assert name_zones(members, pd.Index(["zone-A"])) == ["Laindon and Barstable, Basildon"]


def test_an_authority_of_three_towns_keeps_their_order() -> None:
    assert spoken("Bournemouth, Christchurch and Poole") == "Bournemouth, Christchurch and Poole"
    assert spoken("Kingston upon Hull, City of") == "City of Kingston upon Hull"


@pytest.mark.parametrize("level", ["lsoa21", "msoa21"])
def test_every_zone_says_the_authority_and_the_local_names_where_most_live(level: str) -> None:
    table = area_table(level)
    zones = build_zones(table, tables.load(f"coldspots_{level}", ["cold_spot"])["cold_spot"])
    for name, codes in zip(zones["zone_name"], zones["area_codes"], strict=True):
        members = table.loc[codes.split()]
        young = members.groupby("lad24_name")["young_people"].sum()
        most = sorted(young[young == young.max()].index)[0]
        assert name.endswith(f", {spoken(most)}")
        there = members[members["lad24_name"] == most]
        local = there.groupby("local_name")["young_people"].sum()
        assert name.startswith(sorted(local[local == local.max()].index)[0])


def test_zones_hold_their_areas_and_add_up() -> None:
    found = find("lsoa21", "double", within="E12000001")
    areas, zones = found.areas.table, found.zones.table
    assert zones["zone_name"].is_unique
    assert zones["young_people"].is_monotonic_decreasing
    for zone_id, zone in zones.head(12).iterrows():
        codes = zone["area_codes"].split()
        assert zone_id == f"zone-{min(codes)}"
        whole = area_table("lsoa21").loc[codes]
        assert zone["young_people"] == whole["young_people"].sum()
        pupils = whole["tundra_cohort"].astype("float64")
        assert zone["tundra_rate"] == pytest.approx(
            (whole["tundra_rate"] * pupils).sum() / pupils.sum()
        )
        low = wilson_interval(pd.Series([zone["tundra_rate"]]), pd.Series([pupils.sum()]))
        assert zone["tundra_rate_low"] == pytest.approx(low["low"].iloc[0])
        assert (whole["iod25_decile"] <= 2).all()
        assert zone["most_deprived_fifth"] == pytest.approx(1)
    held = areas.loc[areas["cold_spot"].to_numpy(dtype=bool), "zone_id"]
    assert set(held) == set(zones.index)
    outlines = found.zones.with_geometry()
    assert (outlines.geom_type.isin(["Polygon", "MultiPolygon"])).all()


def test_whom_to_ring_is_everyone_near_and_nobody_else() -> None:
    zones = find("msoa21", "threshold", within="E06000009").zones.table
    listed = schools_near(zones, "msoa21")
    assert listed["open_on"].unique().tolist() == ["24 May 2025"]
    schools, centroids = tables.load("schools"), tables.load("centroids_msoa21")
    for zone_id, zone in zones.iterrows():
        homes = centroids.loc[zone["area_codes"].split()]
        away = pd.concat(
            [
                np.hypot(schools["easting_m"] - x, schools["northing_m"] - y)
                for x, y in zip(homes["easting_m"], homes["northing_m"], strict=True)
            ],
            axis=1,
        ).min(axis=1)
        part = listed[listed["zone_id"] == zone_id]
        near = away[away <= 5_000]
        assert set(part["urn"]) == set(near.index)
        assert part["distance_m"].is_monotonic_increasing
        assert part.set_index("urn")["distance_m"].sort_index().tolist() == pytest.approx(
            near.sort_index().round().tolist()
        )
    assert len(listed)

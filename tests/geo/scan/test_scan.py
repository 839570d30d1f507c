"""The spatial scan against brute force, on planted clusters, and where nothing is shared."""

from __future__ import annotations

from itertools import product
from math import log

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.arrays import Floats
from geo.build.scan import fingerprint
from geo.coldspots import ColdSpotQuery, find_all, load_nodes, points_of
from geo.errors import BadInputError
from geo.files import read_json
from geo.scan import SCAN_LEVELS, SCAN_P, Scatter, fit_scatter, match_clusters, scan
from geo.scan.clusters import apart
from geo.scan.statistic import largest_ratios, likelihood_ratio, ratios_above
from geo.scan.windows import ANGLES_DEG, STRETCH, scan_windows
from geo.settings import data_dir


def grid(side: int) -> Floats:
    """Points of a square grid, a little uneven so that no two distances are equal."""
    points = np.array(list(product(range(side), range(side))), float)
    return points + np.random.default_rng(3).uniform(-0.05, 0.05, points.shape)


def ratio_by_hand(inside: float, held: float, went: float, people: float) -> float:
    """The ratio of likelihoods of two rates and of one, as Kulldorff writes it."""

    def term(some: float, of: float) -> float:
        rest = of - some
        return (some * log(some / of) if some else 0) + (rest * log(rest / of) if rest else 0)

    if inside / held >= (went - inside) / (people - held):
        return 0.0
    apart = term(inside, held) + term(went - inside, people - held)
    return apart - term(went, people)


@pytest.mark.parametrize(
    ("inside", "held", "went", "people"),
    [(2, 10, 40, 100), (0, 10, 40, 100), (4, 10, 40, 100), (5, 10, 40, 100), (30, 90, 40, 100)],
)
def test_the_ratio_is_that_of_two_rates_and_of_one(
    inside: float, held: float, went: float, people: float
) -> None:
    found = likelihood_ratio(np.array([float(inside)]), held, went, people)
    assert found.item() == pytest.approx(ratio_by_hand(inside, held, went, people), abs=1e-12)


def test_windows_are_the_nearest_in_circles_and_ellipses() -> None:
    points = grid(6)
    shapes = scan_windows(points, 7)
    assert len(shapes) == 1 + len(ANGLES_DEG)
    for number, near in enumerate(shapes):
        for middle in range(len(points)):
            gap = points - points[middle]
            if number:
                angle = np.deg2rad(ANGLES_DEG[number - 1])
                along = (gap[:, 0] * np.cos(angle) + gap[:, 1] * np.sin(angle)) / STRETCH
                across = gap[:, 1] * np.cos(angle) - gap[:, 0] * np.sin(angle)
                gap = np.stack([along, across], axis=1)
            order = np.argsort(np.hypot(*gap.T))
            assert near[middle].tolist() == order[:7].tolist()
    with pytest.raises(BadInputError, match="36 places hold no window of 37"):
        scan_windows(points, 37)


def test_two_places_on_one_spot_are_each_the_middle_of_their_own() -> None:
    near = scan_windows(np.array([[0.0, 0.0], [0.0, 0.0], [9.0, 0.0]]), 2)[0]
    assert near[:2].tolist() == [[0, 1], [1, 0]]
    assert near[2, 0] == 2


def test_the_most_likely_window_is_that_of_brute_force() -> None:
    random = np.random.default_rng(5)
    shapes = scan_windows(grid(7), 12)
    people = random.uniform(5, 15, 49)
    went = people[:, np.newaxis] * random.uniform(0.1, 0.9, (49, 6))
    expected = np.zeros(6)
    for column, near in product(range(6), shapes):
        for row, size in product(range(49), range(1, 13)):
            window = near[row, :size]
            found = ratio_by_hand(
                went[window, column].sum(), people[window].sum(), went[:, column].sum(),
                people.sum(),
            )  # fmt: skip
            expected[column] = max(expected[column], found)
    assert largest_ratios(shapes, went, people) == pytest.approx(expected, rel=1e-4)
    first = ratios_above(shapes, went[:, 0], people, 0.0)
    assert first.ratio[0] == pytest.approx(expected[0])
    assert (np.diff(first.ratio) <= 0).all()


def test_clusters_share_no_place_and_come_from_the_likeliest() -> None:
    random = np.random.default_rng(6)
    shapes = scan_windows(grid(8), 10)
    people = np.full(64, 10.0)
    went = people * random.uniform(0.2, 0.8, 64)
    cluster, ratio = apart(shapes, went, people, 0.1)
    # Over again, window by window.
    found = ratios_above(shapes, went, people, 0.1)
    taken: set[int] = set()
    kept = []
    for shape, middle, size, value in zip(*found, strict=True):
        window = set(shapes[shape][middle, :size].tolist())
        if not window & taken:
            kept.append(value)
            taken |= window
            assert {int(cluster[place]) for place in window} == {len(kept)}
    assert ratio == pytest.approx(kept)
    assert set(np.flatnonzero(cluster).tolist()) == taken


def test_a_planted_cluster_is_found_and_nothing_else() -> None:
    points, random = grid(20), np.random.default_rng(8)
    planted = (points < 3.5).all(axis=1)
    cohort = random.integers(60, 120, 400)
    true = np.where(planted, 0.15, random.beta(8, 12, 400))
    found = scan(
        random.binomial(cohort, true) / cohort, cohort.astype(float), points, replicates=99
    )
    assert found.p[0] == 0.01
    inside = found.cluster == 1
    assert (inside & planted).sum() >= 14
    assert (inside & ~planted).sum() <= 2
    assert (found.p[1:] > SCAN_P).all()


def test_the_same_seed_gives_the_same_answer_and_another_other_replicates() -> None:
    points, random = grid(8), np.random.default_rng(9)
    rate, cohort = random.uniform(0.2, 0.6, 64), np.full(64, 80.0)
    one, again = (scan(rate, cohort, points, most=9, replicates=39) for _ in range(2))
    other = scan(rate, cohort, points, most=9, replicates=39, seed=2)
    assert (one.largest == again.largest).all()
    assert (one.cluster == again.cluster).all()
    assert (one.largest != other.largest).any()


def test_chances_are_even_where_places_differ_but_nothing_is_shared() -> None:
    """A plain binomial scan would call all of these worlds clustered."""
    points, random = grid(10), np.random.default_rng(11)
    cohort = random.integers(50, 150, 100)
    chances = []
    for _ in range(120):
        rate = random.binomial(cohort, random.beta(6, 8, 100)) / cohort
        found = scan(rate, cohort.astype(float), points, most=10, replicates=59)
        chances.append(found.p[0] if len(found.p) else 1.0)
    even = np.array(chances)
    # 120 worlds: three standard errors.
    assert (even <= 0.1).mean() < 0.1 + 3 * np.sqrt(0.09 / 120)
    assert abs((even <= 0.5).mean() - 0.5) < 3 * np.sqrt(0.25 / 120)


def test_people_of_one_place_tell_less_than_as_many_of_anywhere() -> None:
    alike = Scatter(np.array([4.0]), np.array([5.0]), np.array([91]))
    assert alike.effective_cohort.item() == pytest.approx(91 / (1 + 90 / 10))
    # Its rate then varies as that of so many people drawn on their own.
    random = np.random.default_rng(1)
    rates = [alike.rates(random).item() for _ in range(4_000)]
    expected = (4 / 9) * (5 / 9) / alike.effective_cohort.item()
    assert np.var(rates) == pytest.approx(expected, rel=0.1)


def test_each_tenth_of_cohorts_has_its_own_distribution() -> None:
    cohort = np.repeat([50.0, 500.0], 200)
    rate = np.concatenate([np.tile([0.4, 0.8], 100), np.tile([0.2, 0.3], 100)])
    made = fit_scatter(rate, cohort)
    mean = made.went / (made.went + made.stayed)
    assert mean[0] == pytest.approx(0.6)
    assert mean[-1] == pytest.approx(0.25)
    # Where chance alone explains the differences, true rates hardly differ.
    assert fit_scatter(np.full(20, 0.4), np.full(20, 50.0)).true_rates(
        np.random.default_rng(0)
    ) == pytest.approx(np.full(20, 0.4), abs=1e-3)


@pytest.mark.parametrize(
    ("rate", "cohort"), [(1.1, 50.0), (np.nan, 50.0), (0.4, 0.0), (0.4, np.nan)]
)
def test_what_cannot_be_scanned_is_refused(rate: float, cohort: float) -> None:
    rates, cohorts = np.full(25, 0.4), np.full(25, 50.0)
    rates[3], cohorts[3] = rate, cohort
    with pytest.raises(BadInputError, match="A rate lies outside 0 to 1"):
        scan(rates, cohorts, grid(5), most=5, replicates=9)


@pytest.mark.parametrize("level", SCAN_LEVELS)
def test_what_is_bundled_is_of_the_bundled_rates(level: str) -> None:
    nodes = load_nodes(level)[0]
    models = read_json(data_dir() / "provenance.json")["models"]
    assert models[f"scan_{level}"] == fingerprint(nodes, points_of(nodes, level))
    found = tables.load(f"scan_{level}")
    # A cluster has one chance, areas of one published rate are in one cluster, no chance falls.
    assert (found.groupby("scan_cluster")["scan_p"].nunique() == 1).all()
    chances = found.groupby("scan_cluster")["scan_p"].first()
    assert chances.is_monotonic_increasing
    assert chances.index.tolist() == list(range(1, len(chances) + 1))
    inside = pd.Series(nodes.of_area, index=nodes.areas).reindex(found.index)
    assert (inside >= 0).all()
    assert (found["scan_cluster"].groupby(inside).nunique() == 1).all()
    # Clusters are cold: their rates together are below the nation's.
    rates = tables.load(f"tundra_{level}", ["rate", "cohort"]).reindex(found.index)
    went = (rates["rate"] * rates["cohort"]).groupby(found["scan_cluster"]).sum()
    assert (went / rates["cohort"].groupby(found["scan_cluster"]).sum() < 0.4).all()


@pytest.mark.parametrize("level", SCAN_LEVELS)
def test_each_zone_has_the_chance_of_the_cluster_that_holds_most_of_it(level: str) -> None:
    zones = find_all(ColdSpotQuery(level)).zones
    clusters = tables.load(f"scan_{level}").to_dict("index")
    for zone in zones.head(40).itertuples():
        codes = str(zone.area_codes).split()
        held = [clusters[code] for code in codes if code in clusters]
        counts: dict[int, int] = {}
        for one in held:
            counts[int(one["scan_cluster"])] = counts.get(int(one["scan_cluster"]), 0) + 1
        if not held:
            assert np.isnan(float(str(zone.scan_p)))
            assert zone.scan_share == 0
            continue
        main = min(counts, key=lambda number: (-counts[number], number))
        chance = next(one["scan_p"] for one in held if one["scan_cluster"] == main)
        assert zone.scan_p == chance
        inside = sum(one["scan_p"] <= SCAN_P for one in held)
        assert zone.scan_share == pytest.approx(inside / len(codes))


def test_a_set_in_no_cluster_has_no_chance() -> None:
    none = tables.load("areas_lsoa21", ["area_name"]).index.difference(
        tables.load("scan_lsoa21").index
    )
    found = match_clusters(pd.Series({"a": f"{none[0]} {none[1]}"}), "lsoa21")
    assert np.isnan(found["scan_p"]["a"])
    assert found["scan_share"]["a"] == 0

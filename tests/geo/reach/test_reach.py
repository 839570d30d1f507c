"""Reach: a small country by eye, what must always hold, and the bundled one against itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.errors import BadInputError, UnknownAreaError
from geo.reach import coverage as reach_sums
from geo.reach import lists as reach_lists
from geo.reach import run as reach_run
from geo.reach.catchment import e2sfca
from geo.reach.engagement import worked as worked_in
from geo.reach.measure import COURSES, DEMAND, TIERS, Ground, Reach, find_reach, load_ground
from geo.reach.partnerships import Partnership, provider_sites
from geo.travel.costs import StraightLine
from geo.travel.tables import CostTable
from geo.uploads.sites import SITE_COLUMNS
from layers.words.answers import reach_answer_lines
from tests import commands

# Six neighbourhoods along a road: kilometre, young people, cold, decile, authority.
ROAD = """
    A   0   100   cold   1   West
    B   2    80   -      2   West
    C   4    60   cold   1   West
    D   7    40   -      5   East
    E   9    20   cold   1   East
    F  20    10   cold   10  East
"""
# Sites: kilometre, provider, courses.
SITES = """
    w1   0   Uni       10
    w2   0   College   2
    w3   1   Uni       1
    e1   9   Hub       -
"""
LEEDS, BECKETT = "10007795", "10003861"


def country(road: str = ROAD) -> Ground:
    rows = [line.split() for line in road.strip().splitlines()]
    index = pd.Index([row[0] for row in rows], name="area_code")
    areas = pd.DataFrame(
        {
            "area_name": index.to_numpy(),
            "nation": "England",
            "young_people_now": [int(row[2]) for row in rows],
            "population": [int(row[2]) * 10 for row in rows],
            "cold_spot": [row[3] == "cold" for row in rows],
            "iod25_decile": [int(row[4]) for row in rows],
            "iod25_adult_skills_score": [10.0 - at for at in range(len(rows))],
            "lad24_code": [row[5] for row in rows],
            "lad24_name": [row[5] for row in rows],
        },
        index=index,
    )
    origins = pd.DataFrame(
        {"easting_m": [float(row[1]) * 1000 for row in rows], "northing_m": 0.0}, index=index
    )
    return Ground(areas, origins)


def some_sites(text: str = SITES) -> pd.DataFrame:
    rows = [line.split() for line in text.strip().splitlines()]
    made = [
        (
            row[2],
            row[2],
            row[0],
            float(row[1]) * 1000,
            0.0,
            None if row[3] == "-" else row[3],
            "own",
        )
        for row in rows
    ]
    table = pd.DataFrame(made, columns=list(SITE_COLUMNS), index=[row[0] for row in rows])
    return table.astype({"courses": "float64"})


def small(limit: float = 4, **more: object) -> Reach:
    return find_reach(some_sites(), limit, ground=country(), **more)


def column(reach: Reach, name: str) -> list[object]:
    return reach.table().table[name].tolist()


def test_a_reach_is_counted_on_other_ground_as_if_it_were_found_there() -> None:
    """Nobody lives in C any more, and B is cold."""
    other = country(ROAD.replace("60   cold", " 0   cold").replace("80   -   ", "80   cold"))
    moved, found = small(4).counted_on(other), find_reach(some_sites(), 4, ground=other)
    assert moved.ground is other
    assert (moved.by_provider != found.by_provider).nnz == 0
    assert moved.providers_within.tolist() == [2, 2, 2, 1, 1, 0]
    assert moved.ground.people().tolist() == [100, 80, 0, 40, 20, 10]


def test_the_columns_by_eye() -> None:
    reach = small()
    assert column(reach, "nearest_site") == [
        "w1 (Uni)",
        "w3 (Uni)",
        "w3 (Uni)",
        "e1 (Hub)",
        "e1 (Hub)",
        "e1 (Hub)",
    ]
    assert column(reach, "nearest_km") == [0, 1, 3, 2, 0, 11]
    assert column(reach, "sites_within") == [3, 3, 3, 1, 1, 0]
    assert column(reach, "providers_within") == [2, 2, 2, 1, 1, 0]
    assert column(reach, "tier") == ["2", "2", "2", "1", "1", "0"]
    assert column(reach, "in_range") == [True] * 5 + [False]
    assert column(reach, "cold_not_in_range") == [False] * 5 + [True]
    assert not {"engaged", "cold_not_engaged"} & set(reach.table().table)


def test_the_sums_by_eye() -> None:
    made = reach_sums.summary(small())
    assert (made["demand"], made["covered"]) == (310, 300)
    assert made["coverage"] == pytest.approx(300 / 310)
    assert (made["cold_demand"], made["cold_covered"]) == (190, 180)
    assert made["cold_not_in_range"] == 1
    assert [(row["iod25_decile"], row["people"], row["people_in_range"])
            for row in made["coverage_by_decile"]] == [
        (1, 180, 180), (2, 80, 80), (5, 40, 40), (10, 10, 0),
    ]  # fmt: skip
    tiers = {row["tier"]: (row["people"], row["cold_people"]) for row in made["coverage_by_tier"]}
    assert tiers == {"0": (10, 10), "1": (60, 20), "2": (240, 160), "3+": (0, 0)}
    assert [(row["lad24_name"], row["people_in_range"], row["cold_people_in_range"])
            for row in made["coverage_by_authority"]] == [("East", 60, 20), ("West", 240, 160)]  # fmt: skip
    assert "engaged" not in made
    json.dumps(made, allow_nan=False)


def test_overlap_and_what_each_adds_by_eye() -> None:
    reach = small()
    shared = reach_sums.overlap(reach)
    assert shared.loc["Uni", "College"] == shared.loc["College", "Uni"] == 240
    assert shared.loc["Uni", "Hub"] == 0
    assert shared.loc["Hub", "Hub"] == 60
    added = reach_sums.by_provider(reach)
    assert added["adds"].to_dict() == {"Uni": 0, "College": 0, "Hub": 60}
    assert added["cold_adds"].to_dict() == {"Uni": 0, "College": 0, "Hub": 20}
    assert added["share_without"]["Hub"] == pytest.approx(240 / 310)
    assert reach_sums.without(reach, "Hub")["people_in_range"] == 240
    assert reach_sums.without(reach, "Uni")["people_in_range"] == 300
    with pytest.raises(BadInputError, match="has no site"):
        reach_sums.without(reach, "Nobody")


def test_without_a_partner_is_what_the_rest_has() -> None:
    sites = some_sites()
    reach = small()
    for provider in reach.providers:
        rest = find_reach(sites[sites["provider"] != provider], 4, ground=country())
        expected = reach_sums.summary(rest)["covered"]
        assert reach_sums.without(reach, provider)["people_in_range"] == expected


def west_of(reach: Reach) -> Reach:
    """Cut an answer to the authority West, as a place does."""
    return replace(reach, kept=reach.ground.areas["lad24_code"].eq("West").to_numpy())


def test_in_a_place_only_its_own_people_count() -> None:
    west = west_of(small())
    shared = reach_sums.overlap(west)
    assert shared.loc["Uni"].to_dict() == {"Uni": 240, "College": 240, "Hub": 0}
    assert shared.loc["Hub"].to_dict() == {"Uni": 0, "College": 0, "Hub": 0}
    by_provider = reach_sums.by_provider(west)
    assert by_provider["people_in_range"].to_dict() == {"Uni": 240, "College": 240, "Hub": 0}
    assert by_provider["cold_people_in_range"].to_dict() == {"Uni": 160, "College": 160, "Hub": 0}
    assert by_provider["adds"].tolist() == by_provider["cold_adds"].tolist() == [0, 0, 0]
    assert by_provider["share_without"].tolist() == [1, 1, 1]
    assert reach_sums.without(west, "Hub")["people"] == 240
    assert reach_sums.by_decile(west)["people"].to_dict() == {1: 160, 2: 80}
    assert reach_sums.by_authority(west)["cold_people"].to_dict() == {"West": 160}
    assert reach_sums.by_adult_skills(west)["people"].tolist() == [1000, 800, 600]
    assert reach_sums.by_tier(west)["people"].tolist() == [0, 0, 240, 0]
    assert reach_sums.by_tier(west)["cold_people"].tolist() == [0, 0, 160, 0]
    assert reach_sums.by_tier(west)["neighbourhoods"].tolist() == [0, 0, 3, 0]
    curve = reach_sums.curve(west, [0.5, 4])
    assert curve["people"].tolist() == [240, 240]
    assert curve["people_in_range"].tolist() == [100, 240]
    assert curve["cold_people_in_range"].tolist() == [100, 160]


def test_in_a_place_the_summary_counts_its_own_areas_and_rows() -> None:
    worked_with = pd.concat([worked("A", "B"), worked("E", number=50)])
    made = reach_sums.summary(west_of(small(0.5, activity=worked_with)))
    assert (made["demand"], made["covered"], made["cold_demand"], made["cold_covered"]) == (
        *(240, 100),
        *(160, 100),
    )
    assert (made["neighbourhoods"], made["cold_spots"], made["cold_not_in_range"]) == (3, 2, 1)
    assert (made["activity_rows"], made["activity_people"]) == (None, 60)
    assert (made["engaged"], made["cold_engaged"], made["cold_not_engaged"]) == (2, 1, 1)
    assert made["people_where_engaged"] == 180


def test_a_share_of_nobody_is_none() -> None:
    empty = ROAD.replace(" 40   -", "  0   -").replace(" 20   cold", "  0   cold")
    reach = find_reach(some_sites(), 4, ground=country(empty.replace(" 10   cold", "  0   cold")))
    by_decile = reach_sums.by_decile(reach)["share_in_range"]
    assert by_decile.isna().to_dict() == {1: False, 2: False, 5: True, 10: True}
    authorities = reach_sums.summary(reach)["coverage_by_authority"]
    assert [(row["lad24_name"], row["share_in_range"]) for row in authorities] == [
        ("East", None),
        ("West", 1),
    ]
    east = replace(reach, kept=~west_of(reach).kept)
    made = reach_sums.summary(east)
    assert (made["demand"], made["coverage"], made["cold_coverage"]) == (0, None, None)
    assert [row["share_without"] for row in made["by_provider"]] == [None, None, None]
    assert {row["share_in_range"] for row in made["coverage_by_limit"]} == {None}
    assert reach_sums.without(east, "Hub")["share_in_range"] is None
    assert reach_answer_lines(east)[0].endswith("live within 4 km of 4 sites of 3 providers.")
    json.dumps(made, allow_nan=False)


def test_the_first_tenth_by_adult_skills_has_the_highest_scores() -> None:
    """The score counts adults without skills: 10 for A, down to 5 for F."""
    curve = reach_sums.by_adult_skills(small())
    assert curve["people"].to_dict() == {2: 1000, 4: 800, 5: 600, 7: 400, 9: 200, 10: 100}
    assert curve["people_in_range"].to_dict() == {2: 1000, 4: 800, 5: 600, 7: 400, 9: 200, 10: 0}


def test_the_curve_by_eye() -> None:
    curve = reach_sums.curve(small(), [0.5, 1, 2, 3, 11])
    assert curve["people_in_range"].to_dict() == {0.5: 120, 1: 200, 2: 240, 3: 300, 4: 300, 11: 310}
    assert curve["cold_people_in_range"].to_dict()[3] == 180


def test_lists_are_ranked_by_young_people() -> None:
    reach = small(0.5)
    left = reach_lists.left_out(reach)
    assert left.index.tolist() == ["C", "F"]
    with pytest.raises(BadInputError, match="activity file"):
        reach_lists.left_out(reach, "cold_not_engaged")


def worked(*codes: str, number: float = 30) -> pd.DataFrame:
    return pd.DataFrame({"area_code": list(codes), "date": pd.NaT, "number": number})


def test_engaged_is_never_distance() -> None:
    """F is far from every site and was worked with; A is beside two sites and was not."""
    reach = small(activity=worked("F", "F", "B", "X"))
    assert column(reach, "engaged") == [False, True, False, False, False, True]
    assert column(reach, "in_range") == [True] * 5 + [False]
    assert column(reach, "cold_not_engaged") == [True, False, True, False, True, False]
    assert column(reach, "cold_not_in_range") == [False] * 5 + [True]
    made = reach_sums.summary(reach)
    assert (made["engaged"], made["cold_engaged"], made["cold_not_engaged"]) == (2, 1, 3)
    assert (made["activity_rows"], made["activity_people"]) == (None, 90)
    assert reach_lists.left_out(reach, "cold_not_engaged").index.tolist() == ["A", "C", "E"]


@pytest.mark.fault(34, 41)
@pytest.mark.parametrize(
    ("rows", "number", "said"),
    [
        (
            1,
            9,
            "(rows: fewer than 10 or not shown; people: fewer than 10 or not shown or not known)",
        ),
        (9, 2, "(rows: fewer than 10 or not shown; people: 18)"),
        (10, 1, "(rows: 10; people: 10)"),
        (10, np.nan, "(rows: 10; people: fewer than 10 or not shown or not known)"),
    ],
)
def test_small_counts_of_an_upload_are_not_shown(rows: int, number: float, said: str) -> None:
    """A row may be a person: rows are hidden as people are."""
    reach = small(activity=worked(*"B" * rows, number=number))
    assert said in " ".join(reach_answer_lines(reach))
    made = reach_sums.summary(reach)
    assert made["activity_rows"] == (rows if rows >= 10 else None)


@pytest.mark.fault(44)
def test_a_small_count_does_not_follow_from_that_of_what_holds_it() -> None:
    """West has 130 in A and 4 in B; East has 50 in D and 60 in E."""
    numbers = {"A": 130.0, "B": 4, "D": 50, "E": 60}
    rows = [worked(*code * 10, number=number / 10) for code, number in numbers.items()]
    reach = small(activity=pd.concat(rows))
    codes = reach.ground.areas.index
    places = {code: codes == code for code in "ABCDEF"}
    places |= {name: np.isin(codes, list(one)) for name, one in WEST_EAST.items()}
    found = {name: worked_in(reach, here) for name, here in places.items()}
    assert {name: one.people for name, one in found.items()} == {
        "A": None, "B": None, "C": None, "D": 50, "E": 60, "F": None, "West": 134, "East": 110,
        "both": 244, "across": None,
    }  # fmt: skip
    assert (found["A"].rows, found["C"].rows, found["both"].rows) == (10, 0, 40)
    # Of a place that crosses the borders of authorities, and without a file, nothing is shown.
    assert found["across"].rows is None
    assert worked_in(small(), places["both"]).rows is None


WEST_EAST = {"West": "ABC", "East": "DEF", "both": "ABCDEF", "across": "CD"}


def test_nobody_is_said_to_be_reached_by_distance() -> None:
    said = " ".join(reach_answer_lines(small(activity=worked("B"))))
    said += json.dumps(reach_sums.summary(small(activity=worked("B"))))
    assert "reached" not in said.lower()
    assert "does not mean that anyone has been worked with" in said


def test_supply_is_stated() -> None:
    assert small().supply_words == "1 for each site"
    courses = small(supply=COURSES)
    assert courses.supply.tolist() == [10, 2, 1, 1]
    assert courses.supply_words.endswith("1 for each of 1 whose courses are not known")
    with pytest.raises(BadInputError, match="No supply"):
        small(supply="staff")


def test_a_table_of_minutes_serves_as_well_as_a_line() -> None:
    table = pd.DataFrame({"area_code": ["A", "F"], "site": ["w1", "e1"], "cost": [0.0, 25.0]})
    reach = small(20, source=CostTable(table, "min"))
    made = reach.table().table
    assert made["in_range"].tolist() == [True] + [False] * 5
    assert made["nearest_cost"].tolist()[0] == 0
    assert "nearest_km" not in made
    assert reach_sums.curve(reach)["people_in_range"].to_dict()[30] == 110


def test_young_people_of_wales_share_by_a_table_that_has_their_costs() -> None:
    pairs = [("E01018486", "x", 10.0), ("W01000280", "x", 10.0)]
    table = pd.DataFrame(pairs, columns=["area_code", "site", "cost"])
    site = provider_sites([LEEDS]).iloc[:1].set_axis(["x"])
    ground = load_ground()
    assert ground.beyond is not None
    english, welsh = ground.areas[DEMAND]["E01018486"], ground.beyond[DEMAND]["W01000280"]
    both = find_reach(site, 30, source=CostTable(table, "min"))
    alone = find_reach(site, 30, source=CostTable(table[:1], "min"))
    at = ground.areas.index.get_loc("E01018486")
    assert both.catchment[at] == pytest.approx(1 / (english + welsh))
    assert alone.catchment[at] == pytest.approx(1 / english)
    assert both.sharing == (
        "Catchment scores count young people of Wales and Scotland too, those of 1 of the 8,893 "
        "small areas there whose costs are given."
    )
    assert "left out" not in both.costs.provenance
    assert alone.sharing in reach_answer_lines(alone)
    assert "near the border they are too high" in alone.sharing
    said = "Catchment scores count young people of Wales and Scotland too."
    assert find_reach(site).sharing == said


def test_bad_questions_are_refused() -> None:
    with pytest.raises(BadInputError, match="at least one site"):
        find_reach(some_sites().iloc[:0], 5, ground=country())
    twice = pd.concat([some_sites(), some_sites()])
    with pytest.raises(BadInputError, match="id of its own"):
        find_reach(twice, 5, ground=country())


# ---- what must always hold ----

KM = st.integers(0, 25)
SOME = st.lists(st.tuples(KM, st.sampled_from("PQRS")), min_size=1, max_size=8)


def at(places: list[tuple[int, str]]) -> pd.DataFrame:
    return some_sites("\n".join(f"s{one} {km} {who} 1" for one, (km, who) in enumerate(places)))


@settings(max_examples=25, deadline=None)
@given(SOME, SOME, st.integers(1, 20), st.integers(0, 10))
@pytest.mark.slow
def test_coverage_never_falls_as_the_limit_or_the_set_grows(
    first: list[tuple[int, str]], more: list[tuple[int, str]], limit: int, further: int
) -> None:
    ground = country()
    base = find_reach(at(first), limit, ground=ground)
    wider = find_reach(at(first), limit + further, ground=ground)
    larger = find_reach(at(first + more), limit, ground=ground)
    for grown in (wider, larger):
        assert (base.in_range <= grown.in_range).all()
        assert (base.providers_within <= grown.providers_within).all()
        assert reach_sums.summary(base)["covered"] <= reach_sums.summary(grown)["covered"]
    curve = reach_sums.curve(base)
    assert curve["people_in_range"].is_monotonic_increasing
    assert curve["people_in_range"][limit] == reach_sums.summary(base)["covered"]


@settings(max_examples=25, deadline=None)
@given(SOME, st.integers(1, 20))
@pytest.mark.slow
def test_ties_and_sites_at_one_place_never_count_a_place_twice(
    places: list[tuple[int, str]], limit: int
) -> None:
    ground = country()
    once = find_reach(at(places), limit, ground=ground)
    twice = find_reach(at(places + places), limit, ground=ground)
    for name in ("in_range", "providers_within", "nearest_km", "cold_not_in_range"):
        assert column(once, name) == column(twice, name)
    assert len(twice.table().table) == len(ground.areas)
    assert twice.table().table.index.is_unique
    assert (
        np.array(column(twice, "sites_within")) == 2 * np.array(column(once, "sites_within"))
    ).all()
    one, other = reach_sums.summary(once), reach_sums.summary(twice)
    for name in ("covered", "cold_covered", "coverage_by_decile", "coverage_by_tier"):
        assert one[name] == other[name]
    pd.testing.assert_frame_equal(reach_sums.overlap(once), reach_sums.overlap(twice))


@settings(max_examples=25, deadline=None)
@given(SOME, st.integers(1, 20))
def test_tiers_and_parts_sum_to_the_whole(places: list[tuple[int, str]], limit: int) -> None:
    reach = find_reach(at(places), limit, ground=country())
    made = reach_sums.summary(reach)
    for key in ("coverage_by_decile", "coverage_by_tier", "coverage_by_authority"):
        assert sum(row["people"] for row in made[key]) == made["demand"]
    out = next(row for row in made["coverage_by_tier"] if row["tier"] == TIERS[0])
    assert out["people"] == made["demand"] - made["covered"]
    counted = reach_sums.by_provider(reach)
    assert counted["adds"].sum() <= made["covered"] <= counted["people_in_range"].sum()
    assert np.diag(reach_sums.overlap(reach)).tolist() == counted["people_in_range"].tolist()
    score = np.array(column(reach, "e2sfca"))
    within = np.diff(reach.costs.within.tocsc().indptr) > 0
    assert score @ reach.ground.people() == pytest.approx(within.sum(), abs=1e-9)


# ---- England ----


@pytest.fixture(scope="module")
def leeds() -> Reach:
    return find_reach(provider_sites([LEEDS, BECKETT]), 10)


def test_england_one_by_one(leeds: Reach) -> None:
    """Each neighbourhood against each site, without a tree."""
    ground = load_ground()
    assert len(ground.areas) == 33_755
    here = ground.origins.to_numpy()
    there = leeds.sites[["easting_m", "northing_m"]].to_numpy()
    apart = np.sqrt(((here[:, None] - there[None]) ** 2).sum(axis=2)) / 1000
    assert np.array_equal(leeds.in_range, (apart <= 10).any(axis=1))
    assert np.allclose(leeds.costs.nearest_cost, apart.min(axis=1))
    people = ground.areas["young_people_now"].to_numpy(dtype="float64")
    assert reach_sums.summary(leeds)["covered"] == people[(apart <= 10).any(axis=1)].sum()


def test_supply_within_range_of_anyone_is_shared_out() -> None:
    sites = provider_sites(None)
    reach = find_reach(sites, 30, supply=COURSES)
    people = reach.ground.people()
    score = e2sfca(reach.costs, people, reach.supply)
    rows, columns, _ = reach.costs.pairs()
    heard = np.unique(columns[people[rows] > 0])
    assert score @ people == pytest.approx(reach.supply[heard].sum(), rel=1e-12)
    assert 0 < len(heard) < len(sites)


def test_a_place_cuts_the_answer_and_moves_no_score(leeds: Reach) -> None:
    cut = find_reach(leeds.sites, 10, within="E08000035")
    whole = leeds.table().table
    part = cut.table().table
    assert set(part["lad24_code"]) == {"E08000035"}
    pd.testing.assert_frame_equal(part, whole.loc[part.index])
    with pytest.raises(UnknownAreaError):
        find_reach(leeds.sites, 10, within="E99999999")
    with pytest.raises(UnknownAreaError, match="is in Northern Ireland"):
        find_reach(leeds.sites, 10, within="N92000002")


def test_zones_left_out_hold_the_people_left_out(leeds: Reach) -> None:
    left, zones = reach_lists.left_out(leeds), reach_lists.zones_left_out(leeds)
    assert left["young_people_now"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(reach_lists.left_out(leeds, most=7), left.head(7))
    whole = leeds.table().table
    assert set(left.index) == set(whole.index[whole["cold_not_in_range"]])
    pd.testing.assert_frame_equal(left, whole.loc[left.index])
    assert zones["people_left"].is_monotonic_decreasing
    assert zones["people_left"].sum() == left["young_people_now"].sum()
    assert zones["areas_left"].sum() == len(left)
    assert (zones["areas_left"] <= zones["areas"]).all()


def test_part_time_is_a_reach_of_its_own() -> None:
    sites = Partnership("Us", (LEEDS, BECKETT)).sites(part_time=True)
    whole = find_reach(provider_sites([LEEDS, BECKETT]), 10)
    part = find_reach(sites, 10)
    assert (part.in_range <= whole.in_range).all()
    curve = reach_sums.by_adult_skills(part)
    assert curve.index.tolist() == list(range(1, 11))
    areas = part.ground.areas
    assert curve["people"].sum() == areas["population"].sum()
    assert curve["neighbourhoods"].between(len(areas) // 10, len(areas) // 10 + 1).all()
    # Decile 1 has the fewest skills: the highest scores.
    fewest = areas["iod25_adult_skills_score"].nlargest(len(areas) // 10).index
    people = areas.loc[fewest, "population"]
    near = part.in_range[areas.index.get_indexer(fewest)]
    assert curve.loc[1, ["people", "people_in_range"]].tolist() == [
        people.sum(),
        people[near].sum(),
    ]


# ---- the terminal ----


def run(*arguments: str) -> tuple[int, str, str]:
    return commands.run("reach", *arguments)


def test_the_verb_writes_and_sums(tmp_path: Path) -> None:
    sites, worked_at = tmp_path / "sites.csv", tmp_path / "worked.csv"
    sites.write_text("name,postcode\nHub,LS9 9AA\n=1+1,LS2 9JT\nLost,LS9\n", encoding="utf-8")
    worked_at.write_text(
        "urn,date,number\n108055,2026-03-31,40\n1,2026-03-31,40\n", encoding="utf-8"
    )
    out, zones, bad = tmp_path / "reach.csv", tmp_path / "zones.csv", tmp_path / "bad.csv"
    code, text, said = run(
        "--provider", LEEDS, "--partners", str(sites), "--activity", str(worked_at),
        "--within", "E08000035", "--max-km", "3", "--out", str(out), "--zones", str(zones),
        "--bad", str(bad), "--json",
    )  # fmt: skip
    assert code == 0, said
    made = json.loads(text)
    table = pd.read_csv(out, index_col="area_code")
    added = ["nearest_site", "nearest_km", "sites_within", "e2sfca", "in_range", "engaged"]
    assert {*added, "cold_not_in_range", "cold_not_engaged"} <= set(table)
    assert table["young_people_now"].sum() == made["demand"]
    assert table.loc[table["in_range"], "young_people_now"].sum() == made["covered"]
    assert made["engaged"] == table["engaged"].sum() == 1
    assert len(made["coverage_by_decile"]) == 10
    assert "1 of 3 rows cannot be used" in said
    assert bad.read_text(encoding="utf-8-sig").splitlines()[1].startswith("4,LS9,not a postcode")
    assert not table["nearest_site"].str.startswith("=").any()
    assert zones.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Whose reach?"),
        (["--provider", "10000000"], "of no provider"),
        (["--provider", LEEDS, "--max-km", "0"], "reaches nobody"),
        (["--provider", LEEDS, "--max-km", "nan"], "reaches nobody"),
        (["--provider", LEEDS, "--circuity", "0.5"], "circuity"),
        (["--provider", LEEDS, "--supply", "staff"], "No supply"),
        (["--provider", LEEDS, "--within", "E99999999"], "No area lies within"),
        (["--provider", LEEDS, "--out", "x.shp"], "no format"),
        (["--partners", "none.csv"], "cannot be read"),
        (["--partnership", "none.json"], "cannot be read"),
    ],
)
def test_a_question_that_cannot_be_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    code, text, line = run(*arguments)
    assert (code, text) == (3, "")
    assert said in line
    assert len(line.splitlines()) == 1


def test_a_refusal_is_one_line_and_exit_three() -> None:
    code, text, line = run("--provider", "10000000")
    assert (code, text) == (3, "")
    assert len(line.splitlines()) == 1


def test_a_partnership_file_and_more(tmp_path: Path) -> None:
    path = tmp_path / "us.json"
    Partnership("Us", (LEEDS,)).save(path)
    asked = reach_run.ReachQuery((BECKETT,), path, part_time=True)
    read = reach_run.read(asked)
    assert read.partnership.ukprns == (LEEDS, BECKETT)
    made = reach_run.summary(reach_run.run(asked, read), part_time=True)
    assert len(made["coverage_by_adult_skills"]) == 10
    assert made["providers"] == len(
        tables.load("sites").query("placed and courses_part_time > 0 and ukprn in @read.partnership.ukprns")["ukprn"].unique()
    )  # fmt: skip


def test_an_estimate_reaches_less_far() -> None:
    sites = provider_sites([LEEDS])
    line, way = (find_reach(sites, 10, source=StraightLine(one)) for one in (1, 1.3))
    assert (way.in_range <= line.in_range).all()
    assert way.in_range.sum() < line.in_range.sum()
    assert any("estimate" in said for said in reach_answer_lines(way))


def test_young_people_of_wales_share_what_a_site_at_the_border_offers() -> None:
    ground = load_ground()
    assert ground.beyond is not None
    assert ground.beyond["nation"].value_counts().to_dict() == {"Scotland": 6_976, "Wales": 1_917}
    sites = provider_sites(None)
    reach = find_reach(sites, 10)
    alone = e2sfca(reach.costs, ground.people(), reach.supply)
    assert (reach.catchment <= alone + 1e-15).all()
    apart = reach.catchment < alone - 1e-12
    border = ground.areas["lad24_name"].eq("Cheshire West and Chester").to_numpy()
    assert apart[border].any()
    assert not apart[ground.areas["region_name"].eq("London").to_numpy()].any()
    # What England and Wales get together is what the sites in range of anyone supply.
    welsh = ground.beyond["young_people_now"].to_numpy(dtype="float64")
    assert reach.beyond is not None
    turned = e2sfca(reach.beyond, welsh, reach.supply, beyond=(reach.costs, ground.people()))
    rows, columns, _ = reach.costs.pairs()
    heard = set(columns[ground.people()[rows] > 0])
    rows, columns, _ = reach.beyond.pairs()
    heard |= set(columns[welsh[rows] > 0])
    whole = reach.catchment @ ground.people() + turned @ welsh
    assert whole == pytest.approx(reach.supply[sorted(heard)].sum(), rel=1e-12)

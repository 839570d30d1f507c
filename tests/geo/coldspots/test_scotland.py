"""Cold spots of Scotland: by the same test, within Scotland, and marked where students live."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.areas import area_table, fit_prior, lowest_fifth_of, scottish_rates
from geo.areas.rates import fifth_ends
from geo.areas.scotland import MANY_STUDENTS, has_many_students
from geo.boundaries import contiguity as graph
from geo.coldspots import (
    LEVELS,
    STATUS,
    ColdSpotQuery,
    basis_of,
    bundled,
    find,
    find_all,
    sentence_of,
    zones_here,
)
from geo.coldspots.robustness import recipes_at
from geo.coldspots.units import load_nodes, own_pairs
from geo.errors import BadInputError, UnknownAreaError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import esda
    import libpysal

LEVEL, GLASGOW = "dz11", "S12000049"
AGES = [f"aged_{age}" for age in range(17, 22)]


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return bundled(LEVEL)


@pytest.fixture(scope="module")
def tested() -> pd.DataFrame:
    """Rates and cohorts of the zones that were assessed, from the raw tables alone."""
    rate = tables.load("simd_dz11")["simd20_university"]
    cohort = tables.load("people_dz11")[AGES].sum(axis=1)
    table = pd.DataFrame({"rate": rate, "cohort": cohort})
    table = table[table["rate"].notna() & (table["cohort"] > 0)]
    near = neighbours_of(table.index)
    return table[[len(near[code]) > 0 for code in table.index]]


def neighbours_of(kept: pd.Index) -> dict[str, list[str]]:
    """List the neighbours of each zone among those kept, from the bundled pairs, one by one."""
    codes = tables.load("areas_dz11", ["area_name"]).index
    there, near = set(kept), {code: list[str]() for code in kept}
    for one, other in graph.load(LEVEL):
        first, second = codes[one], codes[other]
        if first in there and second in there:
            near[first].append(second)
            near[second].append(first)
    return near


def test_the_graph_is_that_of_libpysal() -> None:
    from geo.boundaries import outlines as boundaries

    layer = boundaries.load(LEVEL).reset_index(drop=True)
    theirs = libpysal.graph.Graph.build_contiguity(layer, rook=False)
    pairs = {(a, b) for a, b in theirs.adjacency.index if a < b}
    assert pairs == set(map(tuple, graph.load(LEVEL).tolist()))
    assert len(graph.isolates(graph.load(LEVEL), 6_976)) == 10
    assert len(graph.isolates(graph.load("iz11"), 1_279)) == 6


def test_local_g_is_that_of_esda(found: pd.DataFrame, tested: pd.DataFrame) -> None:
    mean = np.average(tested["rate"], weights=tested["cohort"])
    binomial = mean * (1 - mean)
    spread = np.average((tested["rate"] - mean) ** 2, weights=tested["cohort"])
    between = max(spread - binomial / tested["cohort"].mean(), 0)
    scores = (tested["rate"] - mean) / np.sqrt(between + binomial / tested["cohort"])
    # Getis and Ord's ratio turns its sign with that of the total; G* itself does not move.
    scores = scores - scores.min() + 1
    weights = libpysal.weights.W(neighbours_of(tested.index), silence_warnings=True)
    order = weights.id_order
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = esda.G_Local(
            scores.loc[order].to_numpy(), weights, transform="B", star=True, permutations=0
        )
    ours = found.loc[order, "z"].to_numpy(dtype="float64")
    assert ours == pytest.approx(theirs.Zs, abs=1e-6)


def test_chances_are_those_of_random_windows(found: pd.DataFrame, tested: pd.DataFrame) -> None:
    """Draw windows of one size from all zones, and compare how many are as cold."""
    prior = fit_prior(tested["rate"], tested["cohort"])
    noise = prior.mean * (1 - prior.mean) / tested["cohort"]
    scores = ((tested["rate"] - prior.mean) / np.sqrt(prior.variance + noise)).to_numpy()
    near = neighbours_of(tested.index)
    place = {code: at for at, code in enumerate(tested.index)}
    random, draws = np.random.default_rng(5), 40_000
    for size in (4, 6, 8):
        sums = np.array(
            [scores[random.choice(len(scores), size, replace=False)].sum() for _ in range(draws)]
        )
        alike = [code for code in tested.index if len(near[code]) + 1 == size][:40]
        own = np.array(
            [scores[[place[one] for one in (code, *near[code])]].sum() for code in alike]
        )
        drawn = (sums[None] <= own[:, None]).mean(axis=1)
        told = found.loc[alike, "p"].to_numpy(dtype="float64")
        error = np.sqrt(told * (1 - told) / draws)
        assert (np.abs(drawn - told) <= 5 * error + 0.002).all()


def test_discoveries_by_another_road(found: pd.DataFrame) -> None:
    """Benjamini and Hochberg with a loop, over Scotland's zones alone."""
    p = found["p"].dropna().astype("float64").sort_values(kind="stable")
    passed = [at for at, value in enumerate(p, 1) if value <= 0.05 * at / len(p)]
    cold = set(p.index[: max(passed, default=0)])
    low = set(found.index[found["chance_low"] >= 0.95])
    assert set(found.index[found["cold_spot"]]) == cold & low
    assert set(found.index[found["cold_surroundings"]]) == cold - low
    assert len(p) == 6_963


def test_scotland_is_in_no_test_with_another_nation() -> None:
    assert LEVELS == ("lsoa21", "msoa21", "dz11")
    for level in (*LEVELS, "iz11"):
        nodes, pairs = load_nodes(level)
        letter = basis_of(level).nation_code[0]
        assert set(nodes.areas.str[0]) == {letter}
        assert pairs.max() < len(nodes.codes)
        assert own_pairs(level).max() < len(nodes.areas)
        held = find_all(ColdSpotQuery(level)).zones["area_codes"] if level in LEVELS else []
        assert all(code[0] == letter for codes in held for code in codes.split())


def test_rates_of_intermediate_zones_are_averages_of_people(tested: pd.DataFrame) -> None:
    made, parent = scottish_rates("iz11"), tables.load("areas_dz11")["iz11_code"]
    for code in made.index[::200]:
        part = tested[(parent.reindex(tested.index) == code).to_numpy()]
        assert made["rate"][code] == pytest.approx(np.average(part["rate"], weights=part["cohort"]))
    cohort = tables.load("people_dz11")[AGES].sum(axis=1)
    known = tables.load("simd_dz11")["simd20_university"].notna()
    assert made["cohort"].sum() == cohort[known].sum()


def test_the_lowest_fifth_holds_a_fifth_of_people() -> None:
    """Stand on both sides of the limit: with it a fifth is reached, without it not yet."""
    rates, limit = scottish_rates(LEVEL).dropna(), lowest_fifth_of(LEVEL)
    whole = rates["cohort"].sum()
    assert rates.loc[rates["rate"] <= limit, "cohort"].sum() / whole >= 0.2
    assert rates.loc[rates["rate"] < limit, "cohort"].sum() / whole < 0.2
    low = find_all(ColdSpotQuery(LEVEL, "threshold")).areas["cold_spot"]
    assert set(low.index[low]) == set(rates.index[rates["rate"] <= limit])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 99)), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_fifth_ends_where_it_is_reached(rows: list[tuple[int, int]]) -> None:
    rate = pd.Series([one / 40 for one, _ in rows])
    people = pd.Series([float(number) for _, number in rows])
    limit = fifth_ends(rate, people)
    assert people[rate <= limit].sum() >= 0.2 * people.sum()
    assert people[rate < limit].sum() < 0.2 * people.sum()
    assert fifth_ends(rate[::-1], people[::-1]) == limit


def test_a_fifth_of_nobody_is_refused() -> None:
    with pytest.raises(BadInputError, match="No area has a rate"):
        fifth_ends(pd.Series([np.nan, 0.2]), pd.Series([10.0, 0.0]))


def test_student_zones_are_more_than_three_times_the_median() -> None:
    """One zone at the limit and one beyond it: 10 of 100 people is the middle."""
    people = pd.DataFrame({"population": 100, **dict.fromkeys(AGES, 2)}, index=list("ABCDE"))
    people.loc["D", "aged_21"] += 20
    people.loc["E", "aged_21"] += 21
    assert has_many_students(people).tolist() == [False, False, False, False, True]
    people.loc["A"] = 0
    assert not has_many_students(people)["A"]
    assert MANY_STUDENTS == 3


def test_known_campuses_are_marked_and_few_others() -> None:
    marked = area_table(LEVEL)["simd20_many_students"]
    names = area_table(LEVEL)["area_name"]
    campuses = ["North Haugh", "Bridge of Allan and University - 01", "Old Aberdeen - 01"]
    assert marked[names.isin(campuses)].all()
    assert 100 <= marked.sum() <= 200
    assert marked.mean() < 0.03


def test_zones_say_how_many_of_their_areas_are_full_of_students() -> None:
    zones, marked = find_all(ColdSpotQuery(LEVEL)).zones, area_table(LEVEL)["simd20_many_students"]
    for row in zones.itertuples():
        assert row.student_areas == marked[str(row.area_codes).split()].sum()
    assert (zones["student_areas"] <= zones["areas"]).all()
    assert zones.loc[zones["zone_name"].str.contains("St Andrews"), "student_areas"].item() > 0
    assert "student_areas" not in find_all(ColdSpotQuery("lsoa21")).zones


def test_zones_are_named_by_intermediate_zone_and_council() -> None:
    zones = find_all(ColdSpotQuery(LEVEL)).zones
    table = area_table(LEVEL)
    larger = tables.load("areas_iz11")["area_name"]
    assert zones["zone_name"].is_unique
    for row in zones.itertuples():
        codes = str(row.area_codes).split()
        local, council = str(row.zone_name).rsplit(", ", 1)
        assert council in set(table.loc[codes, "lad24_name"])
        assert any(name in local for name in larger[table.loc[codes, "iz11_code"]])


def test_a_zone_sums_its_own_areas() -> None:
    zones, table = find_all(ColdSpotQuery(LEVEL)).zones, area_table(LEVEL)
    for row in zones.itertuples():
        part = table.loc[str(row.area_codes).split()]
        cohort = part["simd20_cohort"].astype("float64")
        assert row.young_people == part["young_people"].sum()
        assert row.simd20_cohort == cohort.sum()
        assert row.simd20_university == pytest.approx(
            (part["simd20_university"] * cohort).sum() / cohort.sum()
        )
        assert row.simd20_university_low <= row.simd20_university <= row.simd20_university_high


def test_recipes_say_what_they_ask_in_scotland(found: pd.DataFrame) -> None:
    recipes = find_all(ColdSpotQuery(LEVEL)).recipes
    assert recipes["label"]["other_level"] == "Also cold among intermediate zones"
    assert "2016" in recipes["label"]["other_measure"]
    assert recipes["cold"]["base"] == found["cold_spot"].sum()
    assert "MSOA" in {one.id: one for one in recipes_at("lsoa21")}["other_level"].label
    agree = found[["other_level", "other_measure", "yekutieli"]].sum(axis=1)
    cold = found["cold_spot"]
    assert ((found["confidence"] == "strong") == (cold & (agree == 3))).all()
    assert ((found["confidence"] == "moderate") == (cold & (agree == 2))).all()
    assert ((found["confidence"] == "") == ~cold).all()


def test_why_a_zone_is_not_assessed() -> None:
    areas = find_all(ColdSpotQuery(LEVEL)).areas
    rate = area_table(LEVEL)["simd20_university"]
    why = areas["not_assessed_because"]
    # One zone has a share, though nobody of that age lived there in mid-2020.
    bare = rate.isna() | (area_table(LEVEL)["simd20_cohort"].fillna(0) == 0)
    assert int(bare.sum()) == int(rate.isna().sum()) + 1
    assert why[bare].str.startswith("no share of its own (suppressed").all()
    alone = areas.index[(areas["status"] == STATUS[3]) & ~bare]
    assert (why[alone] == "no neighbour with a rate of its own").all()


def test_a_council_is_cut_out_and_not_tested_again(found: pd.DataFrame) -> None:
    answer = find(LEVEL, within=GLASGOW)
    inside = area_table(LEVEL).index[area_table(LEVEL)["lad24_code"] == GLASGOW]
    assert answer.areas.table.index.equals(inside)
    assert answer.areas.table["cold_spot"].equals(found.loc[inside, "cold_spot"])
    counts = answer.summary()
    assert counts["cold_spots"] == found.loc[inside, "cold_spot"].sum()
    assert "not_going_on_share" not in counts
    assert len(zones_here(ColdSpotQuery(LEVEL), GLASGOW)) == counts["zones"]
    with pytest.raises(BadInputError, match="No list of the schools of Scotland"):
        answer.schools()


@pytest.mark.parametrize(
    ("level", "within", "words"),
    [
        (LEVEL, "E06000009", "not in Scotland, .* Ask for --geography lsoa21"),
        ("lsoa21", GLASGOW, "not in England, .* Ask for --geography dz11"),
        ("lsoa21", "W06000015", "not in England, .* Give the code of an area of England"),
        (LEVEL, "N92000002", "Nothing is tested in Northern Ireland, .* only the lowest fifth"),
    ],
)
def test_a_place_of_another_nation_is_refused(level: str, within: str, words: str) -> None:
    with pytest.raises(UnknownAreaError, match=words):
        find(level, within=within)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("iz11", "is only asked whether it confirms a cold spot of dz11"),
        ("sdz21", "Nothing is tested in Northern Ireland"),
        ("soa01", "have not enrolled"),
        ("lad24", "Choose one, and a place with --within.$"),
    ],
)
def test_other_levels_are_refused(level: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        find(level)


@pytest.mark.parametrize("definition", ["double", "gap", "weightings"])
def test_definitions_that_need_englands_measures_are_refused(definition: str) -> None:
    with pytest.raises(BadInputError, match="dz11 does not have"):
        find(LEVEL, definition)


def test_sentences_name_the_nation() -> None:
    assert "Scotland's rates" in sentence_of("local-g", LEVEL)
    assert "England's rates" in sentence_of("local-g", "msoa21")
    assert "made here" in sentence_of("threshold", LEVEL)

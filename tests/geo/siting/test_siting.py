"""Where sites would do most good: by hand, against all choices there are, and by what must hold."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from geo import tables
from geo.errors import BadInputError
from geo.siting import lscp as siting_cover
from geo.siting import mclp as siting_coverage
from geo.siting.demand import read_demand
from geo.siting.greedy import fewest, most
from geo.siting.lagrangian import price
from geo.siting.lscp import set_cover
from geo.siting.mclp import gain_curve, maximal_coverage
from geo.siting.p_median import p_median
from geo.siting.presolve import dominated, merge, reduce
from geo.siting.problem import Case, build_case
from geo.siting.question import Siting, Solution, compare, objective_of
from geo.siting.result import FoundSites
from layers.words.answers import siting_lines

# Five streets with 6, 6, 5, 5 and 3 people; four sites. Alone B covers most, 12, yet the best two
# leave it out: A and C cover 6 + 5 + 6 + 5 = 22, and no two with B more than 17.
STREETS = np.array([6.0, 6, 5, 5, 3])
NEAR = np.array(
    # A  B  C  D
    [
        [1, 1, 0, 0],
        [0, 1, 1, 0],
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
    ]
)


def streets(**more: object) -> Siting:
    return Siting(sparse.csr_array(NEAR), STREETS, **more)


def named(answer: Solution) -> str:
    return "".join("ABCD"[site] for site in answer.chosen)


@dataclass(frozen=True)
class Town:
    """Homes and sites at random: metres between them, what is out of range left out."""

    metres: np.ndarray
    within: float
    weight: np.ndarray
    there: np.ndarray
    add: int

    def asked(self, within: float | None = None) -> Siting:
        limit = self.within if within is None else within
        return Siting(stored(self.metres, limit), self.weight, stored(self.there, limit))


def stored(metres: np.ndarray, within: float) -> sparse.csr_array:
    """Keep what is in range, no distance included."""
    row, column = np.nonzero(metres <= within)
    return sparse.csr_array((metres[row, column], (row, column)), shape=metres.shape)


@st.composite
def towns(draw: st.DrawFn) -> Town:
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    homes, sites, there = draw(st.integers(1, 14)), draw(st.integers(1, 8)), draw(st.integers(0, 2))
    # A coarse grid: many at one place, many as far as others, some at no distance.
    side = draw(st.integers(1, 6))
    at = random.integers(0, side, (homes, 2)) * 100.0
    weight = random.integers(0, 9, homes).astype("float64")
    if draw(st.booleans()):
        weight = weight * random.random(homes)

    def away(number: int) -> np.ndarray:
        points = random.integers(0, side, (number, 2)) * 100.0
        return np.hypot(*(at[:, None] - points[None]).transpose(2, 0, 1))

    within = draw(st.sampled_from([0.0, 100.0, 150.0, 250.0]))
    return Town(away(sites), within, weight, away(there), draw(st.integers(1, sites)))


def covered(town: Town, chosen: tuple[int, ...]) -> float:
    """People in range, counted the plain way."""
    there = (town.there <= town.within).any(axis=1)
    near = (town.metres[:, list(chosen)] <= town.within).any(axis=1)
    return float(town.weight[there | near].sum())


def person_metres(town: Town, chosen: tuple[int, ...]) -> float:
    all_sites = np.concatenate([town.metres, town.there], axis=1)
    reachable = (all_sites <= town.within).any(axis=1) & (town.weight > 0)
    open_to = np.concatenate([town.metres[:, list(chosen)], town.there], axis=1)
    open_to = np.where(open_to <= town.within, open_to, np.inf)
    nearest = open_to.min(axis=1, initial=np.inf)[reachable]
    return float((town.weight[reachable] * nearest).sum()) if len(nearest) else 0.0


def choices(town: Town, add: int) -> list[tuple[int, ...]]:
    sites = range(town.metres.shape[1])
    return [pick for size in range(add + 1) for pick in itertools.combinations(sites, size)]


def test_the_best_two_leave_out_the_best_one() -> None:
    answers = gain_curve(streets(), 4)
    assert [named(answer) for answer in answers] == ["B", "AC", "ACD", "ACD"]
    assert [answer.objective for answer in answers] == [12, 22, 25, 25]
    assert [answer.bound for answer in answers] == [12, 22, 25, 25]
    assert {answer.status for answer in answers} == {"optimal"}
    assert answers[2].gains == (11, 11, 3)


def test_sites_that_are_there_count_from_the_start() -> None:
    answer = maximal_coverage(streets(there=sparse.csr_array(NEAR[:, [0]])), 1)
    assert (named(answer), answer.gains) == ("C", (11,))
    assert (answer.already, answer.covered, answer.objective, answer.bound) == (11, 22, 22, 22)


def test_how_few_reach_a_share() -> None:
    assert (set_cover(streets(), 0.48).objective, named(set_cover(streets(), 0.48))) == (1, "B")
    assert [set_cover(streets(), share).objective for share in (0.5, 0.88, 0.89)] == [2, 2, 3]
    everybody = set_cover(streets())
    assert (named(everybody), everybody.objective, everybody.bound) == ("ACD", 3, 3)
    none = set_cover(streets(there=sparse.csr_array(NEAR[:, [0]])), 0.44)
    assert (none.chosen, none.objective, none.status) == ((), 0, "optimal")


def test_nearest_on_average() -> None:
    # Homes at 0, 100, 200 and 1000 m of a road, a person each, and sites where they live.
    at = np.array([0.0, 100, 200, 1000])
    asked = Siting(stored(np.abs(at[:, None] - at[None]), 2000), np.ones(4))
    one, two = p_median(asked, 1), p_median(asked, 2)
    assert (one.chosen, one.objective, one.status) == ((1,), 1100, "optimal")
    assert (sorted(two.chosen), two.objective, two.bound) == ([1, 3], 200, 200)
    # The first of the two has everybody in range, and the second makes it nearer.
    assert (two.chosen, two.gains[1]) == ((1, 3), 900)
    assert np.isnan(two.gains[0])


def test_a_median_says_its_gain_in_thousands_of_metres() -> None:
    """The same road, 40, 20, 20 and 20 people, and a site at its beginning already."""
    at = np.array([0.0, 100, 200, 1000])
    metres = np.abs(at[:, None] - at[None])
    asked = Siting(stored(metres, 2000), np.array([40.0, 20, 20, 20]), stored(metres[:, :1], 2000))
    places = pd.DataFrame({"name": list("ABCD"), "town": "", "kind": ""}, index=list("abcd"))
    case = Case(
        asked, pd.DataFrame(), places.rename_axis("site"), 2, "km", "lines", "people", "homes", ()
    )
    found = FoundSites(case, p_median(asked, 1), (), 1, None)
    # 26,000 person-metres to the first home; with D, 6,000, of 100 people: 60 m each.
    assert (found.answer.objective, found.answer.gains) == (6_000, (20_000,))
    assert "0.06 km on average to the nearest" in siting_lines(found)[1]
    assert siting_lines(found)[2] == "  1. D (d): 20 person-km less"
    assert found.summary()["objective_is"] == "person-metres"
    # Costs in minutes are told as they are.
    minutes = replace(found, case=replace(case, unit="min", limit=2000))
    assert "60.00 min on average to the nearest" in siting_lines(minutes)[1]
    assert siting_lines(minutes)[2] == "  1. D (d): 20,000 person-min less"
    assert minutes.summary()["objective_is"] == "person-min"


def test_colleges_are_those_schools_that_are_called_so() -> None:
    schools = tables.load("schools")
    colleges = build_case("colleges", within="E06000009").candidates
    inside = build_case("schools", within="E06000009").candidates
    assert set(colleges.index) == set(
        inside.index[inside["kind"].isin(["College", "16 to 19 academy", "Sixth-form centre"])]
    )
    assert 0 < len(colleges) < len(inside) < len(schools)
    # Blackpool has one college and one sixth-form college, which is an academy now.
    assert sorted(colleges["name"]) == [
        *("Blackpool and the Fylde College", "The Blackpool Sixth Form College"),
    ]


def test_demand_up_to_a_thousand_million_people_a_row() -> None:
    text = "area_code,weight\nE01012737,{}\nE01012738,\n,4"
    rows = read_demand(text.format(10**9).encode())
    # Rows without a weight or a place are left out.
    assert rows["weight"].to_dict() == {2: 1e9}
    for weight in (10**9 + 1, -1):
        with pytest.raises(BadInputError, match="is no number of people; 1 such lines"):
            read_demand(text.format(weight).encode())


def test_the_most_deprived_fifth_are_the_first_two_tenths() -> None:
    tenth = tables.load("iod25_lsoa21")["iod25_decile"]
    codes = [tenth.index[tenth == number][0] for number in (1, 2, 3, 10)]
    places = {"easting_m": np.nan, "northing_m": np.nan}
    own = pd.DataFrame({"area_code": [*codes, ""], "weight": 1.0, **places})
    own.loc[4, ["easting_m", "northing_m"]] = [330935, 436200]
    homes = build_case("msoa", own, within="E06000009").homes
    assert homes["deprived"].tolist() == [True, True, False, False, False]
    bundled = build_case("msoa", within="E06000009").homes["deprived"]
    assert (bundled == (tenth[bundled.index] <= 2)).all()
    assert 0 < bundled.sum() < len(bundled)


def test_who_is_out_of_everybodys_range_is_left_out_and_counted() -> None:
    near = sparse.csr_array(np.array([[100.0, 0], [0, 50], [0, 0]]))
    asked = Siting(near, np.array([4.0, 3, 2]))
    answer = p_median(asked, 2)
    assert (answer.objective, answer.out_of_range, answer.covered, answer.total) == (550, 2, 7, 9)
    with pytest.raises(BadInputError, match="One more site cannot .* at least 2 are needed"):
        p_median(asked, 1)


def test_no_distance_is_in_range_and_false_is_not() -> None:
    zero = sparse.csr_array((np.array([0.0]), ([0], [0])), shape=(2, 1))
    assert maximal_coverage(Siting(zero, np.ones(2)), 1).covered == 1
    flags = sparse.csr_array((np.array([True, False]), ([0, 1], [0, 0])), shape=(2, 1))
    assert maximal_coverage(Siting(flags, np.ones(2)), 1).covered == 1


def test_alike_streets_are_one_and_dominated_sites_go() -> None:
    # E covers part of A, F the same as B.
    wide = np.concatenate([NEAR, NEAR[:, [0, 1]]], axis=1)
    wide[0, 4] = 0
    twice = sparse.csr_array(np.concatenate([wide, wide]))
    small = reduce(twice, np.concatenate([STREETS, STREETS]), np.zeros(10))
    assert small.columns.tolist() == [0, 1, 2, 3]
    assert small.weight.tolist() == [12, 12, 10, 10, 6]
    assert dominated(sparse.csr_array(np.ones((3, 3)))).tolist() == [False, True, True]
    rows, weight, must = merge(
        sparse.csr_array(np.array([[1.0, 0], [2, 0], [1, 0]])), np.arange(3.0), np.ones(3)
    )
    assert (rows.toarray().tolist(), weight.tolist(), must.tolist()) == (
        [[1, 0], [2, 0]],
        [2, 1],
        [2, 1],
    )


def test_a_share_of_the_most_deprived_is_kept() -> None:
    deprived = np.array([False, False, False, False, True])
    answer = maximal_coverage(streets(), 1, among=deprived, least_share=1)
    assert (named(answer), answer.objective, answer.status) == ("D", 3, "optimal")
    two = maximal_coverage(streets(), 2, among=deprived, least_share=1)
    assert (named(two), two.objective) == ("BD", 15)
    both = np.array([True, False, False, False, True])
    assert [named(step) for step in gain_curve(streets(), 3, among=both, least_share=1)] == [
        "BD",
        "ACD",
    ]
    with pytest.raises(BadInputError, match="9 more people are needed, .* bring at most 6"):
        maximal_coverage(streets(), 1, among=both, least_share=1)


def test_a_hand_picked_set_beside_the_best() -> None:
    best = maximal_coverage(streets(), 2)
    beside = compare(streets(), [1, 3], best)
    assert (beside.objective, beside.best, beside.share) == (15, 22, 15 / 22)
    assert beside.share_at_least == beside.share
    assert objective_of(streets(), []) == 0
    with pytest.raises(BadInputError, match="There is no candidate 7"):
        compare(streets(), [7], best)
    with pytest.raises(BadInputError, match="named twice"):
        objective_of(streets(), [1, 1])


def test_what_cannot_be_is_said() -> None:
    for add in (0, 5):
        for ask in (maximal_coverage, p_median):
            with pytest.raises(BadInputError, match=f"{add} sites to add, and 4 candidates"):
                ask(streets(), add)
    lone = np.concatenate([NEAR, np.zeros((1, 4))])
    with pytest.raises(BadInputError, match=r"at most 25 can, .* share up to 92\.5%"):
        set_cover(Siting(sparse.csr_array(lone), np.append(STREETS, 2)), 0.95)
    for share in (0, -1, 1.5, np.nan):
        with pytest.raises(BadInputError, match="The share is"):
            set_cover(streets(), share)
    with pytest.raises(BadInputError, match="1 of 5 weights are negative or missing"):
        Siting(sparse.csr_array(NEAR), STREETS * np.array([1, 1, np.nan, 1, 1]))
    with pytest.raises(BadInputError, match="5 rows of costs for 4 weights"):
        Siting(sparse.csr_array(NEAR), STREETS[:4])
    with pytest.raises(BadInputError, match="Some costs are negative"):
        Siting(sparse.csr_array(-NEAR), STREETS)


def test_out_of_time_is_never_called_proven() -> None:
    random = np.random.default_rng(1)
    near = sparse.csr_array(random.random((400, 80)) < 0.06)
    asked = Siting(near, random.integers(1, 60, 400))
    cut = maximal_coverage(asked, 12, seconds=1e-9)
    assert cut.bound > cut.objective > 0
    assert (cut.status, 0 < cut.gap < 1) == ("feasible", True)
    curve = gain_curve(asked, 6, seconds=1e-9)
    assert all(
        one.objective <= two.objective and one.bound <= two.bound
        for one, two in itertools.pairwise(curve)
    )


@settings(max_examples=150)
@given(towns())
def test_coverage_is_the_best_of_all_choices(town: Town) -> None:
    asked = town.asked()
    answer = maximal_coverage(asked, town.add)
    best = max(covered(town, pick) for pick in choices(town, town.add))
    assert answer.objective == pytest.approx(best, rel=1e-7)
    assert answer.status == "optimal"
    assert answer.bound == answer.objective
    assert covered(town, answer.chosen) == pytest.approx(answer.objective)
    assert len(set(answer.chosen)) == len(answer.chosen) <= town.add
    assert answer.already + sum(answer.gains) == pytest.approx(answer.objective)
    assert list(answer.gains) == sorted(answer.gains, reverse=True)
    everywhere = np.concatenate([town.metres, town.there], axis=1) <= town.within
    assert answer.out_of_range == pytest.approx(town.weight[~everywhere.any(axis=1)].sum())


@settings(max_examples=120)
@given(towns(), st.booleans())
def test_prices_strike_out_nobody_who_could_win(town: Town, share: bool) -> None:
    """As in a large question: candidates are struck out before the solver sees them."""
    among = town.weight > np.median(town.weight) if share else None
    least = 0.5 if share else 0.0
    ask = {"among": among, "least_share": least}
    try:
        plain = maximal_coverage(town.asked(), town.add, **ask)
    except BadInputError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(siting_coverage, "LARGE", 0)
        priced = maximal_coverage(town.asked(), town.add, **ask)
    assert priced.objective == pytest.approx(plain.objective, rel=1e-6)
    assert (priced.status, priced.bound) == ("optimal", priced.objective)


@settings(max_examples=100)
@given(towns())
def test_prices_bound_what_there_is(town: Town) -> None:
    there = (town.there <= town.within).any(axis=1)
    weight = town.weight[~there]
    small = reduce(stored(town.metres, town.within)[~there], weight, weight)
    if not len(small.columns):
        return
    best = max(covered(town, pick) for pick in choices(town, town.add)) - covered(town, ())
    for start in ([], [0]):
        found = price(small, town.add, start, 1e-6, 60.0)
        assert found.bound >= best - 1e-6
        had = covered(town, tuple(small.columns[found.chosen])) - covered(town, ())
        for pick in choices(town, town.add):
            if covered(town, pick) - covered(town, ()) > had + 1e-5:
                kept = set(small.columns[found.may_win])
                assert not set(pick) & set(small.columns) or kept & set(pick)


@settings(max_examples=80)
@given(towns(), st.sampled_from([0.2, 0.5, 0.8, 1.0, None]))
def test_no_fewer_sites_reach_the_share(town: Town, share: float | None) -> None:
    asked = town.asked()
    total = town.weight.sum()
    most_there_is = covered(town, tuple(range(town.metres.shape[1])))
    needed = most_there_is if share is None else share * total
    if needed > most_there_is + 1e-6:
        with pytest.raises(BadInputError, match="at most"):
            set_cover(asked, share)
        return
    answer = set_cover(asked, share)
    enough = [
        len(pick)
        for pick in choices(town, town.metres.shape[1])
        if covered(town, pick) >= needed - 1e-6
    ]
    assert answer.objective == min(enough) == len(answer.chosen)
    assert answer.status == "optimal"
    assert covered(town, answer.chosen) >= needed - 1e-6


@settings(max_examples=120)
@given(towns())
def test_the_median_is_the_best_of_all_choices(town: Town) -> None:
    best = min(person_metres(town, pick) for pick in choices(town, town.add))
    if np.isinf(best):
        with pytest.raises(BadInputError, match="cannot have everybody in range"):
            p_median(town.asked(), town.add)
        return
    answer = p_median(town.asked(), town.add)
    assert answer.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert answer.status == "optimal"
    assert person_metres(town, answer.chosen) == pytest.approx(answer.objective)


@settings(max_examples=80)
@given(towns(), st.floats(0.1, 1), st.randoms(use_true_random=False))
def test_a_minimum_share_is_kept_at_the_least_loss(
    town: Town, share: float, random: object
) -> None:
    among = np.array([random.random() < 0.4 for _ in town.weight])
    group = Town(town.metres, town.within, town.weight * among, town.there, town.add)
    needed = share * group.weight.sum()
    fit = [
        pick for pick in choices(town, town.add) if covered(group, pick) >= needed - 1e-7 * needed
    ]
    if not fit:
        with pytest.raises(BadInputError, match="Too few of the group"):
            maximal_coverage(town.asked(), town.add, among=among, least_share=share)
        return
    answer = maximal_coverage(town.asked(), town.add, among=among, least_share=share)
    assert answer.objective == pytest.approx(max(covered(town, pick) for pick in fit), rel=1e-6)
    assert covered(group, answer.chosen) >= needed * (1 - 1e-6)
    assert answer.status == "optimal"


@settings(max_examples=60)
@given(towns())
def test_more_never_covers_fewer(town: Town) -> None:
    curve = gain_curve(town.asked(), town.metres.shape[1])
    assert [step.objective for step in curve] == sorted(step.objective for step in curve)
    assert [step.bound for step in curve] == sorted(step.bound for step in curve)
    for number, step in enumerate(curve, 1):
        assert step.objective == maximal_coverage(town.asked(), number).objective
    wider = [maximal_coverage(town.asked(limit), town.add).objective for limit in (50, 150, 300)]
    assert wider == sorted(wider)
    # One more place for a site can only help.
    fewer = Siting(stored(town.metres[:, 1:], town.within), town.weight, town.asked().there)
    if town.add < town.metres.shape[1]:
        assert maximal_coverage(fewer, town.add).objective <= curve[town.add - 1].objective + 1e-9


@settings(max_examples=60)
@given(towns(), st.integers(2, 4))
def test_people_are_counted_not_places(town: Town, parts: int) -> None:
    """A street cut into parts, and a site named twice, change nothing."""
    once = maximal_coverage(town.asked(), town.add)
    cut = Siting(
        stored(np.repeat(town.metres, parts, axis=0), town.within),
        np.repeat(town.weight / parts, parts),
        stored(np.repeat(town.there, parts, axis=0), town.within),
    )
    assert maximal_coverage(cut, town.add).objective == pytest.approx(once.objective)
    twice = Siting(
        stored(np.concatenate([town.metres, town.metres], axis=1), town.within),
        town.weight,
        stored(town.there, town.within),
    )
    again = maximal_coverage(twice, town.add)
    assert again.objective == once.objective
    assert again.chosen == once.chosen


@given(towns())
def test_the_start_is_a_choice_and_its_bound_holds(town: Town) -> None:
    there = (town.there <= town.within).any(axis=1)
    small = reduce(
        stored(town.metres, town.within)[~there], town.weight[~there], town.weight[~there]
    )
    chosen, bound = most(small.covers, small.weight, town.add)
    best = max(covered(town, pick) for pick in choices(town, town.add)) - covered(town, ())
    assert len(set(chosen)) == len(chosen) <= town.add
    assert bound >= best - 1e-9
    all_of_them, least = fewest(small.covers, small.weight, small.weight.sum() - 1e-9)
    assert least <= max(len(all_of_them), 1)
    assert covered(town, tuple(small.columns[all_of_them])) == pytest.approx(
        covered(town, tuple(range(town.metres.shape[1])))
    )


@settings(max_examples=20)
@given(towns())
def test_the_same_question_has_the_same_answer(town: Town) -> None:
    for ask in (maximal_coverage, p_median):
        try:
            one, other = ask(town.asked(), town.add), ask(town.asked(), town.add)
        except BadInputError:
            continue
        assert (one.chosen, one.objective, one.bound) == (
            other.chosen,
            other.objective,
            other.bound,
        )


def test_other_users_of_the_solver_do_not_stand_in_the_way() -> None:
    """HiGHS refuses another number of threads than the first that was asked for."""
    import highspy

    other = highspy.Highs()
    other.setOptionValue("output_flag", False)
    other.setOptionValue("threads", 2)
    other.addVar(0, 1)
    other.run()
    random = np.random.default_rng(3)
    near = sparse.csr_array(random.random((60, 30)) < 0.1)
    asked = Siting(near, random.integers(1, 60, 60))
    answer = maximal_coverage(asked, 5)
    assert answer.status == "optimal"
    assert answer.chosen == maximal_coverage(asked, 5).chosen


def test_special_and_independent_schools_are_candidates_only_if_asked_for() -> None:
    kinds = set(build_case("schools", within="E08000035").candidates["kind"])
    assert "Special school" not in kinds
    assert "Independent school" not in kinds
    assert "Alternative provision" not in kinds
    every = build_case("all-schools", within="E08000035").candidates
    assert {"Special school", "Independent school", "Alternative provision"} <= set(every["kind"])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("share", [None, 0.8])
def test_a_large_question_of_fewest_sites_is_bounded_by_its_relaxed_one(
    monkeypatch: pytest.MonkeyPatch, seed: int, share: float | None
) -> None:
    """The bound stays on its side, and is within one site of the relaxed answer of scipy."""
    chance = np.random.default_rng(seed)
    near = (chance.random((90, 25)) < 0.12).astype(float)
    near[np.arange(90), chance.integers(0, 25, 90)] = 1
    weight = chance.integers(1, 40, 90).astype(float)
    asked = Siting(sparse.csr_array(near), weight)
    proven = set_cover(asked, share)
    assert proven.status == "optimal"
    monkeypatch.setattr(siting_cover, "MOST_WHOLE", 0)
    bounded = set_cover(asked, share)
    assert bounded.bound <= proven.objective <= bounded.objective
    assert bounded.covered >= (share or 1) * weight.sum() - 1e-6
    # Sites, then the missed rows; a row is covered or missed, and few enough are missed.
    allowed = 0.0 if share is None else (1 - share) * weight.sum()
    rows = np.vstack([-np.hstack([near, np.eye(90)]), np.concatenate([np.zeros(25), weight])[None]])
    limits = np.append(-np.ones(90), allowed)
    cost = np.append(np.ones(25), np.zeros(90))
    relaxed = linprog(cost, A_ub=rows, b_ub=limits, bounds=(0, 1)).fun
    assert np.ceil(relaxed - 1e-3) - 1 <= bounded.bound <= np.ceil(relaxed + 1e-3)

"""Chosen places compared: figures, tested differences, leagues in groups, funnels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from geo import tables
from geo.areas import at_year, change_between, rank_ends, wilson_interval
from geo.compare import choose, compare, find_place, funnel_of, label_of, league_of
from geo.compare.chosen import are_nested, shares_inside
from geo.compare.differences import drawn_rates, holm, p_of, prob_lower
from geo.compare.funnel import funnel_from, limits_at
from geo.compare.league import league_groups
from geo.errors import BadInputError, UnknownAreaError
from geo.posterior import load_draws

BLACKPOOL, HULL, NORTH_WEST, GLASGOW = "E06000009", "E06000010", "E12000002", "S12000049"


@pytest.mark.parametrize(("number", "works"), [(1, False), (2, True), (8, True), (9, False)])
def test_two_to_eight_places_are_compared(number: int, works: bool) -> None:
    codes = [f"E0600000{digit}" for digit in range(1, 10)][:number]
    if works:
        assert len(choose(codes)) == number
        return
    with pytest.raises(BadInputError, match="Choose 2 to 8"):
        choose(codes)


def test_a_place_that_is_named_twice_counts_once() -> None:
    with pytest.raises(BadInputError, match="1 different place to compare"):
        choose([BLACKPOOL, BLACKPOOL])


def test_what_is_no_area_is_refused() -> None:
    with pytest.raises(UnknownAreaError, match="'X1' is not the code"):
        choose([BLACKPOOL, "X1"])


def test_places_of_one_name_are_told_apart() -> None:
    names = tables.load("areas_ward24", ["area_name"])["area_name"]
    twins = names[names == names.value_counts().index[0]].index[:2]
    places = choose([*twins])
    assert places[0].name == places[1].name
    assert len({label_of(place, places) for place in places}) == 2


def test_figures_are_those_published() -> None:
    found = compare([BLACKPOOL, HULL, GLASGOW], measures=["he19_rate", "tundra_rate"])
    lait = tables.load("lait").reset_index()
    lait = lait[(lait["measure"] == "he19_rate") & (lait["area_code"] == BLACKPOOL)]
    row = found.figures.loc[("he19_rate", BLACKPOOL)]
    assert row["value"] == lait.set_index("period")["value"]["2023-24"]
    low, high = proportion_confint(row["value"] * row["people"], row["people"], method="wilson")
    assert (row["low"], row["high"]) == pytest.approx((low, high))
    assert found.figures.loc[("he19_rate", GLASGOW), "why_none"] == "not measured in Scotland"
    change = change_between("he19_rate", "utla23", 2016, 2024).loc[BLACKPOOL]
    held = ["before", "change", "change_low", "change_high", "direction"]
    assert row[held].tolist() == change[["before", "change", "low", "high", "direction"]].tolist()
    assert row["since"] == 2016


@pytest.mark.parametrize("measure", ["he19_rate", "tundra_rate"])
def test_a_difference_is_newcombes_of_both_counts(measure: str) -> None:
    found = compare([BLACKPOOL, HULL], measures=[measure])
    first, second = (found.figures.loc[(measure, code)] for code in (BLACKPOOL, HULL))
    row = found.differences.iloc[0]
    low, high = confint_proportions_2indep(
        first["value"] * first["people"], first["people"],
        second["value"] * second["people"], second["people"], method="newcomb",
    )  # fmt: skip
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-9)
    assert row["difference"] == pytest.approx(first["value"] - second["value"])
    assert row["verdict"] == ("lower" if measure == "he19_rate" else "higher")


EIGHT = (
    *("E08000011", "E06000009", "E06000046", "E06000013", "E06000066", "E06000044"),
    *("E08000006", "E08000016"),
)
"""Authorities with low entry by 19, some of them alike."""


def test_p_is_that_of_two_proportions() -> None:
    found = compare(EIGHT, measures=["he19_rate"])
    for (_, first, second), row in found.differences.iterrows():
        one, other = (found.figures.loc[("he19_rate", code)] for code in (first, second))
        people = np.array([one["people"], other["people"]], "float64")
        counts = np.array([one["value"], other["value"]], "float64") * people
        _, p = proportions_ztest(counts, people)
        # The score test has a pooled variance, the interval that of each.
        assert row["p"] == pytest.approx(p, rel=0.15, abs=0.004), (first, second)
        assert (row["p"] <= 0.05) == (row["low"] > 0 or row["high"] < 0)


def test_verdicts_allow_for_the_number_of_pairs() -> None:
    found = compare((*EIGHT[:7], GLASGOW), measures=["he19_rate", "tundra_rate"])
    for measure in ("he19_rate", "tundra_rate"):
        rows = found.differences.loc[measure]
        tested = rows[rows["p"].notna()]
        assert len(tested) == 21
        assert rows.loc[rows["p"].isna(), "p_adjusted"].isna().all()
        differ, adjusted, _, _ = multipletests(tested["p"], 0.05, "holm")
        assert tested["p_adjusted"].to_numpy() == pytest.approx(adjusted)
        assert tested["verdict"].isin(["lower", "higher"]).tolist() == differ.tolist()
        lower = tested["difference"] < 0
        assert (tested["verdict"] == "lower").tolist() == (differ & lower).tolist()
        assert (tested["verdict"] == "higher").tolist() == (differ & ~lower).tolist()
    # Clear by itself, not among all.
    row = found.differences.loc[("he19_rate", "E06000009", "E06000046")]
    assert row["high"] < 0
    assert row["verdict"] == "not clear"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 3))
def test_holms_adjustment_is_that_of_statsmodels(values: list[float], missing: int) -> None:
    p = np.array([*values, *[np.nan] * missing])
    adjusted = holm(p)
    assert adjusted[: len(values)] == pytest.approx(multipletests(values, method="holm")[1])
    assert np.isnan(adjusted[len(values) :]).all()


def test_p_at_both_sides_of_the_limit() -> None:
    low = np.array([0.001, 0.0, -0.001, -0.3, -0.1, np.nan, 0.0])
    apart = np.array([0.1, 0.1, 0.1, -0.1, 0.0, 0.0, 0.0])
    high = np.array([0.2, 0.2, 0.2, -0.001, 0.1, np.nan, 0.0])
    p = p_of(apart, low, high)
    assert p[0] < p[1] < p[2]
    assert p[1] == pytest.approx(0.05)
    assert p[3] < 0.05
    assert p[4] == p[6] == 1
    assert np.isnan(p[5])


def test_the_other_way_round_the_difference_has_the_other_sign() -> None:
    one = compare([BLACKPOOL, HULL], measures=["he19_rate"]).differences.iloc[0]
    other = compare([HULL, BLACKPOOL], measures=["he19_rate"]).differences.iloc[0]
    assert one["difference"] == pytest.approx(-other["difference"])
    assert (one["low"], one["high"]) == pytest.approx((-other["high"], -other["low"]))
    assert (one["verdict"], other["verdict"]) == ("lower", "higher")


def test_without_counts_nothing_is_tested() -> None:
    row = compare([BLACKPOOL, HULL], measures=["iod25_score"]).differences.iloc[0]
    assert row["verdict"] == "not tested"
    assert np.isnan(row["low"])
    assert np.isnan(row["prob_lower"])
    assert row["difference"] == pytest.approx(6.261)


def test_nations_do_not_compare_but_where_one_measure_covers_both() -> None:
    found = compare([BLACKPOOL, GLASGOW], "all")
    assert "Glasgow City: not measured in Scotland" in set(found.differences["why_not"])
    shared = compare([BLACKPOOL, GLASGOW])
    assert [one.id for one in shared.measures] == ["child_poverty_rate"]
    assert shared.differences["why_not"].tolist() == [""]


@pytest.mark.parametrize(
    ("first", "second", "nested"),
    [
        (BLACKPOOL, NORTH_WEST, True),
        (NORTH_WEST, BLACKPOOL, True),
        (HULL, NORTH_WEST, False),
        (GLASGOW, "S92000003", True),
        (GLASGOW, BLACKPOOL, False),
    ],
)
def test_places_that_share_ground_are_known(first: str, second: str, nested: bool) -> None:
    assert are_nested(find_place(first), find_place(second)) is nested


@pytest.mark.parametrize("code", ["E05009434", BLACKPOOL, "E14001096", NORTH_WEST])
def test_draws_of_a_place_are_those_of_its_neighbourhoods_by_pupils(code: str) -> None:
    place, drawn = find_place(code), load_draws("lsoa21")
    # A constituency splits neighbourhoods.
    assert (shares_inside(code, place.level) < 0.9).any() == (place.level == "pcon24")
    total, pupils = np.zeros(drawn.steps.shape[1]), 0.0
    for area, share in shares_inside(code, place.level).items():
        if area in drawn.unit.index:
            weight = float(drawn.pupils[area]) * share
            total += weight * drawn.steps[drawn.unit[area]] * 0.004
            pupils += weight
    rates = drawn_rates(code, place.level, "lsoa21")
    assert rates is not None
    assert np.allclose(rates, total / pupils)


def test_the_probability_of_an_order_counts_draws() -> None:
    places = [find_place(code) for code in ("E05009434", "E05009435")]
    first, second = (drawn_rates(one.code, one.level, "lsoa21") for one in places)
    assert first is not None
    assert second is not None
    lower = sum(
        1.0 if a < b else 0.5 if a == b else 0.0 for a, b in zip(first, second, strict=True)
    )
    assert prob_lower(*places) == lower / 200
    assert prob_lower(*places) + prob_lower(*places[::-1]) == pytest.approx(1)
    # In every draw a place is as low as itself, and a tie counts half.
    assert prob_lower(places[0], places[0]) == 0.5


def test_scotland_has_no_draws() -> None:
    assert np.isnan(prob_lower(find_place(GLASGOW), find_place(BLACKPOOL)))


FIVE = pd.DataFrame(
    {
        "value": [0.20, 0.24, 0.29, 0.35, 0.50],
        "low": [0.15, 0.18, 0.26, 0.31, 0.45],
        "high": [0.25, 0.30, 0.32, 0.39, 0.55],
    },
    index=list("abcde"),
)
"""The second touches the first; the third lies beyond the first and so leads; the fourth touches
the third; the fifth stands alone."""


def test_groups_of_five_places_by_hand() -> None:
    groups = league_groups(FIVE)
    assert groups["group"].to_dict() == {"a": 1, "b": 1, "c": 2, "d": 2, "e": 3}
    assert groups["first"].tolist() == [1, 1, 3, 3, 5]
    assert groups["last"].tolist() == [2, 2, 4, 4, 5]
    # Where high is the worst the order turns: the fourth leads, and the second is beyond it.
    upwards = league_groups(FIVE, worst_is_low=False)
    assert upwards.index.tolist() == list("edcba")
    assert upwards["group"].tolist() == [1, 2, 2, 3, 3]


def test_an_interval_that_touches_the_leaders_end_is_in_its_group() -> None:
    touching = FIVE.assign(low=FIVE["low"].where(FIVE.index != "c", 0.25))
    assert league_groups(touching)["group"].to_dict()["c"] == 1


def test_every_place_with_an_interval_is_in_one_group() -> None:
    league = league_of("he19_rate", "utla23")
    assert len(league) == 147
    assert league.index.is_unique
    for _, group in league.groupby("group"):
        assert (group["low"] <= group["high"].iloc[0]).all()
        assert len(group) == group["last"].iloc[0] - group["first"].iloc[0] + 1


def test_a_league_without_intervals_is_refused() -> None:
    with pytest.raises(BadInputError, match="has no intervals"):
        league_of("iod25_score", "lad24")


def _rates(spread: float, places: int = 60) -> tuple[pd.Series, pd.Series]:
    random = np.random.default_rng(5)
    people = pd.Series(random.integers(200, 4_000, places))
    true = np.clip(0.4 + spread * random.standard_normal(places), 0.05, 0.95)
    return pd.Series(random.binomial(people, true) / people), people


def test_a_funnel_by_chance_alone_is_not_widened() -> None:
    found = funnel_from(*_rates(0.0))
    assert found.phi < 1 + 2 * np.sqrt(2 / 60)
    assert found.tau == 0
    assert found.places["z"].tolist() == found.places["z_adjusted"].tolist()


def test_the_spread_between_places_is_the_moments_of_statsmodels() -> None:
    rate, people = _rates(0.05)
    found = funnel_from(rate, people)
    assert 0.03 < found.tau < 0.07
    # Without drawing ends in, phi (I) is Cochran's Q around the target; with its own mean the
    # estimate is DerSimonian and Laird's.
    error = np.sqrt(found.target * (1 - found.target) / people)
    z = (rate - found.target) / error
    low, high = np.quantile(z, [0.1, 0.9])
    drawn_in = found.target + error * z.clip(low, high)
    # The weighted mean of what was drawn in is not quite the target: give both one centre.
    other = combine_effects(drawn_in.to_numpy(), error.to_numpy() ** 2, method_re="dl")
    weights = 1 / error**2
    q_shift = weights.sum() * (np.average(drawn_in, weights=weights) - found.target) ** 2
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    assert found.tau**2 == pytest.approx(other.tau2 + q_shift / scale)


def test_limits_of_a_funnel_are_the_quantiles_of_a_normal() -> None:
    found = funnel_from(*_rates(0.05))
    for people in (250, 4_000):
        made = limits_at(found, np.array([float(people)])).iloc[0]
        spread = np.sqrt(found.target * (1 - found.target) / people + found.tau**2)
        ends = norm.interval(0.95, found.target, spread)
        assert (made["low_95"], made["high_95"]) == pytest.approx(ends)
        ends = norm.interval(0.998, found.target, spread)
        assert (made["low_99_8"], made["high_99_8"]) == pytest.approx(ends)


@pytest.mark.parametrize(
    ("z", "zone"),
    [(1.95, "within"), (1.97, "high"), (3.08, "high"), (3.10, "very high"), (-3.1, "very low")],
)
def test_zones_of_a_funnel_end_where_its_limits_do(z: float, zone: str) -> None:
    from geo.compare.funnel import _zones

    assert _zones(np.array([z])) == [zone]


@pytest.mark.parametrize(("level", "places"), [("lad24", 296), ("utla23", 153), ("pcon24", 543)])
def test_funnels_hold_every_place_with_a_rate(level: str, places: int) -> None:
    found = funnel_of("tundra_rate", level)
    assert len(found.places) == places
    assert 0.40 < found.target < 0.44
    assert (found.places["zone"] == "within").mean() > 0.8


@pytest.mark.parametrize(
    ("measure", "level"),
    [("iod25_score", "lad24"), ("tundra_rate", "ward24"), ("he19_gap", "utla23")],
)
def test_there_is_no_funnel_of_what_has_no_counts(measure: str, level: str) -> None:
    with pytest.raises(BadInputError, match="There is no funnel"):
        funnel_of(measure, level)


def test_few_places_make_no_funnel() -> None:
    rate, people = _rates(0.05, 9)
    with pytest.raises(BadInputError, match="9 places have a rate"):
        funnel_from(rate, people)


def test_rank_intervals_hold_for_a_whole_league_at_once() -> None:
    """Made-up leagues of the real one's rates and pupils: how often every rank is inside."""
    values = at_year("he19_rate", "utla23").dropna(subset=["value", "people"])
    people = values["people"].to_numpy(dtype=np.int64)
    rates = values["value"].to_numpy()
    # The measured rates spread more than the true ones, by what chance adds.
    chance = (rates * (1 - rates) / people).mean() / rates.var()
    true = rates.mean() + np.sqrt(1 - chance) * (rates - rates.mean())
    ranks = pd.Series(true).rank(method="min").to_numpy()
    random, worlds = np.random.default_rng(1), 120
    inside = np.zeros((worlds, len(true)), np.bool_)
    for world in inside:
        measured = pd.Series(random.binomial(people, true) / people)
        ends = rank_ends(wilson_interval(measured, pd.Series(people)), worst_is_low=True)
        low, high = (ends[name].to_numpy(dtype=np.int64) for name in ("rank_low", "rank_high"))
        world[:] = (low <= ranks) & (ranks <= high)
    assert inside.mean() > 0.995
    assert inside.all(axis=1).mean() > 0.88

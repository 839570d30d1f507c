"""What the build found is what the method finds; its classes are plain rules; ranks as by hand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from geo import tables
from geo.areas.cache import area_table
from geo.areas.classes import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED
from geo.areas.rates import Prior, fit_prior
from geo.coldspots import robustness
from geo.coldspots.classes import COLD, LABELS, cold_classes
from geo.coldspots.levels import bundled
from geo.coldspots.ranks import rank_interval, ranks_of, shown_ranks
from geo.coldspots.results import ColdSpotQuery, find_all, zones_inside
from geo.coldspots.robustness import count_recipes, find_or_read, find_robust, grades_of
from geo.coldspots.units import load_nodes
from geo.coldspots.weightings import cold_share
from geo.errors import BadInputError
from geo.settings import data_dir
from tests.conftest import raw_dir

LEVELS = ("lsoa21", "msoa21")


@pytest.fixture(scope="module", params=LEVELS)
def level(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("level", ["msoa21"] if raw_dir() else LEVELS)
@pytest.mark.slow
def test_the_bundle_holds_what_the_method_finds(level: str) -> None:
    """Where the raw files are, tests/geo/build/test_build.py makes both levels anew to the byte."""
    found, recipes = find_robust(level)
    held = bundled(level)
    pd.testing.assert_frame_equal(
        held[found.columns], found, check_dtype=False, check_index_type=False, rtol=1e-12
    )
    pd.testing.assert_frame_equal(count_recipes(held, level), recipes)
    ranks = ranks_of(load_nodes(level)[0])
    pd.testing.assert_frame_equal(held[ranks.columns], ranks, check_index_type=False)


@pytest.mark.slow
def test_other_settings_are_tested_when_they_are_asked_for() -> None:
    strict = find_all(ColdSpotQuery("msoa21", q=0.01))
    usual = find_all(ColdSpotQuery("msoa21"))
    assert strict.areas["cold_spot"].sum() < usual.areas["cold_spot"].sum()
    assert usual.areas["cold_spot"][strict.areas["cold_spot"]].all()
    adjusted = bundled("msoa21")[["p_adjusted", "chance_low"]]
    wanted = (adjusted["p_adjusted"] <= 0.01) & (adjusted["chance_low"] >= 0.95)
    assert strict.areas["cold_spot"].tolist() == wanted.tolist()


@pytest.mark.parametrize("place", ["E08000035", "E08000025", "E12000003", ""])
def test_zones_inside_a_place_are_those_of_its_cold_spots(level: str, place: str) -> None:
    found, table = find_all(ColdSpotQuery(level)), area_table(level)
    column = {"E0": "lad24_code", "E1": "region_code", "": "nation_code"}[place[:2]]
    here = table.index[table[column] == (place or "E92000001")]
    zones = set(found.areas.loc[here, "zone_id"]) - {""}
    assert zones
    assert set(zones_inside(ColdSpotQuery(level), place)) == zones
    assert [*zones_inside(ColdSpotQuery(level), "")] == found.zones.index.tolist()


def counted(asked: ColdSpotQuery) -> dict[str, int]:
    return {row.label: row.areas for row in cold_classes(asked).classes}


GRADES_BY_HAND = {
    "95% or more likely to be low": range(95, 101),
    "80% to 95% likely to be low": range(80, 95),
    "under 80% likely to be low": range(80),
}


def test_cold_spots_of_scotland_keep_their_words() -> None:
    found, counts = bundled("dz11"), counted(ColdSpotQuery("dz11"))
    for word in ("strong", "moderate", "tentative"):
        assert counts[f"Cold spot, {word}"] == (found["confidence"] == word).sum()


def test_a_grade_goes_by_the_chance_that_is_shown() -> None:
    """Both sides of each limit: 79.5% is shown as 80%."""
    chances = [0.9450, 0.9449, 0.7950, 0.7949, 1.0, 0.0, None, 0.99]
    table = pd.DataFrame({"prob_true_fifth_1": pd.array(chances, "Float64")})
    found = pd.DataFrame({"cold_spot": [True] * 7 + [False], "confidence": ""})
    first, second, third = GRADES_BY_HAND
    assert grades_of(table, found, "lsoa21").tolist() == [
        first, second, second, third, first, third, third, "",
    ]  # fmt: skip
    words = pd.DataFrame({"cold_spot": [True], "confidence": ["moderate"]})
    assert grades_of(words, words, "dz11").tolist() == ["moderate"]


def test_classes_of_tested_areas_are_those_of_the_columns(level: str) -> None:
    found, counts = bundled(level), counted(ColdSpotQuery(level))
    cold = found.index[found["cold_spot"]]
    shown = area_table(level)["prob_true_fifth_1"][cold].map(lambda chance: f"{chance:.4f}")
    hundredths = [
        int(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP) * 100) for text in shown
    ]
    for label, ends in GRADES_BY_HAND.items():
        assert counts[f"Cold spot, {label}"] == sum(chance in ends for chance in hundredths)
    # No grade is so small that it says nothing.
    assert min(list(counts.values())[:3]) > sum(list(counts.values())[:3]) / 10
    assert counts["Not low itself, low neighbours"] == found["cold_surroundings"].sum()
    assert counts["Cold pocket in a warm place"] == found["low_high"].sum()
    assert sum(counts.values()) == found["z"].notna().sum()
    missing = {code: row.areas for code, row in cold_classes(ColdSpotQuery(level)).missing.items()}
    rates = area_table(level).loc[found.index, "tundra_rate"]
    assert missing[SUPPRESSED] == rates.isna().sum()
    assert missing[NOT_PUBLISHED] == (rates.notna() & found["z"].isna()).sum()
    assert missing[NOT_COVERED] == (area_table(level)["nation"] == "Wales").sum()


def test_other_definitions_are_plain_rules() -> None:
    table = area_table("lsoa21")
    low = table["tundra_quintile"] == 1
    deprived = table["iod25_decile"] <= 2
    assert counted(ColdSpotQuery("lsoa21", "threshold"))["Lowest fifth"] == low.sum()
    assert (
        counted(ColdSpotQuery("lsoa21", "double"))["Lowest fifth and deprived"]
        == (low & deprived).sum()
    )
    gap = find_all(ColdSpotQuery("lsoa21", "gap")).areas
    counts = counted(ColdSpotQuery("lsoa21", "gap"))
    both = gap["gap_cold"] & gap["gap_in_region_cold"]
    assert counts["Below expectation, also within its region"] == both.sum()
    assert counts["Below expectation for England only"] == (gap["gap_cold"] & ~both).sum()
    share = cold_share(table, dict.fromkeys(MEASURES_BY_HAND, 1))
    counts = counted(ColdSpotQuery("lsoa21", "weightings"))
    assert counts["In 95% of weightings or more"] == (share >= 0.95).sum()
    assert counts["In 50% to 95%"] == ((share > 0.5) & (share < 0.95)).sum()
    assert counts["In under 5%"] == (share < 0.05).sum()


MEASURES_BY_HAND = (
    "tundra_rate",
    "iod25_he_non_entry",
    "iod25_children_score",
    "iod25_adult_skills_score",
)


@pytest.mark.parametrize("method", list(LABELS))
def test_cold_spots_are_the_first_classes_and_make_the_zones(method: str) -> None:
    asked = ColdSpotQuery("lsoa21", method)
    found, table = find_all(asked), area_table("lsoa21")
    codes = pd.Series(cold_classes(asked).of_area, index=table.index)[found.areas.index]
    cold = found.areas["cold_spot"].to_numpy(dtype=bool)
    assert ((codes < COLD[method]).to_numpy() == cold).all()
    assert ((found.areas["zone_id"] != "").to_numpy() == cold).all()
    assert found.zones["areas"].sum() == cold.sum()
    assert set(found.zones.index) == set(found.areas["zone_id"]) - {""}


@pytest.mark.parametrize(
    "asked",
    [ColdSpotQuery("lad24"), ColdSpotQuery("msoa21", "double"), ColdSpotQuery("lsoa21", "hot")],
)
def test_what_cannot_be_found_is_refused(asked: ColdSpotQuery) -> None:
    with pytest.raises(BadInputError):
        find_all(asked)


def test_ranks_by_another_way_of_counting() -> None:
    random = np.random.default_rng(4)
    rate, cohort = random.uniform(0.1, 0.6, 40), random.integers(30, 200, 40).astype(float)
    areas = random.integers(1, 3, 40)
    low, high = rank_interval(rate, cohort, areas, draws=4_000, seed=9)
    prior = fit_prior(pd.Series(rate), pd.Series(cohort))
    into = prior.people * prior.mean + cohort * rate
    drawn = np.random.default_rng(1).beta(into, prior.people + cohort - into, size=(4_000, 40))
    spread = np.repeat(drawn, areas, axis=1)
    ranks = np.stack([rankdata(row, method="min") for row in spread])
    first = np.cumsum(areas) - areas
    by_hand = np.quantile(ranks[:, first], [0.025, 0.975], axis=0, method="nearest")
    assert np.abs(low - by_hand[0]).max() <= 3
    assert np.abs(high - by_hand[1]).max() <= 3


@given(
    st.lists(
        st.tuples(st.floats(0.01, 0.99), st.integers(30, 5_000), st.integers(1, 3)),
        min_size=2,
        max_size=30,
    )
)
def test_an_interval_of_ranks_lies_among_the_ranks(rows: list[tuple[float, int, int]]) -> None:
    rate, cohort, areas = (np.array(part) for part in zip(*rows, strict=True))
    low, high = rank_interval(rate, cohort.astype(float), areas, draws=50, prior=Prior(0.4, 0.02))
    assert (low >= 1).all()
    assert (low <= high).all()
    assert (high <= areas.sum()).all()


def test_what_is_known_better_has_a_narrower_place() -> None:
    rate = np.linspace(0.1, 0.7, 50)
    few, many = (
        rank_interval(rate, np.full(50, people), np.ones(50, np.int64))
        for people in (40.0, 4_000.0)
    )
    assert (many[1] - many[0]).mean() < (few[1] - few[0]).mean() / 3


@given(st.integers(1, 32_502), st.integers(0, 20_000))
def test_ranks_are_rounded_outwards(low: int, more: int) -> None:
    high = min(low + more, 32_502)
    least, most = shown_ranks([low], [high], 32_502)
    assert least[0] <= low <= high <= most[0] <= 32_502
    assert low - least[0] < low / 10 + 1


@pytest.mark.parametrize(("q", "tested"), [(0.05, 0), (0.0501, 1), (0.0499, 1)])
def test_the_usual_question_is_read_and_any_other_tested(
    q: float, tested: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(level: str, **given: object) -> tuple[pd.DataFrame, pd.DataFrame]:
        asked.append((level, given["q"]))
        return pd.DataFrame(), pd.DataFrame()

    monkeypatch.setattr(robustness, "find_robust", counted)
    find_or_read("dz11", root=data_dir())
    assert asked.pop() == ("dz11", 0.05)
    found, recipes = find_or_read("dz11", q=q)
    assert asked == [("dz11", q)] * tested
    if not tested:
        held = tables.load("coldspots_dz11")
        assert found["cold_spot"].sum() == held["cold_spot"].sum() == recipes.at["base", "cold"]
        assert not {"rank_low", "rank_high"} & set(found)


def test_a_share_that_is_none_is_refused_before_anything_is_read() -> None:
    with pytest.raises(BadInputError, match="between 0 and 1"):
        find_or_read("dz11", q=1.0)

"""How many areas of a class may belong to another: by brute force, from draws and from intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas.cache import area_table, classes_of, inside_of
from geo.areas.classes import NOT_COVERED
from geo.areas.series import at_year, classes_at_year
from geo.compare.figures import values_at
from geo.compare.reliability import class_of, reliability_of
from geo.posterior.stored import STEP, Drawn, load_draws
from geo.posterior.sums import prob_elsewhere, shares_of, summed_draws
from geo.registry.indicators import indicator


def slow_class(rate: float, breaks: tuple[float, ...], decimals: int) -> int:
    """The class of a rate whose low end is of concern, in Python's own arithmetic."""
    step = 10 ** (decimals + 2)
    shown = int(rate * step + 0.5 + 1e-6)
    return sum(shown > round(limit * step) for limit in breaks)


def test_three_areas_and_four_draws_give_what_one_counts_by_hand() -> None:
    """Classes to 20%, to 40% and over: draws of 10, 30, 50 and 20%, and of 44% each time."""
    steps = np.array([[25, 75, 125, 50], [110, 110, 110, 110]], np.uint8)
    unit = pd.Series([0, 1, 1], index=["a", "b", "c"])
    drawn = Drawn(steps, unit, pd.Series(1.0, index=unit.index), 0.3)
    own = pd.Series([0, 2, 1, 2], index=["a", "b", "c", "without a rate"], dtype="uint8")

    def classes(values: np.ndarray) -> np.ndarray:
        return class_of(values, np.array([0.2, 0.4]), indicator("tundra_rate"))

    found = drawn.prob_elsewhere(own, classes)
    assert found[["a", "b", "c"]].tolist() == [0.5, 0.0, 1.0]
    assert np.isnan(found["without a rate"])


def test_a_limit_belongs_to_the_class_below_it_as_shown() -> None:
    entry = indicator("tundra_rate")
    limits = np.array([0.2, 0.35])
    assert class_of(np.array([0.2, 0.20049, 0.2006, 0.35, 0.351]), limits, entry).tolist() == [
        0, 0, 1, 1, 2,
    ]  # fmt: skip
    worse_high = indicator("child_poverty_rate")
    assert worse_high.worse == "high"
    assert class_of(np.array([0.2, 0.21, 0.4]), limits, worse_high).tolist() == [2, 1, 0]


@pytest.mark.parametrize("limits", [(20.0, 30.0, 40.0), (33.3,)])
def test_the_share_of_moved_limits_is_a_mean_over_draws_and_areas(
    limits: tuple[float, ...],
) -> None:
    """Every hundredth neighbourhood, draw by draw, against the function for all of them."""
    level, name = "lsoa21", "tundra_rate"
    classes = classes_of(level, name, "own", limits)
    table, drawn = area_table(level), load_draws(level)
    some = np.zeros(len(table), np.bool_)
    some[::100] = True
    found = reliability_of(level, name, classes, some)
    assert found is not None
    assert found.basis == "model"
    counted: dict[int, list[float]] = {}
    for at in np.flatnonzero(some):
        code, own = table.index[at], int(classes.of_area[at])
        if own >= NOT_COVERED or code not in drawn.unit.index:
            continue
        steps = drawn.steps[drawn.unit[code]]
        elsewhere = [slow_class(int(step) * STEP, classes.breaks, 1) != own for step in steps]
        counted.setdefault(own, []).append(sum(elsewhere) / len(elsewhere))
    assert found.shares.keys() == counted.keys()
    for code, chances in counted.items():
        assert found.shares[code] == pytest.approx(sum(chances) / len(chances), abs=1e-6)


def test_published_fifths_use_the_chances_of_true_fifths() -> None:
    level = "msoa21"
    classes, table = classes_of(level, "tundra_rate"), area_table(level)
    here = inside_of(level, "E12000003")
    found = reliability_of(level, "tundra_rate", classes, here)
    assert found is not None
    of_fifth = tables.load(f"posterior_{level}")
    for fifth in range(5):
        in_fifth = (table["tundra_quintile"] == fifth + 1).fillna(False).to_numpy(bool)
        codes = table.index[here & in_fifth]
        chance = of_fifth.reindex(codes)[f"prob_true_fifth_{fifth + 1}"].astype("float64")
        assert found.shares[fifth] == pytest.approx(1 - chance.mean(), abs=1e-6)


def test_draws_of_a_district_are_sums_of_those_of_its_local_areas() -> None:
    code, level = "E07000145", "lad24"
    members = shares_of(level).xs(code).index
    expected = load_draws("msoa21").rates(members)
    np.testing.assert_allclose(summed_draws(level).loc[code], expected, atol=1e-6)
    own = pd.Series([0], index=[code], dtype="uint8")
    middle = float(np.median(expected))
    found = prob_elsewhere(level, own, lambda rates: (rates > middle).astype(np.int64))
    assert found[code] == pytest.approx(float((expected > middle).mean()), abs=0.01)


def test_without_draws_an_interval_that_reaches_beyond_its_class_counts() -> None:
    level, name = "utla23", "he19_rate"
    classes = classes_of(level, name, "own", (40.0, 50.0))
    everywhere = inside_of(level, "")
    found = reliability_of(level, name, classes, everywhere)
    assert found is not None
    assert found.basis == "interval"
    ends, table = values_at(name, level), area_table(level)
    reach: dict[int, list[bool]] = {}
    for at, code in enumerate(table.index):
        own = int(classes.of_area[at])
        if own >= NOT_COVERED or code not in ends.index or np.isnan(ends["low"][code]):
            continue
        both = [slow_class(ends[end][code], (0.4, 0.5), 1) for end in ("low", "high")]
        reach.setdefault(own, []).append(both != [own, own])
    for code, flags in reach.items():
        assert found.shares[code] == pytest.approx(sum(flags) / len(flags), abs=1e-6)
    # With limits moved, so do the shares.
    usual = reliability_of(level, name, classes_of(level, name), everywhere)
    assert usual is not None
    assert usual.shares != found.shares


def test_another_year_has_the_intervals_of_that_year() -> None:
    level, name, year = "utla23", "he19_rate", 2016
    classes = classes_at_year(level, name, year)
    found = reliability_of(level, name, classes, inside_of(level, ""), year)
    ends = at_year(name, level, year).reindex(area_table(level).index)
    lowest = classes.of_area == 0
    reach = [
        slow_class(high, classes.breaks, 1) > 0
        for high in ends["high"][lowest]
        if not np.isnan(high)
    ]
    assert found is not None
    assert found.shares[0] == pytest.approx(sum(reach) / len(reach), abs=1e-6)


@pytest.mark.parametrize(
    ("level", "name"),
    [
        ("lad24", "child_poverty_rate"),
        ("lsoa21", "iod25_score"),
        ("lsoa21", "prob_below_national"),
        ("iz11", "simd20_university"),
    ],
)
def test_nothing_is_said_where_nothing_is_known(level: str, name: str) -> None:
    classes = classes_of(level, name)
    assert reliability_of(level, name, classes, inside_of(level, "")) is None


def test_a_place_without_figures_has_no_reliability() -> None:
    classes = classes_of("utla23", "he19_rate")
    nowhere = np.zeros(len(area_table("utla23")), np.bool_)
    assert reliability_of("utla23", "he19_rate", classes, nowhere) is None

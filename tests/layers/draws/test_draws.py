"""Ten possible Englands: each is one joint draw, coloured by limits that do not move."""

from __future__ import annotations

from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest

from geo import tables
from layers.browser.query import from_query
from layers.draws.kind import (
    SHOWN,
    DrawOptions,
    TenEnglands,
    classes_drawn,
    published_limits,
    rates_drawn,
)
from layers.kind_options import with_options
from layers.kinds import find_kind
from layers.view import MapView

VIEW = MapView(mode="draws")


def test_the_limits_are_those_of_the_published_fifths() -> None:
    old = tables.load("tundra_lsoa11").dropna(subset=["quintile"])
    for fifth, limit in enumerate(published_limits("lsoa21"), 1):
        assert (old.loc[old["quintile"] <= fifth, "rate"] <= limit / 100 + 1e-9).all()
        assert (old.loc[old["quintile"] > fifth, "rate"] >= limit / 100 - 1e-9).all()


def test_a_draw_is_a_row_of_the_bundled_bytes() -> None:
    octets = tables.load("draws_lsoa21")["draws"]
    units = tables.load("posterior_lsoa21")["unit"]
    for code in ("E01012737", "E01011281"):
        by_hand = octets.iloc[int(units[code])][4] * 0.004
        assert rates_drawn("lsoa21", 5)[code] == pytest.approx(by_hand)


def test_classes_hold_the_areas_between_their_limits() -> None:
    rates, found = rates_drawn("lsoa21", 2), classes_drawn("lsoa21", 2)
    limits = [-np.inf, *(limit / 100 for limit in published_limits("lsoa21")), np.inf]
    for number, each in enumerate(found.classes):
        # As shown: to a tenth of a point, so that a page and its colours agree.
        shown = (rates * 100 + 1e-9).round(1)
        low, high = limits[number] * 100, limits[number + 1] * 100
        inside = (shown > low + 1e-6) & (shown <= high + 1e-6)
        assert each.areas == int(inside.sum())
    assert "the same in every draw" in found.rule


def test_draws_differ_and_their_mean_is_the_model() -> None:
    ten = pd.concat([rates_drawn("msoa21", draw) for draw in range(1, SHOWN + 1)], axis=1)
    assert ten.T.duplicated().sum() == 0
    model = tables.load("posterior_msoa21")["tundra_rate_modelled"]
    apart = (ten.mean(axis=1) - model).dropna()
    assert abs(apart.mean()) < 0.002
    assert apart.abs().quantile(0.99) < 0.04


@pytest.mark.parametrize("draw", [1, 2, SHOWN])
def test_a_draw_travels_in_the_address(draw: int) -> None:
    view = with_options(VIEW, DrawOptions(draw))
    assert from_query(dict(parse_qsl(view.to_query()))) == (view, [])


@pytest.mark.parametrize("asked", ["0", "11", "-1", "1.0", "x"])
def test_a_draw_that_there_is_not_is_noted(asked: str) -> None:
    view, notes = from_query({"with": "draws", "draw": asked})
    assert DrawOptions.of(view).draw == 1
    assert notes == ["The address asks for a draw that is none of 1 to 10; 1 is shown."]


def test_one_pages_through_all_ten() -> None:
    kind = find_kind("draws")
    assert isinstance(kind, TenEnglands)
    (choice,) = kind.year_choices(VIEW)
    assert [label for _, label in choice.years][::9] == ["1 of 10", "10 of 10"]
    assert choice.play == "Play all ten"
    assert DrawOptions.of(kind.with_year(VIEW, "draw", 4)).draw == 4


def test_the_table_has_the_draw_and_never_a_figure_where_none_is_published() -> None:
    table = find_kind("draws").table(VIEW).table
    assert (table["tundra_rate_drawn"].isna() == table["tundra_rate"].isna()).all()
    assert (
        find_kind("draws")
        .verdict(MapView(mode="draws", select="E01012737"))[0]
        .startswith("In this possible England ")
    )

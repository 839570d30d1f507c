"""Options of kinds in a view: one of a class, in whatever order they came, through the address."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from itertools import permutations
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.siting import CANDIDATES, DEMAND, GOALS
from layers.browser.query import from_query
from layers.coldspots.options import ColdSpotOptions, definitions_at
from layers.kind_options import KindOptions, change_options, with_options
from layers.kinds import find_kind, kind_names
from layers.new_sites.options import SitingOptions
from layers.reach.options import ReachOptions
from layers.view import MapView, one_measure

PROVIDERS = ("10007795", "10005790", "10000163")

COLD = st.one_of(
    st.builds(ColdSpotOptions, q=st.sampled_from([0.01, 0.05, 0.1])),
    st.builds(ColdSpotOptions, definition=st.sampled_from(definitions_at("lsoa21"))),
    st.builds(
        ColdSpotOptions,
        definition=st.just("weightings"),
        weights=st.tuples(*[st.integers(0, 5)] * 4).filter(any),
    ),
)
REACH = st.builds(
    ReachOptions,
    providers=st.permutations(PROVIDERS).map(tuple),
    km=st.sampled_from([2.0, 5.0, 10.0, 12.5, 30.0]),
    without=st.sampled_from(["", *PROVIDERS]),
    show=st.sampled_from(["gaps", "tiers", "catchment", "gravity"]),
)
SITING = st.builds(
    SitingOptions,
    add=st.integers(1, 20),
    goal=st.sampled_from(list(GOALS)),
    candidates=st.sampled_from(list(CANDIDATES)),
    demand=st.sampled_from(list(DEMAND)),
    share=st.integers(1, 100),
    deprived=st.integers(0, 100),
)
EVERY = st.tuples(COLD, REACH, SITING)


@given(st.sampled_from(kind_names()), EVERY)
def test_an_address_holds_the_options_of_the_kind_that_is_shown(
    name: str, options: tuple[KindOptions, ...]
) -> None:
    """Others are remembered while one looks on, and stand in no address but their own kind's."""
    kind = find_kind(name)
    first = kind.begin(MapView(geography=kind.levels()[0]))
    view = with_options(first, *options)
    again, more = from_query(dict(parse_qsl(view.to_query())))
    assert more == []
    its_own = [one for one in options if type(one) in find_kind(name).options]
    its_own += [one for one in first.options if type(one) not in map(type, options)]
    assert again == with_options(first, *its_own)
    assert again.to_query() == view.to_query()


@given(EVERY)
def test_views_that_ask_the_same_are_equal_in_whatever_order_it_was_asked(
    options: tuple[KindOptions, ...],
) -> None:
    made = {with_options(MapView(), *order) for order in permutations(options)}
    one_by_one = MapView()
    for one in options:
        one_by_one = with_options(one_by_one, one)
    assert made == {one_by_one}
    assert all(type(one).of(one_by_one) == one for one in options)


def test_first_options_are_none_at_all() -> None:
    asked = (ReachOptions(), SitingOptions(), ColdSpotOptions())
    assert MapView(options=asked) == MapView()
    assert MapView(options=asked).options == ()
    far = change_options(MapView(), ReachOptions, km=30.0)
    assert far.options == (ReachOptions(km=30.0),)
    assert change_options(far, ReachOptions, km=10.0) == MapView()


def test_later_options_take_the_place_of_earlier_ones_of_their_class() -> None:
    view = with_options(MapView(), ReachOptions(km=5.0), SitingOptions(add=1), ReachOptions(km=2.0))
    assert ReachOptions.of(view).km == 2.0
    assert SitingOptions.of(view).add == 1
    assert len(view.options) == 2


def test_a_definition_of_cold_spots_is_left_with_them_and_institutions_are_not() -> None:
    asked = (ColdSpotOptions("gap"), ReachOptions(PROVIDERS))
    view = one_measure(MapView(mode="cold", options=asked))
    assert view.options == (ReachOptions(PROVIDERS),)


def test_options_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ReachOptions().km = 5.0  # type: ignore[misc]

"""What follows from a click, a key or the find box, followed on real places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.browser.events import after
from layers.browser.query import from_query
from layers.view import MapView

NORTH_WEST, BLACKPOOL, CENTRAL, STREET = "E12000002", "E06000009", "E02002642", "E01012737"
LANCASHIRE, BURNLEY = "E10000017", "E07000117"


def do(view: MapView, kind: str, **more: Any) -> MapView:
    return after(view, {"kind": kind, **more})[0]


def seen(view: MapView) -> tuple[str, str, str]:
    return view.geography, view.within, view.select


def test_one_drills_from_the_nation_to_a_neighbourhood_and_back() -> None:
    view = do(MapView(geography="region"), "inside", code=NORTH_WEST)
    assert seen(view) == ("lad24", NORTH_WEST, "")
    view = do(view, "inside", code=BLACKPOOL)
    assert seen(view) == ("msoa21", BLACKPOOL, "")
    view = do(view, "inside", code=CENTRAL)
    assert seen(view) == ("lsoa21", CENTRAL, "")
    view = do(view, "select", code=STREET)
    assert seen(view) == ("lsoa21", CENTRAL, STREET)
    view = do(view, "out")
    assert seen(view) == ("msoa21", BLACKPOOL, CENTRAL)
    view = do(view, "out")
    assert seen(view) == ("lad24", NORTH_WEST, BLACKPOOL)
    view = do(view, "out")
    assert seen(view)[0] == "region"
    assert seen(view)[2] == NORTH_WEST


def test_a_county_opens_on_its_districts_and_a_unitary_authority_on_local_areas() -> None:
    counties = MapView(geography="utla23")
    assert seen(do(counties, "inside", code=LANCASHIRE)) == ("lad24", LANCASHIRE, "")
    assert seen(do(counties, "inside", code=BLACKPOOL)) == ("msoa21", BLACKPOOL, "")


def test_levels_that_are_small_enough_are_kept_when_a_place_is_entered() -> None:
    assert seen(do(MapView(), "inside", code=NORTH_WEST)) == ("lsoa21", NORTH_WEST, "")


def test_what_is_found_is_outlined_if_small_and_entered_if_large() -> None:
    assert seen(do(MapView(), "found", code=STREET)) == ("lsoa21", "", STREET)
    assert seen(do(MapView(), "found", code=BLACKPOOL)) == ("lsoa21", BLACKPOOL, "")
    assert seen(do(MapView(geography="region"), "found", code=STREET)) == ("lsoa21", "", STREET)
    assert seen(do(MapView(geography="region"), "found", code=BURNLEY))[2] == BURNLEY


def test_the_place_is_kept_if_what_is_found_lies_in_it() -> None:
    here = MapView(within=BLACKPOOL)
    assert do(here, "found", code=STREET).within == BLACKPOOL
    assert do(MapView(within=BURNLEY), "found", code=STREET).within == ""


def test_going_somewhere_moves_the_map_and_choosing_does_not() -> None:
    assert after(MapView(), {"kind": "found", "code": STREET})[1] is True
    assert after(MapView(), {"kind": "inside", "code": BLACKPOOL})[1] is True
    assert after(MapView(), {"kind": "select", "code": STREET})[1] is False
    assert after(MapView(), {"kind": "level", "level": "region"})[1] is False


def test_a_small_map_becomes_the_large_one() -> None:
    view = do(MapView(look="many"), "measure", measure="iod25_decile")
    assert (view.indicator, view.look) == ("iod25_decile", "map")


JUNK = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=12),
    st.lists(st.integers(), max_size=2),
    st.sampled_from([STREET, BLACKPOOL, NORTH_WEST, "region", "table", "iod25_decile"]),
)
KINDS = ["select", "clear", "inside", "out", "found", "level", "measure", "look", "other"]


@pytest.mark.fault(17)
@given(
    st.sampled_from([MapView(), MapView(geography="region"), MapView(within=BLACKPOOL)]),
    st.lists(
        st.fixed_dictionaries(
            {"kind": st.sampled_from(KINDS) | JUNK},
            optional={"code": JUNK, "level": JUNK, "measure": JUNK, "look": JUNK},
        ),
        max_size=5,
    ),
)
def test_whatever_a_browser_sends_the_view_can_be_drawn_and_linked(
    view: MapView, events: list[dict[str, Any]]
) -> None:
    for event in events:
        view, moves = after(view, event)
        assert moves in (True, False)
    again, notes = from_query(dict(pair.split("=") for pair in view.to_query().split("&") if pair))
    assert notes == []
    assert again == replace(view)


@pytest.mark.parametrize("event", [{}, {"kind": "select"}, {"kind": "level", "level": "oa21"}])
def test_what_cannot_be_used_changes_nothing(event: dict[str, Any]) -> None:
    assert after(MapView(), event) == (MapView(), False)

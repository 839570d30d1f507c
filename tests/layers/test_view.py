from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geographies import GEOGRAPHIES
from geo.indicators import indicator, indicators_at
from layers.view import SITE_KEYS, MapView, at_level, from_query

LEVELS = [entry.id for entry in GEOGRAPHIES if entry.on_map]


@st.composite
def views(draw: st.DrawFn) -> MapView:
    level = draw(st.sampled_from(LEVELS))
    codes = {"lsoa21": "E01000001", "lad24": "E06000009", "region": "E12000001"}
    return MapView(
        geography=level,
        indicator=draw(st.sampled_from([entry.id for entry in indicators_at(level)])),
        sites=tuple(key for key in SITE_KEYS if draw(st.booleans())),
        part_time=draw(st.booleans()),
        select=draw(st.sampled_from(["", codes.get(level, "")])),
    )


@given(views())
def test_a_view_survives_the_address(view: MapView) -> None:
    again, notes = from_query(dict(parse_qsl(view.to_query())))
    assert again == view
    assert notes == []


def test_the_first_view_has_an_empty_query() -> None:
    assert MapView().to_query() == ""
    assert from_query({}) == (MapView(), [])


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["{{ 7919*7907 }}", "<script>", "../../etc/passwd", "lsoa11", "E01000001'", "none", ","]
    ),
)


@given(
    st.dictionaries(
        st.sampled_from(["level", "show", "sites", "parttime", "area", "other"]), HOSTILE
    )
)
def test_any_query_gives_a_view_that_can_be_drawn(query: dict[str, str]) -> None:
    view, notes = from_query(query)
    assert view.geography in LEVELS
    assert view.indicator in [entry.id for entry in indicators_at(view.geography)]
    assert set(view.sites) <= set(SITE_KEYS)
    for note in notes:
        # A note never repeats what was asked: it may be hostile.
        assert all(len(value) < 8 or value not in note for value in query.values())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"level": "oa21"}, "level"),
        ({"show": "happiness"}, "measure"),
        ({"level": "region", "show": "iod25_decile"}, "measure"),
        ({"sites": "pubs"}, "kinds of site"),
        ({"area": "E06000009"}, "area"),
    ],
)
def test_what_cannot_be_used_is_said(query: dict[str, str], words: str) -> None:
    _, notes = from_query(query)
    assert len(notes) == 1
    assert words in notes[0]


@given(views(), st.sampled_from(LEVELS))
def test_another_level_keeps_the_measure_or_its_theme(view: MapView, level: str) -> None:
    moved = at_level(view, level)
    there = indicators_at(level)
    assert moved.geography == level
    assert moved.indicator in [entry.id for entry in there]
    theme = indicator(view.indicator).theme
    if any(entry.id == view.indicator for entry in there):
        assert moved.indicator == view.indicator
    elif any(entry.theme == theme for entry in there):
        assert indicator(moved.indicator).theme == theme
    assert moved.select == ""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas.classes import method_names
from geo.errors import BadInputError
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import indicator, indicators_at
from layers.browser.offline_map import OfflineMap
from layers.browser.query import from_query
from layers.browser.static_files import joined
from layers.kinds import can_hold
from layers.measure.kind import read_limits
from layers.view import FIRST_SCREEN, MOST, SITE_KEYS, MapView, OwnWords, at_level, clean, has_both

LEVELS = [entry.id for entry in GEOGRAPHIES if entry.on_map]


OWN = st.text(max_size=130) | st.sampled_from(
    [
        "",
        "Where fewest go on",
        "<script>alert(1)</script>",
        "a=b&in=E06000009#c",
        "100% +1",
        "Ynys Môn",
    ]
)


@st.composite
def views(draw: st.DrawFn) -> MapView:
    level = draw(st.sampled_from(LEVELS))
    name = draw(st.sampled_from([entry.id for entry in indicators_at(level)]))
    places = [code for code in ("E12000002", "E06000009", "E02002642") if can_hold(code, level)]
    method = draw(st.sampled_from(method_names(indicator(name))))
    at = st.tuples(st.floats(50, 60), st.floats(-7, 2), st.floats(5, 15))
    return MapView(
        geography=level,
        by_zoom=draw(st.booleans()),
        indicator=name,
        mode=draw(st.sampled_from(["one", "both", "disagree"])) if has_both(level) else "one",
        classes=method,
        limits=draw(st.sampled_from([(20.0,), (10.0, 20.5, 40.0)])) if method == "own" else (),
        hatch=draw(st.booleans()),
        within=draw(st.sampled_from(["", *places])),
        select=draw(st.sampled_from(["", "E01012737", "E06000009", "E12000001"])),
        sites=tuple(key for key in SITE_KEYS if draw(st.booleans())),
        part_time=draw(st.booleans()),
        look=draw(st.sampled_from(["map", "table", "many"])),
        own=OwnWords(*(clean(draw(OWN))[:most].strip() for most in MOST.values())),
        at=draw(st.none() | at.map(lambda at: (round(at[0], 4), round(at[1], 4), round(at[2], 2)))),
    )


@given(views())
def test_a_view_survives_the_address(view: MapView) -> None:
    again, notes = from_query(dict(parse_qsl(view.to_query())))
    assert again == view
    assert notes == []


def test_the_first_view_has_an_address_of_its_own() -> None:
    """An address that asks for nothing is the first screen's, which is another map."""
    assert MapView().to_query() == "level=lsoa21"
    assert from_query({"level": "lsoa21"}) == (MapView(), [])
    assert FIRST_SCREEN.to_query() == "level=utla23&show=he19_rate"


KEYS = [
    *("level", "byzoom", "show", "with", "classes", "limits", "hatch", "in", "area", "sites"),
    *("parttime", "as", "at", "title", "subtitle", "credit"),
]
HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "{{ 7919*7907 }}",
                "<script>",
                "../../etc/passwd",
                "lsoa11",
                "E01000001'",
                "none",
                ",",
            ),
            *("own", "both", "nan,nan,nan", "1e999,2,3", "53,-2,1e9", "E12000002", "E06000009"),
        ]
    ),
)


@pytest.mark.fault(17)
@given(st.dictionaries(st.sampled_from([*KEYS, "other"]), HOSTILE))
def test_any_query_gives_a_view_that_can_be_drawn(query: dict[str, str]) -> None:
    view, notes = from_query(query)
    assert view.geography in LEVELS
    assert view.indicator in [entry.id for entry in indicators_at(view.geography)]
    assert set(view.sites) <= set(SITE_KEYS)
    for note in notes:
        # A note never repeats what was asked: it may be hostile.
        # Places that may be meant are named as the bundle has them.
        said = note.partition("Did you mean")[0]
        assert all(len(value) < 8 or value not in said for value in query.values())


@pytest.mark.fault(17)
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"level": "oa21"}, "level"),
        ({"show": "happiness"}, "measure"),
        ({"level": "region", "show": "iod25_decile"}, "measure"),
        ({"sites": "pubs"}, "kinds of site"),
        ({"area": "E06999999"}, "area"),
        ({"in": "E01000001"}, "holds no areas"),
        ({"in": "E12000001", "level": "region"}, "holds no areas"),
        ({"in": "E06000009", "level": "cauth25"}, "holds no areas"),
        ({"with": "three"}, "kind of map"),
        ({"with": "both", "level": "smc205"}, "two measures"),
        ({"classes": "magic"}, "classes"),
        ({"classes": "natural", "show": "iod25_decile"}, "classes"),
        ({"classes": "own", "limits": "30,20"}, "limits"),
        ({"classes": "own", "limits": "ten"}, "limits"),
        ({"as": "globe"}, "look"),
        ({"title": "a" * 121}, "headline"),
        ({"subtitle": "a" * 201}, "subtitle"),
        ({"credit": "a" * 161}, "credit"),
        ({"at": "40.7,-74.0,10"}, "outside the United Kingdom"),
    ],
)
def test_what_cannot_be_used_is_said(query: dict[str, str], words: str) -> None:
    _, notes = from_query(query)
    assert len(notes) == 1
    assert words in notes[0]


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("53,-2,16", (53, -2, 16)),
        ("53,-2,16.01", None),
        ("53,-2,4", (53, -2, 4)),
        ("53,-2,3.99", None),
        ("49,-9.5,9", (49, -9.5, 9)),
        ("48.9999,-2,9", None),
        ("53,-9.5001,9", None),
        ("61.5,3,9", (61.5, 3, 9)),
        ("61.5001,3,9", None),
        ("53,3.0001,9", None),
        ("53.00004,-2.00006,9.126", (53, -2.0001, 9.13)),
        ("53,-2", None),
        ("53,-2,9,9", None),
        ("53,-2,nan", None),
        ("53,-2,inf", None),
        ("", None),
    ],
)
def test_a_map_is_looked_at_from_zoom_4_to_16_over_the_kingdom(
    at: str, kept: tuple[float, float, float] | None
) -> None:
    view, notes = from_query({"at": at})
    assert view.at == kept
    assert len(notes) == (kept is None)


def test_the_map_itself_zooms_no_further_than_its_address_may_say() -> None:
    """What the map writes into the address is read again: its own limits are within those."""
    assert "coldspots.newMap(" in str(OfflineMap().get_root().render())
    script = joined("js").decode()
    least, most = re.search(r"minZoom:(\d+),maxZoom:(\d+),zoomSnap", script).groups()
    assert (int(least), int(most)) == (5, 16)
    for zoom in (int(least), int(most)):
        assert from_query({"at": f"53.0000,-2.0000,{zoom}"}) == (MapView(at=(53, -2, zoom)), [])


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
    assert moved.select == view.select
    assert not moved.within or can_hold(moved.within, level)
    again, notes = from_query(dict(parse_qsl(moved.to_query())))
    assert (again, notes) == (moved, [])


@pytest.mark.parametrize(
    ("typed", "limits"),
    [("20,30,40", (20, 30, 40)), (" 20%; 30.5 ", (20, 30.5)), ("7", (7,))],
)
def test_limits_are_read_as_people_type_them(typed: str, limits: tuple[float, ...]) -> None:
    assert read_limits(typed, "tundra_rate") == limits


@pytest.mark.parametrize("typed", ["", "30, 20", "20, 20", "x", "1,2,3,4,5", "nan", "inf, 1"])
def test_limits_that_make_no_classes_are_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(BadInputError, match="Give one to four numbers"):
        read_limits(typed, "tundra_rate")


@pytest.mark.parametrize("name", ["Blackpool", "blackpool", " BLACKPOOL "])
def test_a_place_may_be_named(name: str) -> None:
    view, notes = from_query({"in": name})
    assert (view.within, notes) == ("E06000009", [])


def test_of_several_places_of_a_name_the_largest_is_meant() -> None:
    assert from_query({"in": "London"})[0].within == "E12000007"
    assert from_query({"in": "Norfolk", "level": "lad24"})[0].within == "E10000020"


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"in": "Blackpol"}, "not; all are shown. Did you mean Blackpool (E06000009), "),
        ({"in": "<b>nowhereville"}, "names a place that there is not; all are shown."),
        ({"in": "E06000009", "level": "region"}, "a place that holds no areas of this level"),
    ],
)
def test_a_place_that_cannot_be_shown_is_said(query: dict[str, str], note: str) -> None:
    view, notes = from_query(query)
    assert view.within == ""
    assert note in notes[0]
    assert "<b>" not in notes[0]

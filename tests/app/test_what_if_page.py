"""The page "What if": its address, what can be taken away, hubs by name, and its figures."""

from __future__ import annotations

import io
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import image
from streamlit.testing.v1 import AppTest

from geo.areas import area_table
from layers.what_if import (
    CLASSES,
    WhatIfAsked,
    answer_of,
    from_query,
    lines_of,
    picture_of,
    removable,
)
from layers.what_if.options import with_hub
from tests.app.test_app import APP

TEESSIDE, HARTLEPOOL = "10007161", "10007161-HC"
TEES_VALLEY = "E06000001,E06000002,E06000003,E06000004,E06000005"
GONE = WhatIfAsked(TEES_VALLEY, (TEESSIDE,), 10.0, (HARTLEPOOL,))


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/partnership/what_if.py")
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(one.value for kind in (app.title, app.markdown, app.info) for one in kind)


def asked(app: AppTest, key: str) -> str:
    held = app.query_params[key]
    return held if isinstance(held, str) else held[0]


@pytest.mark.parametrize(
    "made",
    [
        WhatIfAsked(),
        GONE,
        WhatIfAsked("E06000009", (), 5.0, (), (("Hub, Wyre", 336_000.0, 440_000.0),)),
        WhatIfAsked("", (TEESSIDE,), 30.0, (), (("A", 1.0, 2.0), ("B", 3.0, 4.0))),
    ],
)
def test_an_address_says_what_is_asked(made: WhatIfAsked) -> None:
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlencode(made.pairs())))
    cleaned = tuple((name.replace(",", ""), east, north) for name, east, north in made.hubs)
    found, notes = from_query(query)
    assert found == WhatIfAsked(made.within, made.providers, made.km, made.removed, cleaned)
    assert notes == []


@given(
    st.dictionaries(st.sampled_from(["in", "providers", "km", "drop", "hub"]), st.text(max_size=40))
)
def test_any_address_gives_a_question_and_repeats_nothing(query: dict[str, str]) -> None:
    found, _ = from_query(query)
    assert from_query(found.pairs())[0] == found
    # What is no word of ours is recognised by a sign that no note has.
    _, notes = from_query({key: f"{text}\N{CURRENCY SIGN}{text}" for key, text in query.items()})
    assert not any("\N{CURRENCY SIGN}" in note for note in notes)


def test_what_cannot_be_used_is_told() -> None:
    query = {"in": "N09000001", "providers": "1", "km": "0", "drop": "x", "hub": "a,b;1,2,C"}
    found, notes = from_query(query)
    assert found == WhatIfAsked(hubs=(("C", 1.0, 2.0),))
    assert len(notes) == 5


def test_sites_near_the_place_can_be_taken_away() -> None:
    names = removable(GONE)
    assert names[HARTLEPOOL] == "Teesside University: Hartlepool College"
    assert names[TEESSIDE] == "Teesside University, all its sites"
    assert not any("London" in name for name in names.values())


def test_sentences_have_the_figures_of_the_table() -> None:
    found = answer_of(GONE)
    row = found.counts.loc["all"]
    lead, moved, listed = (one.text for one in lines_of(found))
    assert lead.startswith(f"{row['after']:,} of {row['people']:,} young people")
    assert f"{row['before']:,} do now" in lead
    assert f"{row['lost']:,} would fall out" in moved
    assert f"{found.areas['after']} of the {found.areas['areas']} areas" in listed
    assert "Nobody would come into range" in lines_of(answer_of(WhatIfAsked("E06000009")))[1].text


def test_the_picture_shows_who_falls_out_of_range() -> None:
    drawn = image.imread(io.BytesIO(picture_of(answer_of(GONE))))[:, :, :3]
    for number, there in ((0, True), (1, False), (2, True)):
        colour = CLASSES[number][1]
        wanted = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        share = float((abs(drawn - wanted).max(axis=2) < 0.01).mean())
        assert (share > 0.01) == there


def test_a_hub_is_added_by_name_and_taken_away() -> None:
    app = opened(**{"in": "E07000142", "providers": "10007151"})
    assert not app.exception
    assert "begin with one of these" in said(app)
    app.text_input(key="what_if_hub").set_value("Gainsborough").run()
    assert "Hub Gainsborough" in asked(app, "hub")
    assert "would come into range" in said(app)
    app.button(key="hub_0").click().run()
    assert "hub" not in app.query_params
    app.text_input(key="what_if_hub").set_value("qqqqqq").run()
    assert "Give the place of the hub" in said(app)
    assert not app.exception


def test_a_campus_is_taken_away_and_the_place_changed() -> None:
    app = opened(**{"in": TEES_VALLEY, "providers": TEESSIDE})
    app.multiselect(key="what_if_removed").set_value([HARTLEPOOL]).run()
    assert asked(app, "drop") == HARTLEPOOL
    assert "would fall out of it" in said(app)
    app.text_input(key="what_if_place").set_value("Hartlepool").run()
    assert asked(app, "in") == "E06000001"
    app.text_input(key="what_if_place").set_value("").run()
    assert "in" not in app.query_params
    assert not app.exception


def test_a_hub_more_is_kept_at_whole_metres() -> None:
    assert with_hub(WhatIfAsked(), "Here & there", 1.4, 2.6).hubs == (("Here and there", 1, 3),)


def test_a_table_of_minutes_is_brought_and_counts() -> None:
    areas = area_table("lsoa21")
    codes = areas.index[areas["lad24_code"] == "E06000001"]
    rows = "".join(f"{code},{HARTLEPOOL},12\n" for code in codes)
    app = opened(**{"in": "E06000001", "providers": TEESSIDE, "drop": HARTLEPOOL, "minutes": "20"})
    assert "No router is set on this server" in said(app)
    box = next(one for one in app.file_uploader if one.key.startswith("file_costs"))
    box.set_value(("bus.csv", f"area_code,site,cost\n{rows}".encode(), "text/csv")).run()
    assert not app.exception
    assert "within 20 minutes of a site" in said(app)
    assert "In range is a journey time" in said(app)
    people = f"{areas.loc[codes, 'young_people_now'].sum():,}"
    assert f"{people} would fall out of it" in said(app)
    app.radio(key="what_if_measured_by").set_value("Distance").run()
    assert "minutes" not in app.query_params
    assert "within 10 km of a site" in said(app)
    app.radio(key="what_if_measured_by").set_value("Journey time").run()
    assert asked(app, "minutes") == "30"
    app.select_slider(key="what_if_minutes").set_value(5.0).run()
    assert asked(app, "minutes") == "5"
    assert not app.exception


def test_new_sites_say_that_nothing_tells_minutes_and_take_a_table() -> None:
    app = AppTest.from_file(APP, default_timeout=90)
    for key, value in {"with": "sites", "in": "E06000001", "minutes": "20"}.items():
        app.query_params[key] = value
    app.switch_page("views/new_sites.py")
    app.run()
    assert not app.exception
    assert "No router is set on this server" in said(app)
    assert any(one.key.startswith("file_costs") for one in app.file_uploader)
    assert app.select_slider(key="km").value == 10.0

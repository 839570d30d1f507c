"""The page "Regions": two maps to begin with, one drawn, one loaded, and what it says of trouble."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from layers.regions import RegionsAsked, answer_of
from tests.app.test_app import APP

MOVED = "move~E07000138~Humber"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=90).run()
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/partnership/regions.py")
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(one.value for kind in (app.title, app.markdown, app.info) for one in kind)


def tables(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html"))


def asked(app: AppTest, key: str) -> str:
    if key not in app.query_params:
        return ""
    held = app.query_params[key]
    return held if isinstance(held, str) else held[0]


def test_it_begins_with_two_maps_and_draws_a_third() -> None:
    app = opened()
    assert not app.exception
    assert app.title[0].value == "Regions"
    assert [tab.label for tab in app.tabs] == ["Nine regions", "Skills improvement plan areas"]
    first = answer_of(RegionsAsked())[0]
    row = f'<th scope="row" class="w">Young people in them</th><td>{first.young_people:,}</td>'
    assert row in tables(app)
    assert asked(app, "maps") == ""
    app.selectbox(key="regions_district").set_value("E07000138")
    app.selectbox(key="regions_to").set_value("A new region, named beside")
    app.text_input(key="regions_new").set_value("Humber")
    next(one for one in app.button if one.label == "Move").click().run()
    assert asked(app, "edits") == MOVED
    assert [tab.label for tab in app.tabs][-1] == "Our map"
    assert "39 regions hold" in said(app)
    app.selectbox(key="regions_one").set_value("Humber")
    app.selectbox(key="regions_other").set_value("Humber")
    app.button(key="regions_merge").click().run()
    assert "can be merged with another region of the map alone" in said(app)
    app.button(key="edit_0").click().run()
    assert asked(app, "edits") == ""
    assert len(app.tabs) == 2
    assert not app.exception


def test_an_address_and_a_choice_of_maps() -> None:
    app = opened(maps="cauth25,drawn", base="region", edits=MOVED)
    assert [tab.label for tab in app.tabs] == ["Combined authorities", "Our map"]
    assert "10 regions hold" in said(app)
    app.multiselect(key="regions_maps").set_value(["region"]).run()
    assert asked(app, "maps") == "region"
    assert "Our map" in app.multiselect(key="regions_maps").options
    app.multiselect(key="regions_maps").set_value([]).run()
    assert "One map at least stays" in said(app)
    app = opened(maps="nowhere")
    assert "a regional map that there is not" in said(app)
    assert len(app.tabs) == 2


def test_a_file_of_ones_own_stays_out_of_the_address() -> None:
    app = opened()
    app.file_uploader[0].upload("ours.csv", b"district,region\nLincoln,Humber\nHull,Nowhere").run()
    assert "are none of England" in said(app)
    content = b'district,region\nLincoln,Humber\n"Kingston upon Hull, City of",Humber'
    app.file_uploader[0].upload("ours.csv", content).run()
    assert not app.exception
    assert [tab.label for tab in app.tabs][-1] == "ours"
    assert "1 region holds" in said(app)
    assert asked(app, "maps") == ""

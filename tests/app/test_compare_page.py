"""The page of comparisons: addresses, the find box, chips, sets, and what it refuses."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_app import APP
from tests.browsing import Visit

BLACKPOOL, HULL, GLASGOW = "E06000009", "E06000010", "S12000049"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/compare.py")
    return app.run()


def text_of(app: AppTest) -> str:
    parts = [one.proto.body for one in app.get("html")]
    return " ".join([*parts, *(one.value for one in app.markdown)]).replace("\\", "")


def test_places_of_an_address_stand_side_by_side() -> None:
    app = opened(**{"with": f"{BLACKPOOL},{HULL}"})
    assert not app.exception
    text = text_of(app)
    assert "The rate is lower in Blackpool than in Kingston upon Hull: 27.7% against 34.7%" in text
    assert "25.3 to 30.2%" in text
    assert app.selectbox(key="compare_measure").value == "he19_rate"


def test_places_are_added_and_taken_away() -> None:
    app = opened()
    assert app.title[0].value == "Compare places"
    app.text_input(key="compare_text").set_value("Blackpool").run()
    assert app.query_params["with"] == BLACKPOOL
    app.text_input(key="compare_text").set_value(HULL).run()
    assert app.query_params["with"] == f"{BLACKPOOL},{HULL}"
    assert "The rate is lower" in text_of(app)
    app.button(key=f"drop_{BLACKPOOL}").click().run()
    assert app.query_params["with"] == HULL
    assert not app.exception


def test_a_place_begins_with_those_like_it() -> None:
    app = opened(**{"with": BLACKPOOL})
    [button] = [one for one in app.button if "most like Blackpool" in one.label]
    button.click().run()
    assert len(app.query_params["with"].split(",")) == 6
    assert not app.exception


def test_another_set_and_measure_are_kept_in_the_address() -> None:
    app = opened(**{"with": f"{BLACKPOOL},{HULL}"})
    app.selectbox(key="compare_set").set_value("entry").run()
    assert app.query_params["set"] == "entry"
    app.selectbox(key="compare_measure").set_value("tundra_rate").run()
    assert app.query_params["show"] == "tundra_rate"
    assert "the probability that Kingston upon Hull is truly lower than Blackpool" in text_of(app)


def test_nations_that_measure_differently_are_told_so() -> None:
    app = opened(**{"with": f"{BLACKPOOL},{GLASGOW}"})
    assert "Each nation measures who goes on in its own way" in app.info[0].value
    assert "Not tested" in text_of(app)
    app.selectbox(key="compare_set").set_value("entry").run()
    assert "no measure of this set in common" in app.info[-1].value
    assert not app.exception


def test_a_ninth_place_is_refused() -> None:
    app = opened(**{"with": ",".join(f"E0600000{digit}" for digit in range(1, 9))})
    app.text_input(key="compare_text").set_value(HULL).run()
    assert "which is the most" in app.info[0].value
    assert len(app.query_params["with"].split(",")) == 8


def test_what_is_not_found_and_what_is_hostile_is_said() -> None:
    app = opened(**{"with": "<img src=x onerror=a()>"})
    assert "a place that there is not" in app.info[0].value
    app.text_input(key="compare_text").set_value("qqqqzzzz").run()
    assert "qqqqzzzz" in app.info[0].value
    assert not app.exception


@pytest.mark.browser
def test_the_back_button_undoes_on_a_phone(browser: object, address: str) -> None:
    visit = Visit(browser, 360, 740)
    tab = visit.tab
    visit.turn(f"{address}/compare?with={BLACKPOOL},{HULL},{GLASGOW}")
    tab.locator(".compared table").wait_for()
    tab.get_by_role("button", name="Glasgow City").click()
    tab.get_by_role("button", name="Glasgow City").wait_for(state="detached")
    tab.go_back()
    tab.get_by_role("button", name="Glasgow City").wait_for()
    visit.close()

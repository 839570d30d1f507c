"""The page of charts: addresses, what it offers, its controls, and what it refuses."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from layers.view import MapView
from tests.app.test_app import APP
from views.panels import frame

BLACKPOOL, GLASGOW, NORTH_EAST = "E06000009", "S12000049", "E12000001"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/charts.py")
    return app.run()


def pictures(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html") if "<img" in one.proto.body)


def test_a_chart_of_an_address_is_drawn_and_kept_in_it() -> None:
    app = opened(chart="years", show="he19_rate", **{"in": BLACKPOOL})
    assert not app.exception
    assert "Line chart of Entry to HE by 19" in pictures(app)
    assert app.query_params["level"] == "utla23"
    assert app.query_params["chart"] == "years"
    assert app.segmented_control(key="chart_kind").value == "years"


def test_only_what_can_be_drawn_is_offered() -> None:
    app = opened(show="tundra_rate", level="msoa21", **{"in": BLACKPOOL})
    assert app.segmented_control(key="chart_kind").options == [
        "Ranked bars", "Beeswarm", "Two measures", "Distance to a target",
    ]  # fmt: skip


def test_what_cannot_be_drawn_is_said_and_another_is_shown() -> None:
    app = opened(chart="years", show="tundra_rate", **{"in": BLACKPOOL})
    assert any("one period alone" in one.value for one in app.info)
    assert "Bar chart of Young participation" in pictures(app)
    assert not app.exception


def test_kind_measure_level_and_place_are_chosen() -> None:
    app = opened(show="he19_rate", **{"in": BLACKPOOL})
    app.segmented_control(key="chart_kind").set_value("funnel").run()
    assert app.query_params["chart"] == "funnel"
    app.selectbox(key="chart_measure").set_value("he19_fsm_rate").run()
    assert app.query_params["show"] == "he19_fsm_rate"
    assert app.query_params["in"] == BLACKPOOL
    app.text_input(key="chart_text").set_value("Nottingham").run()
    assert app.query_params["in"] == "E06000018"
    app.text_input(key="chart_text").set_value("Glasgow").run()
    assert app.query_params["in"] == GLASGOW
    assert app.query_params["show"] == "simd20_university"
    app.button(key="chart_all").click().run()
    assert "in" not in app.query_params
    assert not app.exception


def test_a_target_and_a_second_measure_of_ones_own() -> None:
    app = opened(chart="target", show="he19_rate", level="region")
    assert "target of 50%" in pictures(app)
    app.text_input(key="chart_target").set_value("40%").run()
    assert app.query_params["target"] == "40"
    assert "target of 40%" in pictures(app)
    app = opened(chart="scatter", show="he19_rate", **{"in": BLACKPOOL})
    app.selectbox(key="chart_second").set_value("child_poverty_rate").run()
    assert app.query_params["against"] == "child_poverty_rate"
    assert "child poverty" in pictures(app)


def test_what_an_address_says_wrongly_is_left_out_and_said() -> None:
    app = opened(show="<b>", level="nowhere", **{"in": "Blackpol"})
    notes = " ".join(one.value for one in app.info)
    assert "a measure that there is not" in notes
    assert "<b>" not in notes
    assert not app.exception


@pytest.mark.parametrize(
    ("view", "query"),
    [
        (MapView(geography="utla23", indicator="he19_rate", within=NORTH_EAST),
         "chart=ranked&level=utla23&show=he19_rate&in=E12000001"),
        (MapView(geography="utla23", indicator="he19_rate", select=BLACKPOOL),
         "chart=ranked&level=utla23&show=he19_rate&in=E06000009"),
        (MapView(geography="lsoa21", indicator="iod25_decile"), ""),
        (MapView(mode="cold"), ""),
    ],
)  # fmt: skip
def test_a_map_leads_to_charts_of_what_it_shows(view: MapView, query: str) -> None:
    link = frame.link_to_charts(view)
    assert (f"(./charts?{query})" in link) if query else link == ""

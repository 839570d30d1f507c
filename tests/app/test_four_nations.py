"""Scotland, Wales and Northern Ireland on the pages beside the map; two journeys in a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.areas.cache import area_table
from geo.coldspots import ColdSpotQuery, find_all
from geo.reach import DEMAND
from tests.app.test_app import APP
from tests.browsing import Visit, address_holds

GLASGOW, BELFAST, WALES = "S12000049", "N09000003", "W92000004"


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=90)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(f"views/{page}.py")
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(one.value for one in [*app.markdown, *app.info])


def test_reach_follows_the_nation_that_is_chosen() -> None:
    app = opened("reach", **{"with": "reach"})
    assert "young people in England" in said(app)
    app.sidebar.selectbox(key="nation").set_value("Scotland").run()
    assert not app.exception
    people = int(area_table("dz11")[DEMAND].sum())
    assert f"Of all {people:,} young people in Scotland" in said(app)
    assert "cold spots in Scotland are out of range" in said(app)
    assert "S92000003" in app.query_params["in"]
    app.sidebar.selectbox(key="nation").set_value("Wales").run()
    assert not app.exception
    assert "No cold spots are tested here" in said(app)
    app.sidebar.selectbox(key="nation").set_value("England").run()
    assert "young people in England" in said(app)
    assert "in" not in app.query_params


def test_reach_says_why_nobody_is_counted_in_northern_ireland() -> None:
    app = opened("reach", **{"with": "reach", "in": BELFAST})
    assert not app.exception
    assert "In Northern Ireland no young people are counted by small area" in said(app)


@pytest.mark.parametrize("beyond", ["", "no"])
def test_new_sites_of_wales_count_whom_they_serve_beyond_the_border(beyond: str) -> None:
    query = {"with": "sites", "in": WALES, "demand": "all", "add": "1", "candidates": "msoa"}
    app = opened("new_sites", **query, **({"beyond": beyond} if beyond else {}))
    assert not app.exception
    assert app.sidebar.toggle(key="siting_beyond").value is not bool(beyond)
    serves = "for a site serves whoever lives near it" in said(app)
    assert serves is not bool(beyond)


def test_new_sites_in_glasgow_fall_back_to_what_there_is_there() -> None:
    app = opened("new_sites", **{"with": "sites", "in": "S12000017"})
    assert not app.exception
    assert "centres of intermediate zones" in said(app) + " ".join(one.value for one in app.title)


@pytest.mark.browser
def test_a_scottish_cold_spot_is_opened_and_its_profile_read(visit: Visit, address: str) -> None:
    found = find_all(ColdSpotQuery("dz11"))
    code = str(found.areas.index[found.areas["cold_spot"]][0])
    visit.open(f"{address}/cold-spots?with=cold&area={code}")
    visit.painted("dz11.cold.local-g")
    card = visit.inside.locator('.cs-card[data-full="true"]')
    card.get_by_text("Approximate: the rate is a share").first.wait_for()
    address_holds(visit, f"area={code}")
    visit.open(f"{address}/profile?in={code}")
    visit.tab.get_by_text("entered university in a year").first.wait_for()
    visit.tab.get_by_text("SIMD 2020v2").first.wait_for()


@pytest.mark.browser
def test_a_profile_of_northern_ireland_says_what_is_true(visit: Visit, address: str) -> None:
    visit.open(f"{address}/profile?in={BELFAST}")
    visit.tab.get_by_text("39.8% of school leavers of 2024/25 entered").first.wait_for()
    visit.tab.get_by_text("Nothing is tested in Northern Ireland").first.wait_for()
    visit.tab.get_by_role("img", name="Map of Belfast").wait_for()


@pytest.mark.parametrize(
    ("page", "key", "value", "kind"),
    [
        ("reach", "providers", "10007151", "reach"),
        ("reach", "km", "30", "reach"),
        ("new_sites", "km", "30", "sites"),
        ("cold_spots", "by", "likely", "cold"),
    ],
)
def test_an_address_that_names_no_kind_means_that_of_its_page(
    page: str, key: str, value: str, kind: str
) -> None:
    app = AppTest.from_file(APP, default_timeout=90).run()
    app.query_params[key] = value
    app.switch_page(f"views/{page}.py").run()
    assert not app.exception
    assert app.query_params["with"] == kind
    assert app.query_params[key] == value

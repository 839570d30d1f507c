"""Sets of institutions to add together: what they hold, how they are offered, what comes first."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo import tables
from geo.areas.cache import area_table
from layers.reach.partner_sets import find_partner_sets, provider_options
from tests.app.test_app import opened

TEES = "E47000006"
TEES_VALLEY = "Tees Valley (combined authority)"


def holding(text: str, offered: list[str]) -> list[str]:
    """Return those that the box offers for what was typed, in its order."""
    return [one for one in offered if text.casefold() in one.casefold()]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lincoln", "University of Lincoln"),
        ("leeds", "University of Leeds"),
        ("tees", "Teesside University"),
    ],
)
def test_the_first_institution_that_holds_what_was_typed_is_the_likeliest(
    typed: str, first: str
) -> None:
    found = holding(typed, list(provider_options().values()))[0]
    assert found.casefold().removeprefix("the ").startswith(first.casefold())


def test_tees_is_a_combined_authority_and_a_district() -> None:
    found = holding("tees", [one.counted for one in find_partner_sets().values()])
    assert found == [
        "Tees Valley: 4 (combined authority)",
        "Stockton-on-Tees: 1 (district)",
    ]


def test_a_set_of_a_place_holds_those_with_a_site_in_it_and_names_them() -> None:
    areas = area_table("lsoa21")
    inside = set(areas.index[areas["cauth25_code"] == TEES])
    sites = tables.load("sites")
    wanted = set(sites.loc[sites["lsoa21_code"].isin(inside) & sites["placed"], "ukprn"])
    found = find_partner_sets()[TEES_VALLEY]
    assert set(found.ukprns) == wanted
    assert "Teesside University" in found.named
    assert len(found.named.split("; ")) == len(wanted)


def test_every_set_has_a_name_of_a_place_and_somebody_in_it() -> None:
    for one in find_partner_sets("E08000035").values():
        assert one.label.strip()
        assert one.ukprns
        assert set(one.ukprns) <= set(provider_options())


def test_many_are_added_only_when_they_have_been_named(opened_reach: AppTest) -> None:
    app = opened_reach
    app.sidebar.selectbox(key="many").set_value(TEES_VALLEY).run()
    assert "providers" not in app.query_params
    assert any("Teesside University" in text.value for text in app.sidebar.text)
    app.sidebar.button(key="add_many").click().run()
    assert not app.exception
    assert app.query_params["providers"].split(",") == list(find_partner_sets()[TEES_VALLEY].ukprns)
    assert app.sidebar.selectbox(key="many").value is None


def test_enter_takes_one_institution_and_never_all_that_match(opened_reach: AppTest) -> None:
    """The framework's offer to select all matches is off, and so is its guess at spellings."""
    proto = opened_reach.sidebar.multiselect(key="providers").proto
    assert not proto.select_all
    named = proto.DESCRIPTOR.fields_by_name["filter_mode"].enum_type.values_by_number
    assert named[proto.filter_mode].name == "FILTER_MODE_CONTAINS"


@pytest.fixture
def opened_reach() -> AppTest:
    app = opened()
    return app.switch_page("views/reach.py").run()

"""The first screen in a real browser: the question, the box, the findings, and coming back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.app.test_accessible import check
from tests.browsing import Visit, address_holds

pytestmark = pytest.mark.browser

QUESTION = "Where do few young people go on to university?"
BOX = "Your town, postcode, council or university"


@pytest.fixture
def newcomer(browser: object) -> Iterator[Visit]:
    made = Visit(browser, newcomer=True)
    yield made
    made.close()


def begin(newcomer: Visit, address: str) -> None:
    newcomer.open(address)
    newcomer.tab.get_by_role("heading", name=QUESTION).wait_for()
    newcomer.painted("utla23.he19_rate")


def write(newcomer: Visit, text: str) -> None:
    newcomer.tab.get_by_label(BOX).fill(text)
    newcomer.tab.get_by_label(BOX).press("Enter")


def test_a_newcomer_types_chooses_and_comes_back(newcomer: Visit, address: str) -> None:
    begin(newcomer, address)
    write(newcomer, "blackpool")
    newcomer.tab.get_by_role("button", name="Blackpool Local authority district").first.click()
    address_holds(newcomer, "in=E06000009")
    newcomer.painted("lsoa21.tundra_rate")
    assert not newcomer.tab.get_by_role("heading", name=QUESTION).is_visible()
    # Another day the bare address leads to where one was, and says so.
    newcomer.tab.goto(address)
    newcomer.tab.get_by_text("You are back where you were last.").wait_for()
    newcomer.painted("lsoa21.tundra_rate")
    address_holds(newcomer, "in=E06000009")
    newcomer.tab.get_by_role("link", name="Start afresh").click()
    newcomer.tab.get_by_role("heading", name=QUESTION).wait_for()
    newcomer.painted("utla23.he19_rate")
    # It is forgotten.
    newcomer.tab.goto(address)
    newcomer.tab.get_by_role("heading", name=QUESTION).wait_for()
    newcomer.painted("utla23.he19_rate")


def test_a_postcode_leads_straight_to_its_place(newcomer: Visit, address: str) -> None:
    begin(newcomer, address)
    write(newcomer, "FY1 1AA")
    address_holds(newcomer, "area=E01")


def test_an_institution_leads_to_its_reach(newcomer: Visit, address: str) -> None:
    begin(newcomer, address)
    write(newcomer, "University of Lincoln")
    newcomer.tab.get_by_role("button", name="University of Lincoln").first.click()
    address_holds(newcomer, "with=reach", "providers=10007151", "in=E07000138")
    newcomer.tab.get_by_role(
        "heading",
        name=re.compile("University of Lincoln: Lincoln, North Kesteven and West Lindsey"),
    ).wait_for()


def test_what_is_not_found_says_what_to_type(newcomer: Visit, address: str) -> None:
    begin(newcomer, address)
    write(newcomer, "qqqqqq")
    newcomer.tab.get_by_text("such as FY1 1AA").first.wait_for()
    newcomer.tab.get_by_role("heading", name=QUESTION).wait_for()


def test_a_finding_opens_its_map(newcomer: Visit, address: str) -> None:
    begin(newcomer, address)
    newcomer.tab.get_by_role("link", name="A gap of 20.1 points by free school meals").click()
    newcomer.painted("utla23.he19_gap")
    newcomer.tab.get_by_role("heading", name="Gap in entry by 19").first.wait_for()


def test_the_map_is_one_click_away_and_stays(newcomer: Visit, address: str) -> None:
    begin(newcomer, address)
    newcomer.tab.get_by_role("button", name="Go straight to the map").click()
    newcomer.tab.get_by_role("heading", name=QUESTION).wait_for(state="hidden")
    address_holds(newcomer, "show=he19_rate")
    newcomer.tab.goto(address)
    newcomer.painted("utla23.he19_rate")
    newcomer.tab.get_by_role("link", name="Start page").click()
    newcomer.tab.get_by_role("heading", name=QUESTION).wait_for()
    newcomer.painted("utla23.he19_rate")


def test_a_link_of_somebody_else_is_not_remembered(newcomer: Visit, address: str) -> None:
    newcomer.open(f"{address}/?in=E06000018")
    newcomer.painted("lsoa21.tundra_rate")
    newcomer.tab.goto(address)
    newcomer.tab.get_by_role("heading", name=QUESTION).wait_for()
    newcomer.painted("utla23.he19_rate")


@pytest.mark.parametrize("code", ["E99999999", "nonsense", "<script>"])
def test_a_cookie_that_names_no_place_is_ignored(newcomer: Visit, address: str, code: str) -> None:
    newcomer.open(address)
    newcomer.context.add_cookies([{"name": "coldspots_place", "value": code, "url": address}])
    begin(newcomer, address)


@pytest.mark.parametrize("width", [1440, 360])
def test_the_first_screen_has_no_barriers(browser: object, address: str, width: int) -> None:
    for scheme in ("light", "dark"):
        newcomer = Visit(browser, width, 800, scheme, newcomer=True)
        begin(newcomer, address)
        check(newcomer.tab)
        wide = newcomer.tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        newcomer.close()

"""Reach and where next in a real browser: journeys 6, 7 and 8, with every other machine blocked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.areas.cache import area_table
from geo.reach.measure import find_reach
from geo.reach.partnerships import provider_sites
from geo.siting.problem import build_case
from geo.siting.result import find_sites
from layers.style.palette import REACH
from tests.app.test_cold_page import MOST_OF
from tests.browsing import Visit, address_holds, until_gone

pytestmark = pytest.mark.browser

LEEDS, EAST = "E08000035", "E12000006"
UNIVERSITY = "10007795"
OWN = "name,postcode\nCity hub,LS1 4AP\nNowhere,LS1\n<b>Bold</b>,BD1 1HY\n=1+1,not a postcode\n"
ACTIVITY = "area_code,date,number\nE01011264,01/03/2026,25\nE01011281,02/03/2026,30\n"


def opened(visit: Visit, url: str, key: str) -> None:
    visit.turn(url)
    visit.painted(key)


def choose(visit: Visit, box: str, text: str) -> None:
    """Choose an option of one of the sidebar's lists by typing."""
    field = visit.tab.get_by_role("combobox", name=box)
    field.click()
    field.fill(text)
    visit.tab.get_by_role("option", name=text).first.click()
    # The list of a box for many stays open, and the rest of the page hidden; Escape would empty one
    # for a single choice.
    if box == "Whose reach":
        visit.tab.keyboard.press("Escape")


def figures(visit: Visit) -> list[str]:
    return visit.inside.locator(".cs-legend .cs-row td").all_inner_texts()


def wait_for_figures(visit: Visit, wanted: list[str]) -> None:
    visit.frame.wait_for_function(
        """(wanted) => {
          const seen = [...document.querySelectorAll(".cs-legend .cs-row td")];
          return wanted.every((text, i) => seen[i] && seen[i].textContent === text);
        }""",
        arg=wanted,
    )


def counted(reach: object, *, cold: bool, near: bool) -> list[str]:
    here = reach.kept & (reach.ground.cold == cold) & (reach.in_range == near)
    people = int(reach.ground.people()[here].sum())
    return [f"{int(here.sum()):,}", f"{people:,}"]


def test_a_partnership_its_reach_and_what_one_partner_adds(visit: Visit, address: str) -> None:
    """Journey 6."""
    opened(visit, f"{address}/reach?with=reach&list=tested&km=5&in={LEEDS}", "lsoa21.reach.gaps")
    choose(visit, "Whose reach", "University of Leeds")
    address_holds(visit, f"providers={UNIVERSITY}")
    reach = find_reach(provider_sites([UNIVERSITY]), 5, within=LEEDS)
    wait_for_figures(visit, counted(reach, cold=True, near=False))
    assert figures(visit)[2:4] == counted(reach, cold=True, near=True)
    visit.painted("lsoa21.reach.gaps")
    table = reach.table().table.join(area_table("lsoa21")["area_km2"].rename("size"))
    read = 0
    for cold, near, colour in ((True, True, 1), (False, False, 2), (False, True, 3)):
        part = table[(table["cold_spot"] == cold) & (table["in_range"] == near)]
        for code in part["size"].nlargest(4).index:
            found = visit.frame.evaluate(MOST_OF, code)
            if found:
                assert found == REACH["gaps"][colour], code
                read += 1
    assert read >= 6
    with visit.tab.expect_download() as held:
        visit.tab.get_by_role(
            "button", name="Schools to contact about what is left out, CSV"
        ).click()
    rung = pd.read_csv(held.value.path(), encoding="utf-8-sig")
    assert {"urn", "name", "kind", "distance_km", "young_people_now", "open_on", "link"} <= set(
        rung
    )
    assert len(rung) > 3
    choose(visit, "Whose reach", "Leeds Beckett University")
    address_holds(visit, "10003861")
    visit.at_rest()
    visit.tab.get_by_role("tab", name="Partners").click()
    visit.tab.get_by_role("heading", name="What each partner adds").wait_for()
    both = find_reach(provider_sites([UNIVERSITY, "10003861"]), 5, within=LEEDS)
    people = int(both.ground.people()[both.kept & both.in_range].sum())
    visit.tab.get_by_text(f"{people:,}").first.wait_for()
    visit.tab.get_by_text("Where partners overlap").wait_for()
    choose(visit, "Without this partner", "Leeds Beckett University")
    address_holds(visit, "without=10003861")
    visit.tab.get_by_text("Without Leeds Beckett University").first.wait_for()
    visit.tab.get_by_text("How many providers are in range", exact=True).click()
    visit.painted("lsoa21.reach.tiers")
    address_holds(visit, "reach=tiers")


def test_own_sites_and_records_row_by_row(visit: Visit, address: str, tmp_path: Path) -> None:
    """Journey 7: bad rows are told of and handed back, good ones count, nothing is in the address."""
    sites, records = tmp_path / "ours.csv", tmp_path / "work.csv"
    sites.write_text(OWN, encoding="utf-8")
    records.write_text(ACTIVITY, encoding="utf-8")
    opened(
        visit,
        f"{address}/reach?with=reach&providers={UNIVERSITY}&in={LEEDS}",
        "lsoa21.reach.gaps",
    )
    visit.tab.get_by_text("Your own sites and records").click()
    visit.tab.get_by_text("Files stay on this machine").wait_for()
    boxes = visit.tab.locator('input[type="file"]')
    boxes.nth(0).set_input_files(sites)
    visit.tab.get_by_text("2 of 4 rows cannot be used").wait_for()
    visit.tab.get_by_text("Line 3, 'LS1'").wait_for()
    visit.at_rest()
    with visit.tab.expect_download() as held:
        visit.tab.get_by_role("button", name="Rows to mend (2)").click()
    mend = pd.read_csv(held.value.path(), encoding="utf-8-sig")
    assert mend["line"].tolist() == [3, 5]
    assert "'=1+1" in mend.to_csv()
    own = visit.inside.locator(".cs-legend").get_by_text("Your own sites", exact=True)
    own.wait_for()
    boxes.nth(1).set_input_files(records)
    visit.tab.get_by_text("The activity file names 2 neighbourhoods").wait_for()
    visit.tab.get_by_text("Low participation and where there was work", exact=True).click()
    visit.painted("lsoa21.reach.engaged")
    assert "hub" not in visit.tab.url
    assert "E01011264" not in visit.tab.url
    visit.tab.get_by_role("button", name="Forget my files").click()
    visit.painted("lsoa21.reach.gaps")
    until_gone(own)


def test_the_best_sites_and_a_choice_by_hand(visit: Visit, address: str) -> None:
    """Journey 8."""
    opened(visit, f"{address}/where-next?with=sites&in={EAST}", "lsoa21.sites.gaps")
    case = build_case("schools", "likely", max_km=10, there=provider_sites(None), within=EAST)
    found = find_sites(case, 3)
    gained = found.answer.covered - found.answer.already
    visit.tab.get_by_text(
        f"bring {gained:,.0f} more young people in the likely lowest fifth"
    ).wait_for()
    visit.tab.get_by_text("Proven best for this demand").wait_for()
    rows = visit.tab.locator("table").first.locator("tbody tr")
    assert rows.locator("td:nth-child(2)").all_inner_texts() == found.sites().table["name"].tolist()
    drawn = visit.frame.evaluate(
        """() => {
          const { points } = map_div.coldspots.what;
          return [...points.kind].filter((kind) => kind === 5).length;
        }"""
    )
    assert drawn == 3
    assert figures(visit)[3] == f"{gained:,.0f}"
    visit.tab.get_by_text("Compare a choice of your own").first.click()
    picks = visit.tab.get_by_label("Sites you would choose, one a line")
    picks.fill("137188")
    picks.press("Control+Enter")
    address_holds(visit, "picked=137188")
    visit.tab.get_by_role("heading", name="Your choice beside it").wait_for()
    share = find_sites(case, 3, picked=["137188"]).picked.share
    visit.tab.get_by_text(f"The choice by hand comes to {share:.1%} of the best").wait_for()


def test_a_question_without_an_answer_says_so(visit: Visit, address: str) -> None:
    """Nobody who teaches part-time is left: one sentence, and the map nearest to what was asked."""
    visit.turn(f"{address}/reach?with=reach&providers=10000415&parttime=yes")
    visit.painted("lsoa21.reach.gaps")
    visit.tab.get_by_text("Shown instead: sites with and without part-time courses.").wait_for()
    address_holds(visit, "providers=10000415")

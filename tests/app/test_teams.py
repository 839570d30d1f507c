"""Three teams, from the first screen with a messy spreadsheet to a paper: rural, city, region."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.browsing import Visit, address_holds
from tests.geo.uploads.test_opendocument import ods, table, text

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROUND_LINCOLN = "E07000138,E07000139,E07000142"
PLACE = "Lincoln, North Kesteven and West Lindsey"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
TEESSIDE = "E06000001,E06000002,E06000003,E06000004,E06000005"


def schools() -> bytes:
    """Save a sheet with a title, behind another sheet: three schools, two postcodes that are none."""
    book = openpyxl.Workbook()
    book.active.append(["Made by the outreach team, June 2025"])
    sheet = book.create_sheet("Partner schools")
    for row in (
        ["Partner schools 2024/25"],
        [],
        ["School", "Town", "Postcode", "Contact"],
        ["The Gainsborough Academy", "Gainsborough", "DN21 1PB", "A"],
        ["North Kesteven Academy", "Lincoln", "LN6 9AG", "B"],
        ["Lincoln Castle Academy", "Lincoln", "LN1 3SP", "C"],
        ["Bad one", "Lincoln", "LN99 9ZZ", "D"],
        ["Worse", "", "no", "E"],
    ):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.fixture
def team(browser: object) -> Iterator[Visit]:
    made = Visit(browser, newcomer=True, fresh=True)
    yield made
    made.close()


def test_lincoln_from_the_first_screen_to_a_paper(team: Visit, address: str) -> None:
    team.open(address)
    tab = team.tab
    tab.get_by_label("Your town, postcode, council or university").fill("University of Lincoln")
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="University of Lincoln").first.click()
    tab.get_by_role("heading", name=re.compile(PLACE)).first.wait_for()
    tab.get_by_text("Your own sites and records").click()
    box = tab.locator('input[type="file"]').first
    box.set_input_files({"name": "schools.xlsx", "mimeType": XLSX, "buffer": schools()})
    tab.get_by_text("In use: schools.xlsx").wait_for()
    side = tab.get_by_test_id("stSidebar")
    side.get_by_text("Line 7, 'LN99 9ZZ': no such postcode").wait_for()
    side.get_by_text("Line 8, 'no': not a postcode").wait_for()
    tab.get_by_role("heading", name=re.compile(f"and your own sites: {PLACE}")).first.wait_for()
    tab.get_by_role("link", name="Our patch").click()
    tab.get_by_role("heading", name=f"Our patch: {PLACE}").wait_for()
    tab.get_by_role("link", name="Profile to print").click()
    tab.get_by_role("heading", name=PLACE, exact=True).wait_for()
    tab.get_by_role("link", name="Briefing", exact=True).click()
    # The profile has no file for Word.
    tab.get_by_role("button", name="Word").wait_for(timeout=90_000)
    team.at_rest()
    with tab.expect_download(timeout=90_000) as taken:
        tab.get_by_role("button", name="Word").click(timeout=90_000)
    paper = docx.Document(str(Path(taken.value.path())))
    text = "\n".join(part.text for part in paper.paragraphs)
    assert PLACE in text
    assert "England" in text
    address_holds(team, f"in={ROUND_LINCOLN}")


def log() -> bytes:
    """Save a log of activities: a note first, a title, headings in two lines, a bad postcode."""
    rows = [
        text("Teesside outreach log"),
        text(""),
        text("Activity", "", "Where", "", "Young people"),
        text("What", "When", "School", "Postcode", "n"),
        text("Campus visit", "12/11/2024", "Outwood Academy Ormesby", "TS7 9LW", "34"),
        text("Mentoring (sustained)", "Autumn 2024", "Macmillan Academy", "TS5 4AG", "12"),
        text("Summer residential", "03/07/2025", "High Tunstall College", "TS26 0LQ", "25"),
        text("Talk", "2025-02-14", "No such place", "TS99 9ZZ", "10"),
    ]
    note = table(text("Ask Jo before editing."), "Read me")
    return ods(note + table("".join(rows), "2024-25"))


def test_teesside_from_a_misspelt_name_and_a_log_to_a_paper(team: Visit, address: str) -> None:
    team.open(address)
    tab = team.tab
    tab.get_by_label("Your town, postcode, council or university").fill("teeside uni")
    tab.keyboard.press("Enter")
    tab.get_by_text("Did you mean Teesside University?").wait_for()
    tab.get_by_role("button", name="Teesside University University in").click()
    heading = tab.get_by_role("heading", name=re.compile("Hartlepool, Middlesbrough and 3 others"))
    heading.first.wait_for()
    # The campus in London is no part of the patch.
    address_holds(team, f"in={TEESSIDE}")
    tab.get_by_text("Your own sites and records").click()
    boxes = tab.locator('input[type="file"]')
    boxes.nth(1).set_input_files({"name": "log.ods", "mimeType": ODS, "buffer": log()})
    side = tab.get_by_test_id("stSidebar")
    side.get_by_text("In use: log.ods").wait_for()
    side.get_by_text("Line 8, 'TS99 9ZZ': no such postcode").wait_for()
    side.get_by_text("Two lines of headings were read as one.").wait_for()
    tab.get_by_role("button", name="Show where there was work").click()
    tab.get_by_role(
        "heading", name=re.compile("Where Teesside University has worked")
    ).first.wait_for()
    tab.get_by_role("link", name="Our patch").click()
    tab.get_by_role("heading", name=re.compile("Our patch: ")).wait_for()
    address_holds(team, f"in={TEESSIDE}")
    tab.get_by_role("link", name="Profile to print").click()
    tab.get_by_role("link", name="Briefing", exact=True).click()
    # The profile has a file in HTML too: only the briefing has one for Word.
    tab.get_by_role("button", name="Word").wait_for(timeout=90_000)
    team.at_rest()
    with tab.expect_download(timeout=120_000) as taken:
        tab.get_by_role("button", name="HTML").click(timeout=120_000)
    paper = Path(taken.value.path()).read_text(encoding="utf-8")
    assert "Middlesbrough" in paper
    assert "TS99" not in paper


WORK = b"""Uni Connect partners 2024-25,,,
,,,
URN,Partner,Activity type,Number of pupils
144809,Leeds Trinity,Mentoring,20
144809,Leeds Beckett,Talk,100
144809,Bradford,Talk,100
136826,Leeds Beckett,Talk,30
999999,Leeds Beckett,Talk,30
"""


def test_a_combined_authority_from_a_list_of_work_to_an_annex(team: Visit, address: str) -> None:
    from playwright.sync_api import expect

    team.open(address)
    tab = team.tab
    tab.get_by_label("Your town, postcode, council or university").fill("West Yorkshire")
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name=re.compile("^West Yorkshire Combined")).click()
    address_holds(team, "in=E47000003")
    tab.get_by_role("link", name="Schools", exact=True).last.click()
    tab.get_by_role("heading", name="Schools in West Yorkshire: who works where").wait_for()
    box = tab.locator('input[type="file"]').first
    box.set_input_files({"name": "work.csv", "mimeType": "text/csv", "buffer": WORK})
    tab.get_by_text("3 or more partners work with 1").wait_for()
    tab.get_by_text("Line 8, '999999'").wait_for()
    tab.get_by_text("Share out", exact=True).click()
    takers = tab.get_by_label("Partners who take schools")
    for name in ("Leeds Trinity", "Leeds Beckett"):
        # A page that is still being drawn closes the list: type until it is open.
        option = tab.get_by_role("option", name=re.compile(name)).first
        while not option.is_visible():
            takers.fill("")
            takers.press_sequentially(name)
            tab.wait_for_timeout(500)
        option.click()
        tab.get_by_text(f"{name} University in the records").wait_for()
    tab.keyboard.press("Escape")
    tab.get_by_text("schools are shared out by pupils on roll").wait_for(timeout=90_000)
    # With two columns more, the list needs the whole width.
    heading = tab.get_by_role("columnheader", name="Shared out to").first
    table = tab.locator("table").filter(has=heading).first.bounding_box()
    assert table["width"] > 0.9 * tab.locator(".stMainBlockContainer").bounding_box()["width"]
    # A school of the map is chosen by a click, and a click beside all of them lets it go; one on a
    # map that is about to be drawn anew is lost.
    team.at_rest()
    chart = tab.get_by_test_id("stVegaLiteChart").first
    chart.locator(".mark-symbol path[aria-label*='Temple Moor High School']").click()
    fixed = tab.get_by_label("Fix a school")
    expect(fixed).to_have_value("Temple Moor High School (146247)", timeout=45_000)
    tab.get_by_role("button", name="Fix", exact=True).click()
    tab.get_by_text("Fixed: Temple Moor High School: ").wait_for(timeout=90_000)
    # The file is of the page as it was drawn last: wait until it is whole.
    team.at_rest()
    with tab.expect_download(timeout=120_000) as taken:
        tab.get_by_role("button", name="Annex, Word").click(timeout=120_000)
    paper = docx.Document(str(Path(taken.value.path())))
    cells = [cell.text for made in paper.tables for row in made.rows for cell in row.cells]
    assert any("Temple Moor High School" in cell for cell in cells)
    tab.get_by_role("link", name="Profile", exact=True).first.click()
    # The page of schools has the name in its heading too.
    tab.get_by_role("heading", name="West Yorkshire", exact=True).wait_for()
    tab.get_by_role("link", name="Briefing", exact=True).click()
    tab.get_by_role("button", name="Word").wait_for(timeout=90_000)
    team.at_rest()
    with tab.expect_download(timeout=120_000) as taken:
        tab.get_by_role("button", name="PDF").click(timeout=120_000)
    assert Path(taken.value.path()).read_bytes()[:5] == b"%PDF-"

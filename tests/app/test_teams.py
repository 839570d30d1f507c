"""A rural university's team: from the first screen, with a messy spreadsheet, to a paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.browsing import Visit, address_holds

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROUND_LINCOLN = "E07000138,E07000139,E07000142"
PLACE = "Lincoln, North Kesteven and West Lindsey"


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
    tab.get_by_role("heading", name=PLACE).first.wait_for()
    tab.get_by_role("link", name="Briefing", exact=True).click()
    with tab.expect_download(timeout=90_000) as taken:
        tab.get_by_role("button", name="Word").click(timeout=90_000)
    paper = docx.Document(str(Path(taken.value.path())))
    text = "\n".join(part.text for part in paper.paragraphs)
    assert PLACE in text
    assert "England" in text
    address_holds(team, f"in={ROUND_LINCOLN}")

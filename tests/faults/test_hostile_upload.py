"""Files full of markup, templates and formulas, brought to the pages in a real browser."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from layers.exports.files import write_view
from tests.browsing import Visit, let_images_fail
from tests.faults.payloads import MARKUP, RESULT, TEXTS, partnership, sites
from tests.faults.test_every_string import LEEDS, own_views

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

NAME = "../../x<img src=x onerror=window.PWN=1>{{ 7919*7907 }}"


def nothing_ran(visit: Visit) -> None:
    """In no frame of the page did a script of the file run, nor a template on the server."""
    if visit.tab.get_by_test_id("stApp").count():  # a page that stands alone has no server
        visit.tab.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    for _ in range(5):
        try:
            for frame in visit.tab.frames:
                let_images_fail(frame)
                assert frame.evaluate("() => window.PWN") is None, frame.url
                assert RESULT not in frame.content()
                assert frame.locator("img[src=x], svg[onload]").count() == 0
            break
        except sync_api.Error as error:
            # A rerun may drop a frame while it is looked at: then all are looked at again.
            if "detached" not in str(error):
                raise
    else:
        pytest.fail("frames of the page kept being dropped")
    assert visit.errors == []


def bring(visit: Visit, label: str, name: str, content: bytes, kind: str = "text/csv") -> None:
    box = visit.tab.get_by_test_id("stFileUploader").filter(has_text=label)
    box.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )


def settled(visit: Visit, key: str) -> None:
    visit.painted(key)
    nothing_ran(visit)


@pytest.mark.fault(0, 1, 2, 3, 11, 12, 15)
def test_hostile_sites_on_the_page_of_reach(visit: Visit, address: str) -> None:
    visit.open(f"{address}/reach?with=reach&km=2&in={LEEDS}")
    visit.painted("lsoa21.reach.gaps")
    visit.tab.get_by_text("Your own sites and records").click()
    bring(visit, "Your own sites", f"{NAME}.csv", sites())
    visit.tab.get_by_text(f"{len(TEXTS)} of {2 * len(TEXTS)} rows cannot be used").wait_for()
    settled(visit, "lsoa21.reach.gaps")
    visit.tab.get_by_text(f"Line {len(TEXTS) + 2}, ").wait_for()
    with visit.tab.expect_download() as held:
        visit.tab.get_by_role("button", name=f"Rows to mend ({len(TEXTS)})").click()
    assert held.value.suggested_filename == "sites-to-mend.csv"
    mend = pd.read_csv(held.value.path(), encoding="utf-8-sig", dtype="str", keep_default_na=False)
    assert not mend.apply(lambda column: column.str.match(r"[=+\-@|%]")).any(axis=None)
    bring(visit, "Open a saved partnership", f"{NAME}.json", partnership(), "application/json")
    # The tabs are those of the partnership only once its sites are in use.
    visit.tab.get_by_text("In use: ").nth(1).wait_for()
    settled(visit, "lsoa21.reach.gaps")
    for tab in visit.tab.get_by_role("tab").all():
        tab.click()
        nothing_ran(visit)
    assert "PWN" not in visit.tab.url
    typed = visit.tab.get_by_role("textbox", name="Add a site by postcode")
    typed.fill(f"LS2 9JT {MARKUP[0]} {MARKUP[1]}")
    visit.tab.keyboard.press("Enter")
    visit.tab.get_by_text("Added: ").wait_for()
    settled(visit, "lsoa21.reach.gaps")


@pytest.mark.fault(0, 1, 2, 3, 11, 12)
def test_hostile_candidates_on_the_page_of_new_sites(visit: Visit, address: str) -> None:
    visit.open(f"{address}/where-next?with=sites&km=1&providers=10005790&in={LEEDS}")
    visit.painted("lsoa21.sites.gaps")
    visit.tab.get_by_text("Your own sites and records").click()
    bring(visit, "Sites to choose among", f"{NAME}.csv", sites())
    visit.tab.get_by_text(f"Rows to mend ({len(TEXTS)})").wait_for()
    settled(visit, "lsoa21.sites.gaps")
    field = visit.tab.get_by_role("combobox", name="Among")
    field.click()
    visit.tab.get_by_role("option", name="sites of your own list").click()
    settled(visit, "lsoa21.sites.gaps")
    # The table of the schools stands until that of the own list comes.
    visit.tab.wait_for_function(
        """texts => [...document.querySelectorAll("table")].some(
             table => texts.some(text => table.innerText.includes(text)))""",
        arg=list(TEXTS),
    )
    nothing_ran(visit)


@pytest.mark.fault(0, 1, 2, 3, 33)
@pytest.mark.parametrize("kind", ["reach", "sites"])
def test_a_page_alone_that_holds_hostile_names(browser: object, tmp_path: Path, kind: str) -> None:
    page = tmp_path / "own.html"
    write_view(own_views()[kind], page)
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    nothing_ran(visit)
    visit.close()

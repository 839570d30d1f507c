"""The page that enriches a list: what it understood, what it adds, and what it says of bad rows."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.uploads import MOST_ROWS
from tests.app.test_accessible import check
from tests.app.test_app import APP
from tests.browsing import Visit
from tests.geo.uploads.test_workbooks import saved

ROWS = [["Ref", "Where"], ["001", "1 The Promenade, FY1 1AA"], ["002", "S1 2HH"], ["003", "FY1"]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opened() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    return app.switch_page("views/enrich.py").run()


def bring(app: AppTest, file: tuple[str, bytes, str]) -> AppTest:
    box = next(one for one in app.file_uploader if one.key.startswith("enrich_file_"))
    return box.set_value(file).run()


def said(app: AppTest) -> str:
    parts = (app.text, app.warning, app.error, app.markdown, app.subheader)
    told = [element.value for part in parts for element in part]
    told += [one.proto.body for one in app.get("html")]
    return "\n".join(told).replace("\\", "")


def test_a_list_is_understood_previewed_and_removed() -> None:
    app = bring(opened(), ("list.xlsx", saved([["Notes"]], {"List": ROWS}), XLSX))
    assert not app.exception
    assert app.selectbox(key="enrich_sheet").value == "List"
    assert app.selectbox(key="enrich_column").value == "Where"
    told = said(app)
    assert "list.xlsx: 3 rows" in told
    assert "Line 4, 'FY1': an address without a postcode" in told
    assert "<td>E01012737</td>" in told
    assert "not a person" in told
    app.multiselect(key="enrich_measures").set_value(["imd_decile"])
    app.text_area(key="enrich_rules").set_value("low: imd_decile = 1").run()
    assert "tundra_rate" not in said(app)
    assert ">low</th>" in said(app)
    app.text_area(key="enrich_rules").set_value("low: polar = 1").run()
    assert "names 'polar', which is no column" in said(app)
    app.button(key="enrich_remove").click().run()
    assert "enrich_list" not in app.session_state
    assert "list.xlsx" not in said(app)


def test_another_sheet_is_chosen_and_a_file_that_fails_keeps_the_list() -> None:
    book = saved(ROWS, {"More": [["postcode"], ["CF10 3AT"]]})
    app = bring(opened(), ("two.xlsx", book, XLSX))
    app.selectbox(key="enrich_sheet").set_value("Schools").run()
    assert app.selectbox(key="enrich_column").value == "Where"
    app.selectbox(key="enrich_sheet").set_value("More").run()
    assert "<td>Wales</td>" in said(app)
    bring(app, ("plan.pdf", b"%PDF-1.7", "application/pdf"))
    assert "plan.pdf: This is a PDF" in said(app)
    assert "two.xlsx is in use as before" in said(app)
    assert "<td>Wales</td>" in said(app)


def test_a_list_that_is_too_long_or_has_no_postcodes_is_refused() -> None:
    app = bring(opened(), ("long.csv", b"postcode\n" + b"FY1 1AA\n" * (MOST_ROWS + 1), "text/csv"))
    assert "more than 50,000 rows" in said(app)
    app = bring(app, ("none.csv", b"a,b\n1,2\n", "text/csv"))
    assert "No column has postcodes" in said(app)
    assert "enrich_list" not in app.session_state


@pytest.mark.browser
def test_a_list_is_enriched_on_a_phone(browser: object, address: str) -> None:
    visit = Visit(browser, 360, 740)
    try:
        visit.tab.goto(f"{address}/enrich")
        visit.tab.locator("input[type=file]").set_input_files(
            {"name": "list.csv", "mimeType": "text/csv", "buffer": b"ref,postcode\n007,FY1 1AA\n"}
        )
        visit.tab.wait_for_selector(".enriched td")
        visit.at_rest()
        with visit.tab.expect_download() as taken:
            visit.tab.get_by_role("button", name="CSV with notes, zip").click()
        assert taken.value.suggested_filename == "list-enriched.zip"
        wide = visit.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wide
        check(visit.tab)
    finally:
        visit.close()

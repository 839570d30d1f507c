"""The page that checks copy: pasted, marked, told in words, and kept out of the log."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_accessible import check
from tests.app.test_app import APP
from tests.browsing import Visit

TEXT = "In Cardiff, fewer than 1% of children live in low-income families."


def opened() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    return app.switch_page("views/check_copy.py").run()


def shown(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html") if "checked" in one.proto.body)


def test_a_text_is_checked_and_a_place_that_there_is_not_is_refused() -> None:
    app = opened()
    assert not app.exception
    assert "not stored, not logged" in app.markdown[1].value
    app.text_area(key="copy_text").set_value(TEXT)
    app.button[0].click().run()
    assert "1 wrong" in shown(app)
    app.text_area(key="copy_text").set_value("Here, 1% of children live in low-income families.")
    app.text_input(key="copy_place").set_value("Cardiff")
    app.button[0].click().run()
    assert "1 wrong" in shown(app)
    app.text_input(key="copy_place").set_value("qqqqqqq")
    app.button[0].click().run()
    assert "No place is called" in app.error[0].value


@pytest.mark.browser
def test_a_pasted_text_is_marked_and_nothing_stands_in_the_way(
    browser: object, address: str
) -> None:
    visit = Visit(browser, 360, 740)
    try:
        visit.tab.goto(f"{address}/check-copy")
        visit.tab.get_by_label("Text", exact=True).fill(TEXT)
        visit.tab.get_by_role("button", name="Check", exact=True).click()
        visit.tab.wait_for_selector(".checked mark.wrong")
        assert "fewer than 1%" in visit.tab.locator(".checked p").inner_text()
        assert visit.tab.url.endswith("/check-copy")
        check(visit.tab)
    finally:
        visit.close()

"""The page of schools: records and summaries of the visit, gaps first, a share-out that is fixed."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from geo.outreach import read_records, summarise
from tests.app.test_app import opened
from tests.app.test_uploads_page import bring
from tests.geo.outreach.test_overview import BLACKPOOL, ROWS

LANCASTER, LANCASHIRE = "10007768", "10007141"
WORK = ("work.csv", ROWS.encode(), "text/csv")


def page(app: AppTest | None = None) -> AppTest:
    app = app or opened(**{"in": BLACKPOOL})
    return app.switch_page("views/partnership/schools.py").run()


def told(app: AppTest) -> str:
    parts = (app.main.title, app.main.markdown, app.main.subheader, app.main.caption)
    return "\n".join(one.value for part in parts for one in part).replace("\\", "")


def tables(app: AppTest) -> list[str]:
    return [one.value for one in app.main.markdown if one.value.startswith("|")]


def summary_of(who: str) -> tuple[str, bytes, str]:
    made = summarise(read_records(ROWS.encode()), who).to_json()
    return f"{who}.json", json.dumps(made).encode(), "application/json"


def test_a_place_is_shown_before_anything_is_known_and_another_is_found() -> None:
    app = page()
    assert not app.exception
    assert "16 schools and colleges stand in Blackpool" in told(app)
    assert "gaps are not known" in told(app)
    app.text_input(key="schools_text").set_value("Lincoln").run()
    assert app.title[0].value == "Schools in Lincoln: who works where"
    app.text_input(key="schools_text").set_value("Edinburgh").run()
    assert app.title[0].value == "Schools in Lincoln: who works where"
    assert app.main.warning


def test_records_show_gaps_and_duplication_and_no_small_count() -> None:
    app = bring(page(), "work", WORK)
    said = told(app)
    assert not app.exception
    assert said.index("Nobody works there: 14") < said.index("Three or more partners: 1")
    assert "| North, South, College | 41 to 74 |" in said
    assert "| North | 2 | 1 | 35 |" in said
    assert [one.label for one in app.main.get("download_button")][-3:] == [
        "Summary of North", "Summary of South", "Summary of College"
    ]  # fmt: skip
    # Nothing of a visitor's file is in the address.
    assert dict(app.query_params) == {"in": BLACKPOOL}
    app.sidebar.button(key="remove_work").click().run()
    assert "gaps are not known" in told(app)


def test_summaries_give_what_the_records_gave() -> None:
    pooled = tables(bring(page(), "work", WORK))
    app = page()
    for who in ("North", "South", "College"):
        bring(app, "summary", summary_of(who))
    assert not app.exception
    assert tables(app) == pooled
    bring(app, "summary", ("bad.json", b'{"kind": "x"}', "application/json"))
    assert "not a summary that can be used" in app.sidebar.warning[0].value
    # A summary that is brought again takes the place of the one before.
    bring(app, "summary", summary_of("North"))
    assert tables(app) == pooled


def test_schools_are_shared_out_and_fixed_by_a_click() -> None:
    app = bring(page(), "work", WORK)
    app.sidebar.multiselect(key="takers").set_value([LANCASTER, LANCASHIRE]).run()
    app.sidebar.selectbox(key=f"taker_{LANCASHIRE}").set_value("North").run()
    assert not app.exception
    said = told(app)
    assert "2 of 2 that a partner works with already stay" in said
    assert "| North | works there already |" in said
    app.main.selectbox(key="agree_urn").set_value("145863").run()
    app.main.selectbox(key="agree_with").set_value("nobody").run()
    app.main.button(key="agree").click().run()
    assert "Nobody takes: 1" in told(app)
    assert "agreed that nobody takes it" in told(app)
    app.main.button(key="agree_none").click().run()
    assert "Nobody takes: 1" not in told(app)
    app.sidebar.slider(key="share_tolerance").set_value(0).run()
    assert "there is one" in app.main.warning[0].value
    assert "Nobody works there: 14" in told(app)


def test_a_place_that_there_is_not_is_refused_in_a_sentence() -> None:
    app = opened(**{"in": BLACKPOOL})
    app.query_params["in"] = "E99"
    app = app.switch_page("views/partnership/schools.py").run()
    assert not app.exception
    assert "E99" in app.main.warning[0].value

"""The page "Taught where": a subject, what closes, and a choice that nobody meets."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from geo.provision import Selection, find_provision
from tests.app.test_app import APP

YARMOUTH = "E07000145"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/partnership/taught.py")
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(one.value for kind in (app.title, app.markdown, app.info) for one in kind)


def box(app: AppTest, label: str):
    return next(one for one in [*app.selectbox, *app.radio, *app.multiselect] if one.label == label)


def test_a_subject_is_chosen_and_its_nearest_closed() -> None:
    app = opened(**{"with": "taught", "in": YARMOUTH, "subject": "CAH09-01"})
    assert not app.exception
    assert app.title[0].value.startswith("Taught where: mathematical sciences, within 30 km")
    box(app, "Subject").select("CAH02-04").run()
    assert "nursing and midwifery" in app.title[0].value
    before = find_provision(Selection("CAH02-04"), within=YARMOUTH)
    nearest = before.nearest_provider.iloc[0]
    box(app, "What if this closes").select(f"{nearest}:CAH02-04").run()
    assert not app.exception
    after = find_provision(Selection("CAH02-04"), within=YARMOUTH, removed=[f"{nearest}:CAH02-04"])
    people = before.homes["young_people"]
    lost = people[before.in_range & ~after.in_range].sum()
    assert f"{lost:,.0f} more have none in range" in said(app)
    assert "Tenth 1 is the most deprived." in " ".join(one.value for one in app.caption)
    box(app, "Mode of study").set_value("part-time").run()
    assert "part-time" in app.title[0].value
    assert box(app, "What if this closes").value == []
    app.toggle(key="taught_openings").set_value(True).run()
    assert not app.exception
    assert "Young people more" in said(app)


def test_a_choice_that_no_course_meets_changes_nothing_and_says_so() -> None:
    app = opened(**{"with": "taught", "in": YARMOUTH, "subject": "CAH05-01"})
    box(app, "Mode of study").set_value("part-time").run()
    box(app, "Median entrant up to").select(48).run()
    assert not app.exception
    assert "What was shown stays" in said(app)
    assert "48 points" not in said(app).partition("What was shown stays")[2]

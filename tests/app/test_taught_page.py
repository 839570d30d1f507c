"""The page "Taught where": a subject, what closes, and a choice that nobody meets."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo import tables
from geo.provision import Selection, find_provision
from tests.app.test_app import APP
from tests.browsing import Visit, address_holds

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
    assert "Tenth 1 is the most deprived." in " ".join(one.value for one in app.markdown)
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


def test_what_lies_under_the_map_is_chosen_and_drawn() -> None:
    """Each part is there once it is chosen, and its choice of limit moves its title."""
    app = opened(**{"with": "taught", "in": YARMOUTH, "subject": "CAH07-01"})
    titles = {
        "Zones": "Out of range of every provider",
        "Single providers": "Subjects and regions that hang on one provider",
        "Part-time and adults": "Part-time courses, by the skills of adults",
        "Getting on": "Still there a year on, by provider",
        "Northern Ireland": "Courses in physics and astronomy: providers within 30 km in Northern "
        "Ireland",
        "All subjects": "Young people with no course within 30 km, by subject",
    }
    for name, title in titles.items():
        app.button_group(key="taught_section").set_value(name).run()
        assert not app.exception
        assert title in [one.value for one in app.subheader]
    app.button_group(key="taught_heat_km").set_value(60.0).run()
    assert "Young people with no course within 60 km, by subject" in [
        one.value for one in app.subheader
    ]
    box(app, "Subject").select("").run()
    app.button_group(key="taught_section").set_value("Getting on").run()
    assert "published by subject" in said(app)
    app.button_group(key="taught_section").set_value("Zones").run()
    assert not app.exception
    box(app, "Subject").select("CAH07-01").run()
    zone = box(app, "Show a zone on the map")
    zone.select(zone.options[0]).run()
    assert app.session_state.view.select.startswith("E01")


@pytest.mark.browser
def test_nursing_part_time_from_great_yarmouth_to_the_files(
    visit: Visit, address: str, tmp_path: Path
) -> None:
    """What a reporter does: subject, mode, limit, what closes; then picture, table and words."""
    visit.open(f"{address}/taught-where?in={YARMOUTH}")
    tab = visit.tab
    tab.get_by_role("heading", name=re.compile("Taught where: any subject")).first.wait_for()
    subject = tab.get_by_label("Subject", exact=True)
    subject.click()
    subject.press_sequentially("nursing")
    tab.get_by_role("option", name="Nursing and midwifery").click()
    tab.get_by_role(
        "heading", name=re.compile("nursing and midwifery, within 30 km")
    ).first.wait_for()
    tab.get_by_test_id("stSidebar").get_by_text("Part-time", exact=True).click()
    heading = re.compile("nursing and midwifery, part-time, within 30 km: Great Yarmouth")
    tab.get_by_role("heading", name=heading).first.wait_for()
    address_holds(visit, "subject=CAH02-04", "study=part-time", f"in={YARMOUTH}")
    asked = Selection("CAH02-04", "part-time")
    before = find_provision(asked, within=YARMOUTH)
    people = before.homes["young_people"]
    assert not before.in_range.any()
    everybody = f"None of the {int(people.sum()):,} young people in Great Yarmouth"
    tab.get_by_test_id("stMain").get_by_text(everybody).first.wait_for()
    # A wider limit reaches the nearest, which then closes.
    visit.open(f"{address}/taught-where?in={YARMOUTH}&subject=CAH02-04&study=part-time&range=90")
    tab.get_by_role("heading", name=re.compile("part-time, within 90 km")).first.wait_for()
    wide = find_provision(asked, 90, within=YARMOUTH)
    nearest = str(wide.nearest_provider.iloc[0])
    name = str(tables.load("providers", ["name"])["name"][nearest])
    box = tab.get_by_label("What if this closes")
    option = tab.get_by_role("option", name=name)
    while not option.is_visible():
        box.fill("")
        box.press_sequentially(name)
        tab.wait_for_timeout(500)
    option.click()
    # While the list is open nothing else of the page can be reached.
    tab.keyboard.press("Escape")
    shut = find_provision(asked, 90, within=YARMOUTH, removed=[f"{nearest}:CAH02-04"])
    lost = int(people[wide.in_range & ~shut.in_range].sum())
    assert lost == people.sum()
    tab.get_by_text(f"{lost:,} more have none in range").first.wait_for()
    visit.at_rest()
    # By keyboard: a first click would only close what is left of the list.
    tab.get_by_role("button", name=re.compile("Take this map")).press("Enter")
    with tab.expect_download(timeout=90_000) as held:
        tab.get_by_role("button", name="Newsroom pack", exact=True).click()
    with zipfile.ZipFile(held.value.path()) as pack:
        table = pd.read_csv(io.BytesIO(pack.read("data.csv")))
        assert pack.read("map.png")[:4] == b"\x89PNG"
        said = pack.read("sentences.txt").decode()
    own = table.set_index("area_code")["providers_within"]
    assert own.to_dict() == shut.table()["providers_within"][list(own.index)].to_dict()
    assert f"{lost:,} more have none in range" in said

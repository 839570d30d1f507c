"""The page of profiles: addresses, the find box, whose reach, what it refuses, and its files."""

from __future__ import annotations

import hashlib
import io
import json
import re
import urllib.parse
from pathlib import Path

import pypdf
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from geo import tables
from geo.outreach import read_records
from layers.browser import query as layers_query
from layers.papers import content_of
from layers.profiles.options import ProfileAsked, from_query
from layers.profiles.reach import NOT_GIVEN
from layers.profiles.subject import find_subject
from tests.app.test_app import APP
from tests.app.test_app import opened as opened_map
from tests.app.test_uploads_page import bring
from tests.browsing import Visit
from tests.layers.papers.logos import DRAWN
from views.panels import frame
from views.panels.frame import FILES_GONE

BLACKPOOL, LEEDS = "E06000009", "10007795"
PATCH = "E07000138,E07000142"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/profile.py")
    return app.run()


def body(app: AppTest) -> str:
    """Return the profile that a page shows, as HTML."""
    return next((one.proto.body for one in app.get("html") if "<h1>" in one.proto.body), "")


@pytest.mark.parametrize(
    "asked",
    [
        ProfileAsked(),
        ProfileAsked(BLACKPOOL),
        ProfileAsked("zone-E01012673", (LEEDS,), 5.0),
        ProfileAsked("", (LEEDS, "10003861"), 30.0),
        ProfileAsked("", (LEEDS,), 10.0, BLACKPOOL),
        ProfileAsked(BLACKPOOL, form="access-plan"),
    ],
)
def test_an_address_says_what_is_asked(asked: ProfileAsked) -> None:
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlencode(asked.pairs())))
    assert from_query(query) == (asked, [])


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"in": "<img src=x onerror=a()>"}, "a place that there is not"),
        ({"in": "E99999999"}, "is no area"),
        ({"area": "zone-E99999999"}, "no zone"),
        ({"in": "smc205-001"}, "no participation rates are published"),
        ({"in": BLACKPOOL, "providers": "10000001"}, "an institution that there is not"),
        ({"providers": LEEDS, "within": "W06000015"}, "measures in a place that there is not"),
        ({"in": BLACKPOOL, "km": "4"}, "a limit that this page does not offer"),
        ({"in": BLACKPOOL, "as": "<b>"}, "a form that no paper has"),
    ],
)
def test_what_an_address_asks_in_vain_is_said(query: dict[str, str], note: str) -> None:
    _, notes = from_query(query)
    assert len(notes) == 1
    assert note in notes[0]
    assert "<" not in notes[0]


def test_a_place_by_address_then_by_name_then_for_an_institution() -> None:
    app = opened(**{"in": BLACKPOOL})
    assert "<h1>Blackpool</h1>" in body(app)
    app.text_input(key="profile_text").set_value("Rutland").run()
    assert "<h1>Rutland</h1>" in body(app)
    assert app.query_params["in"] == "E06000017"
    app.sidebar.multiselect(key="profile_providers").set_value([LEEDS]).run()
    assert "University of Leeds" in body(app)
    assert app.query_params["providers"] == LEEDS
    button(app, "Profile of the institutions themselves").click().run()
    assert "Nobody in Rutland lives within 10 km of a site of the University of Leeds" in (
        app.error[0].value.replace("\\", "")
    )
    button(app, "Measure them in all England").click().run()
    name = tables.load("providers", ["name"])["name"][LEEDS]
    assert f"<h1>{name}</h1>" in body(app)
    assert "in" not in app.query_params
    assert not app.exception
    assert not app.error


def test_a_place_as_a_paper_with_its_author_s_name_and_logo() -> None:
    app = opened(**{"in": BLACKPOOL, "as": "council"})
    assert "<h1>Young people going on to higher education in Blackpool</h1>" in body(app)
    app.text_input(key="paper_by").set_value("Blackpool Council").run()
    assert "<dd>Blackpool Council</dd>" in body(app)
    app.sidebar.file_uploader[0].set_value(("own.svg", DRAWN, "image/svg+xml")).run()
    assert 'alt="Logo of Blackpool Council"' in body(app)
    app.sidebar.file_uploader[0].set_value(("bad.svg", b"<svg/>", "image/svg+xml")).run()
    assert "is no SVG" in app.sidebar.warning[0].value
    assert 'alt="Logo of Blackpool Council"' in body(app)
    button(app, "Remove").click().run()
    assert "Logo of" not in body(app)
    app.sidebar.segmented_control(key="profile_form").set_value("access-plan").run()
    assert app.query_params["as"] == "access-plan"
    assert "<h1>Where our outreach could go: what is known of Blackpool</h1>" in body(app)
    assert not app.exception
    made = content_of(app.session_state["paper"][2], ".pdf")
    assert made.startswith(b"%PDF")


def test_a_briefing_takes_the_records_of_the_visit_and_the_change_of_the_address() -> None:
    hub = "481500,390000,Gainsborough hub"
    app = opened(**{"in": PATCH, "providers": "10007151", "as": "briefing", "hub": hub})
    name = "Briefing: young people and higher education in Lincoln and West Lindsey"
    assert f"<h1>{name}</h1>" in body(app)
    assert "Suppose Gainsborough hub were added." in body(app)
    assert "no records of work at schools were given" in body(app)
    app.session_state["typed_work"] = read_records(b"urn,partner,pupils\n130762,Ours,4")
    app.run()
    assert "by the records of Ours." in body(app)
    assert app.query_params["hub"] == hub
    assert app.session_state["paper"][2].form == "briefing"
    app.sidebar.segmented_control(key="profile_form").set_value("council").run()
    assert "hub" not in app.query_params
    assert not app.exception


def test_nothing_asked_invites_and_nothing_found_is_said() -> None:
    app = opened()
    assert app.title[0].value == "Profile of a place"
    assert app.text_input(key="profile_text").label == "Find a place"
    assert "begin with one of these" in app.markdown[1].value
    app.text_input(key="profile_text").set_value("qqqqzzzz").run()
    assert "qqqqzzzz" in app.info[0].value
    assert not app.exception


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"in": BLACKPOOL}, BLACKPOOL),
        ({"area": "E02002633", "level": "msoa21"}, "E02002633"),
        ({"with": "cold", "area": "zone-E01012673"}, "zone-E01012673"),
        ({"with": "cold", "area": "zone-E01012673", "q": "0.1"}, ""),
        ({"level": "smc205", "area": "smc205-001"}, ""),
        ({}, ""),
    ],
)
def test_maps_lead_to_the_profile_of_what_they_show(query: dict[str, str], code: str) -> None:
    view, _ = layers_query.from_query(query)
    link = frame.link_to_profile(view)
    assert link.endswith(f"(./profile?in={code})") if code else link == ""
    assert from_query({"in": code}) == (ProfileAsked(code), [])
    compared = frame.link_to_comparison(view)
    areas = code if code and not code.startswith("zone") else ""
    assert (f"(./compare?with={areas}," in compared) if areas else compared == ""


ACTIVITY = ("worked.csv", b"area_code,number\nE01012673,12\nE01012681,30\n", "text/csv")
SITES = ("hubs.csv", b"name,postcode\nPier hub,FY1 1AA\n", "text/csv")


def test_a_profile_follows_the_files_and_the_place_of_the_visit() -> None:
    """Files that Reach took in count here too, and the address says no more than that."""
    app = opened_map(**{"with": "reach", "in": BLACKPOOL, "providers": LEEDS})
    app.switch_page("views/reach.py").run()
    bring(app, "sites", SITES)
    bring(app, "activity", ACTIVITY)
    app.query_params.clear()
    app.switch_page("views/profile.py").run()
    assert not app.exception
    text = body(app)
    assert "<h1>Blackpool</h1>" in text
    assert NOT_GIVEN not in text
    assert "Engaged, by rows of the activity file" in text
    assert "your own sites" in text
    assert "your own sites and your activity file" in "".join(
        one.value for one in app.sidebar.caption
    )
    assert app.query_params["files"] == "yes"
    assert "hub" not in str(dict(app.query_params))
    # The institutions' own profile stays in the place that was looked at, until England is asked.
    button(app, "Profile of the institutions themselves").click().run()
    assert app.query_params["within"] == BLACKPOOL
    assert re.search(r"young people of Blackpool", plain(body(app)))
    button(app, "Measure them in all England").click().run()
    assert "within" not in app.query_params
    assert re.search(r"young people of England", plain(body(app)))
    assert not app.exception


def test_a_profile_loaded_anew_says_that_files_are_gone() -> None:
    app = opened(**{"in": BLACKPOOL, "files": "yes"})
    assert FILES_GONE in [note.value.replace("\\", "") for note in app.info]
    assert "files" not in app.query_params
    assert NOT_GIVEN in plain(body(app))


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def button(app: AppTest, label: str) -> Button:
    return next(one for one in app.sidebar.button if one.label == label)


@pytest.mark.browser
def test_a_profile_is_read_and_taken_along(visit: Visit, address: str, tmp_path: Path) -> None:
    visit.open(f"{address}/profile?in={BLACKPOOL}")
    tab = visit.tab
    tab.get_by_role("heading", name="Blackpool", exact=True).wait_for()
    tab.wait_for_function("() => document.querySelector('.profile figure img')?.naturalWidth > 900")
    assert "Map of Blackpool" in tab.locator(".profile figure img").get_attribute("alt")
    rate = f"{find_subject(BLACKPOOL).row['tundra_rate']:.1%}"
    assert tab.locator(".profile .facts strong").first.inner_text() == rate
    tab.get_by_role("button", name="Traces of its figures, JSON").wait_for()
    visit.at_rest()
    files = {}
    for label in ("PDF, two pages", "HTML, one file", "Traces of its figures, JSON"):
        with tab.expect_download() as taken:
            tab.get_by_role("button", name=label).click()
        files[label[:3]] = (taken.value.suggested_filename, Path(taken.value.path()).read_bytes())
    assert [name for name, _ in files.values()] == [
        f"{BLACKPOOL}{suffix}" for suffix in (".pdf", ".html", ".trace.json")
    ]
    reader = pypdf.PdfReader(io.BytesIO(files["PDF"][1]))
    assert len(reader.pages) == 2
    held = json.loads(files["Tra"][1])
    assert held["sha256"] == hashlib.sha256(files["HTM"][1]).hexdigest()
    tab.get_by_role("link", name="North West").click()
    tab.get_by_role("heading", name="North West", exact=True).wait_for()


# Notes whether a press would reach each button of a file that is left from the page before.
STALE = """() => {
  window.stale = new Set();
  const watch = () => {
    for (const one of document.querySelectorAll('[data-stale="true"] .stDownloadButton button'))
      window.stale.add(getComputedStyle(one).pointerEvents);
    requestAnimationFrame(watch);
  };
  watch();
}"""


@pytest.mark.browser
def test_no_file_is_taken_from_a_page_that_is_being_left(visit: Visit, address: str) -> None:
    visit.open(f"{address}/profile?in={BLACKPOOL}")
    tab = visit.tab
    html = tab.get_by_role("button", name="HTML, one file")
    html.wait_for()
    assert html.evaluate("(one) => getComputedStyle(one).pointerEvents") == "auto"
    tab.evaluate(STALE)
    tab.get_by_role("link", name="Briefing", exact=True).click()
    tab.get_by_role("button", name="Word").wait_for()
    assert tab.evaluate("() => [...window.stale]") == ["none"]


@pytest.mark.browser
def test_a_hostile_address_runs_nothing(visit: Visit, address: str) -> None:
    code = urllib.parse.quote('<img src=x onerror="window.PWN=1">{{ 7919*7907 }}')
    visit.open(f"{address}/profile?in={code}&providers={code}&km={code}")
    visit.tab.get_by_text("names a place that there is not").wait_for()
    assert visit.tab.evaluate("() => window.PWN") is None
    assert "62615533" not in visit.tab.content()

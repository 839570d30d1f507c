"""The page of stories: its address, the find box, what it refuses, its link and its files."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from streamlit.testing.v1 import AppTest

from layers.stories import code_of, code_of_view, kept_story
from layers.view import MapView
from tests.app.test_app import APP
from views import story as page_of_stories

BLACKPOOL, HARROW = "E06000009", "E09000015"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=90)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/story.py")
    return app.run()


def headline(app: AppTest) -> str:
    body = next((one.proto.body for one in app.get("html") if "<h1>" in one.proto.body), "")
    return body.partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    ("query", "code", "note"),
    [
        ({}, "", ""),
        ({"in": BLACKPOOL}, BLACKPOOL, ""),
        ({"area": BLACKPOOL, "in": "E12000002"}, BLACKPOOL, ""),
        ({"in": "<img src=x onerror=a()>"}, "", "a place that there is not"),
        ({"in": "E01012673"}, "", "too small for a story"),
        ({"in": "E07000138,E07000142"}, "E07000138,E07000142", ""),
        ({"in": "S12000049,S12000050"}, "", "in England alone"),
        ({"in": "zone-E99999999"}, "", "no zone"),
    ],
)
def test_an_address_says_of_which_place(query: dict[str, str], code: str, note: str) -> None:
    found, notes = code_of(query)
    assert found == code
    assert (note in notes[0]) if note else notes == []
    assert "<" not in "".join(notes)


def test_a_map_leads_to_the_story_of_what_is_chosen_on_it() -> None:
    assert code_of_view(MapView(within="E12000002", select=BLACKPOOL)) == BLACKPOOL
    assert code_of_view(MapView(within="E12000002", select="E01012673")) == "E12000002"
    assert code_of_view(MapView()) == ""


@pytest.mark.slow
def test_a_patch_has_a_story_on_the_page() -> None:
    app = opened(**{"in": "E07000138,E07000142"})
    assert not app.exception
    assert headline(app) == (
        "In Lincoln and West Lindsey, 38.2% of young people went on to higher education"
    )


@pytest.mark.slow
def test_a_story_by_address_then_by_name() -> None:
    app = opened(**{"in": BLACKPOOL})
    assert not app.exception
    assert headline(app).startswith("Blackpool sees entry to higher education fall")
    copies = [one.proto.body for one in app.get("html") if 'class="cs-copies"' in one.proto.body]
    assert [f'data-query="in={BLACKPOOL}"' in one for one in copies] == [True]
    app.text_input(key="story_text").set_value("Harrow").run()
    assert headline(app).startswith("Harrow ")
    assert app.query_params["in"] in (HARROW, [HARROW])
    app.text_input(key="story_text").set_value("xyzzyx").run()
    assert headline(app).startswith("Harrow ")
    assert len(app.info) == 1


@pytest.mark.slow
def test_an_empty_page_says_what_a_story_is() -> None:
    app = opened()
    assert [one.value for one in app.title] == ["Story of a place"]
    assert headline(app) == ""


@pytest.mark.slow
def test_the_files_of_a_page_open() -> None:
    story = kept_story(BLACKPOOL)
    assert docx.Document(io.BytesIO(page_of_stories._made(story, ".docx"))).paragraphs
    pack = zipfile.ZipFile(io.BytesIO(page_of_stories._zipped(story, "one")))
    assert pack.namelist() == ["one.md", "one-map.png", "one-chart-1.png", "one-chart-2.png"]
    text = pack.read("one.md").decode()
    assert all(name in text for name in pack.namelist()[1:])
    assert BLACKPOOL.encode() in page_of_stories._trace(story)

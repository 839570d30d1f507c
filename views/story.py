"""The page of stories: find a place, read its story, take it along or copy its link."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from geo.errors import GeoError
from geo.files import as_json
from geo.places import WHAT_TO_TYPE, finder
from layers.stories import (
    Story,
    code_of,
    code_of_view,
    content_of,
    kept_story,
    look_of_story,
    markdown_of,
    part_of,
    picture_names,
    pictures_of,
    problem_of,
    trace_json,
)
from layers.words import inert
from serving import downloads
from serving import job_queue as queue
from views.panels import printed
from views.panels.copying import draw_copies
from views.panels.examples import PLACE_HINT, draw_examples

EXAMPLES = {"E06000009": "Blackpool", "E12000001": "North East", "S12000049": "Glasgow City"}
_LONGEST_STEM = 60
"""Letters of a file's name, at most: the code of a patch lists its parts."""
_STANDFIRST = (
    "A headline, about 150 words, three points, two charts and a map of one place or patch, "
    "written from tests of the latest figures and ready to be edited."
)


def _asked() -> str:
    """Return the code that is asked for: by the address, or by what was just found."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "story") != "story", "story"
    acted = state.pop("story_acted", False)
    if came and "view" in state and not query:
        state.story, state.story_notes = code_of_view(state.view), []
    elif not acted and (came or "story" not in state or query != state.get("story_query")):
        state.story, state.story_notes = code_of(query)
    code: str = state.story
    return code


def _found() -> None:
    """Open the story of the first place that fits the text."""
    state = st.session_state
    answer = finder().find(state.story_text)
    codes = [one.code for one in answer.results if one.code and not problem_of(one.code)]
    if not codes:
        said = answer.sentence or "No place with a story is called so. Try its code."
        state.story_notes = [said]
        return
    state.story, state.story_notes, state.story_acted = codes[0], [], True


def _draw_box() -> None:
    st.text_input("Find a place", key="story_text", placeholder="Postcode, place or code",
                  help=WHAT_TO_TYPE, on_change=_found)  # fmt: skip


def _files(story: Story) -> None:
    """Offer the story to take along; each file is made when it is asked for."""
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", story.code)[:_LONGEST_STEM].rstrip("-")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    makers: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        ".docx": ("Word", word, lambda: _made(story, ".docx")),
        ".html": ("HTML, one file", "text/html", lambda: _made(story, ".html")),
        ".zip": ("Markdown and pictures", "application/zip", lambda: _zipped(story, stem)),
        ".trace.json": ("Traces of its figures", "application/json", lambda: _trace(story)),
    }
    with st.container(horizontal=True, key="take"):
        for suffix, (label, mime, make) in makers.items():
            downloads.draw(label, make, f"{stem}{suffix}", mime, key=f"story{suffix}")


def _made(story: Story, suffix: str) -> bytes:
    with queue.heavy("story"):
        return content_of(story, suffix)


def _trace(story: Story) -> bytes:
    return as_json(trace_json(story, _made(story, ".html")))


def _zipped(story: Story, stem: str) -> bytes:
    """Pack the Markdown of a story with its pictures."""
    pictures = pictures_of(story)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(f"{stem}.md", markdown_of(story, pictures, stem))
        names = picture_names(stem, len(story.charts))
        for name, content in zip(names, (pictures.map, *pictures.charts), strict=True):
            pack.writestr(name, content)
    return held.getvalue()


def _draw(code: str) -> None:
    place = st.empty()
    with st.spinner("Writing the story"), queue.heavy("story", place.info):
        story = kept_story(code)
        pictures = pictures_of(story)
    place.empty()
    with st.container(horizontal=True, key="trail"):
        pairs = {"area": code} if code.startswith("zone-") else {"in": code}
        st.page_link("views/profile.py", label="Two pages of figures", query_params=pairs)
        if not code.startswith("zone-"):
            st.page_link("views/charts.py", label="Charts of this place", query_params=pairs)
    _files(story)
    draw_copies(urlencode({"in": code}))
    st.html(look_of_story(dark=st.context.theme.type == "dark"))
    st.html(part_of(story, pictures))


def page() -> None:
    """Draw the page."""
    code = _asked()
    query = {"in": code} if code else {}
    st.session_state.story_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.html(printed.LOOK)
    if code:
        with st.sidebar:
            _draw_box()
    for note in st.session_state.get("story_notes", []):
        st.info(inert(note))
    if not code:
        st.title("Story of a place")
        st.markdown(_STANDFIRST)
        begin_with = {name: {"in": one} for one, name in EXAMPLES.items()}
        draw_examples(PLACE_HINT, "views/story.py", begin_with, _draw_box)
        return
    try:
        _draw(code)
    except GeoError as error:
        st.title("Story of a place")
        st.error(inert(str(error)))


page()

"""The page of profiles: find a place, read its two pages, and take them along."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from geo.areas import holders, name_of
from geo.coldspots import ZONE
from geo.errors import GeoError
from geo.files import as_json
from geo.places import WHAT_TO_TYPE, Result, finder
from geo.reach import LIMITS_KM
from geo.registry import PATCH
from layers.compared import with_alike
from layers.profiles import (
    TRACE,
    Made,
    ProfileAsked,
    can_measure,
    counted,
    from_query,
    from_view,
    look_of_part,
    made,
    page_of,
    part_of,
    pdf_of,
    problem_of,
)
from layers.profiles import compose as report
from layers.stories import problem_of as problem_of_story
from layers.words import inert
from serving import downloads
from serving import job_queue as queue
from views.panels import paper, printed
from views.panels import uploads as visit_files
from views.panels.copying import draw_copies
from views.panels.examples import PLACE_HINT, draw_examples
from views.panels.frame import FILES_GONE, OWN_FILES
from views.panels.partner_controls import draw_institutions

EXAMPLES = {"E06000009": "Blackpool", "E12000002": "North West", "E92000001": "England"}
_STANDFIRST = (
    "Two pages about one place: participation with its interval, cold spots in words, deprivation, "
    "attainment, who is in range and who is nearest, places like it, sources."
)


def _asked() -> ProfileAsked:
    """Return what is asked for: by the address, or by what was looked at on another page."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "profile") != "profile", "profile"
    acted = state.pop("profile_acted", False)
    if came and "view" in state and not query:
        state.profile, state.profile_notes = from_view(state.view)
    elif not acted and (came or "profile" not in state or query != state.get("profile_query")):
        state.profile, state.profile_notes = from_query(query)
    return state.profile


def _show(asked: ProfileAsked) -> None:
    st.session_state.profile, st.session_state.profile_acted = asked, True
    st.session_state.profile_notes = []


def _found() -> None:
    """Open the first place that fits the text, and offer the others."""
    answer = finder().find(st.session_state.profile_text)
    st.session_state.profile_found = list(answer.results)
    if answer.results:
        _open(answer.results[0])
    elif answer.sentence:
        st.session_state.profile_notes = [answer.sentence]


def _other() -> None:
    chosen = st.session_state.profile_other
    if chosen is not None:
        _open(st.session_state.profile_found[chosen])


def _open(result: Result) -> None:
    asked = st.session_state.profile
    if result.kind == "provider":
        _show(ProfileAsked("", (result.key,), asked.km, _measured_in(asked)))
    elif problem := problem_of(result.code):
        st.session_state.profile_notes = [problem]
    else:
        _show(ProfileAsked(result.code, asked.providers, asked.km, form=asked.form))


def _whose() -> None:
    state = st.session_state
    chosen = tuple(state.profile_providers)
    within = state.profile.within if chosen else ""
    asked = state.profile
    _show(ProfileAsked(asked.code, chosen, state.profile_km, within, asked.form))


def _everyone() -> None:
    asked = st.session_state.profile
    _show(ProfileAsked("", asked.providers, asked.km, _measured_in(asked)))


def _measured_in(asked: ProfileAsked) -> str:
    """Return the place in which institutions are measured: the one that was looked at."""
    return asked.code if can_measure(asked.code) else asked.within


def _all_england() -> None:
    asked = st.session_state.profile
    _show(ProfileAsked("", asked.providers, asked.km))


def _draw_box() -> None:
    st.text_input("Find a place", key="profile_text", placeholder="Postcode, place or code",
                  help=WHAT_TO_TYPE, on_change=_found)  # fmt: skip
    found: list[Result] = st.session_state.get("profile_found", [])
    if len(found) > 1:
        st.selectbox("Or was it", range(len(found)), index=None, key="profile_other",
                     format_func=lambda at: f"{found[at].name}: {found[at].where}",
                     placeholder="Other answers", on_change=_other)  # fmt: skip


def _controls(asked: ProfileAsked) -> None:
    if not asked.is_empty:
        _draw_box()
    draw_institutions(asked.providers, "profile_providers", "Whose reach", _whose)
    st.session_state.profile_km = asked.km
    st.selectbox("Within range up to", LIMITS_KM, key="profile_km", on_change=_whose,
                 format_func="{:g} km".format)  # fmt: skip
    if asked.code:
        paper.draw_form(asked, _show)
    if asked.form:
        paper.draw_own(asked.form)
    if asked.code and asked.providers:
        st.button("Profile of the institutions themselves", on_click=_everyone)
    if asked.within:
        st.button("Measure them in all England", on_click=_all_england)
    if own := counted(visit_files.uploads()):
        parts = [("your own sites", own.sites), ("your activity file", own.activity)]
        names = " and ".join(name for name, table in parts if table is not None)
        st.caption(f"Measured with {names}, of this visit. They are changed on the page Reach.")


def _trail(asked: ProfileAsked, level: str) -> None:
    """Link to the profiles of what holds the place, and to its map."""
    zone = asked.code.startswith(ZONE)
    with st.container(horizontal=True, key="trail"):
        for at, code in [] if zone else holders(level, asked.code):
            upper = ProfileAsked(code, asked.providers, asked.km, form=asked.form)
            _link(name_of(at, code), upper)
        if zone:
            pairs = {"with": "cold", "area": asked.code}
            st.page_link("views/cold_spots.py", label="On the map", query_params=pairs)
        else:
            key = "in" if level == PATCH.id else "area"
            st.page_link("views/explore.py", label="On the map", query_params={key: asked.code})
            if not asked.form:
                _link("Paper to a council", replace(asked, form="council"))
                _link("Briefing", replace(asked, form="briefing"))
            if level == PATCH.id:
                # No other places were put together alike, and no stories are written of them.
                return
            compared = with_alike(asked.code)
            if not problem_of_story(asked.code):
                pairs = {"in": asked.code}
                st.page_link("views/story.py", label="Story of this place", query_params=pairs)
            label = "Compare with similar places" if compared.codes[1:] else "Compare with others"
            st.page_link("views/compare.py", label=label, query_params=compared.pairs())


def _link(name: str, asked: ProfileAsked) -> None:
    st.page_link("views/profile.py", label=inert(name), query_params=asked.pairs())


def _files(found: Made) -> None:
    """Offer the profile to take along; each file is made when it is asked for."""
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", found.profile.code) or "partnership"
    makers: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        ".pdf": ("PDF, two pages", "application/pdf", lambda: _pdf(found)),
        ".html": ("HTML, one file", "text/html", lambda: _html(found)),
        TRACE: ("Traces of its figures, JSON", "application/json", lambda: _trace(found)),
    }
    with st.container(horizontal=True, key="take"):
        for suffix, (label, mime, make) in makers.items():
            downloads.draw(label, make, f"{stem}{suffix}", mime, key=f"profile{suffix}")


def _pdf(found: Made) -> bytes:
    with queue.heavy("profile"):
        return pdf_of(found.profile, found.picture)


def _html(found: Made) -> bytes:
    return page_of(found.profile, found.picture).encode()


def _trace(found: Made) -> bytes:
    return as_json(report.trace_json(found.profile, _html(found), found.inputs))


def _draw(asked: ProfileAsked) -> None:
    place = st.empty()
    with st.spinner("Writing the profile"), queue.heavy("profile", place.info):
        found = made(asked, visit_files.uploads())
    place.empty()
    if asked.code:
        _trail(asked, found.place.level)
    if asked.form:
        paper.draw(asked, found)
        return
    _files(found)
    draw_copies(urlencode(asked.pairs()))
    st.html(look_of_part(dark=st.context.theme.type == "dark"))
    st.html(part_of(found.profile, found.picture))


def page() -> None:
    """Draw the page."""
    asked = _asked()
    own = counted(visit_files.uploads()) is not None
    if OWN_FILES in st.query_params and not own:
        st.session_state.profile_notes = [*st.session_state.get("profile_notes", []), FILES_GONE]
    query = asked.pairs() | ({OWN_FILES: "yes"} if own else {})
    st.session_state.profile_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.html(printed.LOOK)
    with st.sidebar:
        _controls(asked)
    for note in st.session_state.get("profile_notes", []):
        st.info(inert(note))
    if asked.is_empty:
        st.title("Profile of a place")
        st.markdown(_STANDFIRST)
        begin_with = {name: ProfileAsked(code).pairs() for code, name in EXAMPLES.items()}
        draw_examples(PLACE_HINT, "views/profile.py", begin_with, _draw_box)
        return
    try:
        _draw(asked)
    except GeoError as error:
        st.title("Profile of a place")
        st.error(inert(str(error)))


page()

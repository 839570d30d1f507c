"""What a visitor who comes to a bare address sees above the map: one question, and findings."""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.patch import country_round
from geo.places import Result, SearchAnswer, finder
from layers.browser import after, from_query
from layers.start import cards_of, latest_findings, look_of_cards
from layers.view import FIRST_SCREEN, MapView
from layers.words import inert
from views.panels import frame

PLACE_COOKIE = "coldspots_place"
"""Cookie in which a browser keeps the place that its visitor chose last, or `MAP_ALONE`."""
MAP_ALONE = "map"
"""What the cookie holds where somebody wants the map without the question."""
_QUESTION = "Where do few young people go on to university?"
_EXAMPLES = "Blackpool, FY1 1AA, University of Lincoln"
_LABEL = "Your town, postcode, council or university"
_LOOK = """<style>
  h1.question { font-size: 2.1rem !important; line-height: 1.15 !important; margin: 0; }
  .st-key-start { gap: .6rem; }
  .st-key-start input { font-size: 1.15rem; padding: .7rem .8rem; }
  .st-key-start [data-testid="stTextInput"] { max-width: 44rem; }
  .st-key-start [data-testid="stButton"] button { text-align: left; justify-content: start; }
  @media (max-width: 640px) { h1.question { font-size: 1.5rem !important; } }
</style>"""


def is_wanted(view: MapView) -> bool:
    """Test whether the question stands above the map: at a bare address, until somebody acts."""
    state = st.session_state
    return (
        st.query_params.to_dict() in ({}, frame.AFRESH)
        and view == FIRST_SCREEN
        and not state.get("notes")
        and not state.get("map_alone", _remembered() == MAP_ALONE)
        and state.get("uploads") is None
    )


def remembered_place() -> tuple[MapView, list[str]] | None:
    """Return the view of the place that this browser's visitor chose last, with a note."""
    code = _remembered()
    if not code or code == MAP_ALONE:
        return None
    try:
        view, notes = from_query({"in": code})
    except GeoError:
        return None
    if notes or code not in (view.within, view.select):
        return None
    return view, ["You are back where you were last. [Start afresh](./?start=ask)"]


def _remembered() -> str:
    if st.query_params.to_dict() == frame.AFRESH:
        return ""
    return str(st.context.cookies.get(PLACE_COOKIE, ""))


def draw() -> None:
    """Draw the question, the box, and the findings."""
    with st.container(key="start"):
        st.html(_LOOK)
        st.html(look_of_cards(dark=st.context.theme.type == "dark"))
        st.html(f'<h1 class="question">{_QUESTION}</h1>')
        box, aside = st.columns([3, 1], vertical_alignment="bottom")
        text = box.text_input(_LABEL, key="start_text", placeholder=_EXAMPLES)
        aside.button("Go straight to the map", key="map_alone_button", on_click=_map_alone)
        if text.strip():
            _draw_answer(finder().find(text))
        st.html(cards_of(latest_findings()))


def _draw_answer(answer: SearchAnswer) -> None:
    """List what was found, each a step to its place; a text that means one place goes there."""
    if answer.sentence:
        st.markdown(inert(answer.sentence))
    results = [one for one in answer.results if one.code or one.kind == "provider"]
    chosen = results[0] if len(results) == 1 else None
    for number, result in enumerate(results):
        if st.button(f"**{inert(result.name)}** {inert(result.where)}", key=f"start_{number}"):
            chosen = result
    if chosen is not None:
        _go(chosen)


def _go(chosen: Result) -> None:
    """Look at a place, and at it alone; of an institution at whom it reaches."""
    if chosen.kind == "provider":
        place = {"in": code} if (code := country_round((chosen.key,))) else {}
        st.switch_page("views/reach.py", query_params={"providers": chosen.key, **place})
    view, holds_none = from_query({"in": chosen.code})
    if holds_none:
        view, _ = after(FIRST_SCREEN, {"kind": "found", "code": chosen.code})
    frame.keep(view)
    st.session_state.notes = []
    st.session_state.token += 1
    st.rerun()


def _map_alone() -> None:
    st.session_state.map_alone = True


def undone(view: MapView) -> str:
    """Return a link back to the question; empty where it stands on the page."""
    return "" if is_wanted(view) else "[Start page](./?start=ask)"

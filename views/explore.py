"""The map page: choose a place, a level, a measure and the sites on top."""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st

from layers.kinds import kind_of
from layers.view import one_measure
from layers.words import caveat_of, reading_of
from views.panels import controls, frame, start
from views.panels import export_dialog as take

ELSEWHERE = {
    "cold-spots": "views/cold_spots.py",
    "reach": "views/reach.py",
    "where-next": "views/new_sites.py",
}
"""Scripts of the pages of kinds that have one of their own, by address."""


def page() -> None:
    """Draw the page."""
    view = frame.view_of(frame.MAP, one_measure, start.remembered_place)
    if elsewhere := kind_of(view).page:
        st.switch_page(ELSEWHERE[elsewhere], query_params=parse_qsl(view.to_query()))
    begins = start.is_wanted(view)
    if begins:
        start.draw()
    frame.draw_map(view, below=begins)
    # What is chosen is taken in before the page runs, so the map need not wait for its controls.
    with st.sidebar:
        controls.draw(view)
        take.draw_take(view)
    links = [
        frame.link_to_profile(view),
        frame.link_to_comparison(view),
        frame.link_to_charts(view),
        start.undone(view),
    ]
    st.markdown("\n\n".join(reading_of(view)))
    # What leads on to another page is not printed.
    with st.container(key="onward"):
        st.markdown("\n\n".join(filter(None, links)))
    st.markdown(f":small[{caveat_of(view)}]")


page()

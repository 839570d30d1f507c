"""The map page: choose a place, a level, a measure and the sites on top."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit_folium import st_folium

from geo.atlas import give_back, warm
from layers.events import after
from layers.legend import place_of, title_of
from layers.maps import build_map
from layers.reading import caveat_of, opening_of, reading_of
from layers.state import read_packs
from layers.view import MapView, from_query
from views import controls, find

WARM_AFTER_S = 3.0


def _warm() -> None:
    warm()
    find.warm()
    _settle()


def _settle() -> None:
    """Take what lives for good out of the way of collections, which Streamlit runs every time."""
    gc.collect()
    gc.freeze()
    give_back()


@st.cache_resource(show_spinner=False)
def _packs() -> dict[str, Any]:
    packs = read_packs()
    # What later clicks need is read while the visitor looks at the first map, not before it.
    later = threading.Timer(WARM_AFTER_S, _warm)
    later.daemon = True
    later.start()
    _settle()
    return packs


def _query() -> dict[str, str]:
    """Return the address's query without where the map is, which the browser itself keeps there."""
    return {key: value for key, value in st.query_params.to_dict().items() if key != "at"}


def _view() -> MapView:
    """Return the view; the address is read when the visit begins and when it was changed.

    What was just done on the page counts for more: quick hands act before the browser has heard of
    the address that their last act led to, and it comes back old.
    """
    acted = st.session_state.pop("acted", False)
    changed = st.session_state.get("query") != _query() and not acted
    if "view" not in st.session_state or changed:
        view, notes = from_query(st.query_params.to_dict())
        st.session_state.view, st.session_state.notes = view, notes
        st.session_state.token = st.session_state.get("token", 0) + 1
    return st.session_state.view


def _happened() -> None:
    """Take in what was done on the map."""
    told = st.session_state.get("map") or {}
    event = told.get("event") if isinstance(told, dict) else None
    if isinstance(event, dict):
        st.session_state.heard = str(told.get("n", ""))
        view, moves = after(st.session_state.view, event)
        st.session_state.view, st.session_state.acted = view, True
        st.session_state.token += moves


def _keep_address(view: MapView) -> None:
    query = dict(parse_qsl(replace(view, at=None).to_query()))
    if _query() != query:
        at = st.query_params.get("at")
        st.query_params.from_dict({**query, "at": at} if at else query)
    st.session_state.query = query


def page() -> None:
    """Draw the page."""
    view, packs = _view(), _packs()
    _keep_address(view)
    st.title(f"{title_of(view)}, {place_of(view)}")
    st.markdown(f"{opening_of(view)} Type a postcode or a place, or click an area.")
    for note in st.session_state.get("notes", []):
        st.info(note)
    dark = st.context.theme.type == "dark"
    drawn, command = build_map(
        view,
        packs,
        dark=dark,
        token=st.session_state.token,
        heard=st.session_state.get("heard", ""),
    )
    st_folium(
        drawn,
        key="map",
        height=640,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=command,
        on_change=_happened,
    )
    # What is chosen is taken in before the page runs, so the map need not wait for its controls.
    with st.sidebar:
        controls.draw(view)
    st.markdown("\n\n".join([*reading_of(view), f":small[{caveat_of(view)}]"]))


page()

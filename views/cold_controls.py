"""The controls of the page of cold spots: what is meant by one, among which areas, how strictly."""

from __future__ import annotations

import streamlit as st

from geo.coldspots import LEVELS, MEASURE_LABELS, MEASURES, TESTED, WEIGHTED, find_definition
from geo.registry import geography
from layers.coldspots import MOST_WEIGHT, Q_CHOICES, ColdSpotOptions, definitions_at, with_cold
from layers.view import MapView
from views import controls
from views.frame import keep


def _view() -> MapView:
    return st.session_state.view


def _new_definition() -> None:
    keep(with_cold(_view(), definition=st.session_state.definition))


def _new_level() -> None:
    keep(with_cold(_view(), geography=st.session_state.cold_level))


def _new_q() -> None:
    keep(with_cold(_view(), q=st.session_state.q))


def _new_weights() -> None:
    weights = tuple(int(st.session_state[f"weight_{name}"]) for name in MEASURES)
    if any(weights):
        keep(with_cold(_view(), weights=weights))


def draw(view: MapView) -> None:
    """Draw the controls."""
    offered = definitions_at(view.geography)
    definition = st.session_state.definition = ColdSpotOptions.of(view).definition
    st.radio(
        "What counts as a cold spot",
        offered,
        key="definition",
        format_func=lambda name: find_definition(name).label,
        on_change=_new_definition,
    )
    chosen = find_definition(definition)
    st.caption(f"{chosen.sentence} [How it is found](method#{chosen.id})")
    if definition == WEIGHTED:
        _weights(view)
    st.session_state.cold_level = view.geography
    st.selectbox(
        "Among",
        LEVELS,
        key="cold_level",
        format_func=lambda name: geography(name).title,
        on_change=_new_level,
    )
    controls.draw_sites(view)
    with st.expander("More"):
        controls.draw_part_time(view)
        if definition == TESTED:
            _strictness(view)


def _strictness(view: MapView) -> None:
    st.session_state.q = ColdSpotOptions.of(view).q
    st.selectbox(
        "False ones to allow among cold spots",
        Q_CHOICES,
        key="q",
        format_func=lambda q: f"1 in {1 / q:.0f}",
        on_change=_new_q,
        help="Of all areas that are marked, at most this share is expected to be marked by chance.",
    )


def _weights(view: MapView) -> None:
    for name, weight in zip(MEASURES, ColdSpotOptions.of(view).weights, strict=True):
        st.session_state[f"weight_{name}"] = weight
        label = MEASURE_LABELS[name]
        st.slider(label, 0, MOST_WEIGHT, key=f"weight_{name}", on_change=_new_weights)
    st.caption("A weight of 0 leaves a measure out; one of them must count.")

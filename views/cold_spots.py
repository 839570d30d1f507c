"""The page of cold spots: tested ones, other definitions beside them, and a page for each zone."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.coldspots import (
    LIKELY,
    MEASURE_LABELS,
    MEASURES,
    SHOWN_LEVELS,
    TESTED,
    WEIGHTED,
    basis_of,
    find_all,
    find_definition,
    is_tested,
    prepare,
    sentence_of,
)
from geo.registry import geography
from layers.coldspots import (
    MOST_WEIGHT,
    Q_CHOICES,
    WRONG_CHOICES,
    ColdSpotOptions,
    cold_spot_query,
    definitions_at,
    how_sure,
    is_bundled,
    listed_zones,
    lowest_areas,
    recipe_table,
    tables_of_zone,
    two_lists,
    with_cold,
)
from layers.kinds import kind_of
from layers.method import by_cohort_line
from layers.reach import zone_contacts
from layers.style import place_name
from layers.view import MapView, is_zone
from layers.words import caveat_of, reading_of, where_of
from serving import job_queue as queue
from views.panels import controls, frame
from views.panels import export_dialog as take
from views.panels.tables import draw_files, draw_table, draw_titled


def _view() -> MapView:
    return st.session_state.view


def _new_definition() -> None:
    frame.keep(with_cold(_view(), definition=st.session_state.definition))


def _new_level() -> None:
    frame.keep(with_cold(_view(), geography=st.session_state.cold_level))


def _new_q() -> None:
    frame.keep(with_cold(_view(), q=st.session_state.q))


def _new_expected_wrong() -> None:
    frame.keep(with_cold(_view(), expected_wrong=st.session_state.expected_wrong))


def _new_weights() -> None:
    weights = tuple(int(st.session_state[f"weight_{name}"]) for name in MEASURES)
    if any(weights):
        frame.keep(with_cold(_view(), weights=weights))


def _draw_controls(view: MapView) -> None:
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
    st.caption(f"{sentence_of(definition, view.geography)} [How it is found](method#{chosen.id})")
    if definition == WEIGHTED:
        _weights(view)
    if definition == LIKELY:
        _expected_wrong(view)
    st.session_state.cold_level = view.geography
    st.selectbox(
        "Among",
        SHOWN_LEVELS,
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
        "False discoveries to allow",
        Q_CHOICES,
        key="q",
        format_func=lambda q: f"1 in {1 / q:.0f}",
        on_change=_new_q,
        help="At most this share of the marked areas is expected to be marked by chance.",
    )


def _expected_wrong(view: MapView) -> None:
    st.session_state.expected_wrong = ColdSpotOptions.of(view).expected_wrong
    st.selectbox(
        "Wrong ones to expect in the list",
        WRONG_CHOICES,
        key="expected_wrong",
        format_func=lambda share: f"{share * 100:g} in 100",
        on_change=_new_expected_wrong,
        help="A longer list finds more of the places that are truly low, and more that are not.",
    )


def _weights(view: MapView) -> None:
    for name, weight in zip(MEASURES, ColdSpotOptions.of(view).weights, strict=True):
        st.session_state[f"weight_{name}"] = weight
        label = MEASURE_LABELS[name]
        st.slider(label, 0, MOST_WEIGHT, key=f"weight_{name}", on_change=_new_weights)
    st.caption("A weight of 0 leaves a measure out; one of them must count.")


def _first(view: MapView) -> MapView:
    """Show cold spots where a visitor looks, without the sites that would hide them."""
    return with_cold(view, sites=())


def _wait(view: MapView) -> None:
    """Show how far the search is, where what is asked for was not found before."""
    place = st.empty()
    text = f"Testing {geography(view.geography).plural} again, in every way that counts"

    def told(share: float) -> None:
        place.progress(share, text)

    if not is_tested(cold_spot_query(view)):
        with queue.heavy("testing", place.info):
            prepare(cold_spot_query(view), told)
    definition = find_definition(ColdSpotOptions.of(view).definition)
    with st.spinner(f"Looking for cold spots: {definition.label.lower()}"):
        find_all(cold_spot_query(view))
    place.empty()


def _zone(view: MapView) -> None:
    """Draw what is known of the zone that is outlined: its page."""
    for part in tables_of_zone(view):
        st.subheader(part.title)
        if part.words:
            st.markdown(part.words)
        if part.rows:
            draw_table(part.headings, part.rows)
    if is_bundled(view) and basis_of(view.geography).schools:
        draw_files("Schools to contact", "contacts", lambda: zone_contacts(view.select))


def _all(view: MapView) -> None:
    """Draw what the map says, and what it does not."""
    st.markdown("\n\n".join(reading_of(view)))
    listed = listed_zones(view)
    for table in (listed, lowest_areas(view), two_lists(view)):
        if table is not None and table.rows:
            draw_titled(table)
    if ColdSpotOptions.of(view).definition == TESTED:
        st.subheader("How sure")
        st.markdown(f"{how_sure(basis_of(view.geography)).text} {by_cohort_line(view.geography)}")
        draw_titled(replace(recipe_table(view), title=""))


def page() -> None:
    """Draw the page."""
    view = frame.view_of("cold-spots", _first)
    if kind_of(view).page != "cold-spots":
        view = frame.carry(view, _first)
        frame.keep(view)
    _wait(view)
    frame.draw_map(view)
    with st.sidebar:
        _draw_controls(view)
        take.draw_take(view)
    if is_zone(view.select):
        _zone(view)
        st.markdown(f"[All cold spots {where_of(place_name(view))}](./cold-spots)")
    else:
        _all(view)
    if profile := frame.link_to_profile(view):
        with st.container(key="onward"):
            st.markdown(profile)
    st.markdown(f":small[{caveat_of(view)}]")


page()

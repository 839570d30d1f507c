"""The page of reach: who is within range of a partnership, whom nobody is near, where it worked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from geo.errors import GeoError
from geo.reach_lists import left_out
from layers import reach_tables
from layers.asked import ReachAsked
from layers.events import shown_of
from layers.reach_files import calls_of, table_of
from layers.reach_state import SHOWS, reach_of, whose
from layers.reading import caveat_of, reading_of
from layers.view import MapView, with_reach
from layers.zone_tables import TextTable
from views import charts, controls, files, frame, partner_controls, visit_files
from views.text_table import draw_table


def _new_show() -> None:
    view = st.session_state.view
    frame.keep(replace(view, reach=replace(view.reach, show=st.session_state.show)))


def _first(view: MapView) -> MapView:
    return with_reach(view)


def draw(made: TextTable) -> None:
    """Draw a table with its title and what it must say."""
    if made.title:
        st.subheader(made.title)
    if made.rows:
        draw_table(made.headings, made.rows)
    if made.words:
        st.caption(made.words)


def measured(view: MapView, measure: Callable[[MapView], object]) -> MapView:
    """Measure what a view asks; where that cannot be done, say so and go back to everyone."""
    view = replace(view, reach=visit_files.fitting(view.reach))
    try:
        with st.spinner(f"Measuring the reach of {whose(view)}"):
            measure(view)
    except GeoError as error:
        st.warning(f"{error} What is shown is the reach of everyone who teaches higher education.")
        view = replace(view, reach=ReachAsked(km=view.reach.km), part_time=False, uploads=None)
    frame.keep(view)
    return view


def _controls(view: MapView) -> None:
    partner_controls.draw_whose(view)
    st.session_state.show = view.reach.show
    st.radio("Show", shown_of(view), key="show", format_func=SHOWS.__getitem__, on_change=_new_show)
    partner_controls.draw_without(view)
    partner_controls.draw_files(view, ("sites", "activity"))
    with st.expander("More"):
        controls.draw_part_time(view)


def _left_out(view: MapView) -> None:
    engaged = reach_of(view).engaged is not None
    for column in [reach_tables.OUT, *([reach_tables.IDLE] if engaged else [])]:
        draw(reach_tables.gap_table(view, column))
        draw(reach_tables.zone_gap_table(view, column))
    st.subheader("To take along")
    files.draw_files("All neighbourhoods here", "reach", lambda: table_of(view))
    if left_out(reach_of(view)).size:
        files.draw_files("Whom to ring about what is left out", "calls", lambda: calls_of(view))


def _fairness(view: MapView) -> None:
    draw(reach_tables.tier_table(view))
    st.subheader("By deprivation")
    charts.draw_equity(view)
    draw(replace(reach_tables.decile_table(view), title=""))
    if view.part_time:
        st.subheader("Part-time study and adult skills")
        draw(replace(reach_tables.skills_table(view), title=""))
        st.caption("People of all ages at mid-2020: adults alone are not in the bundled files.")
    else:
        st.caption("For adults, switch to part-time sites under More.")


def _partners(view: MapView) -> None:
    draw(reach_tables.partner_table(view))
    draw(reach_tables.overlap_table(view))


def _distance(view: MapView) -> None:
    st.subheader("If the limit were another")
    charts.draw_limits(view)
    draw(replace(reach_tables.limit_table(view), title=""))


def _tabs(parts: Sequence[tuple[str, Callable[[MapView], None]]], view: MapView) -> None:
    for tab, (_, part) in zip(st.tabs([name for name, _ in parts]), parts, strict=True):
        with tab:
            part(view)


def page() -> None:
    """Draw the page."""
    view = frame.view_of("reach", _first)
    if view.mode != "reach":
        view = _first(view)
    view = measured(view, reach_of)
    frame.draw_map(view)
    with st.sidebar:
        _controls(view)
    st.markdown("\n\n".join(reading_of(view)))
    parts: list[tuple[str, Callable[[MapView], None]]] = [
        ("Left out", _left_out),
        ("Fairness", _fairness),
        ("Partners", _partners),
        ("Distance", _distance),
        ("Authorities", lambda view: draw(reach_tables.authority_table(view))),
    ]
    _tabs(parts, view)
    st.markdown(f":small[{caveat_of(view)}]")


page()

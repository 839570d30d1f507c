"""The page of new sites: the best few for whom, among what, proven, and beside one's own choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.siting import GOALS
from layers.kind_options import change_options, with_options
from layers.kinds import kind_of
from layers.new_sites import (
    CANDIDATE_WORDS,
    DEMAND_WORDS,
    MOST_ADDED,
    SECONDS,
    UPLOADED,
    Located,
    SitingOptions,
    chosen_table,
    demand_of,
    gain_table,
    picked_table,
    read_picks,
    serves_beyond,
    shares_deprived,
    siting_of,
)
from layers.reach import ReachOptions, has_likely, measured, with_reach
from layers.uploads import uploads_of
from layers.view import MapView
from layers.words import caveat_of, reading_of
from views.panels import controls, frame, partner_controls
from views.panels import export_dialog as take
from views.panels import uploads as visit_files
from views.panels.tables import draw_files, draw_titled

# Short, for the list has room for three words; the sentences say it in full.
_WHOM = {
    "likely": "the likely lowest fifth",
    "cold": "tested cold spots",
    "all": "all young people",
    UPLOADED: DEMAND_WORDS[UPLOADED],
}


def _first(view: MapView) -> MapView:
    return with_reach(view, "sites")


def _change_siting(**changes: Any) -> None:
    frame.keep(change_options(st.session_state.view, SitingOptions, **changes))


def _new(name: str) -> None:
    _change_siting(**{name: st.session_state[f"siting_{name}"]})


def _new_beyond() -> None:
    _change_siting(beyond="yes" if st.session_state.siting_beyond else "no")


def _new_candidates() -> None:
    st.session_state.picks = ""
    st.session_state.pick_notes = []
    _change_siting(candidates=st.session_state.siting_candidates, picked=())


def _new_picks() -> None:
    asked = SitingOptions.of(st.session_state.view)
    found, notes = read_picks(st.session_state.picks, asked.candidates, visit_files.uploads())
    st.session_state.pick_notes = notes
    _change_siting(picked=found)


def _look(view: MapView) -> MapView:
    """Look for the sites; where there is no answer, say so and show the nearest that has one."""
    place = st.empty()

    def look(one: MapView) -> Located:
        return siting_of(one, lambda share: _show_progress(place, share, text), place.info)

    text = f"Looking for the best sites, for at most {SECONDS:.0f} seconds"
    try:
        with st.spinner(text):
            view = frame.nearest(view, look)
    finally:
        place.empty()
    return view


def _show_progress(place: DeltaGenerator, share: float, text: str) -> None:
    place.progress(min(share, 1.0), text)


def _fitting(view: MapView) -> MapView:
    """Drop what of a question rests on files that are not there."""
    view = visit_files.fitting(view)
    own, asked = uploads_of(view), SitingOptions.of(view)
    if asked.candidates == UPLOADED and own.candidates is None:
        asked = replace(asked, candidates=SitingOptions().candidates, picked=())
    if asked.demand == UPLOADED and own.demand is None:
        asked = replace(asked, demand=SitingOptions().demand)
    return with_options(view, asked)


def _choice(label: str, name: str, words: dict[str, str], held: bool) -> None:
    view = st.session_state.view
    offered = [one for one in words if one != UPLOADED or held]
    chosen = getattr(SitingOptions.of(view), name)
    if name == "demand":
        offered = [one for one in offered if one != "likely" or has_likely(view)]
        chosen = demand_of(view)
    st.session_state[f"siting_{name}"] = chosen
    st.selectbox(
        label,
        offered,
        key=f"siting_{name}",
        format_func=lambda one: words[one][0].upper() + words[one][1:],
        on_change=_new_candidates if name == "candidates" else _new,
        args=() if name == "candidates" else (name,),
    )


def _number(label: str, name: str, least: int, most: int, step: int = 1, suffix: str = "") -> None:
    st.session_state[f"siting_{name}"] = getattr(SitingOptions.of(st.session_state.view), name)
    st.slider(
        label,
        least,
        most,
        step=step,
        key=f"siting_{name}",
        format=f"%d{suffix}",
        on_change=_new,
        args=(name,),
    )


def _controls(view: MapView) -> None:
    own, asked = visit_files.uploads(), SitingOptions.of(view)
    controls.draw_nation(view)
    if asked.goal == "cover":
        _number("Bring into range", "share", 1, 100, suffix="%%")
    else:
        _number("New sites", "add", 1, MOST_ADDED)
    _choice("For", "demand", _WHOM, own is not None and own.demand is not None)
    held = own is not None and own.candidates is not None
    _choice("Among", "candidates", CANDIDATE_WORDS, held)
    _choice("What is best", "goal", GOALS, held=True)
    partner_controls.draw_whose(view, "Existing sites")
    if asked.picked and not st.session_state.get("picks"):
        st.session_state.picks = "\n".join(asked.picked)
    with st.expander("Compare a choice of your own", expanded=bool(asked.picked)):
        st.text_area(
            "Sites you would choose, one a line",
            key="picks",
            placeholder="URN or whole name",
            on_change=_new_picks,
        )
        for note in st.session_state.get("pick_notes", []):
            st.text(note)
    partner_controls.draw_files(view, ("sites", "candidates", "demand", "costs"))
    with st.expander("More"):
        controls.draw_part_time(view)
        if asked.demand == "all" and not measured(view).minutes:
            st.session_state.siting_beyond = serves_beyond(view)
            st.toggle(
                "Serve people beyond the border too",
                key="siting_beyond",
                on_change=_new_beyond,
                help="Young people outside the place, in whichever nation counts them, who live "
                "within the limit of a candidate.",
            )
        if shares_deprived(view):
            _number("At least, of the most deprived fifth", "deprived", 0, 100, 5, "%%")


def page() -> None:
    """Draw the page."""
    view = frame.view_of("where-next", _first)
    if kind_of(view).page != "where-next":
        view = frame.carry(view, _first)
    view = _fitting(view)
    frame.keep(view)
    view = _look(view)
    if ReachOptions.of(view).minutes and not measured(view).minutes:
        st.info(partner_controls.NO_MINUTES)
    frame.draw_map(view)
    with st.sidebar:
        _controls(view)
        take.draw_take(view)
    st.markdown("\n\n".join(reading_of(view)))
    draw_titled(chosen_table(view))
    if len(siting_of(view).sites):
        draw_files("The sites", "new-sites", lambda: kind_of(view).table(view))
    draw_titled(picked_table(view))
    draw_titled(gain_table(view))
    st.markdown(f":small[{caveat_of(view)}]")


page()

"""The page "Taught where": who has a subject in range, who has one provider, and what closes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from geo.provision import MODES, load_courses, matching, subject_name, subjects
from geo.reach import Reach
from geo.registry import geography
from layers.kind_options import change_options
from layers.kinds import kind_of
from layers.provision import (
    PAGE,
    TaughtOptions,
    change_table,
    found_of,
    losing_table,
    opening_table,
    provider_table,
    with_taught,
)
from layers.reach import ReachOptions, measured
from layers.uploads import Uploads, without_uploads
from layers.view import MapView
from layers.words import caveat_of, inert, reading_of
from views.panels import controls, frame, partner_controls
from views.panels import export_dialog as take
from views.panels import uploads as visit_files
from views.panels.tables import draw_files, draw_titled, small
from views.partnership.taught_sections import draw_sections

_LIMITS_KM = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)
_BANDS = (0, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240)
"""Tariff points from which the published bands run; 0 stands for no limit."""


def _keep(**changes: Any) -> None:
    frame.keep(change_options(st.session_state.view, TaughtOptions, **changes))


def _new_courses() -> None:
    """Update the courses from their controls; forget what was closed among others."""
    state = st.session_state
    asked = TaughtOptions.of(state.view)
    most, least = state.taught_most, state.taught_least
    new = replace(
        asked,
        subject=state.taught_subject,
        mode=state.taught_mode,
        max_points=most,
        min_points=least if not (most and least > most) else 0,
        closed=(),
    )
    if not len(matching(new.selection)):
        state.taught_note = (
            f"No course in {subject_name(new.subject)} that fits is listed, or its points are not "
            "published. What was shown stays."
        )
        return
    frame.keep(change_options(state.view, TaughtOptions, **_fields(new)))


def _fields(asked: TaughtOptions) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}


def _new_closed() -> None:
    _keep(closed=tuple(st.session_state.taught_closed))


def _controls(view: MapView) -> None:
    state, asked = st.session_state, TaughtOptions.of(view)
    controls.draw_nation(view)
    names = {"": "Any subject", **{str(code): _capital(one) for code, one in subjects().items()}}
    if asked.subject not in names:
        names[asked.subject] = _capital(subject_name(asked.subject))
    state.taught_subject = asked.subject
    st.selectbox("Subject", list(names), key="taught_subject", on_change=_new_courses,
                 format_func=names.__getitem__)  # fmt: skip
    state.taught_mode = asked.mode
    st.radio("Mode of study", ["", *MODES], key="taught_mode", on_change=_new_courses,
             format_func=lambda mode: mode.capitalize() if mode else "Either",
             horizontal=True)  # fmt: skip
    limit = ReachOptions(km=asked.km, minutes=asked.minutes, travel=asked.travel)
    own = visit_files.uploads() or Uploads()
    partner_controls.draw_limit(limit, own, _keep, "taught_", _LIMITS_KM)
    closing = _closing(asked)
    state.taught_closed = [one for one in asked.closed if one in closing]
    st.multiselect("What if this closes", list(closing), key="taught_closed",
                   on_change=_new_closed, format_func=closing.__getitem__,
                   placeholder="A provider", filter_mode="contains", select_all=False)  # fmt: skip
    with st.expander("How selective"):
        bands = sorted({*_BANDS, asked.max_points, asked.min_points})
        state.taught_most, state.taught_least = asked.max_points, asked.min_points
        st.selectbox("Median entrant up to", bands, key="taught_most", on_change=_new_courses,
                     format_func=_points)  # fmt: skip
        st.selectbox("Median entrant from", bands, key="taught_least", on_change=_new_courses,
                     format_func=_points)  # fmt: skip
        small("UCAS tariff points of those who entered, not what is asked of applicants.")


def _points(points: int) -> str:
    return f"{points} points" if points else "Any points"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _closing(asked: TaughtOptions) -> dict[str, str]:
    """Return what can be taken away: the subject at each of its providers; more by an address."""
    rows = matching(asked.selection, load_courses())
    return {
        **{
            f"{code}:{asked.subject}" if asked.subject else code: name
            for code, name in provider_names(rows).items()
        },
        **{one: one for one in asked.closed if ":" not in one or "/" in one},
    }


def provider_names(rows: Any) -> dict[str, str]:
    """Return the name of each provider of some courses, by UKPRN, in the order of names."""
    from geo import tables

    names = tables.load("providers", ["name"])["name"]
    return dict(sorted(names[rows["provider"].unique()].items(), key=lambda one: str(one[1])))


def _measured(view: MapView) -> MapView:
    """Measure what a view asks; where that cannot be done, say so and measure the nearest."""
    view = visit_files.fitting(view) if TaughtOptions.of(view).minutes else without_uploads(view)
    place = st.empty()

    def measure(one: MapView) -> Reach:
        return found_of(
            one, lambda share: place.progress(min(share, 1.0), "Asking for journeys"), place.info
        )

    try:
        return frame.nearest(view, measure)
    finally:
        place.empty()


def page() -> None:
    """Draw the page."""
    view = frame.view_of(PAGE, with_taught)
    if kind_of(view).page != PAGE:
        view = frame.carry(view, with_taught)
    view = _measured(view)
    if TaughtOptions.of(view).minutes and not measured(view).minutes:
        st.info(partner_controls.NO_MINUTES)
    frame.draw_map(view)
    with st.sidebar:
        _controls(view)
        partner_controls.draw_own_minutes()
        take.draw_take(view)
    if note := st.session_state.pop("taught_note", ""):
        st.info(inert(note))
    st.markdown("\n\n".join(reading_of(view)))
    asked = TaughtOptions.of(view)
    if asked.closed:
        draw_titled(change_table(view))
        draw_titled(losing_table(view))
    draw_titled(provider_table(view))
    if st.toggle("Find where new courses would bring most into range", key="taught_openings"):
        with st.spinner("Looking among all teaching sites"):
            draw_titled(opening_table(view))
    draw_sections(view)
    draw_files(
        f"All {geography(view.geography).plural} here", "taught", lambda: kind_of(view).table(view)
    )
    st.markdown(f":small[{caveat_of(view)}]")


page()

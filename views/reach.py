"""The page of reach: who is within range of a partnership, whom nobody is near, where it worked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import altair as alt
import pandas as pd
import streamlit as st

from geo.reach import LEVEL, SHARE, Reach, by_decile, curve
from geo.registry import geography
from geo.travel import KM
from layers.kind_options import change_options
from layers.kinds import kind_of
from layers.reach import (
    ReachOptions,
    available_shows,
    contacts_of,
    doubtful_facts,
    has_likely,
    list_of,
    measured,
    reach_of,
    show_words,
    used_facts,
    whose,
    with_reach,
)
from layers.reach import tables as reach_tables
from layers.view import MapView
from layers.words import LISTS, caveat_of, reading_of
from views.panels import controls, frame, partner_controls
from views.panels import export_dialog as take
from views.panels import uploads as visit_files
from views.panels.tables import draw_files, draw_titled

_HEIGHT_PX = 300
_INK, _COLD = "#1d5f8a", "#b3371f"


def _draw_equity(view: MapView) -> None:
    """Draw the share of young people in range in each tenth of deprivation."""
    counted = by_decile(reach_of(view)).reset_index()
    if counted.empty:
        return
    column = str(counted.columns[0])
    bars = (
        alt.Chart(counted[[column, SHARE]])
        .mark_bar(color=_INK)
        .encode(
            x=alt.X(
                f"{column}:O",
                title=f"{reach_tables.index_of(reach_of(view))} decile (1 is most deprived)",
                axis=_level(),
            ),
            y=_share(SHARE),
            tooltip=[
                alt.Tooltip(f"{column}:O", title="Decile"),
                alt.Tooltip(SHARE, title="In range", format=".0%"),
            ],
        )
    )
    _draw(bars, "Share of young people in range in each tenth of deprivation")


def _draw_limits(view: MapView) -> None:
    """Draw how the share in range grows with the limit, of all and of those in cold spots."""
    counted = curve(reach_of(view)).reset_index()
    where = list_of(view).where
    named = {SHARE: "All young people", f"cold_{SHARE}": where[0].upper() + where[1:]}
    long = counted.melt("limit", list(named), "who", "share").dropna()
    if long.empty:
        return
    long["who"] = long["who"].map(named)
    title = f"Limit, {'km' if reach_of(view).costs.unit == KM else 'minutes'}"
    base = alt.Chart(long).encode(
        x=alt.X("limit:Q", title=title),
        y=_share("share"),
        color=alt.Color(
            "who:N",
            title=None,
            scale=alt.Scale(domain=list(named.values()), range=[_INK, _COLD]),
            legend=alt.Legend(orient="top"),
        ),
        strokeDash=alt.StrokeDash("who:N", legend=None),
        tooltip=[
            alt.Tooltip("who:N", title="Who"),
            alt.Tooltip("limit:Q", title=title),
            alt.Tooltip("share:Q", title="In range", format=".0%"),
        ],
    )
    limit = pd.DataFrame({"limit": [reach_of(view).costs.limit]})
    chosen = alt.Chart(limit).mark_rule(strokeDash=[4, 4])
    lines = base.mark_line(point=True) + chosen.encode(x="limit:Q")
    _draw(lines, "Share of young people in range by the limit, of all and of those " + where)


def _share(name: str) -> alt.Y:
    scale = alt.Scale(domain=[0, 1])
    return alt.Y(f"{name}:Q", title="In range", axis=alt.Axis(format="%"), scale=scale)


def _level() -> alt.Axis:
    return alt.Axis(labelAngle=0)


def _draw(chart: alt.Chart | alt.LayerChart, what: str) -> None:
    drawn = chart.properties(height=_HEIGHT_PX, description=what)
    st.altair_chart(drawn, width="stretch")


def _new_show() -> None:
    view = st.session_state.view
    frame.keep(change_options(view, ReachOptions, show=st.session_state.show))


def _new_list() -> None:
    view = st.session_state.view
    frame.keep(change_options(view, ReachOptions, cold=st.session_state.cold_list))


def _measured(view: MapView) -> MapView:
    """Measure what a view asks; where that cannot be done, say so and measure the nearest."""
    view = visit_files.fitting(view)
    text, place = f"Measuring the reach of {whose(view)}", st.empty()

    def measure(one: MapView) -> Reach:
        # A router's answer takes its time: how far it is stands where the map will be.
        return reach_of(one, lambda share: place.progress(min(share, 1.0), text), place.info)

    try:
        with st.spinner(text):
            return frame.nearest(view, measure)
    finally:
        place.empty()


def _controls(view: MapView) -> None:
    controls.draw_nation(view)
    partner_controls.draw_whose(view)
    st.session_state.show = ReachOptions.of(view).show
    st.radio(
        "Show",
        available_shows(view),
        key="show",
        format_func=lambda show: show_words(view, show),
        on_change=_new_show,
    )
    if has_likely(view):
        st.session_state.cold_list = ReachOptions.of(view).cold
        st.radio(
            "Which cold spots",
            list(LISTS),
            key="cold_list",
            format_func=LISTS.__getitem__,
            on_change=_new_list,
        )
    partner_controls.draw_without(view)
    partner_controls.draw_beside(view)
    partner_controls.draw_files(view, ("sites", "activity", "costs"))
    with st.expander("More"):
        controls.draw_part_time(view)


def _left_out(view: MapView) -> None:
    engaged = reach_of(view).engaged is not None
    columns = [reach_tables.OUT, *([reach_tables.IDLE] if engaged else [])]
    for column in columns:
        draw_titled(reach_tables.gap_table(view, column))
        draw_titled(reach_tables.zone_gap_table(view, column))
    st.subheader("Downloads")
    draw_files(
        f"All {geography(view.geography).plural} here", "reach", lambda: kind_of(view).table(view)
    )
    for column in columns:
        if reach_tables.lists_schools(view) and reach_tables.first_left_out(view, column)[1]:
            _contacts(view, column)


def _contacts(view: MapView, column: str) -> None:
    out = column == reach_tables.OUT
    label = (
        "Schools to contact about what is left out"
        if out
        else "Schools to contact where nobody worked"
    )
    stem = "contacts" if out else "contacts-not-engaged"
    draw_files(label, stem, lambda: contacts_of(view, column))


def _fairness(view: MapView) -> None:
    draw_titled(reach_tables.tier_table(view))
    st.subheader("By deprivation")
    _draw_equity(view)
    draw_titled(replace(reach_tables.decile_table(view), title=""))
    if view.part_time and view.geography == LEVEL and reach_of(view).tests_cold_spots:
        st.subheader("Part-time study and adult skills")
        draw_titled(replace(reach_tables.skills_table(view), title=""))
        st.caption("People of all ages at mid-2020: adults alone are not in the bundled files.")
    else:
        if view.part_time:
            st.caption("Adult skills are an English measure: none is shown here.")
            return
        st.caption("For adults, switch to part-time sites under More.")


def _partners(view: MapView) -> None:
    draw_titled(reach_tables.partner_table(view))
    draw_titled(reach_tables.overlap_table(view))
    with st.expander("Named roles: what public pages say of partnerships"):
        draw_titled(used_facts())
        draw_titled(doubtful_facts())


def _distance(view: MapView) -> None:
    st.subheader("If the limit were another")
    _draw_limits(view)
    draw_titled(replace(reach_tables.limit_table(view), title=""))


def _tabs(parts: Sequence[tuple[str, Callable[[MapView], None]]], view: MapView) -> None:
    # Only the open one is worked out: all of them would keep the map and the numbers waiting.
    tabs = st.tabs([name for name, _ in parts], key="reach_part", on_change="rerun")
    for tab, (_, part) in zip(tabs, parts, strict=True):
        if tab.open:
            with tab:
                part(view)


def page() -> None:
    """Draw the page."""
    view = frame.view_of("reach", with_reach)
    if kind_of(view).page != "reach":
        view = frame.carry(view, with_reach)
    view = _measured(view)
    if ReachOptions.of(view).minutes and not measured(view).minutes:
        st.info(partner_controls.NO_MINUTES)
    frame.draw_map(view)
    with st.sidebar:
        _controls(view)
        take.draw_take(view)
    st.markdown("\n\n".join(reading_of(view)))
    parts: list[tuple[str, Callable[[MapView], None]]] = [
        ("Left out", _left_out),
        ("Fairness", _fairness),
        ("Partners", _partners),
        ("Distance" if reach_of(view).costs.unit == KM else "Minutes", _distance),
        ("Authorities", lambda view: draw_titled(reach_tables.authority_table(view))),
    ]
    _tabs(parts, view)
    st.markdown(f":small[{caveat_of(view)}]")


page()

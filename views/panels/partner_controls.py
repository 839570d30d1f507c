"""The controls of whose reach: institutions, the limit, one's own files, who works where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from geo.outreach import Overlap, Records, merge, summaries_of
from geo.patch import country_round
from geo.reach import LIMITS_KM
from geo.travel import BY_MODE
from layers.kind_options import change_options, with_options
from layers.kinds import kind_of
from layers.reach import (
    OWN_SITES,
    BesideOptions,
    ReachOptions,
    beside,
    find_partner_sets,
    has_minutes,
    known_modes,
    limit_text,
    measured,
    provider_options,
    router_for,
    whose,
)
from layers.uploads import Uploads, with_uploads
from layers.view import MapView
from views.panels import own_router
from views.panels import uploads as visit_files
from views.panels.frame import keep
from views.panels.tables import small

_NAMED = 8
"""Institutions that a set names before it is scrolled through."""
_LISTED_PX = 170


CUT_TO_PATCH = (
    "The map is of the districts where nine in ten of the young people within range live. Choose "
    "England above the map to see all of it."
)
"""What is said when the first institution is chosen and no place was."""


def _view() -> MapView:
    return st.session_state.view


def _ask(**changes: Any) -> None:
    keep(change_options(_view(), ReachOptions, **changes))


def _new_providers() -> None:
    before, chosen = _view(), tuple(st.session_state.providers)
    _ask(providers=chosen, without="")
    # Whoever asks of an institution first means the country round it, not all England.
    code = "" if before.within or ReachOptions.of(before).providers else country_round(chosen)
    if chosen and code:
        keep(replace(_view(), within=code, at=None))
        st.session_state.token += 1
        st.session_state.notes = [CUT_TO_PATCH]


def _add_many() -> None:
    chosen = st.session_state.many
    st.session_state.many = None
    if chosen is not None:
        added = find_partner_sets(_view().within)[chosen].ukprns
        there = ReachOptions.of(_view()).providers
        _ask(providers=tuple(dict.fromkeys((*there, *added))), without="")


def _new_limit() -> None:
    _ask(km=st.session_state.km)


def _new_without() -> None:
    _ask(without=st.session_state.without or "")


def draw_whose(view: MapView, label: str = "Whose reach") -> None:
    """Draw the choice of institutions and of the limit."""
    draw_institutions(ReachOptions.of(view).providers, "providers", label, _new_providers)
    _draw_many(view)
    if _draw_unit(view):
        _draw_minutes(view)
        return
    limits = sorted({*LIMITS_KM, ReachOptions.of(view).km})
    st.session_state.km = ReachOptions.of(view).km
    st.select_slider(
        "In range within",
        limits,
        key="km",
        format_func=lambda km: f"{km:g} km",
        on_change=_new_limit,
    )


def _draw_unit(view: MapView) -> bool:
    """Draw the choice between distance and journey times; return whether minutes count.

    Nothing is drawn where nothing tells minutes, or on a map that counts by distance alone.
    """
    own = visit_files.uploads() or Uploads()
    if not kind_of(view).counts_minutes:
        return False
    if not has_minutes(own):
        small(
            "Distance is a straight line: no router is set on this server. Minutes of your own can "
            "be brought below."
        )
        return False
    chosen = measured(with_uploads(view, own))
    st.session_state.measured_by = _BY[bool(chosen.minutes)]
    st.radio("Measured by", _BY, key="measured_by", horizontal=True, on_change=_new_unit)
    if own.sites is not None and own.costs is None and (router := router_for(own)) is not None:
        small(f"For minutes, where your own sites are is sent to the router: {router.name}.")
    return bool(chosen.minutes)


_BY = ("Distance", "Journey time")
_MINUTES = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)
_USUAL_MINUTES = 30.0


def _new_unit() -> None:
    by_time = st.session_state.measured_by == _BY[1]
    _ask(minutes=_USUAL_MINUTES if by_time else 0.0, travel="")


def _new_minutes() -> None:
    _ask(minutes=st.session_state.minutes)


def _new_mode() -> None:
    _ask(travel=st.session_state.travel)


def _draw_minutes(view: MapView) -> None:
    own = visit_files.uploads() or Uploads()
    chosen = measured(with_uploads(view, own))
    modes = known_modes(own)
    if len(modes) > 1:
        st.session_state.travel = chosen.travel
        st.radio(
            "Travel",
            modes,
            key="travel",
            format_func=BY_MODE.__getitem__,
            horizontal=True,
            on_change=_new_mode,
        )
    st.session_state.minutes = chosen.minutes
    st.select_slider(
        "In range within",
        sorted({*_MINUTES, chosen.minutes}),
        key="minutes",
        format_func=lambda minutes: limit_text(replace(chosen, minutes=minutes)),
        on_change=_new_minutes,
    )


def draw_institutions(
    chosen: tuple[str, ...],
    key: str,
    label: str,
    on_change: Callable[[], None],
    nobody: str = "Everyone who teaches HE",
) -> None:
    """Draw the choice of institutions one by one: what is typed stands in the name of each offered.

    Parameters
    ----------
    chosen
        UKPRNs of those chosen.
    key
        Under which the choice is kept.
    label
        What the choice is called.
    on_change
        Takes a new choice in.
    nobody
        What stands in the box while nobody is chosen.
    """
    offered = provider_options()
    st.session_state[key] = [one for one in chosen if one in offered]
    # Enter takes the first of the list: one institution, and none that is merely spelt alike.
    st.multiselect(
        label,
        list(offered),
        key=key,
        format_func=offered.__getitem__,
        placeholder=nobody,
        on_change=on_change,
        filter_mode="contains",
        select_all=False,
    )


def _draw_many(view: MapView) -> None:
    """Draw the choice of a set: it is named and counted, and added by a button."""
    offered = find_partner_sets(view.within)
    if st.session_state.get("many") not in offered:
        st.session_state.many = None
    st.selectbox(
        "Add many at once",
        list(offered),
        index=None,
        key="many",
        format_func=lambda one: offered[one].counted,
        placeholder="A place, a group, a named role",
        filter_mode="contains",
        help="Providers with a site in a place, and how many: regions, combined authorities, "
        "counties and districts. Groups come from the list of providers. Named roles are facts "
        "from public pages about single institutions; they are not whole partnerships.",
    )
    chosen = offered.get(st.session_state.many or "")
    if chosen is None:
        return
    count = len(chosen.ukprns)
    with st.container(height=_LISTED_PX if count > _NAMED else "content"):
        st.text(chosen.named)
    label = f"Add these {count:,}" if count > 1 else "Add this one"
    st.button(label, key="add_many", on_click=_add_many)


def draw_without(view: MapView) -> None:
    """Draw the choice of a partner to leave out."""
    own = visit_files.uploads()
    codes = list(ReachOptions.of(view).providers or provider_options())
    codes += [OWN_SITES] if own is not None and own.sites is not None and codes else []
    st.session_state.without = ReachOptions.of(view).without or None
    st.selectbox(
        "Without this partner",
        codes,
        key="without",
        index=None,
        format_func=lambda code: (
            "Your own sites" if code == OWN_SITES else provider_options()[code]
        ),
        filter_mode="contains",
        placeholder="Nobody left out",
        on_change=_new_without,
    )


def _new_beside() -> None:
    found = str(st.session_state.beside or "")
    view = with_options(_view(), BesideOptions())
    keep(beside(view, found) if found else view)


def draw_beside(view: MapView) -> None:
    """Draw the choice of what stands beside the map, where small maps are looked at."""
    if view.look != "many":
        return
    asked, named = ReachOptions.of(view), provider_options()
    unit = "minutes" if measured(view).minutes else "km"
    own = measured(view).minutes or asked.km
    limits = {f"{one:g}": f"The limit at {one:g} {unit}" for one in LIMITS_KM if one != own}
    partners = asked.providers or tuple(named)
    gone = {code: f"Without {named[code]}" for code in partners} if len(partners) > 1 else {}
    offered = limits | gone
    chosen = BesideOptions.of(view)
    held = chosen.without or (f"{chosen.limit:g}" if chosen.limit else "")
    if held and held not in offered:
        offered[held] = f"The limit at {held} {unit}"
    st.session_state.beside = held or None
    st.selectbox(
        "Beside this map",
        list(offered),
        key="beside",
        index=None,
        format_func=offered.__getitem__,
        filter_mode="contains",
        placeholder="The other ways to see it",
        on_change=_new_beside,
    )


def draw_files(view: MapView, boxes: tuple[str, ...]) -> None:
    """Draw the boxes for a visitor's own sites and records, and what becomes of them."""
    own = visit_files.uploads()
    with st.expander(
        "Your own sites and records", expanded=own is not None or visit_files.has_notices()
    ):
        st.caption(visit_files.where_files_go())
        visit_files.draw_typed()
        for name in boxes:
            visit_files.draw_box(name)
            if name == "activity" and own is not None and own.activity is not None:
                # Whoever brings a record of work wants to see it on the map.
                st.button(
                    "Show where there was work",
                    on_click=_ask,
                    kwargs={"show": "engaged"},
                    disabled=ReachOptions.of(view).show == "engaged",
                )
        if "costs" in boxes:
            own_router.draw()
        visit_files.draw_saved(whose(view), ReachOptions.of(view).providers)
        if own is not None:
            st.button("Forget my files", on_click=visit_files.forget)


def overlap_of_visit() -> Overlap | None:
    """Put the records and the summaries of the visit together."""
    records: Records | None = st.session_state.get("typed_work")
    held = st.session_state.get("typed_summary") or {}
    made = [] if records is None else summaries_of(records)
    made += list(held.values())
    return merge(made) if made else None


def files_of_schools() -> tuple[Any, ...]:
    """Return the records and the summaries of the visit, to tell whether they are still the same.

    They are equal only to themselves.
    """
    held = st.session_state.get("typed_summary") or {}
    return (st.session_state.get("typed_work"), *held.values())

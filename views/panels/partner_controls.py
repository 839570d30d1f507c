"""The controls of whose reach: institutions, the limit, one's own files, who works where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    measurable,
    measured,
    provider_options,
    router_for,
    whose,
)
from layers.uploads import Uploads
from layers.view import MapView
from views.panels import own_router
from views.panels import uploads as visit_files
from views.panels.frame import keep
from views.panels.tables import small

NO_MINUTES = (
    "The address asks for minutes. No router is set on this server, and a table of minutes stands "
    "in no address: what is shown is distance, in a straight line."
)
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


def _change_reach(**changes: Any) -> None:
    keep(change_options(_view(), ReachOptions, **changes))


def _new_providers() -> None:
    before, chosen = _view(), tuple(st.session_state.providers)
    _change_reach(providers=chosen, without="")
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
        _change_reach(providers=tuple(dict.fromkeys((*there, *added))), without="")


def _new_without() -> None:
    _change_reach(without=st.session_state.without or "")


def draw_whose(view: MapView, label: str = "Whose reach") -> None:
    """Draw the choice of institutions and of the limit."""
    draw_institutions(ReachOptions.of(view).providers, "providers", label, _new_providers)
    _draw_many(view)
    own = visit_files.uploads() or Uploads()
    asked = ReachOptions.of(view)
    if kind_of(view).counts_minutes:
        draw_limit(asked, own, _change_reach)
        if own.sites is not None and own.costs is None and (router := router_for(own)) is not None:
            small(f"For minutes, where your own sites are is sent to the router: {router.name}.")
    else:
        _draw_km(asked, _change_reach, "", LIMITS_KM)


def draw_limit(
    asked: ReachOptions,
    own: Uploads,
    change: Callable[..., None],
    prefix: str = "",
    limits_km: Sequence[float] = LIMITS_KM,
) -> None:
    """Draw how far counts as in range: by distance, or by journey time where anything tells it.

    Parameters
    ----------
    asked
        What is asked for.
    own
        The visitor's own files.
    change
        Takes `km`, `minutes` or `travel` as it was changed.
    prefix
        Before the keys of the controls, where a page has its own.
    limits_km
        Distances to choose from, beside the one that is asked for.
    """
    if not has_minutes(own):
        small(
            "Distance is a straight line: no router is set on this server. Minutes of your own can "
            "be brought below."
        )
        _draw_km(asked, change, prefix, limits_km)
        return
    state, key = st.session_state, f"{prefix}measured_by"
    chosen = measurable(asked, own)

    def new_unit() -> None:
        change(minutes=_USUAL_MINUTES if state[key] == _BY[1] else 0.0, travel="")

    state[key] = _BY[bool(chosen.minutes)]
    st.radio("Measured by", _BY, key=key, horizontal=True, on_change=new_unit)
    if chosen.minutes:
        _draw_minutes(chosen, known_modes(own), change, prefix)
    else:
        _draw_km(asked, change, prefix, limits_km)


_BY = ("Distance", "Journey time")
_MINUTES = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)
_USUAL_MINUTES = 30.0


def _draw_km(
    asked: ReachOptions, change: Callable[..., None], prefix: str, limits_km: Sequence[float]
) -> None:
    state, key = st.session_state, f"{prefix}km"
    state[key] = asked.km
    st.select_slider(
        "In range within",
        sorted({*limits_km, asked.km}),
        key=key,
        format_func=lambda km: f"{km:g} km",
        on_change=lambda: change(km=state[key]),
    )


def _draw_minutes(
    chosen: ReachOptions, modes: tuple[str, ...], change: Callable[..., None], prefix: str
) -> None:
    state, travel, minutes = st.session_state, f"{prefix}travel", f"{prefix}minutes"
    if len(modes) > 1:
        state[travel] = chosen.travel
        st.radio(
            "Travel",
            modes,
            key=travel,
            format_func=BY_MODE.__getitem__,
            horizontal=True,
            on_change=lambda: change(travel=state[travel]),
        )
    state[minutes] = chosen.minutes
    st.select_slider(
        "In range within",
        sorted({*_MINUTES, chosen.minutes}),
        key=minutes,
        format_func=lambda one: limit_text(replace(chosen, minutes=one)),
        on_change=lambda: change(minutes=state[minutes]),
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
                    on_click=_change_reach,
                    kwargs={"show": "engaged"},
                    disabled=ReachOptions.of(view).show == "engaged",
                )
        if "costs" in boxes:
            own_router.draw()
        visit_files.draw_saved(whose(view), ReachOptions.of(view).providers)
        if own is not None:
            st.button("Forget my files", on_click=visit_files.forget)


def draw_own_minutes() -> None:
    """Draw the box for a table of minutes of one's own, and for one's own router."""
    own = visit_files.uploads()
    with st.expander("Minutes of your own", expanded=visit_files.has_notices()):
        st.caption(visit_files.where_files_go())
        visit_files.draw_box("costs")
        own_router.draw()
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

"""The controls of whose reach: institutions singly or many at once, the limit, one's own files."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import streamlit as st

from geo import tables
from geo.atlas import area_table, inside_of
from geo.partnerships import starting_list
from geo.reach import LEVEL
from layers.asked import LIMITS_KM, OWN_SITES
from layers.legend import place_of
from layers.reach_state import whose
from layers.view import MapView
from views import visit_files
from views.frame import keep

_KINDS = {
    "university": "All universities and other HE institutions",
    "college": "All colleges teaching higher education",
    "other": "All other providers",
}


def _view() -> MapView:
    return st.session_state.view


def _ask(**changes: Any) -> None:
    keep(replace(_view(), reach=replace(_view().reach, **changes)))


def _new_providers() -> None:
    _ask(providers=tuple(st.session_state.providers), without="")


def _add_many() -> None:
    chosen = st.session_state.many
    st.session_state.many = None
    if chosen is not None:
        added = many_at_once(_view().within)[chosen]
        _ask(providers=tuple(dict.fromkeys((*_view().reach.providers, *added))), without="")


def _new_limit() -> None:
    _ask(km=st.session_state.km)


def _new_without() -> None:
    _ask(without=st.session_state.without or "")


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Name every institution by its UKPRN, in the order of the alphabet."""
    providers = tables.load("providers", ["name"])["name"]
    placed = tables.load("sites", ["ukprn", "placed"])
    there = providers[providers.index.isin(placed.loc[placed["placed"], "ukprn"])]
    return {str(code): str(name) for code, name in there.sort_values(key=_folded).items()}


def _folded(texts: Any) -> Any:
    return texts.str.removeprefix("The ").str.casefold()


@lru_cache(maxsize=32)
def many_at_once(within: str) -> dict[str, tuple[str, ...]]:
    """List sets of institutions that can be added together: by place, kind, group and fact."""
    providers = tables.load("providers", ["name", "kind", "groups"])
    sites = tables.load("sites", ["ukprn", "placed", "lsoa21_code"])
    providers = providers[providers.index.isin(names())]
    offered: dict[str, tuple[str, ...]] = {}
    areas = area_table(LEVEL)
    if within:
        here = set(areas.index[inside_of(LEVEL, within)])
        found = sites.loc[sites["lsoa21_code"].isin(here) & sites["placed"], "ukprn"].unique()
        offered[f"With a site in {place_of(MapView(within=within))}"] = tuple(map(str, found))
    region = sites["lsoa21_code"].map(areas["region_name"])
    for name in sorted(region.dropna().unique()):
        found = sites.loc[(region == name) & sites["placed"], "ukprn"].unique()
        offered[f"With a site in {name}"] = tuple(map(str, found))
    for kind, label in _KINDS.items():
        offered[label] = tuple(providers.index[providers["kind"] == kind])
    groups = providers["groups"].str.split(";").explode()
    for name in sorted(set(groups.dropna()) - {""}):
        offered[f"Group: {name}"] = tuple(groups.index[groups == name])
    facts, _ = starting_list()
    for ukprn, label in zip(facts["ukprn"], facts["label"], strict=True):
        if ukprn in names():
            offered.setdefault(str(label), (str(ukprn),))
    return {label: codes for label, codes in offered.items() if codes}


def draw_whose(view: MapView, label: str = "Whose reach") -> None:
    """Draw the choice of institutions and of the limit."""
    named = names()
    st.session_state.providers = [one for one in view.reach.providers if one in named]
    st.multiselect(
        label,
        list(named),
        key="providers",
        format_func=named.__getitem__,
        placeholder="Everyone who teaches HE",
        on_change=_new_providers,
    )
    st.selectbox(
        "Add many at once",
        list(many_at_once(view.within)),
        index=None,
        key="many",
        placeholder="A place, a group, a named role",
        on_change=_add_many,
        help="Groups are those of the list of providers. Named roles are facts from public pages, "
        "each of one institution; they are not whole partnerships.",
    )
    limits = sorted({*LIMITS_KM, view.reach.km})
    st.session_state.km = view.reach.km
    st.select_slider(
        "In range within",
        limits,
        key="km",
        format_func=lambda km: f"{km:g} km",
        on_change=_new_limit,
    )


def draw_without(view: MapView) -> None:
    """Draw the choice of a partner to leave out."""
    own = visit_files.uploads()
    codes = list(view.reach.providers or names())
    codes += [OWN_SITES] if own is not None and own.sites is not None and codes else []
    st.session_state.without = view.reach.without or None
    st.selectbox(
        "Without this partner",
        codes,
        key="without",
        index=None,
        format_func=lambda code: "Your own sites" if code == OWN_SITES else names()[code],
        placeholder="Nobody left out",
        on_change=_new_without,
    )


def draw_files(view: MapView, boxes: tuple[str, ...]) -> None:
    """Draw the boxes for a visitor's own sites and records, and what becomes of them."""
    own = visit_files.uploads()
    with st.expander("Your own sites and records", expanded=own is not None):
        st.caption(visit_files.where_files_go())
        visit_files.draw_typed()
        for name in boxes:
            visit_files.draw_box(name)
        visit_files.draw_saved(whose(view), view.reach.providers)
        if own is not None:
            st.button("Forget my files", on_click=visit_files.forget)

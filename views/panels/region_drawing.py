"""What draws a regional map on the page "Regions": districts moved, regions merged and renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from geo.errors import GeoError
from geo.regionalisation import (
    LONGEST_REGION,
    MERGE,
    MOVE,
    OFFICIAL_MAPS,
    RENAME,
    Edit,
    clean_region,
    english_districts,
)
from layers.regions import RegionsAsked, drawn_map
from layers.words import inert
from views.panels.tables import small

_NO_REGION = "In no region"
_NEW_REGION = "A new region, named beside"


def keep(asked: RegionsAsked, *notes: str) -> None:
    """Go on with what is asked for, with notes on it."""
    state = st.session_state
    state.regions, state.regions_notes, state.regions_acted = asked, [*notes], True


def _change(*edits: Edit, base: str = "") -> None:
    """Go on with other changes of the drawn map, or say why not."""
    asked: RegionsAsked = st.session_state.regions
    try:
        made = replace(asked, base=base or asked.base).with_edits(edits)
    except GeoError as error:
        keep(asked, str(error))
        return
    notes = []
    if edits and not made.fits_address:
        notes.append(
            "The map has too many changes for an address: a copied link leaves it out. Save it as "
            "a file, and load that again."
        )
    keep(made, *notes)


def _new_base() -> None:
    _change(base=st.session_state.regions_base)


def _move() -> None:
    state = st.session_state
    asked: RegionsAsked = state.regions
    to = state.regions_to
    name = clean_region(state.regions_new)
    if to == _NEW_REGION and not name:
        keep(asked, "Name the new region.")
        return
    where = {_NO_REGION: "", _NEW_REGION: name}.get(to, to)
    state.regions_new = ""
    _change(*asked.edits, Edit(MOVE, state.regions_district, where))


def _merge() -> None:
    state = st.session_state
    _change(*state.regions.edits, Edit(MERGE, state.regions_one, state.regions_other))


def _rename() -> None:
    state = st.session_state
    name = clean_region(state.regions_name)
    state.regions_name = ""
    _change(*state.regions.edits, Edit(RENAME, state.regions_old, name))


def _drop(at: int) -> None:
    edits = st.session_state.regions.edits
    _change(*edits[:at], *edits[at + 1 :])


def draw_drawing(asked: RegionsAsked) -> None:
    """Draw what changes a map, and the changes that were made."""
    state = st.session_state
    state.regions_base = asked.base
    st.selectbox("Begin with", list(OFFICIAL_MAPS), key="regions_base", on_change=_new_base,
                 format_func=OFFICIAL_MAPS.__getitem__, width=420,
                 help="Another map to begin with takes your changes away.")  # fmt: skip
    regions = list(drawn_map(asked.base, asked.edits).regions)
    districts = english_districts()
    for key, offered in (("regions_one", regions), ("regions_other", regions),
                         ("regions_old", regions)):  # fmt: skip
        if state.get(key) not in offered:
            state.pop(key, None)
    targets = [*regions, _NEW_REGION, _NO_REGION]
    if state.get("regions_to") not in targets:
        state.pop("regions_to", None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Move the district", list(districts), key="regions_district", width=260,
                     format_func=lambda code: inert(districts[code]))  # fmt: skip
        st.selectbox(
            "to", targets, key="regions_to", width=260, format_func=lambda one: inert(str(one))
        )
        st.text_input("New region", key="regions_new", max_chars=LONGEST_REGION, width=180)
        st.button("Move", on_click=_move)
    if len(regions) > 1:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox("Merge", regions, key="regions_one", width=260, format_func=inert)
            st.selectbox("into", regions, key="regions_other", width=260, index=1,
                         format_func=inert)  # fmt: skip
            st.button("Merge", on_click=_merge, key="regions_merge")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Rename", regions, key="regions_old", width=260, format_func=inert)
        st.text_input("New name", key="regions_name", max_chars=LONGEST_REGION, width=260)
        st.button("Rename", on_click=_rename, key="regions_rename")
    if asked.edits:
        small("Your changes, in their order. Press one to take it back.")
        with st.container(horizontal=True, key="chips"):
            for at, edit in enumerate(asked.edits):
                st.button(inert(_edit_words(edit, districts)), icon=":material/close:",
                          key=f"edit_{at}", on_click=_drop, args=(at,))  # fmt: skip


def _edit_words(edit: Edit, districts: Mapping[str, str]) -> str:
    if edit.kind == MOVE:
        return f"{districts.get(edit.what, edit.what)} to {edit.to or 'no region'}"
    if edit.kind == MERGE:
        return f"{edit.what} merged into {edit.to}"
    return f"{edit.what} is called {edit.to}"

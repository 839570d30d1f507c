"""What the page "Our patch" shows below its map: the districts it lies in, and its file."""

from __future__ import annotations

import re
from dataclasses import replace

import streamlit as st

from geo.areas import COUNTED, levels_of, name_of, nation_of
from geo.patch import SavedPatch, patch_json, save_patch
from layers.patches import PatchAsked, district_rows
from layers.words import inert
from serving import downloads
from views.panels.tables import draw_table, small


def draw_districts(code: str) -> None:
    """Draw the districts that a patch lies in, with their shares."""
    rows = district_rows(code)
    counted = nation_of(code) in COUNTED
    st.subheader("Districts that it lies in")
    headings = {"District": ":---", "Of the district": "---:"}
    if counted:
        headings |= {"Aged 13 to 17": "---:", "Of the patch": "---:"}
    table = [
        [
            inert(name),
            _percent(share),
            *([f"{people:,.0f}", _percent(part)] if people is not None else []),
        ]
        for _, name, share, part, people in rows
    ]
    draw_table(headings, table)
    small(
        "Young people of mid-2020 by small area. An area belongs to the patch if at least half of "
        "its young people live in it; in a circle or an outline, a small area counts by the middle "
        "of its people."
        if counted
        else "Shares of small areas: nobody counts young people by small area here."
    )


def _percent(share: float) -> str:
    if share >= 1:
        return "all"
    return "under 1%" if share < 0.01 else f"{min(share, 0.99):.0%}"


def draw_file(asked: PatchAsked) -> None:
    """Draw the button that writes the patch's file, where young people are counted."""
    if nation_of(asked.code) not in COUNTED:
        return
    stem = re.sub(r"[^A-Za-z0-9]+", "-", name_of(levels_of(asked.code)[0], asked.code)).strip("-")
    with st.container(horizontal=True, key="take"):
        downloads.draw(
            "The patch, GeoJSON", lambda: patch_json(_saved(asked)),
            f"{stem or 'patch'}.geojson", "application/geo+json", key="take_patch",
        )  # fmt: skip
    small(
        "The file keeps an id, the outline and the small areas with their shares, so the patch "
        "outlives new boundaries. Put it into the box above to go on with it."
    )


def _saved(asked: PatchAsked) -> SavedPatch:
    return replace(save_patch(asked.code), drawn=asked.drawn.words if asked.drawn else "")

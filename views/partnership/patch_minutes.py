"""The patch by minutes of the page "Our patch": round which sites, and by which router."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from geo.errors import GeoError
from geo.travel import BY_MODE, MOST_SITES
from layers.patches import (
    MOST_MINUTES,
    DrawnMinutes,
    PatchAsked,
    outline_minutes,
    router_note,
    sites_offered,
)
from layers.reach import ReachOptions, limit_text, router_for
from layers.uploads import Uploads
from layers.words import either, inert
from serving.hosting import hosting
from views.panels import own_router
from views.panels import uploads as visit_files
from views.panels.tables import small

Keep = Callable[..., None]
"""Takes the patch to look at from now on, and notes of it."""
_USUAL_MINUTES = 30


def is_offered() -> bool:
    """Test whether a visit has a router, or may name one."""
    own = visit_files.uploads() or Uploads()
    return router_for(own) is not None or bool(hosting().visitor_routers)


def draw(asked: PatchAsked, keep: Keep) -> None:
    """Draw the choice of sites and minutes; where there is no router to draw them, say so.

    Parameters
    ----------
    asked
        What is looked at.
    keep
        Takes what is to be looked at instead.
    """
    own = visit_files.uploads() or Uploads()
    # A site that was just brought would not be seen in a closed box.
    with st.expander("By journey time", expanded=own.held):
        if note := router_note(own):
            small(note)
        else:
            _draw_choice(asked, own, keep)
        own_router.draw()


def _draw_choice(asked: PatchAsked, own: Uploads, keep: Keep) -> None:
    router = router_for(own)
    modes = router.modes if router is not None else ()
    sites = _draw_sites(asked, own)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        minutes = st.number_input(
            "Minutes", 1, int(MOST_MINUTES), _USUAL_MINUTES, 5, key="patch_minutes", width=140
        )
        travel = modes[0]
        if len(modes) > 1:
            travel = st.radio("Travel", modes, key="patch_travel", horizontal=True,
                              format_func=BY_MODE.__getitem__)  # fmt: skip
        pressed = st.button("Draw the patch", key="patch_by_minutes", disabled=sites.empty)
    small(
        "The patch becomes all that lies within the minutes of any of the sites. Holes in it are "
        "filled, and its outline is simplified to what an address has room for."
    )
    if router is not None and own.sites is not None:
        small(f"For minutes, where your own sites are is sent to the router: {router.name}.")
    with st.expander("Your own sites"):
        small(visit_files.where_files_go())
        visit_files.draw_typed()
        visit_files.draw_box("sites")
    if pressed:
        _outline(asked, sites, ReachOptions(minutes=float(minutes), travel=travel), keep)


def _draw_sites(asked: PatchAsked, own: Uploads) -> pd.DataFrame:
    """Draw the choice of the sites that the patch lies round; return those chosen."""
    state = st.session_state
    offered, usual = sites_offered(asked.providers, own)
    if offered.empty:
        small("Add an institution above, or a site of your own below.")
        return offered
    of_whom = tuple(offered.index)
    if "patch_sites" not in state or state.get("patch_sites_of") != of_whom:
        state.patch_sites, state.patch_sites_of = usual, of_whom
    several = offered["provider"].nunique() > 1

    def name(site: str) -> str:
        row = offered.loc[site]
        told = several and row["name"] != row["provider_name"]
        return f"{row['name']}, {row['provider_name']}" if told else str(row["name"])

    chosen = st.multiselect(
        "Round these sites", list(of_whom), key="patch_sites", format_func=name,
        max_selections=MOST_SITES, filter_mode="contains", select_all=False,
        help="Branch campuses far from the main one are left out at first.",
    )  # fmt: skip
    return offered.loc[chosen]


def _outline(asked: PatchAsked, sites: pd.DataFrame, limit: ReachOptions, keep: Keep) -> None:
    """Request the outline from the router, show its progress, and draw the page anew with it."""
    own, place = visit_files.uploads() or Uploads(), st.empty()
    text = f"Outlining {limit_text(limit)} of {len(sites)} {either(len(sites), 'site', 'sites')}"

    def heard(share: float) -> None:
        place.progress(min(share, 1.0), text)

    try:
        with st.spinner(text):
            code, drawn = outline_minutes(sites, limit, own, heard, place.info)
    except GeoError as error:
        keep(asked, str(error))
    else:
        keep(PatchAsked(code, asked.providers, drawn))
        if asked.code:
            st.session_state.patch_before = asked
    st.rerun()


def draw_back(keep: Keep) -> None:
    """Draw the button back to the patch that one by minutes has just taken the place of."""
    before: PatchAsked | None = st.session_state.get("patch_before")
    if before is not None:
        st.button("Back to the patch before", icon=":material/undo:", key="patch_back",
                  on_click=keep, args=(before,))  # fmt: skip


def draw_provenance(drawn: DrawnMinutes | None) -> None:
    """Draw a line on who outlined the patch, for which way to travel, and when."""
    if drawn is not None:
        small(inert(f"By minutes: {drawn.words}. Holes are filled, and the outline is simplified."))

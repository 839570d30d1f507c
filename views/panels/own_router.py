"""A router of a visitor's own, at one of the addresses that the server allows.

A server that asked whatever address a visitor names could be led to ask machines behind its own
walls, so the operator lists the addresses, and a router that sends on elsewhere is not followed.
"""

from __future__ import annotations

import streamlit as st

from geo.errors import GeoError
from geo.travel import BY_MODE, ROUTERS, CostChoice, check_router
from layers.reach import ServerRouter
from layers.words import inert
from serving.hosting import hosting, origin_of
from views.panels import uploads


def draw() -> None:
    """Draw the choice of a router of the visitor's own, where the server allows some."""
    allowed = hosting().visitor_routers
    if not allowed:
        return
    with st.expander("A router of your own"):
        st.selectbox("Kind of router", ROUTERS, key="own_router_kind")
        st.selectbox("Address", allowed, key="own_router_url")
        st.text_input("Path after it", key="own_router_path", placeholder="none")
        st.text_input("Key", key="own_router_key", type="password", placeholder="none")
        st.caption(
            "Neighbourhoods and sites are sent there, your own sites too. The key is kept for this "
            "visit alone."
        )
        st.button("Use this router", on_click=_use_router)
        if error := st.session_state.get("own_router_error"):
            st.caption(inert(error))
        own = uploads.uploads()
        if own is not None and own.router is not None:
            st.text(f"In use: {own.router.name}")


def _use_router() -> None:
    state = st.session_state
    path = state.own_router_path.strip()
    address = f"{state.own_router_url}/{path.lstrip('/')}".rstrip("/")
    choice = CostChoice(router=state.own_router_kind, router_url=address, key=state.own_router_key)
    state.own_router_error = ""
    # What a browser sends is not to be trusted: the address must be one that is allowed.
    if origin_of(address) not in hosting().visitor_routers:
        state.own_router_error = "This server does not allow that address."
        return
    try:
        check_router(choice)
    except GeoError as error:
        state.own_router_error = str(error)
        return
    uploads.use_router(ServerRouter(choice, tuple(BY_MODE)))

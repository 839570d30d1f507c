"""The page of notices: privacy, accessibility, equality impact; gaps in the settings are seen."""

from __future__ import annotations

import streamlit as st

from layers.words import inert
from serving.hosting import hosting
from serving.notices import notices


def page() -> None:
    """Draw the page."""
    st.title("Notices")
    for notice in notices(hosting()):
        st.header(notice.title)
        st.markdown("\n\n".join(inert(text) for text in notice.paragraphs))
        if notice.missing:
            st.caption(f"Not set by whoever runs this server: {inert(', '.join(notice.missing))}.")


page()

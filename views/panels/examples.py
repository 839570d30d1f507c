"""What a page begins with that has nothing to show yet: its box, and places and cases to try."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from layers.words import inert

PLACE_HINT = "Or begin with one of these:"
_WIDE_PX = 520


def draw_examples(
    hint: str,
    page: str,
    examples: Mapping[str, Mapping[str, str]],
    box: Callable[[], None] | None = None,
) -> None:
    """Draw links to begin with; none of it is printed.

    Parameters
    ----------
    hint
        What to do, above the links.
    page
        Script of the page that the links lead to.
    examples
        What each link asks for, by its words.
    box
        Draws the box that finds a place, above the hint: on a phone the menu, where it stands once
        there is a place, is folded, and nobody would find it there.
    """
    with st.container(key="onward"):
        if box is not None:
            with st.container(width=_WIDE_PX):
                box()
        st.markdown(hint)
        with st.container(horizontal=True, key="trail"):
            for label, query in examples.items():
                st.page_link(page, label=inert(label), query_params=query)

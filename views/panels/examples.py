"""Places and cases to begin with, on a page that has nothing to show yet."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from layers.words import inert

PLACE_HINT = "Type a postcode or a place on the left, or begin with one:"


def draw_examples(hint: str, page: str, examples: Mapping[str, Mapping[str, str]]) -> None:
    """Draw links to begin with; neither they nor the hint above them are printed.

    Parameters
    ----------
    hint
        What to do instead, in a sentence.
    page
        Script of the page that the links lead to.
    examples
        What each link asks for, by its words.
    """
    with st.container(key="onward"):
        st.markdown(hint)
        with st.container(horizontal=True, key="trail"):
            for label, query in examples.items():
                st.page_link(page, label=inert(label), query_params=query)

"""The method page: how cold spots are found, what is claimed, and what is not."""

from __future__ import annotations

import streamlit as st

from layers.method import (
    STANDFIRST,
    TITLE,
    contents,
    present,
    read_model_check,
    read_null_check,
    sections,
)

# Lines of at most about 75 letters. (A bare string here would be drawn on the page.)
MEASURE_PX = 500

# A link to a part scrolls to it as soon as its heading is there, which may be before the look of
# the pages is: then everything above it changes height. This runs when both are there.
_TO_PART = """
<script>
  requestAnimationFrame(() => {
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  });
</script>
"""


def page() -> None:
    """Draw the page."""
    with st.container(horizontal_alignment="center"), st.container(width=MEASURE_PX):
        st.title(TITLE)
        st.markdown(STANDFIRST)
        written = sections(present(), read_null_check(), read_model_check())
        st.markdown(contents(written))
        for one in written:
            heading = st.header if one.level == 2 else st.subheader
            heading(one.title, anchor=one.anchor)
            st.markdown(one.body)
    st.html(_TO_PART, unsafe_allow_javascript=True)


page()

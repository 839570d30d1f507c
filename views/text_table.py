"""A table of text on a page: readable by a screen reader, and without the framework's download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from layers.coldspots import TextTable


def draw_table(headings: Mapping[str, str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table of text; a heading is mapped to how its column is aligned."""
    lines = [list(headings), list(headings.values()), *rows]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def draw_titled(made: TextTable) -> None:
    """Draw a table under its title, and under it what it must say; of each only what there is."""
    if made.title:
        st.subheader(made.title)
    if made.rows:
        draw_table(made.headings, made.rows)
    if made.words:
        st.caption(made.words)

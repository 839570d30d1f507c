"""Tables on a page, and the buttons that hand them over as CSV and as a workbook.

A table of text is readable by a screen reader, and without the framework's download.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from geo.areas import AreaTable
from layers.coldspots import TextTable
from layers.exports import content_of
from serving import downloads

_KINDS = {
    ".csv": ("CSV", "text/csv"),
    ".xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def draw_table(headings: Mapping[str, str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table of text; a heading is mapped to how its column is aligned."""
    lines = [list(headings), list(headings.values()), *rows]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def small(text: str) -> None:
    """Draw a line of small type, as dark as the text: the framework's captions are too pale."""
    st.markdown(f":small[{text}]")


def draw_titled(made: TextTable) -> None:
    """Draw a table under its title, and under it what it must say; of each only what there is."""
    if made.title:
        st.subheader(made.title)
    if made.rows:
        draw_table(made.headings, made.rows)
    if made.words:
        small(made.words)


def draw_files(label: str, stem: str, make: Callable[[], AreaTable]) -> None:
    """Draw a button for each kind of file.

    Parameters
    ----------
    label
        What the table is called.
    stem
        Of the file's name.
    make
        Makes the table.
    """
    for suffix, (kind, mime) in _KINDS.items():
        downloads.draw(
            f"{label}, {kind}",
            _maker(make, suffix),
            stem + suffix,
            mime,
            key=f"take_{stem}{suffix}",
        )


def _maker(make: Callable[[], AreaTable], suffix: str) -> Callable[[], bytes]:
    return lambda: content_of(make(), suffix)

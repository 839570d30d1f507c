"""Draw the dialog that exports a map: the newsroom pack, or a picture, page or table alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import streamlit as st

from geo.errors import BadInputError, GeoError, MisleadingError
from layers.exports import (
    Options,
    embed_snippet,
    make_pack,
    pack_name,
    write_charts,
    write_view,
)
from layers.guardrails import check_view, check_words
from layers.kinds import kind_of
from layers.pictures import Shape, Style, can_be_hexagons
from layers.uploads import is_private
from layers.view import (
    LABEL_LENGTH,
    MOST,
    MOST_LABELS,
    Look,
    MapView,
    OwnWords,
    clean,
    with_labels,
)
from layers.words import inert
from serving import downloads
from serving import job_queue as queue

STYLES: dict[Style, str] = {
    "light": "As on the map",
    "print": "Greys, for print",
    "safe": "For colour-blind readers",
}
SHAPES: dict[Shape, str] = {
    "map": "Outlines",
    "hex": "An equal hexagon for each area",
}
CHARTS = "-for-charts.csv"
"""What the name of the table ends in that chart tools take."""
ALONE = {
    ".png": ("PNG", "image/png"),
    ".svg": ("SVG", "image/svg+xml"),
    ".pdf": ("PDF", "application/pdf"),
    ".html": ("Page", "text/html"),
    ".csv": ("CSV", "text/csv"),
    CHARTS: ("CSV for charts", "text/csv"),
    ".xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
}
"""What can be taken alone: its name, and how a server calls it."""


def draw_take(view: MapView) -> None:
    """Draw the button that opens what can be taken; nothing is worked out before that."""
    label, icon = "Take this map", ":material/download:"
    if st.button(label, icon=icon, width="stretch", key="take"):
        # Inside, only the box itself runs again, and does not hear who asks.
        look: Look = "many" if view.look == "many" else "map"
        _draw(replace(view, at=None, look=look, by_zoom=False), queue.visitor.get())


@st.dialog("Take this map", width="medium")
def _draw(view: MapView, who: str) -> None:
    try:
        check_view(view)
    except GeoError as error:
        st.warning(inert(str(error)))
        return
    style = st.selectbox("Pictures", STYLES, key="take_style", format_func=STYLES.__getitem__)
    shape: Shape = "map"
    if view.look != "many" and can_be_hexagons(view):
        shape = st.selectbox("Areas", SHAPES, key="take_shape", format_func=SHAPES.__getitem__)
    if years := kind_of(view).year_tables(view):
        chosen = st.selectbox(
            "Years in the data", years, key="take_years", format_func=years.__getitem__
        )
        view = kind_of(view).with_year_table(view, chosen)
    view = _with_own_words(view)
    own = is_private(view)
    may = not own or st.checkbox(
        "Names and places of my own sites may stand in what I take", key="take_own"
    )
    downloads.draw(
        "Newsroom pack",
        _pack(view, Options(style, shape=shape), with_own=may, who=who),
        pack_name(view),
        "application/zip",
        type="primary",
        icon=":material/folder_zip:",
        width="stretch",
        disabled=not may,
    )
    st.caption(
        "One zip: pictures, a page that opens without a network, data, alt text, sentences with "
        "the trace of each figure, sources and a manifest. Seconds for a place, up to half a "
        "minute for all England."
    )
    st.markdown("Or one of these:")
    stem = pack_name(view).removesuffix(".zip")
    with st.container(horizontal=True, gap="small"):
        for suffix, (name, mime) in ALONE.items():
            downloads.draw(
                name,
                _one(view, style, shape, suffix, who),
                stem + suffix,
                mime,
                key=f"take{suffix}",
                disabled=not may,
            )
    st.caption(
        "CSV for charts has headings in words, per cent and the keys of Datawrapper's and "
        "Flourish's maps; CSV has every column."
    )
    with st.expander("Embed the page in an article"):
        st.caption(
            "Put the page on your server, and paste this where it should stand. It grows and "
            "shrinks with the column."
        )
        st.code(embed_snippet(view, f"{stem}.html"), language="html", wrap_lines=True)


def _with_own_words(view: MapView) -> MapView:
    """Draw where an editor writes words of their own; return the view with those that are there."""
    names = {"title": "Headline", "subtitle": "Subtitle", "credit": "Credit"}
    with st.expander("Your own words", expanded=bool(view.own.mark())):
        written = {
            key: clean(
                st.text_input(
                    label, getattr(view.own, key), max_chars=MOST[key], key=f"take_own_{key}"
                )
            )
            for key, label in names.items()
        }
        labels = st.text_area(
            "Labels on the map",
            "\n".join(map(str, view.own.labels)),
            key="take_own_labels",
            placeholder="New campus@53.8167,-3.05",
            help=f"One a line, {MOST_LABELS} at most: a text of up to {LABEL_LENGTH} characters, "
            "@, latitude, longitude. Not drawn on hexagons and small maps.",
        )
        st.caption("Pictures, the page and its embed carry them, marked as the editor's.")
    new = replace(view, own=OwnWords(written["title"], written["subtitle"], written["credit"]))
    try:
        new = with_labels(new, [line for line in labels.splitlines() if line.strip()])
        check_words(new, new.own.texts())
    except (BadInputError, MisleadingError) as error:
        st.warning(inert(str(error)))
        return view
    return new


def _pack(view: MapView, options: Options, *, with_own: bool, who: str) -> Callable[[], bytes]:
    def made() -> bytes:
        with queue.heavy("pack", who=who) as turn:

            def told(_name: str, _share: float) -> None:
                turn.check()

            return make_pack(view, options, with_own=with_own, progress=told).zipped()

    return made


def _one(view: MapView, style: Style, shape: Shape, suffix: str, who: str) -> Callable[[], bytes]:
    def made() -> bytes:
        with queue.heavy("pack", who=who), tempfile.TemporaryDirectory() as home:
            path = Path(home) / f"map{suffix}"
            if suffix == CHARTS:
                write_charts(view, path)
            else:
                write_view(view, path, style=style, shape=shape)
            return path.read_bytes()

    return made

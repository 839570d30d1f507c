"""What a paper on a place takes of a visitor: its form, whose it is, and a logo of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from geo.errors import GeoError
from geo.files import as_json
from geo.uploads import digest_of
from layers.briefing import BRIEFING, BRIEFING_FORMS, change_asked, in_form
from layers.papers import (
    MOST_BY,
    SUFFIXES,
    Paper,
    content_of,
    logo_of,
    look_of_paper,
    part_of,
    trace_json,
)
from layers.profiles import Made, ProfileAsked
from layers.words import inert
from serving import downloads
from serving import job_queue as queue
from serving import upload_budget as budget
from views.panels import uploads as visit_files
from views.panels.partner_controls import files_of_schools, overlap_of_visit

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LABELS = {
    "": "Profile",
    "council": "Council paper",
    "access-plan": "Access plan",
    BRIEFING: "Briefing",
}


def draw_form(asked: ProfileAsked, ask: Callable[[ProfileAsked], None]) -> None:
    """Draw the choice of what a place is written as."""

    def chosen() -> None:
        ask(replace(asked, form=st.session_state.profile_form))

    st.session_state.profile_form = asked.form
    st.segmented_control(
        "Written as", list(_LABELS), key="profile_form", on_change=chosen, required=True,
        format_func=lambda form: _LABELS[form],
        help="; ".join(f"{_LABELS[form]}: {text}" for form, text in BRIEFING_FORMS.items()) + ".",
    )  # fmt: skip


def draw_own(form: str) -> None:
    """Draw what a paper takes of its author: a name and a logo."""
    st.text_input("Whose paper it is", key="paper_by", max_chars=MOST_BY,
                  placeholder="Name of your organisation")  # fmt: skip
    st.file_uploader(
        "Your logo",
        type=[one.lstrip(".") for one in SUFFIXES],
        key=_key(),
        on_change=_read,
        max_upload_size=1,
        help="PNG, JPEG or SVG of at most 1 MB; use one that you may use.",
    )
    if problem := st.session_state.get("paper_problem"):
        st.warning(inert(problem))
    if name := st.session_state.get("paper_logo_name"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"In use: {name}")
            st.button("Remove", key="paper_remove", on_click=_remove)
    st.caption(visit_files.where_files_go())
    if form == BRIEFING:
        st.caption(
            "Records of work at schools and partners' summaries of this visit stand in the "
            "briefing, small numbers hidden. They are changed on the page Schools."
        )


def _key() -> str:
    return f"paper_file_{st.session_state.get('paper_round', 0)}"


def _read() -> None:
    """Check a logo that was put into the box, and empty the box."""
    state = st.session_state
    file = state[_key()]
    if file is None:
        return
    content = file.getvalue()
    budget.give_back(file.file_id)
    state.paper_round = state.get("paper_round", 0) + 1
    name = file.name[-60:]
    try:
        with queue.heavy("reading"):
            state.paper_logo = logo_of(content, name)
    except GeoError as error:
        state.paper_problem = str(error)
        return
    state.paper_logo_name, state.paper_problem = name, ""


def _remove() -> None:
    st.session_state.paper_logo, st.session_state.paper_logo_name = b"", ""


def draw(asked: ProfileAsked, found: Made) -> None:
    """Draw a paper with its files."""
    for note in change_asked(asked.code, asked.providers, asked.km, asked.pairs())[1]:
        st.info(inert(note))
    paper = _kept(asked, found)
    emblem = st.session_state.get("paper_logo", b"")
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", f"{paper.code}-{paper.form}")

    def made(suffix: str) -> bytes:
        with queue.heavy("profile"):
            return content_of(paper, suffix, emblem)

    def traced() -> bytes:
        return as_json(trace_json(paper, made(".docx"), _inputs(found)))

    makers: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        ".docx": ("Word", _WORD, lambda: made(".docx")),
        ".pdf": ("PDF, tagged", "application/pdf", lambda: made(".pdf")),
        ".html": ("HTML, one file", "text/html", lambda: made(".html")),
        ".trace.json": ("Traces of its figures, JSON", "application/json", traced),
    }
    with st.container(horizontal=True, key="take"):
        for suffix, (label, mime, make) in makers.items():
            downloads.draw(label, make, f"{stem}{suffix}", mime, key=f"paper{suffix}")
    st.html(look_of_paper(dark=st.context.theme.type == "dark"))
    st.html(part_of(paper, found.picture, emblem))


def _kept(asked: ProfileAsked, found: Made) -> Paper:
    """Return the paper of a visit, composed anew only where what it says may be another."""
    by = st.session_state.get("paper_by", "")
    key = (asked.form, by, asked.drop, asked.hub, *files_of_schools())
    held = st.session_state.get("paper")
    if held is not None and held[0] is found and held[1] == key:
        kept: Paper = held[2]
        return kept
    overlap = overlap_of_visit() if asked.form == BRIEFING else None
    change, _ = change_asked(asked.code, asked.providers, asked.km, asked.pairs())
    with queue.heavy("profile"):
        made = in_form(asked.form, asked.code, found.whose, by, overlap, change)
    st.session_state.paper = (found, key, made)
    return made


def _inputs(found: Made) -> str:
    """Return the hash of what a paper is made from, the visit's files of schools with it."""
    overlap = overlap_of_visit()
    if overlap is None:
        return found.inputs
    return digest_of(as_json([found.inputs, overlap.work.to_csv(), overlap.areas.to_csv()]))

"""The page of schools: who works with which, where nobody does, and who is to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo.errors import GeoError
from geo.files import as_json
from geo.outreach import (
    DUPLICATED,
    GAP,
    LOADS,
    NOBODY,
    SHARED,
    STATUS_WORDS,
    TOLERANCE,
    Overlap,
    Overview,
    Partner,
    Records,
    ShareOutOptions,
    find_overview,
    partner_of,
    schools_in,
    summarise,
)
from geo.places import WHAT_TO_TYPE, finder
from geo.reach import provider_sites
from geo.settings import SCHOOL_PAGE
from layers.coldspots import TextTable
from layers.outreach import (
    ANNEX_FORMATS,
    annex_of,
    file_stem,
    loads_table,
    opening_lines,
    partners_table,
    rules_lines,
    schools_table,
    share_out_lines,
)
from layers.papers import content_of
from layers.reach import provider_options
from layers.words import LISTS, inert, where_of
from serving import downloads
from serving import job_queue as queue
from views.panels import uploads as visit_files
from views.panels.copying import draw_copies
from views.panels.examples import PLACE_HINT, draw_examples
from views.panels.partner_controls import draw_institutions, files_of_schools, overlap_of_visit
from views.panels.tables import draw_files, draw_titled
from views.partnership.school_chart import draw_map

EXAMPLES = {"E06000009": "Blackpool", "E07000138": "Lincoln", "E06000002": "Middlesbrough"}
_STANDFIRST = (
    "Every school and college of a place: how near it is to a cold spot, which partners work "
    "there, where nobody does, and where three or more do. Share the schools out fairly, and take "
    "the list along."
)
# The list stands beside the map, which stays in sight; below it where there is no room for both.
_LOOK = """
<style>
.st-key-schools_beside [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {
  flex-wrap: wrap; align-items: flex-start;
}
.st-key-schools_beside [data-testid="stColumn"] {
  flex: 2 1 560px !important; min-width: min(100%, 300px);
}
.st-key-schools_beside [data-testid="stColumn"]:has([data-testid="stVegaLiteChart"]) {
  flex: 1 1 340px !important; position: sticky; top: 3.4rem;
}
.st-key-schools_beside table { font-size: .84rem; }
.st-key-schools_beside :is(th, td) { padding: .3rem .5rem; }
@media (max-width: 1160px), print {
  .st-key-schools_beside [data-testid="stColumn"]:has([data-testid="stVegaLiteChart"]) {
    position: static;
  }
}
</style>
"""
_SHOWN = 30
"""Schools of one table; files have all."""
_SECONDS = 10.0
"""How long a visitor waits for a share-out."""
_MOST_TAKERS = 12
_ABSENT = "Not in the records"
_MIMES = {
    ".docx": (
        "Annex, Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".pdf": ("Annex, PDF", "application/pdf"),
    ".html": ("Annex, HTML", "text/html"),
}


def _asked() -> str:
    """Return the code of the place: by the address, or by what was just found."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "schools") != "schools", "schools"
    acted = state.pop("schools_acted", False)
    if came and "view" in state and not query and "schools_in" not in state:
        state.schools_in, state.schools_notes = state.view.select or state.view.within, []
    elif not acted and (
        "schools_in" not in state or (query and query != state.get("schools_query"))
    ):
        state.schools_in, state.schools_notes = query.get("in", "")[:60], []
    code: str = state.schools_in
    return code


def _found() -> None:
    """Choose the first place with schools that a text may mean."""
    state = st.session_state
    if not state.schools_text.strip():
        return
    answer = finder().find(state.schools_text)
    problem = answer.sentence or "No place is called so. Try its code."
    for one in answer.results:
        if not one.code:
            continue
        try:
            schools_in(one.code)
        except GeoError as error:
            problem = str(error)
            continue
        state.schools_in, state.schools_notes, state.schools_acted = one.code, [], True
        return
    state.schools_notes = [problem]


def _draw_box() -> None:
    st.text_input("Find a place", key="schools_text", placeholder="Postcode, place or code",
                  help=WHAT_TO_TYPE, on_change=_found)  # fmt: skip


def _controls(code: str) -> None:
    if code:
        _draw_box()
    with st.expander("Who works where", expanded=True):
        st.caption(visit_files.where_files_go())
        for name in ("work", "summary"):
            visit_files.draw_box(name)


def _share_controls(overlap: Overlap | None) -> tuple[list[Partner], ShareOutOptions]:
    """Draw the choices of a share-out; return its partners, none where it is not asked for."""
    state = st.session_state
    with st.expander("Share out", expanded=bool(state.get("takers"))):
        draw_institutions(
            tuple(state.get("takers", ())),
            "takers",
            "Partners who take schools",
            _nothing,
            "Two or more, to share out",
        )
        codes = list(state.get("takers", ()))[:_MOST_TAKERS]
        partners = [_draw_institution(code, overlap) for code in codes]
        by = st.radio("Even out", list(LOADS), key="share_by", format_func=LOADS.__getitem__)
        percent = st.slider("Within, per cent of each share", 0, 100, int(TOLERANCE * 100), 5,
                            key="share_tolerance")  # fmt: skip
        visit_files.draw_box("agreed")
    agreed = dict(state.get("typed_agreed") or {}) | state.get("agreed_by_click", {})
    return partners, ShareOutOptions(by, percent / 100, agreed=agreed, seconds=_SECONDS)


def _nothing() -> None:
    """Do nothing: the choice itself is what is kept."""


def _draw_institution(code: str, overlap: Overlap | None) -> Partner:
    """Draw what an institution is called in the records, and its weight."""
    official = provider_options()[code]
    name, left = official, [] if overlap is None else list(overlap.partners)
    if left:
        same = [at for at, one in enumerate(left) if one.casefold() == official.casefold()]
        chosen = st.selectbox(
            f"{official} in the records", [_ABSENT, *left], index=same[0] + 1 if same else 0,
            key=f"taker_{code}",
        )  # fmt: skip
        name = official if chosen == _ABSENT else str(chosen)
    weight = st.number_input(f"Weight of {official}", 0.1, 100.0, 1.0, 0.5, key=f"weight_{code}")
    return partner_of(name, provider_sites([code]), weight)


def _draw_table(made: TextTable, left: int = 0) -> None:
    """Draw a table whose cells are shown as they are, each URN with its public page."""
    rows = [[inert(cell) for cell in row] for row in made.rows]
    if "URN" in made.headings:
        rows = [[f"[{row[0]}]({SCHOOL_PAGE.format(row[0])})", *row[1:]] for row in rows]
    words = f"{left:,} more are in the files." if left > 0 else made.words
    draw_titled(TextTable(made.title, made.headings, rows, words))


def _some(found: Overview, urns: Sequence[str]) -> None:
    _draw_table(schools_table(found, urns[:_SHOWN]), len(urns) - _SHOWN)


def _draw_work(found: Overview) -> None:
    """Draw the schools: where nobody works, where many do, the others."""
    if found.overlap is None:
        st.subheader("Schools and colleges")
        _some(found, [str(one) for one in found.order])
        return
    for state in (GAP, DUPLICATED, SHARED):
        urns = found.urns_of(state)
        if urns:
            st.subheader(f"{STATUS_WORDS[state]}: {len(urns):,}")
            _some(found, urns)
    _draw_table(partners_table(found))


def _draw_share_out(found: Overview, partners: list[Partner]) -> None:
    made = found.shared
    if made is None:
        return
    _draw_table(loads_table(made))
    st.markdown(" ".join(inert(line) for line in share_out_lines(made)))
    left = made.urns_of(NOBODY)
    if left:
        st.subheader(f"Nobody takes: {len(left):,}")
        _some(found, left)
    _agree(found, partners)
    stem = f"share-out-{file_stem(found.place.name)}"
    with st.container(horizontal=True, key="take_annex"):
        for suffix in ANNEX_FORMATS:
            label, mime = _MIMES[suffix]
            downloads.draw(label, _annex(found, suffix), f"{stem}{suffix}", mime,
                           key=f"annex{suffix}")  # fmt: skip
    with st.container(horizontal=True, key="take_lists"):
        for who in filter(made.urns_of, map(str, [*made.loads.index, NOBODY])):
            draw_files(f"List of {inert(who)}", f"list-{file_stem(who)}", _list(found, who))


def _annex(found: Overview, suffix: str) -> Callable[[], bytes]:
    def make() -> bytes:
        with queue.heavy("profile"):
            return content_of(annex_of(found), suffix)

    return make


def _list(found: Overview, who: str) -> Callable[[], Any]:
    return lambda: found.list_for(who)


def _agree(found: Overview, partners: list[Partner]) -> None:
    """Draw the choice of a partner for one school, which then stands."""
    names = found.place.table["name"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Fix a school", list(found.place.table.index), key="agree_urn", index=None,
                     format_func=lambda urn: f"{names[urn]} ({urn})", width=320,
                     placeholder="School or college")  # fmt: skip
        st.selectbox(
            "Partner", [*(one.name for one in partners), NOBODY], key="agree_with", width=220
        )
        st.button("Fix", key="agree", on_click=_fix)
    held = st.session_state.get("agreed_by_click", {})
    if held:
        said = "; ".join(f"{names.get(urn, urn)}: {who}" for urn, who in held.items())
        st.caption(inert(f"Fixed: {said}."))
        st.button("Let all go", key="agree_none", on_click=_let_go)


def _fix() -> None:
    state = st.session_state
    if state.agree_urn:
        held = state.get("agreed_by_click", {})
        state.agreed_by_click = {**held, state.agree_urn: state.agree_with}


def _let_go() -> None:
    st.session_state.agreed_by_click = {}


def _offer_summary() -> None:
    """Offer one's own records as a summary to hand over."""
    records: Records | None = st.session_state.get("typed_work")
    if records is None:
        return
    st.subheader("For partners who share no pupils")
    st.markdown(
        "Hand over counts instead of rows: small numbers are hidden, and the file says in words "
        "what is in it."
    )
    with st.container(horizontal=True, key="take_summaries"):
        for number, who in enumerate(records.partners):
            downloads.draw(
                f"Summary of {inert(who)}", _summary(records, who), f"{file_stem(who)}.json",
                "application/json", key=f"summary_{number}",
            )  # fmt: skip


def _summary(records: Records, who: str) -> Callable[[], bytes]:
    return lambda: as_json(summarise(records, who).to_json())


def _overview(code: str, overlap: Overlap | None, partners: list[Partner],
              options: ShareOutOptions) -> Overview:  # fmt: skip
    """Find what is asked; a share-out that cannot be is told, and the rest is shown."""
    place = schools_in(code)
    if not partners:
        return Overview(place, overlap)
    own = {urn: who for urn, who in options.agreed.items() if urn in place.table.index}
    kept = replace(options, agreed=own)
    state = st.session_state
    takers = tuple((one.name, one.weight, *one.sites.index) for one in partners)
    files = files_of_schools()
    asked = (code, takers, kept, files)
    # The same question is not solved again when something else on the page changes.
    if state.get("schools_solved", (None,))[0] == asked:
        found: Overview = state.schools_solved[1]
        return found
    try:
        with st.spinner("Sharing out"), queue.heavy("siting"):
            found = find_overview(place, overlap, partners, kept)
    except GeoError as error:
        st.warning(inert(str(error)))
        return Overview(place, overlap)
    state.schools_solved = (asked, found)
    return found


def page() -> None:
    """Draw the page."""
    code = _asked()
    query = {"in": code} if code else {}
    st.session_state.schools_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    overlap, problem = None, ""
    try:
        overlap = overlap_of_visit()
    except GeoError as error:
        problem = str(error)
    with st.sidebar:
        _controls(code)
        partners, options = _share_controls(overlap)
    place = None
    try:
        place = schools_in(code) if code else None
    except GeoError as error:
        problem = str(error)
    name = f" {inert(where_of(place.name))}" if place is not None else ""
    st.title(f"Schools{name}: who works where")
    for note in [*st.session_state.get("schools_notes", []), *([problem] if problem else [])]:
        st.warning(inert(note))
    if place is None:
        st.markdown(_STANDFIRST)
        begin_with = {label: {"in": one} for one, label in EXAMPLES.items()}
        box = None if code else _draw_box
        draw_examples(PLACE_HINT, "views/partnership/schools.py", begin_with, box)
        return
    found = _overview(code, overlap, partners, options)
    st.markdown(" ".join(inert(line) for line in opening_lines(found)))
    st.html(_LOOK)
    with st.container(key="schools_beside"):
        left, right = st.columns([2, 3], gap="medium")
    with left:
        draw_map(found)
        where = LISTS[found.place.definition].lower()
        st.markdown(f":small[Blue: {where}. Click a school to choose it.]")
    with right:
        chosen = str(st.session_state.get("agree_urn"))
        if chosen in found.place.table.index:
            _draw_table(schools_table(found, [chosen]))
        _draw_share_out(found, partners)
        if found.shared is None:
            _draw_work(found)
    if found.shared is not None:
        # Who takes each school and why makes two columns more than there is room for beside a map.
        _draw_work(found)
    st.subheader("Downloads")
    draw_files("All schools and colleges here", "schools", found.sheet)
    _offer_summary()
    draw_copies(urlencode(query))
    st.markdown("\n\n".join(f":small[{inert(line)}]" for line in rules_lines(found)))


page()

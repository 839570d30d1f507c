"""A visitor's own files during a visit: taken in, checked row by row, told of, and forgotten.

They live in the session's memory alone. Where the app is not on the visitor's own machine, the page
says before an upload where it goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from geo.errors import GeoError
from geo.files import as_json
from geo.outreach import load_summary, read_agreed, read_records
from geo.reach import Partnership, load_partnership, no_sites, read_activity
from geo.settings import SMALL_COUNT
from geo.siting import read_demand
from geo.travel import MINUTES, CostTable, read_costs
from geo.uploads import bad_to_csv, digest_of, read_sites
from layers.kind_options import change_options, with_options
from layers.reach import OWN_SITES, ReachOptions, ServerRouter
from layers.uploads import Uploads, with_uploads
from layers.view import MapView
from layers.words import inert
from serving import downloads
from serving import job_queue as queue
from serving import presence as present
from serving import upload_budget as budget
from serving.hosting import hosting
from serving.streamlit_internals import UploadedFile
from views.panels import file_layout, frame
from views.panels.file_layout import FileLayout

T = TypeVar("T")

SHOWN = 3
"""Rows that cannot be used, told one by one."""
_SAVED = "saved"
"""What the box of a saved partnership is called among those of files."""
_NAME_SIGNS = 60
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass
class UploadState:
    """What was said of a file, with the rows of it to mend, and of one that was refused since."""

    file: str = ""
    """Name of the one that is in use."""
    notices: list[str] = field(default_factory=list)
    bad: pd.DataFrame | None = None
    error: str = ""
    layout: FileLayout | None = None
    """How the file that was brought last is laid out, where its columns can be chosen."""
    brought: str = ""
    """Name of that file."""


def where_files_go() -> str:
    """Return where an uploaded file goes and how much is taken, before it is uploaded."""
    host = urlsplit(st.context.url or "").hostname or "localhost"
    most = f"At most {hosting().upload_files:,} files and {hosting().upload_mb:,} MB at once."
    if host in _HERE:
        return f"Files stay on this machine, in memory, and are forgotten when you leave. {most}"
    operator = inert(hosting().operator or f"whoever runs {host}")
    return (
        f"A file is sent to the server of {operator}. It is kept in memory for this visit alone, "
        f"and is never stored, logged or put into an address. {most}"
    )


def uploads() -> Uploads | None:
    """Return the files of this visit, or None without any."""
    return st.session_state.get("uploads")


def _change_uploads(**parts: Any) -> None:
    """Put files in, or take them out; what was measured with the old ones goes."""
    made = replace(uploads() or Uploads(), **parts)
    given = st.session_state.get("digests", {})
    made = replace(
        made, digests={k: v for k, v in given.items() if getattr(made, k, None) is not None}
    )
    st.session_state.uploads = made if made.held else None
    # What is looked at stays; it is shown anew, with the files that there are now.
    if "view" in st.session_state:
        frame.keep(st.session_state.view)


def forget() -> None:
    """Forget all files of this visit."""
    budget.give_back()
    held = ("upload_state_", "upload_role_", "upload_layouts", "typed", "enrich_list", "own_router")
    for key in [key for key in st.session_state if str(key).startswith(held)]:
        del st.session_state[key]
    for name in (*_BOXES, _SAVED):
        _empty_box(name)
    _change_uploads(
        sites=None, activity=None, candidates=None, demand=None, costs=None, router=None
    )


def _key(name: str) -> str:
    return f"file_{name}_{st.session_state.get(f'round_{name}', 0)}"


def _empty_box(name: str) -> None:
    """Empty the framework's own box, by another key: what is in use is told by the page itself."""
    st.session_state[f"round_{name}"] = st.session_state.get(f"round_{name}", 0) + 1


def _file_of_box(name: str) -> tuple[str, bytes] | None:
    """Empty a box; return the name and the content of the file that was in it."""
    if _key(name) not in st.session_state:
        # It came into a box that the page has drawn anew since.
        upload_state(name).error = NOT_ARRIVED
        return None
    file: UploadedFile | None = st.session_state[_key(name)]
    if file is None:
        return None
    content = file.getvalue()
    budget.give_back(file.file_id)
    _empty_box(name)
    return file.name[-_NAME_SIGNS:], content


def upload_state(name: str) -> UploadState:
    """Return what was said of the files of one kind."""
    state: UploadState = st.session_state.setdefault(f"upload_state_{name}", UploadState())
    return state


def has_notices() -> bool:
    """Test whether anything is said of a file, in use or refused."""
    said = [upload_state(name) for name in (*_BOXES, _SAVED) if name not in _OF_SCHOOLS]
    return any(one.file or one.error for one in said)


def _read(name: str) -> None:
    """Read what was put into a box: good rows count, bad ones are told of, an error keeps all."""
    taken = _file_of_box(name)
    if taken is None:
        return
    file, content = taken
    laid_out = _in_line(lambda one: file_layout.look_at(name, one), content)
    _use(name, file, content, laid_out)


def _use(name: str, file: str, content: bytes, laid_out: FileLayout | None) -> None:
    """Read a file as it is laid out, and put it into use; one that is refused leaves all as it is.

    Its columns can be chosen otherwise where it was refused too.
    """
    read = _READERS[name]
    state = upload_state(name)
    state.layout, state.brought = laid_out, file
    try:
        if laid_out is None:
            good, bad, notices = _in_line(read, content)
        else:
            chosen = laid_out.layout
            good, bad, notices = _in_line(lambda one: read(one, layout=chosen), content)
    except GeoError as error:
        state.error = f"{file}: {error}"
        return
    kept = bad if bad is not None and len(bad) else None
    made = UploadState(file, notices, kept, layout=laid_out, brought=file)
    st.session_state[f"upload_state_{name}"] = made
    st.session_state.digests = {**st.session_state.get("digests", {}), name: digest_of(content)}
    _put(name, good)


def _use_anew(name: str, laid_out: FileLayout) -> None:
    """Read a file again whose columns were chosen otherwise."""
    _use(name, upload_state(name).brought, laid_out.content, laid_out)


def _remove(name: str) -> None:
    """Remove a file from use."""
    st.session_state[f"upload_state_{name}"] = UploadState()
    _put(name, None)


def _in_line(read: Callable[[bytes], T], content: bytes) -> T:
    """Read a file when its turn has come: one at a time, and not for a visitor who has left."""
    with present.working(), queue.heavy("reading"):
        return read(content)


def _put(name: str, table: Any) -> None:
    if name in _OF_SCHOOLS:
        st.session_state[f"typed_{name}"] = table
        return None
    if name not in ("sites", _SAVED):
        return _change_uploads(**{name: table})
    st.session_state["typed_file" if name == "sites" else "typed_saved"] = table
    return _change_uploads(sites=_own_sites())


def _own_sites() -> pd.DataFrame | None:
    """Put the sites of a file, of a partnership and those that were typed together."""
    state = st.session_state
    parts = [state.get(f"typed_{one}") for one in ("file", "saved", "hand")]
    there = [part for part in parts if part is not None and len(part)]
    if not there:
        return None
    sites = pd.concat(there)
    ids = [f"own-{number}" for number in range(1, len(sites) + 1)]
    return sites.set_axis(pd.Index(ids, name="site_id"))


def _read_demand(content: bytes) -> tuple[pd.DataFrame, None, list[str]]:
    table = read_demand(content)
    people = table["weight"].sum()
    # A row may be a person, and the people of a row are of the visitor's own file.
    rows, served = (
        f"{count:,.0f}" if count >= SMALL_COUNT else f"fewer than {SMALL_COUNT}"
        for count in (len(table), people)
    )
    return table, None, [f"{rows} rows, {served} people to serve."]


def _read_costs(content: bytes) -> tuple[CostTable, None, list[str]]:
    table = read_costs(content, MINUTES, "your table of journey times")
    return table, None, [f"{len(table.table):,} journeys, in minutes. Measure by journey time."]


def _read_work(content: bytes) -> tuple[Any, pd.DataFrame, list[str]]:
    records = read_records(content)
    return records, records.bad, records.notices


def _read_summary(content: bytes) -> tuple[Any, None, list[str]]:
    """Read a partner's summary, and keep it with those of the others; a new one takes its place."""
    summary = load_summary(content)
    held = st.session_state.get("typed_summary") or {}
    made = {**held, summary.partner.casefold(): summary}
    return made, None, ["Summaries of: " + "; ".join(one.partner for one in made.values())]


def _read_agreed(content: bytes) -> tuple[Any, None, list[str]]:
    agreed = read_agreed(content)
    return agreed, None, [f"{len(agreed):,} schools agreed by hand."]


NOT_ARRIVED = "The file came while the page was being drawn, and was not taken in. Bring it again."
_OF_SCHOOLS = ("work", "summary", "agreed")
"""Files of the page of schools, of which no map is made."""
_READERS: dict[str, Callable[..., Any]] = {
    "work": _read_work,
    "summary": _read_summary,
    "agreed": _read_agreed,
    "sites": read_sites,
    "activity": read_activity,
    "candidates": read_sites,
    "costs": _read_costs,
    "demand": _read_demand,
}
_BOXES = {
    "sites": ("Your own sites", "name, and postcode, easting and northing, or "
              "latitude and longitude; of schools a urn, or name and town, will do"),
    "activity": ("Where you have worked", "urn, area_code, postcode, or the school's name and "
                 "town; date or term, number, partner, type and intensity if known"),
    "costs": ("Journey times", "area_code (a neighbourhood), site and cost, in minutes"),
    "candidates": ("Sites to choose among", "name, and postcode or coordinates"),
    "work": ("Work with schools", "urn, or school and town, or postcode; partner, number, type and "
             "intensity if known"),
    "summary": ("Summaries of partners", "a JSON file that `coldspots summarise` has written"),
    "agreed": ("Agreed by hand", "urn, or school and town; partner"),
    "demand": ("People to serve", "area_code and weight, or postcode or coordinates and weight"),
}  # fmt: skip


def draw_box(name: str) -> None:
    """Draw the box for one kind of file, with what was said of the last one."""
    label, columns = _BOXES[name]
    kinds = "CSV, XLSX, ODS or GeoJSON" if name in ("sites", "candidates") else "CSV, XLSX or ODS"
    limits = (
        f"{kinds} up to 20 MB; of a workbook the sheet that has the headings. Columns: {columns}."
    )
    # Files of any kind come in: what is none of these is refused in words that say what to do.
    st.file_uploader(
        label,
        key=_key(name),
        on_change=_read,
        args=(name,),
        help=f"One for each partner: {columns}." if name == "summary" else limits,
    )
    state = upload_state(name)
    _draw_state(name, state)
    if state.layout is not None:
        file_layout.draw(name, state.layout, partial(_use_anew, name))


def _draw_state(name: str, state: UploadState) -> None:
    if state.error:
        kept = f" {state.file} is in use as before." if state.file else ""
        st.warning(inert(state.error + kept))
    if state.file:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"In use: {state.file}")
            st.button("Remove", key=f"remove_{name}", on_click=_remove, args=(name,))
    for notice in state.notices:
        st.caption(inert(notice))
    if state.bad is None:
        return
    for line, row in state.bad.head(SHOWN).iterrows():
        # Plain text: a cell of a file is never read as markup.
        st.text(f"Line {line}, {str(row['value'])[:40]!r}: {row['reason']}")
    bad = state.bad
    downloads.draw(
        f"Rows to mend ({len(bad):,})", lambda: bad_to_csv(bad), f"{name}-to-mend.csv", "text/csv"
    )


def use_router(router: ServerRouter) -> None:
    """Put a router of the visitor's own into use, for this visit."""
    _change_uploads(router=router)


def draw_typed() -> None:
    """Draw the box in which one site is typed: a postcode, and a name after it."""
    st.text_input(
        "Add a site by postcode",
        key="typed",
        placeholder="S1 2HH City hub",
        on_change=_typed,
        help="A postcode, then a name if you like; press Enter.",
    )
    if error := st.session_state.get("typed_error"):
        st.caption(inert(error))
    hand = st.session_state.get("typed_hand")
    if hand is not None and len(hand):
        st.text("Added: " + "; ".join(hand["name"]))


def _typed() -> None:
    words = st.session_state.typed.split()
    st.session_state.typed_error = ""
    if not words:
        return
    # A postcode is one word or two; the rest is a name.
    both = len(words) > 1 and words[1][:1].isdigit() and len(words[1]) == 3
    postcode = " ".join(words[: 1 + both])
    name = " ".join(words[1 + both :]) or postcode
    rows = pd.DataFrame({"name": [name], "postcode": [postcode]})
    try:
        sites, _, _ = _in_line(read_sites, rows.to_csv(index=False).encode())
    except GeoError as error:
        st.session_state.typed_error = str(error)
        return
    before = st.session_state.get("typed_hand")
    st.session_state.typed_hand = sites if before is None else pd.concat([before, sites])
    st.session_state.typed = ""
    _change_uploads(sites=_own_sites())


def draw_saved(name: str, providers: tuple[str, ...]) -> None:
    """Draw saving and opening of a partnership as a small file."""
    own = uploads()
    sites = no_sites() if own is None or own.sites is None else own.sites
    held = Partnership(name, providers, sites)
    downloads.draw(
        "Save this partnership",
        lambda: as_json(held.to_json()),
        "partnership.json",
        "application/json",
    )
    st.file_uploader("Open a saved partnership", key=_key(_SAVED), on_change=_open)
    _draw_state(_SAVED, upload_state(_SAVED))


def _open() -> None:
    taken = _file_of_box(_SAVED)
    if taken is None:
        return
    file, content = taken
    try:
        found = _in_line(load_partnership, content)
    except GeoError as error:
        upload_state(_SAVED).error = f"{file}: {error}"
        return
    # A partnership without sites of its own is all in the address: no file is in use.
    st.session_state[f"upload_state_{_SAVED}"] = UploadState(file if len(found.own) else "")
    st.session_state.typed_saved = found.own
    view = st.session_state.view
    frame.keep(change_options(view, ReachOptions, providers=found.ukprns, without=""))
    _change_uploads(sites=_own_sites())


def fitting(view: MapView) -> MapView:
    """Return a view with the files of the visit, without what rests on files that are not there."""
    own, asked = uploads(), ReachOptions.of(view)
    if asked.show == "engaged" and (own is None or own.activity is None):
        asked = replace(asked, show="gaps")
    if asked.without == OWN_SITES and (own is None or own.sites is None):
        asked = replace(asked, without="")
    return with_uploads(with_options(view, asked), own)

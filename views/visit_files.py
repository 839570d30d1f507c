"""A visitor's own files during a visit: taken in, checked row by row, told of, and forgotten.

They live in the session's memory alone. Where the app is not on the visitor's own machine, the page
says before an upload where it goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.activity import read_activity
from geo.digests import digest_of
from geo.errors import GeoError
from geo.files import as_json
from geo.partners import bad_to_csv, read_sites
from geo.partnerships import Partnership, load_partnership, no_sites
from geo.settings import SMALL_COUNT
from geo.siting_files import read_demand
from layers import queue
from layers.asked import OWN_SITES, Uploads
from layers.hosting import hosting
from layers.inert import inert
from layers.view import MapView
from views import budget, downloads, frame, present

T = TypeVar("T")

SHOWN = 3
"""Rows that cannot be used, told one by one."""
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass
class Told:
    """What was said of a file, with the rows of it to mend."""

    notices: list[str] = field(default_factory=list)
    bad: pd.DataFrame | None = None
    error: str = ""


def where_files_go() -> str:
    """Say where an uploaded file goes and how much is taken, before it is uploaded."""
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


def _take(**parts: Any) -> None:
    """Put files in, or take them out; what was measured with the old ones goes."""
    made = replace(uploads() or Uploads(), found={}, **parts)
    given = st.session_state.get("digests", {})
    made = replace(made, digests={k: v for k, v in given.items() if getattr(made, k) is not None})
    st.session_state.uploads = made if made.held else None
    frame.keep(replace(st.session_state.view, uploads=st.session_state.uploads))


def forget() -> None:
    """Forget all files of this visit."""
    budget.give_back()
    for key in [
        key for key in st.session_state if str(key).startswith(("told_", "typed", "held_"))
    ]:
        del st.session_state[key]
    st.session_state.files_round = st.session_state.get("files_round", 0) + 1
    _take(sites=None, activity=None, candidates=None, demand=None)


def _key(name: str) -> str:
    # A new key empties the framework's own box when everything is forgotten.
    return f"file_{name}_{st.session_state.get('files_round', 0)}"


def _taken_in(name: str) -> UploadedFile | None:
    """Return what was put into a box; what was in it before is given back."""
    file: UploadedFile | None = st.session_state[_key(name)]
    former, now = st.session_state.get(f"held_{name}"), file.file_id if file else ""
    if former and former != now:
        budget.give_back(former)
    st.session_state[f"held_{name}"] = now
    return file


def _read(name: str, read: Callable[[bytes], tuple[pd.DataFrame, Any, list[str]]]) -> None:
    """Read what was put into a box: good rows count, bad ones are told of, an error keeps all."""
    file = _taken_in(name)
    told = st.session_state[f"told_{name}"] = Told()
    if file is None:
        _put(name, None)
        return
    try:
        good, bad, told.notices = _in_line(read, file.getvalue())
    except GeoError as error:
        told.error = str(error)
        return
    told.bad = bad if bad is not None and len(bad) else None
    st.session_state.digests = {
        **st.session_state.get("digests", {}),
        name: digest_of(file.getvalue()),
    }
    _put(name, good)


def _in_line(read: Callable[[bytes], T], content: bytes) -> T:
    """Read a file when its turn has come: one at a time, and not for a visitor who has left."""
    with present.working(), queue.heavy("reading"):
        return read(content)


def _put(name: str, table: pd.DataFrame | None) -> None:
    if name != "sites":
        return _take(**{name: table})
    st.session_state.typed_file = table
    return _take(sites=_own_sites())


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


_READERS: dict[str, Callable[[bytes], Any]] = {
    "sites": read_sites,
    "activity": read_activity,
    "candidates": read_sites,
    "demand": _read_demand,
}
_BOXES = {
    "sites": ("Your own sites", "name, and postcode, easting and northing, or latitude and "
              "longitude"),
    "activity": ("Where you have worked", "urn, area_code or postcode; date and number if known"),
    "candidates": ("Sites to choose among", "name, and postcode or coordinates"),
    "demand": ("People to serve", "area_code and weight, or postcode or coordinates and weight"),
}  # fmt: skip


def draw_box(name: str) -> None:
    """Draw the box for one kind of file, with what was said of the last one."""
    label, columns = _BOXES[name]
    kinds = ["csv", "geojson", "json"] if name in ("sites", "candidates") else ["csv"]
    st.file_uploader(
        label,
        kinds,
        key=_key(name),
        on_change=_read,
        args=(name, _READERS[name]),
        help=f"CSV{' or GeoJSON' if len(kinds) > 1 else ''} up to 20 MB. Columns: {columns}.",
    )
    told: Told | None = st.session_state.get(f"told_{name}")
    if told is not None:
        _tell(name, told)


def _tell(name: str, told: Told) -> None:
    if told.error:
        st.warning(told.error)
    for notice in told.notices:
        st.caption(notice)
    if told.bad is None:
        return
    for line, row in told.bad.head(SHOWN).iterrows():
        # Plain text: a cell of a file is never read as markup.
        st.text(f"Line {line}, {str(row['value'])[:40]!r}: {row['reason']}")
    bad = told.bad
    downloads.draw(
        f"Rows to mend ({len(bad):,})", lambda: bad_to_csv(bad), f"{name}-to-mend.csv", "text/csv"
    )


def draw_typed() -> None:
    """Draw the box in which one site is typed: a postcode, and a name after it."""
    st.text_input(
        "Add a site by postcode",
        key="typed",
        placeholder="S1 2HH City hub",
        on_change=_typed,
        help="A postcode, then a name if you like; press Enter.",
    )
    if error := st.session_state.get("told_typed"):
        st.caption(error)
    hand = st.session_state.get("typed_hand")
    if hand is not None and len(hand):
        st.text("Added: " + "; ".join(hand["name"]))


def _typed() -> None:
    words = st.session_state.typed.split()
    st.session_state.told_typed = ""
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
        st.session_state.told_typed = str(error)
        return
    before = st.session_state.get("typed_hand")
    st.session_state.typed_hand = sites if before is None else pd.concat([before, sites])
    st.session_state.typed = ""
    _take(sites=_own_sites())


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
    st.file_uploader("Open a saved partnership", ["json"], key=_key("saved"), on_change=_open)
    if error := st.session_state.get("told_saved"):
        st.warning(error)


def _open() -> None:
    file = _taken_in("saved")
    st.session_state.told_saved = ""
    if file is None:
        return
    try:
        found = _in_line(load_partnership, file.getvalue())
    except GeoError as error:
        st.session_state.told_saved = str(error)
        return
    st.session_state.typed_saved = found.own
    asked = replace(st.session_state.view.reach, providers=found.ukprns, without="")
    frame.keep(replace(st.session_state.view, reach=asked))
    _take(sites=_own_sites())


def fitting(view: MapView) -> MapView:
    """Give a view the files of the visit, and drop what of it rests on files that are not there."""
    own, asked = uploads(), view.reach
    if asked.show == "engaged" and (own is None or own.activity is None):
        asked = replace(asked, show="gaps")
    if asked.without == OWN_SITES and (own is None or own.sites is None):
        asked = replace(asked, without="")
    return replace(view, reach=asked, uploads=own)

"""A page with the map: its view comes from the address, changes with what is done, and goes back.

The map page and the page of cold spots share it; what one looks at is kept on the way to the other.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from geo.areas import levels_of
from geo.compare import LEAST, MOST
from geo.errors import MisleadingError
from geo.registry import PATCH, read_patch
from layers import new_sites
from layers.browser import after, build_map, from_query, read_packs
from layers.charts import from_query as chart_from_query
from layers.coldspots import heading_of, is_bundled
from layers.compared import with_alike
from layers.exports import embed_snippet, pack_name
from layers.guardrails import check_words
from layers.kinds import find_kind, kind_names, kind_of
from layers.uploads import is_private, with_uploads, without_uploads
from layers.view import FIRST_SCREEN, NO_WORDS, MapView, is_zone, with_fitting_words
from layers.words import inert, left_behind, measure_left, opening_of
from serving import memory
from serving.hosting import hosting
from serving.server import read_tables
from views.panels.copying import draw_copies

OWN_FILES = "files"
"""What an address says of a visitor's own files: that there were some, and nothing of them."""
FILES_GONE = (
    "This page was made with files of your own. They are kept for one visit, and loading the page "
    "anew begins another: they are gone. Upload them again to go on with them."
)
WORDS_LEFT = (
    "The headline, subtitle or credit of the address is left out: it says of distance that "
    "somebody was reached or engaged. Say within range."
)
MAP = "map"
"""Name of the map page."""
WARM_AFTER_S = 3.0
_INDEX_ALONE = "smc205"
"""How codes of areas begin that have indices and no rates, so no profile."""


_ENDS_WITHIN_S = 60.0
_ending = threading.Event()


def _end(warming: threading.Timer) -> None:
    """Let the step that runs come to its end before the process does.

    Arrow's threads wait for the interpreter, and at the end of a process they would for ever.
    """
    _ending.set()
    warming.cancel()
    warming.join(_ENDS_WITHIN_S)


@st.cache_resource(show_spinner=False)
def _packs() -> dict[str, Any]:
    packs = read_packs()
    # What later clicks need is read while the visitor looks at the first map, not before it.
    later = threading.Timer(WARM_AFTER_S, read_tables, (_ending.is_set,))
    later.daemon = True
    later.start()
    atexit.register(_end, later)
    memory.watch()
    return packs


def _query() -> dict[str, str]:
    """Return the address's query without where the map is, which the browser itself keeps there."""
    return {key: value for key, value in st.query_params.to_dict().items() if key != "at"}


AFRESH = {"start": "ask"}
"""What an address says to begin with the question again, whatever the browser remembers."""


def view_of(
    page: str,
    carried: Callable[[MapView], MapView],
    remembered: Callable[[], tuple[MapView, list[str]] | None] = lambda: None,
) -> MapView:
    """Return the view; the address is read when the visit begins and when it was changed.

    What was just done on the page counts for more: quick hands act before the browser has heard of
    the address that their last act led to, and it comes back old.

    Parameters
    ----------
    page
        Name of the page.
    carried
        Makes the view of a visitor who comes from the other page, to an address that asks for
        nothing, out of what was looked at there.
    remembered
        Gives the view and the notes of a visitor who comes back to a bare address, if the browser
        remembers any.
    """
    state = st.session_state
    acted = state.pop("acted", False)
    came = state.get("page", page) != page
    state.page = page
    changed = state.get("query") != _query() and not acted
    if came and "view" in state and not _query():
        state.notes = []
        state.view = carry(state.view, carried)
        state.token += 1
    elif "view" not in state or changed or came:
        new = "view" not in state and not _query()
        state.view, state.notes = (remembered() if new else None) or _asked(page)
        state.token = state.get("token", 0) + 1
        if OWN_FILES in st.query_params and state.get("uploads") is None:
            state.notes = [*state.notes, FILES_GONE]
    return state.view


def _asked(page: str) -> tuple[MapView, list[str]]:
    """Return the view that the address asks for; the map's first screen where it asks nothing.

    On the page of a kind of map, an address that names no kind means that page's.
    """
    query = st.query_params.to_dict()
    if page == MAP and _query() in ({}, AFRESH):
        return FIRST_SCREEN, []
    of_page = [name for name in kind_names() if find_kind(name).page == page]
    if of_page and _query():
        query = {"with": of_page[0], **query}
    view, notes = from_query(query)
    try:
        check_words(view, view.own.texts())
    except MisleadingError:
        return replace(view, own=NO_WORDS), [*notes, WORDS_LEFT]
    return view, notes


def carry(view: MapView, carried: Callable[[MapView], MapView]) -> MapView:
    """Carry a view to another page; a place that cannot come along is left with a note."""
    new = carried(view)
    st.session_state.notes = [*st.session_state.get("notes", []), *left_behind(view, new)]
    return new


def _happened() -> None:
    """Update the view from the last event of the map."""
    told = st.session_state.get("map") or {}
    event = told.get("event") if isinstance(told, dict) else None
    if isinstance(event, dict):
        st.session_state.heard = str(told.get("n", ""))
        seen = with_uploads(st.session_state.view, st.session_state.get("uploads"))
        view, moves = after(seen, event)
        keep(view)
        st.session_state.token += moves
        if moves:
            st.session_state.notes = measure_left(seen, view)


def keep(view: MapView) -> None:
    """Keep a view that a control or the map has led to, without a visitor's own files."""
    seen = st.session_state.get("view")
    fitting = view if seen is None else with_fitting_words(seen, view)
    st.session_state.view, st.session_state.acted = without_uploads(fitting), True


def nearest(view: MapView, answer: Callable[[MapView], Any]) -> MapView:
    """Keep a view that has an answer: what is asked, or what is nearest to it, and say why.

    What was said stays until something else is asked.
    """
    found, notes = new_sites.nearest_answered(view, answer)
    question = (found.options, found.within, found.part_time, found.mode)
    if notes:
        st.session_state.unanswered = question, notes
    asked, told = st.session_state.get("unanswered", (None, []))
    if asked == question:
        st.warning(" ".join(map(inert, told)))
    keep(found)
    return found


def keep_address(view: MapView) -> None:
    """Write the view into the address."""
    query = dict(parse_qsl(replace(view, at=None).to_query()))
    if st.session_state.get("uploads") is not None:
        query[OWN_FILES] = "yes"
    if _query() != query:
        at = st.query_params.get("at")
        st.query_params.from_dict({**query, "at": at} if at else query)
    st.session_state.query = query


def link_to_profile(view: MapView) -> str:
    """Return a link to the profile of what is looked at; empty where there is none.

    A zone has one if it is of the tested cold spots, as the bundle has them.
    """
    code = view.select or view.within
    if not code or code.startswith(_INDEX_ALONE) or (is_zone(code) and not is_bundled(view)):
        return ""
    return f"[A two-page profile of this place, to print or share](./profile?in={code})"


def link_to_comparison(view: MapView) -> str:
    """Return a link that sets what is looked at beside places like it; empty for a zone."""
    code = view.select or view.within
    if not code or code.startswith(_INDEX_ALONE) or is_zone(code) or not levels_of(code):
        return ""
    if PATCH.is_code(code):
        districts = [part for part in read_patch(code).areas if "lad24" in levels_of(part)]
        if not LEAST <= len(districts) <= MOST:
            return ""
        return f"[Compare its districts](./compare?with={','.join(districts)})"
    compared = with_alike(code)
    others = "the places most like it" if compared.codes[1:] else "other places"
    return f"[Compare it with {others}](./compare?{urlencode(compared.pairs(), safe=',')})"


def link_to_charts(view: MapView) -> str:
    """Return a link to charts of the measure and place looked at; empty where there are none."""
    measure = kind_of(view).measure(view)
    if measure is None or measure.kind not in ("rate", "score") or is_zone(view.select):
        return ""
    asked = {"level": view.geography, "show": measure.id, "in": view.within, "area": view.select}
    chart, _ = chart_from_query({key: text for key, text in asked.items() if text})
    return f"[Draw charts of this measure](./charts?{chart.to_query()})"


def draw_map(view: MapView, *, below: bool = False) -> None:
    """Draw the title, what the map shows in a sentence, and the map.

    Parameters
    ----------
    view
        What the map shows.
    below
        Whether something stands above it that has the page's title, at an address that stays bare.
    """
    packs = _packs()
    if below:
        st.session_state.query = _query()
        st.header(heading_of(view))
    else:
        keep_address(view)
        st.title(inert(view.own.title) or heading_of(view))
    if view.own.subtitle:
        st.markdown(f"**{inert(view.own.subtitle)}**")
    if mark := view.own.mark():
        shown = f"{heading_of(view)}. " if view.own.title else ""
        st.caption(f"{mark} {shown}".strip())
    # What to press is no use on paper, so it has a mark of its own in the same line.
    with st.container(key="opening"):
        st.markdown(f"{opening_of(view)} *Type a postcode or a place, or click an area.*")
    own = st.session_state.get("uploads") is not None
    for note in st.session_state.get("notes", []):
        if note != FILES_GONE or not own:
            st.info(note)
    # Its component is known only where a page that runs imports it, and this module is read ahead.
    from streamlit_folium import st_folium

    drawn, command = build_map(
        view,
        packs,
        dark=st.context.theme.type == "dark",
        token=st.session_state.token,
        heard=st.session_state.get("heard", ""),
        tiles=hosting().tiles,
        tiles_credit=hosting().tiles_credit,
    )
    st_folium(
        drawn,
        key="map",
        height=640,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=command,
        on_change=_happened,
    )
    page = pack_name(view).replace(".zip", ".html")
    draw_copies(
        replace(view, at=None).to_query(), "" if is_private(view) else embed_snippet(view, page)
    )

"""Page config, navigation and the look that all pages share."""

from __future__ import annotations

import importlib
import sys
import threading
import time
from datetime import timedelta

import streamlit as st

from geo.errors import GeoError
from layers import manual
from layers.browser import STATIC
from layers.words import inert
from serving import log, memory
from serving import presence as present
from serving.hosting import hosting, server_router
from serving.page_slots import page_turn

_LOOK = """
<style>
  .stMainBlockContainer { padding: 3.4rem 1.4rem 2rem; max-width: none; }
  .stSidebar [data-testid="stSidebarContent"] { padding-top: 0; }
  .stSidebar label, .stSidebar label *, .stMain [data-testid="stElementContainer"] {
    transition: none !important;
  }
  [data-testid="stHeader"] { height: 3rem; }
  [data-testid^="stBaseButton-primary"]:hover, [data-testid^="stBaseButton-primary"]:hover * {
    background-color: #174b6d !important; color: #ffffff !important; transition: none !important;
  }
  h1 { font-size: 1.45rem !important; line-height: 1.25 !important; padding: 0 0 .2rem !important; }
  h2 { font-size: 1.2rem !important; }
  .stMarkdown table { display: block; max-width: 100%; overflow-x: auto; font-size: .9rem; }
  .stMarkdown td { vertical-align: top; }
  h3 { font-size: 1.02rem !important; }
  iframe[title="streamlit_folium.st_folium"] {
    height: max(420px, calc(100dvh - 9.8rem)) !important;
    width: 100%; border: 0; border-radius: 6px;
  }
  .cs-copies { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; font-size: .875rem; }
  .cs-copies button {
    min-height: 34px; padding: 4px 12px; border: 1px solid #6b7683; border-radius: 8px;
    background: none; color: inherit; font: inherit; cursor: pointer;
  }
  .cs-copies button:hover { border-color: currentColor; }
  .cs-copies button:focus-visible { outline: 3px solid #3d87b8; outline-offset: 2px; }
  .st-key-opening em { font-style: normal; }
  @media print {
    .st-key-opening em, .st-key-start [data-testid="stLayoutWrapper"]:has(input),
    .cs-copies, .st-key-onward, [data-testid="stSidebar"], [data-testid="stHeader"] {
      display: none !important;
    }
    .stApp, .stMain, [data-testid="stAppViewContainer"] {
      position: static !important; height: auto !important; overflow: visible !important;
    }
    .stMainBlockContainer { padding: 0 !important; }
    iframe[title="streamlit_folium.st_folium"] { height: var(--cs-paper-height, 880px) !important; }
  }
  @media print and (orientation: landscape) {
    iframe[title="streamlit_folium.st_folium"] {
      height: min(600px, var(--cs-paper-height, 600px)) !important;
    }
  }
  [data-testid="stElementContainer"]:has(> [data-testid="stHtml"] :is(style, script)) {
    display: none;
  }
  [data-stale="true"] [data-testid="stDownloadButton"] button { pointer-events: none; }
  @media (max-width: 1100px) { .stMainBlockContainer { padding: 3.4rem 1rem 2rem; } }
  @media (max-width: 640px) {
    .stMainBlockContainer { padding: 3.5rem .5rem 1rem; }
    h1 { font-size: 1.1rem !important; }
    .stMain .stMarkdown :is(p, li) { font-size: .875rem; line-height: 1.35; }
    iframe[title="streamlit_folium.st_folium"] { height: calc(100dvh - 12.4rem) !important; }
  }
</style>
"""

# What is chosen stands on the accent colour, which is light in the dark: white letters fade there.
_DARK_LOOK = "<style>.stMultiSelect span[title] { color: #0b1118; }</style>"

# What every page does besides Streamlit's own: keys, steps back, the menu of a phone.
_SCRIPT = f"<script>{(STATIC / 'page.js').read_text(encoding='utf-8')}</script>"

APOLOGY = (
    "Something went wrong on this page, and nothing was changed. Reload it; if it happens again, "
    "run `coldspots check`"
)


_SHORT_TURN_S = 0.0005
_visited = threading.Event()
"""Whether a page has been asked for."""


def read_ahead() -> None:
    """Load what the first page needs, and so almost all that the others do."""
    usual = sys.getswitchinterval()
    # The server, in another thread, is not to wait long for its turn each time it wants one.
    sys.setswitchinterval(_SHORT_TURN_S)
    try:
        importlib.import_module("views.panels.start")
        importlib.import_module("layers.start").warm(lambda: not _visited.is_set())
    finally:
        sys.setswitchinterval(usual)


def run() -> None:
    """Run the page that the visitor asked for."""
    with present.working():
        _run()


@st.fragment(run_every=timedelta(days=1))
def _come_back() -> None:
    """Draw nothing; have the page run again by itself when its line to the server is back.

    The page in the browser asks for a run after a break only where something runs now and then.
    Without it a visit whose process died would lose what the visitor did next.
    """


def _run() -> None:
    _visited.set()
    # Imported here, or the server would wait for it before it listens.
    from layers.reach import use_router

    use_router(lambda: server_router(hosting()))
    st.set_page_config(
        page_title="Cold Spots",
        page_icon=str(STATIC / "icon.png"),
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    st.html(_LOOK + (_DARK_LOOK if st.context.theme.type == "dark" else ""))
    st.html(_SCRIPT, unsafe_allow_javascript=True)
    _come_back()
    pages = [
        st.Page("views/explore.py", title="Map", icon=":material/map:", default=True),
        st.Page(
            "views/partnership/patch.py",
            title="Our patch",
            icon=":material/group_work:",
            url_path="patch",
        ),
        st.Page(
            "views/cold_spots.py",
            title="Cold spots",
            icon=":material/ac_unit:",
            url_path="cold-spots",
        ),
        st.Page("views/reach.py", title="Reach", icon=":material/hub:", url_path="reach"),
        st.Page(
            "views/new_sites.py",
            title="New sites",
            icon=":material/add_location:",
            url_path="where-next",
        ),
        st.Page(
            "views/partnership/schools.py",
            title="Schools",
            icon=":material/school:",
            url_path="schools",
        ),
        st.Page("views/profile.py", title="Profile", icon=":material/article:", url_path="profile"),
        st.Page("views/compare.py", title="Compare", icon=":material/compare:", url_path="compare"),
        st.Page("views/charts.py", title="Charts", icon=":material/bar_chart:", url_path="charts"),
        st.Page("views/story.py", title="Story", icon=":material/newspaper:", url_path="story"),
        st.Page(
            "views/method.py", title="Method", icon=":material/lab_research:", url_path="method"
        ),
        # The manual, where it came along.
        *(
            [st.Page("views/help.py", title="Help", icon=":material/help:", url_path="help")]
            if manual.page_names()
            else []
        ),
        st.Page(
            "views/partnership/what_if.py",
            title="What if",
            icon=":material/alt_route:",
            url_path="what-if",
        ),
        st.Page(
            "views/partnership/regions.py",
            title="Regions",
            icon=":material/grid_view:",
            url_path="regions",
        ),
        st.Page(
            "views/partnership/taught.py",
            title="Taught where",
            icon=":material/auto_stories:",
            url_path="taught-where",
        ),
        st.Page(
            "views/enrich.py",
            title="Enrich a list",
            icon=":material/playlist_add:",
            url_path="enrich",
        ),
        st.Page(
            "views/check_copy.py",
            title="Check copy",
            icon=":material/fact_check:",
            url_path="check-copy",
        ),
        st.Page(
            "views/data.py", title="Data and sources", icon=":material/table:", url_path="data"
        ),
        # On one's own machine it has an address, and no place in the row of pages.
        st.Page(
            "views/notices.py",
            title="Notices",
            icon=":material/gavel:",
            url_path="notices",
            visibility="visible" if hosting().operator else "hidden",
        ),
    ]
    page = st.navigation(pages, position="top")
    name, begin, end = page.url_path or "map", time.perf_counter(), "left"
    try:
        with page_turn():
            page.run()
        end = "drawn"
    except GeoError as error:
        end = "refused"
        st.error(inert(str(error)))
    except Exception as error:
        # A visitor reads one line; whoever runs the server finds the rest in its log.
        end = "failed"
        apologise(log.failure(error, "failed", page=name))
    finally:
        memory.settling.freeze_if_due()
        log.note("page", page=name, ms=round((time.perf_counter() - begin) * 1000), end=end)


def apologise(number: str) -> None:
    """Show a visitor that something failed, with its number in the log."""
    whom = hosting().contact
    who = f" or tell {inert(whom)}" if whom else ""
    st.error(f"{APOLOGY}{who}. Its number in the log is {number}.")


def failed(error: Exception) -> bool:
    """Show an error that no page caught in one line; the rest is in the log."""
    apologise(log.failure(error, "failed", page="callback"))
    return True

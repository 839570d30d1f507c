"""The page "Regions": rival maps of England side by side, and one's own drawn or loaded."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from geo.errors import GeoError
from geo.regionalisation import (
    MOST_MAPS,
    OFFICIAL_MAPS,
    OWN_ID,
    Assessment,
    assess,
    map_json,
    map_rows,
    read_map,
)
from layers.profiles import ProfileTable
from layers.regions import (
    CLASSES,
    DRAWN,
    DRAWN_NAME,
    LIMITS,
    NO_BEST,
    RegionsAsked,
    answer_of,
    comparison_table,
    figures_csv,
    from_query,
    kept_picture,
    lines_of,
    map_csv,
    map_picture,
    paper_content,
    region_tables,
    zones_table,
)
from layers.words import inert
from serving import downloads
from serving import job_queue as queue
from serving import upload_budget as budget
from views.panels import uploads as visit_files
from views.panels.copying import draw_copies
from views.panels.region_drawing import draw_drawing, keep
from views.panels.tables import small

_STANDFIRST = (
    "From 2027 regional access partnerships replace Uni Connect in England, and somebody has to "
    "say where one region ends and the next begins. Compare up to four maps: who lives in each "
    "region, what its borders cut and how even it is."
)
_WIDE_PX = 1080
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LOOK = """
<style>
.regions-maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr));
  gap: 12px; max-width: 1080px; }
.regions-maps figure { margin: 0; max-width: 520px; }
.regions-maps figcaption { font-weight: 600; font-size: .95rem; padding: 0 0 4px; }
.regions-maps img { width: 100%; height: auto; border: 1px solid #c6ced6; border-radius: 6px;
  background: #ffffff; display: block; }
.regions-wait { min-height: clamp(300px, 42vw, 620px); font-size: .9rem; }
.regions-table { overflow-x: auto; max-width: 100%; }
.regions-table table { border-collapse: collapse; font-size: .9rem; }
.regions-table :is(td, th) { padding: .3rem .7rem; text-align: right; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.regions-table.by-region td { white-space: nowrap; }
.regions-table thead th { font-weight: 600; border-bottom-color: currentColor; }
.regions-table tbody th { font-weight: 400; }
.regions-table .w { text-align: left; padding-left: 0; }
@media (max-width: 640px) { .regions-table :is(td, th) { padding: .25rem .4rem; } }
.regions-key { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: .875rem; margin: 6px 0; }
.regions-key i { display: inline-block; width: 14px; height: 10px; margin-right: 6px;
  border: 1px solid #8a949e; }
</style>
"""


def _asked() -> RegionsAsked:
    """Return what is asked for: by the address, unless something was just done on the page."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "regions") != "regions", "regions"
    acted = state.pop("regions_acted", False)
    again = came and bool(query) and query != state.get("regions_query")
    if not acted and (again or "regions" not in state or query != state.get("regions_query")):
        if came and not query and "regions" in state:
            # Whoever comes back finds the maps as they were left.
            kept: RegionsAsked = state.regions
            return kept
        state.regions, state.regions_notes = from_query(query)
    asked: RegionsAsked = state.regions
    return asked


def _own() -> Assessment | None:
    own: Assessment | None = st.session_state.get("regions_own")
    return own


def _names() -> dict[str, str]:
    """Name the maps that can be chosen."""
    asked: RegionsAsked = st.session_state.regions
    own = _own()
    names = dict(OFFICIAL_MAPS)
    if asked.edits:
        names[DRAWN] = DRAWN_NAME
    if own is not None:
        names[OWN_ID] = own.map.name
    return names


def _new_maps() -> None:
    chosen = tuple(st.session_state.regions_maps)
    asked: RegionsAsked = st.session_state.regions
    if not chosen:
        keep(asked, "One map at least stays.")
        return
    keep(replace(asked, maps=chosen))


def _box() -> str:
    return f"regions_file_{st.session_state.get('regions_round', 0)}"


def _read() -> None:
    """Read a map that was put into the box, and empty the box."""
    state = st.session_state
    file = state[_box()]
    if file is None:
        return
    content, name = file.getvalue(), file.name.rpartition(".")[0][:60]
    budget.give_back(file.file_id)
    state.regions_round = state.get("regions_round", 0) + 1
    asked: RegionsAsked = state.regions
    try:
        with queue.heavy("reading"):
            state.regions_own = assess(read_map(content, name))
    except GeoError as error:
        keep(asked, str(error))
        return
    others = tuple(one for one in asked.maps if one != OWN_ID)[: MOST_MAPS - 1]
    keep(replace(asked, maps=(*others, OWN_ID)), *state.regions_own.map.notices)


def _controls(asked: RegionsAsked) -> None:
    state, names = st.session_state, _names()
    state.regions_maps = [one for one in asked.maps if one in names]
    st.multiselect(
        "Maps to compare", list(names), key="regions_maps", on_change=_new_maps, width=720,
        format_func=lambda one: inert(str(names.get(one, one))), max_selections=MOST_MAPS,
        placeholder="Choose a map", select_all=False,
    )  # fmt: skip
    with st.expander("Draw or load a map of your own", expanded=bool(asked.edits)):
        draw_drawing(asked)
        st.file_uploader(
            "A map of your own", type=["csv", "xlsx", "ods", "geojson", "json"], key=_box(),
            on_change=_read, max_upload_size=10,
            help="A table with a column of areas (codes, or names of districts) and one called "
            "region; or GeoJSON with polygons in degrees and the name of each region.",
        )  # fmt: skip
        small(visit_files.where_files_go())


def _picture(found: Assessment) -> bytes:
    """Draw a map; that of a visitor's file is kept with the visit alone."""
    if found.map.id != OWN_ID:
        return kept_picture(found)
    state = st.session_state
    if state.get("regions_own_picture", (None, b""))[0] is not found:
        state.regions_own_picture = (found, map_picture(found))
    held: bytes = state.regions_own_picture[1]
    return held


def _draw(asked: RegionsAsked) -> None:
    place = st.empty()
    with st.spinner("Measuring the maps"), queue.heavy("profile", place.info):
        found = answer_of(asked, _own())
    place.empty()
    if not found:
        st.info("The map of your file went with the page. Load it again, or choose another map.")
        return
    # Figures are there long before pictures are drawn: nobody waits for both.
    maps = st.empty()
    maps.html('<div class="regions-wait" role="status">Drawing the maps</div>')
    _table(comparison_table(found))
    small(NO_BEST.text)
    _files(found)
    for one, tab in zip(found, st.tabs([inert(one.map.name) for one in found]), strict=True):
        with tab:
            _one_map(one)
    st.subheader("What we cannot know")
    st.markdown("\n".join(f"* {inert(one.text)}" for one in LIMITS))
    draw_copies(urlencode(asked.pairs(), safe=",;~"))
    with queue.heavy("profile", place.info):
        pictures = [_picture(one) for one in found]
    place.empty()
    with maps.container():
        _maps(found, pictures)


def _maps(found: list[Assessment], pictures: list[bytes]) -> None:
    figures = []
    for one, picture in zip(found, pictures, strict=True):
        held = base64.b64encode(picture).decode()
        name = escape(one.map.name)
        alt = f"Map of {name}: borders cut {len(one.zones)} of {one.zone_count} zones of cold spots"
        figures.append(
            f'<figure><figcaption>{name}</figcaption><img alt="{alt}" '
            f'src="data:image/png;base64,{held}"></figure>'
        )
    st.html(f'<div class="regions-maps">{"".join(figures)}</div>')
    outside = any(len(one.left_out) for one in found)
    rows = "".join(
        f'<span><i style="background:{look.colour};border-color:{look.ink or "#8a949e"}"></i>'
        f"{label}</span>"
        for key, (label, look) in CLASSES.items()
        if key != "outside" or outside
    )
    st.html(f'<div class="regions-key">{rows}</div>')


def _files(found: list[Assessment]) -> None:
    def made(suffix: str) -> bytes:
        with queue.heavy("profile"):
            return paper_content(found, suffix)

    papers: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        ".docx": ("Download paper, Word", _WORD, lambda: made(".docx")),
        ".pdf": ("PDF, tagged", "application/pdf", lambda: made(".pdf")),
        ".html": ("HTML, one file", "text/html", lambda: made(".html")),
        ".csv": ("Every region, CSV", "text/csv", lambda: figures_csv(found)),
    }
    with st.container(horizontal=True, key="take"):
        for suffix, (label, mime, make) in papers.items():
            downloads.draw(label, make, f"regional-maps{suffix}", mime, key=f"regions{suffix}")
        for one in found:
            if one.map.id not in OFFICIAL_MAPS:
                _own_files(one)


def _own_files(one: Assessment) -> None:
    name = inert(one.map.name)
    downloads.draw(f"{name}, CSV", lambda: map_csv(map_rows(one.map)), f"{one.map.id}-map.csv",
                   "text/csv", key=f"map_csv_{one.map.id}")  # fmt: skip
    downloads.draw(f"{name}, GeoJSON", lambda: map_json(one.map, one.regions["young_people"]),
                   f"{one.map.id}-map.geojson", "application/geo+json",
                   key=f"map_json_{one.map.id}")  # fmt: skip


def _one_map(one: Assessment) -> None:
    for note in one.map.notices:
        st.info(inert(note))
    st.markdown("\n".join(f"* {inert(line.text)}" for line in lines_of(one)))
    for table in region_tables(one):
        _table(table)
    if len(one.zones):
        _table(replace(zones_table(one), title="Zones of cold spots that a border cuts"))
    small(inert(one.map.source))


def _table(table: ProfileTable) -> None:
    """Draw a table that is scrolled by keys too where it is wider than a phone."""
    if table.title:
        st.subheader(table.title)

    head = "".join(
        f'<th scope="col"{_side(table, at)}>{escape(one)}</th>'
        for at, one in enumerate(table.headings)
    )
    rows = "".join(
        f'<tr><th scope="row" class="w">{escape(row.cells[0].text)}</th>'
        + "".join(
            f"<td{_side(table, at)}>{escape(one.text)}</td>"
            for at, one in enumerate(row.cells[1:], 1)
        )
        + "</tr>"
        for row in table.rows
    )
    name = escape(table.title or "The maps side by side")
    look = "regions-table by-region" if table.title else "regions-table"
    st.html(
        f'<div class="{look}" tabindex="0" role="group" aria-label="{name}"><table><thead>'
        f"<tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    if table.note is not None:
        small(inert(table.note.text))


def _side(table: ProfileTable, at: int) -> str:
    return ' class="w"' if at < table.words else ""


def page() -> None:
    """Draw the page."""
    asked = _asked()
    query = asked.pairs()
    st.session_state.regions_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.html(_LOOK)
    with st.container(width=_WIDE_PX):
        st.title("Regions")
        st.markdown(_STANDFIRST)
        _controls(asked)
        for note in st.session_state.get("regions_notes", []):
            st.info(inert(note))
        try:
            _draw(asked)
        except GeoError as error:
            st.error(inert(str(error)))


page()

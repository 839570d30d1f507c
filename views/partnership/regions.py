"""The page "Regions": rival maps of England side by side, and one's own drawn or loaded."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from geo.errors import GeoError
from geo.regionalisation import (
    LONGEST_REGION,
    MERGE,
    MOST_MAPS,
    MOVE,
    OFFICIAL_MAPS,
    OWN_ID,
    RENAME,
    Assessment,
    Edit,
    assess,
    clean_region,
    english_districts,
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
    drawn_map,
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
from views.panels.tables import small

_STANDFIRST = (
    "From 2027 regional access partnerships replace Uni Connect in England, and somebody has to "
    "say where one region ends and the next begins. Compare up to four maps: who lives in each "
    "region, what its borders cut and how even it is."
)
_WIDE_PX = 1080
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NO_REGION = "In no region"
_NEW_REGION = "A new region, named beside"
_LOOK = """
<style>
.regions-maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr));
  gap: 12px; max-width: 1080px; }
.regions-maps figure { margin: 0; max-width: 520px; }
.regions-maps figcaption { font-weight: 600; font-size: .95rem; padding: 0 0 4px; }
.regions-maps img { width: 100%; height: auto; border: 1px solid #c6ced6; border-radius: 6px;
  background: #ffffff; display: block; }
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


def _keep(asked: RegionsAsked, *notes: str) -> None:
    state = st.session_state
    state.regions, state.regions_notes, state.regions_acted = asked, [*notes], True


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
        _keep(asked, "One map at least stays.")
        return
    _keep(replace(asked, maps=chosen))


def _change(*edits: Edit, base: str = "") -> None:
    """Go on with other changes of the drawn map, or say why not."""
    asked: RegionsAsked = st.session_state.regions
    try:
        made = replace(asked, base=base or asked.base).with_edits(edits)
    except GeoError as error:
        _keep(asked, str(error))
        return
    notes = []
    if edits and not made.fits_address:
        notes.append(
            "The map has too many changes for an address: a copied link leaves it out. Save it as "
            "a file, and load that again."
        )
    _keep(made, *notes)


def _new_base() -> None:
    _change(base=st.session_state.regions_base)


def _move() -> None:
    state = st.session_state
    asked: RegionsAsked = state.regions
    to = state.regions_to
    name = clean_region(state.regions_new)
    if to == _NEW_REGION and not name:
        _keep(asked, "Name the new region.")
        return
    where = {_NO_REGION: "", _NEW_REGION: name}.get(to, to)
    state.regions_new = ""
    _change(*asked.edits, Edit(MOVE, state.regions_district, where))


def _merge() -> None:
    state = st.session_state
    _change(*state.regions.edits, Edit(MERGE, state.regions_one, state.regions_other))


def _rename() -> None:
    state = st.session_state
    name = clean_region(state.regions_name)
    state.regions_name = ""
    _change(*state.regions.edits, Edit(RENAME, state.regions_old, name))


def _drop(at: int) -> None:
    edits = st.session_state.regions.edits
    _change(*edits[:at], *edits[at + 1 :])


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
        _keep(asked, str(error))
        return
    others = tuple(one for one in asked.maps if one != OWN_ID)[: MOST_MAPS - 1]
    _keep(replace(asked, maps=(*others, OWN_ID)), *state.regions_own.map.notices)


def _controls(asked: RegionsAsked) -> None:
    state, names = st.session_state, _names()
    state.regions_maps = [one for one in asked.maps if one in names]
    st.multiselect(
        "Maps to compare", list(names), key="regions_maps", on_change=_new_maps, width=720,
        format_func=lambda one: inert(str(names.get(one, one))), max_selections=MOST_MAPS,
        placeholder="Choose a map", select_all=False,
    )  # fmt: skip
    with st.expander("Draw or load a map of your own", expanded=bool(asked.edits)):
        _drawing(asked)
        st.file_uploader(
            "A map of your own", type=["csv", "xlsx", "ods", "geojson", "json"], key=_box(),
            on_change=_read, max_upload_size=10,
            help="A table with a column of areas (codes, or names of districts) and one called "
            "region; or GeoJSON with polygons in degrees and the name of each region.",
        )  # fmt: skip
        small(visit_files.where_files_go())


def _drawing(asked: RegionsAsked) -> None:
    """Draw what changes a map: a district moved, regions merged, a region renamed."""
    state = st.session_state
    state.regions_base = asked.base
    st.selectbox("Begin with", list(OFFICIAL_MAPS), key="regions_base", on_change=_new_base,
                 format_func=OFFICIAL_MAPS.__getitem__, width=420,
                 help="Another map to begin with takes your changes away.")  # fmt: skip
    regions = list(drawn_map(asked.base, asked.edits).regions)
    districts = english_districts()
    for key, offered in (("regions_one", regions), ("regions_other", regions),
                         ("regions_old", regions)):  # fmt: skip
        if state.get(key) not in offered:
            state.pop(key, None)
    targets = [*regions, _NEW_REGION, _NO_REGION]
    if state.get("regions_to") not in targets:
        state.pop("regions_to", None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Move the district", list(districts), key="regions_district", width=260,
                     format_func=lambda code: inert(districts[code]))  # fmt: skip
        st.selectbox(
            "to", targets, key="regions_to", width=260, format_func=lambda one: inert(str(one))
        )
        st.text_input("New region", key="regions_new", max_chars=LONGEST_REGION, width=180)
        st.button("Move", on_click=_move)
    if len(regions) > 1:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox("Merge", regions, key="regions_one", width=260, format_func=inert)
            st.selectbox("into", regions, key="regions_other", width=260, index=1,
                         format_func=inert)  # fmt: skip
            st.button("Merge", on_click=_merge, key="regions_merge")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Rename", regions, key="regions_old", width=260, format_func=inert)
        st.text_input("New name", key="regions_name", max_chars=LONGEST_REGION, width=260)
        st.button("Rename", on_click=_rename, key="regions_rename")
    if asked.edits:
        small("Your changes, in their order. Press one to take it back.")
        with st.container(horizontal=True, key="chips"):
            for at, edit in enumerate(asked.edits):
                st.button(inert(_edit_words(edit, districts)), icon=":material/close:",
                          key=f"edit_{at}", on_click=_drop, args=(at,))  # fmt: skip


def _edit_words(edit: Edit, districts: Mapping[str, str]) -> str:
    if edit.kind == MOVE:
        return f"{districts.get(edit.what, edit.what)} to {edit.to or 'no region'}"
    if edit.kind == MERGE:
        return f"{edit.what} merged into {edit.to}"
    return f"{edit.what} is called {edit.to}"


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
        pictures = [_picture(one) for one in found]
    place.empty()
    if not found:
        st.info("The map of your file went with the page. Load it again, or choose another map.")
        return
    _maps(found, pictures)
    _table(comparison_table(found))
    small(NO_BEST.text)
    _files(found)
    for one, tab in zip(found, st.tabs([inert(one.map.name) for one in found]), strict=True):
        with tab:
            _one_map(one)
    st.subheader("What we cannot know")
    st.markdown("\n".join(f"* {inert(one.text)}" for one in LIMITS))
    draw_copies(urlencode(asked.pairs(), safe=",;~"))


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

"""The page of a patch: put together the places that a team works with, and start from them."""

from __future__ import annotations

import base64
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from geo.areas import levels_of, name_of
from geo.errors import GeoError
from geo.patch import (
    Suggestion,
    load_patch,
    suggest_for_place,
    suggest_for_providers,
)
from geo.places import WHAT_TO_TYPE, Result, finder
from geo.registry import LARGEST_KM, LONGEST_NAME, MOST_PARTS, NATIONS, PATCH, read_patch
from layers.patches import (
    PatchAsked,
    circle_round,
    drawn_outline,
    from_query,
    joined,
    outline_note,
    part_rows,
    renamed,
    router_note,
    steps_from,
    without_part,
)
from layers.profiles import ProfileAsked, made
from layers.reach import ReachOptions
from layers.uploads import Uploads
from layers.words import inert
from serving import job_queue as queue
from serving import upload_budget as budget
from views.panels import uploads as visit_files
from views.panels.copying import draw_copies
from views.panels.outline_drawing import draw_outline_map
from views.panels.tables import small
from views.partnership import patch_minutes, patch_sections

EXAMPLES = {
    "University of Lincoln": {"providers": "10007151"},
    "Greater Manchester": {"in": "E47000001"},
    "Blackpool, Wyre and Fylde": {"in": "E06000009,E07000119,E07000128"},
}
_STANDFIRST = (
    "The places you work with, as one: districts, wards, a circle round a campus, an outline of "
    "your own, or a mix of them. Maps, cold spots, reach, new sites and profiles then start from "
    "your patch, and count its young people, not England's."
)
_LOOK = """
<style>
.st-key-chips [data-testid="stHorizontalBlock"], .st-key-chips { gap: .4rem; }
.patch-map { width: 100%; max-width: 34rem; border: 1px solid #c6ced6; border-radius: 6px; }
</style>
"""
_WIDE_PX = 1080


def _asked() -> PatchAsked:
    """Return the patch that is asked for: by the address, unless something was done on the page."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "patch") != "patch", "patch"
    acted = state.pop("patch_acted", False)
    if came and "view" in state and not query and state.view.within:
        providers = ReachOptions.of(state.view).providers
        # Other pages carry the code of a patch, and not who drew it.
        before: PatchAsked | None = state.get("patch")
        drawn = before.drawn if before and before.code == state.view.within else None
        state.patch, state.patch_notes = PatchAsked(state.view.within, providers, drawn), []
        state.patch_before = None
    elif not acted and (came or "patch" not in state or query != state.get("patch_query")):
        (state.patch, state.patch_notes), state.patch_before = from_query(query), None
        if state.patch.providers and not state.patch.code:
            _suggest(state.patch.providers)
    asked: PatchAsked = state.patch
    return asked


def _keep(asked: PatchAsked, *notes: str) -> None:
    state = st.session_state
    state.patch, state.patch_notes, state.patch_acted = asked, [*notes], True
    state.patch_before = None


def _suggest(ukprns: tuple[str, ...]) -> None:
    """Begin with the districts where half of those within range of institutions live."""
    try:
        found = suggest_for_providers(ukprns)
    except GeoError as error:
        _keep(PatchAsked("", ukprns), str(error))
        return
    _keep(PatchAsked(found.code, ukprns), *_why(found))
    st.session_state.patch_others = [
        (str(code), str(name))
        for code, name, chosen in found.districts[["name", "chosen"]].itertuples()
        if not chosen
    ]


def _why(found: Suggestion) -> list[str]:
    """Return why a patch was suggested, and what was left out."""
    notes = [
        f"Suggested: {found.share:.0%} of the young people within {found.limit_km:g} km of a site "
        "live in these districts, taken from the one with most of them until half were reached. "
        "Add or remove districts as you see fit."
    ]
    if found.left_out:
        notes.append(
            "Too far from the main site to be part of the same patch, and left out: "
            f"{'; '.join(found.left_out)}."
        )
    return notes


def _added() -> None:
    """Add what a text means: an area, or for an institution its suggested districts."""
    state = st.session_state
    text, state.patch_text = state.patch_text, ""
    answer = finder().find(text)
    results = [one for one in answer.results if one.code or one.kind == "provider"]
    if not results:
        _keep(state.patch, answer.sentence or "No place is called so. Try its code.")
        return
    _add(results[0])
    if len(results) > 1:
        state.patch_notes = [
            *state.patch_notes,
            f"Added {results[0].name}. Also called so: "
            + "; ".join(f"{one.name}, {one.where}" for one in results[1:4])
            + ". Type more of the name, or a code, to add another.",
        ]


def _add(result: Result) -> None:
    asked: PatchAsked = st.session_state.patch
    if result.kind == "provider":
        ukprns = tuple(dict.fromkeys((*asked.providers, result.key)))
        try:
            found = suggest_for_providers((result.key,))
            _keep(replace(joined(asked, found.code), providers=ukprns), *_why(found))
        except GeoError as error:
            _keep(asked, str(error))
        return
    _join(result.code)


def _join(code: str) -> None:
    asked: PatchAsked = st.session_state.patch
    try:
        _keep(joined(asked, code))
    except GeoError as error:
        _keep(asked, str(error))


def _circle() -> None:
    """Add a circle round the first place that a text means."""
    state = st.session_state
    results = finder().find(state.patch_middle).results if state.patch_middle else ()
    placed = [(one, one.lat, one.lng) for one in results if one.lat and one.lng]
    if not placed:
        _keep(state.patch, "Give the middle of the circle: a postcode, a town or a campus.")
        return
    found, latitude, longitude = placed[0]
    letter = found.code[:1] if found.code[:1] in NATIONS else (state.patch.code or "E")[:1]
    try:
        _join(circle_round(letter, latitude, longitude, state.patch_km))
    except GeoError as error:
        _keep(state.patch, str(error))


def _drawn(corners: object) -> bool:
    """Add an outline that was drawn on the map; return whether it could be."""
    asked: PatchAsked = st.session_state.patch
    try:
        code, kept = drawn_outline(corners)
        whole = joined(asked, code)
    except GeoError as error:
        _keep(asked, str(error))
        return False
    drawn = len(corners) if isinstance(corners, list) else kept
    _keep(whole, outline_note(drawn, kept))
    return True


def _box() -> str:
    return f"patch_file_{st.session_state.get('patch_round', 0)}"


def _read() -> None:
    """Read a patch's file or polygons that were put into the box, and empty the box."""
    state = st.session_state
    file = state[_box()]
    if file is None:
        return
    content = file.getvalue()
    budget.give_back(file.file_id)
    state.patch_round = state.get("patch_round", 0) + 1
    try:
        with queue.heavy("reading"):
            saved = load_patch(content)
    except GeoError as error:
        _keep(state.patch, str(error))
        return
    _join(saved.code)
    if saved.drawn:
        state.patch_notes = [*state.patch_notes, f"What the file says of it: {saved.drawn}."]


def _name() -> None:
    asked: PatchAsked = st.session_state.patch
    _keep(replace(asked, code=renamed(asked.code, st.session_state.patch_name)))


def _remove(code: str) -> None:
    asked: PatchAsked = st.session_state.patch
    _keep(replace(asked, code=code) if code else PatchAsked())


def _controls(asked: PatchAsked) -> None:
    st.text_input(
        "Add a place or an institution", key="patch_text", on_change=_added, width=420,
        placeholder="District, ward, postcode, university", help=WHAT_TO_TYPE,
    )  # fmt: skip
    draw_outline_map(asked.code, _drawn)
    with st.expander("A circle, an outline's file, a name"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Middle of a circle", key="patch_middle", width=240,
                          placeholder="Postcode, town or campus")  # fmt: skip
            st.number_input("Radius, km", 0.5, LARGEST_KM, 10.0, 0.5, key="patch_km", width=140)
            st.button("Add the circle", on_click=_circle)
        st.file_uploader(
            "An outline, or a patch that you saved", type=["geojson", "json"], key=_box(),
            on_change=_read, max_upload_size=5,
            help="GeoJSON with polygons in degrees (WGS 84), such as any program for maps writes.",
        )  # fmt: skip
        small(visit_files.where_files_go())
        if not patch_minutes.is_offered():
            small(router_note(visit_files.uploads() or Uploads()))
        if PATCH.is_code(asked.code):
            st.session_state.patch_name = read_patch(asked.code).name
            st.text_input("What you call it", key="patch_name", max_chars=LONGEST_NAME,
                          on_change=_name, width=420)  # fmt: skip
    if patch_minutes.is_offered():
        patch_minutes.draw(asked, _keep)


def _chips(asked: PatchAsked) -> None:
    """Draw a button for each part that takes it away, and for each district near that adds it."""
    rows = part_rows(asked.code)
    outlines = asked.drawn.outlines if asked.drawn else ()
    with st.container(horizontal=True, key="chips"):
        for number, row in enumerate(rows):
            st.button(
                asked.drawn.label if asked.drawn and row.part in outlines else inert(row.name),
                icon=":material/close:", key=f"part_{number}",
                help=f"{row.kind.capitalize()}. Press to remove it.",
                on_click=_remove, args=(without_part(asked.code, row.part),),
            )  # fmt: skip
        if len(rows) == 1 and (districts := _districts_of(asked.code)):
            st.button(
                f"Choose among its {districts} districts", icon=":material/edit:", key="districts",
                on_click=_by_district, help="Makes each district a part that you can remove.",
            )  # fmt: skip
        patch_minutes.draw_back(_keep)
    held = {row.part for row in rows}
    near = [one for one in st.session_state.get("patch_others", []) if one[0] not in held]
    if near and asked.providers:
        with st.container(horizontal=True, key="near"):
            for code, name in near[:6]:
                st.button(inert(name), icon=":material/add:", key=f"near_{code}",
                          help="Also within range. Press to add it.",
                          on_click=_join, args=(code,))  # fmt: skip


def _districts_of(code: str) -> int:
    """Count the districts of a place that is one area; 0 for one district and what is smaller."""
    try:
        found = len(suggest_for_place(code).districts)
    except GeoError:
        return 0
    return found if 1 < found <= MOST_PARTS else 0


def _by_district() -> None:
    asked: PatchAsked = st.session_state.patch
    _keep(replace(asked, code=suggest_for_place(asked.code).code))


def _draw(asked: PatchAsked) -> None:
    place = st.empty()
    with st.spinner("Counting the patch"), queue.heavy("profile", place.info):
        found = made(ProfileAsked(asked.code, asked.providers), visit_files.uploads())
    place.empty()
    profile = found.profile
    with st.container(horizontal=True, key="trail"):
        for step in steps_from(asked):
            st.page_link(step.page, label=step.label, query_params=step.pairs)
    patch_minutes.draw_provenance(asked.drawn)
    left, right = st.columns([1, 1])
    with left:
        held = base64.b64encode(found.picture).decode()
        name = inert(profile.map.title.text)
        st.html(f'<img class="patch-map" alt="{name}" src="data:image/png;base64,{held}">')
        small(inert(profile.map.title.text))
    with right:
        for sentence in profile.lead:
            st.markdown(inert(sentence.text))
        for fact in profile.facts:
            st.markdown(f"**{inert(fact.figure.text)}** {inert(fact.words.text)}")
    patch_sections.draw_districts(asked.code)
    patch_sections.draw_file(asked)
    draw_copies(urlencode(asked.pairs(), safe=","))


def page() -> None:
    """Draw the page."""
    asked = _asked()
    query = asked.pairs()
    st.session_state.patch_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.html(_LOOK)
    with st.container(width=_WIDE_PX):
        _body(asked)


def _body(asked: PatchAsked) -> None:
    whole = name_of(levels_of(asked.code)[0], asked.code) if asked.code else ""
    st.title(f"Our patch: {inert(whole)}" if whole else "Our patch")
    if not asked.code:
        st.markdown(_STANDFIRST)
    _controls(asked)
    for note in st.session_state.get("patch_notes", []):
        st.info(inert(note))
    if not asked.code:
        st.markdown("Type a place or your university, or begin with one of these.")
        with st.container(horizontal=True, key="trail"):
            for label, pairs in EXAMPLES.items():
                st.page_link("views/partnership/patch.py", label=label, query_params=pairs)
        return
    _chips(asked)
    try:
        _draw(asked)
    except GeoError as error:
        st.error(inert(str(error)))


page()

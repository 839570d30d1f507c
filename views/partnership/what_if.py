"""The page "What if": take a site or a provider away, add a hub, and see who gains and loses."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo.areas import levels_of, name_of
from geo.errors import GeoError
from geo.patch import country_round
from geo.places import WHAT_TO_TYPE, finder
from geo.reach import MOST_HUBS
from geo.travel import KM
from layers.profiles import problem_of
from layers.reach import has_minutes
from layers.uploads import Uploads
from layers.what_if import (
    CLASSES,
    WhatIf,
    WhatIfAsked,
    answer_of,
    from_query,
    lines_of,
    picture_of,
    removable,
    rows_shown,
    with_hub_at,
)
from layers.words import inert
from serving import job_queue as queue
from views.panels import own_router
from views.panels import uploads as visit_files
from views.panels.copying import draw_copies
from views.panels.examples import draw_examples
from views.panels.partner_controls import NO_MINUTES, draw_institutions, draw_limit
from views.panels.tables import draw_table, small

EXAMPLES = {
    "Lincoln with a hub in Gainsborough": {
        "in": "E07000138,E07000139,E07000142",
        "providers": "10007151",
        "hub": "481500,390000,Gainsborough hub",
    },
    "Teesside University without its site in Hartlepool": {
        "in": "E06000001,E06000002,E06000003,E06000004,E06000005",
        "providers": "10007161",
        "drop": "10007161-HC",
    },
}
_STANDFIRST = (
    "Take away a campus, a provider or a partner, add a hub, and see who would come into range "
    "and who would fall out of it: all young people, those where few go on, and each tenth of "
    "deprivation. The address holds the question, so a link is the answer."
)
_LOOK = """
<style>
.what-if-map { width: 100%; max-width: 35rem; border: 1px solid #c6ced6; border-radius: 6px; }
.what-if-key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .875rem; }
.what-if-key i { display: inline-block; width: .9rem; height: .9rem; margin-right: .4rem;
  border: 1px solid #6b7683; vertical-align: -0.1rem; }
</style>
"""
_WIDE_PX = 1080
_DISTRICTS = 8


def _asked() -> WhatIfAsked:
    """Return the question: by the address, unless something was just done on the page."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "what_if") != "what_if", "what_if"
    acted = state.pop("what_if_acted", False)
    if not acted and (came or "what_if" not in state or query != state.get("what_if_query")):
        state.what_if, state.what_if_notes = from_query(query)
    asked: WhatIfAsked = state.what_if
    return asked


def _keep(asked: WhatIfAsked, *notes: str) -> None:
    state = st.session_state
    state.what_if, state.what_if_notes, state.what_if_acted = asked, [*notes], True


def _new_place() -> None:
    state = st.session_state
    text = state.what_if_place
    if not text.strip():
        _keep(replace(state.what_if, within=""))
        return
    found, notes = from_query({**state.what_if.pairs(), "in": text})
    if notes:
        results = finder().find(text).results
        code = next((one.code for one in results if one.code), "")
        found, notes = from_query({**state.what_if.pairs(), "in": code}) if code else (found, notes)
    _keep(found, *notes)


def _new_providers() -> None:
    asked: WhatIfAsked = st.session_state.what_if
    chosen = tuple(st.session_state.what_if_providers)
    place = asked.within or (country_round(chosen) if chosen else "")
    _keep(replace(asked, providers=chosen, within=place, removed=()))


def _new_limit(**changes: Any) -> None:
    _keep(replace(st.session_state.what_if, **changes))


def _new_removed() -> None:
    _keep(replace(st.session_state.what_if, removed=tuple(st.session_state.what_if_removed)))


def _add_hub() -> None:
    """Add a hub at the first place that a text means."""
    state = st.session_state
    asked: WhatIfAsked = state.what_if
    added = with_hub_at(asked, state.what_if_hub)
    if added is None:
        _keep(asked, "Give the place of the hub: a postcode, a town, a school or a campus.")
        return
    if len(asked.hubs) >= MOST_HUBS:
        _keep(asked, f"{MOST_HUBS} hubs are added, which is the most. Remove one first.")
        return
    state.what_if_hub = ""
    _keep(added)


def _drop_hub(at: int) -> None:
    asked: WhatIfAsked = st.session_state.what_if
    _keep(replace(asked, hubs=asked.hubs[:at] + asked.hubs[at + 1 :]))


def _controls(asked: WhatIfAsked) -> None:
    state = st.session_state
    state.what_if_place = _place_name(asked) if asked.within else ""
    st.text_input("Whose young people", key="what_if_place", on_change=_new_place,
                  placeholder="All England", help=WHAT_TO_TYPE)  # fmt: skip
    draw_institutions(asked.providers, "what_if_providers", "Sites of", _new_providers)
    own = visit_files.uploads() or Uploads()
    draw_limit(asked.reach, own, _new_limit, "what_if_")
    names = removable(asked)
    state.what_if_removed = [one for one in asked.removed if one in names]
    st.multiselect("Take away", list(names), key="what_if_removed", on_change=_new_removed,
                   format_func=names.__getitem__, placeholder="A provider, a campus",
                   filter_mode="contains", select_all=False)  # fmt: skip
    st.text_input("Add a hub at", key="what_if_hub", on_change=_add_hub,
                  placeholder="Postcode, town, school")  # fmt: skip
    for at, (name, _, _) in enumerate(asked.hubs):
        st.button(inert(name), icon=":material/close:", key=f"hub_{at}", on_click=_drop_hub,
                  args=(at,), help="Press to remove it.")  # fmt: skip
    with st.expander("Journey times of your own", expanded=own.costs is not None):
        small(visit_files.where_files_go())
        visit_files.draw_box("costs")
        own_router.draw()


def _place_name(asked: WhatIfAsked) -> str:
    return name_of(levels_of(asked.within)[0], asked.within) if asked.within else "England"


def _draw(asked: WhatIfAsked) -> None:
    place = st.empty()
    with st.spinner("Measuring before and after"), queue.heavy("profile", place.info):
        own = visit_files.uploads()

        def heard(share: float) -> None:
            place.progress(min(share, 1.0), "Measuring before and after")

        found = answer_of(asked, own, heard, place.info)
        picture = picture_of(found) if asked.within else b""
    place.empty()
    for sentence in lines_of(found):
        st.markdown(inert(sentence.text))
    left, right = st.columns([1, 1])
    with left:
        if picture:
            _show(found, picture)
        else:
            small("Name a place to see the change on a map.")
    with right:
        _tables(found)
    small(_how_measured(found))
    draw_copies(urlencode(asked.pairs(), safe=",;"))
    if asked.within and not problem_of(asked.within):
        pairs = {**asked.pairs(), "as": "briefing"}
        st.page_link("views/profile.py", label="Briefing with this change", query_params=pairs)


def _how_measured(found: WhatIf) -> str:
    """Return what in range means, and the source of the distances."""
    costs = found.before.costs
    how = "Kilometres are straight lines from where people live. In range is distance: it"
    if costs.unit != KM:
        by = f" {costs.by}" if costs.by else ""
        told = f"{costs.provenance[0].upper()}{costs.provenance[1:]}."
        how = f"In range is a journey time{by}, from the middle of where people live. {told} It"
    return inert(
        f"{how} does not mean that anyone has been worked with, or that a place at the site is "
        "free."
    )


def _show(found: WhatIf, picture: bytes) -> None:
    held = base64.b64encode(picture).decode()
    about = f"Map: who comes into range and who falls out of it, {_place_name(found.asked)}"
    st.html(f'<img class="what-if-map" alt="{inert(about)}" src="data:image/png;base64,{held}">')
    rows = "".join(
        f'<span><i style="background:{colour}"></i>{label}</span>'
        for label, colour in CLASSES.values()
    )
    st.html(
        f'<div class="what-if-key">{rows}<span>● stays</span><span>✖ goes</span>'
        "<span>★ comes</span></div>"
    )


def _tables(found: WhatIf) -> None:
    headings = {"Young people": ":---", "Now": "---:", "Then": "---:", "Change": "---:"}
    rows = []
    for who, label in rows_shown(found).items():
        row = found.counts.loc[who]
        rows.append([label, f"{row['before']:,}", f"{row['after']:,}", _signed(row)])
    draw_table(headings, rows)
    small("Tenth 1 is the most deprived. People of the place alone, in range of a site.")
    if len(found.districts):
        headings = {"District": ":---", "Gain": "---:", "Lose": "---:"}
        shown = found.districts.head(_DISTRICTS).itertuples()
        draw_table(headings, [[inert(str(one.lad24_name)), f"{one.gained:,}", f"{one.lost:,}"]
                              for one in shown])  # fmt: skip
        if len(found.districts) > _DISTRICTS:
            small(f"{len(found.districts) - _DISTRICTS} more districts change less.")


def _signed(row: object) -> str:
    change = int(row["after"]) - int(row["before"])  # type: ignore[index]
    return f"{change:+,}".replace("-", "−") if change else "0"


def page() -> None:
    """Draw the page."""
    asked = _asked()
    query = asked.pairs()
    st.session_state.what_if_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.html(_LOOK)
    with st.sidebar:
        _controls(asked)
    with st.container(width=_WIDE_PX):
        st.title(f"What if: {inert(_place_name(asked))}" if query else "What if")
        if asked.change.is_none:
            st.markdown(_STANDFIRST)
        for note in st.session_state.get("what_if_notes", []):
            st.info(inert(note))
        if asked.minutes and not has_minutes(visit_files.uploads() or Uploads()):
            st.info(NO_MINUTES)
        if asked.change.is_none:
            hint = "Choose in the menu what goes or comes, or begin with one of these."
            draw_examples(hint, "views/partnership/what_if.py", EXAMPLES)
            return
        try:
            _draw(asked)
        except GeoError as error:
            st.error(inert(str(error)))


page()

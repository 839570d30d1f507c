"""The map page: choose a place, a level, a measure and the sites on top."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit_folium import st_folium

from geo.geographies import GEOGRAPHIES, geography
from geo.indicators import THEMES, indicator, indicators_at
from geo.settings import NOT_ONE_PERSON
from layers.area_layer import read_packs
from layers.legend import SITE_LABELS
from layers.maps import build_map
from layers.view import SITE_KEYS, MapView, at_level, from_query


@st.cache_resource(show_spinner=False)
def _packs() -> dict[str, Any]:
    packs = read_packs()
    # Streamlit collects garbage after every run: what lives for good is taken out of its way.
    gc.collect()
    gc.freeze()
    return packs


def _view() -> MapView:
    if "view" not in st.session_state:
        view, notes = from_query(st.query_params.to_dict())
        st.session_state.view, st.session_state.notes = view, notes
    return st.session_state.view


def _keep(view: MapView) -> None:
    st.session_state.view = view


def _found_postcode() -> None:
    from geo.postcodes import find

    asked = st.session_state.postcode.strip()
    st.session_state.place_note = ""
    if not asked:
        return _keep(replace(_view(), select=""))
    row = find([asked]).iloc[0]
    column = "region_code" if _view().geography == "region" else f"{_view().geography}_code"
    if row["problem"]:
        st.session_state.place_note = f"{row['postcode']}: {row['problem']}."
    elif not row.get(column):
        level = geography(_view().geography).label
        st.session_state.place_note = f"{row['postcode']} is in no {level}."
    else:
        name = f"{row['local_name']}, {row['lad24_name']}"
        st.session_state.place_note = f"{row['postcode']} is in {name} ({row['lsoa21_name']})."
        _keep(replace(_view(), select=row[column]))


def _new_level() -> None:
    _keep(at_level(_view(), st.session_state.level))


def _new_theme() -> None:
    theme = st.session_state.theme
    there = [entry for entry in indicators_at(_view().geography) if entry.theme == theme]
    if there:
        _keep(replace(_view(), indicator=there[0].id))


def _new_measure() -> None:
    _keep(replace(_view(), indicator=st.session_state.measure))


def _new_sites() -> None:
    kinds = tuple(key for key in SITE_KEYS if key in st.session_state.sites)
    _keep(replace(_view(), sites=kinds, part_time=st.session_state.part_time))


def _controls(view: MapView) -> None:
    """Draw the controls in the order in which people think: place, question, measure, layers."""
    st.text_input(
        "Find a postcode",
        key="postcode",
        placeholder="for example FY1 1AA",
        on_change=_found_postcode,
    )
    if note := st.session_state.get("place_note"):
        st.caption(note)
    levels = [entry.id for entry in GEOGRAPHIES if entry.on_map]
    st.session_state.level = view.geography
    st.selectbox(
        "Areas",
        levels,
        key="level",
        format_func=lambda name: geography(name).title,
        on_change=_new_level,
    )
    there = indicators_at(view.geography)
    themes = [theme for theme in THEMES if any(entry.theme == theme for entry in there)]
    st.session_state.theme = indicator(view.indicator).theme
    st.radio("Question", themes, key="theme", on_change=_new_theme)
    measures = [entry.id for entry in there if entry.theme == st.session_state.theme]
    st.session_state.measure = view.indicator
    st.selectbox(
        "Measure",
        measures,
        key="measure",
        format_func=lambda name: indicator(name).label,
        on_change=_new_measure,
    )
    st.session_state.sites = list(view.sites)
    st.pills(
        "Teaching sites on top",
        SITE_KEYS,
        selection_mode="multi",
        key="sites",
        format_func=SITE_LABELS.__getitem__,
        on_change=_new_sites,
    )
    st.session_state.part_time = view.part_time
    st.toggle("Only where part-time courses are taught", key="part_time", on_change=_new_sites)


def _reading(view: MapView, packs: dict[str, Any]) -> None:
    """Say in words what the map shows, of whom and when, and what it cannot tell."""
    entry = indicator(view.indicator)
    legend = packs["columns"][view.geography][view.indicator]["legend"]
    plural = geography(view.geography).plural
    shown = sum(row["areas"] for row in legend["rows"] if row["code"] < 250)
    worst = legend["rows"][0]
    missing = [row for row in legend["rows"] if row["code"] >= 250]
    words = (
        f"Of {shown:,} {plural} with a figure, **{worst['areas']:,}** are in the class of most "
        f"concern ({worst['label'].lower() if worst['label'][0].isalpha() else worst['label']})"
    )
    if worst["young_people"]:
        words += f"; {worst['young_people']:,} people aged 13 to 17 lived there in mid-2020"
    st.markdown(f"{words}.")
    if missing:
        parts = [f"{row['areas']:,} {row['label'][0].lower()}{row['label'][1:]}" for row in missing]
        st.markdown(f"Without a colour: {'; '.join(parts)}.")
    st.caption(f"{entry.meaning}: {entry.period}. {entry.caveat} {NOT_ONE_PERSON}")


def page() -> None:
    """Draw the page."""
    view, packs = _view(), _packs()
    with st.sidebar:
        _controls(view)
    entry = indicator(view.indicator)
    st.title(entry.label)
    st.markdown(
        f"{entry.meaning}: {entry.period}, by {geography(view.geography).label}. Point at an area "
        "to read it, or type a postcode."
    )
    for note in st.session_state.get("notes", []):
        st.info(note)
    dark = st.context.theme.type == "dark"
    drawn, command = build_map(view, packs, dark=dark)
    st_folium(
        drawn,
        key="map",
        height=640,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=command,
    )
    _reading(view, packs)
    query = dict(parse_qsl(view.to_query()))
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


page()

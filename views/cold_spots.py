"""The page of cold spots: tested ones, other definitions beside them, and a page for each zone."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.coldspots import TESTED, find_all, find_definition, is_tested, prepare
from geo.registry import geography
from layers.coldspots import (
    HOW_SURE,
    ColdSpotOptions,
    cold_spot_query,
    is_bundled,
    listed_zones,
    recipe_table,
    tables_of_zone,
    with_cold,
)
from layers.kinds import kind_of
from layers.reach import zone_contacts
from layers.style import place_name
from layers.view import MapView, is_zone
from layers.words import caveat_of, place_in_prose, reading_of
from serving import job_queue as queue
from views import cold_controls, files, frame
from views import export_dialog as take
from views.text_table import draw_table, draw_titled


def _first(view: MapView) -> MapView:
    """Show cold spots where a visitor looks, without the sites that would hide them."""
    return with_cold(view, sites=())


def _wait(view: MapView) -> None:
    """Show how far the search is, where what is asked for was not found before."""
    place = st.empty()
    text = f"Testing {geography(view.geography).plural} again, in every way that counts"

    def told(share: float) -> None:
        place.progress(share, text)

    if not is_tested(cold_spot_query(view)):
        with queue.heavy("testing", place.info):
            prepare(cold_spot_query(view), told)
    definition = find_definition(ColdSpotOptions.of(view).definition)
    with st.spinner(f"Looking for cold spots: {definition.label.lower()}"):
        find_all(cold_spot_query(view))
    place.empty()


def _zone(view: MapView) -> None:
    """Draw what is known of the zone that is outlined: its page."""
    for part in tables_of_zone(view):
        st.subheader(part.title)
        if part.words:
            st.markdown(part.words)
        if part.rows:
            draw_table(part.headings, part.rows)
    if is_bundled(view):
        files.draw_files("Schools to contact", "contacts", lambda: zone_contacts(view.select))


def _all(view: MapView) -> None:
    """Draw what the map says, and what it does not."""
    st.markdown("\n\n".join(reading_of(view)))
    listed = listed_zones(view)
    if listed.rows:
        draw_titled(listed)
    if ColdSpotOptions.of(view).definition == TESTED:
        st.subheader("How sure")
        st.markdown(HOW_SURE)
        draw_titled(replace(recipe_table(view), title=""))


def page() -> None:
    """Draw the page."""
    view = frame.view_of("cold-spots", _first)
    if kind_of(view).page != "cold-spots":
        view = frame.carry(view, _first)
        frame.keep(view)
    _wait(view)
    frame.draw_map(view)
    with st.sidebar:
        cold_controls.draw(view)
        take.draw_take(view)
    if is_zone(view.select):
        _zone(view)
        st.markdown(f"[All cold spots in {place_in_prose(place_name(view))}](./cold-spots)")
    else:
        _all(view)
    said = [frame.link_to_profile(view), f":small[{caveat_of(view)}]"]
    st.markdown("\n\n".join(filter(None, said)))


page()

"""Under the map of the page "Taught where": what is out of range, every subject, and getting on."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from html import escape
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from geo.errors import NoAnswerError
from geo.provision import (
    AWARDS,
    LIMIT_KM,
    LIMITS_KM,
    MODES,
    Selection,
    by_adult_skills,
    continuation_by_provider,
    earnings_by_region,
)
from layers.browser import from_query
from layers.exports import table_csv
from layers.provision import (
    HEAT_OF,
    TaughtOptions,
    adult_table,
    adult_words,
    all_subjects,
    continuation_table,
    earning_table,
    heat_look,
    heat_part,
    heat_picture,
    heat_title,
    hinge_picture,
    hinge_table,
    irish_picture,
    irish_table,
    limit_part,
    providers_near,
    provision_of,
    to_percent,
    zone_table,
    zones_of,
)
from layers.uploads import without_uploads
from layers.view import MapView
from layers.words import inert
from serving import downloads
from views.panels import frame
from views.panels.tables import draw_titled, small

_CSV = "text/csv"


def draw_sections(view: MapView) -> None:
    """Draw the choice of what to look at, and what is chosen."""
    sections = {
        "By limit": _draw_limits,
        "Zones": _draw_zones,
        "All subjects": _draw_heat,
        "Single providers": _draw_hinges,
        "Part-time and adults": _draw_adults,
        "Getting on": _draw_outcomes,
        "Northern Ireland": _draw_ireland,
    }
    chosen = st.segmented_control(
        "Look closer", list(sections), key="taught_section", default="By limit", required=True
    )
    sections[chosen](view)


def _dark() -> bool:
    return st.context.theme.type == "dark"


def _draw_limits(view: MapView) -> None:
    st.html(limit_part(view, dark=_dark()))


def _draw_zones(view: MapView) -> None:
    draw_titled(zone_table(view))
    zones = zones_of(view)
    if len(zones):
        named = zones.set_index("most_in")["zone_name"].astype("str").to_dict()
        st.session_state.taught_zone = view.select if view.select in named else None
        st.selectbox(
            "Show a zone on the map", list(named), key="taught_zone", on_change=_new_zone,
            format_func=lambda code: inert(named[code]), placeholder="Choose a zone", width=480,
        )  # fmt: skip
        _draw_csv("Zones, CSV", "taught-zones", lambda: zones.drop(columns="most_in"))


def _new_zone() -> None:
    code = st.session_state.taught_zone
    if code:
        frame.keep(replace(st.session_state.view, select=code))


def _limit(view: MapView, key: str) -> float:
    km = TaughtOptions.of(view).km
    if key not in st.session_state:
        st.session_state[key] = km if km in LIMITS_KM else LIMIT_KM
    chosen = st.segmented_control(
        "No provider within", LIMITS_KM, key=key, required=True, format_func=_in_km
    )
    return float(chosen or LIMIT_KM)


def _in_km(limit: float) -> str:
    return f"{limit:g} km"


def _draw_heat(view: MapView) -> None:
    asked = TaughtOptions.of(view)
    with st.spinner("Counting every subject"):
        made = all_subjects(asked.selection)
    limit = _limit(view, "taught_heat_km")
    table, title = made.heat[limit], heat_title(limit, asked.selection)
    st.subheader(title)
    small(HEAT_OF)
    st.html(heat_look(dark=_dark()))
    st.html(heat_part(table, title, asked.subject))
    small(" ".join(made.lacking_words))
    stem = f"taught-subjects-{limit:g}km"
    with st.container(horizontal=True):
        _draw_csv("Table, CSV", stem, lambda: to_percent(table))
        downloads.draw(
            "Table, PNG",
            lambda: heat_picture(table, limit, asked.selection, asked.subject),
            f"{stem}.png",
            "image/png",
            key=f"take_{stem}.png",
        )
        _draw_csv("All limits, CSV", "taught-limits", lambda: to_percent(made.limits))


def _draw_hinges(view: MapView) -> None:
    with st.spinner("Counting every subject"):
        made = all_subjects(TaughtOptions.of(view).selection)
    limit = _limit(view, "taught_hinge_km")
    draw_titled(hinge_table(view, limit))
    if len(made.hinges[limit]):
        content = _hinge_picture(limit, TaughtOptions.of(view).selection)
        _draw_image(content, "A map of the providers, numbered as in the table", 1120)
        downloads.draw("Map and list, PNG", lambda: content, f"taught-single-{limit:g}km.png",
                       "image/png", key="take_taught_single_map")  # fmt: skip
    _draw_csv(
        "Single providers, CSV",
        f"taught-single-{limit:g}km",
        lambda: made.hinges[limit].assign(share=made.hinges[limit]["share"].round(4)),
    )


def _draw_adults(view: MapView) -> None:
    try:
        st.markdown("\n\n".join(adult_words(view)))
    except NoAnswerError as error:
        st.info(inert(str(error)))
        return
    draw_titled(adult_table(view))
    if adult_table(view).rows:
        _draw_csv(
            "By adult skills, CSV",
            "taught-adults",
            lambda: by_adult_skills(provision_of(view, "part-time")),
        )


def _draw_outcomes(view: MapView) -> None:
    asked = TaughtOptions.of(view)
    if not asked.subject:
        st.info("Earnings and who stays are published by subject. Choose one.")
        return
    mode = asked.mode or MODES[0]
    award = st.segmented_control(
        f"Graduates who studied {mode}", AWARDS, key="taught_award", default=AWARDS[0],
        required=True, format_func=str.capitalize,
    )  # fmt: skip
    made = earning_table(view, mode, award)
    draw_titled(made)
    if made.rows:
        _draw_csv(
            "Earnings, CSV",
            "taught-earnings",
            lambda: earnings_by_region(asked.subject, mode, award),
        )
    stays = continuation_table(view)
    draw_titled(stays)
    if stays.rows:
        _draw_csv("Who stays, CSV", "taught-continuation", lambda: _near(view))


def _near(view: MapView) -> pd.DataFrame:
    table = continuation_by_provider(TaughtOptions.of(view).selection)
    return table[table["provider"].isin(providers_near(view))].set_index("provider")


def _draw_ireland(view: MapView) -> None:
    made = irish_table(view)
    draw_titled(made)
    if made.rows:
        content = _irish_picture(without_uploads(view).to_query())
        _draw_image(content, f"{made.title}: the table says it", 640)
        downloads.draw("Picture, PNG", lambda: content, "taught-northern-ireland.png", "image/png",
                       key="take_taught_ireland")  # fmt: skip


def _draw_image(content: bytes, about: str, widest_px: int) -> None:
    held = base64.b64encode(content).decode()
    st.html(
        f'<img alt="{escape(about)}" style="width:100%;max-width:{widest_px}px" '
        f'src="data:image/png;base64,{held}">'
    )


@lru_cache(maxsize=8)
def _hinge_picture(limit_km: float, selection: Selection) -> bytes:
    return hinge_picture(all_subjects(selection).hinges[limit_km], limit_km, selection)


@lru_cache(maxsize=16)
def _irish_picture(query: str) -> bytes:
    return irish_picture(from_query(dict(parse_qsl(query)))[0])


def _draw_csv(label: str, stem: str, make: Callable[[], pd.DataFrame]) -> None:
    downloads.draw(label, lambda: table_csv(make()), f"{stem}.csv", _CSV, key=f"take_{stem}.csv")

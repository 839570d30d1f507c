"""The controls of the map page, in the order in which people think; some serve other pages too."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.areas import METHODS, method_names
from geo.errors import BadInputError
from geo.registry import GEOGRAPHIES, NATION_CODES, THEMES, geography, indicator, indicators_at
from layers.kind_options import with_options
from layers.kinds import find_kind, kind_of, kinds_at
from layers.measure import REGIONS, SmallMapOptions, read_limits, regions_of
from layers.reach import counted_nation
from layers.style import SITE_LABELS
from layers.view import (
    SITE_KEYS,
    MapView,
    at_level,
    freshest,
    with_measure,
)
from layers.words import left_behind
from views.panels.frame import keep

BY_ZOOM = "byzoom"
SMALL_MAPS = {"": "Of several measures", REGIONS: "Of each region"}
"""What small maps can be of."""


def _view() -> MapView:
    return st.session_state.view


def _new_level() -> None:
    chosen = st.session_state.level
    by_zoom = chosen == BY_ZOOM
    view = at_level(_view(), "region") if by_zoom else freshest(_view(), chosen)
    view = replace(view, by_zoom=by_zoom)
    view = replace(view, within="") if by_zoom else view
    st.session_state.notes = left_behind(_view(), view)
    keep(view)


def _new_theme() -> None:
    theme = st.session_state.theme
    there = [entry for entry in indicators_at(_view().geography) if entry.theme == theme]
    if there:
        keep(with_measure(_view(), there[0].id))


def _new_measure() -> None:
    keep(with_measure(_view(), st.session_state.measure))


def _new_mode() -> None:
    keep(find_kind(st.session_state.mode).begin(_view()))


def _new_sites() -> None:
    kinds = tuple(key for key in SITE_KEYS if key in st.session_state.sites)
    keep(replace(_view(), sites=kinds))


def _new_part_time() -> None:
    keep(replace(_view(), part_time=st.session_state.part_time))


def _new_classes() -> None:
    method = st.session_state.classes
    view = _view()
    if method != "own":
        st.session_state.limits_note = ""
        return keep(replace(view, classes=method, limits=()))
    try:
        limits = read_limits(st.session_state.get("limits", ""), view.indicator)
    except BadInputError as error:
        st.session_state.limits_note = str(error)
        return None
    st.session_state.limits_note = ""
    return keep(replace(view, classes="own", limits=limits))


def _new_hatch() -> None:
    keep(replace(_view(), hatch=st.session_state.hatch))


def draw(view: MapView) -> None:
    """Draw the controls: place, question, measure, layers; the rest behind More."""
    _level(view)
    _measure(view)
    draw_sites(view)
    with st.expander("More"):
        draw_part_time(view)
        st.session_state.hatch = view.hatch
        st.toggle("Hatch uncertain areas", key="hatch", on_change=_new_hatch, help=_HATCH_HELP)
        if kind_of(view).measure(view) is not None:
            _classes(view)


def draw_sites(view: MapView) -> None:
    """Draw the choice of teaching sites on top of the map."""
    st.session_state.sites = list(view.sites)
    st.pills(
        "Teaching sites on top",
        SITE_KEYS,
        selection_mode="multi",
        key="sites",
        format_func=SITE_LABELS.__getitem__,
        on_change=_new_sites,
    )


def _new_nation() -> None:
    view = replace(_view(), within=NATIONS_COUNTED[st.session_state.nation], select="", at=None)
    keep(kind_of(view).settled(view))
    st.session_state.token += 1


def draw_nation(view: MapView) -> None:
    """Draw the choice of the nation whose young people are counted; a place says it too."""
    st.session_state.nation = counted_nation(view.within)
    st.selectbox(
        "Nation",
        list(NATIONS_COUNTED),
        key="nation",
        on_change=_new_nation,
        help="Nations with counts of young people by small area. The files have none for Northern "
        "Ireland.",
    )


NATIONS_COUNTED = {"England": "", "Wales": NATION_CODES["W"], "Scotland": NATION_CODES["S"]}
"""What a map of a whole nation looks at."""


def draw_part_time(view: MapView) -> None:
    """Draw the switch to sites with part-time courses."""
    st.session_state.part_time = view.part_time
    st.toggle("Only where part-time courses are taught", key="part_time", on_change=_new_part_time)


_HATCH_HELP = (
    "Small cohorts vary by chance. The true rate of hatched neighbourhoods and local areas may lie "
    "on either side of the rate at which the published lowest fifth ends: the chance that it is "
    "below lies between 5% and 95%."
)


def _level(view: MapView) -> None:
    levels = [entry.id for entry in GEOGRAPHIES if entry.on_map]
    st.session_state.level = BY_ZOOM if view.by_zoom else view.geography
    st.selectbox(
        "Areas",
        [*levels, BY_ZOOM],
        key="level",
        format_func=lambda name: "Change as I zoom" if name == BY_ZOOM else geography(name).title,
        on_change=_new_level,
    )


def _measure(view: MapView) -> None:
    _mode(view)
    there = kind_of(view).choices(view)
    if not there:
        return
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
    _small_maps(view)
    _years(view)


def _new_small_maps() -> None:
    keep(with_options(_view(), SmallMapOptions(st.session_state.small_maps)))


def _small_maps(view: MapView) -> None:
    """Draw the choice of what small maps are of, where they are looked at."""
    if view.look != "many" or kind_of(view).measure(view) is None or not regions_of(view):
        return
    st.session_state.small_maps = SmallMapOptions.of(view).of_what
    st.radio(
        "Small maps",
        list(SMALL_MAPS),
        key="small_maps",
        format_func=SMALL_MAPS.__getitem__,
        on_change=_new_small_maps,
    )


def _years(view: MapView) -> None:
    """Draw the choice of years, and the button that plays them one after the other."""
    choices = kind_of(view).year_choices(view)
    for choice in choices:
        labels = dict(choice.years)
        key = f"years-{choice.key}"
        st.session_state[key] = choice.chosen
        if len(labels) > 1:
            st.select_slider(
                choice.label,
                list(labels),
                key=key,
                format_func=labels.__getitem__,
                on_change=_new_year,
                args=(choice.key,),
            )
    if len(choices) == 1 and len(choices[0].years) > 1:
        playing = st.session_state.get("playing", False)
        st.button(
            "Stop" if playing else choices[0].play,
            icon=":material/stop:" if playing else ":material/play_arrow:",
            on_click=_play,
        )
        if playing:
            _next_year()


def _new_year(key: str) -> None:
    st.session_state.playing = False
    keep(kind_of(_view()).with_year(_view(), key, st.session_state[f"years-{key}"]))


def _play() -> None:
    """Begin to play from the first year, or stop."""
    playing = not st.session_state.get("playing", False)
    st.session_state.playing = playing
    choices = kind_of(_view()).year_choices(_view())
    if playing and choices:
        keep(kind_of(_view()).with_year(_view(), choices[0].key, choices[0].years[0][0]))


SECONDS_A_YEAR = 1.6
"""How long each year stands while the years play."""


@st.fragment(run_every=SECONDS_A_YEAR)
def _next_year() -> None:
    """Step to the next year, until the last; the first run of a page draws and does not step."""
    view = _view()
    choices = kind_of(view).year_choices(view)
    if st.session_state.get("played_from") != view or not choices:
        st.session_state.played_from = view
        return
    years = [year for year, _ in choices[0].years]
    later = [year for year in years if year > choices[0].chosen]
    if later:
        keep(kind_of(view).with_year(view, choices[0].key, later[0]))
    if len(later) < 2:
        st.session_state.playing = False
    st.rerun()


def _mode(view: MapView) -> None:
    kinds = kinds_at(view.geography)
    if len(kinds) > 1:
        st.session_state.mode = view.mode
        st.selectbox(
            "Show",
            [kind.id for kind in kinds],
            key="mode",
            format_func=lambda name: find_kind(name).label,
            on_change=_new_mode,
        )


def _classes(view: MapView) -> None:
    methods = list(method_names(indicator(view.indicator)))
    if len(methods) == 1:
        return
    if st.session_state.get("classes") != "own" or view.classes == "own":
        st.session_state.classes = view.classes
    st.selectbox(
        "Classes", methods, key="classes", format_func=METHODS.__getitem__, on_change=_new_classes
    )
    if st.session_state.classes != "own":
        return
    if view.limits:
        st.session_state.limits = ", ".join(f"{limit:g}" for limit in view.limits)
    entry = indicator(view.indicator)
    unit = entry.suffix.strip() or entry.label
    st.text_input(
        f"Limits, in {unit}", key="limits", placeholder="20, 30, 40", on_change=_new_classes
    )
    if note := st.session_state.get("limits_note"):
        st.caption(note)

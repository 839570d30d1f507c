"""The page of comparisons: two to eight places side by side, and how sure their differences are."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from geo.areas import area_table
from geo.compare import (
    LEAST,
    MOST,
    Chosen,
    Comparison,
    compare,
    find_place,
    funnel_level,
    label_of,
)
from geo.errors import GeoError
from geo.places import WHAT_TO_TYPE, Result, finder
from geo.registry import ENGLAND, Indicator, geography
from layers.charts import ChartView
from layers.compared import (
    SET_WORDS,
    CompareAsked,
    csv_of,
    difference_table,
    dot_chart,
    dots_of,
    figure_table,
    from_query,
    funnel_chart,
    league_rows,
    limits_of,
    look_of_part,
    main_measure,
    marks_of,
    notes_of,
    part_of,
    said_of,
    with_alike,
)
from layers.words import inert
from serving import downloads
from views.panels.copying import draw_copies
from views.panels.tables import draw_table

EXAMPLES = {
    "Blackpool and Hull": ("E06000009", "E06000010"),
    "Three core cities": ("E08000035", "E08000003", "E08000025"),
    "Regions of the North": ("E12000001", "E12000002", "E12000003"),
}
_WIDE_PX = 1080
_SAID = 8
"""Sentences that are read at once; the rest are a click away."""
_STANDFIRST = (
    "Two to eight places side by side, of any level and nation: each measure they share with its "
    "year and interval, what has changed, and whether a difference is more than chance."
)
_LOOK = """
<style>
.st-key-chips [data-testid="stHorizontalBlock"], .st-key-chips { gap: .4rem; }
.st-key-narrow { display: none; }
@media (max-width: 640px) { .st-key-wide { display: none; } .st-key-narrow { display: flex; } }
@media print {
  .st-key-chips, .st-key-take { display: none !important; }
}
</style>
"""


def _asked() -> CompareAsked:
    """Return what is compared: by the address, unless something was just done on the page."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "compare") != "compare", "compare"
    acted = state.pop("compare_acted", False)
    if came and "compared" in state and not query:
        state.compare_notes = []
    elif not acted and (came or "compared" not in state or query != state.get("compare_query")):
        state.compared, state.compare_notes = from_query(query)
    return state.compared


def _keep(codes: tuple[str, ...], chosen: str = "", measure: str | None = None) -> None:
    state = st.session_state
    asked = state.compared
    shown = asked.measure if measure is None else measure
    state.compared = CompareAsked(codes, chosen or asked.chosen, shown)
    state.compare_acted, state.compare_notes = True, []


def _found() -> None:
    """Add the first place that a text may mean, and offer the others."""
    state = st.session_state
    answer = finder().find(state.compare_text)
    state.compare_found = [one for one in answer.results if one.code]
    if state.compare_found:
        _add(state.compare_found[0])
        state.compare_text = ""
    elif answer.sentence:
        state.compare_notes = [answer.sentence]


def _instead() -> None:
    """Put another answer in the place of the one that was added."""
    state = st.session_state
    at = state.compare_other
    if at is None:
        return
    first = state.compare_found[0].code
    state.compared = CompareAsked(
        tuple(code for code in state.compared.codes if code != first),
        state.compared.chosen,
        state.compared.measure,
    )
    _add(state.compare_found[at])


def _add(result: Result) -> None:
    codes = st.session_state.compared.codes
    try:
        place = find_place(result.code)
    except GeoError as error:
        st.session_state.compare_notes = [str(error)]
        return
    if len(codes) >= MOST and place.code not in codes:
        st.session_state.compare_notes = [
            f"{MOST} places are compared, which is the most. Remove one first."
        ]
        return
    _keep(tuple(dict.fromkeys((*codes, place.code))))


def _remove(code: str) -> None:
    _keep(tuple(one for one in st.session_state.compared.codes if one != code))


def _more(codes: tuple[str, ...]) -> None:
    _keep(tuple(dict.fromkeys((*st.session_state.compared.codes, *codes)))[:MOST])


def _new_set() -> None:
    _keep(st.session_state.compared.codes, st.session_state.compare_set, "")


def _new_measure() -> None:
    _keep(st.session_state.compared.codes, measure=st.session_state.compare_measure)


def _controls(asked: CompareAsked, places: list[Chosen]) -> None:
    """Draw the find box and the choice of measures, beside each other where there is room."""
    with st.container(horizontal=True):
        st.text_input("Add a place", key="compare_text", placeholder="Postcode, place or code",
                      help=WHAT_TO_TYPE, on_change=_found, width=320)  # fmt: skip
        found: list[Result] = st.session_state.get("compare_found", [])
        if len(found) > 1 and found[0].code in asked.codes:
            st.selectbox("Or was it", range(1, len(found)), index=None, key="compare_other",
                         format_func=lambda at: f"{found[at].name}: {found[at].where}",
                         placeholder="Other answers", on_change=_instead, width=320)  # fmt: skip
        st.session_state.compare_set = asked.chosen
        st.selectbox("Compare by", [*SET_WORDS], key="compare_set", on_change=_new_set, width=320,
                     format_func=SET_WORDS.__getitem__)  # fmt: skip
    if places:
        _chips(places)
    if len(places) == 1 and (codes := with_alike(places[0].code).codes[1:]):
        st.button(f"Add the {len(codes)} places most like {_bare(places[0].name)}",
                  on_click=_more, args=(codes,))  # fmt: skip


def _bare(name: str) -> str:
    """Return a name as a heading has it."""
    return inert(re.sub(r", (City|County) of$", "", name))


def _chips(places: list[Chosen]) -> None:
    """Draw a button for each place that takes it away."""
    with st.container(horizontal=True, key="chips"):
        for place in places:
            kind = geography(place.level).label.partition(" (")[0]
            st.button(
                _bare(label_of(place, places)), icon=":material/close:", key=f"drop_{place.code}",
                help=f"{kind.capitalize()} in {place.nation}. Press to remove it.",
                on_click=_remove, args=(place.code,),
            )  # fmt: skip


def _draw_measure(found: Comparison, asked: CompareAsked, dark: bool) -> None:
    """Draw one measure: dots with intervals, and what was found of each pair."""
    entry = main_measure(found, asked.measure)
    st.session_state.compare_measure = entry.id
    labels = {one.id: f"{one.label}, {one.period}" for one in found.measures}
    st.subheader("Is the difference more than chance?")
    st.selectbox("Measure", [*labels], key="compare_measure", format_func=labels.__getitem__,
                 on_change=_new_measure)  # fmt: skip
    england = None
    if "nation" in entry.geographies and "England" in entry.nations:
        value = area_table("nation")[entry.id].astype("float64")[ENGLAND]
        england = None if value != value else float(value)
    st.html(dots_of(found, entry, england))
    if england is not None:
        st.markdown(
            f":small[The line marks England: {entry.text(england)}. Bars are 95% intervals.]"
        )
    limits = limits_of(found, entry)
    said = [f"* {inert(one.text)}" for one in said_of(found, entry) if one not in limits]
    most = len(said) if len(said) <= _SAID + 3 else _SAID
    first, rest = said[:most], said[most:]
    st.markdown("\n".join([*first, *(f"* {inert(one.text)}" for one in limits)]))
    if rest:
        with st.expander(f"{len(rest)} more"):
            st.markdown("\n".join(rest))
    st.markdown(f":small[{entry.meaning}. {entry.caveat}]")
    if link := _link_to_charts(found, entry):
        st.markdown(link)
    _draw_funnel(found, entry, dark)


def _link_to_charts(found: Comparison, entry: Indicator) -> str:
    """Return a link to the charts of a measure with the places marked; empty where none can be."""
    level = found.places[0].level_of(entry)
    codes = tuple(place.code for place in found.places if level and level in place.levels)
    if not codes or entry.kind not in ("rate", "score"):
        return ""
    query = ChartView(level=level, measure=entry.id, marked=codes).to_query()
    return f"[Charts of this measure with these places marked](./charts?{query})"


def _draw_funnel(found: Comparison, entry: Indicator, dark: bool) -> None:
    """Draw where the places stand among all of their level, by how many people there are."""
    level = funnel_level(found.places, entry)
    if not level:
        return
    marked = marks_of(found)
    st.subheader(f"Among all {geography(level).plural}")
    for key, width, height in (("wide", 860, 520), ("narrow", 360, 480)):
        picture = funnel_chart(entry, level, marked, width_px=width, height_px=height, dark=dark)
        held = base64.b64encode(picture).decode()
        about = f"Funnel plot of {entry.label} of {geography(level).plural}"
        with st.container(key=key):
            st.html(
                f'<img alt="{about}" style="width:100%;max-width:{width}px" '
                f'src="data:image/png;base64,{held}">'
            )
    downloads.draw("Funnel plot, PNG", lambda: funnel_chart(entry, level, marked),
                   f"funnel-{entry.id}-{level}.png", "image/png", key="take_funnel")  # fmt: skip
    with st.expander("The whole league, in groups"):
        end = "lowest" if entry.worse == "low" else "highest"
        st.markdown(
            f"From the {end}. The places of a group cannot be told from the first of it: their "
            "intervals overlap with its own."
        )
        rows = [[*row[:2], inert(row[2])] for row in league_rows(entry, level)]
        draw_table({"Ranks": "---", "Figures": "---", "Places": "---"}, rows)


def _files(found: Comparison, entry: Indicator) -> None:
    makers: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "compared.csv": ("Figures, CSV", "text/csv", lambda: csv_of(figure_table(found))),
        "differences.csv": ("Tests, CSV", "text/csv", lambda: csv_of(difference_table(found))),
        "compared.png": ("Chart, PNG", "image/png", lambda: dot_chart(found, entry)),
        "compared.svg": ("Chart, SVG", "image/svg+xml", lambda: dot_chart(found, entry, ".svg")),
    }
    with st.container(horizontal=True, key="take"):
        for name, (label, mime, make) in makers.items():
            downloads.draw(label, make, name, mime, key=f"take_{name}")


def _draw(asked: CompareAsked) -> None:
    dark = st.context.theme.type == "dark"
    found = compare(asked.codes, asked.chosen)
    st.html(look_of_part(dark=dark))
    notes = notes_of(found)
    if len({one.nation for one in found.places}) > 1:
        st.info(inert(notes.pop(0).text))
    if not found.measures:
        st.info("These places have no measure of this set in common. Choose another set.")
        return
    _draw_measure(found, asked, dark)
    st.subheader("Side by side")
    st.html(part_of(found))
    st.markdown("\n\n".join(f":small[{inert(note.text)}]" for note in notes))
    _files(found, main_measure(found, asked.measure))
    draw_copies(urlencode(asked.pairs(), safe=","))


def page() -> None:
    """Draw the page."""
    asked = _asked()
    query = asked.pairs()
    st.session_state.compare_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.html(_LOOK)
    with st.container(width=_WIDE_PX):
        _body(asked)


def _body(asked: CompareAsked) -> None:
    places = [find_place(code) for code in asked.codes]
    st.title("Compare places")
    if len(places) < LEAST:
        st.markdown(f"{_STANDFIRST} {_begin(places)}")
    _controls(asked, places)
    for note in st.session_state.get("compare_notes", []):
        st.info(inert(note))
    if len(places) < LEAST:
        with st.container(horizontal=True, key="trail"):
            for label, codes in EXAMPLES.items():
                st.page_link(
                    "views/compare.py", label=label, query_params={"with": ",".join(codes)}
                )
        return
    _draw(asked)


def _begin(places: list[Chosen]) -> str:
    if places:
        return f"Add another place to set beside {inert(places[0].name)}."
    return "Add places by name or postcode, or begin with some of these."


page()

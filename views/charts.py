"""The page of charts: one chart of a place and a measure, its table, files and embeds."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

import streamlit as st

from geo.areas import holds, levels_of, name_of, nation_of
from geo.errors import GeoError
from geo.places import WHAT_TO_TYPE, finder
from geo.registry import GEOGRAPHIES, geography, indicator, indicators_at, offered
from layers.charts import (
    Chart,
    ChartView,
    chart_of,
    chart_page,
    chart_snippet,
    csv_of,
    draw,
    find_chart,
    from_query,
    offered_charts,
    table_page,
    table_part,
)
from layers.words import inert
from serving import downloads
from views.panels.copying import draw_copies

_WIDE_PX, _PAGE_PX, _PHONE_PX = 1080, 860, 360
_LOOK = """
<style>
@media (max-width: 640px) { .st-key-chart_wide { display: none; } }
@media (min-width: 641px) { .st-key-chart_narrow { display: none; } }
.scroll { overflow-x: auto; }
.scroll table { border-collapse: collapse; width: 100%; font-size: .9rem;
  font-variant-numeric: tabular-nums; }
.scroll caption { text-align: left; padding-bottom: .4rem; }
.scroll th, .scroll td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  border-bottom: 1px solid rgba(128, 128, 128, .35); font-weight: 400; }
.scroll thead th, .scroll tr.chosen > * { font-weight: 700; }
.scroll .figure { text-align: right; white-space: nowrap; }
</style>
"""


def _asked() -> ChartView:
    """Return what is charted: by the address, unless something was just done on the page."""
    state, query = st.session_state, st.query_params.to_dict()
    came, state.page = state.get("page", "charts") != "charts", "charts"
    acted = state.pop("chart_acted", False)
    if came and not query and "view" in state:
        # Who comes from the map without an address means what was looked at there.
        looked = {key: text for key, text in state.view.pairs().items() if text}
        state.charted, state.chart_notes = from_query(looked)
    elif not acted and (came or "charted" not in state or query != state.get("chart_query")):
        state.charted, state.chart_notes = from_query(query)
    view: ChartView = state.charted
    return view


def _keep(**changes: str) -> None:
    """Keep a chart that differs in some keys of its address."""
    state = st.session_state
    query = {key: text for key, text in (state.charted.pairs() | changes).items() if text}
    state.charted, state.chart_notes = from_query(query)
    state.chart_acted = True


def _found() -> None:
    """Chart the first place that a text may mean."""
    state = st.session_state
    answer = finder().find(state.chart_text)
    codes = [one.code for one in answer.results if one.code and levels_of(one.code)]
    if not codes:
        state.chart_notes = [answer.sentence or "No such place is known. Try its code."]
        return
    state.chart_text = ""
    at_level = state.charted.level in levels_of(codes[0]) or holds(state.charted.level, codes[0])
    suits = at_level and _suits(state.charted.measure, codes[0])
    kept = {} if suits else {"level": "", "show": "", "against": "", "year": ""}
    _keep(**{"in": codes[0], "area": "", **kept})


def _suits(measure: str, code: str) -> bool:
    return nation_of(code) in indicator(measure).nations


def _new_measure() -> None:
    state = st.session_state
    measure = state.chart_measure
    stays = state.charted.level in indicator(measure).geographies
    _keep(show=measure, level=state.charted.level if stays else "", year="", target="")


def _new_level() -> None:
    _keep(level=st.session_state.chart_level, against="")


def _new_kind() -> None:
    _keep(chart=st.session_state.chart_kind)


def _new_second() -> None:
    _keep(against=st.session_state.chart_second)


def _new_target() -> None:
    text = st.session_state.chart_target.strip().removesuffix("%")
    _keep(target=text)


def _everywhere() -> None:
    _keep(**{"in": "", "area": ""})


def _measures(view: ChartView) -> dict[str, str]:
    """Return the measures that the place of a chart may have, the current one among them."""
    held = {entry.id: f"{entry.label}, {entry.period}" for entry in offered()
            if entry.kind in ("rate", "score") and _reaches(entry.id, view)}  # fmt: skip
    return held | {view.measure: f"{view.entry.label}, {view.entry.period}"}


def _reaches(measure: str, view: ChartView) -> bool:
    entry, code = indicator(measure), view.subject
    if not code:
        return view.level in entry.geographies
    levels = {view.level, *levels_of(code)}
    return _suits(measure, code) and bool(levels & set(entry.geographies))


def _levels(view: ChartView) -> list[str]:
    code = view.subject
    there = [one.id for one in GEOGRAPHIES if one.on_map and one.id in view.entry.geographies]
    fits = [one for one in there if not code or one in levels_of(code) or holds(one, code)]
    return list(dict.fromkeys([*fits, view.level]))


def _controls(view: ChartView) -> None:
    state = st.session_state
    with st.container(horizontal=True):
        st.text_input("Place", key="chart_text", placeholder="Postcode, place or code",
                      help=WHAT_TO_TYPE, on_change=_found, width=260)  # fmt: skip
        measures = _measures(view)
        state.chart_measure = view.measure
        st.selectbox("Measure", [*measures], key="chart_measure", on_change=_new_measure,
                     format_func=measures.__getitem__, width=340)  # fmt: skip
        levels = _levels(view)
        state.chart_level = view.level
        st.selectbox("Areas", levels, key="chart_level", on_change=_new_level, width=260,
                     format_func=lambda one: geography(one).title)  # fmt: skip
    kinds = [kind.name for kind in offered_charts(view)]
    if kinds:
        state.chart_kind = view.chart if view.chart in kinds else kinds[0]
        st.segmented_control("Chart", kinds, key="chart_kind", on_change=_new_kind, required=True,
                             format_func=lambda name: find_chart(name).label)  # fmt: skip
    if view.subject:
        name = inert(name_of(levels_of(view.subject)[0], view.subject))
        st.button(f"Remove {name}", icon=":material/close:", key="chart_all",
                  on_click=_everywhere)  # fmt: skip


def _own_controls(chart: Chart) -> None:
    """Draw what one kind alone is asked."""
    state, view = st.session_state, chart.view
    if chart.kind.name == "scatter":
        nations = set(view.entry.nations)
        others = {
            entry.id: entry.label
            for entry in indicators_at(view.level)
            if entry.id != view.measure and nations & set(entry.nations)
        }
        state.chart_second = view.against
        st.selectbox("Against", [*others], key="chart_second", on_change=_new_second, width=340,
                     format_func=others.__getitem__)  # fmt: skip
    if chart.kind.name == "target":
        state.chart_target = "" if view.target is None else f"{view.target:g}"
        st.text_input("A target of your own", key="chart_target", on_change=_new_target, width=260,
                      placeholder="Such as 50", help="In the unit of the measure.")  # fmt: skip


@lru_cache(maxsize=64)
def _picture(view: ChartView, width_px: int, dark: bool) -> str:
    return base64.b64encode(draw(chart_of(view), ".png", width_px, dark=dark)).decode()


def _draw(chart: Chart) -> None:
    dark = st.context.theme.type == "dark"
    alt = chart.words.short.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    for key, width in (("chart_wide", _PAGE_PX), ("chart_narrow", _PHONE_PX)):
        with st.container(key=key):
            st.html(
                f'<img alt="{alt}" style="width:100%;max-width:{width}px;display:block" '
                f'src="data:image/png;base64,{_picture(chart.view, width, dark)}">'
            )
    _files(chart)
    with st.expander("In words"):
        st.markdown(inert(chart.words.long))
        st.markdown(f":small[{inert(chart.view.entry.caveat)}]")
    with st.expander("The figures as a table"):
        st.html(table_part(chart))


def _files(chart: Chart) -> None:
    stem = f"{chart.kind.name}-{chart.view.measure}"
    stem += f"-{chart.view.subject}" if chart.view.subject else f"-{chart.view.level}"
    title = st.text_input(
        "Your own headline", key="chart_title", placeholder=chart.words.title, width=520,
        help="For the files, in place of the one above; the foot says that it is yours.",
    ).strip()  # fmt: skip
    makers = {
        ".png": ("PNG", "image/png", lambda: draw(chart, ".png", title=title)),
        ".svg": ("SVG", "image/svg+xml", lambda: draw(chart, ".svg", title=title)),
        ".pdf": ("PDF", "application/pdf", lambda: draw(chart, ".pdf", title=title)),
        ".csv": ("CSV", "text/csv", lambda: csv_of(chart)),
    }
    with st.container(horizontal=True, key="take"):
        for suffix, (label, mime, make) in makers.items():
            downloads.draw(label, make, stem + suffix, mime, key=f"take_chart{suffix}")
        with st.popover("Link and embed"):
            st.markdown("The address of this chart:")
            address = (st.context.url or "").partition("?")[0]
            st.code(f"{address}?{chart.view.to_query()}", language=None, wrap_lines=True)
            pages = {"chart": chart_page, "table": table_page}
            for what, make_page in pages.items():
                name = f"{stem}-{what}.html"
                make = partial(_page_bytes, make_page, chart, title)
                downloads.draw(
                    f"Page to embed, {what}", make, name, "text/html", key=f"take_page_{what}"
                )
                st.code(chart_snippet(chart, name, title), language="html", wrap_lines=True)
    draw_copies(chart.view.to_query(), chart_snippet(chart, f"{stem}-chart.html", title))


def _page_bytes(make: Callable[[Chart, str], str], chart: Chart, title: str) -> bytes:
    return make(chart, title).encode("utf-8")


def page() -> None:
    """Draw the page."""
    view = _asked()
    query = {key: text for key, text in view.pairs().items() if text}
    st.session_state.chart_query = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.html(_LOOK)
    with st.container(width=_WIDE_PX):
        _body(view)


def _body(view: ChartView) -> None:
    st.title("Charts")
    _controls(view)
    for note in st.session_state.get("chart_notes", []):
        st.info(inert(note))
    try:
        chart = chart_of(view)
    except GeoError as error:
        st.info(inert(str(error)))
        kinds = offered_charts(view)
        if not kinds:
            return
        chart = chart_of(replace(view, chart=kinds[0].name))
    _own_controls(chart)
    _draw(chart)


page()

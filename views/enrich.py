"""The page that enriches a list: a file of postcodes, what to add, a preview, and the result."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePath

import pandas as pd
import streamlit as st

from geo.enrich import (
    RULE_EXAMPLE,
    USUAL,
    Enriched,
    EnrichOptions,
    column_of_places,
    enrich_rows,
    measures,
)
from geo.errors import GeoError
from geo.settings import NOT_ONE_PERSON
from geo.uploads import MOST_ROWS, Rows, content_of, read_rows, recognise
from layers.exports import AREA_NOT_PERSON, list_as_csv, list_as_xlsx, list_notes
from layers.words import inert
from serving import downloads
from serving import job_queue as queue
from serving import presence as present
from serving import upload_budget as budget
from views.panels.uploads import where_files_go

PREVIEWED = 20
"""Rows that are shown."""
SHOWN = 5
"""Rows with a problem that are told one by one."""
_CELL_SIGNS = 60
_STANDFIRST = (
    "Bring a list of postcodes, or of addresses with a postcode in them. Each row gets its areas "
    "of 2011 and 2021, the measures you choose, its cold spot and the nearest providers."
)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, eq=False)
class _List:
    """A list of this visit."""

    file: str
    content: bytes
    rows: Rows
    column: str
    """The column that postcodes were found in."""


def _key() -> str:
    return f"enrich_file_{st.session_state.get('enrich_round', 0)}"


def _read() -> None:
    """Read what was put into the box; an error keeps the list of before."""
    state = st.session_state
    file = state[_key()]
    if file is None:
        return
    content, name = file.getvalue(), file.name[-60:]
    budget.give_back(file.file_id)
    state.enrich_round = state.get("enrich_round", 0) + 1
    _read_list(name, content)


def _read_list(name: str, content: bytes, sheet: str = "") -> None:
    state = st.session_state
    state.enrich_error = ""
    try:
        with present.working(), queue.heavy("reading"):
            rows = read_rows(content_of(content), sheet=sheet)
            column = column_of_places(rows)
    except GeoError as error:
        state.enrich_error = f"{name}: {error}"
        return
    state.enrich_list = _List(name, content, rows, column)
    state.enrich_column, state.enrich_sheet = column, rows.sheet


def _other_sheet() -> None:
    held: _List = st.session_state.enrich_list
    asked = st.session_state.enrich_sheet
    _read_list(held.file, held.content, asked)


def _remove() -> None:
    for key in ("enrich_list", "enrich_column", "enrich_sheet", "enrich_error"):
        st.session_state.pop(key, None)


def _draw_layout(held: _List) -> None:
    """Draw how the file was understood, each part to be chosen otherwise."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text(f"{held.file}: {len(held.rows.table):,} rows")
        st.button("Remove", key="enrich_remove", on_click=_remove)
    with st.container(horizontal=True):
        if len(held.rows.sheets) > 1:
            st.selectbox("Sheet", held.rows.sheets, key="enrich_sheet", on_change=_other_sheet,
                         width=320)  # fmt: skip
        st.selectbox("Column with postcodes or addresses", list(held.rows.table.columns),
                     key="enrich_column", width=320)  # fmt: skip
    for notice in held.rows.notices:
        st.markdown(inert(notice))


def _draw_options(held: _List) -> EnrichOptions:
    labels = {one.id: one for one in measures()}
    chosen = st.multiselect(
        "Measures to add",
        list(labels),
        default=list(USUAL),
        key="enrich_measures",
        format_func=lambda name: f"{labels[name].label} ({name})",
        placeholder="Choose measures",
        help="Where a measure is not published for neighbourhoods, a row gets that of the smallest "
        "area that has one; the heading says which.",
    )
    with st.container(horizontal=True):
        zones = st.checkbox("Zone of cold spots", value=True, key="enrich_zones")
        near = st.checkbox("Two nearest providers", value=True, key="enrich_near")
    text = st.text_area(
        "Rules, one a line",
        key="enrich_rules",
        height=90,
        max_chars=4_000,
        placeholder=f"{RULE_EXAMPLE}\npriority: TUNDRA Q1 or Q2, or IMD 1 and 2",
        help="A name, a colon, and what must hold. A rule is a column of yes, no and not known. "
        "Join with and, or, not and brackets; compare with <, <=, >, >=, = and !=.",
    )
    rules = tuple(line.strip() for line in text.splitlines() if line.strip())
    column = st.session_state.enrich_column
    by_heading = "postcode" in recognise(held.rows.table.columns, ("postcode",))
    usual = column == held.column and by_heading
    return EnrichOptions(
        tuple(chosen), rules, zones, 2 if near else 0, held.rows.sheet, "" if usual else column
    )


_LOOK = """
<style>
.enriched { overflow-x: auto; }
.enriched table { border-collapse: collapse; font-size: .85rem; }
.enriched :is(th, td) {
  padding: .25rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid #8884;
}
.enriched td { max-width: 16rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.enriched th { font-weight: 600; }
.enriched thead th { min-width: 5rem; max-width: 12rem; vertical-align: bottom; }
.enriched td.number { text-align: right; font-variant-numeric: tabular-nums; }
</style>
"""


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return "<td></td>"
    if isinstance(value, str):
        return f"<td>{escape(value[:_CELL_SIGNS])}</td>"
    return f'<td class="number">{value:.4g}</td>'


def _draw_preview(made: Enriched) -> None:
    """Draw the first rows: the column that was read, the problem if any, and what was added."""
    # Codes of areas come last: what is looked for are rules and measures.
    named = list(zip(made.headings, made.added, strict=True))
    figures = [heading for heading, one in named if one.about_figures]
    codes = [heading for heading, one in named if not one.about_figures]
    rules = figures[len(figures) - len(made.rules) :]
    figures = figures[: len(figures) - len(made.rules)]
    own = [made.column, *(["problem"] if len(made.bad) else []), *rules, *figures, *codes]
    shown = made.table[[one for one in own if one in made.table]]
    head = "".join(f'<th scope="col">{escape(str(one))}</th>' for one in shown)
    body = "".join(
        f'<tr><th scope="row">{line}</th>{"".join(map(_cell, row))}</tr>'
        for line, row in zip(
            shown.index, shown.astype(object).itertuples(index=False, name=None), strict=True
        )
    )
    st.html(_LOOK)
    st.html(
        f'<div class="enriched" tabindex="0" role="region" aria-label="First rows">'
        f'<table><thead><tr><th scope="col">Line</th>{head}</tr></thead><tbody>{body}</tbody>'
        "</table></div>"
    )


def _zipped(made: Enriched, stem: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            (f"{stem}.csv", list_as_csv(made)),
            (f"{stem}.notes.txt", ("\n".join(list_notes(made)) + "\n").encode()),
        ):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _draw_files(held: _List, options: EnrichOptions) -> None:
    stem = f"{PurePath(held.file).stem}-enriched"

    def whole() -> Enriched:
        return enrich_rows(held.rows, options)

    def workbook() -> bytes:
        with queue.heavy("reading"):
            return list_as_xlsx(whole())

    def archive() -> bytes:
        with queue.heavy("reading"):
            return _zipped(whole(), stem)

    with st.container(horizontal=True):
        downloads.draw("Take the list, XLSX", workbook, f"{stem}.xlsx", _XLSX,
                       key="enrich_xlsx", type="primary")  # fmt: skip
        downloads.draw("CSV with notes, zip", archive, f"{stem}.zip", "application/zip",
                       key="enrich_zip")  # fmt: skip
    st.markdown(f"{AREA_NOT_PERSON} {NOT_ONE_PERSON}")


def page() -> None:
    """Draw the page."""
    state = st.session_state
    state.page = "enrich"
    st.title("Enrich a list")
    st.markdown(_STANDFIRST)
    st.markdown(where_files_go())
    st.file_uploader(
        "A list with postcodes",
        key=_key(),
        on_change=_read,
        help=f"CSV, XLSX or ODS up to 20 MB and {MOST_ROWS:,} rows. In the terminal, "
        "`coldspots enrich` takes longer lists.",
    )
    if state.get("enrich_error"):
        held_before = state.get("enrich_list")
        kept = f" {held_before.file} is in use as before." if held_before else ""
        st.warning(inert(state.enrich_error + kept))
    held: _List | None = state.get("enrich_list")
    if held is None:
        return
    _draw_layout(held)
    options = _draw_options(held)
    first = replace(
        held.rows,
        table=held.rows.table.head(PREVIEWED),
        notices=[],
    )
    try:
        made = enrich_rows(first, options)
    except GeoError as error:
        st.error(inert(str(error)))
        return
    st.markdown(inert(" ".join(made.notices)))
    many = f"The first {PREVIEWED} of {len(held.rows.table):,} rows"
    st.subheader(many if len(held.rows.table) > PREVIEWED else "All rows")
    for line, row in made.bad.head(SHOWN).iterrows():
        # Plain text: a cell of a file is never read as markup.
        st.text(f"Line {line}, {str(row['value'])[:40]!r}: {row['problem']}")
    _draw_files(held, options)
    _draw_preview(made)


page()

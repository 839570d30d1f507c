"""A chart, or the table behind it, as one HTML page that stands alone in an article's frame.

The chart is drawn twice, wide and narrow, and the width of the frame picks; title, key, period,
source and credit are in both. The page tells the article how high it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape

import pandas as pd

from geo.registry import Indicator, indicator
from layers.browser import embedded
from layers.charts.figures import NATION, credit, dated, interval_text, rights
from layers.charts.model import Chart
from layers.charts.plot import Spot
from layers.charts.render import draw_noted
from layers.charts.target import distance_text
from layers.exports import frame_snippet
from layers.profiles import web_face
from layers.words import ordinal

_Cell = Callable[[pd.Series], str]
WIDE_PX, PAGE_NARROW_PX = 800, 360
_SWITCH_PX = 600
MOST_ROWS = 400
"""Rows of a table in a page; of more, the ends and what is marked stand there."""
_AT_ENDS = 50
_LOOK = """
:root { color-scheme: light; }
body { margin: 0; padding: 0; background: #fff; color: #16202c;
  font: 16px/1.4 "Fira Sans", "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 1200px; margin: 0 auto; }
svg { display: block; width: 100%; height: auto; }
.narrow { max-width: 480px; }
.wide { display: none; }
@media (min-width: SWITCHpx) { .narrow { display: none; } .wide { display: block; } }
.drawn { position: relative; }
.ring { position: absolute; width: 18px; height: 18px; margin: -11px 0 0 -11px; border-radius: 50%;
  border: 2px solid #a8124b; box-shadow: 0 0 0 2px #fff; pointer-events: none; }
.tip { position: absolute; max-width: 240px; padding: .3rem .5rem; background: #16202c; color: #fff;
  font-size: .82rem; line-height: 1.3; border-radius: 4px; pointer-events: none; z-index: 2; }
.choose { padding: .5rem 1rem 0; margin: 0; color: #16202c; }
.choose[hidden], .ring[hidden], .tip[hidden] { display: none; }
select { font: inherit; max-width: 100%; min-height: 32px; }
select:focus-visible { outline: 3px solid #1f5c99; outline-offset: 2px; }
h1 { font-size: 1.2rem; line-height: 1.25; margin: 0 0 .3rem; }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.words, details, .table { padding: .6rem 1rem; }
details { padding-top: 0; }
summary { cursor: pointer; padding: .4rem 0; color: #1f5c99; text-decoration: underline; }
p { margin: 0 0 .5rem; color: #526071; font-size: .9rem; }
.foot { font-size: .78rem; margin-top: .6rem; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible { outline: 3px solid #1f5c99; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .88rem;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .82rem; color: #526071; padding: 0 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0;
  border-bottom: 1px solid #d5dbe1; font-weight: 400; }
thead th { font-weight: 700; border-bottom: 2px solid #16202c; vertical-align: bottom; }
tr.chosen > * { font-weight: 700; color: #a8124b; }
.figure { text-align: right; white-space: nowrap; }
@media print { details, .choose, .tip { display: none; } }
"""
_SCRIPT = """
(function () {
  if (window.parent === window) return;
  var told = 0;
  function tell() {
    var px = Math.ceil(document.querySelector("main").getBoundingClientRect().height) + 1;
    if (px === told) return;
    told = px;
    window.parent.postMessage({ coldspots: "height", px: px }, "*");
  }
  new ResizeObserver(tell).observe(document.querySelector("main"));
  tell();
})();
"""


def chart_page(chart: Chart, title: str = "", link: str = "") -> str:
    """Write a chart as a page: drawn wide and narrow, with its table a click away.

    Parameters
    ----------
    chart
        What to write.
    title
        A headline of the editor's own, which the foot says is theirs.
    link
        Address that opens the chart, to stand at its foot.
    """
    wide, spots = draw_noted(chart, ".svg", WIDE_PX, title=title, link=link)
    narrow, near = draw_noted(chart, ".svg", PAGE_NARROW_PX, title=title, link=link)
    body = (
        f'<h1 class="unseen">{escape(title or chart.words.title)}</h1>\n'
        f'<div class="wide drawn">{_inline(wide, "w")}</div>\n'
        f'<div class="narrow drawn">{_inline(narrow, "n")}</div>\n{_chooser(spots, near)}'
        f"<details><summary>The figures as a table</summary>{table_part(chart)}</details>"
    )
    return _page(title or chart.words.title, body)


def _chooser(wide: list[Spot], narrow: list[Spot]) -> str:
    """Write the list of places to show one of, and where the marks of each drawing lie.

    The list is shown by the script that answers it; a page without scripts has the table.
    """
    texts = {one.name: one.text for one in (*narrow, *wide)}
    if len(texts) < 2:
        return ""
    options = "".join(f"<option>{escape(name)}</option>" for name in sorted(texts))
    drawn = [{one.name: [one.x, one.y] for one in spots} for spots in (wide, narrow)]
    held = json.dumps({"texts": texts, "drawn": drawn}, ensure_ascii=False)
    # Within a script nothing may end it: no text has a "<" of its own.
    held = held.replace("<", "\\u003c")
    return (
        '<p class="choose" hidden><label for="chosen">Show a place</label> '
        f'<select id="chosen"><option value="">None</option>{options}</select> '
        '<output for="chosen"></output></p>\n'
        f'<script type="application/json" id="spots">{held}</script>\n'
        f'<script src="{embedded("chart.js")}"></script>\n'
    )


def table_page(chart: Chart, title: str = "", link: str = "") -> str:
    """Write the table behind a chart as a page, with title, period and source.

    Parameters
    ----------
    chart, title, link
        As for `chart_page`.
    """
    words = chart.words
    own = "Headline: the editor's. " if title else ""
    body = (
        f'<div class="table"><h1>{escape(title or words.title)}</h1>'
        f"<p>{escape(words.about)}</p>{table_part(chart)}"
        f'<p class="foot">{escape(credit(chart.view, words.period))} {escape(own)}'
        f"{escape(rights(chart.view))} {escape(link)}</p></div>"
    )
    return _page(title or words.title, body)


def table_part(chart: Chart) -> str:
    """Write the table behind a chart as a part of a page."""
    headings, rows, left_out = text_rows(chart)
    chosen = {str(name) for name in chart.table.loc[chart.table["role"] == "chosen", "area_name"]}
    head = "".join(
        f'<th scope="col"{_figure(at)}>{escape(name)}</th>' for at, name in enumerate(headings)
    )
    body = []
    for first, *cells in rows:
        mark = ' class="chosen"' if first in chosen else ""
        texts = "".join(
            f"<td{_figure(at)}>{escape(text)}</td>" for at, text in enumerate(cells, start=1)
        )
        body.append(f'<tr{mark}><th scope="row">{escape(first)}</th>{texts}</tr>')
    caption = "Figures behind the chart"
    if left_out:
        caption += f"; {left_out:,} rows in the middle are left out, and the CSV has all"
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Table of figures"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def chart_snippet(chart: Chart, name: str, title: str = "") -> str:
    """Write the HTML that embeds the page of a chart or its table in an article.

    Parameters
    ----------
    chart
        What the page shows; it gives the frame its title, which screen readers speak.
    name
        The page's file name or address.
    title
        A headline in place of the chart's own.
    """
    return frame_snippet(title or chart.words.title, name)


def _figure(at: int) -> str:
    return ' class="figure"' if at else ""


def _page(title: str, body: str) -> str:
    faces = "".join(
        f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight}; '
        f'src: url("data:font/woff2;base64,{web_face(weight)}") format("woff2"); }}\n'
        for weight in (400, 700)
    )
    look = faces + _LOOK.replace("SWITCH", str(_SWITCH_PX))
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{look}</style>\n</head>\n<body>\n<main>\n{body}\n"
        f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _inline(content: bytes, prefix: str) -> str:
    """Return an SVG that can stand in a page beside another: names of its own, no fixed size."""
    text = content.decode("utf-8")
    text = text[text.index("<svg ") :]
    text = re.sub(r'<svg ([^>]*?)width="[^"]*" height="[^"]*"', r"<svg \1", text, count=1)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', text)
    return text.replace(
        'aria-labelledby="map-title map-desc"',
        f'aria-labelledby="{prefix}-map-title {prefix}-map-desc"',
    )


def text_rows(chart: Chart) -> tuple[list[str], list[list[str]], int]:
    """Return the table behind a chart as headings and rows of texts.

    Returns
    -------
    headings
        In words; the first is that of the rows.
    rows
        A row for each row of the table, in its order.
    left_out
        Rows that are not among them: `csv_of` has all.
    """
    entry, table = dated(chart.view), chart.table
    shown = _shortened(table)
    columns = _columns(entry, table)
    rows = [[cell(row) for _, cell in columns] for _, row in shown.reset_index().iterrows()]
    return [heading for heading, _ in columns], rows, len(table) - len(shown)


def _shortened(table: pd.DataFrame) -> pd.DataFrame:
    if len(table) <= MOST_ROWS:
        return table
    own = table["role"] != "area"
    own.iloc[:_AT_ENDS] = True
    own.iloc[-_AT_ENDS:] = True
    return table[own]


def _columns(entry: Indicator, table: pd.DataFrame) -> list[tuple[str, _Cell]]:
    """Return headings, and what a cell of each says of a row."""

    def figure(name: str) -> _Cell:
        return lambda row: "" if pd.isna(row[name]) else entry.text(float(row[name]))

    def number(name: str) -> _Cell:
        return lambda row: "" if pd.isna(row[name]) else f"{int(row[name]):,}"

    def text(name: str) -> _Cell:
        return lambda row: str(row[name])

    found: list[tuple[str, _Cell]] = [("Place", text("area_name"))]
    if "period_label" in table:
        found.append(("Period", text("period_label")))
    found.append((entry.label, lambda row: figure("value")(row) or str(row["why_none"])))
    found.append(("95% interval", lambda row: interval_text(entry, row) or _why(row)))
    if "against_value" in table:
        second = indicator(str(table["against"].iloc[0]))
        found.append((second.label, lambda row: second.text(float(row["against_value"]))))
    if "target" in table and "state" in table:
        found.append(("Distance from target", lambda row: _distance(entry, row["distance"])))
        found.append(("Target", text("state")))
    if "gap_to_highest" in table:
        found.append(("Below the highest", lambda row: _distance(entry, row["gap_to_highest"])))
        found.append(("Within 10 points of it", text("gap_state")))
    if "zone" in table:
        found.append(("Limits", text("zone")))
    if table["people"].notna().any():
        found.append(("People", number("people")))
    if "size_people" in table and (table["sized_by"] == "young people").any():
        found.append(("Young people", number("size_people")))
    if "rank_low" in table and table["rank_low"].notna().any():
        end = "lowest" if entry.worse == "low" else "highest"
        found.append((f"Rank from the {end} (95% interval)", _ranks))
    return found


def _why(row: pd.Series) -> str:
    return "" if pd.isna(row["value"]) else str(row["why_no_interval"])


def _distance(entry: Indicator, value: float) -> str:
    if value != value:
        return ""
    return f"{'+' if value > 0 else ''}{distance_text(entry, float(value))}"


def _ranks(row: pd.Series) -> str:
    if pd.isna(row["rank_low"]) or row["role"] == NATION:
        return ""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"

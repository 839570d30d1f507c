"""Ranked bars: the areas of a level from the worst, with intervals, the chosen one marked."""

from __future__ import annotations

import pandas as pd

from geo.registry import geography
from layers.charts.figures import (
    NATION,
    dated,
    interval_text,
    known,
    level_figures,
    missing_note,
    opening,
    plural_of,
    rank_text,
    row_of,
    said_of,
    where_text,
)
from layers.charts.model import ChartKind, ChartWords
from layers.charts.plot import Canvas, grid_down
from layers.charts.rows import lay_rows, line_down, rows_height_px, span_of
from layers.charts.view import ChartView


def why_not(view: ChartView) -> str:
    """Return why areas cannot be ranked by a measure; empty where they can."""
    entry = view.entry
    if entry.kind in ("decile", "rank"):
        return (
            f"{entry.label} is published as a {entry.kind}, which has no length to draw. Choose a "
            "rate or a score."
        )
    count = len(known(level_figures(view)))
    if count < 2:
        level = geography(view.level)
        return (
            f"{plural_of(view, count)} of {where_text(view)} "
            f"{'has' if count == 1 else 'have'} a figure of {entry.label}, and a ranking needs "
            f"two. Choose a larger place or another level than {level.plural}."
        )
    return ""


def words(view: ChartView, table: pd.DataFrame) -> ChartWords:
    """Write the words of a ranking from its table."""
    entry, rows = dated(view), known(table)
    count = plural_of(view, len(rows))
    sure = bool(rows["low"].notna().any())
    marks = "Thin lines are 95% intervals." if sure else "No interval is published."
    missing = missing_note(view, table)
    title = _title(view, table)
    order = "lowest" if entry.worse == "low" else "highest"
    first, last = rows.iloc[0], rows.iloc[-1]
    spread = (
        f"Bars run from {entry.text(float(first['value']))} ({first['area_name']}) to "
        f"{entry.text(float(last['value']))} ({last['area_name']}), the {order} first"
    )
    spread += "; areas whose intervals overlap cannot be told apart." if sure else "."
    return ChartWords(
        title,
        " ".join(filter(None, [opening(view), missing])),
        marks,
        f"Bar chart of {entry.label}, {count}. {title}.",
        " ".join(filter(None, [opening(view), spread, *said_of(view, table), missing])),
        entry.period,
    )


def _title(view: ChartView, table: pd.DataFrame) -> str:
    entry, rows = dated(view), known(table)
    chosen = next((code for code in view.marked if code in rows.index), "")
    if not chosen:
        ends = " to ".join(entry.text(float(rows["value"].iloc[at])) for at in (0, -1))
        return f"{entry.label}: {ends} across {plural_of(view, len(rows))} of {where_text(view)}"
    row = row_of(table, chosen)
    title = f"{row['area_name']}: {entry.text(float(row['value']))}"
    nation = table[table["role"] == NATION]
    if ranked := rank_text(view, row):
        return f"{title}, {ranked}"
    if nation.empty:
        return f"{entry.label}: {row['area_name']} {entry.text(float(row['value']))}"
    held = nation.iloc[0]
    return f"{title}, against {entry.text(float(held['value']))} in {held['area_name']}"


def paint(canvas: Canvas, view: ChartView, table: pd.DataFrame) -> None:
    """Draw the bars."""
    entry, inks = dated(view), canvas.inks
    nation = table[table["role"] == NATION]
    rows = lay_rows(
        canvas,
        table,
        lambda row: value_text(canvas, view, row),
        lambda shown: span_of(pd.concat([shown, nation]), 0.0),
    )
    plot = rows.plot
    grid_down(canvas, plot, entry)
    thick = rows.tall * 0.62
    for one in rows:
        ends = sorted((float(plot.x(0.0)), float(plot.x(float(one.row["value"])))))
        colour = inks.mark if one.marked else inks.bar
        bar = canvas.sheet.box(ends[0], one.y - thick / 2, ends[1] - ends[0], thick, colour)
        bar.set_zorder(3)
        canvas.note(entry, one.row.to_frame().T, plot.x(float(one.row["value"])), one.y)
        if pd.notna(one.row["low"]):
            spread = [float(plot.x(float(one.row[end]))) for end in ("low", "high")]
            canvas.line(spread, [one.y, one.y], inks.ink, 1.2, zorder=7)
    for _, row in nation.iterrows():
        value = float(row["value"])
        line_down(canvas, plot, f"{row['area_name']} {entry.text(value)}", value)


def value_text(canvas: Canvas, view: ChartView, row: pd.Series) -> str:
    """Return what stands at the end of a row: a figure, and its interval where there is room."""
    entry = view.entry
    value = entry.text(float(row["value"]))
    interval = interval_text(entry, row)
    if not interval or canvas.is_narrow:
        return value
    return f"{value} ({interval.removesuffix(entry.suffix)})"


RANKED = ChartKind(
    "ranked",
    "Ranked bars",
    "Every area of the level from the worst figure, with intervals and the nation's figure.",
    why_not,
    level_figures,
    words,
    rows_height_px,
    paint,
)

"""Ranked bars: the areas of a level from the worst, with intervals, the chosen one marked."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from geo.registry import geography
from layers.charts.figures import (
    CHOSEN,
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
from layers.charts.plot import NARROW_PX, Canvas, Plot, grid_down
from layers.charts.view import ChartView
from layers.pictures import wrapped
from layers.words import lowered

ALL = 60
"""Most rows of which every one is drawn."""
ENDS = 10
"""Rows from each end that are drawn where there are more."""
BESIDE = 2
"""Rows on each side of a marked one."""
_LEAST_ENDS = 3
_ROW, _NARROW_ROW, _AXIS, _LINE_ABOVE = 17.0, 20.0, 20.0, 16.0


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


def shown_rows(table: pd.DataFrame, most: int = ALL) -> list[list[str]]:
    """Return the codes that are drawn, in runs with a gap between two.

    Parameters
    ----------
    table
        As `level_figures` returns it.
    most
        Rows that there is room for, gaps included.

    Examples
    --------
    >>> codes = [f"E{number}" for number in range(100)]
    >>> table = pd.DataFrame({"value": range(100), "role": "area"}, index=codes)
    >>> [len(run) for run in shown_rows(table)]
    [10, 10]
    """
    rows = known(table)
    codes, count = [str(code) for code in rows.index], len(rows)
    if count <= min(most, ALL):
        return [codes]
    places = np.flatnonzero(rows["role"] == CHOSEN)
    for ends in range(ENDS, _LEAST_ENDS - 1, -1):
        beside = BESIDE if ends > _LEAST_ENDS + 1 else 1
        runs = _runs(_wanted(count, places, ends, beside))
        if sum(map(len, runs)) + len(runs) - 1 <= most:
            break
    return [[codes[at] for at in run] for run in runs]


def _wanted(count: int, places: np.ndarray, ends: int, beside: int) -> list[int]:
    wanted = {*range(ends), *range(count - ends, count)}
    for place in places:
        wanted |= {at for at in range(place - beside, place + beside + 1) if 0 <= at < count}
    return sorted(wanted)


def _runs(wanted: list[int]) -> list[list[int]]:
    runs = [[wanted[0]]]
    for at in wanted[1:]:
        # A gap of one row would take the room of the row.
        if at - runs[-1][-1] <= 2:
            runs[-1] += range(runs[-1][-1] + 1, at + 1)
        else:
            runs.append([at])
    return runs


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
        " ".join(filter(None, [opening(view), marks, missing])),
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
        return f"{title}, {lowered(entry.label)}"
    held = nation.iloc[0]
    return f"{title}, against {entry.text(float(held['value']))} in {held['area_name']}"


def height_px(table: pd.DataFrame, width_px: float) -> float:
    """Return the height that the rows need."""
    runs = shown_rows(table)
    rows = sum(map(len, runs)) + len(runs) - 1
    return (_NARROW_ROW if width_px < NARROW_PX else _ROW) * rows + _AXIS + _LINE_ABOVE


def paint(canvas: Canvas, view: ChartView, table: pd.DataFrame) -> None:
    """Draw the bars."""
    entry, unit, inks = dated(view), canvas.unit, canvas.inks
    top, bottom = canvas.top + _LINE_ABOVE * unit, canvas.bottom - _AXIS * unit
    runs = shown_rows(table, int((bottom - top) / (14 * unit)))
    rows = _with_gaps(runs, table)
    tall = min((bottom - top) / len(rows), 30 * unit)
    bottom = top + tall * len(rows)
    size = min(11.5 if canvas.is_narrow else 12.5, max(11.0, 0.74 * tall / unit))
    shown = table.loc[[code for run in runs for code in run]]
    nation = table[table["role"] == NATION]
    spans = pd.concat([shown, nation])[["value", "low", "high"]].to_numpy(dtype="float64")
    across = (min(0.0, float(np.nanmin(spans))), max(0.0, float(np.nanmax(spans))))
    names = {str(code): name for code, name in shown["area_name"].items()}
    left = canvas.left + min(
        max(canvas.wide(name, size, bold=True) for name in names.values()) + 8 * unit,
        (canvas.right - canvas.left) * (0.42 if canvas.is_narrow else 0.36),
    )
    texts = {code: value_text(canvas, view, row_of(table, code)) for code in names}
    right = canvas.right - max(canvas.wide(text, size, bold=True) for text in texts.values())
    plot = Plot((left, top, right - 10 * unit, bottom), across, (0, 1))
    grid_down(canvas, plot, entry)
    for number, code in enumerate(rows):
        y = top + tall * (number + 0.5)
        if isinstance(code, int):
            text = f"{code:,} more"
            canvas.text(left - 6 * unit, y + 4 * unit, f"⋮ {text}", size - 1, colour=inks.soft,
                        align="right")  # fmt: skip
            continue
        row = row_of(table, code)
        marked = row["role"] == CHOSEN
        colour = inks.mark if marked else inks.ink
        base = y + 0.36 * size * unit
        name_beside(canvas, names[code], left - 6 * unit, y, size, bold=marked, colour=colour)
        ends = sorted((float(plot.x(0.0)), float(plot.x(float(row["value"])))))
        thick = tall * 0.62
        canvas.sheet.box(ends[0], y - thick / 2, ends[1] - ends[0], thick,
                         inks.mark if marked else inks.bar).set_zorder(3)  # fmt: skip
        if pd.notna(row["low"]):
            spread = [float(plot.x(float(row[end]))) for end in ("low", "high")]
            canvas.line(spread, [y, y], inks.ink, 1.2, zorder=7)
        canvas.text(canvas.right, base, texts[code], size, bold=marked, colour=colour,
                    align="right")  # fmt: skip
    for _, row in nation.iterrows():
        nation_line(canvas, plot, f"{row['area_name']} {entry.text(float(row['value']))}",
                    float(row["value"]))  # fmt: skip


def nation_line(canvas: Canvas, plot: Plot, text: str, value: float) -> None:
    """Draw a line from top to bottom at a figure, with what it is above it."""
    left, top, _, bottom = plot.box
    x = float(plot.x(value))
    canvas.line([x, x], [top - 2 * canvas.unit, bottom], canvas.inks.ink, 1.2, zorder=8)
    half = canvas.wide(text, 11.5, bold=True) / 2
    middle = min(max(x, left + half), canvas.right - half)
    canvas.text(middle, top - 6 * canvas.unit, text, 11.5, bold=True, align="center")


def value_text(canvas: Canvas, view: ChartView, row: pd.Series) -> str:
    """Return what stands at the end of a row: a figure, and its interval where there is room."""
    entry = view.entry
    value = entry.text(float(row["value"]))
    interval = interval_text(entry, row)
    if not interval or canvas.is_narrow:
        return value
    return f"{value} ({interval.removesuffix(entry.suffix)})"


def name_beside(
    canvas: Canvas, name: str, right: float, y: float, size: float, *, bold: bool, colour: str
) -> None:
    """Write a name that ends at a point, in two lines of smaller letters where it is long."""
    room, unit = right - canvas.left, canvas.unit
    if canvas.wide(name, size, bold=bold) <= room:
        canvas.text(right, y + 0.36 * size * unit, name, size, bold=bold, colour=colour,
                    align="right")  # fmt: skip
        return
    small = min(size, 9.5)
    first, *rest = wrapped(name, small * unit, room, bold)
    lines = [first, fit(canvas, " ".join(rest), small, room, bold=bold)] if rest else [first]
    lines = [fit(canvas, line, small, room, bold=bold) for line in lines]
    for number, line in enumerate(lines):
        base = y + (0.36 * small + (number - (len(lines) - 1) / 2) * 9.6) * unit
        canvas.text(right, base, line, small, bold=bold, colour=colour, align="right")


def fit(canvas: Canvas, name: str, size: float, room: float, *, bold: bool = False) -> str:
    """Shorten a name until it fits; it ends in dots then.

    The table has it in full.
    """
    if canvas.wide(name, size, bold=bold) <= room:
        return name
    while name and canvas.wide(f"{name.rstrip(' ,')}…", size, bold=bold) > room:
        name = name[:-1]
    return f"{name.rstrip(' ,')}…"


def _with_gaps(runs: list[list[str]], table: pd.DataFrame) -> list[str | int]:
    """Return the codes that are drawn, and between two runs how many are not."""
    places = {str(code): at for at, code in enumerate(known(table).index)}
    rows: list[str | int] = [*runs[0]]
    for before, run in pairwise(runs):
        rows += [places[run[0]] - places[before[-1]] - 1, *run]
    return rows


RANKED = ChartKind(
    "ranked",
    "Ranked bars",
    "Every area of the level from the worst figure, with intervals and the nation's figure.",
    why_not,
    level_figures,
    words,
    height_px,
    paint,
)

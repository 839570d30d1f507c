"""Rows of a chart: which areas are drawn, where their names and figures stand, and gaps between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from geo.errors import BadInputError
from layers.charts.figures import CHOSEN, known, row_of
from layers.charts.plot import NARROW_PX, Canvas, Plot
from layers.pictures import wrapped

ALL = 60
"""Most rows of which every one is drawn."""
ENDS = 10
"""Rows from each end that are drawn where there are more."""
BESIDE = 2
"""Rows on each side of a marked one."""
_LEAST_ENDS = 3
_ROW, _NARROW_ROW, _LEAST_ROW, _MOST_ROW = 17.0, 20.0, 14.0, 30.0
AXIS, LINE_ABOVE = 20.0, 16.0
"""Room under the rows for an axis, and above them for the name of a line."""


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


def rows_height_px(table: pd.DataFrame, width_px: float) -> float:
    """Return the height that the rows of a chart need."""
    runs = shown_rows(table)
    rows = sum(map(len, runs)) + len(runs) - 1
    return (_NARROW_ROW if width_px < NARROW_PX else _ROW) * rows + AXIS + LINE_ABOVE


@dataclass(frozen=True)
class Row:
    """One row, and where it stands."""

    row: pd.Series
    y: float
    """Its middle, in pixels of the sheet."""
    colour: str
    """Of its name and figure."""
    marked: bool


@dataclass(frozen=True)
class Rows:
    """The rows of a chart, with their names and figures written."""

    plot: Plot
    rows: tuple[Row, ...]
    tall: float
    """Height of a row, in pixels of the sheet."""

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows from the top."""
        return iter(self.rows)


def lay_rows(
    canvas: Canvas,
    table: pd.DataFrame,
    text: Callable[[pd.Series], str],
    across: Callable[[pd.DataFrame], tuple[float, float]],
    above: float = LINE_ABOVE,
) -> Rows:
    """Write names on the left and figures on the right, and return where their rows stand.

    Parameters
    ----------
    canvas
        The sheet.
    table
        As `layers.charts.figures.level_figures` returns it.
    text
        What stands at the end of a row.
    across
        The ends of the axis, of the rows that are drawn.
    above
        Room above the first row, in pixels of a sheet of unit 1.
    """
    unit, inks = canvas.unit, canvas.inks
    top, bottom = canvas.top + above * unit, canvas.bottom - AXIS * unit
    runs = shown_rows(table, int((bottom - top) / (_LEAST_ROW * unit)))
    rows = _with_gaps(runs, table)
    tall = min((bottom - top) / len(rows), _MOST_ROW * unit)
    if tall < 0.9 * _LEAST_ROW * unit:
        raise BadInputError(
            f"{len(rows)} rows do not fit on a sheet of {canvas.sheet.width:g}x"
            f"{canvas.sheet.height:g}. Make it higher, or leave the height to the chart."
        )
    bottom = top + tall * len(rows)
    size = min(11.5 if canvas.is_narrow else 12.5, max(11.0, 0.74 * tall / unit))
    shown = table.loc[[code for run in runs for code in run]]
    left = canvas.left + min(
        max(canvas.wide(name, size, bold=True) for name in shown["area_name"]) + 8 * unit,
        (canvas.right - canvas.left) * (0.42 if canvas.is_narrow else 0.36),
    )
    held = {str(code): row_of(shown, str(code)) for code in shown.index}
    texts = {code: text(row) for code, row in held.items()}
    right = canvas.right - max(canvas.wide(one, size, bold=True) for one in texts.values())
    plot = Plot((left, top, right - 10 * unit, bottom), across(shown), (0, 1))
    found = []
    for number, code in enumerate(rows):
        y = top + tall * (number + 0.5)
        if isinstance(code, int):
            canvas.text(left - 6 * unit, y + 4 * unit, f"⋮ {code:,} more", size - 1,
                        colour=inks.soft, align="right")  # fmt: skip
            continue
        row = held[code]
        marked = bool(row["role"] == CHOSEN)
        colour = inks.mark if marked else inks.ink
        name = str(row["area_name"])
        name_beside(canvas, name, left - 6 * unit, y, size, bold=marked, colour=colour)
        canvas.text(canvas.right, y + 0.36 * size * unit, texts[code], size, bold=marked,
                    colour=colour, align="right")  # fmt: skip
        found.append(Row(row, y, colour, marked))
    return Rows(plot, tuple(found), tall)


def span_of(rows: pd.DataFrame, *others: float) -> tuple[float, float]:
    """Return the lowest and highest of figures, of their intervals and of others."""
    held = rows[["value", "low", "high"]].to_numpy(dtype="float64").ravel()
    spans = np.append(held, others)
    return float(np.nanmin(spans)), float(np.nanmax(spans))


def line_down(canvas: Canvas, plot: Plot, text: str, value: float, **looks: Any) -> None:
    """Draw a line from top to bottom at a figure, with what it is above it."""
    left, top, _, bottom = plot.box
    x = float(plot.x(value))
    canvas.line([x, x], [top - 2 * canvas.unit, bottom], canvas.inks.ink, 1.2, zorder=8, **looks)
    half = canvas.wide(text, 11.5, bold=True) / 2
    middle = min(max(x, left + half), canvas.right - half)
    canvas.text(middle, top - 6 * canvas.unit, text, 11.5, bold=True, align="center")


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

"""The sheet that charts are drawn on: words and credit, a window for figures, axes and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from geo.registry import Indicator, percent_text
from layers.charts.figures import figure_text
from layers.pictures import ACCENT, Sheet, new_sheet, width_of, wrapped

EDGE = 16.0
"""Between the rim of a sheet and what is on it, in pixels of a sheet of unit 1."""
_TITLE, _SUBTITLE, _CREDIT = 18.0, 12.5, 9.5
NARROW_PX = 520.0
"""Below this width, of a sheet of unit 1, a chart is drawn for a phone."""
_USUAL = (800.0, 450.0)
"""Size of a sheet of unit 1; smaller ones keep its letters, so that they are read on a phone."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels of the sheet."""


@dataclass(frozen=True)
class Inks:
    """Colours of a chart."""

    paper: str = "#ffffff"
    ink: str = "#16202c"
    soft: str = "#526071"
    rule: str = "#d5dbe1"
    dot: str = "#8fa3b5"
    mark: str = ACCENT
    band: str = "#eef3f7"
    bar: str = "#b9c7d4"
    second: str = "#2f74b5"
    unmet: str = "#b35806"


LIGHT = Inks()
DARK = Inks(
    "#0e1117",
    "#eef2f6",
    "#aab6c2",
    "#3a4653",
    "#6f8598",
    "#ff7ab0",
    "#1a2430",
    "#43566a",
    "#7db6e8",
    "#f1a340",
)


@dataclass(frozen=True)
class Plot:
    """The window that figures are drawn in: a box of the sheet and what it spans."""

    box: Box
    across: tuple[float, float]
    upwards: tuple[float, float]

    def x(self, value: Any) -> Any:
        """Turn a figure into pixels from the left."""
        left, _, right, _ = self.box
        return left + (right - left) * (value - self.across[0]) / (self.across[1] - self.across[0])

    def y(self, value: Any) -> Any:
        """Turn a figure into pixels from the top."""
        _, top, _, bottom = self.box
        low, high = self.upwards
        return bottom - (bottom - top) * (value - low) / (high - low)


@dataclass(frozen=True)
class Spot:
    """Where the mark of a figure lies on a sheet, for a page that shows it when it is chosen."""

    name: str
    text: str
    """The figure with its interval, or why there is none."""
    x: float
    y: float


@dataclass(frozen=True)
class Canvas:
    """A sheet with its words on it, and the room that is left for a chart."""

    sheet: Sheet
    inks: Inks
    unit: float
    """Size of everything, 1 on a sheet of 800 by 450 and on smaller ones."""
    top: float
    bottom: float
    taken: list[Box] = field(default_factory=list)
    """Boxes of marks and labels, which no other label may lie on."""
    spots: list[Spot] = field(default_factory=list)
    """The marks that have been drawn."""

    @property
    def left(self) -> float:
        """Return where the room begins."""
        return EDGE * self.unit

    @property
    def right(self) -> float:
        """Return where it ends."""
        return self.sheet.width - EDGE * self.unit

    @property
    def is_narrow(self) -> bool:
        """Test whether a sheet is as narrow as a phone."""
        return self.sheet.width / self.unit < NARROW_PX

    def note(self, entry: Indicator, rows: pd.DataFrame, x: Any, y: Any) -> None:
        """Note where the marks of rows lie, in pixels of the sheet."""
        across, down = np.broadcast_to(x, len(rows)), np.broadcast_to(y, len(rows))
        for (_, row), a, b in zip(rows.iterrows(), across, down, strict=True):
            when = f", {row['period_label']}" if "period_label" in row else ""
            text = figure_text(entry, row)
            self.spots.append(Spot(f"{row['area_name']}{when}", text, float(a), float(b)))

    def text(self, x: float, y: float, text: str, size: float, **looks: Any) -> None:
        """Write a line; `size` is in pixels of a sheet of unit 1."""
        looks.setdefault("colour", self.inks.ink)
        self.sheet.text(x, y, text, size * self.unit, **looks)

    def wide(self, text: str, size: float, *, bold: bool = False) -> float:
        """Measure a line, in pixels of the sheet."""
        return width_of(text, size * self.unit, bold)

    def line(self, x: Any, y: Any, colour: str, width: float = 1.0, **looks: Any) -> None:
        """Draw a line through points of the sheet."""
        looks.setdefault("zorder", 5)
        self.sheet.axes.plot(x, y, color=colour, lw=width * self.unit, **looks)

    def dots(self, x: Any, y: Any, radius: float, colour: str, **looks: Any) -> None:
        """Draw dots of a radius in pixels of a sheet of unit 1."""
        looks.setdefault("zorder", 10)
        looks.setdefault("lw", 0)
        # Points of area, of which 72 make an inch and 96 pixels do.
        across = 2 * radius * self.unit * 0.75
        self.sheet.axes.scatter(x, y, s=across**2, color=colour, **looks)


def unit_of(width_px: float, height_px: float) -> float:
    """Return the size of everything on a sheet.

    Examples
    --------
    >>> unit_of(1200, 675), unit_of(360, 640)
    (1.5, 1.0)
    """
    return max(1.0, min(width_px / _USUAL[0], height_px / _USUAL[1]))


def head_height(width_px: float, unit: float, title: str, subtitle: str, credit: str) -> float:
    """Return how much of a sheet its words take, in pixels."""
    room = width_px - 2 * EDGE * unit
    lines = (
        (title, _TITLE, True, 20),
        (subtitle, _SUBTITLE, False, 16),
        (credit, _CREDIT, False, 12),
    )
    tall = sum(len(wrapped(text, px * unit, room, bold)) * step for text, px, bold, step in lines)
    return (tall + 14 + 3 + 14 + 16) * unit


def frame(
    width_px: float,
    height_px: float,
    title: str,
    subtitle: str,
    credit: str,
    inks: Inks = LIGHT,
    unit: float = 1.0,
) -> Canvas:
    """Make a sheet with title, subtitle and credit line."""
    sheet = new_sheet(width_px, height_px, inks.paper)
    edge = EDGE * unit
    y, wide = 14.0 * unit, width_px - 2 * edge
    for line in wrapped(title, _TITLE * unit, wide, bold=True):
        y += 20 * unit
        sheet.text(edge, y, line, _TITLE * unit, bold=True, colour=inks.ink)
    y += 3 * unit
    for line in wrapped(subtitle, _SUBTITLE * unit, wide):
        y += 16 * unit
        sheet.text(edge, y, line, _SUBTITLE * unit, colour=inks.soft)
    rows = wrapped(credit, _CREDIT * unit, wide)
    foot = height_px - (12 + 12 * (len(rows) - 1)) * unit
    for number, row in enumerate(rows):
        sheet.text(edge, foot + 12 * unit * number, row, _CREDIT * unit, colour=inks.soft)
    return Canvas(sheet, inks, unit, y + 14 * unit, foot - 16 * unit)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round figures between two ends.

    Examples
    --------
    >>> ticks(0.0, 0.7)
    [0.0, 0.2, 0.4, 0.6]
    """
    span = high - low
    step = 10.0 ** np.floor(np.log10(span / most))
    for factor in (1, 2, 5, 10):
        if span / (step * factor) <= most * (1 + 1e-9):
            step *= factor
            break
    first = np.ceil(low / step - 1e-9)
    count = int(np.floor(high / step + 1e-6) - first) + 1
    return [round(float((first + number) * step), 9) for number in range(count)]


def tick_text(entry: Indicator, tick: float) -> str:
    """Write a round figure of a measure, as short as an axis wants it."""
    if entry.kind == "rate" and entry.suffix == "%":
        return percent_text(tick)
    shown = tick * 100 if entry.kind == "rate" else tick
    places = 0 if abs(shown - round(shown)) < 1e-6 else 1 if abs(shown) >= 1 else 2
    return f"{shown:,.{places}f}"


def grid_down(canvas: Canvas, plot: Plot, entry: Indicator) -> None:
    """Draw lines from top to bottom at round figures, with the figures under them."""
    _, top, right, bottom = plot.box
    most = max(2, min(6, int((right - plot.box[0]) / canvas.unit // 58)))
    for tick in ticks(*plot.across, most):
        x = plot.x(tick)
        canvas.line([x, x], [top, bottom], canvas.inks.rule, 0.8, zorder=1)
        y = bottom + 15 * canvas.unit
        canvas.text(x, y, tick_text(entry, tick), 11, colour=canvas.inks.soft, align="center")


def grid_across(canvas: Canvas, plot: Plot, entry: Indicator) -> None:
    """Draw lines from left to right at round figures, with the figures before them."""
    left, _, right, _ = plot.box
    for tick in ticks(*plot.upwards):
        y = plot.y(tick)
        canvas.line([left, right], [y, y], canvas.inks.rule, 0.7, zorder=1)
        x = left - 7 * canvas.unit
        text = tick_text(entry, tick)
        canvas.text(x, y + 4 * canvas.unit, text, 11, colour=canvas.inks.soft, align="right")


def label_spots(
    x: float, y: float, wide: float, bounds: Box, unit: float = 1.0, beyond: float = 0.0
) -> list[Box]:
    """Return where a label may stand that belongs to a mark, inside bounds, the nearest first."""
    tall, aside = 16.0 * unit, (11 + beyond) * unit
    starts = [(x + aside, y - 8 * unit), (x - aside - wide, y - 8 * unit)]
    left, top, right, bottom = bounds
    middle = min(max(x - wide / 2, left), right - wide)
    for step in range(1, 40):
        for down in (-8 - beyond - 14 * step, -8 + beyond + 14 * step):
            height = y + down * unit
            sides = (min(x + 6 * unit, right - wide), max(x - 6 * unit - wide, left), middle)
            starts += [(at, height) for at in sides]
    return [
        (a, b, a + wide, b + tall)
        for a, b in starts
        if a >= left and a + wide <= right and b >= top and b + tall <= bottom
    ]


def lies_on(box: Box, others: Sequence[Box]) -> bool:
    """Test whether a box lies on another."""
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )

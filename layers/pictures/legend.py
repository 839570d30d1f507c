"""The legend of a static map: every class with its count, every reason for none, and hatching."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geo.areas import NO_AREA, SUPPRESSED
from layers.pictures.looks import INK, SOFT, Fill
from layers.pictures.paths import lay
from layers.pictures.rings import circle_px
from layers.pictures.sheet import Sheet, width_of, wrapped
from layers.pictures.sites import mark

_ROW, _LINE, _SWATCH, _GAP = 17.0, 12.5, (16.0, 11.0), 7.0
_SIZE, _NOTE_SIZE = 10.5, 9.5
_SCALE_SIZE, _SCALE_LINE = 8.8, 10.4
_PLAIN = Fill("#c9d3da")


@dataclass(frozen=True)
class _Column:
    """Where a legend stands on a sheet, and whether it is drawn or only measured."""

    sheet: Sheet
    fills: dict[int, Fill]
    x: float
    width: float
    measure: bool = False


def legend_height(sheet: Sheet, legend: dict[str, Any], width: float) -> float:
    """Measure how tall a legend is, in pixels, without drawing it."""
    return _draw(_Column(sheet, {}, 0, width, measure=True), legend, 0)


def draw_legend(
    sheet: Sheet, legend: dict[str, Any], fills: dict[int, Fill], x: float, y: float, width: float
) -> float:
    """Draw a legend and return where it ends.

    Parameters
    ----------
    sheet
        What to draw on.
    legend
        From `layers.style.legend.legend_of`, with the kinds of site on the map as `drawn`
        (`layers.pictures.sites.site_rows`), as `undrawn` why there are none, and as
        `ringed` what rings mean and their colour, and as `circled` what circles mean, or None;
        `hexagons` are lines that say what hexagons and the short names on them stand for.
    fills
        Look of each code, from `layers.pictures.looks.fills_of`.
    x, y, width
        Upper left corner and width, in pixels.
    """
    return _draw(_Column(sheet, fills, x, width), legend, y)


def _draw(column: _Column, legend: dict[str, Any], y: float) -> float:
    sheet, x, width, measure = column.sheet, column.x, column.width, column.measure
    u = sheet.unit
    rows = [row for row in legend["rows"] if row["areas"] or _is_class(row)]
    if not measure:
        sheet.text(x + width, y + 9 * u, legend["counted"], 9 * u, colour=SOFT, align="right")
    y += 15 * u
    for line in wrapped(legend["unit"], _NOTE_SIZE * u, width) if legend["unit"] else []:
        if not measure:
            sheet.text(x, y + 9 * u, line, _NOTE_SIZE * u)
        y += _LINE * u
    y += 3 * u if legend["unit"] else 0
    if legend["grid"]:
        y = _grid(column, rows[:9], y)
        rows = rows[9:]
    for row in rows:
        y = _row(column, row, y)
    for line in legend["scales"]:
        y = _line_of(column, line, y)
    for line in legend.get("hexagons", ()):
        y = _line_of(column, line, y)
    if legend["hatch"]:
        y = _note(column, legend["hatch"], y + 2 * u)
    wide, tall = (side * u for side in _SWATCH)
    if legend["ringed"]:
        meaning, ink = legend["ringed"]
        if not measure:
            sheet.axes.scatter(
                x + wide / 2,
                y + tall / 2,
                s=(8 * u) ** 2,
                facecolors="none",
                edgecolors=ink,
                linewidths=1.4 * u,
                zorder=21,
            )
        y = _beside(column, meaning, y, _NOTE_SIZE)
    if legend["circled"]:
        if not measure:
            from matplotlib.patches import Ellipse

            across = 2 * float(circle_px(1000)) * u
            circle: Any = Ellipse((x + wide / 2, y + tall / 2), across, across)
            circle.set(facecolor="none", edgecolor=INK, linewidth=0.9 * u, zorder=21)
            sheet.axes.add_patch(circle)
        y = _beside(column, legend["circled"], y, _NOTE_SIZE)
    for number, label in legend["drawn"]:
        if not measure:
            mark(sheet.axes, number, x + wide / 2, y + tall / 2, u * 0.9, 21)
        y = _beside(column, label, y, _NOTE_SIZE)
    if legend["undrawn"]:
        y = _beside(column, legend["undrawn"], y, _NOTE_SIZE, SOFT)
    return y


def _is_class(row: dict[str, Any]) -> bool:
    """Test whether a row without areas stands for a class that other places have areas in."""
    return row["code"] < SUPPRESSED and row["label"] != NO_AREA


def _row(column: _Column, row: dict[str, Any], y: float) -> float:
    sheet, u = column.sheet, column.sheet.unit
    count = f"{row['areas']:,}"
    room = column.width - width_of(count, _SIZE * u) - 6 * u
    if not column.measure:
        swatch(sheet, column.fills[row["code"]], column.x, y)
        sheet.text(column.x + column.width, y + 9.4 * u, count, _SIZE * u, align="right")
    return _beside(replace(column, width=room), row["label"], y)


def _line_of(column: _Column, text: str, y: float) -> float:
    """Write which measure, years and limits the colours of one scale stand for."""
    u = column.sheet.unit
    lines = wrapped(text, _SCALE_SIZE * u, column.width)
    if not column.measure:
        for number, part in enumerate(lines):
            at = y + (number + 1) * _SCALE_LINE * u
            column.sheet.text(column.x, at, part, _SCALE_SIZE * u, colour=INK)
    return y + (len(lines) * _SCALE_LINE + 4) * u


def _note(column: _Column, text: str, y: float) -> float:
    if not column.measure:
        swatch(column.sheet, _PLAIN, column.x, y, hatched=True)
    return _beside(column, text, y, _NOTE_SIZE, SOFT)


def _beside(column: _Column, text: str, y: float, size: float = _SIZE, colour: str = INK) -> float:
    """Write what a sample stands for to its right; return where that ends."""
    u = column.sheet.unit
    inset, line = (_SWATCH[0] + _GAP) * u, _LINE * size / _SIZE
    lines = wrapped(text, size * u, column.width - inset)
    if not column.measure:
        for number, part in enumerate(lines):
            at = y + (size * 0.9 + number * line) * u
            column.sheet.text(column.x + inset, at, part, size * u, colour=colour)
    return y + (_ROW + (len(lines) - 1) * line) * u


def _grid(column: _Column, rows: list[dict[str, Any]], y: float) -> float:
    """Draw nine classes as a square: lowest participation on top, most deprived to the left."""
    sheet, x = column.sheet, column.x
    u = sheet.unit
    side, tall = min(46 * u, (column.width - 44 * u) / 3), 25 * u
    if not column.measure:
        left = x + 44 * u
        for number, row in enumerate(rows):
            at = (left + number % 3 * side, y + 13 * u + number // 3 * tall)
            cell(sheet, column.fills[row["code"]], at, (side - 1.5 * u, tall - 1.5 * u))
            sheet.text(
                at[0] + side / 2,
                at[1] + 15.5 * u,
                f"{row['areas']:,}",
                9.5 * u,
                align="center",
                halo="#ffffff",
            )
        for number, word in enumerate(("lowest", "middle", "highest")):
            sheet.text(x, y + (28 + number * 25) * u, word, 9.5 * u, colour=SOFT)
        for number, word in enumerate(("most", "middle", "least")):
            at_x = left + (number + 0.5) * side
            sheet.text(at_x, y + 9 * u, word, 9.5 * u, colour=SOFT, align="center")
        below = y + 13 * u + 3 * tall + 10 * u
        sheet.text(x, below, "Down: participation. Across: deprivation.", 9.5 * u, colour=INK)
    return y + 13 * u + 3 * tall + 20 * u


def cell(sheet: Sheet, look: Fill, at: tuple[float, float], size: tuple[float, float]) -> None:
    """Draw a class as a box of some size at a corner."""
    drawn = sheet.box(*at, *size, look.colour)
    if look.pattern:
        _lay(sheet, drawn, look.pattern, look.ink, at, size)


def swatch(sheet: Sheet, look: Fill, x: float, y: float, *, hatched: bool = False) -> None:
    """Draw the sample of a class at a corner."""
    wide, tall = (side * sheet.unit for side in _SWATCH)
    drawn = sheet.box(x, y, wide, tall, look.colour, "#8a949e")
    if look.pattern:
        _lay(sheet, drawn, look.pattern, look.ink, (x, y), (wide, tall))
    if hatched:
        _lay(sheet, drawn, "hatch", "#10161d", (x, y), (wide, tall))


def _lay(
    sheet: Sheet,
    clip: Any,
    pattern: str,
    ink: str,
    at: tuple[float, float],
    size: tuple[float, float],
) -> None:
    # Down is up on a sheet: the lines run as on the map.
    turned = {"stripes": "hatch", "hatch": "stripes"}.get(pattern, pattern)
    bounds = (at[0], at[1], at[0] + size[0], at[1] + size[1])
    lay(sheet.axes, clip, bounds, turned, ink, float(np.sqrt(sheet.unit)), 21, light="#ffffff")

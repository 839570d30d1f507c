"""Charts of a comparison as pictures: dots with intervals, and the funnel of a level.

Dots are drawn on the sheet of all charts; the funnel is the chart of that kind, with its places
marked. What is only looked at on the page is drawn in its own HTML.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from geo.areas import levels_of
from geo.compare import Comparison
from geo.errors import BadInputError
from geo.registry import Indicator
from layers.charts import (
    SUFFIXES,
    ChartView,
    Plot,
    chart_of,
    credit,
    draw,
    frame,
    grid_down,
    head_height,
    rights,
)
from layers.compared.tables import cell_of
from layers.compared.words import plain_name, scale_of
from layers.pictures import drawing, width_of, wrapped, written

_DOTS = 192.0


def dot_chart(
    found: Comparison, entry: Indicator, suffix: str = ".png", width_px: int = 760
) -> bytes:
    """Draw the figures of chosen places as dots with their 95% intervals.

    Parameters
    ----------
    found
        The comparison.
    entry
        One of its measures.
    suffix
        `.png`, `.svg` or `.pdf`.
    width_px
        Of the picture.

    Raises
    ------
    BadInputError
        If there is no such format, or no place has a figure.
    """
    _check(suffix)
    own = found.figures.loc[entry.id]
    known = own[own["value"].notna()]
    if known.empty:
        raise BadInputError(f"No place has a figure of {entry.label}. Choose another measure.")
    title = f"{entry.label}: {len(known)} places compared"
    about = f"{entry.meaning}, {entry.period}."
    if known["low"].notna().any():
        about += " Dots are figures as published; lines are 95% intervals."
    row_px = 34.0
    with drawing():
        view = ChartView(measure=entry.id)
        foot = credit(view, entry.period)
        height = int(head_height(width_px, 1.0, title, about, foot) + 34 + row_px * len(own))
        canvas = frame(width_px, height, title, about, foot)
        sheet, top, bottom = canvas.sheet, canvas.top, canvas.bottom
        low, high = scale_of(known[["value", "low", "high"]].to_numpy(), None)
        names = [plain_name(found, place) for place in found.places]
        left = 28 + min(max(width_of(name, 13.5) for name in names), width_px * 0.34)
        plot = Plot((left, top, width_px - 128.0, bottom - 22), (low, high), (0, 1))
        grid_down(canvas, plot, entry)
        for number, place in enumerate(found.places):
            y = top + row_px * (number + 0.5)
            row = own.loc[[place.code]].iloc[0]
            name = wrapped(names[number], 13.5, left - 28)
            for at, line in enumerate(name[:2]):
                sheet.text(16, y + 5 + (at - (len(name[:2]) - 1) / 2) * 14, line, 13.5,
                           colour=canvas.inks.ink)  # fmt: skip
            value, interval = cell_of(entry, row)
            if row["why_none"]:
                sheet.text(left, y + 4, interval, 12, colour=canvas.inks.soft)
                continue
            if not np.isnan(row["low"]):
                ends = [plot.x(float(row[end])) for end in ("low", "high")]
                sheet.axes.plot(ends, [y, y], color="#2f74b5", lw=2.6, solid_capstyle="round",
                                zorder=10)  # fmt: skip
            sheet.axes.scatter([plot.x(float(row["value"]))], [y], s=44, color="#2f74b5", lw=0,
                               zorder=11)  # fmt: skip
            sheet.text(
                width_px - 16, y, value, 13.5, bold=True, colour=canvas.inks.ink, align="right"
            )
            sheet.text(width_px - 16, y + 13, interval, 10, colour=canvas.inks.soft, align="right")
        said = "; ".join(
            f"{name} {cell_of(entry, own.loc[[place.code]].iloc[0])[0]}"
            for name, place in zip(names, found.places, strict=True)
        )
        return written(sheet, f"{about} {said}.", suffix, _DOTS, title, rights(view))


def _check(suffix: str) -> None:
    if suffix not in SUFFIXES:
        raise BadInputError(
            f"A chart cannot be {suffix or 'without a suffix'}. End the name in one of "
            f"{', '.join(SUFFIXES)}."
        )


@lru_cache(maxsize=32)
def funnel_chart(
    entry: Indicator,
    level: str,
    marked: tuple[tuple[str, str], ...] = (),
    suffix: str = ".png",
    *,
    width_px: int = 760,
    height_px: int = 520,
    dark: bool = False,
) -> bytes:
    """Draw every place of a level by how many people its rate is of, between its limits.

    Parameters
    ----------
    entry
        A rate whose people are counted.
    level
        Districts, counties and unitary authorities, or constituencies.
    marked
        Codes and names of places to mark and label; those of other levels are left out.
    suffix
        `.png`, `.svg` or `.pdf`.
    width_px, height_px, dark
        Size, and whether it is drawn for a dark page.

    Raises
    ------
    BadInputError
        If there is no such format or funnel.
    """
    _check(suffix)
    codes = tuple(code for code, _ in marked if level in levels_of(code))
    chart = chart_of(ChartView("funnel", level, entry.id, marked=codes))
    return draw(chart, suffix, width_px, height_px, dark=dark)


def marks_of(found: Comparison) -> tuple[tuple[str, str], ...]:
    """Return codes and names of the places of a comparison, to mark in a funnel."""
    return tuple((place.code, plain_name(found, place)) for place in found.places)

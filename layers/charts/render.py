"""A chart as the bytes of a file: PNG, SVG with live text, PDF, and the table behind it as CSV."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.errors import BadInputError
from layers.charts.figures import credit, dated, rights, unit_name
from layers.charts.model import Chart
from layers.charts.plot import DARK, LIGHT, Spot, frame, head_height, unit_of
from layers.exports import table_csv
from layers.pictures import PX_PER_INCH, drawing, written
from layers.words import datasets_of

SUFFIXES = (".png", ".svg", ".pdf")
WIDTH_PX = 760
_SCALE = 2.0
_LEAST_PX, _LEAST_HIGH_PX, _MOST_PX, _MOST_PIXELS = 280, 120, 8_000, 60_000_000


def draw(
    chart: Chart,
    suffix: str = ".png",
    width_px: int = WIDTH_PX,
    height_px: int | None = None,
    *,
    dark: bool = False,
    dpi: float | None = None,
    title: str = "",
    link: str = "",
) -> bytes:
    """Draw a chart; the same chart gives the same bytes.

    Parameters
    ----------
    chart
        As `layers.charts.chart_of` returns it.
    suffix
        `.png`, `.svg` or `.pdf`.
    width_px, height_px
        Size on a page, of 96 pixels to the inch; without a height it is as high as it needs.
    dark
        Whether it is drawn for a dark page.
    dpi
        Pixels of a PNG for each inch; 192 unless given.
    title
        In place of the one that says what is found; the foot says that it is the editor's.
    link
        Address that opens the chart, to stand at its foot.

    Returns
    -------
    content
        Bytes of the file, with the whole attribution and a description in its metadata.

    Raises
    ------
    BadInputError
        If the suffix or size is none that can be drawn.
    """
    return draw_noted(
        chart, suffix, width_px, height_px, dark=dark, dpi=dpi, title=title, link=link
    )[0]


def draw_noted(
    chart: Chart,
    suffix: str,
    width_px: int,
    height_px: int | None = None,
    *,
    dark: bool = False,
    dpi: float | None = None,
    title: str = "",
    link: str = "",
) -> tuple[bytes, list[Spot]]:
    """Draw a chart as `draw` does, and return where its marks lie, in shares of its sides."""
    words, view = chart.words, chart.view
    heading = title or words.title
    foot = " ".join(
        filter(None, [credit(view, words.period), "Headline: the editor's." if title else "", link])
    )
    with drawing():
        if height_px is None:
            height_px = height_of(chart, width_px, heading, foot)
        dots = dpi or _SCALE * PX_PER_INCH
        _check(suffix, width_px, height_px, dots)
        unit = unit_of(width_px, height_px)
        inks = DARK if dark else LIGHT
        canvas = frame(width_px, height_px, heading, words.subtitle, foot, inks, unit)
        if canvas.bottom - canvas.top < 80 * unit:
            raise BadInputError(
                f"{width_px}x{height_px} leaves no room under the title of this chart. Make it "
                f"higher, such as {width_px}x{height_of(chart, width_px, heading, foot)}."
            )
        chart.kind.paint(canvas, view, chart.table)
        content = written(canvas.sheet, words.long, suffix, dots, heading, rights(view))
    spots = [
        replace(one, x=round(one.x / width_px, 4), y=round(one.y / height_px, 4))
        for one in canvas.spots
    ]
    return content, spots


def height_of(chart: Chart, width_px: int, title: str, foot: str) -> int:
    """Return the height that a chart needs at a width, in pixels."""
    unit = max(1.0, width_px / 800)
    middle = chart.kind.height_px(chart.table, width_px / unit) * unit
    head = head_height(width_px, unit, title, chart.words.subtitle, foot)
    return round(head + middle)


def _check(suffix: str, width_px: int, height_px: int, dots: float) -> None:
    if suffix not in SUFFIXES:
        raise BadInputError(
            f"A chart cannot be {suffix or 'without a suffix'}. End the name in one of "
            f"{', '.join(SUFFIXES)}."
        )
    pixels = width_px * height_px * (dots / PX_PER_INCH) ** 2
    fits = _LEAST_PX <= width_px <= _MOST_PX and _LEAST_HIGH_PX <= height_px <= _MOST_PX
    if not fits or not 0 < pixels <= _MOST_PIXELS:
        raise BadInputError(
            f"A chart of {width_px}x{height_px} at {dots:g} dots to the inch cannot be drawn. "
            f"Choose {_LEAST_PX} by {_LEAST_HIGH_PX} to {_MOST_PX:,} pixels a side and at most "
            f"{_MOST_PIXELS:,} in all."
        )


def file_table(chart: Chart) -> pd.DataFrame:
    """Return the table behind a chart as a file has it, with measure, period and source."""
    # A percentage made a share has digits that nobody published.
    entry, made = dated(chart.view), chart.table.round(6)
    columns = {"measure": entry.id, "label": entry.label, "unit": unit_name(entry)}
    columns |= {"period": entry.period, "source": datasets_of(entry.id)}
    return made.assign(**{name: text for name, text in columns.items() if name not in made})


def csv_of(chart: Chart) -> bytes:
    """Return the table behind a chart as the bytes of a CSV that a spreadsheet opens as it is."""
    return table_csv(file_table(chart))

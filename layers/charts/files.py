"""A chart to a file: a picture, its table, or a page to embed, chosen by the suffix."""

from __future__ import annotations

from pathlib import Path

from geo.errors import BadInputError
from geo.files import write_bytes
from layers.charts.html import chart_page, table_page
from layers.charts.model import Chart
from layers.charts.render import SUFFIXES, WIDTH_PX, csv_of, draw
from layers.pictures import read_size

FILES = (*SUFFIXES, ".csv", ".html")


def write_chart(
    chart: Chart,
    path: Path,
    *,
    size: str = "",
    dpi: float | None = None,
    title: str = "",
    dark: bool = False,
    table_alone: bool = False,
    link: str = "",
) -> None:
    """Write a chart, whole or not at all.

    Parameters
    ----------
    chart
        As `layers.charts.chart_of` returns it.
    path
        Ends in `.png`, `.svg`, `.pdf`, `.csv` or `.html`.
    size
        Width and height of a picture, such as `1200x675`; empty for the usual width and as high as
        it needs.
    dpi, title, dark, link
        As for `layers.charts.draw`.
    table_alone
        Whether a page has the table and no chart.

    Raises
    ------
    BadInputError
        If the suffix names no format, or the size cannot be drawn.
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    suffix = path.suffix.lower()
    if suffix not in FILES:
        raise BadInputError(
            f"A chart cannot be {suffix or 'without a suffix'}. End the name in one of "
            f"{', '.join(FILES)}."
        )
    if suffix == ".csv":
        return write_bytes(path, csv_of(chart))
    if suffix == ".html":
        page = table_page if table_alone else chart_page
        return write_bytes(path, page(chart, title, link).encode("utf-8"))
    width, height = read_size(size) if size else (WIDTH_PX, None)
    content = draw(chart, suffix, width, height, dark=dark, dpi=dpi, title=title, link=link)
    write_bytes(path, content)

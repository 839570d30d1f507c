"""Buttons that hand a table over as CSV and as a workbook, made when they are pressed."""

from __future__ import annotations

from collections.abc import Callable

from geo.areas import AreaTable
from layers.exports import content_of
from serving import downloads

_KINDS = {
    ".csv": ("CSV", "text/csv"),
    ".xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def draw_files(label: str, stem: str, make: Callable[[], AreaTable]) -> None:
    """Draw a button for each kind of file.

    Parameters
    ----------
    label
        What the table is called.
    stem
        Of the file's name.
    make
        Makes the table.
    """
    for suffix, (kind, mime) in _KINDS.items():
        downloads.draw(
            f"{label}, {kind}",
            _maker(make, suffix),
            stem + suffix,
            mime,
            key=f"take_{stem}{suffix}",
        )


def _maker(make: Callable[[], AreaTable], suffix: str) -> Callable[[], bytes]:
    return lambda: content_of(make(), suffix)

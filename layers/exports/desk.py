"""The set of pictures that a newsroom's desk needs of one map, in one go."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from geo.errors import DiskError
from layers.pictures import Style, draw_static
from layers.style import place_name, title_of
from layers.view import MapView


@dataclass(frozen=True)
class Format:
    """A picture of the set: its size on the page, and how many pixels a PNG has for each of it."""

    width_px: int
    height_px: int
    scale: float = 1
    dpi: float | None = None


FORMATS = MappingProxyType(
    {
        "square-1080x1080": Format(1080, 1080),
        "portrait-1080x1350": Format(1080, 1350),
        "wide-1200x675": Format(1200, 675),
        "story-1080x1920": Format(1080, 1920),
        "column": Format(300, 420, scale=2),
        "print-300dpi": Format(640, 450, dpi=300),
    }
)
"""Formats of the set by the end of each file's name; sizes are pixels of the PNG."""


def write_desk(
    view: MapView,
    folder: Path,
    *,
    style: Style = "light",
    title: str = "",
    subtitle: str = "",
    credit: str = "",
    link: str = "",
    progress: Callable[[float], None] = lambda _: None,
) -> list[Path]:
    """Draw a map in every format of the set.

    Parameters
    ----------
    view
        What to show.
    folder
        Where the pictures go; made if it is not there.
    style, title, subtitle, credit, link
        As for `layers.pictures.draw_static`.
    progress
        Told the share that is done, from 0 to 1.

    Returns
    -------
    paths
        The pictures, in the order of `FORMATS`: PNG.

    Raises
    ------
    MisleadingError
        If the map or its title would mislead.
    DiskError
        If the folder or a file in it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(
            f"{folder} cannot be made ({error.strerror}). Give another folder with --out."
        ) from error
    words = re.sub(r"[^a-z0-9]+", "-", f"{title_of(view)} {place_name(view)}".lower())
    stem, paths = words.strip("-")[:60].rstrip("-"), []
    for number, (name, one) in enumerate(FORMATS.items()):
        progress(number / len(FORMATS))
        path = folder / f"{stem}-{name}.png"
        draw_static(
            view,
            path,
            style=style,
            width_px=one.width_px,
            height_px=one.height_px,
            scale=one.scale,
            dpi=one.dpi,
            title=title,
            subtitle=subtitle,
            credit=credit,
            link=link,
        )
        paths.append(path)
    return paths

"""The contact sheet: every picture of the gallery small, beside its name, in one file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

CELL = (320, 240)
"""Width and height of a cell; a picture fills it as far as its form allows."""
ACROSS = 6
COLOURS = 255


def shrunk(path: Path) -> Image.Image:
    """Return a picture as it stands in its cell, on white."""
    picture = Image.open(path).convert("RGB")
    picture.thumbnail(CELL, Image.Resampling.BOX)
    cell = Image.new("RGB", CELL, "#ffffff")
    cell.paste(picture, ((CELL[0] - picture.width) // 2, (CELL[1] - picture.height) // 2))
    return cell


def place_of(number: int) -> tuple[int, int, int, int]:
    """Return the box of a cell on the sheet.

    Examples
    --------
    >>> place_of(7)
    (320, 240, 640, 480)
    """
    left, top = number % ACROSS * CELL[0], number // ACROSS * CELL[1]
    return left, top, left + CELL[0], top + CELL[1]


def contact_sheet(paths: Iterable[Path]) -> Image.Image:
    """Lay pictures out in rows, in 255 colours."""
    cells = [shrunk(path) for path in paths]
    rows = -(-len(cells) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * CELL[0], rows * CELL[1]), "#ffffff")
    for number, cell in enumerate(cells):
        sheet.paste(cell, place_of(number)[:2])
    # Rare colours count as much as common ones: each picture has its own.
    most = Image.Quantize.MAXCOVERAGE
    return sheet.quantize(COLOURS, most, kmeans=2, dither=Image.Dither.NONE)


def in_colours_of(cell: Image.Image, sheet: Image.Image) -> np.ndarray:
    """Return a cell in the colours of a sheet, as it would stand on it."""
    matched = cell.quantize(palette=sheet, dither=Image.Dither.NONE)
    return np.asarray(matched.convert("RGB"))

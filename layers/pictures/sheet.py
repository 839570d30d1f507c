"""A sheet to draw on in pixels of the page: a figure, its typeface, text that stays text.

A name is written letter by letter: never as a formula, markup or a template.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

FAMILY = ("Fira Sans", "DejaVu Sans")
"""Typefaces, the second for letters that the first has not."""
PX_PER_INCH = 96
_PT_PER_PX = 72 / PX_PER_INCH
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

_WORD = re.compile(r"\([^()]{1,15}\)\S*|\S+")
"""A word, or a few in brackets."""

_FIRST_TRY = 12
"""Words of a line that are tried first."""

Align = Literal["left", "center", "right"]


def plain(text: str) -> str:
    """Make text of one line: without control, direction and private characters.

    Examples
    --------
    >>> plain("Ynys" + chr(10) + "Môn" + chr(0x202E))
    'Ynys Môn'
    """
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in _UNSEEN)


@cache
def _add_faces() -> None:
    import fontpkg_fira_sans
    from matplotlib import font_manager

    for weight in ("Regular", "Bold"):
        path = Path(fontpkg_fira_sans.ROOT) / "files" / f"FiraSans-{weight}.ttf"
        font_manager.fontManager.addfont(path)


@lru_cache(maxsize=256)
def face(size_px: float, bold: bool = False) -> FontProperties:
    """Return the typeface at a size in pixels of the page."""
    from matplotlib.font_manager import FontProperties

    _add_faces()
    return FontProperties(
        family=list(FAMILY), size=size_px * _PT_PER_PX, weight=700 if bold else 400
    )


@lru_cache(maxsize=8192)
def width_of(text: str, size_px: float, bold: bool = False) -> float:
    """Measure a line of text, in pixels of the page."""
    from matplotlib.textpath import text_to_path

    if not text:
        return 0.0
    wide, _, _ = text_to_path.get_text_width_height_descent(text, face(size_px, bold), ismath=False)
    return float(wide) / _PT_PER_PX


def wrapped(text: str, size_px: float, width_px: float, bold: bool = False) -> list[str]:
    """Break text into lines that fit a width; a word that is too long keeps a line of its own.

    What stands in short brackets is not broken.
    """
    words = _WORD.findall(plain(text))
    lines: list[str] = []
    begin = 0
    while begin < len(words):
        # To measure a line takes longer than all else: between a count of words that fits and one
        # that does not, the middle is tried next.
        fits, too_many, count = 1, len(words) - begin + 1, _FIRST_TRY
        while too_many - fits > 1:
            count = min(max(count, fits + 1), too_many - 1)
            if width_of(" ".join(words[begin : begin + count]), size_px, bold) <= width_px:
                fits, count = count, min(2 * count, (count + too_many) // 2)
            else:
                too_many, count = count, (fits + count) // 2
        lines.append(" ".join(words[begin : begin + fits]))
        begin += fits
    return lines


@dataclass(frozen=True)
class Sheet:
    """A figure with one frame over all of it, in pixels from its upper left corner."""

    figure: Figure
    axes: Axes
    width: float
    height: float
    unit: float
    """Size of everything, 1 on a sheet of 640 by 450."""

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = "#16202c",
        align: Align = "left",
        halo: str = "",
        order: float = 30,
    ) -> None:
        """Write a line whose letters stand on `y`; `size` is in pixels."""
        text = plain(text)
        if not text:
            return
        if halo:
            self._halo(x, y, text, size, bold, align, halo)
        self.axes.text(
            x,
            y,
            text,
            fontproperties=face(size, bold),
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
            zorder=order,
        )

    def _halo(
        self, x: float, y: float, text: str, size: float, bold: bool, align: Align, ink: str
    ) -> None:
        """Lay the outlines of letters under them: an outline of the text itself would draw it."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path as Outline
        from matplotlib.textpath import text_to_path

        points, codes = text_to_path.get_text_path(face(size, bold), text, ismath=False)
        if not len(points):
            return
        scaled = [
            (px * size / text_to_path.FONT_SCALE, -py * size / text_to_path.FONT_SCALE)
            for px, py in points
        ]
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width_of(text, size, bold)
        moved = [(x - shift + px, y + py) for px, py in scaled]
        style: dict[str, Any] = {"joinstyle": "round", "zorder": 29}
        # As an artist: limits are fixed, and to find them anew takes longer than to draw it.
        self.axes.add_artist(
            PathPatch(
                Outline(moved, codes),
                facecolor=ink,
                edgecolor=ink,
                linewidth=2.6 * self.unit * _PT_PER_PX,
                **style,
            )
        )

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, edge: str = "none"
    ) -> Any:
        """Draw a filled box and return it."""
        from matplotlib.patches import Rectangle

        drawn = Rectangle(
            (x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=0.6 * self.unit
        )
        drawn.set_zorder(20)
        self.axes.add_patch(drawn)
        return drawn

    def window(self, x: float, y: float, width: float, height: float) -> Axes:
        """Open a frame of its own on a part of the sheet, without ticks or border."""
        opened = self.figure.add_axes(
            (
                x / self.width,
                1 - (y + height) / self.height,
                width / self.width,
                height / self.height,
            )
        )
        opened.set_axis_off()
        opened.set_zorder(1)
        return opened


def new_sheet(width_px: float, height_px: float, background: str) -> Sheet:
    """Make an empty sheet."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_px / PX_PER_INCH, height_px / PX_PER_INCH), dpi=PX_PER_INCH)
    figure.patch.set_facecolor(background)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width_px)
    axes.set_ylim(height_px, 0)
    axes.set_zorder(2)
    axes.patch.set_alpha(0)
    unit = max(_LEAST_UNIT, min(width_px / 640, height_px / 450))
    return Sheet(figure, axes, width_px, height_px, unit)


def new_map_sheet(width_px: float, height_px: float, background: str) -> Sheet:
    """Make an empty sheet for a map; on an upright one, made for phones, letters are larger."""
    sheet = new_sheet(width_px, height_px, background)
    if not is_upright(sheet):
        return sheet
    across, down = _UPRIGHT
    return replace(sheet, unit=max(_LEAST_UNIT, min(width_px / across, height_px / down)))


def is_upright(sheet: Sheet) -> bool:
    """Test whether the key of a map stands below it: the sheet is not wide."""
    return sheet.width < 1.1 * sheet.height


_LEAST_UNIT, _UPRIGHT = 0.7, (440, 630)
"""Pixels in one of the page, at least; and the size of an upright sheet on which they are one."""

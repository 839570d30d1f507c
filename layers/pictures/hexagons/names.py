"""Names on hexagons: in full where they fit, else short by a rule, and the key to short ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from layers.pictures.frame import Frame
from layers.pictures.looks import INK, Fill
from layers.pictures.sheet import Sheet, width_of, wrapped

LARGEST_PX, LEAST_PX = 11.0, 7.0
"""Sizes of letters on a sheet of 640 by 450: smaller ones cannot be read."""
_STEP_PX = 0.5
_LINES = 3
_LINE = 1.12
"""Height of a line, in sizes of its letters."""
_AIR = 0.9
"""Share of the width of a hexagon that letters may take."""
_THREE_LETTERS = 1.5
"""How wide three letters are at the least, in sizes of letters."""
_SMALL_WORDS = ("and", "of", "the", "upon", "with", "in", "on", "an", "yr")
_GROUP_PX, _GROUP_WIDE = 7.6, 6.0
"""Least size of the names of regions, and how wide they are before they break, in such sizes."""
LIGHT = "#ffffff"


@dataclass(frozen=True)
class HexNames:
    """The names on hexagons: lines of each by code, their size, and what short ones stand for."""

    lines: Mapping[str, Sequence[str]]
    size_px: float
    short: Mapping[str, str]
    """Name of an area by the short one that is written instead."""


NONE = HexNames({}, 0.0, {})


def shortened(names: Sequence[str]) -> list[str]:
    """Shorten names, no two alike: three letters of one word, else the initials of several.

    Where the last word is a number, as of a neighbourhood, that stands alone.

    Small words count for nothing. Where two would be alike, more letters of the first word stand.

    Examples
    --------
    >>> shortened(["Hackney", "Harrow", "Haringey", "Kensington and Chelsea"])
    ['Hac', 'Harr', 'Hari', 'KC']
    >>> shortened(["Leeds 021B", "Leeds 021C"])
    ['021B', '021C']
    """
    made = [_short(name, 0) for name in names]
    for more in range(1, 12):
        alike = {one for one in made if made.count(one) > 1}
        if not alike:
            break
        made = [
            _short(name, more) if one in alike else one
            for name, one in zip(names, made, strict=True)
        ]
    return [name if made.count(one) > 1 else one for name, one in zip(names, made, strict=True)]


def _short(name: str, more: int) -> str:
    words = [word for word in re.findall(r"[\w'\u2019]+", name) if word.lower() not in _SMALL_WORDS]
    if not words:
        return name
    if any(letter.isdigit() for letter in words[-1]):
        return "".join(word[:more] for word in words[:-1]) + words[-1]
    if len(words) == 1:
        return words[0][: 3 + more]
    return words[0][: 1 + more] + "".join(word[0].upper() for word in words[1:])


def names_in(
    shapes: np.ndarray, codes: pd.Index, names: Sequence[str], frame: Frame, unit: float
) -> HexNames:
    """Choose what is written on each hexagon, all in one size.

    Parameters
    ----------
    shapes
        Equal hexagons, in the metres of the frame.
    codes, names
        Of their areas.
    frame
        The window that they are drawn in.
    unit
        Size of everything on the sheet.

    Returns
    -------
    names
        None where not even the short names can be read.
    """
    if not len(shapes):
        return NONE
    left, _, right, _ = shapely.bounds(shapes[0])
    across = float(right - left) / frame.m_per_px
    if across * _AIR < _THREE_LETTERS * LEAST_PX * unit:
        return NONE
    short, least = shortened(names), LEAST_PX * unit
    if not all(_broken(brief, least, across) for brief in short):
        return NONE
    sizes = np.arange(LARGEST_PX, LEAST_PX - _STEP_PX / 2, -_STEP_PX) * unit
    fits = {float(size): [_broken(name, float(size), across) for name in names] for size in sizes}
    most = max(sum(map(bool, lines)) for lines in fits.values())
    for size, full in fits.items():
        lines = [
            whole or _broken(brief, size, across) for whole, brief in zip(full, short, strict=True)
        ]
        if sum(map(bool, full)) == most and all(lines):
            break
    replaced = {
        brief: name
        for brief, name, whole in zip(short, names, full, strict=True)
        if not whole and brief != name
    }
    return HexNames(dict(zip(codes, lines, strict=True)), size, replaced)


def _broken(name: str, size: float, across: float) -> list[str]:
    """Break a name into lines that fit a hexagon of a width; empty if none do."""
    for count in range(1, _LINES + 1):
        half = count * _LINE * size / 2
        room = _AIR * _width_at(half, across)
        if room <= 0:
            return []
        lines = wrapped(name, size, room)
        if len(lines) <= count and all(width_of(line, size) <= room for line in lines):
            return lines
    return []


def _width_at(away: float, across: float) -> float:
    """Return how wide a hexagon that stands on a corner is, so far above its middle."""
    upright, corner = across / (2 * np.sqrt(3)), across / np.sqrt(3)
    return float(across * min(1.0, (corner - away) / (corner - upright)))


MOST_SHORT = 24
"""Short names that the key beside a map lists; more are in its description alone."""


def hexagon_lines(singular: str, names: HexNames) -> list[str]:
    """Write what a hexagon and the short names stand for, for the key beside a map.

    Parameters
    ----------
    singular
        What one area is called.
    names
        What is written on the hexagons.

    Examples
    --------
    >>> hexagon_lines("district", HexNames({}, 7, {"KC": "Kensington and Chelsea"}))
    ['Each hexagon is one district, near its place.', 'KC: Kensington and Chelsea']
    """
    lines = [f"Each hexagon is one {singular}, near its place."]
    if len(names.short) > MOST_SHORT:
        return [*lines, "The description of the picture says what the short names stand for."]
    return [*lines, _key(names)] if names.short else lines


def hexagon_words(singular: str, names: HexNames) -> str:
    """Write the same for the description of a picture, every short name among it."""
    told = f"Each hexagon is one {singular}, near its place."
    return f"{told} Short names: {_key(names)}." if names.short else told


def _key(names: HexNames) -> str:
    return "; ".join(f"{short}: {name}" for short, name in sorted(names.short.items()))


def draw_hex_names(
    sheet: Sheet,
    frame: Frame,
    shapes: np.ndarray,
    codes: np.ndarray,
    areas: pd.Index,
    names: HexNames,
    fills: Mapping[int, Fill],
) -> None:
    """Write the names on their hexagons, in the ink that stands out from each colour."""
    if not names.lines:
        return
    line = _LINE * names.size_px
    for area, code, middle in zip(
        areas, codes, shapely.get_coordinates(shapely.centroid(shapes)), strict=True
    ):
        look = fills[int(code)]
        x, y = frame.to_px(*middle)
        lines = names.lines[area]
        ink = ink_on(look.colour)
        for number, text in enumerate(lines):
            at = y + (number - (len(lines) - 1) / 2) * line + names.size_px * 0.35
            halo = look.colour if look.pattern else ""
            sheet.text(x, at, text, names.size_px, colour=ink, align="center", halo=halo)


def draw_group_names(
    sheet: Sheet, frame: Frame, shapes: np.ndarray, groups: pd.Series, box: tuple[float, float]
) -> None:
    """Write the names of regions and nations on hexagons too small for names of their own.

    `box` is how far to the left and right of the sheet a name may reach, in pixels.
    """
    left, _, right, _ = shapely.bounds(shapes[0])
    across = float(right - left) / frame.m_per_px
    size = min(max(_GROUP_PX * sheet.unit, 0.75 * across), 1.6 * _GROUP_PX * sheet.unit)
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    for group in groups.unique():
        at = middles[(groups == group).to_numpy()]
        # The hexagon nearest to the middle of all lies on the group's own ground.
        own = at[np.argmin(((at - at.mean(axis=0)) ** 2).sum(axis=1))]
        x, y = frame.to_px(*own)
        lines = wrapped(str(group), size, _GROUP_WIDE * size, bold=True)
        half = max(width_of(line, size, bold=True) for line in lines) / 2
        x = min(max(x, box[0] + half), box[1] - half)
        for number, text in enumerate(lines):
            y_at = y + (number - (len(lines) - 1) / 2) * _LINE * size + size * 0.35
            sheet.text(x, y_at, text, size, bold=True, align="center", halo="#ffffffd9")


def ink_on(colour: str) -> str:
    """Return the ink, dark or white, that stands out more from a colour.

    References
    ----------
    Web Content Accessibility Guidelines 2.2, contrast ratio.

    Examples
    --------
    >>> ink_on("#ffffcc") == INK, ink_on("#253494")
    (True, '#ffffff')
    """
    return max((INK, LIGHT), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))

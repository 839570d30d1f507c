"""Where head, map, key and foot stand on a sheet; head and foot are drawn here."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from layers.pictures.areas import Drawn
from layers.pictures.frame import MARGIN, Frame, frame_in
from layers.pictures.legend import legend_height
from layers.pictures.looks import INK, SOFT
from layers.pictures.marks import rule_line
from layers.pictures.sheet import Sheet, is_upright, wrapped

_SIDE = 186.0
"""Width of the column beside the map, on a sheet of 640 by 450."""
_WIDE_SIDE = 270.0
"""The same where the legend has a line for each of several scales."""
_WIDEST_SIDE = 310.0
"""Width at most of a column that holds the headline too."""
_HEAD, _COLUMN_HEAD = (17.0, 11.0, 3), (15.0, 10.0, 7)
"""Sizes of headline and subtitle and most lines of each; a column has more, of smaller letters."""
_GAP = 14.0
_LARGER = 1.1
"""How many times as large hexagons must become for the headline to stand beside them."""
_HEXAGON_AIR = 0.012
"""Air round hexagons, which have a clear rim of their own, as a share of their ground."""


class Boxes(NamedTuple):
    """Where map, legend and inset stand, in pixels: left, top, width and, of two, height."""

    map: tuple[float, float, float, float]
    legend: tuple[float, float, float]
    inset: tuple[float, float, float, float] | None
    head: float | None = None
    """Width of headline and subtitle where they stand beside the map; None for all the sheet."""
    spare: tuple[float, float, float, float] | None = None
    """Left, top, width and height of what is free below the legend, for insets."""

    @property
    def sides(self) -> tuple[float, float]:
        """Left and right end of the map."""
        return self.map[0], self.map[0] + self.map[2]


def boxes_in(
    sheet: Sheet, legend: dict[str, Any], head: tuple[str, str], bottom: float, drawn: Drawn
) -> tuple[Boxes, Frame]:
    """Return where everything stands, and the window of the map.

    Hexagons have the whole height of a sheet, headline and key beside them, where that makes them
    clearly larger: their size decides whether they can be read.

    Parameters
    ----------
    sheet, legend
        What is drawn on, and the key (`layers.pictures.legend`).
    head
        Headline and subtitle.
    bottom
        Where the foot begins, in pixels.
    drawn
        What the map draws.
    """
    usual = _beside(sheet, legend, head_height(sheet, *head), bottom)
    air = _HEXAGON_AIR if drawn.hexagonal else 0.03
    frame = frame_in(*usual.map, drawn.ground, air)
    if not drawn.hexagonal:
        return usual, frame
    others = [_all_beside(sheet, legend, head, bottom, drawn.ground)]
    others.append(_below(sheet, legend, head_height(sheet, *head), bottom))
    framed = [(one, frame_in(*one.map, drawn.ground, air)) for one in others if one is not None]
    larger = min(framed, key=lambda one: one[1].m_per_px)
    return larger if frame.m_per_px >= _LARGER * larger[1].m_per_px else (usual, frame)


def _all_beside(
    sheet: Sheet,
    legend: dict[str, Any],
    head: tuple[str, str],
    bottom: float,
    ground: tuple[float, float, float, float],
) -> Boxes | None:
    """Put headline and legend into a column beside the map; None where they are too long."""
    u, edge = sheet.unit, MARGIN * sheet.unit
    if is_upright(sheet):
        return None
    tall = bottom - edge
    wanted = tall * (ground[2] - ground[0]) / (ground[3] - ground[1])
    side = sheet.width - 2 * edge - _GAP * u - wanted
    least = _WIDE_SIDE if legend["scales"] else _SIDE
    side = min(max(side, least * u), _WIDEST_SIDE * u)
    if len(wrapped(head[0], _COLUMN_HEAD[0] * u, side, bold=True)) > _COLUMN_HEAD[2]:
        return None
    top = head_height(sheet, *head, side)
    if top + legend_height(sheet, legend, side) > bottom:
        return None
    left = edge + side + _GAP * u
    return Boxes((left, edge, sheet.width - edge - left, tall), (edge, top, side), None, side)


def _beside(sheet: Sheet, legend: dict[str, Any], top: float, bottom: float) -> Boxes:
    """Put the legend beside the map, or below it on a sheet that is not wide."""
    if is_upright(sheet):
        return _below(sheet, legend, top, bottom)
    u, edge = sheet.unit, MARGIN * sheet.unit
    side = (_WIDE_SIDE if legend["scales"] else _SIDE) * u
    tall = legend_height(sheet, legend, side)
    left = edge + side + _GAP * u
    under = top + tall + 8 * u
    room = bottom - under
    inset = (edge, under, min(90 * u, side), room) if room > 46 * u else None
    if inset and room > 110 * u:
        inset = (edge, bottom - 110 * u, 90 * u, 110 * u)
    spare = (edge, under, side, max(bottom - under, 0.0))
    box = (left, top, sheet.width - edge - left, bottom - top)
    return Boxes(box, (edge, top, side), inset, None, spare)


def _below(sheet: Sheet, legend: dict[str, Any], top: float, bottom: float) -> Boxes:
    """Put the legend below the map, which has the whole width of the sheet."""
    u, edge = sheet.unit, MARGIN * sheet.unit
    wide = min(sheet.width - 2 * edge, 260 * u)
    tall = legend_height(sheet, legend, wide)
    low = bottom - tall - 6 * u
    rest = sheet.width - 2 * edge - wide - 12 * u
    inset = (edge + wide + 12 * u, low + 8 * u, rest, tall - 8 * u) if rest > 46 * u else None
    return Boxes(
        (edge, top, sheet.width - 2 * edge, low - top - 4 * u),
        (edge, low + 4 * u, wide),
        inset,
        None,
        inset,
    )


def head_height(sheet: Sheet, title: str, subtitle: str, width: float | None = None) -> float:
    """Return where headline and subtitle end, in pixels, without drawing them."""
    return _head(sheet, title, subtitle, width, measure=True)


def draw_head(sheet: Sheet, title: str, subtitle: str, width: float | None = None) -> float:
    """Write headline and subtitle; return where they end.

    `width` is that of the column that they stand in; None for the whole sheet.
    """
    return _head(sheet, title, subtitle, width, measure=False)


def _head(sheet: Sheet, title: str, subtitle: str, width: float | None, *, measure: bool) -> float:
    u, edge = sheet.unit, MARGIN * sheet.unit
    size, small, most = _HEAD if width is None else _COLUMN_HEAD
    room = sheet.width - 2 * edge if width is None else width
    y = edge
    for line in wrapped(title, size * u, room, bold=True):
        y += (size - 1) * u
        if not measure:
            sheet.text(edge, y, line, size * u, bold=True, colour=INK)
        y += 5 * u
    y += 1 * u
    for line in fitted(subtitle, small * u, room, most):
        y += small * u
        if not measure:
            sheet.text(edge, y, line, small * u, colour=SOFT)
        y += 3.5 * u
    return y + 9 * u


def fitted(text: str, size: float, room: float, most: int) -> list[str]:
    """Break a text into lines, without its last sentences where there would be too many.

    The first sentence stays whole.
    """
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
    for count in range(len(sentences), 0, -1):
        lines = wrapped(" ".join(sentences[:count]), size, room)
        if len(lines) <= most:
            break
    return lines


def draw_foot(sheet: Sheet, lines: list[str]) -> float:
    """Write sources, dates and link at the foot; return where they begin."""
    u, edge = sheet.unit, MARGIN * sheet.unit
    size = 7.6 * u
    # A little less than there is: small letters are drawn in whole pixels, and come out wider.
    room = 0.97 * (sheet.width - 2 * edge)
    rows = [row for line in lines for row in wrapped(line, size, room)]
    top = sheet.height - 10 * u - len(rows) * 9.6 * u
    rule_line(sheet, top - 1 * u, edge, sheet.width - edge)
    for number, row in enumerate(rows):
        sheet.text(edge, top + (number + 1) * 9.6 * u, row, size, colour=SOFT)
    return top - 6 * u

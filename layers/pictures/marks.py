"""Marks beside the areas of a static map: scale bar, north arrow, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.boundaries import outlines as boundaries
from geo.errors import BadInputError
from geo.registry import NATIONS
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from layers.pictures.frame import Frame, frame_in
from layers.pictures.looks import INK, SOFT
from layers.pictures.paths import PT_PER_PX, fill, paths_of, stroke
from layers.pictures.sheet import FAMILY, Sheet, width_of, wrapped
from layers.view import OwnLabel

ACCENT = "#c2185b"
_SMALL_PX = 7.0


@lru_cache(maxsize=4)
def stored(level: str) -> boundaries.Stored:
    """Return the outlines of a level, in the order of its joined table; kept in memory."""
    return boundaries.load_stored(level)


@cache
def districts() -> npt.NDArray[np.object_]:
    """Load the outlines of all authorities of the United Kingdom: the ground of every map."""
    return stored("lad24").all()


@cache
def nation_shapes(nation: str) -> npt.NDArray[np.object_]:
    """Load outlines that make up a nation: the regions of England, the districts of another."""
    layer = stored("region" if nation == "England" else "lad24")
    letter = next(first for first, name in NATIONS.items() if name == nation)
    return layer.at(layer.index.str[0] == letter)


def scale_bar(axes: Any, sheet: Sheet) -> None:
    """Draw a scale bar into the lower right corner of a map whose axes are in metres."""
    from matplotlib_scalebar.scalebar import ScaleBar

    u = sheet.unit
    bar = ScaleBar(
        1,
        "m",
        location="lower right",
        length_fraction=0.22,
        width_fraction=0.006,
        frameon=False,
        color=INK,
        font_properties={"family": list(FAMILY), "size": 9 * u * PT_PER_PX},
        border_pad=0.2,
        pad=0.2,
        sep=2 * u,
        scale_loc="top",
        rotation="horizontal-only",
    )
    bar.set_zorder(25)
    axes.add_artist(bar)


def north_arrow(sheet: Sheet, x: float, y: float) -> None:
    """Draw an arrow to grid north whose foot is at a place."""
    from matplotlib.patches import Polygon

    u = sheet.unit
    half, tall = 4 * u, 13 * u
    arrow = Polygon(
        [(x, y - tall), (x + half, y), (x, y - 3 * u), (x - half, y)],
        closed=True,
        facecolor=INK,
        edgecolor="none",
        zorder=26,
    )
    sheet.axes.add_patch(arrow)
    sheet.text(x, y - tall - 3 * u, "N", 9 * u, bold=True, align="center", halo="#ffffff")


def dot(sheet: Sheet, x: float, y: float) -> None:
    """Draw the dot of a settlement."""
    from matplotlib.patches import Ellipse

    size = 4.2 * sheet.unit
    mark: Any = Ellipse((x, y), size, size)
    mark.set(facecolor=INK, edgecolor="#ffffff", linewidth=0.6 * sheet.unit, zorder=20)
    sheet.axes.add_patch(mark)


def locator(
    sheet: Sheet,
    frame: Frame,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    grey: bool,
    nation: str = "England",
) -> None:
    """Draw a nation small, with a mark where the map lies."""
    shapes = nation_shapes(nation)
    box = shapely.total_bounds(shapes)
    inset = frame_in(x, y, width, height, (box[0], box[1], box[2], box[3]), air=0.02)
    axes = sheet.window(x, y, width, height)
    axes.set_xlim(inset.ground[0], inset.ground[2])
    axes.set_ylim(inset.ground[1], inset.ground[3])
    ground = paths_of(shapes, np.zeros(len(shapes), np.int64), inset.m_per_px * 0.5)[0]
    fill(axes, ground, "#d9dee3", 1, 0.3)
    stroke(axes, ground, "#ffffff", 0.4, 2)
    _mark(sheet, frame, inset, INK if grey else ACCENT)


def _mark(sheet: Sheet, frame: Frame, inset: Frame, ink: str) -> None:
    from matplotlib.patches import Ellipse, Rectangle

    west, south, east, north = frame.ground
    left, top = inset.to_px(west, north)
    right, bottom = inset.to_px(east, south)
    u = sheet.unit
    if max(right - left, bottom - top) < _SMALL_PX * u:
        middle = ((left + right) / 2, (top + bottom) / 2)
        ring: Any = Ellipse(middle, 7 * u, 7 * u)
    else:
        ring = Rectangle((left, top), right - left, bottom - top)
    ring.set(facecolor="none", edgecolor=ink, linewidth=1.3 * u * 0.75, zorder=22)
    sheet.axes.add_patch(ring)


_CALLOUT_PX, _CALLOUT_WIDE, _CALLOUT_LINE = 9.6, 120.0, 1.22
"""Size of the letters of a call-out, how wide it may be, and the height of its lines in sizes."""
_AWAY = (22.0, 40.0, 64.0, 92.0)
"""How far from its place a call-out may stand."""


def draw_callouts(
    sheet: Sheet, frame: Frame, labels: Sequence[OwnLabel]
) -> list[tuple[float, float, float]]:
    """Draw an editor's labels, each with a line to its place; return discs that they cover.

    Each stands as near its place as it can without covering another label or the place of one.

    Raises
    ------
    BadInputError
        If one lies outside the map, or there is no room for it.
    """
    size = _CALLOUT_PX * sheet.unit
    places = [_on_sheet(frame, label) for label in labels]
    boxes: list[_Box] = []
    for label, (x, y) in zip(labels, places, strict=True):
        lines = wrapped(label.text, size, _CALLOUT_WIDE * sheet.unit, bold=True)
        wide = max(width_of(line, size, bold=True) for line in lines) + 8 * sheet.unit
        tall = (len(lines) * _CALLOUT_LINE + 0.5) * size
        box = _free_box(frame, (x, y), (wide, tall), boxes, places, sheet.unit)
        if box is None:
            raise BadInputError(
                f"There is no room on the map for the label {label.text!r}: give fewer or shorter "
                "ones, or a larger picture."
            )
        boxes.append(box)
        _draw_callout(sheet, (x, y), box, lines, size)
    spots = [(x, y, 4 * sheet.unit) for x, y in places]
    return [*spots, *(disc for box in boxes for disc in _discs(box))]


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


def _on_sheet(frame: Frame, label: OwnLabel) -> tuple[float, float]:
    x, y = frame.to_px(*_to_ground().transform(label.longitude, label.latitude))
    right, bottom = frame.left + frame.width, frame.top + frame.height
    if not (frame.left <= x <= right and frame.top <= y <= bottom):
        raise BadInputError(
            f"The label {label.text!r} lies outside the map. Give a place on it, as latitude and "
            "longitude, or leave the label out."
        )
    return x, y


@cache
def _to_ground() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(DISPLAY_CRS, ANALYSIS_CRS, always_xy=True)


def _free_box(
    frame: Frame,
    at: tuple[float, float],
    size: tuple[float, float],
    boxes: list[_Box],
    places: list[tuple[float, float]],
    unit: float,
) -> _Box | None:
    """Find where a call-out stands: on the map, beside all others, over no place of a label."""
    (x, y), (wide, tall) = at, size
    left, top = frame.left, frame.top
    right, bottom = left + frame.width, top + frame.height
    air = 3 * unit
    for away in _AWAY:
        for across, down in ((1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0)):
            middle = (
                x + across * (away * unit * 0.7 + wide / 2),
                y + down * (away * unit * 0.7 + tall / 2),
            )
            box = (
                middle[0] - wide / 2, middle[1] - tall / 2,
                middle[0] + wide / 2, middle[1] + tall / 2,
            )  # fmt: skip
            inside = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
            if (
                inside
                and not any(_meet(box, other, air) for other in boxes)
                and not any(_meet(box, (px, py, px, py), 2 * air) for px, py in places)
            ):
                return box
    return None


def _meet(one: _Box, other: _Box, air: float) -> bool:
    return (
        one[0] < other[2] + air
        and other[0] < one[2] + air
        and one[1] < other[3] + air
        and other[1] < one[3] + air
    )


def _discs(box: _Box) -> list[tuple[float, float, float]]:
    """Cover a box with discs, which names of places keep clear of."""
    left, top, right, bottom = box
    radius = (bottom - top) / 2
    count = max(1, int(np.ceil((right - left) / radius)))
    across = np.linspace(min(left + radius, right), max(right - radius, left), count)
    return [(float(x), (top + bottom) / 2, radius) for x in across]


def _draw_callout(
    sheet: Sheet, at: tuple[float, float], box: _Box, lines: list[str], size: float
) -> None:
    from matplotlib.patches import Ellipse

    (x, y), (left, top, right, bottom), u = at, box, sheet.unit
    end = (min(max(x, left), right), min(max(y, top), bottom))
    for ink, width, order in (("#ffffff", 3.0, 31.0), (INK, 1.1, 31.1)):
        sheet.axes.plot(
            [x, end[0]], [y, end[1]], color=ink, linewidth=width * u * PT_PER_PX, zorder=order
        )
    spot: Any = Ellipse((x, y), 6 * u, 6 * u)
    spot.set(facecolor=INK, edgecolor="#ffffff", linewidth=0.9 * u * PT_PER_PX, zorder=31.2)
    sheet.axes.add_patch(spot)
    sheet.box(left, top, right - left, bottom - top, "#ffffff", INK).set_zorder(31.3)
    for number, line in enumerate(lines):
        baseline = top + (0.95 + number * _CALLOUT_LINE + 0.22) * size
        sheet.text((left + right) / 2, baseline, line, size, bold=True, align="center", order=32)


def rule_line(sheet: Sheet, y: float, left: float, right: float) -> None:
    """Draw a fine line across the sheet."""
    sheet.axes.plot([left, right], [y, y], color=SOFT, alpha=0.35, linewidth=0.5, zorder=5)

"""Marks beside the areas of a static map: scale bar, north arrow, and where it lies."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.boundaries import outlines as boundaries
from geo.registry import NATIONS
from layers.pictures.frame import Frame, frame_in
from layers.pictures.looks import INK, SOFT
from layers.pictures.paths import PT_PER_PX, fill, paths_of, stroke
from layers.pictures.sheet import FAMILY, Sheet

ACCENT = "#c2185b"
_SMALL_PX = 7.0


@cache
def districts() -> npt.NDArray[np.object_]:
    """Load the outlines of all authorities of the United Kingdom: the ground of every map."""
    shapes: npt.NDArray[np.object_] = boundaries.load("lad24").geometry.to_numpy()
    return shapes


@cache
def nation_shapes(nation: str) -> npt.NDArray[np.object_]:
    """Load outlines that make up a nation: the regions of England, the districts of another."""
    layer = boundaries.load("region" if nation == "England" else "lad24").geometry
    letter = next(first for first, name in NATIONS.items() if name == nation)
    shapes: npt.NDArray[np.object_] = layer[layer.index.str[0] == letter].to_numpy()
    return shapes


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


def rule_line(sheet: Sheet, y: float, left: float, right: float) -> None:
    """Draw a fine line across the sheet."""
    sheet.axes.plot([left, right], [y, y], color=SOFT, alpha=0.35, linewidth=0.5, zorder=5)

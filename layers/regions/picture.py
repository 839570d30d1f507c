"""Small maps of regional maps, all of England and on one scale: zones of cold spots and borders."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.boundaries import outlines as boundaries
from geo.regionalisation import Assessment, load_region_ground, region_outlines
from geo.registry import SMALLEST
from layers.pictures import (
    PX_PER_INCH,
    Fill,
    Frame,
    Sheet,
    drawing,
    fill,
    frame_in,
    line,
    new_sheet,
    paths_of,
    scale_bar,
    wrapped,
)

CLASSES = {
    "whole": ("Zone of tested cold spots in one region", Fill("#1f6f9f")),
    "cut": ("Zone that a border cuts", Fill("#c2410c")),
    "border": ("Region, numbered as in its table", Fill("#ffffff", "outline", "#10161d")),
    "outside": ("In no region", Fill("#d3d8de")),
}  # fmt: skip
"""Label and look of each thing on the map."""
_LAND, _SEA, _INK, _ABROAD = "#f7f4ec", "#ffffff", "#10161d", "#eceff2"
_WIDTH_PX, _HEIGHT_PX, _DOTS = 460, 520, 144
_TITLE_PX = 30
ACROSS = 3
"""Maps in one row, at most; more stand in two rows."""
_NUMBERED = 60
"""Regions of a map that carries their numbers, at most: more would hide it."""
_ROOM_PX = 13.0
_RING_M, _COARSE_M = 5_000.0, 1_500.0
_ENGLAND_M = (82_000.0, 5_000.0, 656_000.0, 657_500.0)

Shapes = npt.NDArray[np.object_]


@lru_cache(maxsize=1)
def _zones() -> pd.Series:
    """Return the outline of each zone of tested cold spots, by its id."""
    zone = load_region_ground().areas["zone"]
    zone = zone[zone != ""]
    shapes = boundaries.load(SMALLEST).geometry.reindex(zone.index).to_numpy()
    names, outlines = boundaries.dissolve(shapes, zone)
    return pd.Series(outlines, index=names, dtype="object")


@lru_cache(maxsize=1)
def _land() -> Shapes:
    """Return the nations beside England, as ground."""
    districts = boundaries.load("lad24").geometry
    shapes: Shapes = districts[~districts.index.str.startswith("E")].to_numpy()
    return shapes


@lru_cache(maxsize=1)
def _england() -> Shapes:
    districts = boundaries.load("lad24").geometry
    shapes: Shapes = districts[districts.index.str.startswith("E")].to_numpy()
    return shapes


def map_picture(found: Assessment) -> bytes:
    """Draw one map as PNG: zones of cold spots, those that a border cuts, and borders."""
    with drawing():
        sheet = new_sheet(_WIDTH_PX, _HEIGHT_PX, _SEA)
        _draw(sheet, found, 0, 0)
        return _content(sheet)


@lru_cache(maxsize=16)
def kept_picture(found: Assessment) -> bytes:
    """Draw one map as `map_picture` does, and keep it in memory: not for files of visitors."""
    return map_picture(found)


def maps_picture(found: Sequence[Assessment]) -> bytes:
    """Draw maps beside each other as one PNG, each under its name."""
    rows = -(-len(found) // ACROSS)
    across = -(-len(found) // rows)
    tall = _HEIGHT_PX + _TITLE_PX
    with drawing():
        sheet = new_sheet(across * _WIDTH_PX, rows * tall, _SEA)
        for number, one in enumerate(found):
            row, column = divmod(number, across)
            title = wrapped(one.map.name, 17, _WIDTH_PX - 20, bold=True)[0]
            sheet.text(column * _WIDTH_PX + 12, row * tall + 22, title, 17, bold=True)
            _draw(sheet, one, column * _WIDTH_PX, row * tall + _TITLE_PX)
        return _content(sheet)


def _content(sheet: Sheet) -> bytes:
    held = io.BytesIO()
    sheet.figure.savefig(held, format="png", dpi=_DOTS, metadata={"Software": "Cold Spots"})
    return held.getvalue()


def _draw(sheet: Sheet, found: Assessment, left: float, top: float) -> None:
    frame = frame_in(left, top, _WIDTH_PX, _HEIGHT_PX, _ENGLAND_M)
    axes = sheet.window(left, top, _WIDTH_PX, _HEIGHT_PX)
    axes.set_xlim(frame.ground[0], frame.ground[2])
    axes.set_ylim(frame.ground[1], frame.ground[3])
    cell = frame.m_per_px * PX_PER_INCH / _DOTS
    _paint(axes, _land(), _ABROAD, cell, 1)
    if len(found.left_out):
        _paint(axes, _england(), CLASSES["outside"][1].colour, cell, 2)
    outlines = region_outlines(found.map)
    shapes = outlines.to_numpy()
    _paint(axes, shapes, _LAND, cell, 3)
    zones = _zones()
    cut = zones.index.isin(found.zones.index)
    for key, some, order in (("whole", ~cut, 4), ("cut", cut, 6)):
        look = CLASSES[key][1].colour
        _paint(axes, zones[some].to_numpy(), look, cell, order)
        line(axes, zones[some].to_numpy(), cell, look, 1.0, order)
    rings = shapely.buffer(shapely.centroid(zones[cut].to_numpy()), _RING_M)
    line(axes, rings, cell, CLASSES["cut"][1].colour, 1.4, 8)
    # Estuaries drawn up to where they end would be mistaken for borders.
    line(axes, shapely.coverage_simplify(shapes, _COARSE_M), cell, _INK, 0.9, 7, 0.9)
    if len(shapes) <= _NUMBERED:
        _number(sheet, frame, shapes)
    scale_bar(axes, sheet)


def _paint(axes: Any, shapes: Shapes, colour: str, cell: float, order: float) -> None:
    for path in paths_of(shapes, np.zeros(len(shapes), np.int64), cell).values():
        fill(axes, path, colour, order, 0.35)


def _number(sheet: Sheet, frame: Frame, shapes: Shapes) -> None:
    """Write the number of each region where it has room, the largest first."""
    size = shapely.area(shapes)
    points = shapely.get_coordinates(shapely.point_on_surface(shapely.simplify(shapes, 500)))
    held: list[tuple[float, float]] = []
    for at in np.argsort(-size):
        x, y = frame.to_px(*points[at])
        if all(np.hypot(x - left, y - top) >= _ROOM_PX for left, top in held):
            held.append((x, y))
            sheet.text(x, y + 4, str(at + 1), 12, bold=True, align="center", halo="#ffffff")

"""Conurbations drawn larger beside a map on which their areas are specks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.areas import area_table, name_of
from layers.pictures.areas import Drawn, draw_areas
from layers.pictures.frame import Frame, frame_in
from layers.pictures.labels import around
from layers.pictures.layout import Boxes
from layers.pictures.looks import INK, Fill
from layers.pictures.marks import stored
from layers.pictures.paths import PT_PER_PX, Bounds
from layers.pictures.rings import draw_circles
from layers.pictures.sheet import Sheet, plain, width_of
from layers.view import MapView

MOST = 3
"""Insets at most."""
_SPECK_PX = 5.0
"""Areas whose middling width is under this, on a sheet of 640 by 450, cannot be told apart."""
_LARGER = 1.8
"""How many times as large as the map an inset draws its ground, at the least."""
_COLUMN_PX, _WIDEST_PX, _GAP_PX = 118.0, 190.0, 12.0
"""Least and greatest width of the column of insets, and what is between them, on a sheet of 640 by
450."""
_LEAST_TALL_PX, _TITLE_PX = 78.0, 12.0
_LOST = 1.06
"""How much smaller the map may become to make room for the column."""
_LARGEST_KM2 = 4_000.0
"""Combined authorities larger than this are counties and more, not one conurbation."""
_LEAST_MARKED, _LEAST_SHARE = 3, 0.05
"""Areas, and share of those on an inset, in other classes than the commonest: fewer say nothing."""
_CROWD, _CROWD_SHARE, _CROWD_LARGER = 5, 0.25, 4.0
"""Circles, and share of the people in all of them, that are worth an inset, and how much larger."""
_OTHERS = {"region": ("E12000007",), "lad24": ("S12000049", "W06000015", "N09000003")}
"""London, and the largest city of each other nation, which have no combined authority."""


@dataclass(frozen=True)
class Inset:
    """A conurbation and where it is drawn."""

    name: str
    frame: Frame
    circled: bool = False
    """Whether zones are circles on it, as on the map."""


@cache
def conurbations() -> tuple[tuple[str, shapely.Geometry], ...]:
    """Return the conurbations of the United Kingdom by name: those with most people first."""
    found = []
    size = area_table("cauth25")["area_km2"]
    small = size.index[size < _LARGEST_KM2].tolist()
    for level, codes in (("cauth25", small), *((name, list(one)) for name, one in _OTHERS.items())):
        people = area_table(level)["population"]
        known = people.reindex(codes).astype("float64")
        # Belfast has no such count here, and is drawn all the same.
        known = known.dropna() if level == "cauth25" else known.fillna(0.0)
        there = [str(code) for code in known.index]
        shapes = stored(level).of(there)
        found += [
            (known[code], name_of(level, code), shape)
            for code, shape in zip(there, shapes, strict=True)
        ]
    found.sort(key=lambda one: -one[0])
    return tuple((name, shape) for _, name, shape in found)


def specks(drawn: Drawn, m_per_px: float, unit: float) -> list[tuple[str, Bounds]]:
    """Find the conurbations whose areas cannot be told apart at a scale.

    Parameters
    ----------
    drawn
        What the map draws.
    m_per_px
        Metres on the ground in a pixel of the page.
    unit
        Size of everything on the sheet.

    Returns
    -------
    found
        Names and boxes on the ground (EPSG:27700), those with most people first: all that lie
        wholly on the map, have at least five areas there, and areas in more than one class.
    """
    west, south, east, north = drawn.ground
    middles = shapely.centroid(drawn.shapes)
    widths = np.sqrt(shapely.area(drawn.shapes)) / m_per_px
    found = []
    for name, shape in conurbations():
        box = shapely.bounds(shape)
        within = box[0] >= west and box[1] >= south and box[2] <= east and box[3] <= north
        if not within:
            continue
        shapely.prepare(shape)
        inside = shapely.contains(shape, middles)
        small = inside.sum() >= 5 and np.median(widths[inside]) < _SPECK_PX * unit
        if small and _is_mixed(drawn, middles, (box[0], box[1], box[2], box[3])):
            found.append((name, (box[0], box[1], box[2], box[3])))
    return found


def _is_mixed(drawn: Drawn, middles: npt.NDArray[np.object_], ground: Bounds) -> bool:
    """Test whether enough areas of a box are in other classes than most of them are."""
    x, y = shapely.get_coordinates(middles).T
    here = (x >= ground[0]) & (x <= ground[2]) & (y >= ground[1]) & (y <= ground[3])
    others = here.sum() - np.bincount(drawn.codes[here]).max(initial=0)
    return bool(others >= _LEAST_MARKED and others >= _LEAST_SHARE * here.sum())


def crowd(
    column: tuple[float, float, float, float],
    circles: pd.DataFrame,
    m_per_px: float,
    unit: float,
    name: Callable[[Bounds], str],
) -> list[Inset]:
    """Draw the square with most people in circles larger, where circles crowd.

    Parameters
    ----------
    column
        Left, top, width and height of the room for insets, in pixels.
    circles
        Zones as circles (`layers.pictures.rings.circles_of`).
    m_per_px, unit
        Scale of the map, and size of everything on the sheet.
    name
        Finds what a box on the ground is called.

    Returns
    -------
    insets
        One, or none where there is no crowd.
    """
    left, top, width, height = column
    title = _TITLE_PX * unit
    side = min(width, height - title)
    if len(circles) < _CROWD or side < _LEAST_TALL_PX * unit:
        return []
    at = circles[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    people = circles["young_people"].to_numpy(dtype="float64")
    half = side * m_per_px / _CROWD_LARGER / 2
    near = (np.abs(at[:, None] - at[None]) <= half).all(axis=2)
    within = near[int(np.argmax(near @ people))]
    if within.sum() < _CROWD or people[within].sum() < _CROWD_SHARE * people.sum():
        return []
    x, y = (at[within].min(axis=0) + at[within].max(axis=0)) / 2
    ground = (x - half, y - half, x + half, y + half)
    return [Inset(name(ground), frame_in(left, top + title, side, side, ground), circled=True)]


def room_beside(
    box: tuple[float, float, float, float], ground: Bounds, unit: float
) -> tuple[tuple[float, float, float, float], tuple[float, float, float, float]] | None:
    """Part the window of a map into the map and a column for insets.

    Parameters
    ----------
    box
        Left, top, width and height of the window, in pixels of the page.
    ground
        What the map shows.
    unit
        Size of everything on the sheet.

    Returns
    -------
    map, column
        None where the map would become much smaller.
    """
    left, top, width, height = box
    free = width - (ground[2] - ground[0]) / frame_in(*box, ground).m_per_px
    column = min(max(0.9 * free - _GAP_PX * unit, _COLUMN_PX * unit), _WIDEST_PX * unit)
    rest = width - column - _GAP_PX * unit
    if rest <= 0 or height < _LEAST_TALL_PX * unit:
        return None
    before, after = (frame_in(left, top, one, height, ground).m_per_px for one in (width, rest))
    if after > _LOST * before:
        return None
    return (left, top, rest, height), (left + width - column, top, column, height)


def insets_in(
    column: tuple[float, float, float, float],
    found: list[tuple[str, Bounds]],
    m_per_px: float,
    unit: float,
) -> list[Inset]:
    """Put the conurbations with most people into a column, as many as it has room for.

    One that the map itself shows nearly as large is left out.
    """
    left, top, width, height = column
    gap, title = _GAP_PX * unit, _TITLE_PX * unit
    least = max(_LEAST_TALL_PX * unit, 0.7 * width) + title
    most = min(MOST, len(found), max(1, int((height + gap) // (least + gap))))
    made: list[Inset] = []
    tall = (height - gap * (most - 1)) / max(most, 1) - title
    tall = min(tall, width)
    for name, ground in found:
        if len(made) == most:
            break
        y = top + len(made) * (tall + title + gap) + title
        frame = frame_in(left, y, width, tall, ground)
        if m_per_px / frame.m_per_px >= _LARGER:
            made.append(Inset(name, frame))
    return made


def choose_insets(
    view: MapView,
    drawn: Drawn,
    unit: float,
    box: Boxes,
    frame: Frame,
    circles: pd.DataFrame,
    *,
    free: bool,
) -> tuple[Boxes, Frame, list[Inset]]:
    """Choose insets and where they stand: in a column beside the map, else below the legend.

    Parameters
    ----------
    view, drawn, circles
        What the map shows, and which zones are circles on it.
    unit
        Size of everything on the sheet.
    box, frame
        Where everything stands without insets, and the window of the map.
    free
        Whether nothing stands below the legend.

    Returns
    -------
    box, frame, insets
        The map is a little narrower where a column stands beside it.
    """
    rooms = []
    if parts := room_beside(box.map, drawn.ground, unit):
        rooms.append((box._replace(map=parts[0]), frame_in(*parts[0], drawn.ground), parts[1]))
    if free and box.spare:
        rooms.append((box, frame, box.spare))
    for boxes, window, column in rooms:
        px = window.m_per_px
        found = specks(drawn, px, unit)
        if len(circles):
            # Where zones are the subject, those with most people in zones come first.
            found = sorted(found, key=lambda one: -_people_in(circles, one[1]))
        insets = insets_in(column, found, px, unit)
        insets = insets or crowd(column, circles, px, unit, lambda at: around(view, at))
        if insets:
            return boxes, window, insets
    return box, frame, []


def _people_in(circles: pd.DataFrame, ground: Bounds) -> float:
    west, south, east, north = ground
    here = circles["easting_m"].between(west, east) & circles["northing_m"].between(south, north)
    return float(circles["young_people"][here].sum())


def draw_insets(
    sheet: Sheet,
    frame: Frame,
    insets: list[Inset],
    view: MapView,
    drawn: Drawn,
    fills: dict[int, Fill],
    fine: float,
    circles: pd.DataFrame,
) -> None:
    """Draw insets with their names and scales, and mark on the map where each lies."""
    u = sheet.unit
    for inset in insets:
        place = inset.frame
        axes = sheet.window(place.left, place.top, place.width, place.height)
        axes.set_xlim(place.ground[0], place.ground[2])
        axes.set_ylim(place.ground[1], place.ground[3])
        draw_areas(axes, place, view, drawn, fills, fine)
        if inset.circled:
            draw_circles(axes, place, circles, u, fills)
        _box(sheet, place.left, place.top, place.width, place.height, 0.8)
        west, south, east, north = place.ground
        x, y = frame.to_px(west, north)
        right, bottom = frame.to_px(east, south)
        _box(sheet, x, y, right - x, bottom - y, 0.8)
        times = f"{frame.m_per_px / place.m_per_px:.0f} times as large"
        size = 8.6 * u
        baseline = place.top - 3.2 * u
        sheet.text(place.left, baseline, inset.name, size, bold=True, colour=INK)
        beside = width_of(plain(inset.name), size, True) + width_of(times, 7.4 * u) + 5 * u
        if beside <= place.width:
            sheet.text(
                place.left + place.width, baseline, times, 7.4 * u, align="right", colour=INK
            )


def _box(sheet: Sheet, x: float, y: float, width: float, height: float, line: float) -> None:
    from matplotlib.patches import Rectangle

    ring: Any = Rectangle((x, y), width, height)
    ring.set(facecolor="none", edgecolor=INK, linewidth=line * sheet.unit * PT_PER_PX, zorder=21)
    sheet.axes.add_patch(ring)

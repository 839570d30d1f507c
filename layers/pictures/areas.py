"""The areas of a view on a static map: filled by class, hatched, outlined."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.areas import NOT_COVERED, area_table, holds, inside_of, levels_of
from geo.arrays import Flags
from geo.boundaries import outlines as boundaries
from geo.errors import MisleadingError
from geo.places import motorways
from geo.posterior import FIFTHS
from geo.registry import SMALLEST, geography, is_patch
from geo.settings import UNCERTAIN
from layers.kinds import kind_of
from layers.pictures.frame import Frame, zoom_of
from layers.pictures.hexagons import cartogram_of, groups_of, has_cartogram, hexagons
from layers.pictures.looks import INK, SOFT, Fill
from layers.pictures.marks import districts, stored
from layers.pictures.paths import (
    PT_PER_PX,
    Keys,
    Shapes,
    fill,
    lay,
    parted,
    paths_of,
    rim_of,
    stroke,
)
from layers.style import road_style, visible_classes
from layers.view import MapView, is_zone, level_of

_LAND, _LAND_LINE = "#e4e8ec", "#ffffff"
_FINE_FROM_PX = 7.0
_LINED_FROM_PX = 9.0
"""Areas get a line of their own where the middling one is at least this wide."""


@dataclass(frozen=True)
class Drawn:
    """What is drawn: a shape for each area, its class, and which are hatched."""

    shapes: Shapes
    codes: npt.NDArray[np.uint8]
    unsure: npt.NDArray[np.bool_]
    index: pd.Index
    hexagonal: bool
    kingdom: bool = False
    groups: pd.Series | None = None
    """Region or nation of each hexagon of a bundled layout, by name; None on other maps."""
    around: tuple[float, float, float, float] | None = None
    """Box of a patch, which is larger than the areas that belong to it where some do in part."""

    @property
    def ground(self) -> tuple[float, float, float, float]:
        """Box around the areas that have figures; around all if none has, or all is shown."""
        shown = (self.codes != NOT_COVERED) | self.kingdom
        box = shapely.total_bounds(self.shapes[shown] if shown.any() else self.shapes)
        if self.around is not None:
            box = np.concatenate([np.minimum(box[:2], self.around[:2]),
                                  np.maximum(box[2:], self.around[2:])])  # fmt: skip
        return float(box[0]), float(box[1]), float(box[2]), float(box[3])


def _outlines(level: str, here: Flags | None = None) -> Shapes:
    """Return the outlines of a level, in the order of its joined table; of all or of some."""
    return stored(level).all() if here is None else stored(level).at(here)


def drawn_of(view: MapView, *, hatched: bool, hexagonal: bool) -> Drawn:
    """Gather what a view draws.

    Parameters
    ----------
    view
        What is shown.
    hatched
        Whether it hatches areas that are uncertain.
    hexagonal
        Whether each area is a hexagon; those that no figure covers are then left out, unless the
        United Kingdom is looked at.
    """
    table = area_table(view.geography)
    codes = visible_classes(view).of_area
    here = inside_of(view.geography, view.within)
    if hexagonal and not view.kingdom and (here & (codes != NOT_COVERED)).any():
        here = here & (codes != NOT_COVERED)
    unsure = np.zeros(int(here.sum()), np.bool_)
    if hatched:
        unsure = table[FIFTHS[0]][here].between(*UNCERTAIN).to_numpy()
    groups = None
    shapes = _outlines(view.geography, here)
    if hexagonal and has_cartogram(view.geography):
        laid = cartogram_of(view.geography, table.index[here])
        if not _falls_apart(view, laid):
            shapes, groups = laid, groups_of(view.geography, table.index[here])
    if hexagonal and groups is None:
        middles = shapely.get_coordinates(shapely.centroid(shapes))
        _check_room(table["nation"][here], view.geography)
        ground = boundaries.unite(shapes, coverage=geography(view.geography).coverage)
        shapes, _ = hexagons(middles, ground)
    index = table.index[here]
    around = None
    if is_patch(view.within) and not hexagonal:
        west, south, east, north = shapely.total_bounds(_outline(view.within, view)).tolist()
        around = (west, south, east, north)
    return Drawn(shapes, codes[here], unsure, index, hexagonal, view.kingdom, groups, around)


def _falls_apart(view: MapView, laid: Shapes) -> bool:
    """Test whether a layout of the whole kingdom leaves gaps between the areas of a small place."""
    if not view.within or {"nation", "region"} & set(levels_of(view.within)):
        return False
    return shapely.get_num_geometries(shapely.union_all(laid)) > 1


def can_be_hexagons(view: MapView) -> bool:
    """Test whether the areas of a view can be drawn as equal hexagons.

    Examples
    --------
    >>> can_be_hexagons(MapView(geography="lad24", mode="nations"))
    False
    """
    if has_cartogram(view.geography):
        return True
    here = inside_of(view.geography, view.within)
    covered = here & (visible_classes(view).of_area != NOT_COVERED)
    if covered.any() and not view.kingdom:
        here = covered
    return _lands(area_table(view.geography)["nation"][here], view.geography) < 2


def _lands(nation: pd.Series, level: str) -> int:
    """Count the lands that small areas lie on; 1 where areas are no coverage."""
    lands = int(nation.replace("Wales", "England").nunique())
    return lands if geography(level).coverage else 1


def _check_room(nation: pd.Series, level: str) -> None:
    """Refuse hexagons of several lands: those of one nation would lie on the land of another."""
    lands = _lands(nation, level)
    if lands > 1:
        raise MisleadingError(
            f"Equal hexagons of {lands} lands: where areas are small there is no room for all, and "
            "those of one nation would lie on the land of another. Draw outlines (--shape map), "
            "look at one nation, or at constituencies (level=pcon24), which have a layout of the "
            "whole kingdom."
        )


def draw_areas(
    axes: Any, frame: Frame, view: MapView, drawn: Drawn, fills: dict[int, Fill], fine: float
) -> None:
    """Draw the land, the areas on it in their classes, patterns, hatching and borders.

    Parameters
    ----------
    axes
        In metres, EPSG:27700.
    frame
        What they show.
    view, drawn, fills
        What is shown, its shapes, and the look of each class.
    fine
        Size of the finest thing that the file can show, in pixels of the page.
    """
    cell, px = frame.m_per_px * fine, frame.m_per_px
    if not drawn.hexagonal:
        _land(axes, frame, cell)
    seen = frame.shows(drawn.shapes)
    shapes, codes = drawn.shapes[seen], drawn.codes[seen].astype(np.int64)
    for code, path in paths_of(shapes, codes, cell).items():
        look = fills[code]
        patch = fill(axes, path, look.colour, 3, 0.35)
        if look.pattern:
            lay(axes, patch, frame.ground, look.pattern, look.ink, px, 3.4)
    unsure = shapes[drawn.unsure[seen]]
    if len(unsure):
        path = paths_of(unsure, np.zeros(len(unsure), np.int64), cell)[0]
        clip = fill(axes, path, "none", 3.5)
        lay(axes, clip, frame.ground, "hatch", "#10161d99", px, 3.6, light="#ffffff99")
    _borders(axes, frame, view, drawn, shapes, cell)
    if not drawn.hexagonal:
        _roads(axes, frame)


_ROADS_FROM = 7
"""Zoom from which motorways are drawn: on a map of a nation they would only hide it."""


def _roads(axes: Any, frame: Frame) -> None:
    """Draw the motorways that the user has, the nearer, the wider."""
    from matplotlib.collections import LineCollection

    roads, zoom = motorways(), zoom_of(frame)
    if roads is None or zoom < _ROADS_FROM:
        return
    lines = roads["geometry"].to_numpy()
    lines = shapely.simplify(lines[frame.shows(lines)], frame.m_per_px / 2)
    runs = [shapely.get_coordinates(line) for line in lines]
    look = road_style(dark=False)
    wide = min(0.7 + (zoom - _ROADS_FROM) * 0.25, 1.7)
    for colour, width, order in ((look["casing"], wide + 1.3, 6.1), (look["ink"], wide, 6.2)):
        drawn = LineCollection(runs, colors=colour, linewidths=width * PT_PER_PX, zorder=order)
        drawn.set(capstyle="round", joinstyle="round")
        axes.add_collection(drawn, autolim=False)


def _land(axes: Any, frame: Frame, cell: float) -> None:
    land = districts()
    land = land[frame.shows(land)]
    for path in paths_of(land, np.zeros(len(land), np.int64), cell).values():
        fill(axes, path, _LAND, 1, 0.35)
        stroke(axes, path, _LAND_LINE, 0.5, 2)


def _borders(
    axes: Any, frame: Frame, view: MapView, drawn: Drawn, shapes: Shapes, cell: float
) -> None:
    width_px = float(np.sqrt(np.median(shapely.area(shapes)))) / frame.m_per_px
    if drawn.hexagonal:
        _hexagon_borders(axes, view, drawn, shapes, cell, width_px)
        return
    if width_px >= _FINE_FROM_PX:
        line(axes, shapes, cell, "#a7b0ba", 0.5, 4)
    outline = _outline(view.within, view) if view.within else np.empty(0, object)
    upper = seen = np.empty(0, object)
    if geography(view.geography).is_small:
        upper = _districts_over(view.geography)
        seen = upper[frame.shows(upper)]
    coast = _coast_of(view.geography, np.concatenate([seen, outline]))
    if len(upper):
        wide = float(np.sqrt(np.median(shapely.area(upper)))) / frame.m_per_px
        # The outline of the place has the coast already.
        widths = (0.6 if wide > 25 else 0.25, 0.0 if view.within else 0.25)
        _two_lines(axes, seen, coast, cell, widths, 5, 0.55)
    if kind_of(view).parts_nations:
        _part(axes, view.geography)
    zones = zone_shapes(view, drawn)
    if len(zones):
        # A line as dark as that would be all that is seen of a small zone.
        large = np.sqrt(shapely.area(zones)) / frame.m_per_px > _LINED_FROM_PX
        for part, width in ((zones[large], 1.1), (zones[~large], 0.4)):
            line(axes, part, cell, "#0b1118", width if width_px > 3 else 0.4, 6)
    if view.within:
        # So wide a line along the coast of a nation would hide its islands.
        inner, outer = (0.5, 0.3) if "nation" in levels_of(view.within) else (1.3, 0.5)
        _two_lines(axes, outline, coast, cell, (inner, outer), 7, 0.9)
    if view.select and not is_zone(view.select):
        line(axes, _outline(view.select, view), cell, "#0b1118", 2.2, 8)
    if len(chosen := _chosen_zone(view, drawn)):
        # Above circles: a picture of a zone shows which it is.
        line(axes, chosen, cell, "#ffffff", 4.2, 11.6)
        line(axes, chosen, cell, "#0b1118", 2.0, 11.7)


def _hexagon_borders(
    axes: Any, view: MapView, drawn: Drawn, shapes: Shapes, cell: float, width_px: float
) -> None:
    """Draw the lines between hexagons, round all of them, and between regions or nations."""
    if width_px > 2.5:
        line(axes, shapes, cell, "#ffffff", min(0.9, width_px / 14), 4)
    line(axes, np.array([shapely.union_all(drawn.shapes)]), cell, "#6b7682", 0.6, 5)
    if drawn.groups is None:
        return
    line(axes, boundaries.dissolve(drawn.shapes, drawn.groups)[1], cell, "#16202c", 0.7, 5.5, 0.8)
    if kind_of(view).parts_nations:
        nations = area_table(view.geography).loc[drawn.index, "nation"]
        line(axes, boundaries.dissolve(drawn.shapes, nations)[1], cell, "#0b1118", 1.1, 6)


def line(
    axes: Any, shapes: Shapes, cell: float, ink: str, width: float, order: float, alpha: float = 1
) -> None:
    """Draw the borders of shapes, each as one path."""
    for path in paths_of(shapes, np.zeros(len(shapes), np.int64), cell).values():
        stroke(axes, path, ink, width, order, alpha)


def _two_lines(
    axes: Any,
    shapes: Shapes,
    coast: Keys,
    cell: float,
    widths: tuple[float, float],
    order: float,
    alpha: float,
) -> None:
    """Draw the borders of shapes, finer along the coast, whose creeks would run into one mass."""
    for path, width, ink in zip(parted(shapes, coast, cell), widths, (INK, SOFT), strict=True):
        if path is not None and width:
            stroke(axes, path, ink, width, order, alpha)


def _coast_of(level: str, shapes: Shapes) -> Keys:
    """Return the edges that no second district shares, of those near shapes; none where unknown."""
    base = geography(level).drawn_with
    if not len(shapes) or not (base == SMALLEST or geography(level).is_small):
        return np.empty(0, np.uint64)
    west, south, east, north = shapely.total_bounds(shapes)
    box = shapely.bounds(_districts_over(level))
    # A district that shares an edge of a shape touches its box: the others need not be looked at.
    near = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
    return _rim(level, near.tobytes())


@lru_cache(maxsize=4)
def _rim(level: str, near: bytes) -> Keys:
    """Return the edges that one district alone has among some of them."""
    return rim_of(_districts_over(level)[np.frombuffer(near, np.bool_)])


_TOUCH_M, _COARSE_M = 1_500.0, 400.0
"""How near two nations must be to share a border, and how coarse it may be on a map of both."""


def _part(axes: Any, level: str) -> None:
    """Draw where one nation ends and another begins: a line along the coast would hide islands."""
    from matplotlib.path import Path

    for border in _land_borders(level):
        stroke(axes, Path(shapely.get_coordinates(border)), "#ffffff", 3.2, 6)
        stroke(axes, Path(shapely.get_coordinates(border)), "#0b1118", 1.6, 6.1)


@lru_cache(maxsize=2)
def _land_borders(level: str) -> Shapes:
    """Return the lines along which nations touch; outlines of two nations may not quite meet."""
    nations = boundaries.dissolve(_outlines(level), area_table(level)["nation"])[1]
    coarse = shapely.simplify(nations, _COARSE_M)
    near = shapely.buffer(coarse, _TOUCH_M)
    shared = [
        shapely.line_merge(shapely.intersection(shapely.boundary(one), other))
        for at, one in enumerate(coarse)
        for other in near[at + 1 :]
    ]
    parts = shapely.get_parts(np.array(shared, dtype=object))
    borders: Shapes = parts[shapely.length(parts) > 4 * _TOUCH_M]
    return borders


def _chosen_zone(view: MapView, drawn: Drawn) -> Shapes:
    """Return the outline of the zone that a view has chosen, of what is drawn; none without one."""
    found = kind_of(view).zones(view) if is_zone(view.select) and not drawn.hexagonal else None
    if found is None:
        return np.empty(0, object)
    zone = kind_of(view).outlines(view, view.select) or view.select
    here = (found.reindex(drawn.index).fillna("") == zone).to_numpy()
    if not here.any():
        return np.empty(0, object)
    whole = boundaries.unite(drawn.shapes[here], coverage=geography(view.geography).coverage)
    return np.array([whole], dtype=object)


def zone_shapes(view: MapView, drawn: Drawn) -> Shapes:
    """Return the areas of each zone that are drawn, united; none where the kind has no zones."""
    found = kind_of(view).zones(view)
    if found is None:
        return np.empty(0, object)
    zone = found.reindex(drawn.index).fillna("")
    if not (zone != "").any():
        return np.empty(0, object)
    return boundaries.dissolve(drawn.shapes, zone)[1]


@lru_cache(maxsize=2)
def _districts_over(level: str) -> Shapes:
    """Return the districts over small areas: dissolved from them where they have none as fine."""
    base = geography(level).drawn_with
    if base == SMALLEST:
        return districts()
    return boundaries.dissolve(_outlines(base), area_table(base)["lad24_code"])[1]


def _outline(code: str, view: MapView) -> Shapes:
    level, base = level_of(code, view.geography), geography(view.geography).drawn_with
    if is_patch(code) or (geography(level).drawn_with != base and holds(base, code)):
        inside = _outlines(base, inside_of(base, code))
        united = boundaries.unite(inside, coverage=geography(base).coverage)
        shapes: Shapes = np.array([united], dtype=object)
        return shapes
    return stored(level).of([code])

"""Sites on a static map: a shape for each kind, so that colour says nothing alone."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from geo.packs import binary as pack
from geo.packs import load_points
from layers.kinds import kind_of
from layers.pictures.frame import Frame
from layers.pictures.looks import INK
from layers.pictures.paths import PT_PER_PX
from layers.pictures.sheet import Sheet
from layers.style import KEYS, KINDS, SITE_LABELS
from layers.view import SITE_KEYS, MapView

MANY = 150
"""Sites from which each is drawn smaller: a country full would hide the areas."""
_CHOSEN, _PICKED = KINDS.index("chosen"), KINDS.index("picked")
_ACCENT = "#12806f"
_LIGHT = "#ffffff"
_RIM_PT, _LINE_PT = 1.4, 0.5
"""Widths of the light rim of a mark and of the dark line round it."""


class Look(NamedTuple):
    """How sites of a kind look."""

    marker: str
    size_px: float
    fill: str


LOOKS = {
    0: Look("D", 5.4, INK),
    1: Look("o", 5.6, INK),
    2: Look("^", 6.4, INK),
    3: Look("o", 4.4, _LIGHT),
    4: Look("s", 6.0, INK),
    _CHOSEN: Look("o", 15.0, _ACCENT),
    _PICKED: Look("o", 10.0, _LIGHT),
}
"""By the position of the kind in `layers.style.sites.KINDS`."""


def sites_drawn(view: MapView, *, wide: bool = False) -> pd.DataFrame:
    """List the sites that a view draws.

    Parameters
    ----------
    wide
        Whether the map is of a region or a nation: the sites that every map begins with would
        bury its finding, and are left out; those that somebody chose are drawn.

    Returns
    -------
    sites
        `easting_m`, `northing_m` (EPSG:27700) and `number`, the position of the kind; new sites
        come first, in the order of what they add.
    """
    kind = kind_of(view)
    if kind.draws_own_sites:
        points = kind.site_points(view)
    else:
        points = load_points()
        chosen = () if wide and view.sites == MapView().sites else view.sites
        shown = [pack.SITE_KINDS[SITE_KEYS.index(key)] for key in chosen]
        points = points[points["kind"].isin(shown)]
        points = points[points["part_time"]] if view.part_time else points
    number = points["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    return points[["easting_m", "northing_m"]].assign(number=number.astype("int64"))


def seen(sites: pd.DataFrame, ground: tuple[float, float, float, float]) -> pd.DataFrame:
    """Keep the sites that lie on some ground: west, south, east and north."""
    west, south, east, north = ground
    return sites[sites["easting_m"].between(west, east) & sites["northing_m"].between(south, north)]


def too_many(view: MapView, sites: pd.DataFrame) -> str:
    """Return a note that teaching sites would hide the areas and are left out; else nothing."""
    if kind_of(view).draws_own_sites or len(sites) <= MANY:
        return ""
    return f"{len(sites):,} teaching sites would hide the areas and are not drawn"


def site_rows(sites: pd.DataFrame) -> list[tuple[int, str]]:
    """List the kinds that are drawn, as a legend names them."""
    return [(int(number), SITE_LABELS[KEYS[number]]) for number in np.unique(sites["number"])]


def draw_sites(
    axes: Any, sheet: Sheet, frame: Frame, view: MapView, sites: pd.DataFrame, kinds: set[int]
) -> None:
    """Draw sites, and round those whose reach is shown the limit, as far as there are few.

    Parameters
    ----------
    axes
        In metres, EPSG:27700.
    sheet, frame, view
        What is drawn on, where, and what is shown.
    sites
        From `sites_drawn`.
    kinds
        Positions of the kinds that the legend names.
    """
    there = seen(sites, frame.ground)
    there = there[there["number"].isin(kinds)]
    if radius_m := kind_of(view).ring_m(view, len(sites)):
        _rings(axes, sites, radius_m)
    for line in [one for outline in kind_of(view).isochrones(view) for one in rings_of(outline)]:
        axes.plot(*line.xy, color=INK, alpha=0.55, linewidth=0.7, linestyle=(0, (5, 4)), zorder=11)
    small = min(1.0, float(np.sqrt(MANY / max(len(there), 1))))
    for number in sorted(set(LOOKS) - {_CHOSEN}, reverse=True):
        part = there[there["number"] == number]
        if len(part):
            scale = 1.0 if number == _PICKED else small
            mark(axes, number, part["easting_m"], part["northing_m"], scale * sheet.unit, 12)


def badges(sheet: Sheet, frame: Frame, sites: pd.DataFrame) -> list[tuple[float, float, float]]:
    """List the middles and radii of the numbers of new sites, in pixels: no name stands there."""
    chosen = seen(sites[sites["number"] == _CHOSEN], frame.ground)
    radius = (LOOKS[_CHOSEN].size_px / 2 + 1.5) * sheet.unit
    return [
        (*frame.to_px(east, north), radius)
        for east, north in chosen[["easting_m", "northing_m"]].to_numpy(dtype="float64").tolist()
    ]


def draw_chosen(sheet: Sheet, frame: Frame, sites: pd.DataFrame) -> None:
    """Draw new sites with their place in the order, over the names of places."""
    size = 9.5 * sheet.unit
    chosen = sites[sites["number"] == _CHOSEN].reset_index(drop=True)
    for order, place in seen(chosen, frame.ground).iterrows():
        x, y = frame.to_px(float(place["easting_m"]), float(place["northing_m"]))
        mark(sheet.axes, _CHOSEN, x, y, sheet.unit, 30)
        at, number = y + size * 0.36, str(int(str(order)) + 1)
        sheet.text(x, at, number, size, bold=True, colour="#ffffff", align="center", order=31)


def mark(axes: Any, number: int, x: Any, y: Any, scale: float, order: float) -> None:
    """Draw the shape of a kind at places, on a rim that lifts it off dark areas and off light ones.

    The rim is light within a dark line, because one colour alone is lost on some class; a mark that
    is light itself has its own dark line.
    """
    look = LOOKS[number]
    shape: dict[str, Any] = {"marker": look.marker, "s": (look.size_px * scale * PT_PER_PX) ** 2}

    def rimmed(ink: str, width: float, order: float) -> None:
        wide = 2 * width * scale
        axes.scatter(
            x, y, c=ink, edgecolors=ink, linewidths=wide, joinstyle="round", zorder=order, **shape
        )

    light = look.fill == _LIGHT
    if not light:
        rimmed(INK, _RIM_PT + _LINE_PT, order)
    rimmed(_LIGHT, _RIM_PT, order + 0.05)
    edge: dict[str, Any] = {"edgecolors": INK, "linewidths": (1.0 if light else 0.7) * scale}
    axes.scatter(x, y, c=look.fill, zorder=order + 0.1, **edge, **shape)


def rings_of(outline: Any) -> list[Any]:
    """List the lines round the parts of a polygon, those of its holes too."""
    parts = [one for one in getattr(outline, "geoms", [outline]) if hasattr(one, "exterior")]
    return [line for one in parts if not one.is_empty for line in (one.exterior, *one.interiors)]


def _rings(axes: Any, sites: pd.DataFrame, radius_m: float) -> None:
    from matplotlib.patches import Circle

    for place in sites[sites["number"] != _CHOSEN].itertuples():
        ring: Any = Circle((place.easting_m, place.northing_m), radius_m)  # type: ignore[arg-type]
        ring.set(facecolor="none", edgecolor=INK, alpha=0.55, linewidth=0.7, linestyle=(0, (5, 4)))
        ring.set_zorder(11)
        axes.add_patch(ring)

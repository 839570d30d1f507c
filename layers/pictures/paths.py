"""Outlines to paths that are as fine as the sheet can show, and patterns laid inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

Shapes = npt.NDArray[np.object_]
Bounds = tuple[float, float, float, float]

PT_PER_PX = 0.75


def paths_of(
    shapes: Shapes, groups: npt.NDArray[np.integer[Any]], cell_m: float
) -> dict[int, Path]:
    """Make one path of all shapes of a group.

    Parameters
    ----------
    shapes
        Polygons and multipolygons in EPSG:27700.
    groups
        A number for each shape.
    cell_m
        Vertices are moved to a grid of this many metres, and repeated ones left out: neighbours
        still share theirs.

    Returns
    -------
    paths
        By group, in order; outer rings run the other way than holes. A group whose shapes are all
        smaller than a cell has none.
    """
    if not len(shapes):
        return {}
    xy, ring, ring_group = _rings(shapes, groups)
    if not len(xy):
        return {}
    cells = np.round(xy / cell_m).astype(np.int64)
    begin = np.r_[True, ring[1:] != ring[:-1]]
    keep = begin | np.r_[True, (cells[1:] != cells[:-1]).any(axis=1)]
    cells, ring = cells[keep], ring[keep]
    # Three corners and the first again: less has no area.
    count = np.bincount(ring, minlength=len(ring_group))
    keep = count[ring] >= 4
    cells, ring = cells[keep], ring[keep]
    group = ring_group[ring]
    return {
        int(number): _path(cells[group == number] * cell_m, ring[group == number])
        for number in np.unique(group)
    }


def _rings(
    shapes: Shapes, groups: npt.NDArray[np.integer[Any]]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.integer[Any]]]:
    """Return vertices, the ring of each, and the group of each ring."""
    parts, of_shape = shapely.get_parts(shapes, return_index=True)
    rings, of_part = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    return xy, ring, groups[of_shape[of_part]]


def _path(xy: npt.NDArray[np.float64], ring: npt.NDArray[np.int64]) -> Path:
    from matplotlib.path import Path

    codes = np.full(len(xy), Path.LINETO, np.uint8)
    first = np.r_[True, ring[1:] != ring[:-1]]
    codes[first] = Path.MOVETO
    codes[np.r_[first[1:], True]] = Path.CLOSEPOLY
    return Path(xy, codes)


Keys = npt.NDArray[np.uint64]


def rim_of(shapes: Shapes) -> Keys:
    """Return the keys of the edges that only one shape has: coast, where shapes share borders.

    Two edges have the same key if they have the same ends, whichever way they run.
    """
    keys, counts = np.unique(_edges(shapes)[2], return_counts=True)
    return keys[counts == 1]


def parted(shapes: Shapes, rim: Keys, cell_m: float) -> tuple[Path | None, Path | None]:
    """Make a path of the edges of shapes that lie on a rim, and one of all others.

    Parameters
    ----------
    shapes
        Polygons and multipolygons in EPSG:27700.
    rim
        Of shapes with the same vertices (`rim_of`).
    cell_m
        As for `paths_of`.

    Returns
    -------
    inner, outer
        None where there is no such edge.
    """
    starts, ends, keys, ring = _edges(shapes)
    outer = np.isin(keys, rim)
    made = [_runs(starts[on], ends[on], ring[on], cell_m) for on in (~outer, outer)]
    return made[0], made[1]


def _edges(
    shapes: Shapes,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], Keys, npt.NDArray[np.int64]]:
    """Return both ends of every edge, its key and its ring."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    bits = np.ascontiguousarray(xy).view(np.uint64)
    first, second = bits[:, 0] * np.uint64(0x9E3779B97F4A7C15), bits[:, 1]
    mixed = first ^ (second * np.uint64(0xC2B2AE3D27D4EB4F) >> np.uint64(7)) + second
    return xy[:-1][same], xy[1:][same], (mixed[:-1] + mixed[1:])[same], ring[1:][same]


def _runs(
    starts: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float64],
    ring: npt.NDArray[np.int64],
    cell_m: float,
) -> Path | None:
    """Join edges that follow each other into lines as fine as a cell."""
    from matplotlib.path import Path

    if not len(starts):
        return None
    goes_on = np.r_[False, (ring[1:] == ring[:-1]) & (starts[1:] == ends[:-1]).all(axis=1)]
    at = np.arange(len(starts)) + np.cumsum(~goes_on)
    xy = np.empty((at[-1] + 1, 2))
    codes = np.full(len(xy), Path.LINETO, np.uint8)
    xy[at] = np.round(ends / cell_m)
    xy[at[~goes_on] - 1] = np.round(starts[~goes_on] / cell_m)
    codes[at[~goes_on] - 1] = Path.MOVETO
    keep = np.r_[True, (xy[1:] != xy[:-1]).any(axis=1)] | (codes == Path.MOVETO)
    return Path(xy[keep] * cell_m, codes[keep])


def fill(axes: Axes, path: Path, colour: str, order: float, seam_px: float = 0.0) -> Any:
    """Fill a path; its own colour as a thin line closes the seam to its neighbours."""
    from matplotlib.patches import PathPatch

    patch = PathPatch(
        path,
        facecolor=colour,
        edgecolor=colour if seam_px else "none",
        linewidth=seam_px * PT_PER_PX,
        joinstyle="round",
        zorder=order,
    )
    # As an artist: a patch would have its limits found, three times as long as drawing it.
    axes.add_artist(patch)
    return patch


def stroke(
    axes: Axes, path: Path, colour: str, width_px: float, order: float, alpha: float = 1
) -> None:
    """Draw the line of a path."""
    from matplotlib.patches import PathPatch

    axes.add_artist(
        PathPatch(
            path,
            facecolor="none",
            edgecolor=colour,
            linewidth=width_px * PT_PER_PX,
            alpha=alpha,
            joinstyle="round",
            zorder=order,
        )
    )


def lay(
    axes: Axes,
    clip: Any,
    bounds: Bounds,
    pattern: str,
    colour: str,
    px: float,
    order: float,
    light: str = "",
) -> None:
    """Lay a pattern over a box and show it inside a patch only.

    Parameters
    ----------
    axes, clip
        Where to draw, and the patch.
    bounds
        The box, in units of the axes.
    pattern
        `stripes` (rising), `hatch` (falling, a dark line beside a light one) or `dots`.
    colour, light
        Of the pattern, and of the light line.
    px
        Size of a pixel of the page, in units of the axes.
    order
        Among all that is drawn.
    """
    if pattern == "dots":
        artist: Any = _dots(axes, bounds, colour, px, order)
        axes.add_collection(artist, autolim=False)
        artist.set_clip_path(clip)
        return
    step, rising = 4.6 * px, pattern == "stripes"
    passes = [(colour, 0.0)] if rising else [(light, 0.9 * px), (colour, 0.0)]
    for ink, shift in passes:
        artist = _lines(bounds, step, shift, ink, rising, order)
        axes.add_collection(artist, autolim=False)
        artist.set_clip_path(clip)


def _lines(bounds: Bounds, step: float, shift: float, ink: str, rising: bool, order: float) -> Any:
    from matplotlib.collections import LineCollection

    left, low, right, high = bounds
    tall = high - low
    begin = np.floor((left - tall) / step) * step + shift
    x = np.arange(begin, right + tall, step)
    ends = (x, x + tall) if rising else (x + tall, x)
    low_y, high_y = np.full(len(x), low), np.full(len(x), high)
    lines = np.stack([np.stack([ends[0], low_y], 1), np.stack([ends[1], high_y], 1)], 1)
    return LineCollection(list(lines), colors=ink, linewidths=0.75 * PT_PER_PX, zorder=order)


def _dots(axes: Axes, bounds: Bounds, ink: str, px: float, order: float) -> Any:
    from matplotlib.collections import EllipseCollection

    left, low, right, high = bounds
    step = 4.4 * px
    x, y = np.meshgrid(np.arange(left, right + step, step), np.arange(low, high + step, step))
    x[1::2] += step / 2
    size = np.full(x.size, 1.3 * px)
    at = np.stack([x.ravel(), y.ravel()], 1)
    made = EllipseCollection(
        size,
        size,
        np.zeros(x.size),
        units="xy",
        offsets=at,
        offset_transform=axes.transData,
        facecolors=ink,
        edgecolors="none",
    )
    made.set_zorder(order)
    return made

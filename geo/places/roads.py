"""Motorways to orient by, where the user has fetched them: none of their files is bundled."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Floats
from geo.fetch import cache_dir, of_file, own_copy
from geo.publishers.landmarks.motorways import read_irish_motorways, read_motorways
from geo.registry import Dataset, dataset

_READERS = {"os_open_roads": read_motorways, "dfi_motorways": read_irish_motorways}
_TOLERANCE_M = 40.0
"""How far a line that is drawn may lie off the road: a pixel of the nearest zooms."""
NUMBERED_FROM, _NUMBERED_TO = 7, 12
"""Zooms at which the first and the last numbers come in."""
_ALWAYS = 99
_APART_M = 20_000_000.0
"""How far apart the numbers of a road stand at zoom 0: some 200 pixels, in Britain's latitude."""
_SHORT = 0.25
"""Share of that which a road must be long to be numbered, its two carriageways together."""
_EVERY_M = 500.0


def motorway_sources() -> list[Dataset]:
    """List the datasets of motorways that the user has."""
    return [dataset(name) for name in _READERS if own_copy(name)]


def motorways() -> pd.DataFrame | None:
    """Return the motorways that the user has fetched, ready to draw.

    Returns
    -------
    motorways
        `road` and `geometry` (single lines in EPSG:27700, as long as they come, to 40 m), by road,
        the longest first. Both carriageways are there. None where nothing was fetched.

    Raises
    ------
    BadInputError, IntegrityError
        If a file is not as the registry declares it, or not the one that was fetched.
    """
    stamp = motorway_stamp()
    return _drawn(stamp) if stamp else None


def motorway_stamp() -> tuple[tuple[str, int], ...]:
    """Name the datasets of motorways that the user has, each with when its file was written."""
    copies = ((name, own_copy(name)) for name in _READERS)
    return tuple((name, path.stat().st_mtime_ns) for name, path in copies if path)


def number_points(roads: pd.DataFrame) -> pd.DataFrame:
    """Find where the numbers of motorways stand, more of them the nearer one looks.

    Parameters
    ----------
    roads
        From `motorways`.

    Returns
    -------
    numbers
        `name` (the road), `easting_m`, `northing_m`, `from_zoom`, `to_zoom` and `kind`
        (`motorway`), those of the farthest zoom first. Two of one road that are written at a zoom
        lie at least some 200 pixels apart.

    Examples
    --------
    >>> line = shapely.LineString([(0, 0), (0, 90_000)])
    >>> roads = pd.DataFrame({"road": ["M9"], "geometry": [line]})
    >>> found = number_points(roads)
    >>> found[["northing_m", "from_zoom"]].head(2).to_numpy().tolist()
    [[44750.0, 7.0], [84250.0, 9.0]]
    """
    rows = []
    for road, lines in roads.groupby("road", sort=False)["geometry"]:
        places = np.concatenate([_along(line) for line in lines])
        taken: Floats = np.empty((0, 2))
        for zoom in range(NUMBERED_FROM, _NUMBERED_TO + 1):
            apart = _APART_M / 2**zoom
            if shapely.length(lines.to_numpy()).sum() < apart * _SHORT:
                continue
            for place in places:
                if not (np.hypot(*(taken - place).T) < apart).any():
                    taken = np.vstack([taken, place])
                    rows.append((road, *place, zoom))
    table = pd.DataFrame(rows, columns=["name", "easting_m", "northing_m", "from_zoom"])
    table = table.sort_values("from_zoom", kind="stable").reset_index(drop=True)
    return table.assign(to_zoom=_ALWAYS, kind="motorway")


def _along(line: shapely.LineString) -> Floats:
    """Return places along a line, its middle first."""
    steps = max(int(line.length // _EVERY_M), 1)
    middles = (np.arange(steps) + 0.5) / steps
    order = np.argsort(np.abs(middles - 0.5), kind="stable")
    points = shapely.line_interpolate_point(line, middles[order], normalized=True)
    found: Floats = shapely.get_coordinates(points)
    return found


@lru_cache(maxsize=1)
def _drawn(held: tuple[tuple[str, int], ...]) -> pd.DataFrame:
    raw = cache_dir() / "raw"
    for name, _ in held:
        of_file(raw, dataset(name).file)
    whole = pd.concat([_READERS[name](raw) for name, _ in held], ignore_index=True)
    parts = []
    # M1, M2, M3 and M5 are in Great Britain and in Northern Ireland: what is far apart stays so.
    for road, links in whole.groupby("road", sort=True)["geometry"]:
        merged = shapely.line_merge(shapely.union_all(links.to_numpy()))
        lines = shapely.get_parts(shapely.simplify(merged, _TOLERANCE_M))
        parts.append(pd.DataFrame({"road": road, "geometry": lines}))
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(length=shapely.length(table["geometry"].to_numpy()))
    table = table.sort_values(["road", "length"], ascending=[True, False], kind="stable")
    return table.drop(columns="length").reset_index(drop=True)

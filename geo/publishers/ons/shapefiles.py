"""Shapefiles in a zip archive, read without GDAL: its driver opens whatever lies beside a file.

The format is ESRI's of 1998: outlines in `.shp`, outer rings clockwise and holes the other way
round; a table of fixed widths in `.dbf`, in the same order; the coordinate system in `.prj`.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from geo.publishers.archives import check_member

if TYPE_CHECKING:
    import geopandas as gpd

_BEGINS = 9994
_POLYGONS = (5, 15, 25)
_LINES = (3, 13, 23)
"""Types of a shape that are polygons, and lines: flat, with heights, with measures."""
Coordinates = npt.NDArray[np.float64]


def read_shapefile(path: Path, name: str, crs: str) -> gpd.GeoDataFrame:
    """Read the polygons of a shapefile and the text beside them.

    Parameters
    ----------
    path
        The archive.
    name
        The shapefile in it, without a suffix; folders of the archive are not followed.
    crs
        Coordinate system that it is in. Its own `.prj`, where there is one, must be the same
        projection.

    Returns
    -------
    outlines
        Every column as text, in the file's order.

    Raises
    ------
    ValueError
        If it is not as the format says, or in another projection.
    BadInputError
        If a member unpacks to too much.
    """
    import geopandas as gpd

    with zipfile.ZipFile(path) as archive:
        parts = {suffix: _member(archive, name + suffix) for suffix in (".shp", ".dbf", ".prj")}
    for suffix in (".shp", ".dbf"):
        if not parts[suffix]:
            raise ValueError(f"there is no {name}{suffix} in it")
    if parts[".prj"]:
        _check_projection(parts[".prj"].decode("utf-8", "replace"), crs)
    try:
        shapes, columns = _shapes(parts[".shp"]), _columns(parts[".dbf"])
    except struct.error as error:
        raise ValueError("it is cut short") from error
    rows = len(next(iter(columns.values())))
    if rows != len(shapes):
        raise ValueError(f"{len(shapes):,} outlines and {rows:,} rows of its table")
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


def read_lines(path: Path, ending: str, where: tuple[str, str], crs: str) -> gpd.GeoDataFrame:
    """Read those lines of all shapefiles of an archive that have a text in a column.

    Ordnance Survey parts Great Britain into squares, each a shapefile of its own.

    Parameters
    ----------
    path
        The archive.
    ending
        How the names of the shapefiles end, without a suffix.
    where
        A column and the text in it.
    crs
        Coordinate system that they are in, as for `read_shapefile`.

    Returns
    -------
    lines
        Every column as text, and lines without heights; by square in the order of their names.

    Raises
    ------
    ValueError
        If one is not as the format says, or in another projection, or none is there.
    BadInputError
        If a member unpacks to too much.
    """
    import geopandas as gpd
    import pandas as pd

    suffix = f"{ending}.dbf".casefold()
    with zipfile.ZipFile(path) as archive:
        members = [PurePosixPath(one.filename).name for one in archive.infolist()]
        names = sorted(name[:-4] for name in members if name.casefold().endswith(suffix))
        if not names:
            raise ValueError(f"there is no ...{ending}.dbf in it")
        found = [_lines_of(archive, name, where, crs) for name in names]
    return gpd.GeoDataFrame(pd.concat(found, ignore_index=True), geometry="geometry", crs=crs)


def _lines_of(
    archive: zipfile.ZipFile, name: str, where: tuple[str, str], crs: str
) -> gpd.GeoDataFrame:
    import geopandas as gpd

    try:
        columns = _columns(_member(archive, name + ".dbf"))
        if where[0] not in columns:
            raise ValueError(f"{name} has no column {where[0]}, but {', '.join(columns)}")
        rows = np.flatnonzero(columns[where[0]] == where[1]).tolist()
        shapes: list[shapely.Geometry] = []
        # Most squares hold none of what is looked for: their outlines are not unpacked.
        if len(rows):
            if known := _member(archive, name + ".prj"):
                _check_projection(known.decode("utf-8", "replace"), crs)
            outlines, places = _member(archive, name + ".shp"), _member(archive, name + ".shx")
            shapes = [_line(outlines, _begin(places, row), row) for row in rows]
    except struct.error as error:
        raise ValueError(f"{name} is cut short") from error
    kept = {column: texts[rows] for column, texts in columns.items()}
    return gpd.GeoDataFrame(kept, geometry=shapes, crs=crs)


def _begin(places: bytes, row: int) -> int:
    """Return where a record begins, by the index beside the shapes."""
    (words,) = struct.unpack_from(">i", places, 100 + 8 * int(row))
    return 2 * int(words)


def _line(content: bytes, at: int, row: int) -> shapely.Geometry:
    """Read one record as a line, or as several."""
    (kind,) = _ints(content, at + 8, 1)
    if kind not in _LINES:
        raise ValueError(f"shape {row + 1:,} is of type {kind}, not a line")
    parts, points = _ints(content, at + 44, 2)
    if parts < 1 or points < 2 or at + 52 + 4 * parts + 16 * points > len(content):
        raise ValueError(f"shape {row + 1:,} is cut short")
    starts = _ints(content, at + 52, parts)
    if starts[0] != 0 or (np.diff([*starts, points]) < 2).any():
        raise ValueError(f"shape {row + 1:,} has a line of fewer than two vertices")
    vertices = np.frombuffer(content, "<f8", 2 * points, at + 52 + 4 * parts).reshape(-1, 2)
    lines = [shapely.LineString(part) for part in np.split(vertices, starts[1:])]
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member, wherever in the archive it lies; empty if it is not there once."""
    fits = [
        one
        for one in archive.infolist()
        if PurePosixPath(one.filename).name.casefold() == name.casefold()
    ]
    if len(fits) != 1:
        return b""
    check_member(fits[0], Path(archive.filename or "").name)
    return archive.read(fits[0])


def _check_projection(text: str, crs: str) -> None:
    """Refuse another projection: names differ from one maker to the next, its numbers do not."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        told = CRS.from_wkt(text)
    except CRSError as error:
        raise ValueError("its coordinate system cannot be read") from error
    if _numbers(told) != _numbers(CRS.from_user_input(crs)):
        raise ValueError(f"its coordinates are {told.name}, expected {crs}")


def _numbers(crs: object) -> list[float]:
    operation = getattr(crs, "coordinate_operation", None)
    return sorted(round(one.value, 5) for one in operation.params) if operation else []


def _shapes(content: bytes) -> list[shapely.Geometry]:
    """Read the outlines, one a record."""
    if struct.unpack_from(">i", content)[0] != _BEGINS:
        raise ValueError("it does not begin as a shapefile does")
    at = 100
    shapes: list[shapely.Geometry] = []
    while at < len(content):
        (words,) = struct.unpack_from(">i", content, at + 4)
        (kind,) = _ints(content, at + 8, 1)
        if kind not in _POLYGONS:
            raise ValueError(f"shape {len(shapes) + 1:,} is of type {kind}, not a polygon")
        parts, points = _ints(content, at + 44, 2)
        size = 44 + 4 * parts + 16 * points
        if parts < 1 or points < 4 or 2 * words < size or at + 8 + size > len(content):
            raise ValueError(f"shape {len(shapes) + 1:,} is cut short")
        starts = _ints(content, at + 52, parts)
        if starts[0] != 0 or (np.diff([*starts, points]) < 4).any():
            raise ValueError(f"shape {len(shapes) + 1:,} has a ring of fewer than four vertices")
        vertices = np.frombuffer(content, "<f8", 2 * points, at + 52 + 4 * parts).reshape(-1, 2)
        shapes.append(_polygon(np.split(vertices, starts[1:])))
        at += 8 + 2 * words
    return shapes


def _ints(content: bytes, at: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f"<{count}i", content, at)


def _polygon(rings: list[Coordinates]) -> shapely.Geometry:
    """Put each hole into the smallest outer ring around it; one that has none is no hole."""
    clockwise = [_turned(ring) < 0 for ring in rings]
    if not any(clockwise):
        clockwise = [True] * len(rings)
    shells = [
        shapely.linearrings(ring)
        for ring, is_shell in zip(rings, clockwise, strict=True)
        if is_shell
    ]
    holes: list[list[shapely.Geometry]] = [[] for _ in shells]
    plain = shapely.polygons(shells)
    for ring in (ring for ring, is_shell in zip(rings, clockwise, strict=True) if not is_shell):
        hole = shapely.linearrings(ring)
        # Of one outer ring its box is enough: what crosses itself covers nothing for sure.
        outer = plain if len(plain) > 1 else shapely.envelope(plain)
        around = np.flatnonzero(shapely.covers(outer, hole))
        if len(around):
            holes[around[np.argmin(shapely.area(plain[around]))]].append(hole)
        else:
            shells.append(hole)
            holes.append([])
    made = [shapely.Polygon(shell, inner) for shell, inner in zip(shells, holes, strict=True)]
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)


def _turned(ring: Coordinates) -> float:
    """Return twice the area of a ring, negative if it runs clockwise."""
    x, y = (ring - ring[0]).T
    return float(x[:-1] @ y[1:] - x[1:] @ y[:-1])


def _columns(content: bytes) -> dict[str, npt.NDArray[np.str_]]:
    """Read the table beside the outlines."""
    rows, begin, width = struct.unpack_from("<IHH", content, 4)
    fields = [("deleted", "S1")]
    at = 32
    while at + 32 <= begin and content[at : at + 1] != b"\r":
        name = content[at : at + 11].split(b"\0")[0].decode("ascii", "replace").strip()
        fields.append((name, f"S{content[at + 16]}"))
        at += 32
    form = np.dtype(fields)
    if len(fields) == 1 or form.itemsize != width or begin + rows * width > len(content):
        raise ValueError("its table is cut short")
    table = np.frombuffer(content, form, rows, begin)
    if (table["deleted"] == b"*").any():
        raise ValueError("rows of its table are struck out")
    return {name: _text(table[name]) for name, _ in fields[1:]}


def _text(cells: npt.NDArray[np.bytes_]) -> npt.NDArray[np.str_]:
    try:
        return np.char.strip(np.char.decode(cells, "utf-8"))
    except UnicodeDecodeError:
        return np.char.strip(np.char.decode(cells, "cp1252", "replace"))

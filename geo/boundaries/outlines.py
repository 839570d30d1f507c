"""Outlines: cleaned to an exact coverage, dissolved upwards so that levels nest, and loaded.

A coverage is a set of areas that neither overlap nor leave gaps between neighbours, and whose
neighbours share their vertices to the bit. Published outlines are one but for a few that cross
themselves; mending those the default way of `shapely.make_valid` keeps it one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import BadInputError, IntegrityError, UnknownAreaError, first_of
from geo.files import replacing
from geo.registry import NATION_CODES, geography
from geo.settings import ANALYSIS_CRS, SNAP_PER_M, data_dir
from geo.tables import checked

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa

Outlines = npt.NDArray[np.object_]


def clean(outlines: Outlines, *, coverage: bool = True) -> tuple[Outlines, int]:
    """Mend outlines that cross themselves and snap all to the grid of 1/64 m.

    Parameters
    ----------
    outlines
        Polygons in EPSG:27700.
    coverage
        Whether the result must be a coverage; `False` for layers that are not drawn as one.

    Returns
    -------
    cleaned, mended
        Polygons and multipolygons on the grid, and how many needed mending.

    Raises
    ------
    BadInputError
        If an outline has no area left, or neighbours overlap.
    """
    broken = ~shapely.is_valid(outlines)
    mended = outlines.copy()
    mended[broken] = [_polygons_of(shape) for shape in shapely.make_valid(outlines[broken])]
    snapped = snap(mended)
    again = ~shapely.is_valid(snapped)
    snapped[again] = [_polygons_of(shape) for shape in shapely.make_valid(snapped[again])]
    snapped[again] = snap(snapped[again])
    empty = shapely.area(snapped) <= 0
    if empty.any():
        raise BadInputError(
            f"{int(empty.sum()):,} outlines have no area (first: number {int(empty.argmax()) + 1})."
        )
    if coverage:
        check_coverage(snapped, "the boundaries")
    return snapped, int(broken.sum())


_ROUNDS = 4


def close_gaps(outlines: Outlines, what: str) -> Outlines:
    """Make a coverage of outlines that were simplified one by one: slivers go to a neighbour.

    Parameters
    ----------
    outlines
        Polygons in EPSG:27700 that nearly are a coverage; those that cross themselves are mended.
    what
        Their name, for the message.

    Raises
    ------
    IntegrityError
        If they are no coverage after `_ROUNDS` rounds of cleaning and snapping.
    """
    cleaned, _ = clean(outlines, coverage=False)
    for _ in range(_ROUNDS):
        if shapely.is_valid(cleaned).all() and shapely.coverage_is_valid(cleaned):
            break
        cleaned = snap(np.array(shapely.coverage_clean(cleaned), dtype=object))
    check_coverage(cleaned, what)
    return cleaned


_TOLERANCES_M = (1, 2, 4, 8, 16, 32, 64, 128)


def thin(outlines: Outlines, most: int) -> Outlines:
    """Simplify a coverage to a number of vertices: a border stays the same on both its sides.

    Parameters
    ----------
    outlines
        A valid coverage on the grid; its vertices are left out, never moved.
    most
        Vertices that all together may have. One that has no more is returned as it is.

    Raises
    ------
    IntegrityError
        If it is no coverage afterwards.
    """
    if shapely.get_num_coordinates(outlines).sum() <= most:
        return outlines
    thinned = outlines
    for tolerance in _TOLERANCES_M:
        thinned = np.array(shapely.coverage_simplify(outlines, tolerance), dtype=object)
        if shapely.get_num_coordinates(thinned).sum() <= most:
            break
    check_coverage(thinned, "the simplified boundaries")
    return thinned


def snap(outlines: Outlines) -> Outlines:
    """Move every vertex to the nearest point of the 1/64 m grid."""
    return shapely.transform(outlines, lambda xy: np.round(xy * SNAP_PER_M) / SNAP_PER_M)


def _polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep the polygons of a mended shape: lines and points that fell off have no area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def check_coverage(outlines: Outlines, what: str) -> None:
    """Refuse outlines that overlap or do not share their vertices.

    Raises
    ------
    IntegrityError
        With the number of outlines at fault and the position of the first.
    """
    if not shapely.is_valid(outlines).all():
        count = int((~shapely.is_valid(outlines)).sum())
        raise IntegrityError(f"{what}: {count:,} outlines cross themselves. Build them again.")
    if not shapely.coverage_is_valid(outlines):
        wrong = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(outlines)))
        raise IntegrityError(
            f"{what}: {first_of(wrong)} outlines overlap a neighbour or miss its vertices. "
            "Build them again from the publisher's file."
        )


def dissolve(outlines: Outlines, groups: pd.Series) -> tuple[list[str], Outlines]:
    """Unite areas of a coverage into upper areas that nest exactly.

    Parameters
    ----------
    outlines
        A valid coverage.
    groups
        Code of the upper area of each; an empty string for none.

    Returns
    -------
    codes, upper
        Codes in order, and their outlines.
    """
    codes = groups.to_numpy(dtype="str")
    order = np.argsort(codes, kind="stable")
    order = order[codes[order] != ""]
    names, begin = np.unique(codes[order], return_index=True)
    bounds = np.append(begin, len(order))
    united = [
        shapely.coverage_union_all(outlines[order[low:high]]) for low, high in pairwise(bounds)
    ]
    return names.tolist(), np.array(united, dtype=object)


def store(codes: list[str], outlines: Outlines, path: Path) -> None:
    """Write outlines as GeoParquet 1.1, indexed by `area_code`, in EPSG:27700."""
    import geopandas as gpd
    import pandas as pd

    index = pd.Index(codes, name="area_code", dtype="str")
    frame = gpd.GeoDataFrame(geometry=outlines, index=index, crs=ANALYSIS_CRS).sort_index()
    with replacing(path) as temporary:
        frame.to_parquet(
            temporary,
            schema_version="1.1.0",
            compression="zstd",
            compression_level=12,
            use_dictionary=False,
        )


def path_of(name: str, root: Path | None = None) -> Path:
    """Return where the outlines of a geography are bundled."""
    return (root or data_dir()) / "boundaries" / f"{geography(name).id}.parquet"


def load(name: str, root: Path | None = None) -> gpd.GeoDataFrame:
    """Load the outlines of a geography.

    Parameters
    ----------
    name
        A bundled geography, such as `"lsoa21"`.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    outlines
        Indexed by `area_code`, in code order; geometry in EPSG:27700.

    Raises
    ------
    IntegrityError
        If the file is missing or cannot be read.
    """
    import geopandas as gpd

    if name == "nation":
        return _nations(root)
    path = checked(path_of(name, root))
    try:
        return gpd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, name, error) from error


class Stored:
    """Outlines of a geography as they are stored; each becomes a shape when it is asked for first.

    To make shapes of all neighbourhoods takes longer than to draw those of a city.

    Parameters
    ----------
    index
        Code of each, in order.
    coded
        Each as well-known binary.
    """

    def __init__(self, index: pd.Index, coded: pa.ChunkedArray) -> None:
        self.index = index
        self._coded = coded
        self._shapes: Outlines = np.full(len(index), None, object)
        self._made = np.zeros(len(index), np.bool_)

    def all(self) -> Outlines:
        """Return all outlines, in code order."""
        return self.at(np.ones(len(self.index), np.bool_))

    def at(self, wanted: npt.NDArray[np.bool_]) -> Outlines:
        """Return some of the outlines, in code order.

        Parameters
        ----------
        wanted
            Whether each is wanted: shape (areas,).
        """
        new = wanted & ~self._made
        if new.any():
            # Only what is wanted becomes bytes of Python: of all it takes as long as to read them.
            self._shapes[new] = shapely.from_wkb(self._coded.filter(new).to_numpy())
            self._made |= new
            if self._made.all():
                self._coded = self._coded.slice(0, 0)
        return self._shapes[wanted]

    def of(self, codes: Sequence[str]) -> Outlines:
        """Return the outlines of some codes, in the order of the codes.

        Raises
        ------
        UnknownAreaError
            If one is not among them.
        """
        import pandas as pd

        place = self.index.get_indexer(pd.Index(codes))
        if (place < 0).any():
            absent = [code for code, at in zip(codes, place, strict=True) if at < 0]
            raise UnknownAreaError(f"No outline is stored of {first_of(absent)}. Give others.")
        wanted = np.zeros(len(self.index), np.bool_)
        wanted[place] = True
        self.at(wanted)
        return self._shapes[place]


def load_stored(name: str, root: Path | None = None) -> Stored:
    """Load the outlines of a geography without making shapes of them.

    Parameters
    ----------
    name, root
        As for `load`.

    Raises
    ------
    IntegrityError
        As for `load`.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    if name == "nation":
        nations = _nations(root).geometry.sort_index()
        return Stored(nations.index, pa.chunked_array([shapely.to_wkb(nations.to_numpy())]))
    path = checked(path_of(name, root))
    try:
        table = pq.read_table(path, columns=["geometry", "area_code"])
    except (OSError, ValueError, KeyError) as error:
        raise _unreadable(path, name, error) from error
    index = pd.Index(table["area_code"].to_numpy(), dtype="str", name="area_code")
    return Stored(index, table["geometry"])


def _unreadable(path: Path, name: str, error: Exception) -> IntegrityError:
    return IntegrityError(
        f"{path.name}: the bundled outlines of {name} cannot be read "
        f"({str(error).splitlines()[0]}). Restore the data folder from the repository."
    )


def _nations(root: Path | None) -> gpd.GeoDataFrame:
    """Unite districts into nations: a file of their own would repeat every mile of coast."""
    import geopandas as gpd
    import pandas as pd

    districts = load("lad24", root).geometry
    outlines = {
        code: unite(districts[districts.index.str[0] == letter].to_numpy(), coverage=letter in "EW")
        for letter, code in NATION_CODES.items()
    }
    index = pd.Index(list(outlines), name="area_code", dtype="str")
    return gpd.GeoDataFrame(geometry=list(outlines.values()), index=index, crs=ANALYSIS_CRS)


def unite(outlines: Outlines, *, coverage: bool) -> shapely.Geometry:
    """Make one outline of many: quickly where they are a coverage, else whatever they are."""
    return shapely.coverage_union_all(outlines) if coverage else shapely.union_all(outlines)


def locate(points: pd.DataFrame, outlines: Outlines) -> npt.NDArray[np.int64]:
    """Find which area each point falls in.

    Parameters
    ----------
    points
        `easting_m` and `northing_m`, EPSG:27700; may be missing.
    outlines
        Polygons.

    Returns
    -------
    positions
        Position of the area in `outlines`, the first for a point on a border; -1 for none.
    """
    found = np.full(len(points), -1, np.int64)
    places = points[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    known = np.flatnonzero(~np.isnan(places).any(axis=1))
    # Complex numbers sort and compare as pairs: many postcodes share a point.
    distinct, back = np.unique(places[known] @ np.array([1, 1j]), return_inverse=True)
    shapes = shapely.points(distinct.real, distinct.imag)
    point, area = shapely.STRtree(outlines).query(shapes, predicate="intersects")
    first = np.full(len(distinct), len(outlines), np.int64)
    np.minimum.at(first, point, area)
    first[first == len(outlines)] = -1
    found[known] = first[back]
    return found

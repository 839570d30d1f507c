"""Tables to files: CSV, parquet, XLSX, GeoJSON, GeoPackage and TopoJSON, by the file's suffix.

Cells that a spreadsheet would run as a formula are made inert; numbers are left as they are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.areas import AreaTable
from geo.compare import with_intervals
from geo.errors import BadInputError
from geo.files import replacing
from geo.publishers.gdal import as_bytes
from geo.registry import Dataset, dataset, geography, offered
from geo.settings import DISPLAY_CRS, NOT_ONE_PERSON, TUNDRA_WHO
from geo.tables import table as schema
from layers.exports.csv_table import inert_table, write_csv
from layers.exports.dictionary import HEADINGS, entries_of
from layers.exports.topojson import write_map_csv, write_topojson
from layers.exports.workbook import Page, workbook

if TYPE_CHECKING:
    import geopandas as gpd


def _to_csv(areas: AreaTable, path: Path) -> None:
    write_csv(areas.table, path)


def _to_parquet(areas: AreaTable, path: Path) -> None:
    """Write GeoParquet 1.1 in EPSG:27700, with a box of each area; a plain table if unoutlined."""
    if not areas.outlined:
        return areas.table.to_parquet(path, compression="zstd")
    shapes = areas.with_geometry()
    shapes = shapes[[*areas.table.columns, shapes.geometry.name]]
    shapes.to_parquet(path, compression="zstd", schema_version="1.1.0", write_covering_bbox=True)


def _to_xlsx(areas: AreaTable, path: Path) -> None:
    pages: dict[str, Page] = {
        "Dictionary": [HEADINGS, *(entry.row() for entry in entries_of(areas))],
        "Notes": [[line] for line in notes_of(areas)],
    }
    name = areas.sheet or areas.geography
    path.write_bytes(workbook(name, inert_table(areas.table), pages, frozen_columns=1))


def _to_geojson(areas: AreaTable, path: Path) -> None:
    shapes = _plain(areas).to_crs(DISPLAY_CRS)
    options = {"RFC7946": "YES", "COORDINATE_PRECISION": "6"}
    path.write_bytes(as_bytes(shapes, driver="GeoJSON", layer=areas.geography, **options))


def _to_gpkg(areas: AreaTable, path: Path) -> None:
    path.write_bytes(as_bytes(_plain(areas), driver="GPKG", layer=areas.geography))


def _plain(areas: AreaTable) -> gpd.GeoDataFrame:
    """Move the index into a column, and convert whole numbers to a type that GDAL knows."""
    shapes = areas.with_geometry().reset_index()
    whole = [column for column in shapes if str(shapes[column].dtype) == "Int64"]
    return shapes.astype(dict.fromkeys(whole, "float64"))


TOPOJSON = ".topojson"
BESIDE = ".map.csv"
"""What the name of the table ends in that is written beside TopoJSON."""

WRITERS: dict[str, Callable[[AreaTable, Path], None]] = {
    ".csv": _to_csv,
    ".parquet": _to_parquet,
    ".xlsx": _to_xlsx,
    ".geojson": _to_geojson,
    ".gpkg": _to_gpkg,
    TOPOJSON: write_topojson,
}


FOR_PAGES = (TOPOJSON, ".geojson")
MOST_BYTES = 5_000_000

WITHOUT_OUTLINES = (".csv", ".parquet", ".xlsx")
"""Formats of a table that has none."""


def check_suffix(path: Path, also: Sequence[str] = (), *, outlines: bool = True) -> None:
    """Refuse a file name whose suffix names no format of a table, nor one of those `also` written.

    Parameters
    ----------
    path
        The file.
    also
        Other suffixes that are written.
    outlines
        Whether the table has outlines to write.

    Raises
    ------
    BadInputError
        With the suffixes that there are.
    """
    suffixes = [*also, *(WRITERS if outlines else WITHOUT_OUTLINES)]
    if path.suffix.lower() not in suffixes:
        problem = f"no format is called {path.suffix or 'nothing'!r}"
        if path.suffix.lower() in WRITERS:
            problem = f"{path.suffix} holds outlines, and this table has none"
        raise BadInputError(
            f"{path.name}: {problem}. End the name in one of {', '.join(suffixes)}."
        )


def files_of(option: str, path: Path | None) -> dict[str, Path | None]:
    """Name every file that writing a table to `path` makes, after the option that gave it."""
    if path is None or path.suffix.lower() != TOPOJSON:
        return {option: path}
    return {option: path, f"the table beside {option}": path.with_suffix(BESIDE)}


def write_areas(areas: AreaTable, path: Path) -> None:
    """Write a joined table in the format that the suffix of `path` names, whole or not at all.

    A rate goes with its interval, or with the reason for none. Beside TopoJSON goes the table that
    Datawrapper and Flourish join to it: `<name>.map.csv`.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    check_suffix(path, outlines=areas.outlined)
    areas = with_intervals(areas)
    with replacing(path) as temporary:
        WRITERS[path.suffix.lower()](areas, temporary)
    if path.suffix.lower() == TOPOJSON:
        with replacing(path.with_suffix(BESIDE)) as temporary:
            write_map_csv(areas, temporary)


def remark_on(path: Path, level: str) -> str:
    """Return a remark on a written file of outlines that is too large for a page; else nothing.

    Parameters
    ----------
    path
        The file.
    level
        Level of its areas.

    Returns
    -------
    remark
        Empty for a file of at most 5 MB, and for one that is not for pages.
    """
    size = path.stat().st_size
    if path.suffix.lower() not in FOR_PAGES or size <= MOST_BYTES:
        return ""
    larger = geography(level).parent if geography(level).is_small else None
    or_larger = f", or {geography(larger).plural} ({larger})" if larger else ""
    return (
        f"{path.name} is {size / 1e6:.1f} MB. Over {MOST_BYTES / 1e6:.0f} MB a page is slow and "
        f"chart tools may refuse it: ask for one place, such as a region{or_larger}."
    )


def sources_of(areas: AreaTable) -> list[Dataset]:
    """List the publisher files that a joined table shows."""
    shown = [entry for entry in offered() if entry.id in areas.table]
    names = [name for entry in shown for name in entry.datasets]
    names += [name for base in areas.bases for name in schema(base).sources]
    people = {"young_people", "young_people_now"} & set(areas.table)
    names += ["population20_lsoa11"] if people else []
    return [dataset(name) for name in dict.fromkeys(names)]


def _own_notes(areas: AreaTable) -> tuple[str, ...]:
    """Return what a table that is no join of areas says of itself."""
    if not areas.definition:
        return ()
    # Words of answers load the test and scipy, which a joined table needs nothing of.
    from layers.words import notes_of_table

    return notes_of_table(areas)


def notes_of(areas: AreaTable) -> list[str]:
    """Write what a file must say of itself: period, sources, licences and limits."""
    sources = sources_of(areas)
    lines = [f"Cold Spots: {areas.geography}, {len(areas.table):,} {areas.rows}."]
    if "tundra_rate" in areas.table:
        lines.append(f"tundra_ columns: {TUNDRA_WHO}.")
    for entry in offered():
        if entry.id in areas.table:
            lines.append(f"{entry.id}: {entry.label}, {entry.period}. {entry.caveat}")
    lines += [*_own_notes(areas), NOT_ONE_PERSON, "Sources and licences:"]
    lines += [f"{entry.publisher.name}: {entry.title} ({entry.period})" for entry in sources]
    lines += list(dict.fromkeys(line for entry in sources for line in entry.attribution_lines))
    return lines


def content_of(made: AreaTable, suffix: str) -> bytes:
    """Write a table as a file of a suffix, and return what stands in it."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / f"table{suffix}"
        write_areas(made, path)
        return path.read_bytes()

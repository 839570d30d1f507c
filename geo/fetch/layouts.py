"""What publishers send, laid out as the readers read it: files unpacked, packed, renamed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from geo.errors import BadInputError, IntegrityError
from geo.publishers.archives import UNREADABLE, check_member
from geo.registry import dataset
from geo.registry.datasets.sources import ByHand, Features, Lines, Source

MOST_UNPACKED = 2_000_000_000
"""Bytes that a member of an archive may have."""
_GZIP = b"\x1f\x8b"


def lay_file(sent: Path, target: Path) -> None:
    """Copy a file to where it is read, gzipped if its name says so, plain if it does not.

    Raises
    ------
    IntegrityError
        If it is gzipped and broken, or larger unpacked than any of these can be.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with sent.open("rb") as handle:
        packed = handle.read(2) == _GZIP
    try:
        if packed and target.suffix == ".gz":
            with gzip.open(sent) as source, Path(os.devnull).open("wb") as nowhere:
                _copy(source, nowhere, sent.name)
        if packed == (target.suffix == ".gz"):
            shutil.copyfile(sent, target)
        elif packed:
            with gzip.open(sent) as source, target.open("wb") as plain:
                _copy(source, plain, sent.name)
        else:
            with sent.open("rb") as source, target.open("wb") as whole, _gzip(whole) as out:
                shutil.copyfileobj(source, out)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise IntegrityError(f"{sent.name}: it is cut short. Nothing was overwritten.") from error


def lay_source(sent: Path, source: Source, target: Path) -> None:
    """Lay a file as its source is read: whole, or the lines that are kept of an archive.

    Raises
    ------
    IntegrityError
        As `lay_file` and `lay_lines`.
    """
    if isinstance(source, Lines) and zipfile.is_zipfile(sent):
        lay_lines(sent, source, target)
    else:
        lay_file(sent, target)


def lay_lines(sent: Path, source: Lines, target: Path) -> None:
    """Write the lines of an archive that are kept, to the metre.

    Raises
    ------
    IntegrityError
        If the archive is not as the registry says, or holds no such line.
    """
    from geo.publishers.ons.shapefiles import read_lines

    try:
        lines = read_lines(sent, source.ending, source.where, f"EPSG:{source.epsg}")
        absent = [name for name in source.fields if name not in lines]
        if absent or not len(lines):
            raise ValueError(f"no {absent[0] if absent else source.where[1]} in it")
    except (*UNREADABLE, zlib.error, EOFError, ValueError, BadInputError) as error:
        raise IntegrityError(
            f"{source.id}: {sent.name} is not as expected ({error}). Nothing was overwritten; look "
            f"at {source.page}."
        ) from error
    shapes = shapely.set_precision(shapely.force_2d(lines.geometry.to_numpy()), 1.0)
    rows = lines[list(source.fields)].to_dict("records")
    features = [
        {"properties": row, "geometry": json.loads(shapely.to_geojson(shape))}
        for row, shape in zip(rows, shapes, strict=True)
        if not shapely.is_empty(shape)
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"".join(_outlines(features, source)))


def lay_members(sent: Path, source: ByHand, folder: Path) -> None:
    """Unpack the members of an archive that are read; names of the archive are not followed.

    Raises
    ------
    BadInputError
        If it is no archive, or a member is missing, stands twice or is too large.
    """
    try:
        with zipfile.ZipFile(sent) as archive:
            for member, name in source.members.items():
                fits = [one for one in archive.infolist() if Path(one.filename).name == member]
                if len(fits) != 1:
                    raise BadInputError(
                        f"{source.id}: {len(fits)} members of {sent.name} are called {member}, "
                        f"expected one. Download the archive again from {source.page}."
                    )
                check_member(fits[0], sent.name)
                target = folder / (dataset(name).own_file or dataset(name).file)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(fits[0]) as inside, target.open("wb") as out:
                    _copy(inside, out, member)
    except (*UNREADABLE, zlib.error, EOFError, RuntimeError) as error:
        if isinstance(error, IntegrityError):
            raise
        raise BadInputError(
            f"{source.id}: {sent.name} is not an archive that can be unpacked ({error}). Download "
            f"it again from {source.page}."
        ) from error


def lay_features(features: list[dict[str, Any]], source: Features, target: Path) -> str:
    """Write features as the table or the outlines that are read.

    Returns
    -------
    sha256
        Of the rows themselves: a container may differ where they do not.
    """
    import hashlib

    target.parent.mkdir(parents=True, exist_ok=True)
    made = b"".join(_table(features, source) if _is_table(source) else _outlines(features, source))
    if target.suffix == ".gz":
        with target.open("wb") as whole, _gzip(whole) as out:
            out.write(made)
    elif target.suffix == ".gpkg":
        _geopackage(made, target)
    else:
        target.write_bytes(made)
    return hashlib.sha256(made).hexdigest()


def _is_table(source: Features) -> bool:
    return source.epsg is None or source.points


def _table(features: list[dict[str, Any]], source: Features) -> Iterator[bytes]:
    rows = [list(source.fields.values()) + (["X", "Y"] if source.points else [])]
    for feature in features:
        row = [feature["properties"][name] for name in source.fields]
        if source.points:
            row += list((feature["geometry"] or {}).get("coordinates", ["", ""])[:2])
        rows.append(["" if cell is None else cell for cell in row])
    if source.distinct:
        rows = list(dict.fromkeys(map(tuple, rows)))  # type: ignore[arg-type]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    yield text.getvalue().encode()


def _outlines(features: list[dict[str, Any]], source: Features | Lines) -> Iterator[bytes]:
    name = "urn:ogc:def:crs:OGC:1.3:CRS84" if source.epsg == 4326 else f"EPSG:{source.epsg}"
    crs = {"type": "name", "properties": {"name": name}}
    yield f'{{"type":"FeatureCollection","crs":{json.dumps(crs)},"features":[\n'.encode()
    for number, feature in enumerate(features):
        properties = {ours: feature["properties"][field] for field, ours in source.fields.items()}
        made = {"type": "Feature", "properties": properties, "geometry": feature["geometry"]}
        yield (",\n" if number else "").encode()
        yield json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    yield b"\n]}\n"


def _geopackage(outlines: bytes, target: Path) -> None:
    from geo.publishers.gdal import as_bytes, trim_drivers

    trim_drivers()
    import geopandas as gpd

    content = json.loads(outlines)
    table = gpd.GeoDataFrame.from_features(
        content["features"], crs=content["crs"]["properties"]["name"]
    )
    target.write_bytes(as_bytes(table, driver="GPKG", layer=target.stem))


def _gzip(whole: Any) -> gzip.GzipFile:
    """Open a gzip file that holds no name and no time, so that the same content gives one hash."""
    return gzip.GzipFile(filename="", mode="wb", fileobj=whole, compresslevel=6, mtime=0)


def _copy(source: Any, target: Any, name: str) -> None:
    done = 0
    while chunk := source.read(1 << 20):
        done += len(chunk)
        if done > MOST_UNPACKED:
            raise IntegrityError(
                f"{name}: it has more than {MOST_UNPACKED / 1e9:.0f} GB unpacked. Nothing was "
                "overwritten."
            )
        target.write(chunk)

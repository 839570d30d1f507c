"""Compact binary geometry and columns for the browser: arcs, one file a level, one a column.

A pack is gzipped: a line of JSON that says what follows, then the bytes (see `geo.packs.codec`),
signed numbers folded (0, -1, 1, -2 ...). Geometry is in web mercator on a grid of 2 m, each arc
once, with the two areas that it parts: the members, from which a level says how its areas are put
together. A column holds each area's class, and its value as it is shown, so that map, legend and
table cannot disagree. File names carry the hash of their content.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.areas import Classes
from geo.arrays import Ints
from geo.boundaries import project
from geo.errors import BadInputError, IntegrityError
from geo.files import read_json, write_bytes
from geo.packs.codec import (
    decode_texts,
    encode_integers,
    encode_texts,
    fold,
)
from geo.registry import Indicator, steps_of
from geo.settings import ANALYSIS_CRS, PACK_CELL_M, data_dir
from geo.tables import checked

SITE_KINDS = ("university", "college", "other", "school or college, 16 to 18")
"""Kinds of point that are bundled, in the order of the browser's symbols."""
NAME_KINDS = ("city", "town", "suburb", "village", "station", "water", "motorway")
"""Kinds of name on the map, in the order of the browser's letters."""
_WEB_MERCATOR = "EPSG:3857"
NO_VALUE = 0xFFFF
NO_VALUE_WIDE = 0xFFFFFFFF


def _steps(values: Ints) -> bytes:
    """Write a run of signed numbers as differences from the one before."""
    return encode_integers(fold(np.diff(values, prepend=0)))


def _lines(texts: Iterable[str]) -> bytes:
    """Write texts one a line; a line break inside one becomes a blank."""
    return "\n".join(" ".join(text.split("\n")) for text in texts).encode()


_TEXT_RUNS = ("back", "kept", "tails")
_SPOILT = (OSError, EOFError, zlib.error, LookupError, ValueError, TypeError, AttributeError)


def assemble(
    header: Mapping[str, Any], parts: Mapping[str, bytes], *, quick: bool = False
) -> bytes:
    """Make a pack; the parts that the header lists as `texts` are lines, and are shortened.

    `quick` is for a pack that somebody waits for: a quarter of the time, and 1% more bytes.
    """
    stored: dict[str, bytes] = {}
    for name, part in parts.items():
        if name in header.get("texts", ()):
            runs = zip(_TEXT_RUNS, encode_texts(part), strict=True)
            stored |= {f"{name}.{run}": content for run, content in runs}
        else:
            stored[name] = part
    whole = {**header, "parts": {name: len(part) for name, part in stored.items()}}
    line = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    content = line.encode() + b"\n" + b"".join(stored.values())
    if quick:
        return _zipped(content, zlib.Z_DEFAULT_STRATEGY, _QUICK)
    return min((_zipped(content, strategy, _SMALLEST) for strategy in _STRATEGIES), key=len)


# Chance repeats in numbers cost deflate more than they save it: what is best depends on the pack.
_STRATEGIES = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY)


_SMALLEST, _QUICK = 9, 6


def _zipped(content: bytes, strategy: int, level: int) -> bytes:
    gzipped = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS, 8, strategy)
    return gzipped.compress(content) + gzipped.flush()


def read_pack(content: bytes, *, texts: bool = True) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Split a pack into its header and its parts, texts as lines again.

    Parameters
    ----------
    content
        The pack.
    texts
        Whether texts are wanted: without them it takes a tenth of the time.

    Raises
    ------
    IntegrityError
        If it is not a pack.
    """
    try:
        line, _, body = gzip.decompress(content).partition(b"\n")
        header = json.loads(line)
        parts, at = {}, 0
        for name, size in header["parts"].items():
            parts[name] = body[at : at + size]
            at += size
        for name in header.get("texts", ()):
            runs = [parts.pop(f"{name}.{run}") for run in _TEXT_RUNS]
            if texts:
                parts[name] = decode_texts(*runs)
    except _SPOILT as error:
        raise IntegrityError(
            f"A browser pack cannot be read ({error!r}). Build it again."
        ) from error
    if at != len(body):
        raise IntegrityError(f"A browser pack has {len(body) - at:,} bytes too many or too few.")
    return header, parts


def to_cells(coordinates: npt.NDArray[np.float64]) -> Ints:
    """Turn EPSG:27700 metres into cells of the web-mercator grid: shape (n, 2), y to the south."""
    x, y = project(coordinates[:, 0], coordinates[:, 1], ANALYSIS_CRS, _WEB_MERCATOR)
    return np.stack([np.round(x / PACK_CELL_M), np.round(-y / PACK_CELL_M)], 1).astype(np.int64)


def pack_level(
    geography: str,
    areas: pd.DataFrame,
    groups: Ints,
    arcs_file: str,
    extra: Mapping[str, npt.ArrayLike] | None = None,
) -> bytes:
    """Pack the areas of a level: codes, names, and the members that each is put together from.

    Parameters
    ----------
    areas
        Indexed by code, with `area_name`, `local_name` and `context` (what holds it, in words).
    groups
        For each member of the arcs, the position in `areas` of the area that it belongs to; -1 for
        none.
    arcs_file
        The pack of the arcs.
    extra
        Further runs of whole numbers, none below 0, by name.
    """
    extra = extra or {}
    contexts = sorted(set(areas["context"]))
    place = {name: number for number, name in enumerate(contexts)}
    header = {
        "kind": "level",
        "geography": geography,
        "areas": len(areas),
        "arcs": arcs_file,
        "contexts": contexts,
        "texts": ["codes", "names", "local_names"],
        **({"extra": list(extra)} if extra else {}),
    }
    parts = {
        "codes": _lines(areas.index),
        "names": _lines(areas["area_name"]),
        "local_names": _lines(areas["local_name"]),
        "context": encode_integers(areas["context"].map(place).to_numpy()),
        "groups": _steps(groups),
        **{name: encode_integers(values) for name, values in extra.items()},
    }
    return assemble(header, parts)


def pack_column(
    values: pd.Series,
    classes: Classes,
    entry: Indicator,
    extra: Mapping[str, npt.ArrayLike] | None = None,
    *,
    quick: bool = False,
) -> bytes:
    """Pack one indicator at one level: the class of each area, and its value as shown.

    `extra` are further runs of whole numbers, none below 0, one a run for each area, by name.
    `quick` is as in `assemble`.
    """
    extra = extra or {}
    steps = steps_of(values.astype("float64").to_numpy(na_value=np.nan), entry.step)
    known = ~np.isnan(steps)
    least = int(steps[known].min()) if known.any() else 0
    span = int(steps[known].max()) - least if known.any() else 0
    wide = span >= NO_VALUE
    stored = np.full(len(steps), NO_VALUE_WIDE if wide else NO_VALUE, np.uint32)
    stored[known] = (steps[known] - least).astype(np.uint32)
    header = {
        "kind": "column",
        "indicator": entry.id,
        "areas": len(steps),
        "least": least,
        "bytes": 4 if wide else 2,
        "decimals": entry.decimals,
        "prefix": entry.prefix,
        "suffix": entry.suffix,
        **({"extra": list(extra)} if extra else {}),
    }
    parts = {
        "classes": classes.of_area.tobytes(),
        "values": stored.astype("<u4" if wide else "<u2").tobytes(),
        **{name: encode_integers(numbers) for name, numbers in extra.items()},
    }
    return assemble(header, parts, quick=quick)


def pack_sites(sites: pd.DataFrame, kinds: list[str]) -> bytes:
    """Pack points to draw on top.

    Parameters
    ----------
    sites
        `easting_m`, `northing_m`, `name`, `provider_name`, `kind` (one of `kinds`) and
        `part_time` (whether part-time courses are taught there).
    """
    unknown = set(sites["kind"]) - set(kinds)
    if unknown:
        raise BadInputError(
            f"{len(unknown)} kinds of site are not declared (first: {min(unknown)})."
        )
    cells = to_cells(sites[["easting_m", "northing_m"]].to_numpy())
    header = {
        "kind": "sites",
        "sites": len(sites),
        "kinds": kinds,
        "cell_m": PACK_CELL_M,
        "texts": ["names", "providers"],
    }
    parts = {
        "x": _steps(cells[:, 0]),
        "y": _steps(cells[:, 1]),
        "kinds": encode_integers(sites["kind"].map(kinds.index).to_numpy()),
        "part_time": encode_integers(sites["part_time"].astype("int64").to_numpy()),
        "names": _lines(sites["name"]),
        "providers": _lines(sites["provider_name"]),
    }
    return assemble(header, parts)


def pack_places(places: pd.DataFrame) -> bytes:
    """Pack the names of places, in the order in which they claim their room.

    Parameters
    ----------
    places
        `easting_m`, `northing_m`, `name`, the zooms `from_zoom` and `to_zoom` between which it is
        written, and `kind`, of `NAME_KINDS`.
    """
    cells = to_cells(places[["easting_m", "northing_m"]].to_numpy())
    header = {"kind": "places", "places": len(places), "cell_m": PACK_CELL_M, "texts": ["names"]}
    parts = {
        "x": _steps(cells[:, 0]),
        "y": _steps(cells[:, 1]),
        "from_zoom": encode_integers(places["from_zoom"].to_numpy()),
        "to_zoom": encode_integers(places["to_zoom"].to_numpy()),
        "kinds": encode_integers(np.array([NAME_KINDS.index(kind) for kind in places["kind"]])),
        "names": _lines(places["name"]),
    }
    return assemble(header, parts)


def pack_lines(lines: npt.NDArray[np.object_]) -> bytes:
    """Pack lines that are drawn over the areas: single ones, in EPSG:27700."""
    vertices, owner = shapely.get_coordinates(lines, return_index=True)
    cells = to_cells(vertices)
    header = {"kind": "lines", "lines": len(lines), "cell_m": PACK_CELL_M}
    counts = np.bincount(owner, minlength=len(lines))
    parts = {
        "counts": encode_integers(counts),
        "x": _steps(cells[:, 0]),
        "y": _steps(cells[:, 1]),
    }
    return assemble(header, parts)


def write_pack(folder: Path, stem: str, content: bytes) -> str:
    """Write a pack under a name that carries its hash; return the name."""
    name = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.bin.gz"
    write_bytes(folder / name, content)
    return name


def folder(root: Path | None = None) -> Path:
    """Return the folder of the bundled packs."""
    return (root or data_dir()) / "packs"


def index(root: Path | None = None) -> dict[str, Any]:
    """Read the index of the bundled packs: which file holds what, and each column's legend.

    It is read once for as long as the file stays as it is: leave what is returned unchanged.
    """
    path = folder(root) / "index.json"
    return _index(path, _state(path))


@lru_cache(maxsize=2)
def _index(path: Path, _state: tuple[int, ...]) -> dict[str, Any]:
    found: dict[str, Any] = read_json(checked(path))
    return found


@lru_cache(maxsize=6)
def _content(path: Path, _state: tuple[int, ...]) -> bytes:
    return checked(path).read_bytes()


def _state(path: Path) -> tuple[int, ...]:
    """Return what changes with a file, so that what was read of it is read anew."""
    if not path.exists():
        return ()
    state = path.stat()
    return state.st_mtime_ns, state.st_size, state.st_ino


def content_of(name: str, root: Path | None = None) -> bytes:
    """Read a bundled pack as it is; the last few are kept, as an export reads one several times."""
    path = folder(root) / name
    return _content(path, _state(path))

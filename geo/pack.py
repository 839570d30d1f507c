"""Compact binary geometry and columns for the browser: arcs, one file a level, one a column.

A pack is gzipped: a line of JSON that says what follows, then the bytes. Whole numbers have
variable length, seven bits a byte, signed ones folded (0, -1, 1, -2 ...). Geometry is in web
mercator on a grid of 2 m, each arc once; a column holds each area's class, and its value as it is
shown, so that map, legend and table cannot disagree. File names carry the hash of their content.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.classes import Classes
from geo.codec import Ints, encode_integers, fold
from geo.errors import BadInputError, IntegrityError
from geo.files import read_json, write_bytes
from geo.indicators import Indicator
from geo.settings import ANALYSIS_CRS, PACK_CELL_M, data_dir
from geo.topology import Rings, Topology

NO_VALUE = 0xFFFF
NO_VALUE_WIDE = 0xFFFFFFFF


def _steps(values: Ints) -> bytes:
    """Write a run of signed numbers as differences from the one before."""
    return encode_integers(fold(np.diff(values, prepend=0)))


def _lines(texts: Iterable[str]) -> bytes:
    """Write texts one a line; a line break inside one becomes a blank."""
    return "\n".join(" ".join(text.split("\n")) for text in texts).encode()


def _assemble(header: dict[str, Any], parts: dict[str, bytes]) -> bytes:
    whole = {**header, "parts": {name: len(part) for name, part in parts.items()}}
    line = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    return gzip.compress(line.encode() + b"\n" + b"".join(parts.values()), 9, mtime=0)


def read_pack(content: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Take a pack apart into its header and its parts.

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
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IntegrityError(
            f"A browser pack cannot be read ({error!r}). Build it again."
        ) from error
    if at != len(body):
        raise IntegrityError(f"A browser pack has {len(body) - at:,} bytes too many or too few.")
    return header, parts


def to_cells(coordinates: npt.NDArray[np.float64]) -> Ints:
    """Turn EPSG:27700 metres into cells of the web-mercator grid: shape (n, 2), y to the south."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(ANALYSIS_CRS, "EPSG:3857", always_xy=True)
    x, y = transformer.transform(coordinates[:, 0], coordinates[:, 1])
    return np.stack([np.round(x / PACK_CELL_M), np.round(-y / PACK_CELL_M)], 1).astype(np.int64)


def pack_arcs(topology: Topology, kept: Ints | None = None) -> bytes:
    """Pack arcs.

    Parameters
    ----------
    topology
        In EPSG:27700.
    kept
        Numbers of the arcs to pack, in order; all unless given.
    """
    cells = to_cells(topology.coordinates)
    arcs = np.arange(len(topology.arc_starts) - 1) if kept is None else kept
    lengths = np.diff(topology.arc_starts)[arcs]
    arc = np.repeat(np.arange(len(arcs)), lengths)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    cells = cells[np.repeat(topology.arc_starts[arcs], lengths) + np.arange(len(arc)) - first]
    # Vertices that fell into the cell of the one before are dropped, but an arc keeps its ends.
    repeats = np.zeros(len(cells), np.bool_)
    repeats[1:] = (cells[1:] == cells[:-1]).all(axis=1) & (arc[1:] == arc[:-1])
    tips = np.append(arc[1:] != arc[:-1], True)
    repeats &= ~tips
    cells, arc = cells[~repeats], arc[~repeats]
    counts = np.bincount(arc, minlength=len(arcs))
    header = {"kind": "arcs", "cell_m": PACK_CELL_M, "arcs": len(arcs), "points": len(cells)}
    parts = {
        "counts": encode_integers(counts),
        "x": _steps(cells[:, 0]),
        "y": _steps(cells[:, 1]),
    }
    return _assemble(header, parts)


def pack_level(geography: str, areas: pd.DataFrame, rings: Rings, arcs_file: str) -> bytes:
    """Pack the areas of a level: codes, names and rings.

    Parameters
    ----------
    areas
        Indexed by code, with `area_name`, `local_name` and `context` (what holds it, in words).
    rings
        On the arcs of `arcs_file`, areas in the order of `areas`.
    """
    contexts = sorted(set(areas["context"]))
    place = {name: number for number, name in enumerate(contexts)}
    header = {
        "kind": "level",
        "geography": geography,
        "areas": len(areas),
        "arcs": arcs_file,
        "contexts": contexts,
    }
    per_area = np.bincount(rings.ring_areas, minlength=rings.areas)
    parts = {
        "codes": _lines(areas.index),
        "names": _lines(areas["area_name"]),
        "local_names": _lines(areas["local_name"]),
        "context": encode_integers(areas["context"].map(place).to_numpy()),
        "rings": encode_integers(per_area),
        "refs_in_ring": encode_integers(np.diff(rings.ring_starts)),
        "refs": _steps(rings.refs),
    }
    return _assemble(header, parts)


def pack_column(values: pd.Series, classes: Classes, entry: Indicator) -> bytes:
    """Pack one indicator at one level: the class of each area, and its value as shown."""
    steps = np.round(values.astype("float64").to_numpy(na_value=np.nan) / entry.step)
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
    }
    parts = {
        "classes": classes.of_area.tobytes(),
        "values": stored.astype("<u4" if wide else "<u2").tobytes(),
    }
    return _assemble(header, parts)


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
    header = {"kind": "sites", "sites": len(sites), "kinds": kinds, "cell_m": PACK_CELL_M}
    parts = {
        "x": _steps(cells[:, 0]),
        "y": _steps(cells[:, 1]),
        "kinds": encode_integers(sites["kind"].map(kinds.index).to_numpy()),
        "part_time": encode_integers(sites["part_time"].astype("int64").to_numpy()),
        "names": _lines(sites["name"]),
        "providers": _lines(sites["provider_name"]),
    }
    return _assemble(header, parts)


def pack_places(places: pd.DataFrame) -> bytes:
    """Pack the names of places, in the order in which they claim their room.

    Parameters
    ----------
    places
        `easting_m`, `northing_m`, `name`, and the zooms `from_zoom` and `to_zoom` between which
        it is written.
    """
    cells = to_cells(places[["easting_m", "northing_m"]].to_numpy())
    header = {"kind": "places", "places": len(places), "cell_m": PACK_CELL_M}
    parts = {
        "x": _steps(cells[:, 0]),
        "y": _steps(cells[:, 1]),
        "from_zoom": encode_integers(places["from_zoom"].to_numpy()),
        "to_zoom": encode_integers(places["to_zoom"].to_numpy()),
        "names": _lines(places["name"]),
    }
    return _assemble(header, parts)


def write_pack(folder: Path, stem: str, content: bytes) -> str:
    """Write a pack under a name that carries its hash; return the name."""
    name = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.bin.gz"
    write_bytes(folder / name, content)
    return name


def folder(root: Path | None = None) -> Path:
    """Return the folder of the bundled packs."""
    return (root or data_dir()) / "packs"


def index(root: Path | None = None) -> dict[str, Any]:
    """Read the index of the bundled packs: which file holds what, and each column's legend."""
    found: dict[str, Any] = read_json(folder(root) / "index.json")
    return found


def cut_arcs(rings: Rings, areas: Ints) -> tuple[Ints, Rings]:
    """Cut some areas out of a level: the arcs that they need, and their rings on those arcs.

    Parameters
    ----------
    areas
        Positions of the areas to keep, rising.

    Returns
    -------
    kept, cut
        Numbers of the arcs to give to `pack_arcs`, and the rings to give to `pack_level`.
    """
    wanted = np.isin(rings.ring_areas, areas)
    inside = np.repeat(wanted, np.diff(rings.ring_starts))
    refs = rings.refs[inside]
    arc = np.where(refs < 0, ~refs, refs)
    kept, place = np.unique(arc, return_inverse=True)
    lengths = np.diff(rings.ring_starts)[wanted]
    return kept, Rings(
        refs=np.where(refs < 0, ~place, place),
        ring_starts=np.concatenate([[0], np.cumsum(lengths)]),
        ring_areas=np.searchsorted(areas, rings.ring_areas[wanted]),
        areas=len(areas),
    )

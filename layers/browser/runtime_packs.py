"""Packs that are made while the app runs, kept in memory beside the bundled ones."""

from __future__ import annotations

import base64
import hashlib
from collections import OrderedDict
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from geo.areas import area_table, holds, inside_of, name_of
from geo.arrays import Flags
from geo.packs import binary as pack
from geo.places import motorway_stamp, motorways, number_points
from geo.registry import NATIONS, PATCH, geography

MOST = 96
"""Packs kept; the ones longest unused go first, and are made again when a map asks for them."""

_made: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def keep(stem: str, content: bytes) -> str:
    """Keep a pack under a name that carries its hash; return the name.

    Examples
    --------
    >>> name = keep("example", b"content")
    >>> name, made(name)
    ('example-ed7002b439e9.bin.gz', b'content')
    """
    name = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.bin.gz"
    with _lock:
        _made[name] = content
        _made.move_to_end(name)
        while len(_made) > MOST:
            _made.popitem(last=False)
    return name


def made(name: str) -> bytes | None:
    """Return a pack that was made here, or None."""
    with _lock:
        return _made.get(name)


_INSIDE = "data:application/gzip;base64,"


def inside(content: bytes) -> str:
    """Write a pack as a name that holds it, so that nothing of it stays here.

    Examples
    --------
    >>> content_of(inside(b"content"))
    b'content'
    """
    return _INSIDE + base64.b64encode(content).decode()


def content_of(name: str) -> bytes:
    """Return a pack that its name holds, or that was made here, or the bundled one."""
    if name.startswith(_INSIDE):
        return base64.b64decode(name.removeprefix(_INSIDE))
    found = made(name)
    return pack.content_of(name) if found is None else found


def motorway_packs() -> dict[str, str]:
    """Return the packs of the motorways that the user has: `file` and `numbers`; none without."""
    if not (stamp := motorway_stamp()):
        return {}
    lines, numbers = _of_roads(stamp)
    return {"file": keep("motorways", lines), "numbers": keep("numbers", numbers)}


@lru_cache(maxsize=1)
def _of_roads(_stamp: tuple[tuple[str, int], ...]) -> tuple[bytes, bytes]:
    roads = motorways()
    assert roads is not None
    return pack.pack_lines(roads["geometry"].to_numpy()), pack.pack_places(number_points(roads))


def patch_level(code: str, level: str, packs: dict[str, Any]) -> dict[str, str]:
    """Return the level whose one area is a patch, drawn with the arcs of a level that is shown."""
    base = geography(level).drawn_with
    return {
        "id": PATCH.id,
        "file": keep(PATCH.id, _content(code, base, packs["levels"][level]["arcs"])),
        "arcs": packs["levels"][level]["arcs"],
    }


@lru_cache(maxsize=32)
def _content(code: str, base: str, arcs_file: str) -> bytes:
    inside = _inside(base, code)
    if base == "lsoa21":
        # Behind the neighbourhoods come the districts of where there are none.
        districts = area_table("lad24")
        beyond = ~districts["nation"].isin(["England", "Wales"]).to_numpy()
        inside = np.concatenate([inside, _inside("lad24", code)[beyond]])
    areas = pd.DataFrame(
        {"area_name": [name_of(PATCH.id, code)], "local_name": "", "context": NATIONS[code[0]]},
        index=[code],
    )
    return pack.pack_level(PATCH.id, areas, np.where(inside, 0, -1), arcs_file)


def _inside(level: str, code: str) -> Flags:
    return inside_of(level, code) if holds(level, code) else np.zeros(len(area_table(level)), bool)

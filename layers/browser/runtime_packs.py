"""Packs that are made while the app runs, kept in memory beside the bundled ones."""

from __future__ import annotations

import base64
import hashlib
from collections import OrderedDict
from threading import Lock

from geo.packs import binary as pack

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

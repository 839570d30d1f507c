"""Files that people name: opened only if they are regular, and read only as far as they may go.

What a file says of its size is not believed: a device has none, and one that is being written grows
while it is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geo.errors import BadInputError, GeoError

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
# Opening a pipe would wait for whoever writes into it. Windows has neither of the two.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file to read; never wait for one that is not.

    Raises
    ------
    BadInputError
        If it is a folder, a pipe, a device or a socket.
    OSError, ValueError
        If it cannot be opened.
    """
    number = os.open(path, _FLAGS)
    try:
        _check(os.fstat(number).st_mode, path)
    except GeoError:
        os.close(number)
        raise
    with os.fdopen(number, "rb") as handle:
        yield handle


def check_regular(path: Path) -> None:
    """Refuse a path that is not of a regular file, before what opens it by its name.

    Raises
    ------
    BadInputError
        If it is none.
    OSError, ValueError
        If there is none, or it cannot be opened.
    """
    with opened(path):
        pass


def read_most(path: Path, most: int) -> bytes:
    """Return what a file holds, as far as one byte more than `most`.

    Raises
    ------
    BadInputError, OSError, ValueError
        As `opened` does.
    """
    with opened(path) as handle:
        # Files that the system makes up have nothing to give at times.
        return handle.read(most + 1) or b""


def _check(mode: int, path: Path) -> None:
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "no file")
        raise BadInputError(
            f"{path.name}: this is {kind}, not a regular file, and nothing of it was read. Copy "
            "what it holds into a file and give that."
        )

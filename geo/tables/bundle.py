"""The bundle's files: each is what its record says, or is not read.

A figure that was changed in a file would be shown as the publisher's own. So whatever reads a
bundled file asks for it here, and a file is hashed once a process, as long as it stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from geo.errors import IntegrityError, first_of
from geo.files import read_json, sha256_of
from geo.settings import data_dir

NAME = "provenance.json"
"""The record of every bundled file: its hash, and what it was made from."""
FOLDERS = ("boundaries", "tables", "joined", "packs")
_SHOWN = 12

_State = tuple[int, ...]
"""Size, times and number of a file: another where its content is."""
_hashed: dict[Path, tuple[_State, str]] = {}
_records: dict[Path, tuple[_State, dict[str, Any]]] = {}
_trusted: ContextVar[frozenset[Path]] = ContextVar("trusted", default=frozenset())


def checked(path: Path) -> Path:
    """Return the path of a bundled file, once its content is the one recorded.

    A file that is not there is left to its reader, who knows what it is for.

    Raises
    ------
    IntegrityError
        If the content is another, or there is no record of it.
    """
    root = path.parent.parent
    if root in _trusted.get() or not path.is_file():
        return path
    name = path.relative_to(root).as_posix()
    entry = _recorded(root).get(name)
    if entry is None:
        raise IntegrityError(
            f"{name} is not in {NAME} of {root}. Restore the data folder from the repository, or "
            "make it with `coldspots build`."
        )
    found = hash_of(path)
    if found != entry["sha256"]:
        raise IntegrityError(
            f"{name}: its sha256 is {found[:_SHOWN]}, and {entry['sha256'][:_SHOWN]} is recorded: "
            "a figure in it may be another than the publisher's. Restore it from the repository, "
            "or run `coldspots build`."
        )
    return path


@contextmanager
def trusting(root: Path) -> Iterator[None]:
    """Let files of a folder be read that is being made, or whose content is being looked at."""
    before = _trusted.set(_trusted.get() | {root})
    try:
        yield
    finally:
        _trusted.reset(before)


def check_all(root: Path | None = None, *, anew: bool = True) -> None:
    """Hash every bundled file.

    Parameters
    ----------
    root
        Folder of the bundle; the app's own unless given.
    anew
        Whether to hash again what this process has hashed before, though its size and times are
        the same.

    Raises
    ------
    IntegrityError
        If one is missing, is not recorded, or is not what is recorded.
    """
    root = root or data_dir()
    recorded = _recorded(root)
    there = {
        path.relative_to(root).as_posix()
        for folder in FOLDERS
        for path in (root / folder).glob("*")
        if not path.name.startswith(".")
    }
    lost, extra = sorted(set(recorded) - there), sorted(there - set(recorded))
    if lost or extra:
        raise IntegrityError(
            f"{first_of(lost)} files are missing, {first_of(extra)} are not in {NAME}. Restore the "
            "data folder from the repository."
        )
    for name in recorded if anew else ():
        _hashed.pop(root / name, None)
    changed = [name for name, entry in recorded.items() if hash_of(root / name) != entry["sha256"]]
    if changed:
        raise IntegrityError(
            f"{first_of(changed)} files differ from their recorded hash. Restore them from the "
            "repository, or run `coldspots build`."
        )


def _recorded(root: Path) -> dict[str, Any]:
    path = root / NAME
    held = _records.get(root)
    try:
        state = _state(path)
    except OSError:
        state = ()
    if held is None or held[0] != state:
        files = read_json(path).get("files", {})
        held = _records[root] = (state, files)
    return held[1]


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a bundled file; it is hashed once, as long as it stays as it is."""
    state = _state(path)
    held = _hashed.get(path)
    if held is None or held[0] != state:
        held = _hashed[path] = (state, sha256_of(path))
    return held[1]


def _state(path: Path) -> _State:
    found = path.stat()
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

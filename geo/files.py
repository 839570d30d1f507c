"""Writes that either happen whole or not at all, hashes, and the one lock."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from geo.errors import DiskError, GeoError, IntegrityError
from geo.settings import LOCK_SECONDS

HALF = ".half-"
"""What the names of files that are not yet whole begin with."""
_STALE_S = 3_600
"""Seconds after which such a file is of a writer that was killed."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; move it there if the block ends well.

    The data are flushed to the disk before the move, and a block that fails leaves what was at
    `path` as it was and no temporary file. A file that was there keeps its permissions; a new one
    has those that the umask leaves.

    Raises
    ------
    DiskError
        If the folder cannot be written, the disk is full, or `path` is a device or a folder.
    """
    temporary: Path | None = None
    try:
        if path.exists() and not path.is_file():
            # A move would put a file in the place of a device, for every other program too.
            raise DiskError(
                f"Could not write {path.name}: it is no file, but a folder or a device. Give the "
                "name of a file."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        temporary = path.with_name(f"{HALF}{secrets.token_hex(8)}{path.suffix}")
        mode = _begin(temporary)
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        _permit(temporary, path, mode)
        temporary.replace(path)
    except OSError as error:
        # Work that was stopped meanwhile says so itself.
        if isinstance(error, GeoError):
            raise
        raise DiskError(
            f"Could not write {path.name}: {error.strerror or error}. What was there is "
            "unchanged. Free some space or choose another folder."
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _begin(temporary: Path) -> int:
    """Make an empty file that nobody else may read; return the permissions that a new one has."""
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
    try:
        # The system applies the umask and the folder's own defaults: to read the umask is to set
        # it, for all threads.
        mode = stat.S_IMODE(os.fstat(handle).st_mode)
    finally:
        os.close(handle)
    # What it takes the place of may be for fewer eyes.
    temporary.chmod(0o600)
    return mode


def _permit(temporary: Path, path: Path, mode: int) -> None:
    """Set the permissions of a finished file to those of the one it replaces, or else to `mode`."""
    try:
        old = path.stat()
    except FileNotFoundError:
        old = None
    if old is not None:
        mode = stat.S_IMODE(old.st_mode) & 0o777
        new = temporary.stat()
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            try:
                os.chown(temporary, old.st_uid, old.st_gid)
            except OSError:
                # Its group was another one, which cannot be given: this one was not meant.
                mode &= ~0o070
    temporary.chmod(mode)


@cache
def _sweep(folder: Path) -> None:
    """Remove what a killed writer left in a folder, once for each process."""
    limit = time.time() - _STALE_S
    for path in folder.glob(f"{HALF}*"):
        with suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_json(path: Path, content: Any) -> None:
    """Write `content` as JSON with sorted keys, so that the same content gives the same bytes."""
    write_bytes(path, as_json(content))


def as_json(content: Any) -> bytes:
    r"""Return the bytes of `content` as JSON with sorted keys.

    Examples
    --------
    >>> as_json({"b": 1, "a": []}).decode()
    '{\n "a": [],\n "b": 1\n}\n'
    """
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_json(path: Path) -> Any:
    """Read a JSON file of the bundle.

    Raises
    ------
    IntegrityError
        If the file is missing or is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IntegrityError(
            f"{path.name} is missing from {path.parent}. Restore the data folder from the "
            "repository, or make it with `coldspots build`."
        ) from error
    except (ValueError, RecursionError) as error:
        raise IntegrityError(
            f"{path.name} is not valid JSON ({error}). Restore it from the repository."
        ) from error


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; wait up to `LOCK_SECONDS` for another writer.

    Raises
    ------
    DiskError
        If another process still holds the lock after that time.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / ".lock"
    try:
        with FileLock(lock, timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise DiskError(
            f"Another run is writing to {folder.name} and did not finish in {LOCK_SECONDS} s. "
            f"Wait for it; if none is running, delete {lock.name} in that folder."
        ) from error
    except OSError as error:
        if isinstance(error, DiskError) or not _unusable(lock):
            raise
        raise DiskError(
            f"{folder.name}: {lock.name} is a link or no file, and is not followed. Look at where "
            f"it leads, then delete {lock.name} in that folder."
        ) from error


def _unusable(lock: Path) -> bool:
    return lock.is_symlink() or (lock.exists() and not lock.is_file())


def drop_staging(folder: Path, prefix: str) -> None:
    """Remove the folders of a run that was killed; only who holds the lock may ask for it."""
    for path in folder.glob(f"{prefix}*"):
        shutil.rmtree(path, ignore_errors=True)

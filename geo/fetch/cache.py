"""What has been fetched: the per-user cache of publishers' files, and its record."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.errors import DiskError, IntegrityError, SourceUnavailableError, first_of
from geo.files import read_json, sha256_of, write_json
from geo.registry import DATASETS, dataset
from geo.settings import cache_dir

NAME = "fetched.json"

__all__ = [
    "NAME",
    "cache_dir",
    "filled",
    "make_private",
    "missing",
    "note",
    "of_file",
    "own_copy",
    "raw_dir",
    "record",
    "today",
    "words",
]


def make_private(cache: Path) -> None:
    """Make the cache, where it is not there yet, a folder that its user alone may enter.

    Raises
    ------
    DiskError
        If it cannot be made.
    """
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(
            f"The cache {cache} cannot be made ({error.strerror}). Nothing was overwritten. Free "
            "some space or set COLDSPOTS_CACHE to another folder."
        ) from error


def raw_dir(cache: Path) -> Path:
    """Return the folder of publishers' files in the cache, laid out as the build reads it."""
    return cache / "raw"


def today() -> str:
    """Return the date, as `2026-11-26` (UTC)."""
    return datetime.now(UTC).date().isoformat()


def record(cache: Path) -> dict[str, Any]:
    """Read what is recorded of each source: an empty table where nothing was ever fetched.

    Returns
    -------
    record
        By source: `files` (with the hash of each), `from`, `on`, `checked`, `how`, `sha256` and
        `bytes` of what the publisher sent, and `failed` (`on`, `why`) where the last try did.
    """
    path = cache / NAME
    return read_json(path) if path.is_file() else {}


def note(cache: Path, name: str, entry: dict[str, Any]) -> None:
    """Record what became of one source."""
    write_json(cache / NAME, {**record(cache), name: entry})


def of_file(raw: Path, file: str) -> dict[str, Any] | None:
    """Return what is recorded of a file of a folder of raw files, if that is the cache's.

    Raises
    ------
    IntegrityError
        If the file is not the one recorded.
    """
    for entry in record(raw.parent).values() if raw.name == "raw" else ():
        if file in entry.get("files", {}):
            if sha256_of(raw / file) != entry["files"][file]:
                raise IntegrityError(
                    f"{file}: the copy in the cache is not the one recorded on {entry['on']}. "
                    "Fetch it again, or hand it over again."
                )
            return dict(entry)
    return None


def missing(cache: Path) -> list[str]:
    """List the datasets whose file is not in the cache."""
    raw = raw_dir(cache)
    return [entry.id for entry in DATASETS if entry.id != "postcodes" and not entry.files_in(raw)]


def own_copy(name: str) -> Path | None:
    """Return the user's own copy of a dataset; None where there is none that may be read."""
    raw = raw_dir(cache_dir())
    files = dataset(name).files_in(raw)
    return raw / files[0] if files else None


def filled(cache: Path) -> Path:
    """Return the cache's folder of raw files.

    Raises
    ------
    SourceUnavailableError
        If a dataset is not in it.
    """
    lacking = missing(cache)
    if lacking:
        raise SourceUnavailableError(
            f"The cache lacks {first_of(lacking)} of the {len(DATASETS)} datasets. Run `coldspots "
            "fetch`, hand over the rest with `coldspots fetch DATASET --from FILE`, or give a "
            "folder with --raw."
        )
    return raw_dir(cache)


def words(entry: dict[str, Any] | None) -> str:
    """Return in a sentence or two how a source stands in the cache; empty if never fetched.

    Examples
    --------
    >>> failed = {"on": "2026-12-01", "why": "Down."}
    >>> words({"on": "2026-11-26", "how": "fetched", "failed": failed})
    'Fetched on 2026-11-26. Tried on 2026-12-01 and not had: Down.'
    """
    if not entry:
        return ""
    had = f"{entry['how'].capitalize()} on {entry['on']}." if "on" in entry else ""
    failed = entry.get("failed")
    tried = f"Tried on {failed['on']} and not had: {failed['why']}" if failed else ""
    return f"{had} {tried}".strip()

"""Fetch datasets from their publishers into the cache: each whole and checked, or not at all."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import (
    BadInputError,
    DiskError,
    GeoError,
    IntegrityError,
    SourceUnavailableError,
)
from geo.fetch import cache as fetched
from geo.fetch.check import check_source
from geo.fetch.client import Client
from geo.fetch.layouts import lay_members, lay_source
from geo.fetch.response import Sent, send
from geo.files import drop_staging, only_writer, replacing, sha256_of
from geo.registry import DATASETS, dataset
from geo.registry.datasets.sources import (
    SOURCES,
    ByHand,
    File,
    Installed,
    Lines,
    Source,
    Statistics,
    source,
)

_STAGING = ".fetch-"


@dataclass(frozen=True)
class Outcome:
    """What became of one source."""

    source: Source
    status: str
    """`fetched`, `unchanged`, `handed over`, `by hand`, `installed` or `failed`."""
    said: str
    """The rest of the line."""
    exit_code: int = 0
    record: dict[str, Any] = field(default_factory=dict)
    """What the cache holds of it now."""


def choose(names: Sequence[str], *, large: bool = False) -> list[Source]:
    """Return the sources of datasets, each once; all if none is named, very large ones if asked."""
    named = list({entry.id: entry for entry in map(source, names)}.values())
    return named or [entry for entry in SOURCES if large or not isinstance(entry, Lines)]


def fetch(
    sources: Sequence[Source],
    cache: Path,
    client: Client,
    *,
    accept: bool = False,
    began: Callable[[Source], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Fetch sources one after another.

    Parameters
    ----------
    sources
        As `choose` gives them.
    cache
        Folder of the cache.
    accept
        Whether to take a file whose hash or version is not the one pinned, if it reads well.
    began
        Told of each source before it is asked for.

    Yields
    ------
    outcome
        For each source; one that fails leaves what the cache held, and the failure is recorded.

    Raises
    ------
    DiskError
        If the cache cannot be written.
    """
    fetched.make_private(cache)
    with only_writer(cache):
        for entry in sources:
            began(entry)
            try:
                yield _fetch_one(entry, cache, client, accept)
            except DiskError:
                raise
            except GeoError as error:
                yield _failed(entry, cache, error)
            except RecursionError:
                deep = f"{entry.id}: what was sent is nested too deeply. Nothing was overwritten."
                yield _failed(entry, cache, IntegrityError(deep))


def hand_over(name: str, path: Path, cache: Path) -> Outcome:
    """Accept a file that a person downloaded, checked as if it had been fetched.

    Raises
    ------
    BadInputError
        If there is no such file, or an archive does not hold what it should.
    IntegrityError
        If it is not as the registry declares it.
    """
    entry = source(name)
    if isinstance(entry, Installed):
        raise BadInputError(f"{name}: {entry.note} It is not handed over.")
    if not path.is_file():
        raise BadInputError(f"{path}: there is no such file. Give the file of {name} with --from.")
    fetched.make_private(cache)
    with only_writer(cache), _Staging(cache) as folder:
        files = list(entry.files)
        if isinstance(entry, ByHand) and entry.members and path.suffix == ".zip":
            lay_members(path, entry, folder)
        else:
            if len(files) > 1:
                entry = ByHand((name,), "U")
            files = [_place_of(entry, path)]
            lay_source(path, entry, folder / files[0])
        sent = Sent(path.name, sha256_of(path), path.stat().st_size, {})
        return _keep(entry, cache, folder, files, sent, "handed over")


def hand_over_folder(raw: Path, cache: Path) -> Iterator[Outcome]:
    """Accept every file of a folder that is laid out as the registry says."""
    first = {file: one.id for one in reversed(DATASETS) for file in one.files_in(raw)[:1]}
    for file, name in reversed(first.items()):
        try:
            yield hand_over(name, raw / file, cache)
        except (IntegrityError, BadInputError) as error:
            yield Outcome(source(name), "failed", str(error), error.exit_code)


def _fetch_one(entry: Source, cache: Path, client: Client, accept: bool) -> Outcome:
    held = fetched.record(cache).get(entry.id, {})
    if isinstance(entry, Installed):
        return Outcome(entry, "installed", entry.note, record=held)
    if isinstance(entry, ByHand):
        return Outcome(entry, "by hand", f"{entry.note} Page: {entry.page}", record=held)
    whole = _is_whole(cache, held)
    if isinstance(entry, File) and entry.sha256 and whole and held["sha256"] == entry.sha256:
        return _unchanged(entry, cache, held)
    with _Staging(cache) as folder:
        known = {name: held.get(name, "") for name in ("etag", "last_modified")} if whole else {}
        sent = send(
            entry, cache, folder, client, accept, {**known, "version": held.get("version", "")}
        )
        if sent is None:
            return _unchanged(entry, cache, held)
        if whole and held["sha256"] == sent.sha256:
            return _unchanged(entry, cache, {**held, **sent.more}, sent.note)
        return _keep(entry, cache, folder, entry.files, sent, "fetched")


def _place_of(entry: Source, path: Path) -> str:
    """Return where a file handed over is read: the publisher's own is told by its kind."""
    if isinstance(entry, Statistics):
        return entry.file
    named = dataset(entry.id)
    own = zipfile.is_zipfile(path) or path.suffix == Path(named.own_file).suffix
    return (named.own_file if own else "") or named.file


def _keep(
    entry: Source, cache: Path, folder: Path, files: Sequence[str], sent: Sent, how: str
) -> Outcome:
    """Check what was sent, then move it over what there was, then record it."""
    new = {file: folder / file for file in files}
    raw = fetched.raw_dir(cache)
    for one in DATASETS:
        for file in [] if one.files_in(folder) else one.files_in(raw)[:1]:
            beside = folder / file
            beside.parent.mkdir(parents=True, exist_ok=True)
            _put_beside(raw / file, beside)
    left = check_source(entry, folder)
    for file, path in new.items():
        with replacing(raw / file) as temporary:
            shutil.copyfile(path, temporary)
    # Of a copy and the publisher's own file one is kept: the one that came last.
    for name in entry.datasets:
        for file in set(dataset(name).files_in(raw)).difference(new):
            (raw / file).unlink()
    day = fetched.today()
    held = {
        "files": {file: sha256_of(raw / file) for file in new},
        "from": sent.address,
        "on": day,
        "checked": day,
        "how": how,
        "sha256": sent.sha256,
        "bytes": sent.size,
        **sent.more,
    }
    fetched.note(cache, entry.id, held)
    said = " ".join(
        filter(None, (f"{sent.size:,} bytes, sha256 {sent.sha256[:16]}.", sent.note, left))
    )
    return Outcome(entry, how, said, record=held)


def _put_beside(path: Path, beside: Path) -> None:
    try:
        beside.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, beside)


def _unchanged(entry: Source, cache: Path, held: dict[str, Any], note: str = "") -> Outcome:
    kept = {name: value for name, value in held.items() if name != "failed"}
    kept["checked"] = fetched.today()
    fetched.note(cache, entry.id, kept)
    said = f"The copy of {held['on']} still holds. {note}".strip()
    return Outcome(entry, "unchanged", said, record=kept)


def _failed(entry: Source, cache: Path, error: GeoError) -> Outcome:
    held = fetched.record(cache).get(entry.id, {})
    why = " ".join(str(error).split())
    kept = {**held, "failed": {"on": fetched.today(), "why": why}}
    fetched.note(cache, entry.id, kept)
    stays = f"The copy of {held['on']} stays." if "on" in held else "The bundled copy stays in use."
    known = isinstance(error, SourceUnavailableError | IntegrityError)
    code = error.exit_code if known else IntegrityError.exit_code
    return Outcome(entry, "failed", f"{why} {stays}", code, kept)


def _is_whole(cache: Path, held: dict[str, Any]) -> bool:
    """Test whether the cache holds the very files that it recorded of a source."""
    raw = fetched.raw_dir(cache)
    files = held.get("files", {})
    return bool(files) and all(
        (raw / file).is_file() and sha256_of(raw / file) == digest for file, digest in files.items()
    )


class _Staging:
    """A folder in the cache for files that are not yet checked; nothing of it is left behind."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache

    def __enter__(self) -> Path:
        drop_staging(self.cache, _STAGING)
        try:
            self.folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self.cache))
        except OSError as error:
            raise DiskError(
                f"The cache {self.cache} cannot be written ({error.strerror}). Nothing was "
                "overwritten. Free some space or set COLDSPOTS_CACHE to another folder."
            ) from error
        return self.folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

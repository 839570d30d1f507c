"""What one publisher sends of one source, held against its kind, its pin and its version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from geo.errors import BadInputError, IntegrityError
from geo.fetch.arcgis import find_features
from geo.fetch.client import Client, GoneError, Got
from geo.fetch.ees import DataSet, download_data_set, find_data_set
from geo.fetch.layouts import lay_features, lay_source
from geo.fetch.sniff import check_kind
from geo.files import sha256_of
from geo.registry.datasets.sources import Features, File, Source, Statistics


@dataclass(frozen=True)
class Sent:
    """What a publisher sent, laid out in a folder as the readers read it."""

    address: str
    sha256: str
    size: int
    more: dict[str, str]
    """ETag, time of change and version, to ask by the next time."""
    note: str = ""


def send(
    entry: Source, cache: Path, folder: Path, client: Client, accept: bool, known: dict[str, str]
) -> Sent | None:
    """Request a source of its publisher, and lay it in a folder as the readers read it.

    Parameters
    ----------
    known
        `etag`, `last_modified` and `version` of the copy there is.

    Returns
    -------
    sent
        None if the copy that there is still holds.

    Raises
    ------
    SourceUnavailableError
        If the publisher does not answer, or has no such file any more.
    IntegrityError
        If what is sent is of another kind than declared, is not whole, or is not what is pinned.
    """
    if isinstance(entry, Features):
        features, found, note = find_features(client, entry)
        target = folder / entry.files[0]
        digest = lay_features(features, entry, target)
        return Sent(found.address, digest, target.stat().st_size, {}, note)
    part = cache / "parts" / entry.id
    part.parent.mkdir(parents=True, exist_ok=True)
    version = known.get("version", "")
    more, note = {}, ""
    if isinstance(entry, Statistics):
        data_set = find_data_set(client, entry, "" if accept else version)
        note = _version_note(data_set)
        more = {"version": data_set.version, "data_set": data_set.id}
        kept = known if data_set.version == version else None
        got = download_data_set(client, data_set, part, kept)
    elif isinstance(entry, File):
        got, note = _download(entry, part, client, known)
    else:
        raise BadInputError(f"{entry.id} is not fetched.")
    if got is None:
        return None
    try:
        kind = entry.kind if isinstance(entry, File) else "csv"
        check_kind(part, kind, entry.id, entry.page)
        sent = Sent(
            got.address,
            sha256_of(part),
            part.stat().st_size,
            {"etag": got.etag, "last_modified": got.last_modified, **more},
            note,
        )
        _check_pin(entry, sent, accept)
        lay_source(part, entry, folder / entry.files[0])
    finally:
        part.unlink(missing_ok=True)
    return sent


def _download(
    entry: File, part: Path, client: Client, known: dict[str, str]
) -> tuple[Got | None, str]:
    """Download from the address, or from another, or where the publisher's page says it is now."""
    try:
        return client.download(entry.address, part, known), ""
    except GoneError:
        if not entry.content_page and not entry.elsewhere:
            raise
    for other in entry.elsewhere:
        try:
            return client.download(other, part), f"The address was gone: taken from {other}."
        except GoneError:
            if other == entry.elsewhere[-1] and not entry.content_page:
                raise
    name = unquote(urlsplit(entry.address).path.rsplit("/", 1)[-1])
    page = client.json(entry.content_page)
    details = page.get("details") if isinstance(page, dict) else None
    listed = (details if isinstance(details, dict) else {}).get("attachments")
    there = [str(one.get("url")) for one in listed or [] if isinstance(one, dict)]
    fits = [one for one in there if _plain_name(one) == _plain_name(name)]
    if len(fits) != 1:
        raise GoneError(
            f"{entry.id}: its address is gone, and {len(fits)} of {len(there)} files on the "
            f"publisher's page are called {name}. Nothing was overwritten; look at {entry.page}."
        )
    return client.download(fits[0], part), f"The address was gone: taken from {fits[0]}."


def _plain_name(address: str) -> str:
    """Return a file's name without the mark of a later version."""
    name = unquote(urlsplit(address).path.rsplit("/", 1)[-1]).casefold()
    stem, _, suffix = name.rpartition(".")
    return f"{stem.removesuffix('_v2')}.{suffix}"


def _check_pin(entry: Source, sent: Sent, accept: bool) -> None:
    pinned = entry.sha256 if isinstance(entry, File) else ""
    if pinned and sent.sha256 != pinned and not accept:
        raise IntegrityError(
            f"{entry.id}: the file has sha256 {sent.sha256[:16]}, expected {pinned[:16]}: a new "
            f"edition, or a damaged file. Nothing was overwritten; look at {entry.page}, and take "
            "it with --accept."
        )


def _version_note(found: DataSet) -> str:
    if found.version == found.latest:
        return f"Version {found.version} of {found.title!r}."
    return (
        f"Version {found.version} of {found.title!r}; {found.latest} is out: take it with --accept."
    )

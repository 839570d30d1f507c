"""Data sets of the DfE's explore education statistics, by its API, each at a stated version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import IntegrityError
from geo.fetch.client import Client, Got
from geo.registry.datasets.sources import STATISTICS_API, Statistics

PAGE = 20
MOST_PAGES = 100


@dataclass(frozen=True)
class DataSet:
    """One data set, as the API tells of it."""

    id: str
    title: str
    version: str
    """Version to ask for."""
    latest: str
    """Latest version there is."""


def find_data_set(client: Client, source: Statistics, kept: str = "") -> DataSet:
    """Find a data set by its id, or by the words of its title among its publication's.

    Parameters
    ----------
    kept
        Version recorded at an earlier fetch: it stays until another is asked for.

    Raises
    ------
    SourceUnavailableError
        If the API does not answer.
    IntegrityError
        If no data set, or more than one, is meant.
    """
    about = (
        client.json(f"{STATISTICS_API}/data-sets/{source.data_set}")
        if source.data_set
        else _by_title(client, source)
    )
    try:
        name, title = str(about["id"]), str(about["title"])
        latest = str(about["latestVersion"]["version"])
    except (KeyError, TypeError) as error:
        raise _wrong(source, f"the API does not tell of it as documented ({error!r})") from error
    return DataSet(name, title, source.version or kept or latest, latest)


def download_data_set(
    client: Client, found: DataSet, part: Path, known: dict[str, str] | None = None
) -> Got | None:
    """Download the CSV file of a data set at its version; None if the copy there is still holds."""
    address = f"{STATISTICS_API}/data-sets/{found.id}/csv?dataSetVersion={found.version}"
    return client.download(address, part, known)


def _by_title(client: Client, source: Statistics) -> Any:
    publications = [
        entry
        for entry in _all(client, source, "/publications", {"search": source.publication})
        if str(entry.get("title", "")).casefold() == source.publication.casefold()
    ]
    if len(publications) != 1:
        raise _wrong(source, f"{len(publications)} publications are called {source.publication!r}")
    sets = list(_all(client, source, f"/publications/{publications[0]['id']}/data-sets", {}))
    meant = [
        entry
        for entry in sets
        if all(word in str(entry.get("title", "")).casefold() for word in source.words)
    ]
    if len(meant) != 1:
        titles = sorted(str(entry.get("title")) for entry in meant or sets)[:5]
        raise _wrong(source, f"{len(meant)} data sets are meant by {source.words}: {titles}")
    return meant[0]


def _all(
    client: Client, source: Statistics, path: str, asked: dict[str, str | int]
) -> Iterator[dict[str, Any]]:
    """Go through the results of a list, page by page."""
    page, pages = 1, 1
    while page <= pages:
        answer = client.json(STATISTICS_API + path, {**asked, "page": page, "pageSize": PAGE})
        try:
            yield from answer["results"]
            pages = int(answer["paging"]["totalPages"])
            if pages > MOST_PAGES:
                raise ValueError(f"{pages:,} pages")
        except (KeyError, TypeError, ValueError) as error:
            raise _wrong(source, f"the API's list is not as documented ({error!r})") from error
        page += 1


def _wrong(source: Statistics, what: str) -> IntegrityError:
    return IntegrityError(f"{source.id}: {what}. Nothing was overwritten; look at {source.page}.")

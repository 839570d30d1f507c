"""One request to a publisher: asked again if need be, resumed where it broke, size checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import MaxRetryError, NameResolutionError, ProtocolError

from geo.errors import DiskError, IntegrityError, SourceUnavailableError
from geo.fetch.guard import Guarded, Place, Watch, place_of
from geo.fetch.patience import BUSY, Patience, is_unreachable
from geo.fetch.sniff import is_page
from geo.registry.datasets.sources import addresses
from geo.settings import VERSION

Answer = TypeVar("Answer")

AGENT = f"coldspots/{VERSION} (regional opportunity map; refreshes open data)"
MOST_BYTES = 1_000_000_000
MOST_JSON = 100_000_000
"""Bytes of a file, and of one answer in JSON, unpacked."""
_CHUNK = 1 << 14
"""Bytes read at once: of an answer that breaks off, no more than these are lost."""


class _BrokeOffError(Exception):
    """An answer that began and is not whole, and what is left of the patience with its server."""

    def __init__(self, why: str, left: Patience) -> None:
        super().__init__(why)
        self.left = left


@dataclass(frozen=True)
class Got:
    """What a download gave."""

    address: str
    """Where it came from in the end."""
    etag: str
    last_modified: str


@dataclass(frozen=True)
class Client:
    """How publishers are asked: one request at a time, with patience that ends."""

    hosts: Mapping[str, str] = field(default_factory=dict)
    """Beginning of an address, and what to ask instead: a mirror, or a publisher's new host."""
    connect_s: float = 10
    read_s: float = 60
    """Longest silence of a server, in seconds."""
    whole_s: float = 1_800
    """Longest time that one answer may take, however little of it comes at a time."""
    tries: int = 5
    wait_s: float = 1
    """Half the wait after the second failure; doubled each time, and up to `wait_s` more by
    chance. After the first, the server is asked again at once."""
    most_wait_s: float = 90
    """Longest wait, whether by doubling or because a server asks for it."""
    progress: Callable[[int, int | None], None] = lambda _done, _total: None
    """Called with how many bytes, or rows, are done, and of how many if that is known."""
    unreachable: dict[str, str] = field(default_factory=dict)
    """Hosts that no connection can be made to, each with the reason: not asked again."""

    def json(self, address: str, asked: Mapping[str, str | int] | None = None) -> Any:
        """Request JSON.

        Raises
        ------
        SourceUnavailableError
            If the server does not answer in the end.
        IntegrityError
            If the answer is not JSON, or larger or nested more deeply than any of these can be.
        """

        def once(left: Patience) -> bytes:
            with self._get(address, left, asked) as answer:
                content = bytearray()
                for chunk in answer.iter_content(_CHUNK):
                    content += chunk
                    _check_size(answer, len(content), MOST_JSON)
                return bytes(content)

        content = self._tried(address, once)
        try:
            return json.loads(content)
        except RecursionError as error:
            raise IntegrityError(
                f"{_host(address)}: answered with JSON that is nested too deeply. Nothing was "
                "overwritten."
            ) from error
        except ValueError as error:
            page = "a web page" if is_page(content) else "no JSON"
            raise IntegrityError(
                f"{_host(address)}: answered with {page} where JSON was asked for. Nothing was "
                "overwritten; try again later."
            ) from error

    def download(
        self, address: str, part: Path, known: Mapping[str, str] | None = None
    ) -> Got | None:
        """Download a file to `part`, going on where an earlier try broke off.

        Parameters
        ----------
        part
            File to write; what was had of it before is kept beside it until it is whole.
        known
            `etag` and `last_modified` of the copy there is: the server is asked for another only.

        Returns
        -------
        got
            None if the copy that there is still holds.

        Raises
        ------
        SourceUnavailableError
            If the server does not answer or never sends all of it.
        IntegrityError
            If the file is larger than any of these can be.
        DiskError
            If it cannot be written.
        """
        return self._tried(address, lambda left: self._part(address, part, known or {}, left))

    def _part(
        self, address: str, part: Path, known: Mapping[str, str], left: Patience
    ) -> Got | None:
        stamp = part.with_name(part.name + ".json")
        had, condition = _had(part, stamp, address)
        headers = {
            "If-None-Match": known.get("etag"),
            "If-Modified-Since": known.get("last_modified"),
        }
        if had:
            headers |= {"Range": f"bytes={had}-", "If-Range": condition}
        with self._get(address, left, headers=headers) as answer:
            if answer.status_code == 304:
                return None
            if answer.status_code == 416 or not _goes_on(answer, had):
                had = 0
            if answer.status_code == 416:
                part.unlink(missing_ok=True)
                raise _BrokeOffError("the part that was had is not of this file", _left(answer))
            got = Got(
                answer.url,
                answer.headers.get("ETag", ""),
                answer.headers.get("Last-Modified", ""),
            )
            packed = answer.headers.get("Content-Encoding", "identity") not in ("", "identity")
            length = answer.headers.get("Content-Length", "")
            # Of what is packed on its way the length is not the file's, and no part can be gone on
            # from.
            whole = had + int(length) if length.isdigit() and not packed else None
            try:
                if packed:
                    stamp.unlink(missing_ok=True)
                else:
                    stamp.write_text(json.dumps({**vars(got), "asked": address}), encoding="utf-8")
                had = self._stream(answer, part, had, whole)
            except requests.RequestException:
                raise
            except OSError as error:
                raise DiskError(
                    f"Could not write {part.name}: {error.strerror or error}. Nothing was "
                    "overwritten. Free some space and fetch again."
                ) from error
            if whole is not None and had != whole:
                raise _BrokeOffError(f"sent {had:,} of {whole:,} bytes", _left(answer))
        stamp.unlink(missing_ok=True)
        return got

    def _stream(self, answer: requests.Response, part: Path, had: int, whole: int | None) -> int:
        with part.open("ab" if had else "wb") as handle:
            for chunk in answer.iter_content(_CHUNK):
                had += len(chunk)
                _check_size(answer, had, MOST_BYTES)
                handle.write(chunk)
                self.progress(had, whole)
        return had

    @contextmanager
    def _get(
        self,
        address: str,
        left: Patience,
        asked: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Iterator[requests.Response]:
        """Send one request, and again where a server is busy, as long as patience is left."""
        late = SourceUnavailableError(
            f"{_host(address)}: its answer was not whole after {self.whole_s:,.0f} s. Nothing was "
            "overwritten; try again later."
        )
        with Watch(self.whole_s) as watch:
            try:
                with requests.Session() as session:
                    for scheme in ("https://", "http://"):
                        session.mount(scheme, Guarded(watch, self._named(), left))
                    with self._answer(session, address, asked, headers) as answer:
                        try:
                            yield answer
                        except _BREAKS as error:
                            raise _BrokeOffError(_short(error), _left(answer)) from error
            except Exception as error:
                if watch.over:
                    raise late from error
                raise
            # What was cut off may look whole where no length was told.
            if watch.over:
                raise late

    def patience(self) -> Patience:
        """Return the patience that one answer may take."""
        return Patience.of(self.tries, self.wait_s, self.most_wait_s)

    def _named(self) -> frozenset[Place]:
        """Return the places that may be anywhere: the registry's, and those of `hosts`."""
        return frozenset(place_of(one) for one in (*addresses(), *self.hosts.values()))

    def _answer(
        self,
        session: requests.Session,
        address: str,
        asked: Mapping[str, str | int] | None,
        headers: Mapping[str, str | None] | None,
    ) -> requests.Response:
        where = self._where(address)
        sent = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        sent |= {name: value for name, value in (headers or {}).items() if value}
        answer = session.get(
            where, params=asked, headers=sent, timeout=(self.connect_s, self.read_s), stream=True
        )
        status = answer.status_code
        if urlsplit(where).scheme == "https" and urlsplit(answer.url).scheme != "https":
            answer.close()
            raise IntegrityError(f"{_host(address)}: sent on to an address without encryption.")
        if status in (200, 206, 304, 416):
            return answer
        answer.close()
        if status in BUSY:
            asks = _left(answer).get_retry_after(answer.raw) or 0
            # Retries are over, or were not begun since the server asks for more than it is given.
            waits = f", and asks to wait {asks:,.0f} s" if asks > self.most_wait_s else ""
            raise self._not_had(address, f"answered {status}{waits}")
        raise GoneError(
            f"{_host(address)}: answered {status} for {urlsplit(address).path[-60:]}. Nothing was "
            "overwritten; look for the file on the publisher's page."
        )

    def _where(self, address: str) -> str:
        for begin, other in self.hosts.items():
            if address.startswith(begin):
                return other + address[len(begin) :]
        return address

    def _tried(self, address: str, once: Callable[[Patience], Answer]) -> Answer:
        """Request an answer, and the rest of it where it broke off, up to `tries` times in all."""
        host = _host(self._where(address))
        if host in self.unreachable:
            raise self._not_had(address, f"{self.unreachable[host]}; not asked again")
        left = self.patience()
        while True:
            try:
                return once(left)
            except _BrokeOffError as broken:
                try:
                    left = broken.left.increment("GET", address, error=ProtocolError(str(broken)))
                except MaxRetryError as error:
                    raise self._not_had(address, str(broken)) from error
                left.sleep()
            except requests.RequestException as error:
                why = _short(error)
                if is_unreachable(error):
                    self.unreachable[host] = why
                raise self._not_had(address, why) from error

    @staticmethod
    def _not_had(address: str, why: str) -> SourceUnavailableError:
        return SourceUnavailableError(
            f"{_host(address)}: not to be had ({why}). Nothing was overwritten; try again later."
        )


_BREAKS = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ConnectionError,
    requests.exceptions.Timeout,
)
"""What reading an answer raises where it breaks off."""


def _left(answer: requests.Response) -> Patience:
    """Return the patience that an answer left over."""
    left = answer.raw.retries
    assert isinstance(left, Patience)
    return left


def _check_size(answer: requests.Response, size: int, most: int) -> None:
    if size > most:
        raise IntegrityError(
            f"{_host(answer.url)}: the answer has more than {most / 1e6:,.0f} MB. Nothing was "
            "overwritten."
        )


class GoneError(SourceUnavailableError):
    """An address at which there is nothing (any more)."""


def _had(part: Path, stamp: Path, address: str) -> tuple[int, str]:
    """Return how many bytes of an earlier try are of use, and what must not have changed."""
    try:
        record = json.loads(stamp.read_text(encoding="utf-8"))
        same = record["asked"] == address
        condition = record["etag"] or record["last_modified"]
        size = part.stat().st_size
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""
    if not same or not condition or condition.startswith("W/"):
        return 0, ""
    return size, condition


def _goes_on(answer: requests.Response, had: int) -> bool:
    begins = answer.headers.get("Content-Range", "")
    return answer.status_code == 206 and begins.startswith(f"bytes {had}-")


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _short(error: Exception) -> str:
    """Name a failure of the network in a few plain words."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NameResolutionError):
        return "its name cannot be resolved"
    if isinstance(error, requests.exceptions.SSLError):
        return f"its certificate cannot be trusted ({type(reason or error).__name__})"
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (requests.exceptions.ConnectTimeout, "no connection in time"),
        (requests.exceptions.Timeout, "silent for too long"),
        (requests.exceptions.ChunkedEncodingError, "the answer broke off"),
        (requests.exceptions.ConnectionError, "no connection"),
    )
    return next((text for kind, text in kinds if isinstance(error, kind)), type(error).__name__)

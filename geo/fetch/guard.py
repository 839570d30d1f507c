"""Connections of a fetch: none into a network of one's own that nobody named, none without end.

A publisher, or whoever speaks in its name, may send a client on to any address: to a service that
listens on this machine alone, or to one inside the network it stands in. And a server that sends a
byte now and then is never silent for long.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Collection
from contextlib import suppress
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError

from geo.errors import IntegrityError, SourceUnavailableError

Place = tuple[str, int]
"""Host and port."""
_PORTS = {"http": 80, "https": 443}


def place_of(address: str) -> Place:
    """Return the host and the port of an address.

    Examples
    --------
    >>> place_of("https://Example.org/a"), place_of("http://[::1]:8000")
    (('example.org', 443), ('::1', 8000))
    """
    parts = urlsplit(address)
    return (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme, 0)


def is_private(host: str) -> bool:
    """Test whether an IP address, or the name of this machine, is no public one.

    Examples
    --------
    >>> [is_private(one) for one in ("127.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "9.9.9.9")]
    [True, True, True, False]
    >>> is_private("localhost"), is_private("example.org")
    (True, False)
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_private(str(inner))
    return not found.is_global or found.is_multicast


class Watch:
    """Cuts the connections of one request off when its time is over.

    Parameters
    ----------
    seconds
        How long the whole answer may take.
    """

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._held: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        for held in self._held:
            held.close()

    def hold(self, connected: socket.socket) -> None:
        """Watch a connection; a second handle of it, for TLS takes the first one away."""
        held = connected.dup()
        with self._lock:
            self._held.append(held)
        if self.over:
            self._shut(held)

    def _cut(self) -> None:
        self.over = True
        with self._lock:
            for held in self._held:
                self._shut(held)

    @staticmethod
    def _shut(held: socket.socket) -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)


class Guarded(HTTPAdapter):
    """Connects to public addresses and to named places alone, under a watch.

    Parameters
    ----------
    watch
        Of the request.
    named
        Places that a person or the registry named, which may be anywhere.
    retries
        What is asked again, and when.
    """

    def __init__(self, watch: Watch, named: Collection[Place], retries: Retry | int = 0) -> None:
        self.watch, self.named = watch, named
        super().__init__(max_retries=retries)

    def init_poolmanager(self, *given: Any, **options: Any) -> None:
        """Make the connections that are not passed on by a proxy."""
        super().init_poolmanager(*given, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self, direct=True)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Make those to a proxy, which is where its user says."""
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _pools(self, direct=False)
        return manager

    def send(self, request: requests.PreparedRequest, *given: Any, **options: Any) -> Any:
        """Ask, or refuse where the address itself is private."""
        host, port = place_of(request.url or "")
        if is_private(host):
            self.refuse_unless_named(host, port)
        return super().send(request, *given, **options)

    def refuse_unless_named(self, host: str, port: int) -> None:
        """Refuse a private place that nobody named.

        Raises
        ------
        IntegrityError
            With the place.
        """
        if (host, port) not in self.named:
            raise IntegrityError(
                f"{host}:{port}: sent on to an address of this machine or of a private network. "
                "Nothing was asked there, and nothing was overwritten. If it is meant, name it "
                "with --host."
            )

    def check(self, host: str, port: int, connected: socket.socket | None = None) -> None:
        """Refuse a name that leads to a private place, before and after it is connected to."""
        if connected is not None:
            found = {str(connected.getpeername()[0])}
        else:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = {str(answer[4][0]) for answer in answers}
        if any(is_private(one) for one in found):
            self.refuse_unless_named(host, port)


def _pools(guard: Guarded, *, direct: bool) -> dict[str, type[HTTPConnectionPool]]:
    def connect(connection: HTTPConnection, make: Any) -> socket.socket:
        host, port = connection.host.strip("[]").rstrip(".").lower(), int(connection.port or 0)
        if guard.watch.over:
            raise SourceUnavailableError(f"{host}: there is no time left to ask again.")
        if direct:
            try:
                guard.check(host, port)
            except socket.gaierror as error:
                # Said in the words of urllib3, which would look the name up a second time.
                raise NameResolutionError(host, connection, error) from error
        made: socket.socket = make()
        try:
            if direct:
                guard.check(host, port, made)
            guard.watch.hold(made)
        except BaseException:
            made.close()
            raise
        return made

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self, super()._new_conn)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self, super()._new_conn)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}

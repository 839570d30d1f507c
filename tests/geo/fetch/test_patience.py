"""What is asked again, what is asked once, and what is never asked a second time in a run."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    SSLError,
)

from geo.errors import SourceUnavailableError
from geo.fetch.client import Client
from geo.fetch.patience import Patience
from geo.fetch.run import fetch
from geo.registry.datasets.sources import SOURCES, source

HERE = HTTPConnection("publisher.example")


def no_route(number: int) -> NewConnectionError:
    error = NewConnectionError(HERE, "no")
    error.__cause__ = OSError(number, "no")
    return error


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (ProtocolError("broke off"), True),
        (ConnectTimeoutError(HERE, "late"), True),
        (no_route(errno.ECONNREFUSED), True),
        (no_route(errno.ENETUNREACH), False),
        (no_route(errno.EHOSTUNREACH), False),
        (NameResolutionError("publisher.example", HERE, socket.gaierror()), False),
        (SSLError("not trusted"), False),
    ],
)
def test_what_another_try_cannot_help_is_tried_once(error: Exception, again: bool) -> None:
    patience = Patience.of(3, 0, 90)
    if again:
        assert patience.increment("GET", "/", error=error).total == 1
    else:
        with pytest.raises(MaxRetryError):
            patience.increment("GET", "/", error=error)


def test_waits_double_up_to_the_longest() -> None:
    patience = Patience.of(6, 1, 5)
    patience.backoff_jitter = 0
    waits = []
    for _ in range(5):
        patience = patience.increment("GET", "/", error=ProtocolError("broke off"))
        waits.append(patience.get_backoff_time())
    assert waits == [0, 2, 4, 5, 5]
    with pytest.raises(MaxRetryError):
        patience.increment("GET", "/", error=ProtocolError("broke off"))


@pytest.mark.fault(26)
@pytest.mark.parametrize(
    ("status", "wait", "requests"),
    [
        (429, "0", 3),
        (503, "soon", 3),
        (500, "", 3),
        (503, "90", 1),
        (400, "0", 1),
        (404, "", 1),
        (408, "0", 1),
        (413, "0", 1),
    ],
)
def test_a_busy_server_is_asked_again_and_a_refusal_is_final(
    httpserver: HTTPServer, status: int, wait: str, requests: int
) -> None:
    httpserver.expect_request("/a").respond_with_data("no", status, headers={"Retry-After": wait})
    home = f"http://127.0.0.1:{httpserver.port}/"
    asking = Client({home: home}, tries=3, wait_s=0, most_wait_s=89)
    with pytest.raises(SourceUnavailableError, match=f"answered {status}"):
        asking.json(home + "a")
    assert len(httpserver.log) == requests


@pytest.mark.fault(26)
def test_a_name_that_cannot_be_resolved_is_looked_up_once_in_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def resolve(name: str, *_: object, **__: object) -> object:
        looked.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    waits_long = Client(tries=5, wait_s=60)
    said = {one.source.id: one.said for one in fetch(SOURCES, tmp_path / "cache", waits_long)}
    assert len(said) == len(SOURCES)
    assert len(looked) == len(set(looked)) > 5
    begins = "services1.arcgis.com: not to be had (its name cannot be resolved"
    assert said["boundaries_lsoa21"].startswith(f"{begins}). Nothing was overwritten")
    for name in ("boundaries_msoa21", "lookup_lad23_utla23"):
        assert said[name].startswith(f"{begins}; not asked again). Nothing was overwritten")


@pytest.mark.fault(26)
def test_a_host_that_takes_no_connection_is_left_alone_for_the_rest_of_a_run(
    tmp_path: Path,
) -> None:
    with HTTPServer(host="127.0.0.1") as one:
        port = one.port
    nobody = Client({"https://": f"http://127.0.0.1:{port}/"}, tries=2, wait_s=0)
    asked = [source(name) for name in ("boundaries_lsoa21", "boundaries_msoa21")]
    said = [one.said for one in fetch(asked, tmp_path / "cache", nobody)]
    assert "(no connection)" in said[0]
    assert "(no connection; not asked again)" in said[1]

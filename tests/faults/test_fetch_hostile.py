"""Publishers that drip, swell, nest without end or send a client on into its own network."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from geo.errors import IntegrityError, SourceUnavailableError
from geo.fetch import arcgis as fetch_features
from geo.fetch import client as fetch_http
from geo.fetch import ees as fetch_statistics
from geo.fetch.arcgis import read_features
from geo.fetch.client import Client
from geo.fetch.ees import _all
from geo.fetch.guard import Guarded, Watch, is_private
from geo.fetch.run import fetch
from geo.registry.datasets.sources import STATISTICS_API, addresses, source

HOME = "http://publisher.example/"


def client(port: int, **more: object) -> Client:
    """Asks the publisher at a port of this machine, which is named by that."""
    return Client(
        {HOME: f"http://127.0.0.1:{port}/"},
        **{"tries": 1, "wait_s": 0, "read_s": 5, **more},  # type: ignore[arg-type]
    )


@contextmanager
def dripping(head: bytes, drop: bytes) -> Iterator[tuple[int, list[float]]]:
    """A server that is never silent for long and never ends; it notes when it is cut off."""
    ended: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            asked, _ = server.accept()
            with asked:
                asked.settimeout(5)
                asked.recv(65_536)
                try:
                    asked.sendall(head)
                    for _ in range(200):
                        asked.sendall(drop)
                        time.sleep(0.05)
                except OSError:
                    ended.append(time.monotonic())

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], ended
        thread.join(20)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n"


@pytest.mark.fault(64)
@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        # Without a length, what is cut off looks whole.
        (HEAD + b"Connection: close\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        # Headings count too.
        (HEAD, b"X-One: 1\r\n"),
        (HEAD + b"X-Long: ", b"x"),
    ],
    ids=["length", "until it closes", "chunked", "headings", "one heading"],
)
def test_an_answer_that_never_ends_is_cut_off_in_time(
    tmp_path: Path, head: bytes, drop: bytes
) -> None:
    part = tmp_path / "part"
    for ask in (
        lambda asking: asking.json(HOME + "a"),
        lambda asking: asking.download(HOME + "a", part),
    ):
        with dripping(head, drop) as (port, ended):
            began = time.monotonic()
            with pytest.raises(SourceUnavailableError, match=r"was not whole after 0 s"):
                ask(client(port, whole_s=0.3, tries=3))
            assert 0.25 < time.monotonic() - began < 3
        assert len(ended) == 1
    before = set(threading.enumerate())
    assert not [one for one in before if isinstance(one, threading.Timer)]


@pytest.mark.fault(64)
def test_an_answer_in_time_is_not_cut_off(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_json({"a": 1})
    assert client(httpserver.port, whole_s=5).json(HOME + "a") == {"a": 1}


def packed(size: int) -> Callable[[Request], Response]:
    content = gzip.compress(b" " * size)
    return lambda _: Response(content, headers={"Content-Encoding": "gzip"})


@pytest.mark.fault(64)
def test_an_answer_that_swells_is_refused(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred thousand bytes that unpack to a hundred million, limits of a million."""
    monkeypatch.setattr(fetch_http, "MOST_JSON", 1_000_000)
    monkeypatch.setattr(fetch_http, "MOST_BYTES", 1_000_000)
    httpserver.expect_request("/bomb").respond_with_handler(packed(100_000_000))
    httpserver.expect_request("/most").respond_with_handler(packed(1_000_000))
    asking = client(httpserver.port)
    with pytest.raises(IntegrityError, match="the answer has more than 1 MB"):
        asking.json(HOME + "bomb")
    with pytest.raises(IntegrityError, match="the answer has more than 1 MB"):
        asking.download(HOME + "bomb", tmp_path / "part")
    assert (tmp_path / "part").stat().st_size <= 1_000_000
    # Nothing says that it could be gone on from.
    assert [path.name for path in tmp_path.iterdir()] == ["part"]
    with pytest.raises(IntegrityError, match="no JSON"):
        asking.json(HOME + "most")


@pytest.mark.fault(64)
def test_a_file_packed_on_its_way_is_whole_and_no_part_to_go_on_from(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/a").respond_with_handler(packed(50_000))
    assert client(httpserver.port).download(HOME + "a", tmp_path / "part") is not None
    assert (tmp_path / "part").read_bytes() == b" " * 50_000
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


@pytest.mark.fault(64, 9)
@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"a":' * 200_000], ids=["lists", "tables"])
def test_json_nested_without_end_is_one_line(httpserver: HTTPServer, content: bytes) -> None:
    httpserver.expect_request("/a").respond_with_data(content, content_type="application/json")
    with pytest.raises(IntegrityError, match="nested too deeply"):
        client(httpserver.port).json(HOME + "a")


@pytest.mark.fault(64)
def test_what_is_nested_too_deeply_later_on_is_a_failure_like_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("geo.fetch.run.send", deep)
    (outcome,) = fetch([source("msoa_names")], tmp_path / "cache", Client())
    assert (outcome.status, outcome.exit_code) == ("failed", 5)
    assert "nested too deeply" in outcome.said


@pytest.mark.fault(64)
@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("0.0.0.0", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("192.168.1.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("224.0.0.1", True),
        ("::1", True),
        ("::", True),
        ("fe80::1", True),
        ("fd00::1", True),
        ("::ffff:127.0.0.1", True),
        ("2002:7f00:1::", True),
        ("localhost", True),
        ("a.localhost", True),
        ("9.9.9.9", False),
        ("172.32.0.1", False),
        ("2620:fe::fe", False),
        ("www.gov.uk", False),
    ],
)
def test_private_addresses_are_known(host: str, private: bool) -> None:
    assert is_private(host) == private


@pytest.fixture
def inside() -> Iterator[tuple[int, list[str]]]:
    """A service of this machine that nobody may be sent on to, and who came."""
    came: list[str] = []
    with socket.create_server(("", 0)) as server:
        server.settimeout(0.05)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    asked, _ = server.accept()
                except TimeoutError:
                    continue
                with asked:
                    came.append(asked.recv(65_536).decode("latin-1").partition("\r\n")[0])

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], came
        ended.set()
        thread.join()


@pytest.mark.fault(64)
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.0.0.2", "[::ffff:127.0.0.1]", "inner.example"]
)
def test_nobody_is_sent_on_into_this_machine(
    httpserver: HTTPServer,
    inside: tuple[int, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
) -> None:
    """By its number, its name, another of its numbers, or a name that leads there."""
    port, came = inside
    asked = socket.getaddrinfo

    def lead(name: str, *given: object, **named: object) -> object:
        return asked("127.0.0.1" if name == "inner.example" else name, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lead)
    httpserver.expect_request("/a").respond_with_data(
        "", 302, headers={"Location": f"http://{host}:{port}/secret"}
    )
    for ask in (
        lambda asking: asking.json(HOME + "a"),
        lambda asking: asking.download(HOME + "a", tmp_path / "part"),
    ):
        with pytest.raises(IntegrityError, match=r"sent on to an address of this machine or of a"):
            ask(client(httpserver.port))
    time.sleep(0.1)
    assert came == []


@pytest.mark.fault(64)
def test_a_name_that_leads_elsewhere_the_second_time_is_not_asked(
    httpserver: HTTPServer, inside: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public when it is looked at, this machine when it is connected to."""
    port, came = inside
    monkeypatch.setattr(socket, "getaddrinfo", _turning(socket.getaddrinfo))
    httpserver.expect_request("/a").respond_with_data(
        "", 302, headers={"Location": f"http://inner.example:{port}/secret"}
    )
    with pytest.raises(IntegrityError, match=r"inner.example:\d+: sent on to an address of this"):
        client(httpserver.port).json(HOME + "a")
    time.sleep(0.1)
    assert [line for line in came if line] == []


def _turning(asked: Callable[..., object]) -> Callable[..., object]:
    turns = iter(["9.9.9.9", "127.0.0.1"])

    def lead(name: str, *given: object, **named: object) -> object:
        return asked(next(turns) if name == "inner.example" else name, *given, **named)

    return lead


@pytest.mark.fault(64)
def test_a_mirror_may_be_here_and_send_on_to_itself(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", 302, headers={"Location": "/b"})
    httpserver.expect_request("/b").respond_with_json([1])
    assert client(httpserver.port).json(HOME + "a") == [1]


@pytest.mark.fault(64)
def test_the_registry_is_named_and_a_publishers_page_is_not(httpserver: HTTPServer) -> None:
    named = Client()._named()
    assert ("api.education.gov.uk", 443) in named
    assert ("services1.arcgis.com", 443) in named
    assert len(addresses()) > 10
    # An address that a page of attachments told of, without a redirect.
    with pytest.raises(IntegrityError, match="sent on to"):
        Client(tries=1).json(f"http://127.0.0.1:{httpserver.port}/a")
    assert httpserver.log == []


@pytest.mark.fault(64)
def test_a_proxy_of_ones_own_is_used_and_not_sent_on_inside(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{httpserver.port}")
    httpserver.expect_request("/a").respond_with_json([1])
    httpserver.expect_request("/b").respond_with_data(
        "", 302, headers={"Location": "http://10.0.0.1/secret"}
    )
    assert Client(tries=1).json(HOME + "a") == [1]
    with pytest.raises(IntegrityError, match=r"10.0.0.1:80: sent on to"):
        Client(tries=1).json(HOME + "b")
    with Watch(60) as watch:
        assert Guarded(watch, ()).proxy_manager_for("http://127.0.0.1:9") is not None
    assert len(httpserver.log) == 2


class _Endless:
    """A client whose publisher has one more page each time."""

    asked = 0
    told = staticmethod(lambda *_: None)

    def json(self, address: str, asked: object) -> object:
        self.asked += 1
        if "returnCountOnly" in str(asked):
            return {"count": fetch_features.MOST_FEATURES + 1}
        if address.startswith(STATISTICS_API):
            return {"results": [], "paging": {"totalPages": fetch_statistics.MOST_PAGES + 1}}
        names = {"fields": [{"name": name} for name in FEATURES.fields]}
        return {**names, "objectIdField": "FID", "maxRecordCount": 1}


FEATURES = source("lookup_lsoa21_ward24")


@pytest.mark.fault(64)
def test_pages_without_end_are_not_asked_for() -> None:
    endless = _Endless()
    with pytest.raises(IntegrityError, match=r"2,000,001 features, more than 2,000,000"):
        read_features(endless, FEATURES)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError, match=r"101 pages"):
        list(_all(endless, source("statistics_ks4"), "/publications", {}))  # type: ignore[arg-type]
    assert endless.asked == 3

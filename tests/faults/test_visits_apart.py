"""Visitors of one server share nothing: neither a file to take along, nor what is kept of one."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from serving.visits import LEFT_S, LOOK_S
from tests.browsing import Visit, serving

pytestmark = pytest.mark.browser

REACH = "reach?with=reach&in=E08000019"
MB = 1_000_000
BUDGET_MB, BUDGET_FILES = 130, 12
"""The server's own, where nothing is set."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The app as it is run for many: its address and its process."""
    with serving(tmp_path_factory.mktemp("apart")) as found:
        yield found


@pytest.fixture
def guests(browser: object) -> Iterator[Callable[[], Visit]]:
    """Makes visitors, each in a browser of their own."""
    made: list[Visit] = []

    def come() -> Visit:
        made.append(Visit(browser, ends=True))
        return made[-1]

    yield come
    for one in made:
        one.close()


def with_files(guest: Visit, url: str) -> None:
    """Open the page of reach, and on it the boxes for files."""
    guest.open(f"{url}/{REACH}")
    guest.painted("lsoa21.reach.gaps")
    guest.tab.get_by_text("Your own sites and records").click()


def bring(guest: Visit, content: bytes) -> None:
    box = guest.tab.locator('[data-testid="stFileUploader"] input[type="file"]').first
    with tempfile.TemporaryDirectory() as folder:
        # From the disk: through the browser's protocol a large file takes ten times as long.
        path = Path(folder) / "sites.csv"
        path.write_bytes(content)
        with guest.tab.expect_response(lambda answer: answer.request.method == "PUT"):
            box.set_input_files(path)


def take(guest: Visit, name: str) -> tuple[str, bytes]:
    """Press a button; return the address and the content of the file that comes."""
    button = guest.tab.get_by_role("button", name=name)
    button.wait_for()
    guest.at_rest()
    with guest.tab.expect_download(timeout=90_000) as held:
        button.click()
    return held.value.url, Path(held.value.path()).read_bytes()


def cookies(guest: Visit) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in guest.context.cookies())


def fetch(url: str, cookie: str = "", method: str = "GET") -> http.client.HTTPResponse:
    """Request an address as a bare client."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    line.request(method, parts.path, headers={"Cookie": cookie} if cookie else {})
    answer = line.getresponse()
    answer.body = answer.read()
    line.close()
    return answer


def sites(whose: str) -> bytes:
    """19 MB of rows to mend; a row an eighth of the way down says whose they are."""
    rows = [f"Site {at:06d} {'x' * 1_820},none at all {at}\n" for at in range(10_500)]
    rows[1_300] = f"Site {whose} {'x' * 1_820},none at all {1_300}\n"
    return ("name,postcode\nHub,LS1 4AP\n" + "".join(rows)).encode()


@pytest.mark.fault(38)
def test_each_visitor_takes_the_rows_of_their_own_file(
    guests: Callable[[], Visit], served: tuple[str, int]
) -> None:
    """Two files of over 20 MB of one length, whose heads, middles and tails are the same."""
    names, url = {"Ann's A": guests(), "Bob's B": guests()}, served[0]
    for whose, guest in names.items():
        with_files(guest, url)
        bring(guest, sites(whose))
        guest.tab.get_by_text("Rows to mend (10,500)").wait_for()
    found = {whose: take(guest, "Rows to mend (10,500)") for whose, guest in names.items()}
    (_, one), (_, other) = found.values()
    assert len(one) == len(other) > 20 * MB
    part, middle = 64 * 1024, len(one) // 2
    for piece in (slice(part), slice(middle - part, middle + part), slice(-part, None)):
        assert one[piece] == other[piece]
    for whose, (_, content) in found.items():
        assert content.count(whose.encode()) == 1, "the rows of the other visitor"
        assert [name for name in names if name.encode() in content] == [whose]
    assert len({address for address, _ in found.values()}) == 2


@pytest.mark.fault(39)
def test_a_file_is_for_the_browser_that_asked_for_it_and_gone_with_the_visit(
    guests: Callable[[], Visit], browser: object, served: tuple[str, int]
) -> None:
    """Though nobody else comes or goes meanwhile; a reload is another visit and goes on working."""
    url, guest = served[0], Visit(browser, ends=True)
    bad = b"name,postcode\nHub,LS1 4AP\nNowhere,LS1\n"
    with_files(guest, url)
    bring(guest, bad)
    address, content = take(guest, "Rows to mend (1)")
    assert b"Nowhere" in content
    own = cookies(guest)
    answer = fetch(address, own)
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sites-to-mend.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    for cookie in ("", re.sub(r"(coldspots_visit=)[^;]*", r"\1" + "A" * 43, own)):
        refused = fetch(address, cookie)
        assert refused.status == 404
        assert b"Nowhere" not in refused.body
    guest.tab.reload()
    guest.painted("lsoa21.reach.gaps")
    until(lambda: fetch(address, own).status == 404, 10)
    guest.tab.get_by_text("Your own sites and records").click()
    bring(guest, bad)
    after, content = take(guest, "Rows to mend (1)")
    assert after != address
    assert b"Nowhere" in content
    assert fetch(after, own).status == 200
    guest.close()
    until(lambda: fetch(after, own).status == 404, 10)


class Wire:
    """A line between browsers and a server that can be cut, as a bad network does it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        self.threads: list[threading.Thread] = []
        self._begin(self._listen)

    def _begin(self, work: Callable[..., None], *of: socket.socket) -> None:
        self.threads.append(threading.Thread(target=work, args=of, daemon=True))
        self.threads[-1].start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, far = (
                    self.door.accept()[0],
                    socket.create_connection(("localhost", self.port)),
                )
                self.pairs.append((near, far))
                for ends in ((near, far), (far, near)):
                    self._begin(self._carry, *ends)

    def _carry(self, begin: socket.socket, end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := begin.recv(65_536):
                end.sendall(piece)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        begin.close()

    def cut(self) -> None:
        """Break every line off, without a word to either end."""
        for pair in self.pairs:
            for one in pair:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
        self.pairs.clear()

    def close(self) -> None:
        """Accept no more lines, and end those that there are."""
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.cut()
        for one in self.threads:
            one.join()


def test_a_line_that_breaks_loses_nothing(browser: object, served: tuple[str, int]) -> None:
    """Longer than a visit is kept that was left: what was brought is there, and can be taken."""
    wire = Wire(urlsplit(served[0]).port or 0)
    guest, lines = Visit(browser, ends=True), []
    guest.tab.on("websocket", lambda line: lines.append(line))
    with_files(guest, wire.url)
    bring(guest, b"name,postcode\nHub,LS1 4AP\nNowhere,LS1\n")
    guest.tab.get_by_text("Rows to mend (1)").wait_for()
    assert len(lines) == 1
    guest.context.set_offline(True)
    wire.cut()
    time.sleep(LEFT_S + LOOK_S + 2)
    with guest.tab.expect_event("websocket", timeout=60_000):
        guest.context.set_offline(False)
    guest.painted("lsoa21.reach.gaps")
    _, content = take(guest, "Rows to mend (1)")
    assert b"Nowhere" in content
    guest.tab.get_by_text("How many providers are in range", exact=True).click()
    guest.painted("lsoa21.reach.tiers")
    guest.inside.get_by_text("Your own sites", exact=True).first.wait_for()
    guest.close()
    wire.close()


def until(done: Callable[[], bool], most_s: float) -> None:
    end = time.monotonic() + most_s
    while not done():
        assert time.monotonic() < end, f"not within {most_s} s"
        time.sleep(0.25)


def put(url: str, headers: dict[str, str], size: int, *, chunked: bool = False) -> tuple[int, str]:
    """Send a file as a bare client; return the status and what the server says."""
    parts, mark = urlsplit(url), uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="f"; filename="{mark}.csv"\r\n\r\n'
    content = head.encode() + b"x" * size + f"\r\n--{mark}--\r\n".encode()
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    more = {**headers, "Content-Type": f"multipart/form-data; boundary={mark}"}
    pieces = (content[at : at + MB] for at in range(0, len(content), MB))
    body = pieces if chunked else content
    line.request("PUT", parts.path, body=body, headers=more, encode_chunked=chunked)
    answer = line.getresponse()
    said = answer.read().decode()
    line.close()
    return answer.status, said


def memory_mb(process: int) -> float:
    """What a server holds of the machine's memory: not of one process alone, if it has children."""
    pages = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return int(re.search(r"^Rss:\s+(\d+) kB", pages, re.MULTILINE)[1]) / 1000


def settled_mb(process: int) -> float:
    """Return a server's memory when it is done with reading what later clicks need."""
    seen = [memory_mb(process)]
    for _ in range(30):
        time.sleep(2)
        seen.append(memory_mb(process))
        if len(seen) > 4 and max(seen[-4:]) - min(seen[-4:]) < 3:
            break
    return seen[-1]


def door(guest: Visit, url: str) -> tuple[str, dict[str, str]]:
    """Where the page sends files of this visit, and with which headers."""
    seen: list[tuple[str, dict[str, str]]] = []
    guest.tab.on(
        "request",
        lambda asked: seen.append((asked.url, asked.all_headers())) if asked.method == "PUT" else 0,
    )
    with_files(guest, url)
    bring(guest, b"name,postcode\nHub,S1 2HH\n")
    guest.inside.get_by_text("Your own sites", exact=True).first.wait_for()
    at, headers = seen[0]
    return at, {name: headers[name] for name in ("cookie", "x-xsrftoken")}


@pytest.mark.fault(40)
def test_a_visit_cannot_fill_the_servers_memory_with_uploads(
    browser: object, served: tuple[str, int]
) -> None:
    """60 files of 19 MB under made-up names, two ways; what is kept goes with the visit."""
    url, process = served
    guest = Visit(browser, ends=True)
    at, headers = door(guest, url)
    before = settled_mb(process)
    peak, stop = [before], threading.Event()

    def look() -> None:
        while not stop.wait(0.05):
            peak.append(memory_mb(process))

    looking = threading.Thread(target=look)
    looking.start()
    made_up = [f"{at.rsplit('/', 1)[0]}/{uuid.uuid4()}" for _ in range(60)]
    answers = [
        put(one, headers, 19 * MB, chunked=number % 2 == 1) for number, one in enumerate(made_up)
    ]
    stop.set()
    looking.join()
    kept = [one for one, (status, _) in zip(made_up, answers, strict=True) if status == 204]
    refused = [said for status, said in answers if status == 413]
    print(f"memory: {before:.0f} MB before, {max(peak):.0f} MB at most, {len(kept)} files kept")
    assert len(kept) == BUDGET_MB // 19
    assert len(refused) == 60 - len(kept)
    assert all(said.startswith("This visit holds 6 files of 114.0 MB") for said in refused)
    assert max(peak) < before + BUDGET_MB * 1.5 + 60
    # What is removed is given back, in bytes; small files are counted too.
    line = http.client.HTTPConnection("localhost", urlsplit(url).port, timeout=30)
    line.request("DELETE", urlsplit(kept[0]).path, headers=headers)
    assert line.getresponse().status == 204
    line.close()
    assert put(made_up[-1], headers, 19 * MB)[0] == 204
    small = [put(f"{one}s", headers, 1)[0] for one in made_up[:10]]
    assert small.count(204) == BUDGET_FILES - 6
    assert small == sorted(small)
    guest.close()
    # A busy machine gets to it later.
    until(lambda: memory_mb(process) < before + 30, 120)
    print(f"memory: {memory_mb(process):.0f} MB after the end")


def seconds_of(process: int, within_s: float) -> float:
    """Measure the seconds of a core that a process takes in some time."""

    def taken() -> int:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return int(words[11]) + int(words[12])

    before = taken()
    time.sleep(within_s)
    return (taken() - before) / os.sysconf("SC_CLK_TCK")


@pytest.mark.fault(54)
@pytest.mark.slow
def test_a_search_ends_soon_after_its_visitor_has_left(
    guests: Callable[[], Visit], served: tuple[str, int]
) -> None:
    """The fewest sites for most of England: the solver looks until its 25 seconds are over."""
    url, process = served
    guest = guests()
    guest.open(f"{url}/where-next?with=sites&goal=cover&demand=all&share=60&providers=10005790")
    guest.tab.get_by_text("Looking for the best sites").wait_for()
    until(lambda: seconds_of(process, 1.0) > 0.4, 20)
    guest.tab.close()
    until(lambda: seconds_of(process, 1.0) < 0.3, 6)

"""Many visitors at once: real sessions over the app's own web socket, and memory over many reruns.

Each visitor opens the page and what its map needs over HTTP, then a session in Streamlit's
protocol, and asks for another map after every few seconds of looking: of every 25, fifteen on the
map page, five on that of cold spots, four on reach with one institution, one on where next. A
rerun is timed from the request to the end of the script, as the visitor's end of the line sees it.
What a browser does with the answer is not in it.
"""

from __future__ import annotations

import asyncio
import http.client
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.in_app import memory
from benchmarks.timing import Row, machine
from geo import tables
from layers.browser import PACKS_URL, STATIC_URL, read_packs
from tests.browsing import serving

PATIENCE_S = 60.0
"""No answer in this time is a time-out."""
LOOKS_S = (5.0, 15.0)
"""How long a visitor looks at a map before asking for the next."""
MIX = ("map",) * 15 + ("cold-spots",) * 5 + ("reach",) * 4 + ("where-next",)
SEED = 7


def questions(page: str, seed: int) -> Iterator[str]:
    """Yield what a visitor of a page asks for, one address after the other."""
    dice = random.Random(seed)
    areas = tables.load("areas_lsoa21", ["lad24_code"])["lad24_code"].dropna()
    places = sorted(code for code in areas.unique() if code.startswith("E"))
    providers = tables.load("providers", ["nation"])
    ukprns = sorted(providers.index[providers["nation"] == "England"])
    while True:
        place = dice.choice(places)
        measure = dice.choice(["tundra_rate", "iod25_decile", "iod25_score", "idaci25_decile"])
        yield {
            "map": f"in={place}&show={measure}",
            "cold-spots": f"with=cold&in={place}",
            "reach": f"with=reach&providers={dice.choice(ukprns)}&km={dice.choice([5, 10, 15])}",
            "where-next": f"with=sites&add={dice.choice([1, 2, 3])}&in={place}",
        }[page]


@dataclass
class Visitor:
    """One session, and how its reruns went."""

    page: str
    seed: int
    took: list[float] = field(default_factory=list)
    late: int = 0
    """Answers that did not come in time, and lines that broke."""
    errors: list[str] = field(default_factory=list)
    """What the pages said in red."""
    socket: ClientConnection | None = None

    def __post_init__(self) -> None:
        self.asks = questions(self.page, self.seed)

    async def come(self, url: str) -> None:
        """Open the session and its first page."""
        stream = f"{url.replace('http', 'ws')}/_stcore/stream"
        # A browser sends no pings of its own: what is late is told by the answers alone.
        self.socket = await connect(
            stream, max_size=None, open_timeout=PATIENCE_S, ping_interval=None
        )
        await self.rerun("")

    async def rerun(self, query: str | None = None) -> None:
        """Request a map, and wait until the script has ended."""
        asked = BackMsg()
        asked.rerun_script.page_name = "" if self.page == "map" else self.page
        asked.rerun_script.query_string = next(self.asks) if query is None else query
        begin = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self.socket.send(asked.SerializeToString())
                while not self._heard(await self.socket.recv()):
                    pass
        except (TimeoutError, OSError, ConnectionClosed):
            self.late += 1
        self.took.append(time.perf_counter() - begin)

    def _heard(self, content: bytes) -> bool:
        """Read one message; return whether it is the last."""
        message = ForwardMsg.FromString(content)
        kind = message.WhichOneof("type")
        if kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.errors.append(element.exception.message)
            elif element.alert.format == Alert.ERROR:
                self.errors.append(element.alert.body)
        return kind == "script_finished"

    async def look_on(self, presses: int, looks_s: tuple[float, float]) -> None:
        """Look at what came, then ask for the next, several times."""
        dice = random.Random(-self.seed)
        for _ in range(presses):
            await asyncio.sleep(dice.uniform(*looks_s))
            await self.rerun()

    async def go(self) -> None:
        """Close the session."""
        if self.socket is not None:
            await self.socket.close()


def crowd(count: int) -> list[Visitor]:
    """Make visitors in the mix of pages."""
    return [Visitor(MIX[n % len(MIX)], SEED + n) for n in range(count)]


def fetch(url: str) -> None:
    """Get what a browser gets before its first map: the page, the scripts and the outlines."""
    level = read_packs()["levels"]["lsoa21"]["file"]
    line = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE_S)
    for path in ("", f"{STATIC_URL}all.js", f"{STATIC_URL}all.css", f"{PACKS_URL}{level}"):
        line.request("GET", f"/{path}")
        line.getresponse().read()
    line.close()


@dataclass(frozen=True)
class Load:
    """How a crowd fared."""

    sessions: int
    opening_s: float
    """Until all were there, with the maps' files sent to each."""
    looking: list[float]
    """Seconds of each rerun while everybody looked and asked in their own time."""
    at_once: list[float]
    """Of each rerun when everybody asked in the same moment."""
    late: Counter[str]
    """Answers that did not come in time, by page."""
    errors: list[str]
    grown_mb: float
    memory_mb: float
    """Of the server, with all of them there."""


async def drive(url: str, pid: int, sessions: int, presses: int, looks_s=LOOKS_S) -> Load:
    """Let a crowd come, look on, ask once all together, and go."""
    visitors, before = crowd(sessions), memory(pid)
    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for visitor in visitors:
            group.create_task(asyncio.to_thread(fetch, url))
            group.create_task(visitor.come(url))
    opening = time.perf_counter() - begin
    await asyncio.gather(*(one.look_on(presses, looks_s) for one in visitors))
    looking = [took for one in visitors for took in one.took[1:]]
    await asyncio.gather(*(one.rerun() for one in visitors))
    now = memory(pid)
    await asyncio.gather(*(one.go() for one in visitors))
    return Load(
        sessions,
        opening,
        looking,
        [one.took[-1] for one in visitors],
        sum((Counter({one.page: one.late}) for one in visitors if one.late), Counter()),
        [error for one in visitors for error in one.errors],
        now - before,
        now,
    )


async def alone(url: str, page: str, reruns: int = 40) -> list[float]:
    """Let one visitor of a page ask again and again, nobody beside; return the seconds of each."""
    visitor = Visitor(page, SEED)
    await visitor.come(url)
    for _ in range(reruns):
        await visitor.rerun()
    await visitor.go()
    assert not visitor.late, page
    assert not visitor.errors, visitor.errors
    return visitor.took[1 + reruns // 4 :]


async def rerunning(url: str, pid: int, reruns: int) -> list[float]:
    """Let one visitor of each page ask again and again; return the memory in MB at ten moments."""
    visitors = [Visitor(page, SEED) for page in ("map", "cold-spots", "reach")]
    for visitor in visitors:
        await visitor.come(url)
    sizes = []
    for number in range(reruns):
        await visitors[number % len(visitors)].rerun()
        if (number + 1) % (reruns // 10) == 0:
            sizes.append(memory(pid))
    for visitor in visitors:
        assert not visitor.late, visitor.page
        assert not visitor.errors, visitor.errors
        await visitor.go()
    return sizes


def part(times: list[float], share: float) -> float:
    """Return a percentile of some seconds."""
    return statistics.quantiles(times, n=100)[round(share * 100) - 1]


def _late(load: Load) -> str:
    pages = ", ".join(f"{page} {count}" for page, count in sorted(load.late.items()))
    return f"{load.late.total()} time-outs" + (f" ({pages})" if pages else "")


def _row(load: Load, asked: str, met: bool) -> Row:
    said = (
        f"median {part(load.looking, 0.5):.2f} s, 95th percentile {part(load.looking, 0.95):.2f} s"
        f", worst {max(load.looking):.1f} s; all in one moment: median "
        f"{part(load.at_once, 0.5):.2f} s, worst {max(load.at_once):.1f} s; opened in "
        f"{load.opening_s:.1f} s; {_late(load)}, {len(load.errors)} errors; "
        f"the server {load.memory_mb:.0f} MB"
    )
    return Row(f"a rerun, {load.sessions} sessions", said, "none", "", asked, met)


def run(
    counts: tuple[int, ...] = (50, 100, 200), presses: int = 5, reruns: int = 1000
) -> list[Row]:
    """Drive crowds and measure memory over many reruns."""
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as (url, pid):
        asyncio.run(drive(url, pid, 25, 2, (0.5, 1.0)))
        loads = [asyncio.run(drive(url, pid, count, presses)) for count in counts]
        sizes = asyncio.run(rerunning(url, pid, reruns)) if reruns else [0.0, 0.0]
        by_page = {page: asyncio.run(alone(url, page)) for page in dict.fromkeys(MIX)}
    rows = [
        Row(f"a rerun of {page}, alone", f"median {part(took, 0.5):.3f} s", "none", "", "", True)
        for page, took in by_page.items()
    ]
    for load in loads:
        quick = load.sessions > 50 or part(load.looking, 0.5) < 1
        asked = "no time-outs" if load.sessions > 50 else "median under 1 s, no time-outs"
        rows.append(_row(load, asked, quick and not load.late and not load.errors))
        for error in sorted(set(load.errors)):
            print(f"{load.sessions} sessions: {error}", file=sys.stderr)
    steps = ", ".join(f"{size:.0f}" for size in sizes)
    flat = sizes[-1] - sizes[len(sizes) // 2] < 10
    what = f"the server's memory over {reruns:,} reruns, at each tenth"
    rows.append(Row(what, f"{steps} MB", "none", "", "flat: under 10 MB over the last half", flat))
    return rows


if __name__ == "__main__":
    print(machine())
    counts = tuple(int(one) for one in sys.argv[1:]) or (50, 100, 200)
    for row in run(counts):
        print(f"| {row.what} | {row.ours} | {row.asked} | {'yes' if row.met else 'NO'} |")

"""The find box: answers to every keystroke of forty searches, and what its index costs."""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import quote

import psutil
import uvicorn
from starlette.applications import Starlette

from benchmarks.timing import Row
from geo.areas import build_areas
from geo.places import find as find_postcodes
from geo.places import finder
from geo.settings import project_dir
from serving import find_route as find

TYPED = (
    *("Leeds", "blackpool", "Central Blackpool", "manchester", "newcastle upon tyne", "hull"),
    *("Bristol", "county durham", "kingston upon thames", "west yorkshire", "North West"),
    *("abbey reading", "st mary's southampton", "stoke-on-trent", "Blackpool 010E", "ynys"),
    *("university of manchester", "leeds beckett", "oxford brookes", "ucl", "open university"),
    *("hull college", "itchen college", "city of london school", "grammar school", "sixth form"),
    *("FY1 1AA", "fy11aa", "S1 2HH", "sw1a 1aa", "M13 9PL", "CF10 1AA", "eh1 1yz", "bt1 5gs"),
    *("E01012737", "e06000009", "10007798", "blackpol", "mancester univ", "univercity of leads"),
    *("nowhere at all", "<img src=x onerror=alert(1)>"),
)


def keystrokes() -> list[str]:
    """List what the box holds after each key."""
    return [text[:end] for text in TYPED for end in range(1, len(text) + 1)]


def timed(ask: Callable[[str], object]) -> tuple[float, float]:
    """Return the median and the 95th percentile of answers, in ms."""
    took = []
    for text in keystrokes():
        begin = time.perf_counter()
        ask(text)
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=100)[94]


def over_http() -> tuple[float, float]:
    """Search through the app's own address, on loopback, over one kept connection."""
    app = Starlette(routes=[find.route("/")])
    config = uvicorn.Config(app, port=0, log_level="error", access_log=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    line = http.client.HTTPConnection("127.0.0.1", port)

    def ask(text: str) -> bytes:
        line.request("GET", "/app/find?q=" + quote(text))
        return line.getresponse().read()

    try:
        return timed(ask)
    finally:
        line.close()
        server.should_exit = True
        thread.join()


def cost() -> dict[str, float]:
    """Build in this fresh process, after what the map page has loaded; return s and MB."""
    build_areas("lsoa21")
    find_postcodes(["FY1 1AA"])
    process, begin = psutil.Process(), time.perf_counter()
    before = process.memory_info().rss
    made = finder()
    built, names = time.perf_counter(), process.memory_info().rss
    made.postcodes.load()
    loaded, after = time.perf_counter(), process.memory_info().rss
    return {
        "build_s": built - begin,
        "postcodes_s": loaded - built,
        "names_mb": (names - before) / 1e6,
        "all_mb": (after - before) / 1e6,
    }


def run(runs: int = 5) -> list[Row]:
    """Measure; the costs in fresh processes, the answers in this one."""
    command = [sys.executable, "-m", "benchmarks.search"]
    costs = [
        json.loads(
            subprocess.run(command, check=True, cwd=project_dir(), capture_output=True).stdout
        )
        for _ in range(runs)
    ]
    spent = {key: statistics.median(one[key] for one in costs) for key in costs[0]}
    finder().postcodes.load()
    here = [timed(finder().find) for _ in range(runs)]
    there = [over_http() for _ in range(runs)]
    rows = []
    for what, taken in (("in the process", here), ("over HTTP on loopback", there)):
        middle, high = (statistics.median(values) for values in zip(*taken, strict=True))
        rows.append(
            Row(
                f"answer to a keystroke of the find box, {what}",
                f"median {middle:.1f} ms, 95th percentile {high:.1f} ms",
                "none",
                "",
                "15 ms, 50 ms",
                middle < 15 and high < 50,
            )
        )
    rows.append(
        Row(
            "index of the find box, built",
            f"{spent['build_s']:.1f} s, all postcodes {spent['postcodes_s']:.1f} s more",
            "none",
            "",
            "under 3 s",
            spent["build_s"] < 3,
        )
    )
    rows.append(
        Row(
            "memory of that index, beside a loaded map page",
            f"{spent['all_mb']:.0f} MB, of which names {spent['names_mb']:.0f} MB",
            "none",
            "",
            "under 120 MB",
            spent["all_mb"] < 120,
        )
    )
    return rows


if __name__ == "__main__":
    print(json.dumps(cost()))

"""Several processes under one parent: they share what it loaded, and one that dies comes back."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from cli.processes import serve_all
from geo.errors import BadInputError
from geo.settings import project_dir
from tests.browsing import free_port, wait_for_health

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")

MOST_OWN = 0.6
"""Of the memory of a process, what may be its own: the rest is shared with the others."""

# Port 1 ends as the argument says each time; port 2 serves until it is stopped.
ENDS = """
import sys, time
from cli.processes import Processes

def run(port):
    print("begun", port, flush=True)
    if port == 2:
        time.sleep(60)
    time.sleep(0.3)
    return int(sys.argv[1])

def note(event, port):
    print(event, port, flush=True)

code = Processes(run, (1, 2), note).serve()
print("over", flush=True)
raise SystemExit(code)
"""


def ended(code: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ENDS, str(code)],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


@pytest.mark.parametrize(("code", "told"), [(3, 3), (0, 1)])
def test_one_that_cannot_begin_is_not_begun_for_ever(code: int, told: int) -> None:
    """After three short lives all are stopped, and the exit code says that it went wrong."""
    done = ended(code)
    assert done.returncode == told, done.stderr
    lines = done.stdout.splitlines()
    assert lines.count("begun 1") == 3
    assert lines.count("process ended 1") == 3
    assert lines.count("process given up 1") == 1
    assert lines.count("begun 2") == 1
    assert lines[-1] == "over"


# Told to stop just as a process has ended and another is about to take its place.
STOPPED = """
import os, time
from cli.processes import Processes

made = Processes(lambda port: time.sleep(60) or 0, (1,), lambda event, port: None)
made._stop()
made._begin(1)
print(os.waitstatus_to_exitcode(os.wait()[1]))
made._stop()
"""


def test_none_is_left_that_began_as_all_were_stopped() -> None:
    """Neither is one that has ended, and still stands in the list, an error."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == [str(-signal.SIGTERM)]


def test_elsewhere_than_on_linux_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(BadInputError, match=r"--processes 2: .*`coldspots serve --port N` for"):
        serve_all(Path("app.py"), (8501, 8502), lambda port: [], lambda event, port: None)


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The parent of two processes that serve, and the port of the first."""
    port = next(port for port in iter(free_port, 0) if is_free(port + 1))
    with (tmp_path / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve", "--port", str(port), "--processes", "2"],
            cwd=project_dir(),
            env={**os.environ, "HOME": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        for one in (port, port + 1):
            wait_for_health(f"http://localhost:{one}", process, tmp_path / "said.txt")
        yield process, port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


def is_free(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("localhost", port)) != 0


def listening(parent: subprocess.Popen[bytes]) -> dict[int, psutil.Process]:
    """Return the processes that serve by their port."""
    return {
        line.laddr.port: child
        for child in psutil.Process(parent.pid).children()
        for line in child.net_connections("tcp")
        if line.status == "LISTEN"
    }


def memory_mb(process: psutil.Process) -> tuple[float, float]:
    """Return the memory of a process, and what of it nobody shares."""
    pages = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in pages.splitlines()[1:]}
    return sizes["Rss"] / 1e3, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1e3


def health(port: int) -> str:
    with urllib.request.urlopen(f"http://localhost:{port}/health", timeout=30) as answer:
        return str(json.load(answer)["status"])


@pytest.mark.slow
def test_processes_share_what_they_load_and_one_that_dies_comes_back(
    parent: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = parent
    assert [health(one) for one in (port, port + 1)] == ["ok", "ok"]
    serving = listening(process)
    assert sorted(serving) == [port, port + 1]
    whole, own = memory_mb(serving[port + 1])
    assert own < MOST_OWN * whole, f"{own:.0f} of {whole:.0f} MB"

    serving[port].kill()
    end = time.monotonic() + 30
    while serving[port].is_running() and serving[port].status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end
        time.sleep(0.05)
    wait_for_health(f"http://localhost:{port}", process)
    again = listening(process)
    assert again[port].pid != serving[port].pid
    assert again[port + 1].pid == serving[port + 1].pid

    process.terminate()
    assert process.wait(timeout=30) == 0
    assert not any(one.is_running() for one in again.values())


def test_none_outlives_its_parent() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", ENDS, "0"], cwd=project_dir(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while process.stdout.readline().strip() != "begun 2":
        assert process.poll() is None
    serving = psutil.Process(process.pid).children()
    process.kill()
    process.wait(timeout=20)
    process.stdout.close()
    _, alive = psutil.wait_procs(serving, timeout=30)
    assert alive == []


@pytest.mark.parametrize(
    ("given", "pool", "heaps"),
    [
        ({}, "system", "2"),
        ({"ARROW_DEFAULT_MEMORY_POOL": "mimalloc"}, "mimalloc", "2"),
        ({"MALLOC_ARENA_MAX": "5"}, "system", "5"),
    ],
)
def test_a_server_has_few_heaps_unless_the_environment_says_otherwise(
    given: dict[str, str], pool: str, heaps: str
) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("ARROW_DEFAULT_MEMORY_POOL", "MALLOC_ARENA_MAX")
    }
    program = (
        "import os; from cli.processes import few_heaps; few_heaps(); import pyarrow; "
        "print(pyarrow.default_memory_pool().backend_name, os.environ['MALLOC_ARENA_MAX'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project_dir(),
        env=environment | given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [pool, heaps]

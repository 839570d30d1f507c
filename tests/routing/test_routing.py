"""The chore that builds a router for an extract and runs it: what it prints, refuses and leaves."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from geo.errors import BadInputError, SourceUnavailableError
from geo.settings import project_dir
from routing import packages
from routing.__main__ import main
from routing.engines import build_graph, check_extract, check_port
from routing.packages import Package, routers_dir
from tests.commands import quick
from tests.real_routers import BRISTOL, extract, free_port, graph


def test_a_router_is_built_used_and_stopped(tmp_path: Path) -> None:
    """The line that it prints is run as it stands; Ctrl-C ends the chore and the server."""
    graph("osrm", "walk", BRISTOL)
    port = free_port()
    chore = [sys.executable, "-m", "routing", str(extract(BRISTOL)), "--mode", "walk"]
    with subprocess.Popen(
        [*chore, "--port", str(port)],
        cwd=project_dir(),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLDSPOTS_ROUTERS": str(routers_dir())},
    ) as process:
        assert process.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        command = re.search(r"coldspots reach(?:.|\\\n)+?--max-minutes 30", said)
        assert command is not None
        arguments = shlex.split(command[0].replace("\\\n", " "))[1:]
        told = quick(*arguments, "--within", "E06000023")
        assert f"journey times in minutes by osrm at 127.0.0.1:{port}, walking" in told
        assert f"COLDSPOTS_ROUTER_URL=http://127.0.0.1:{port}" in said
        process.send_signal(signal.SIGINT)
        assert "The router is stopped." in process.stdout.read()
        assert process.wait(10) == 0
    time.sleep(0.1)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/", timeout=2)


def test_what_is_no_extract_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInputError, match="There is no file"):
        check_extract(tmp_path / "none.osm.pbf")
    other = tmp_path / "map.osm.pbf"
    other.write_bytes(b"<osm version='0.6'>")
    with pytest.raises(BadInputError, match="not in the PBF format"):
        check_extract(other)
    assert main([str(other), "--port", str(free_port())]) == 2
    assert capsys.readouterr().err.startswith(f"Error: {other} is not in the PBF format")


@pytest.mark.parametrize("engine", ["osrm", "valhalla"])
def test_a_broken_extract_is_refused_and_leaves_no_graph(engine: str, tmp_path: Path) -> None:
    graph(engine, "walk", BRISTOL)
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(extract(BRISTOL).read_bytes()[:9_000])
    with pytest.raises(BadInputError, match="could not build a graph from"):
        build_graph(engine, "walk", [broken], routers_dir(), lambda _: None)
    assert not list((routers_dir() / "graphs").glob("broken-*"))


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        with pytest.raises(BadInputError, match=rf"Port {port} is taken .* PORT={port + 1}"):
            check_port(port)
    check_port(port)
    with pytest.raises(BadInputError, match="0 is no port"):
        check_port(0)


def test_a_package_that_cannot_be_had_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = Package("osrm-bindings", "0.0.0.1", "osrm/bin")
    monkeypatch.setitem(packages.PACKAGES, "osrm", none)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SourceUnavailableError) as caught:
        packages.unpack("osrm", tmp_path)
    assert str(caught.value).startswith(
        "osrm-bindings==0.0.0.1 was asked of pip's package index, for this computer, and not "
        "obtained (ERROR: No matching distribution found"
    )
    assert "\n" not in str(caught.value)
    assert not [path for path in tmp_path.iterdir() if path.name != "downloads"]

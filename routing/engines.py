"""Graphs built from an extract of OpenStreetMap, and the servers that route on them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from geo.errors import BadInputError, SourceUnavailableError
from routing.packages import PACKAGES, keep, unpack

PROFILES = {"drive": "car", "walk": "foot", "cycle": "bicycle"}
"""Profiles of OSRM: its graph is of one way to travel. A graph of Valhalla is of all three."""
PORTS = {"osrm": 5000, "valhalla": 8002}
_START_S = 60.0
_TABLE_POINTS = 10_000
"""Points of one table that OSRM answers; 100 unless it is told otherwise."""

Progress = Callable[[str], None]


def check_extract(path: Path) -> None:
    """Refuse what is no extract of OpenStreetMap.

    Raises
    ------
    BadInputError
        If there is no such file, or it is not in the PBF format.
    """
    if not path.is_file():
        raise BadInputError(
            f"There is no file {path}. Give an extract of OpenStreetMap, such as that of a county "
            "from download.geofabrik.de: make router PBF=cornwall-latest.osm.pbf"
        )
    with path.open("rb") as file:
        head = file.read(64)
    if b"OSMHeader" not in head:
        raise BadInputError(
            f"{path} is not in the PBF format of OpenStreetMap: it does not begin with OSMHeader. "
            "Give a file that ends in .osm.pbf."
        )


def check_port(port: int) -> None:
    """Refuse a port at which another program listens.

    Raises
    ------
    BadInputError
        If it is taken, or none.
    """
    if not 1 <= port <= 65_535:
        raise BadInputError(f"{port} is no port. Give one from 1024 to 65535.")
    with socket.socket() as one:
        # As servers do: a port that was left a moment ago can be had.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError as error:
            raise BadInputError(
                f"Port {port} is taken by another program. Give another: PORT={port + 1}."
            ) from error


def build_graph(
    engine: str, mode: str, extracts: list[Path], folder: Path, progress: Progress = print
) -> Path:
    """Build the graph of one extract or more, once; return its folder.

    Parameters
    ----------
    engine, mode
        Keys of `PACKAGES` and `PROFILES`. Valhalla's graph is of all modes.
    extracts
        Files in the PBF format; OSRM takes one.
    folder
        The folder of packages and graphs.

    Raises
    ------
    BadInputError
        If a file is none, or nothing can be built from it.
    SourceUnavailableError
        If the package cannot be obtained.
    """
    for extract in extracts:
        check_extract(extract)
    if not (folder / f"{PACKAGES[engine].name}-{PACKAGES[engine].version}").is_dir():
        progress(f"Obtaining {PACKAGES[engine].name} {PACKAGES[engine].version}")
    package = unpack(engine, folder)
    there = folder / "graphs" / _name(engine, mode, extracts)
    if there.is_dir():
        progress(f"The graph is built already: {there}")
        return there
    half = there.with_name(f".{there.name}.{os.getpid()}")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    if engine == "osrm":
        _build_osrm(package, mode, extracts[0], half, progress)
    else:
        _build_valhalla(package, extracts, half, progress)
    keep(half, there)
    return there


def _name(engine: str, mode: str, extracts: list[Path]) -> str:
    digest = hashlib.sha256()
    for extract in extracts:
        with extract.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    stem = extracts[0].name.partition(".")[0]
    parts = [stem, engine, PACKAGES[engine].version, *([mode] if engine == "osrm" else [])]
    return "-".join([*parts, digest.hexdigest()[:8]])


def _build_osrm(package: Path, mode: str, extract: Path, to: Path, progress: Progress) -> None:
    programs, base = package / PACKAGES["osrm"].programs, to / "graph.osm.pbf"
    profile = package / "osrm" / "share" / "profiles" / f"{PROFILES[mode]}.lua"
    # OSRM writes beside what it reads.
    base.symlink_to(extract.resolve())
    for step, words, options in (
        ("osrm-extract", "Reading the ways", ["-p", str(profile), str(base)]),
        ("osrm-contract", "Contracting the graph", [str(to / "graph.osrm")]),
    ):
        progress(words)
        _build(to, [str(programs / step), *options], extract)
    base.unlink()


def _build_valhalla(package: Path, extracts: list[Path], to: Path, progress: Progress) -> None:
    progress("Building the tiles")
    config = to / "build.json"
    config.write_text(json.dumps(_valhalla_config(package, to, to, 0)))
    program = package / PACKAGES["valhalla"].programs / "valhalla_build_tiles"
    _build(to, [str(program), "-c", str(config), *map(str, extracts)], extracts[0])
    config.unlink()


def _build(folder: Path, command: list[str], extract: Path) -> None:
    with (folder / "build.log").open("ab") as log:
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT)
    if done.returncode:
        lines = (folder / "build.log").read_text(errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
        raise BadInputError(
            f"{Path(command[0]).name} could not build a graph from {extract} ({said[:200]}). See "
            f"{folder / 'build.log'}, and that the extract is whole."
        )


def _valhalla_config(package: Path, graph: Path, sockets: Path, port: int) -> object:
    """Return Valhalla's settings: its own defaults, on loopback, with sockets of one server."""
    made = subprocess.run(
        [sys.executable, str(package / "valhalla" / "valhalla_build_config.py")],
        capture_output=True,
        text=True,
        check=True,
    )
    config = json.loads(made.stdout)
    config["mjolnir"] |= {"tile_dir": str(graph / "tiles"), "tile_extract": "", "admin": ""}
    config["mjolnir"] |= {"timezone": "", "traffic_extract": "", "landmarks": ""}
    config["httpd"]["service"] |= {
        "listen": f"tcp://127.0.0.1:{port}",
        "loopback": f"ipc://{sockets}/loopback",
        "interrupt": f"ipc://{sockets}/interrupt",
        "drain_seconds": 1,
    }
    for part in ("loki", "thor", "odin", "meili"):
        config[part]["service"]["proxy"] = f"ipc://{sockets}/{part}"
    return config


@contextmanager
def serve(engine: str, graph: Path, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server of a graph on 127.0.0.1, until the block is left; yield it once it answers.

    Parameters
    ----------
    engine
        A key of `PACKAGES`.
    graph
        From `build_graph`.
    folder
        The folder of packages and graphs.
    port
        On which it listens.

    Raises
    ------
    BadInputError
        If the port is taken.
    SourceUnavailableError
        If the server does not answer.
    """
    check_port(port)
    package = unpack(engine, folder)
    programs = package / PACKAGES[engine].programs
    with tempfile.TemporaryDirectory(prefix="router-") as name:
        sockets = Path(name)
        if engine == "osrm":
            limits = ["--max-table-size", str(_TABLE_POINTS)]
            place = ["--ip", "127.0.0.1", "--port", str(port)]
            command = [str(programs / "osrm-routed"), *place, *limits, str(graph / "graph.osrm")]
        else:
            config = sockets / "valhalla.json"
            config.write_text(json.dumps(_valhalla_config(package, graph, sockets, port)))
            command = [str(programs / "valhalla_service"), str(config), "2"]
        with (sockets / "server.log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
            try:
                _wait(server, f"http://127.0.0.1:{port}", sockets / "server.log")
                yield server
            finally:
                server.terminate()
                try:
                    server.wait(5)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + _START_S
    while server.poll() is None and time.monotonic() < end:
        try:
            # What it answers there does not matter: an answer is one.
            requests.get(f"{address}/status", timeout=2)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return
    said = log.read_text(errors="replace").strip().split("\n")[-1][:200]
    raise SourceUnavailableError(f"The router at {address} did not start ({said}).")

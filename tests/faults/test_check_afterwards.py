"""After failed and killed fetches and builds the bundle passes every check, and work goes on."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from geo.build.verify import check_bundle
from geo.settings import data_dir, project_dir
from geo.tables.bundle import NAME
from tests.browsing import free_port
from tests.geo.build.test_build import HASHES

BUILD = """
import sys, time
from pathlib import Path
from geo.build import build
def half(_):
    made = next(Path(sys.argv[2]).glob(".build-*"))
    with (made / "half.parquet").open("wb") as out:
        out.truncate(45_000_000)
    print("building", flush=True)
    time.sleep(60)
build(Path(sys.argv[1]), Path(sys.argv[2]), half)
"""


def begun(*command: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, *command], cwd=project_dir(), stdout=subprocess.PIPE, text=True
    )


def kill(running: subprocess.Popen) -> None:
    running.kill()
    running.communicate()
    assert running.returncode == -9


@pytest.mark.fault(25, 26, 28)
def test_whatever_failed_the_bundle_passes_every_check(tmp_path: Path) -> None:
    data, cache, raw = (tmp_path / name for name in ("data", "cache", "raw"))
    shutil.copytree(data_dir(), data)
    raw.mkdir()
    settings = {**os.environ, "COLDSPOTS_CACHE": str(cache), "COLDSPOTS_DATA": str(data)}

    def terminal(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cli", *arguments]
        return subprocess.run(
            command, cwd=project_dir(), env=settings, capture_output=True, text=True, check=False
        )

    def fetch(port: int) -> tuple[str, ...]:
        mirror = f"https://=http://127.0.0.1:{port}/"
        return ("fetch", "msoa_names", "--tries", "1", "--cache", str(cache), "--host", mirror)

    failed = terminal(*fetch(free_port()))
    assert failed.returncode == 4
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        running = begun("-m", "cli", *fetch(silent.getsockname()[1]))
        asked, _ = silent.accept()
        kill(running)
        asked.close()
    assert list(cache.glob(".fetch-*"))
    assert terminal("build").returncode == 4
    refused = terminal("build", "--raw", str(raw))
    assert refused.returncode == 4
    running = begun("-c", BUILD, str(raw), str(data))
    assert running.stdout is not None
    assert running.stdout.readline() == "building\n"
    kill(running)
    assert list(data.glob(".build-*/half.parquet"))

    # Byte for byte the bundle, of which tests/geo/build/test_build.py sees that it passes every check.
    record = (data / NAME).read_bytes()
    assert record == (data_dir() / NAME).read_bytes()
    assert list(check_bundle(data, only=[HASHES])) == [(HASHES, "")]

    # Nothing is locked, and what was left lying is cleared away.
    assert terminal(*fetch(free_port())).returncode == 4
    assert list(cache.glob(".fetch-*")) == []
    assert terminal("build", "--raw", str(raw)).returncode == 4
    assert list(data.glob(".build-*")) == []

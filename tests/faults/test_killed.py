"""Killed at any step of any write: the old file or the new one, whole; the rest is swept away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.files import HALF, _sweep, write_bytes
from geo.settings import project_dir
from tests.faults.writers import SLOW, WRITERS


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list]:
    home = tmp_path_factory.mktemp("killed")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", str(home)],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.fault(28, 31)
@pytest.mark.parametrize("name", [*WRITERS, *SLOW])
def test_killed_at_any_step_it_leaves_the_old_file_or_the_new(
    deaths: dict[str, list], name: str
) -> None:
    seen = deaths[name]
    killed = [found for was, found, _ in seen if was]
    assert len(killed) >= (6 if name in WRITERS else 1), seen
    assert "broken" not in killed
    assert killed == ["old"] * len(killed)
    assert max(halves for _, _, halves in seen) == 1
    if name in WRITERS:
        assert seen[-1] == [False, "new", 0]


@pytest.mark.fault(28)
def test_what_a_killed_writer_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    left, busy = tmp_path / f"{HALF}12345678.csv", tmp_path / f"{HALF}87654321.csv"
    for path in (left, busy):
        path.write_text("half")
    os.utime(left, (time.time() - 7_200,) * 2)
    _sweep.cache_clear()
    write_bytes(tmp_path / "new.csv", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [busy.name, "new.csv"]

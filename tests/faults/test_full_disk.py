"""A full disk and a folder that cannot be written: one line, exit 6, the old file whole."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from geo.settings import project_dir
from tests.faults.writers import SLOW, WRITERS


@pytest.fixture(scope="module")
def told() -> dict[str, list]:
    # Not pytest's own folder, which nobody else may enter.
    with tempfile.TemporaryDirectory() as outer:
        home = Path(outer) / "kept"
        home.mkdir()
        Path(outer).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.full_disk", str(home)],
            cwd=project_dir(),
            capture_output=True,
            text=True,
            check=False,
        )
        for folder in (home, home / "tables"):
            folder.chmod(0o700)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.fault(29)
@pytest.mark.parametrize("name", [*WRITERS, *SLOW])
def test_without_room_the_old_file_stays(told: dict[str, list], name: str) -> None:
    """At whatever byte the room ends."""
    seen = told[name][:3] if name in WRITERS else told[name]
    for came, same in seen:
        assert came.startswith(f"Could not write {Path(name).name}: "), came
        assert "File too large" in came
        assert same


@pytest.mark.fault(29)
@pytest.mark.parametrize("name", WRITERS)
def test_where_one_may_not_write_the_old_file_stays(told: dict[str, list], name: str) -> None:
    came, same = told[name][3]
    assert came.startswith(f"Could not write {Path(name).name}: Permission denied"), came
    assert same


@pytest.mark.fault(29)
def test_the_terminal_ends_with_six(kept: Path) -> None:
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900));"
        "import cli; sys.argv[0] = 'coldspots'; cli.main()"
    )
    asked = ["areas", "-g", "region", "-o", str(kept)]
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, *asked],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert done.stderr.startswith("coldspots: Could not write old.csv: File too large.")
    assert done.stderr.count("\n") == 1

"""A process of the terminal ends at once, with what it had to write and to do at its end."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.settings import project_dir

# Says when Python frees what a process holds, and when what it has to do at its end is done.
SCRIPT = """
import sys
from cli import program
import atexit

class Held:
    def __del__(self):
        print("freed", flush=True)

program.main = lambda: (print("written"), sys.exit(CODE))
held = sys.modules["held"] = Held()
atexit.register(lambda: print("done"))
program.run()
"""


@pytest.mark.parametrize(
    ("code", "ends"), [("0", 0), ("None", 0), ("3", 3)], ids=["well", "without", "refused"]
)
def test_it_ends_with_its_code_and_frees_nothing(code: str, ends: int) -> None:
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("CODE", code)],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (found.returncode, found.stderr) == (ends, "")
    assert found.stdout.split() == ["written", "done"]


def test_an_error_that_nobody_expected_ends_as_ever() -> None:
    broken = SCRIPT.replace("sys.exit(CODE)", "1 / 0")
    found = subprocess.run(
        [sys.executable, "-c", broken],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 1
    assert "ZeroDivisionError" in found.stderr
    assert found.stdout.split() == ["written", "done", "freed"]

"""Run the tests on every supported Python here, and with the oldest libraries: `make test-all`.

Each has an environment of its own under `build/versions`. Tests that drive a browser are left out:
they say nothing of a version that others do not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from geo.settings import project_dir

ROOT = project_dir()
OUT = ROOT / "build" / "versions"
PYTHONS = ("3.11", "3.12", "3.13")
"""Versions of Python that the project supports, the oldest first."""
LOWEST = "lowest"


@dataclass(frozen=True)
class Run:
    """The tests on one version of Python, with pinned libraries or the lowest."""

    python: str
    lowest: bool = False

    @property
    def name(self) -> str:
        return f"{self.python}-{LOWEST}" if self.lowest else self.python

    def __str__(self) -> str:
        return f"Python {self.python}, {'lowest' if self.lowest else 'pinned'} versions"


def uv(*command: str) -> None:
    """Run uv quietly; never let it fetch a Python."""
    subprocess.run(
        [sys.executable, "-m", "uv", "--quiet", "--no-python-downloads", *command],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip


def program(python: str) -> str:
    """Return the path of a version of Python on this machine, or nothing.

    What pyenv puts on the path runs only versions that somebody chose: its folder has all of them.
    """
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    on_path = shutil.which(f"python{python}")
    installed = sorted(pyenv.glob(f"{python}.*/bin/python"), reverse=True)
    for path in [*([on_path] if on_path else []), *map(str, installed)]:
        says = "import sys; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([path, "-c", says], capture_output=True, text=True)
        if done.stdout.strip() == python:
            return path
    return ""


def environment(run: Run) -> Path:
    """Make the environment of a run; return its Python."""
    folder = OUT / run.name
    uv("venv", "--clear", "--python", program(run.python), str(folder))
    python = folder / "bin" / "python"
    required = ROOT / "requirements-test.txt"
    if run.lowest:
        required = folder / "requirements.txt"
        uv(
            "pip", "compile", "pyproject.toml", "--extra", "test", "--resolution", "lowest-direct",
            "--python-version", run.python, "--output-file", str(required),
        )  # fmt: skip
    uv("pip", "install", "--python", str(python), "--requirement", str(required))
    uv("pip", "install", "--python", str(python), "--no-deps", "--editable", ".")
    return python


def test(python: Path, run: Run, tests: list[str]) -> tuple[int, str]:
    """Run the tests; return how pytest ended and its last line."""
    command = [
        str(python), "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile",
        "-m", "not browser", "-p", "no:cacheprovider", *tests,
    ]  # fmt: skip
    environ = {**os.environ, "MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
    log = OUT / f"{run.name}.txt"
    with log.open("w", encoding="utf-8") as out:
        ended = subprocess.run(command, cwd=ROOT, env=environ, stdout=out, stderr=out).returncode
    return ended, (log.read_text(encoding="utf-8").strip() or "nothing").splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.versions", description=__doc__)
    parser.add_argument("tests", nargs="*", help="some of the tests; all without")
    asked = parser.parse_args()
    here = [python for python in PYTHONS if program(python)]
    for python in PYTHONS:
        if python not in here:
            print(f"Python {python}: not on this machine, not tried")
    if not here:
        sys.exit(f"None of {', '.join(PYTHONS)} is on this machine.")
    OUT.mkdir(parents=True, exist_ok=True)
    failed = 0
    for run in [*map(Run, here), Run(here[0], lowest=True)]:
        began = time.monotonic()
        try:
            ended, line = test(environment(run), run, asked.tests)
        except subprocess.CalledProcessError as error:
            ended, line = 1, f"not installed: {error.stderr.strip()}"
        failed += ended != 0
        print(f"{run}: {line} ({time.monotonic() - began:.0f} s)", flush=True)
    if failed:
        sys.exit(f"{failed} failed: {OUT.relative_to(ROOT)} holds what each said.")


if __name__ == "__main__":
    main()

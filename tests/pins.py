"""Resolve both requirement files anew from pyproject.toml: `make pins`."""

from __future__ import annotations

import subprocess
import sys

from geo.settings import project_dir

RUN = (
    "# Every version pinned, for Python 3.11 and newer. Made from pyproject.toml by `make pins`.\n"
)
TEST = "# What the tests need on top, pinned. Made from pyproject.toml by `make pins`.\n"


def resolve(*more: str) -> list[str]:
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml"]
    command += ["--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]
    command += ["--no-emit-index-url", "--upgrade", *more]
    out = subprocess.run(command, check=True, cwd=project_dir(), capture_output=True, text=True)
    return out.stdout.splitlines()


def main() -> None:
    root = project_dir()
    run = resolve()
    (root / "requirements.txt").write_text(RUN + "\n".join(run) + "\n", encoding="utf-8")
    more = [
        line for line in resolve("--extra", "test", "-c", "requirements.txt") if line not in run
    ]
    text = TEST + "-r requirements.txt\n" + "\n".join(more) + "\n"
    (root / "requirements-test.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

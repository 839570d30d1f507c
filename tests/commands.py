"""The terminal's verbs, run in this process as a person would run them, or in one of their own.

Starting Python and importing the project takes longer than most verbs, so a test that is about what
a verb says runs it here; one that is about the process itself runs it `alone`.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from unittest import mock

import cli
from geo.settings import project_dir


def run(*arguments: str) -> tuple[int, str, str]:
    """Run a verb in this process; return its exit code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["coldspots", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
    return code, out.getvalue(), err.getvalue()


def quick(*arguments: str) -> str:
    """Run a verb in this process, where nothing is refused; return what it printed."""
    code, out, err = run(*arguments)
    assert code == 0, out + err
    return out


def alone(*arguments: str) -> tuple[int, str, str]:
    """Run a verb in a process of its own; return its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr

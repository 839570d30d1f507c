"""The verb `serve`: the app, on a port."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from geo.settings import home_dir, project_dir


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "localhost",
) -> None:
    """Run the app."""
    from geo.tables import check_all
    from serving.hosting import hosting

    hosting()
    check_all()
    command = [sys.executable, "-m", "streamlit", "run", str(project_dir() / "app.py")]
    command += ["--server.port", str(port), "--server.address", address]
    if os.name == "posix":
        # The app takes this process over, so that no second one waits in memory.
        # Few heaps, all of the system's own kind: what a visit needed can be given back.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        os.chdir(home_dir())
        os.execv(command[0], command)
    try:
        code = subprocess.run(command, check=False, cwd=home_dir()).returncode
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)

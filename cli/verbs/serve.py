"""The verb `serve`: the app, on a port."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from geo.settings import home_dir, project_dir


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "localhost",
    processes: Annotated[
        int,
        typer.Option(
            min=1,
            max=64,
            help="Processes, on this port and those after it, which share what they load (Linux).",
        ),
    ] = 1,
) -> None:
    """Run the app."""
    from geo.tables import check_all
    from serving.hosting import hosting

    hosting()
    check_all()
    if processes > 1:
        raise typer.Exit(_serve_many(range(port, port + processes), address))
    command = [sys.executable, "-m", "streamlit", *_arguments(port, address)]
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


def _arguments(port: int, address: str) -> list[str]:
    return [
        *("run", str(project_dir() / "app.py")),
        *("--server.port", str(port), "--server.address", address),
    ]


def _serve_many(ports: Sequence[int], address: str) -> int:
    from cli.processes import serve_all
    from serving import log

    os.chdir(home_dir())
    return serve_all(
        project_dir() / "app.py",
        ports,
        lambda port: _arguments(port, address),
        lambda event, port: log.note(event, port=port),
    )

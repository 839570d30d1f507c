"""The verb `serve`: the app, on a port."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
    from cli.processes import few_heaps, streamlit

    few_heaps()
    from geo.tables import check_all
    from serving.hosting import hosting

    hosting()
    with ThreadPoolExecutor(1) as beside:
        # Files are hashed on another core while this one loads the server.
        whole = beside.submit(check_all)
        importlib.import_module("streamlit.web.cli")
        whole.result()
    if processes > 1:
        raise typer.Exit(_serve_many(range(port, port + processes), address))
    # In this process: another would load once more what reading the settings has loaded.
    os.chdir(home_dir())
    raise typer.Exit(streamlit(_arguments(port, address)))


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

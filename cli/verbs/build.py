"""The verb `build`: the bundle, from the publishers' files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Root
from cli.output import console, echo
from geo.settings import data_dir


def build(
    raw: Annotated[
        Path | None,
        typer.Option("--raw", help="Folder of the publishers' files; what was fetched if absent."),
    ] = None,
    data: Root = None,
) -> None:
    """Make everything under the data folder from the publishers' files."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from geo.build import STEPS
    from geo.build import build as run
    from geo.fetch import cache_dir
    from geo.tables import check_folders

    check_folders({"--data": data or data_dir()}, {"--raw": raw or cache_dir()})
    screen = console()
    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
        bar = progress.add_task("starting", total=STEPS + 1)

        def begin(step: str) -> None:
            progress.update(bar, description=step, advance=1)
            if not screen.is_terminal:
                screen.print(step)

        run(raw, data, begin)
        progress.update(bar, description="done", completed=STEPS + 1)
    echo("Built. `coldspots check` verifies it.")

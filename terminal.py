"""How the terminal says things: JSON, tables, a sign of work, lines of a report."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.status import Status
    from rich.table import Table

    from geo.areas import JoinLine

NUMBERS = ("areas", "rows", "km", "young people", "in cold spots")
"""Headings of columns of numbers."""
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Root = Annotated[
    Path | None, typer.Option("--data", help="Data folder; the bundled one if absent.")
]


def print_json(content: Any) -> None:
    """Print one JSON object."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


def show(table: Table) -> None:
    """Print a table; wide enough not to cut it where the output is not a screen."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False)
    console.print(table)


def busy(text: str) -> Status:
    """Show on a screen that something is going on; elsewhere nothing."""
    from rich.console import Console

    return Console(stderr=True).status(text)


@contextmanager
def counting(text: str) -> Iterator[Callable[[float], None]]:
    """Show on a screen that something is going on, and how much of it is done once that is known.

    Yields
    ------
    told
        To be called with the share that is done, 0 to 1.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    quiet = not console.is_terminal
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=quiet
    ) as progress:
        bar = progress.add_task(text, total=None)
        yield lambda share: progress.update(bar, total=1.0, completed=share)


def grid(title: str, *headings: str) -> Table:
    """Begin a table; columns of numbers stand at the right."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE, title_justify="left", pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in NUMBERS else "left")
    return table


def joined(line: JoinLine) -> str:
    """Say what became of one source table in a join."""
    how = {
        "copied": line.copied,
        "inherited": line.inherited,
        "merged": line.merged,
        "partial": line.partial,
        "mixed": line.mixed,
        "suppressed": line.suppressed,
    }
    parts = [f"{count:,} {name}" for name, count in how.items() if count]
    ways = f" ({', '.join(parts)})" if parts else ""
    return (
        f"  {line.table}: {line.matched:,} of {line.boundaries:,} areas matched{ways}; "
        f"{line.only_in_table:,} rows without an area"
    )


def place_of(row: Any) -> str:
    """Say where a postcode is."""
    names = f"{row.local_name}, {row.lad24_name}"
    return (
        f"{names}; {row.lsoa21_name} (lsoa21 {row.lsoa21_code}, msoa21 {row.msoa21_code}, "
        f"ward24 {row.ward24_code}, lad24 {row.lad24_code})"
    )

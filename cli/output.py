"""What the terminal prints: lines, JSON, tables and progress, none of which can control it."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING, Any, TextIO

import typer

from geo.errors import DiskError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.segment import Segment
    from rich.status import Status
    from rich.table import Table

NUMBERS = ("areas", "rows", "km", "young people", "in cold spots", "now", "then")
"""Headings of columns of numbers."""
# What moves a cursor, colours, names a window or turns letters round, and what has no coding.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def escape_controls(text: str) -> str:
    r"""Write what a terminal would obey as text, which is also how JSON writes it.

    Examples
    --------
    >>> escape_controls("Leeds\x1b[2J")
    'Leeds\\u001b[2J'
    """
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


class OutputError(DiskError):
    """Standard output that takes no more."""


class SafeStream:
    """Standard output or error: inert, whoever writes to it, and one line where it is full.

    Parameters
    ----------
    real
        The stream itself; None where it is closed.
    error
        Whether it is standard error: what cannot be written there is dropped.
    styled
        Whether it takes the escapes of a console of ours, whose texts are inert already.
    """

    def __init__(self, real: Any, *, error: bool, styled: bool = False) -> None:
        self.real, self.error, self.styled = real, error, styled

    def __getattr__(self, name: str) -> Any:
        """Be what the stream is in all else."""
        return getattr(self.real, name)

    def write(self, text: str) -> int:
        """Write text."""
        with self._refusing():
            self.real.write(text if self.styled else escape_controls(text))
        return len(text)

    def flush(self) -> None:
        """Pass on what was written."""
        with self._refusing():
            self.real.flush()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if self.error:
                # Nothing is left to say it with; what is buffered must not fail at the end either.
                discard(self.real)
                return
            # Who reads in a pipe may stop: that is no fault, and the terminal's library knows it.
            if error.errno == errno.EPIPE:
                raise
            raise OutputError(
                f"The output could not be written: {error.strerror or error}. Free some space, or "
                "send it elsewhere."
            ) from error


@contextmanager
def safe_streams() -> Iterator[None]:
    """Make standard output and error inert while a verb runs."""
    out, err = (
        None if real is None else SafeStream(real, error=error)
        for real, error in ((sys.stdout, False), (sys.stderr, True))
    )
    with redirect_stdout(out), redirect_stderr(err):
        yield


def discard(stream: TextIO) -> None:
    """Write nothing more to a standard stream that is full, not at the end either."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def console(*, error: bool = True, **options: Any) -> Console:
    """Make a console whose own escapes pass, and no others."""
    from rich.console import Console

    class SafeConsole(Console):
        def _render_buffer(self, buffer: Iterable[Segment]) -> str:
            return super()._render_buffer(
                part if part.control else part._replace(text=escape_controls(part.text))
                for part in buffer
            )

    stream: Any = sys.stderr if error else sys.stdout
    if isinstance(stream, SafeStream):
        stream = SafeStream(stream.real, error=error, styled=True)
    return SafeConsole(file=stream, markup=False, highlight=False, **options)


def echo(text: str, *, err: bool = False) -> None:
    """Print a line."""
    typer.echo(escape_controls(text), err=err)


def echo_note(text: str) -> None:
    """Print a line beside what was asked for; nothing if there is none."""
    if text:
        echo(text, err=True)


def warn_renamed(old: str, new: str) -> None:
    """Print beside the answer that a verb or an option has another name now."""
    echo(f"{old} is called {new} now; the old name goes with the next version.", err=True)


def print_json(content: Any) -> None:
    """Print one JSON object."""
    echo(json.dumps(content, ensure_ascii=False, indent=1))


def print_table(table: Table) -> None:
    """Print a table; wide enough not to cut it where the output is not a screen."""
    screen = sys.stdout is not None and sys.stdout.isatty()
    console(error=False, width=None if screen else 200).print(table)


def spinner(text: str) -> Status:
    """Show on a screen that something is going on; elsewhere nothing."""
    from rich.text import Text

    return console().status(Text(text))


@contextmanager
def progress_bar(text: str) -> Iterator[Callable[[float], None]]:
    """Show on a screen that something is going on, and how much of it is done once that is known.

    Yields
    ------
    progress
        To be called with the share that is done, 0 to 1.
    """
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    screen = console()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    quiet = not screen.is_terminal
    with Progress(
        *columns, TimeElapsedColumn(), console=screen, transient=True, disable=quiet
    ) as progress:
        bar = progress.add_task(text, total=None)
        yield lambda share: progress.update(bar, total=1.0, completed=share)


def new_table(title: str, *headings: str) -> Table:
    """Begin a table; columns of numbers stand at the right."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE, title_justify="left", pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in NUMBERS else "left")
    return table

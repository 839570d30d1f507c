"""The program `coldspots`: its verbs in the order of its help, and how a process of it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from cli.areas import areas
from cli.build import build
from cli.check import check
from cli.contacts import contacts
from cli.count import count
from cli.export import export
from cli.fetch import fetch
from cli.find import find
from cli.info import info
from cli.output import OutputError, discard_output, echo, safe_streams, warn_renamed
from cli.postcode import postcode
from cli.profile import profile
from cli.reach import reach
from cli.serve import serve
from cli.site import site
from geo.errors import GeoError

app = typer.Typer(
    name="coldspots",
    help="Where few young people in England go on to higher education, and who reaches them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for verb in (
    contacts,
    count,
    export,
    fetch,
    profile,
    reach,
    site,
    info,
    areas,
    postcode,
    find,
    build,
    check,
    serve,
):
    app.command()(verb)


def _renamed(old: str, verb: Callable[..., None]) -> Callable[..., None]:
    """Return a verb that says what it is called now, then does the same."""

    @wraps(verb)
    def run(*args: Any, **options: Any) -> None:
        warn_renamed(old, verb.__name__)
        verb(*args, **options)

    return run


for old, verb in {"calls": contacts}.items():
    app.command(old, hidden=True)(_renamed(old, verb))


def main() -> None:
    """Run the terminal: one line and an exit code instead of a traceback."""
    with safe_streams():
        try:
            app()
        except GeoError as error:
            echo(f"coldspots: {' '.join(str(error).split())}", err=True)
            if isinstance(error, OutputError):
                discard_output()
            sys.exit(error.exit_code)
